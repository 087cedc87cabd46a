#pragma once

#include "core/base/Ids.h"

#include <cstddef>
#include <cstdint>

namespace qd {

/// Index of a market, given at creation, dense from 0.
using MarketId = StrongId<struct MarketIdTag, std::uint16_t>;
/// A collateral asset, given at creation, dense from 0. 0 is the quote currency and always there.
using AssetId = StrongId<struct AssetIdTag, std::uint8_t>;
/// A price that comes from outside, given at creation, dense from 0.
using OracleId = StrongId<struct OracleIdTag, std::uint16_t>;
/// A sub-account: the unit of cross margin. Given at creation, dense from 0.
using AccountId = StrongId<struct AccountIdTag, std::uint32_t>;
/// The owner of sub-accounts; orders of one master never trade with each other (spec/perps.md §4.6).
using MasterId = StrongId<struct MasterIdTag, std::uint32_t>;
/// Order number within its account, from 1, never used twice.
using OrderId = StrongId<struct OrderIdTag, std::uint32_t>;
/// The sender's own name of an order: nonzero, unique within its account over 24 h of command time. 0 = none.
using ClientOrderId = StrongId<struct ClientOrderIdTag, std::uint64_t>;
/// Number of a trade on its market, from 1.
using TradeId = StrongId<struct TradeIdTag, std::uint64_t>;

/// Longest names, in bytes.
inline constexpr std::size_t kLongestMarketSymbol = 24;
inline constexpr std::size_t kLongestOracleSymbol = 24;
inline constexpr std::size_t kLongestAssetSymbol = 12;
inline constexpr std::size_t kLongestAccountName = 32;

} // namespace qd
