#pragma once

#include "core/domain/Market.h"
#include "widgets/terms/Brackets.h"

#include <optional>

namespace qd::chart {

/// An entry with its take-profit and stop before it is sent: lines that can be moved. Nothing of it is anywhere else.
/// Pure.
class OrderDraft {
  public:
    enum class Part : std::uint8_t { Entry, Profit, Stop };

    [[nodiscard]] bool active() const { return m_entry.has_value(); }
    /// Error: the template leads beyond any price here.
    std::expected<void, QString> begin(const OrderTerms& entry, const ui::BracketTemplate& bracket,
                                       const MarketParams& market);
    void discard() { m_entry.reset(); }

    [[nodiscard]] const OrderTerms& entry() const { return *m_entry; }
    [[nodiscard]] const ui::BracketLevels& levels() const { return m_levels; }
    /// Empty: it has none.
    [[nodiscard]] std::optional<Price> priceOf(Part part) const;
    /// The entry takes its levels with it, at their distances; a level stays on its side of the entry, a tick away from
    /// it. What would have no price stays where it is.
    void moveTo(Part part, Price price, Price tick);

    /// What is sent. Error: a sentence.
    [[nodiscard]] std::expected<ui::OrderPlan, QString> plan() const;

  private:
    std::optional<OrderTerms> m_entry;
    ui::BracketLevels m_levels;
};

} // namespace qd::chart
