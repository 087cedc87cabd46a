#pragma once

#include "core/domain/Account.h"
#include "core/domain/Records.h"
#include "core/engine/risk/portfolio/Returns.h"

#include <cstdint>
#include <span>
#include <vector>

/// What samples of an account's equity say beside returns: profit and loss without transfers, by day, and drawdowns.
/// Samples stand oldest first. Any thread. Source: spec/perps.md §6.1.
namespace qd::portfolio {

/// Valuations for dailyReturns. When between two samples money was transferred is not known: right after the earlier.
/// Errors: Overflow.
[[nodiscard]] MathResult<std::vector<EquityPoint>> equityPoints(std::span<const EquitySample> samples);

/// Equity less net deposits: profit and loss since the account was opened. Errors: Overflow.
[[nodiscard]] MathResult<Money> profitOf(const EquitySample& sample);
[[nodiscard]] MathResult<Money> profitOf(const AccountView& account);

struct DayProfit {
    std::int64_t day = 0; ///< since 1970-01-01 UTC
    Money profit;
    friend constexpr bool operator==(const DayProfit&, const DayProfit&) noexcept = default;
};
/// Changes of profit by the day in which they were seen; a sample at 00:00 ends the day before. Days without samples
/// are left out, and what happened in them is counted when it is seen. `fromTheBeginning`: before the first sample
/// there was no profit, it is the account's first one. Errors: Overflow.
[[nodiscard]] MathResult<std::vector<DayProfit>> dailyProfits(std::span<const EquitySample> samples,
                                                              bool fromTheBeginning);

/// Of every sample: time-weighted value of an investment / its highest so far - 1, in [-1, 0]. A step from a base <= 0
/// changes nothing. Errors: Overflow.
[[nodiscard]] MathResult<std::vector<double>> drawdowns(std::span<const EquitySample> samples);

} // namespace qd::portfolio
