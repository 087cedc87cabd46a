#pragma once

#include "core/orderflow/Resting.h"
#include "widgets/heatmap/HeatOptions.h"

#include <memory>
#include <optional>

namespace qd::heatmap {

/// What stands out on the map: prices that display much, and prices that took much and held, as core/orderflow defines
/// them. Where no size was chosen it is ten times what the nearest 100 prices a side display at the median; that is
/// looked at once a minute and taken over when it is half as much again, or two thirds. Main thread.
class HeatMarks {
  public:
    static constexpr std::int64_t kTimes = 10;
    static constexpr std::size_t kLevels = 100;
    static constexpr std::int64_t kAbsorbWithin = 30 * kNanosPerSecond;

    /// Forgets everything.
    void begin() { *this = {}; }
    /// The newest book (null: none) and all trades that are kept, of which the last `fresh` are new.
    void follow(const std::shared_ptr<const BookSnapshot>& book, const std::deque<Trade>& trades, std::size_t fresh,
                UnixNanos now, const HeatOptions& options);

    /// Largest first.
    [[nodiscard]] std::span<const orderflow::LargeResting> large() const { return m_large.large(); }
    [[nodiscard]] const std::deque<orderflow::Absorbed>& absorbed() const;

  private:
    void learnUsual(const BookSnapshot& book, UnixNanos now);

    orderflow::LargeOrders m_large;
    std::optional<orderflow::Absorption> m_absorption;
    std::shared_ptr<const BookSnapshot> m_book; ///< seen last
    Quantity m_leastLarge;
    Quantity m_leastAbsorbed;
    Quantity m_usual;
    UnixNanos m_usualAt;
};

} // namespace qd::heatmap
