#include "widgets/terms/KeptStudyAlerts.h"

#include "core/base/Decimal.h"
#include "core/ports/Actions.h"
#include "widgets/plot/Intervals.h"
#include "widgets/studies/AlertStudies.h"
#include "widgets/terms/KeptAlerts.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::KeptStudyAlerts", text); }
QString shown(const std::string& text) { return QString::fromStdString(text); }

std::expected<void, QString> keep(Settings& settings, const std::vector<StudyAlert>& alerts) {
    if (const auto kept = settings.set(setting::kStudyAlerts, studyAlertsText(alerts)); !kept)
        return std::unexpected(shown(kept.error().detail));
    return {};
}

/// Words as they are kept: one way for the same.
void putWords(StudyAlert& alert, const chart::KnownAlert& known) {
    alert.interval = plot::nameOf(known.interval);
    alert.watched = wordsOf(known.watched);
    if (known.other) alert.against = wordsOf(*known.other);
}

std::vector<std::string> studyNames() {
    std::vector<std::string> names;
    for (const auto& kind : indicators::indicatorTable()) names.emplace_back(kind.name);
    return names;
}

} // namespace

std::vector<StudyAlert> keptStudyAlerts(const Settings& settings) {
    // The settings keep nothing else.
    return parseStudyAlerts(settings.text(setting::kStudyAlerts)).value_or(std::vector<StudyAlert>());
}

std::expected<StudyAlert, QString> keepStudyAlert(PaneContext& context, StudyAlert alert) {
    if (marketOf(context, alert.symbol) == nullptr)
        return std::unexpected(tr("There is no market %1.").arg(shown(alert.symbol)));
    const auto known = chart::lookUp(alert);
    if (!known) return std::unexpected(known.error());
    putWords(alert, *known);
    auto alerts = keptStudyAlerts(context.settings);
    if (alerts.size() >= kMostStudyAlerts)
        return std::unexpected(tr("%1 alerts on studies are kept already; delete one first.").arg(alerts.size()));
    alert.number = freeAlertNumber(context.settings);
    alert.done = false;
    alerts.push_back(alert);
    if (auto kept = keep(context.settings, alerts); !kept) return std::unexpected(kept.error());
    return alert;
}

std::expected<void, QString> removeStudyAlert(Settings& settings, std::uint32_t number) {
    auto alerts = keptStudyAlerts(settings);
    if (std::erase_if(alerts, [&](const StudyAlert& a) { return a.number == number; }) == 0)
        return std::unexpected(noSuchAlert(number));
    return keep(settings, alerts);
}

std::expected<void, QString> renewStudyAlert(Settings& settings, std::uint32_t number) {
    auto alerts = keptStudyAlerts(settings);
    const auto found = std::ranges::find(alerts, number, &StudyAlert::number);
    if (found == alerts.end()) return std::unexpected(noSuchAlert(number));
    if (const auto known = chart::lookUp(*found); !known) return std::unexpected(known.error());
    found->done = false;
    return keep(settings, alerts);
}

std::expected<StudyAlert, QString> moveStudyAlert(Settings& settings, std::uint32_t number, StudyLevel level) {
    auto alerts = keptStudyAlerts(settings);
    const auto found = std::ranges::find(alerts, number, &StudyAlert::number);
    if (found == alerts.end()) return std::unexpected(noSuchAlert(number));
    found->against = level;
    found->done = false;
    const StudyAlert moved = *found;
    if (auto kept = keep(settings, alerts); !kept) return std::unexpected(kept.error());
    return moved;
}

void finishStudyAlert(Settings& settings, std::uint32_t number) {
    auto alerts = keptStudyAlerts(settings);
    const auto found = std::ranges::find(alerts, number, &StudyAlert::number);
    if (found == alerts.end() || found->repeats) return;
    found->done = true;
    (void)keep(settings, alerts); // it was readable before and still is
}

QString studyLineWords(const StudyLine& line) {
    if (const auto known = chart::lineNamed(line)) return labelOf(*known);
    return shown(line.study + (line.line.empty() ? "" : " " + line.line));
}

QString studyWayWords(const StudyAlert& alert) {
    switch (alert.way) {
    case StudyWay::Above: return alert.atClose ? tr("closes at or above") : tr("at or above");
    case StudyWay::Below: return alert.atClose ? tr("closes at or below") : tr("at or below");
    case StudyWay::Cross: return alert.atClose ? tr("closes across") : tr("crosses");
    }
    return {};
}

QString studyAgainstWords(const StudyAlert& alert) {
    if (const auto* level = std::get_if<StudyLevel>(&alert.against)) return shown(toString(*level));
    if (const auto* other = std::get_if<StudyLine>(&alert.against)) return studyLineWords(*other);
    return tr("the price");
}

QString studyAlertWords(const StudyAlert& alert) {
    return QStringLiteral("%1 %2 %3 %4 %5")
        .arg(shown(alert.symbol), shown(alert.interval), studyLineWords(alert.watched), studyWayWords(alert),
             studyAgainstWords(alert));
}

std::vector<std::string> studyAlertIntervals() {
    std::vector<std::string> names;
    for (const plot::IntervalName& row : plot::kIntervals) names.emplace_back(row.name);
    return names;
}

std::vector<std::string> studyAlertChoices(const std::vector<std::string>& words) {
    if (words.size() < 3) return {};
    if (words.size() == 3) return studyNames();
    std::vector<std::string> before;
    for (std::size_t i = 2; i + 1 < words.size(); ++i) before.push_back(ports::toUpper(words[i]));
    const auto said = [&](auto... word) { return ((std::ranges::find(before, word) != before.end()) || ...); };
    const auto lines = [&](std::string_view study) {
        std::vector<std::string> names;
        if (const auto* kind = chart::kindNamed(study)) {
            for (const auto& line : kind->lines) names.emplace_back(line.name);
        }
        return names;
    };
    const std::string& last = before.back();
    const auto other = std::ranges::find(before, std::string("STUDY"));
    if (last == "STUDY") return studyNames();
    if (last == "LINE") return lines(other == before.end() ? before.front() : *(other + 1));
    if (last == "ABOVE" || last == "BELOW" || last == "CROSS") return {"PRICE", "STUDY"};
    if (!said("ABOVE", "BELOW", "CROSS")) return {"LINE", "ABOVE", "BELOW", "CROSS"};
    std::vector<std::string> list{"CLOSE", "TOUCH", "EVERY", "NOTE"};
    if (other != before.end()) list.insert(list.begin(), "LINE");
    return list;
}

} // namespace qd::ui
