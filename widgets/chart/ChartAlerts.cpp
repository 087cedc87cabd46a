#include "widgets/chart/ChartAlerts.h"

#include "widgets/terms/KeptAlerts.h"

namespace qd::chart {

ChartAlerts::ChartAlerts(ui::PaneContext& context) : m_context(context) {
    connect(&m_context.settings, &ui::Settings::changed, this, [this](const QString& key) {
        if (key == QLatin1String(ui::setting::kAlerts)) read();
    });
}

void ChartAlerts::show(const std::string& symbol) {
    if (symbol == m_symbol) return;
    m_symbol = symbol;
    letGo();
    read();
}

void ChartAlerts::read() {
    m_waiting.clear();
    std::vector<ui::PriceAlert> all = ui::keptAlerts(m_context.settings);
    for (ui::PriceAlert& alert : all) {
        if (!alert.done && alert.symbol == m_symbol) m_waiting.push_back(std::move(alert));
    }
    m_changed = true;
}

void ChartAlerts::letGo() {
    m_held.reset();
    m_target.reset();
}

std::expected<void, QString> ChartAlerts::drop() {
    if (!m_held || !m_target) return {};
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
    return tr("Alert %1: %2.").arg(kept->number).arg(ui::alertWords(*kept));
}

std::expected<void, QString> ChartAlerts::remove(std::uint32_t number) {
    return ui::removeAlert(m_context.settings, number);
}

} // namespace qd::chart
