#include "widgets/chart/OrderDraft.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd::chart {

std::expected<void, QString> OrderDraft::begin(const OrderTerms& entry, const ui::BracketTemplate& bracket,
                                               const MarketParams& market) {
    const auto levels = ui::levelsOf(bracket, entry.side, entry.price, market);
    if (!levels)
        return std::unexpected(
            QCoreApplication::translate("qd::chart::OrderDraft", "The bracket %1 leads beyond any price here.")
                .arg(QString::fromStdString(bracket.name)));
    m_entry = entry;
    m_levels = *levels;
    return {};
}

std::optional<Price> OrderDraft::priceOf(Part part) const {
    if (!m_entry) return std::nullopt;
    return part == Part::Entry    ? std::optional(m_entry->price)
           : part == Part::Profit ? m_levels.takeProfit
                                  : m_levels.stop;
}

void OrderDraft::moveTo(Part part, Price price, Price tick) {
    if (!m_entry || price.raw() <= 0) return;
    if (part == Part::Entry) {
        const std::int64_t by = price.raw() - m_entry->price.raw();
        const auto moved = [by](std::optional<Price> level) {
            return level ? std::optional(Price(level->raw() + by)) : std::nullopt;
        };
        const auto profit = moved(m_levels.takeProfit);
        const auto stop = moved(m_levels.stop);
        if ((profit && profit->raw() <= 0) || (stop && stop->raw() <= 0)) return;
        m_entry->price = price;
        m_levels.takeProfit = profit;
        m_levels.stop = stop;
        return;
    }
    const bool above = (m_entry->side == Side::Buy) == (part == Part::Profit);
    const Price nearest(m_entry->price.raw() + (above ? tick.raw() : -tick.raw()));
    const Price to = above ? std::max(price, nearest) : std::min(price, nearest);
    auto& level = part == Part::Profit ? m_levels.takeProfit : m_levels.stop;
    if (level && to.raw() > 0) level = to;
}

std::expected<ui::OrderPlan, QString> OrderDraft::plan() const {
    return ui::bracketOf(*m_entry, m_entry->price, m_levels);
}

} // namespace qd::chart
