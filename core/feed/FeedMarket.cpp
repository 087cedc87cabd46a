#include "core/feed/FeedMarket.h"

#include "core/base/Checked.h"
#include "core/base/Decimal.h"
#include "core/domain/Ids.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace qd::feed {
namespace {

struct KnownGrid {
    Venue venue;
    std::string_view venueSymbol;
    Price tick;
    Quantity sizeStep;
};

/// The venues' published price and size filters at the time of the recordings.
constexpr std::array kKnownGrids{
    KnownGrid{Venue::BinanceUsdm, "BTCUSDT", Price(100'000), Quantity(1'000'000)},
    KnownGrid{Venue::BinanceCoinm, "BTCUSD_PERP", Price(100'000), Quantity::of(1)},
    KnownGrid{Venue::BinanceSpot, "BTCUSDT", Price(10'000), Quantity(10'000)},
    KnownGrid{Venue::Bybit, "XRPUSDT", Price(100), Quantity::of(1)},
    KnownGrid{Venue::Bitmex, "SOLUSDT", Price(1'000), Quantity::of(1)},
    KnownGrid{Venue::Hyperliquid, "BTC", Price::of(1), Quantity(10'000)},
};

/// What a venue's symbols may end in. "BNBUSD_PERP" must not be read as quoted in BUSD.
std::span<const std::string_view> quoteAssets(Venue venue) {
    static constexpr std::array<std::string_view, 1> kInverse{"USD"};
    static constexpr std::array<std::string_view, 5> kDerivatives{"USDT", "USDC", "USD", "EUR", "BTC"};
    static constexpr std::array<std::string_view, 11> kSpot{"FDUSD", "USDT", "USDC", "BUSD", "TUSD", "EUR",
                                                            "TRY",   "BTC",  "ETH",  "BNB",  "USD"};
    if (venue == Venue::BinanceCoinm) return kInverse;
    if (venue == Venue::BinanceSpot) return kSpot;
    return kDerivatives;
}

constexpr std::size_t kLongestSymbol = kLongestMarketSymbol; // the venue's own may be as long

bool isSymbolCharacter(char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '/' || c == '@' || c == ':';
}

/// "BTCUSDT" -> "BTC". BitMEX calls bitcoin XBT.
std::string withoutQuote(Venue venue, std::string_view pair) {
    for (const std::string_view quote : quoteAssets(venue)) {
        if (pair.size() <= quote.size() || !pair.ends_with(quote)) continue;
        pair.remove_suffix(quote.size());
        break;
    }
    return pair == "XBT" ? "BTC" : std::string(pair);
}

struct Names {
    std::string base;
    std::string symbol;
};

Names namesOf(const MarketIdentity& identity) {
    const std::string_view symbol = identity.venueSymbol;
    if (identity.venue ==
        Venue::Hyperliquid) { // perpetuals are named by their coin alone, spot as "PURR/USDC" or "@107"
        const std::string base(symbol.substr(0, symbol.find('/')));
        const bool spot = symbol.starts_with('@') || symbol.find('/') != std::string_view::npos;
        return {base, base + (spot ? "-SPOT" : "-PERP")};
    }
    const std::size_t cut = symbol.find('_'); // "BTCUSD_PERP", "BTCUSDT_240927"
    const std::string base = withoutQuote(identity.venue, symbol.substr(0, cut));
    if (identity.venue == Venue::BinanceSpot) return {base, base + "-SPOT"};
    if (cut == std::string_view::npos) return {base, base + "-PERP"};
    return {base, fmt::format("{}-{}", base, symbol.substr(cut + 1))};
}

/// The largest 1, 2 or 5 times a power of ten that divides `divisor` (> 0).
std::int64_t roundDivisor(std::int64_t divisor) {
    std::int64_t best = 1;
    for (std::int64_t power = 1; power <= divisor && divisor % power == 0; power *= 10) {
        for (const std::int64_t digit : {1, 2, 5}) {
            if (divisor / power >= digit && divisor % (power * digit) == 0) best = power * digit;
        }
        if (power > divisor / 10) break;
    }
    return best;
}

SizeMeaning meaningOf(const MarketIdentity& identity, const MarketEvidence& evidence, const std::string& base) {
    if (identity.venue == Venue::BinanceCoinm) return QuoteContracts{Money::of(base == "BTC" ? 100 : 10)};
    if (identity.venue != Venue::Bitmex) return BaseSizes{};
    if (evidence.contractBase && evidence.contractBase->raw() > 0) return BaseContracts{*evidence.contractBase};
    return UnstatedContracts{};
}

Checked unrounded(const SizeMeaning& meaning, Quantity size, Price price) {
    if (const auto* quote = std::get_if<QuoteContracts>(&meaning))
        return Checked(size.raw()).times(quote->value.raw(), price.raw(), Round::Down); // both are 1e-6
    if (const auto* base = std::get_if<BaseContracts>(&meaning))
        return Checked(size.raw()).times(base->base.raw(), ContractBase::kScale, Round::Down);
    return size.raw();
}

Quantity paperStep(const FeedMarket& market, Price reference) {
    if (market.unit() == QuantityUnit::Base) return market.sizeStep;
    const auto contract = unrounded(market.sizes, Quantity::of(1), reference).to<Quantity>();
    if (!contract) return Quantity(1);
    std::int64_t step = 1;
    while (step <= contract->raw() / 10'000) step *= 10;
    return Quantity(step);
}

} // namespace

std::string_view nameOf(Venue venue) noexcept {
    switch (venue) {
    case Venue::BinanceUsdm: return "Binance USDT-M";
    case Venue::BinanceCoinm: return "Binance COIN-M";
    case Venue::BinanceSpot: return "Binance spot";
    case Venue::Bybit: return "Bybit";
    case Venue::Bitmex: return "BitMEX";
    case Venue::Hyperliquid: return "Hyperliquid";
    }
    return "";
}

FeedResult<Quantity> FeedMarket::baseQuantity(Quantity size, Price price) const {
    if (std::holds_alternative<UnstatedContracts>(sizes))
        return fail(FeedCode::Field, fmt::format("{} {}: what a contract stands for is not known", venue, venueSymbol));
    const Checked steps = unrounded(sizes, size, price).dividedBy(step.raw(), Round::Down);
    const auto rounded = (steps * step.raw()).to<Quantity>();
    if (!rounded)
        return fail(FeedCode::Number, fmt::format("{} {}: {} at {} has no value in {}", venue, venueSymbol,
                                                  toString(size), toString(price), baseAsset));
    return *rounded;
}

FeedResult<FeedMarket> describeMarket(const MarketIdentity& identity, const MarketEvidence& evidence) {
    const std::string& venueSymbol = identity.venueSymbol;
    if (venueSymbol.empty() || venueSymbol.size() > kLongestSymbol ||
        !std::ranges::all_of(venueSymbol, isSymbolCharacter))
        return fail(FeedCode::Field,
                    fmt::format("symbol of {} characters: not the name of a market", venueSymbol.size()));
    const Names names = namesOf(identity);
    if (names.base.empty() || names.base.size() > kLongestAssetSymbol || names.symbol.size() > kLongestSymbol)
        return fail(FeedCode::Field,
                    fmt::format("symbol {}: no base asset of 1 to {} characters", venueSymbol, kLongestAssetSymbol));
    if (evidence.priceDivisor <= 0 || evidence.sizeDivisor <= 0 || evidence.referencePrice.raw() <= 0)
        return fail(FeedCode::Empty, fmt::format("{} {}: no price in the data", nameOf(identity.venue), venueSymbol));
    FeedMarket market;
    market.venueId = identity.venue;
    market.venue = nameOf(identity.venue);
    market.venueSymbol = venueSymbol;
    market.symbol = names.symbol;
    market.baseAsset = names.base;
    market.tick = Price(roundDivisor(evidence.priceDivisor));
    market.sizeStep = Quantity(roundDivisor(evidence.sizeDivisor));
    for (const KnownGrid& grid : kKnownGrids) {
        if (grid.venue != identity.venue || grid.venueSymbol != venueSymbol) continue;
        if (evidence.priceDivisor % grid.tick.raw() == 0) market.tick = grid.tick;
        if (evidence.tradeSizeDivisor % grid.sizeStep.raw() == 0) market.sizeStep = grid.sizeStep;
    }
    market.sizes = meaningOf(identity, evidence, names.base);
    market.step = paperStep(market, evidence.referencePrice);
    return market;
}

} // namespace qd::feed
