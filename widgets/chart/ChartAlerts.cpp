#include "widgets/chart/ChartAlerts.h"

#include "widgets/base/Words.h"
#include "widgets/terms/KeptAlerts.h"
#include "widgets/terms/KeptStudyAlerts.h"

#include <algorithm>
#include <cmath>

namespace qd::chart {

namespace {

QString withNote(QString label, const std::string& note) {
    return note.empty() ? label : label + QStringLiteral(" · ") + QString::fromStdString(note);
}

} // namespace

ChartAlerts::ChartAlerts(ui::PaneContext& context) : m_context(context) {
    connect(&m_context.settings, &ui::Settings::changed, this, [this](const QString& key) {
        if (key == QLatin1String(ui::setting::kAlerts) || key == QLatin1String(ui::setting::kStudyAlerts)) read();
    });
}

void ChartAlerts::show(const ChartScene& scene) {
    const std::string symbol = scene.info() == nullptr ? std::string() : scene.info()->params.symbol;
    if (symbol == m_symbol && m_optionsRevision == scene.optionsRevision()) return;
    if (symbol != m_symbol) letGo();
    m_symbol = symbol;
    m_options = scene.options();
    m_optionsRevision = scene.optionsRevision();
    read();
}

void ChartAlerts::read() {
    m_marks.clear();
    for (const ui::PriceAlert& alert : ui::keptAlerts(m_context.settings)) {
        if (alert.done || alert.symbol != m_symbol) continue;
        const QString label = (alert.above ? tr("Alert %1: %2 at or above") : tr("Alert %1: %2 at or below"))
                                  .arg(alert.number)
                                  .arg(ui::word(alert.source));
        m_marks.push_back({alert.number, alert.level, withNote(label, alert.note)});
    }
    readStudies();
    m_changed = true;
}

void ChartAlerts::readStudies() {
    m_inPanes.clear();
    m_onStudies.clear();
    if (m_options.bars.kind) return; // they are over bars of time
    for (const ui::StudyAlert& alert : ui::keptStudyAlerts(m_context.settings)) {
        const auto* level = std::get_if<ui::StudyLevel>(&alert.against);
        if (alert.done || alert.symbol != m_symbol || level == nullptr) continue;
        const auto known = lookUp(alert);
        if (!known) continue;
        const auto study = std::ranges::find_if(m_options.studies, [&](StudyChoice c) {
            if (c.frame.value_or(m_options.interval) != known->interval) return false;
            c.frame.reset();
            return c.computesLike(known->watched.choice);
        });
        if (study == m_options.studies.end()) continue;
        const QString label =
            tr("Alert %1: %2 %3").arg(alert.number).arg(labelOf(known->watched), ui::studyWayWords(alert));
        const double value = valueOfLevel(known->watched, *level);
        if (isPrice(known->watched)) {
            m_marks.push_back({alert.number, Price(std::llround(value)), withNote(label, alert.note)});
        } else if (study->hasOwnPane()) { // no tag on the axis tells the level
            const QString whole = label + QLatin1Char(' ') + ui::studyAgainstWords(alert);
            m_inPanes.push_back({alert.number, static_cast<std::size_t>(study - m_options.studies.begin()),
                                 known->watched, value, withNote(whole, alert.note)});
        } else {
            continue; // it is drawn on no scale
        }
        m_onStudies.push_back(alert);
    }
}

const ui::StudyAlert* ChartAlerts::onStudy(std::uint32_t number) const {
    const auto found = std::ranges::find(m_onStudies, number, &ui::StudyAlert::number);
    return found == m_onStudies.end() ? nullptr : &*found;
}

std::vector<PaneAlert> ChartAlerts::inPanes() const {
    std::vector<PaneAlert> alerts = m_inPanes;
    for (PaneAlert& alert : alerts) {
        if (m_held != alert.number || !m_level) continue;
        alert.level = valueOfLevel(alert.line, *m_level);
        alert.label = tr("Alert %1 to %2").arg(alert.number).arg(levelText(alert.line, *m_level, Price(1)));
    }
    return alerts;
}

void ChartAlerts::letGo() {
    m_held.reset();
    m_target.reset();
    m_level.reset();
}

std::expected<void, QString> ChartAlerts::drop() {
    if (!m_held || !isMoved()) return {};
    if (const ui::StudyAlert* alert = onStudy(*m_held)) {
        const auto level =
            m_level ? m_level : levelOfValue(lookUp(*alert)->watched, static_cast<double>(m_target->raw()), Price(1));
        if (!level || std::get<ui::StudyLevel>(alert->against) == *level) return {};
        if (auto moved = ui::moveStudyAlert(m_context.settings, *m_held, *level); !moved)
            return std::unexpected(moved.error());
        return {};
    }
    if (auto moved = ui::moveAlert(m_context, *m_held, *m_target); !moved) return std::unexpected(moved.error());
    return {};
}

std::expected<QString, QString> ChartAlerts::set(Price level) {
    ui::PriceAlert alert;
    alert.symbol = m_symbol;
    alert.level = level;
    const auto now = ui::watchedPrice(m_context, alert);
    if (!now) return std::unexpected(tr("The price is not known yet, so no alert was set."));
    alert.above = *now < level;
    const auto kept = ui::keepAlert(m_context, std::move(alert));
    if (!kept) return std::unexpected(kept.error());
    return ui::alertSentence(kept->number, ui::alertWords(*kept));
}

std::expected<QString, QString> ChartAlerts::set(const ui::StudyAlert& alert) {
    // What can be typed can be kept, and nothing else.
    const auto readable = ui::parseStudyAlert(ui::studyAlertText(alert));
    if (!readable) return std::unexpected(readable.error());
    const auto kept = ui::keepStudyAlert(m_context, *readable);
    if (!kept) return std::unexpected(kept.error());
    return ui::alertSentence(kept->number, ui::studyAlertWords(*kept));
}

std::expected<void, QString> ChartAlerts::remove(std::uint32_t number) {
    return onStudy(number) != nullptr ? ui::removeStudyAlert(m_context.settings, number)
                                      : ui::removeAlert(m_context.settings, number);
}

} // namespace qd::chart
