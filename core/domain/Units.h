#pragma once

#include "core/base/Fixed.h"

/// The units of the exchange. Source: spec/perps.md §1.1. All are signed 64-bit integers of fixed scale.
namespace qd {

struct PriceTag {
    static constexpr std::int64_t kScale = 1'000'000;
    static constexpr int kDecimals = 6;
};
struct QuantityTag {
    static constexpr std::int64_t kScale = 1'000'000'000;
    static constexpr int kDecimals = 9;
};
struct MoneyTag {
    static constexpr std::int64_t kScale = 1'000'000;
    static constexpr int kDecimals = 6;
};
struct RatioTag {
    static constexpr std::int64_t kScale = 10'000;
    static constexpr int kDecimals = 4;
};
struct RateTag {
    static constexpr std::int64_t kScale = 1'000'000;
    static constexpr int kDecimals = 6;
};

struct AmountTag {
    static constexpr std::int64_t kScale = 1;
    static constexpr int kDecimals = 0;
};
struct FundingIndexTag {
    static constexpr std::int64_t kScale = 1'000'000'000;
    static constexpr int kDecimals = 9;
};

/// Quote per 1.0 base, 1e-6. $100 = 100'000'000.
using Price = Fixed<PriceTag>;
/// Base size, 1e-9. 1 SOL = 1'000'000'000. Signed where it is a position, otherwise >= 0.
using Quantity = Fixed<QuantityTag>;
/// Quote currency (USDC), value, profit and loss, fee: 1e-6. $1 = 1'000'000.
using Money = Fixed<MoneyTag>;
/// Margin ratios and weights, basis points: 1e-4. 1 % = 100.
using Ratio = Fixed<RatioTag>;
/// Fee rates, funding rates and percentages, parts per million: 1e-6. 1 bp = 100.
using Rate = Fixed<RateTag>;
/// Tokens of a collateral asset in the smallest unit of its mint (AssetParams::decimals).
using Amount = Fixed<AmountTag>;
/// Funding paid so far by one long unit of base, in quote, 1e-9.
using FundingIndex = Fixed<FundingIndexTag>;

} // namespace qd
