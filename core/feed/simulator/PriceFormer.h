#pragma once

#include "core/base/Time.h"
#include "core/domain/Market.h"
#include "core/feed/simulator/MarketView.h"
#include "core/feed/simulator/StateReader.h"

#include <cstdint>

namespace qd::simulator {

/// Exponential average over time in exact integers. Source: spec/perps.md §5.2: num <- num * e^(-t/tau) + x * t,
/// den <- den * e^(-t/tau) + t, with the decay table in steps of 100 ms of tau = 150 s.
class TimeAverage {
  public:
    /// `pace` table steps per 100 ms: 1 for tau = 150 s, 5 for tau = 30 s.
    explicit TimeAverage(std::uint8_t pace) noexcept : m_pace(pace) {}

    /// A sample that holds for the last `millis` (> 0, a multiple of 100; longer than ten minutes counts as ten),
    /// |x| at most 1e13.
    void add(std::int64_t millis, std::int64_t x) noexcept;
    [[nodiscard]] bool empty() const noexcept { return m_weight == 0; }
    /// 0 while empty().
    [[nodiscard]] std::int64_t value() const noexcept { return m_weight == 0 ? 0 : m_sum / m_weight; }

    void save(ByteWriter& out) const;
    void load(StateReader& in);

  private:
    std::int64_t m_sum = 0;    ///< x * milliseconds
    std::int64_t m_weight = 0; ///< milliseconds
    std::uint8_t m_pace;
};

/// 5-minute average of the index. Source: spec/perps.md §5.3, times in milliseconds, the new price first limited to a
/// tenth around the old average (tier A).
[[nodiscard]] Price nextTwap5(Price old, Price index, std::int64_t elapsedMillis) noexcept;

/// Makes what SetPrices carries from the index and the book. Source: spec/perps.md §5.2 with no outside venue:
/// mark = median(index + EMA150s(mid - index), median(best bid, best ask, last trade), EMA30s of that median), as far
/// as they exist, then limited to 3 % around the index (tier A).
class PriceFormer {
  public:
    PriceFormer(Price start, UnixNanos now) noexcept : m_twap5(start), m_last(now) {}

    /// `now` not before the last call.
    [[nodiscard]] MarketPrices next(Price index, const Touch& touch, UnixNanos now) noexcept;

    void save(ByteWriter& out) const;
    void load(StateReader& in, Price highest);

  private:
    TimeAverage m_basis{1};
    TimeAverage m_book{5};
    Price m_twap5;
    UnixNanos m_last; ///< of the last prices
};

} // namespace qd::simulator
