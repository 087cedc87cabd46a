#pragma once

#include "core/base/Fixed.h"
#include "core/domain/Units.h"
#include "core/feed/FeedError.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace qd::feed {

/// Venues whose wire format is understood here.
enum class Venue : std::uint8_t { BinanceUsdm, BinanceCoinm, BinanceSpot, Bybit, Bitmex, Hyperliquid };

/// "Binance USDT-M": for people.
[[nodiscard]] std::string_view nameOf(Venue venue) noexcept;

/// What a size of the venue counts.
enum class QuantityUnit : std::uint8_t { Base, Contracts };

/// Base asset per contract, 1e-12.
struct ContractBaseTag {
    static constexpr std::int64_t kScale = 1'000'000'000'000;
    static constexpr int kDecimals = 12;
};
using ContractBase = Fixed<ContractBaseTag>;

/// Sizes are base amounts.
struct BaseSizes {};
/// A contract is worth a fixed amount of quote currency (COIN-M: 100 USD for BTC, 10 USD for the others).
struct QuoteContracts {
    Money value;
};
/// A contract stands for a fixed amount of base.
struct BaseContracts {
    ContractBase base;
};
/// Contracts whose meaning the data does not tell: they cannot be converted.
struct UnstatedContracts {};
using SizeMeaning = std::variant<BaseSizes, QuoteContracts, BaseContracts, UnstatedContracts>;

/// What is traded in a feed, and in which units. Immutable once made; any thread.
struct FeedMarket {
    Venue venueId = Venue::BinanceUsdm;
    std::string venue;       ///< "Binance USDT-M", for people
    std::string venueSymbol; ///< "BTCUSDT", as the venue writes it
    std::string symbol;      ///< ours: "BTC-PERP", "BTC-SPOT"; at most 24 characters
    std::string baseAsset;   ///< "BTC"; at most 12 characters
    Price tick;              ///< > 0; every price of the feed is a multiple of it
    /// > 0, the venue's units: sizes of orders are multiples of it. Levels may hold rests of orders older than the
    /// venue's present step (seven of the recorded spot book's 300,111), which are not.
    Quantity sizeStep;
    /// > 0, base: sizes on paper are multiples of it. The same as sizeStep for base sizes; for contracts the largest
    /// power of ten that is at most a thousandth of a contract, so that rounding costs less than 0.1 % of one.
    Quantity step;
    SizeMeaning sizes;

    [[nodiscard]] QuantityUnit unit() const noexcept {
        return std::holds_alternative<BaseSizes>(sizes) ? QuantityUnit::Base : QuantityUnit::Contracts;
    }
    /// A size of the feed at `price` in base, rounded down to a multiple of `step`. size >= 0, price > 0.
    /// Example (COIN-M BTC, step 0.000001): 4 contracts at 61804.8 -> 0.006471.
    /// Errors: Number (overflow, price not above 0), Field (the meaning of a contract is not known).
    [[nodiscard]] FeedResult<Quantity> baseQuantity(Quantity size, Price price) const;
};

/// The venue and its market, as told by a message.
struct MarketIdentity {
    Venue venue = Venue::BinanceUsdm;
    std::string venueSymbol;
};

/// Grid and contract as the data shows them.
struct MarketEvidence {
    std::int64_t priceDivisor = 0;            ///< greatest common divisor of all prices, 1e-6; 0 = no price seen
    std::int64_t sizeDivisor = 0;             ///< of all sizes, 1e-9; 0 = no size seen
    std::int64_t tradeSizeDivisor = 0;        ///< of the sizes of trades alone, 1e-9; 0 = no trade seen
    Price referencePrice;                     ///< some price of the recording; 0 = none
    std::optional<ContractBase> contractBase; ///< stated by a trade (BitMEX homeNotional / size)
};

/// Names and grid of a market. The venue's published tick and step are taken where they are known here and agree with
/// the data (every price, and every size of a trade, is a multiple of them); otherwise the largest 1, 2 or 5 times a
/// power of ten that divides everything seen. Errors: Field (a symbol no market of ours can have), Empty (no price in
/// the data).
[[nodiscard]] FeedResult<FeedMarket> describeMarket(const MarketIdentity& identity, const MarketEvidence& evidence);

} // namespace qd::feed
