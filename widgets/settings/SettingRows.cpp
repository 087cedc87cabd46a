#include "widgets/settings/SettingRows.h"

#include "core/base/Decimal.h"
#include "widgets/base/Format.h"

#include <QCoreApplication>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace qd::ui {
namespace {

QString words(const char* text) { return QCoreApplication::translate("qd::ui::SettingRows", text); }

/// In the form of Settings::set; 1e12 is written out.
QString plainNumber(double value) { return QString::fromStdString(fmt::format("{:.6g}", value)); }

/// Numbers of the table are short: "1 000 000", "0.8".
QString shownNumber(double value) {
    return std::floor(value) == value ? number(static_cast<std::int64_t>(value), 0, 0) : plainNumber(value);
}

} // namespace

SettingKind kindOf(const SettingInfo& info) {
    if (std::holds_alternative<bool>(info.standard)) return SettingKind::Switch;
    if (!std::holds_alternative<std::string>(info.standard)) return SettingKind::Number;
    return info.choices.empty() ? SettingKind::Text : SettingKind::Choice;
}

std::vector<SettingSection> settingSections() {
    std::vector<SettingSection> sections;
    for (const SettingInfo& info : Settings::table()) {
        if (info.hidden) continue;
        const QString title = QString::fromStdString(info.section);
        if (sections.empty() || sections.back().title != title) sections.push_back({title, {}});
        sections.back().rows.push_back(&info);
    }
    return sections;
}

bool holdsWords(const SettingInfo& info, const QStringList& words) {
    const QString all =
        QString::fromStdString(fmt::format("{} {} {} {}", info.key, info.summary, info.section, info.unit));
    return std::ranges::all_of(words, [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

QString rangeText(const SettingInfo& info) {
    if (kindOf(info) != SettingKind::Number || info.most <= info.least) return {};
    return words("%1 to %2").arg(shownNumber(info.least), shownNumber(info.most));
}

QString valueText(const SettingInfo& info, const std::string& value) {
    if (value.empty()) return words("none");
    QString text = QString::fromStdString(value);
    if (std::holds_alternative<std::int64_t>(info.standard)) {
        if (const auto whole = parseDecimal(value, 0)) text = number(*whole, 0, 0);
    }
    return info.unit.empty() ? text : text + QLatin1Char(' ') + QString::fromStdString(info.unit);
}

std::string standardOf(const SettingInfo& info) { return typedText(info.standard); }

bool differs(const Settings& settings, const SettingInfo& info) {
    return settings.textOf(info.key) != standardOf(info);
}

int countDiffering(const Settings& settings) {
    return static_cast<int>(std::ranges::count_if(
        Settings::table(), [&](const SettingInfo& info) { return !info.hidden && differs(settings, info); }));
}

std::optional<QString> setTyped(Settings& settings, const SettingInfo& info, const QString& typed) {
    QString text = typed.trimmed();
    if (kindOf(info) == SettingKind::Number) {
        text.replace(QLatin1Char(','), QLatin1Char('.'));
        if (text.isEmpty()) return words("Not kept: a number is wanted, %1.").arg(rangeText(info));
    }
    const auto set = settings.set(info.key, text.toStdString());
    if (set) return std::nullopt;
    const bool outside = kindOf(info) == SettingKind::Number && info.most > info.least;
    if (outside) {
        const bool whole = std::holds_alternative<std::int64_t>(info.standard);
        return (whole ? words("Not kept: %1 is no whole number from %2.") : words("Not kept: %1 is no number from %2."))
            .arg(text, rangeText(info));
    }
    return words("Not kept: %1.").arg(QString::fromStdString(set.error().detail));
}

std::int64_t stepOf(const SettingInfo& info) { return std::max<std::int64_t>(1, std::llround(info.step * 1'000'000)); }

} // namespace qd::ui
