#pragma once

#include "core/base/Time.h"
#include "core/domain/Fees.h"
#include "core/domain/Market.h"
#include "core/domain/Units.h"
#include "core/engine/ledger/Position.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

/// What a master account pays as taker after what its accounts traded in the last 30 whole days. Source: spec/perps.md
/// §2.1, 4.9; the table is our choice, and fees do not depend on leverage. Any thread.
namespace qd::ledger {

struct FeeTier {
    Money volume; ///< of 30 days, all markets: from here on
    Ratio share;  ///< of the market's taker fee
};
inline constexpr std::array<FeeTier, 6> kFeeTiers{{
    {Money(0), Ratio(10'000)},
    {Money::of(2'000'000), Ratio(9'000)},
    {Money::of(10'000'000), Ratio(8'500)},
    {Money::of(20'000'000), Ratio(8'000)},
    {Money::of(80'000'000), Ratio(7'000)},
    {Money::of(200'000'000), Ratio(6'000)},
}};

/// Index into kFeeTiers of the highest tier the volume reaches; 0 for any smaller one.
[[nodiscard]] constexpr std::size_t feeTierOf(Money volume) noexcept {
    std::size_t tier = 0;
    while (tier + 1 < kFeeTiers.size() && volume >= kFeeTiers[tier + 1].volume) ++tier;
    return tier;
}

/// §4.9: the rates of a fill whose taker pays `taker.share` of the market's taker fee, truncated as all rates are;
/// never below the rebate the maker gets, so that the market does not pay. For the same reason nobody is referred where
/// less than the rebate would be left of the fee when a tenth went each way. share in [0, 1].
[[nodiscard]] constexpr FeeTerms feeTermsOf(const MarketParams& market, TakerTerms taker) noexcept {
    const std::int64_t rebate = market.makerRebate.raw();
    const std::int64_t tiered = std::max(market.takerFee.raw() * taker.share.raw() / Ratio::kScale, rebate);
    const bool referred = taker.referred && tiered * 8 >= rebate * 10;
    return {tiered, rebate, Rate::kScale, 0, referred, taker.rewarded};
}

/// Days of UTC since 1970.
[[nodiscard]] constexpr std::int32_t dayOf(UnixNanos time) noexcept {
    return static_cast<std::int32_t>(time.value() / kNanosPerDay);
}

/// What was traded on each of 30 days, which a tier is judged by. Sums beyond 64 bits stay at the largest.
class DailyVolumes {
  public:
    static constexpr std::int32_t kDays = 30;

    /// Adds to a day, which is not older than the 29 before the last one added to; those 30 days older are forgotten.
    constexpr void add(std::int32_t day, Money volume) noexcept {
        if (day > m_last) m_last = std::max(m_last, day - kDays);
        while (m_last < day) at(++m_last) = Money{};
        at(day) = sum(at(day), volume);
    }
    /// Of the 30 whole days before a day, which is later than the last one added to.
    [[nodiscard]] constexpr Money before(std::int32_t day) const noexcept {
        Money total;
        for (std::int32_t d = std::max(day - kDays, m_last - kDays + 1); d <= m_last; ++d)
            total = sum(total, m_volumes[slot(d)]);
        return total;
    }
    [[nodiscard]] constexpr std::int32_t last() const noexcept { return m_last; }

    void visit(auto& ar) { ar(m_last, m_volumes); }
    void visit(auto& ar) const { ar(m_last, m_volumes); }
    /// Can volumes read from somewhere be those of a state of this day?
    [[nodiscard]] constexpr bool possible(std::int32_t today) const noexcept {
        return m_last >= 0 && m_last <= today &&
               std::ranges::all_of(m_volumes, [](Money volume) { return volume.raw() >= 0; });
    }

  private:
    [[nodiscard]] static constexpr std::size_t slot(std::int32_t day) noexcept {
        return static_cast<std::size_t>((day % kDays + kDays) % kDays);
    }
    [[nodiscard]] constexpr Money& at(std::int32_t day) noexcept { return m_volumes[slot(day)]; }
    [[nodiscard]] static constexpr Money sum(Money a, Money b) noexcept {
        return a.plus(b).value_or(Money(std::numeric_limits<std::int64_t>::max()));
    }

    std::int32_t m_last = 0;
    std::array<Money, kDays> m_volumes{};
};

} // namespace qd::ledger
