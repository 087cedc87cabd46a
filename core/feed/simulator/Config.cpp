#include "core/feed/simulator/Config.h"

#include "core/feed/VenueTerms.h"
#include "core/feed/simulator/Population.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace qd::simulator {
namespace {

constexpr std::int64_t kHighestPrice = 10'000'000'000'000; // ten million dollars: keeps all sums within 64 bits
constexpr std::int64_t kLargestValue = 10'000'000'000'000; // $10 m
constexpr std::int64_t kLowestStart = 100'000;             // ten cents: the index stays above one cent
constexpr std::int64_t kMostTicks = std::int64_t{1} << 24;
constexpr std::int64_t kLeastTicks = 1'000; // of the start price; below it quotes cannot be spaced
constexpr std::uint32_t kMostTakersAnHour = 100'000;
constexpr std::uint32_t kMostAccounts = 1U << 20U;
constexpr std::int64_t kLatestStart = 7'000'000'000 * kNanosPerSecond; // year 2191

struct Perpetual {
    const char* asset;
    std::int64_t tick;        ///< 1e-6 dollars
    std::int64_t step;        ///< 1e-9 of the asset
    std::int64_t maxSize;     ///< whole units
    std::int64_t maxPrice;    ///< dollars
    std::int64_t start;       ///< dollars
    std::int64_t volatility;  ///< basis points
    std::int64_t correlation; ///< basis points
    std::int64_t quote;       ///< dollars
    std::int64_t taker;       ///< dollars
    std::uint32_t takerRate;
};

constexpr Perpetual kPerpetuals[] = {
    {"SOL", 10'000, 10'000'000, 100'000, 10'000, 148, 8'000, 7'500, 2'500, 400, 2'600},
    {"BTC", 100'000, 100'000, 1'000, 1'000'000, 68'400, 5'000, 9'000, 9'000, 1'000, 2'600},
    {"ETH", 10'000, 1'000'000, 20'000, 100'000, 3'520, 6'500, 8'500, 5'000, 700, 2'400},
};

MarketParams paramsOf(const Perpetual& p, MarketId id) {
    MarketParams m;
    m.id = id;
    m.symbol = fmt::format("{}-PERP", p.asset);
    m.baseAsset = p.asset;
    m.tick = Price(p.tick);
    m.step = Quantity(p.step);
    m.minSize = Quantity(p.step);
    m.maxSize = Quantity::of(p.maxSize);
    m.maxPrice = Price::of(p.maxPrice);
    m.oracle = OracleId(id.value());
    feed::setMarginTerms(m, Price::of(p.start));
    m.takerFee = Rate(450);
    m.makerRebate = Rate(50);
    return m;
}

/// The first field out of its range, or an empty view.
std::string_view wrongParams(const MarketParams& p) {
    const auto multiple = [](std::int64_t value, std::int64_t unit) { return value > 0 && value % unit == 0; };
    if (p.symbol.empty() || p.symbol.size() > kLongestMarketSymbol) return "symbol";
    if (p.baseAsset.empty() || p.baseAsset.size() > kLongestAssetSymbol) return "baseAsset";
    if (p.liquidity != Liquidity::Native) return "liquidity";
    if (p.tick.raw() <= 0) return "tick";
    if (p.step.raw() <= 0) return "step";
    if (!multiple(p.minSize.raw(), p.step.raw())) return "minSize";
    if (!multiple(p.maxSize.raw(), p.step.raw()) || p.maxSize < p.minSize) return "maxSize";
    if (!multiple(p.maxPrice.raw(), p.tick.raw()) || p.maxPrice.raw() > kHighestPrice ||
        p.maxPrice.raw() / p.tick.raw() >= kMostTicks)
        return "maxPrice";
    return {};
}

std::string_view wrongSetup(const MarketSetup& m) {
    const auto within = [](std::int64_t v, std::int64_t low, std::int64_t high) { return v >= low && v <= high; };
    const std::int64_t lowest = std::max(kLowestStart, m.params.tick.raw() * kLeastTicks);
    if (!within(m.startPrice.raw(), lowest, m.params.maxPrice.raw() / 4)) return "startPrice";
    if (!within(m.volatility.raw(), 1, 50'000)) return "volatility";
    if (!within(m.correlation.raw(), 0, Ratio::kScale)) return "correlation";
    if (!within(m.quoteValue.raw(), Money::kScale, kLargestValue)) return "quoteValue";
    if (!within(m.takerValue.raw(), Money::kScale, kLargestValue)) return "takerValue";
    if (!within(m.takerRate, 1, kMostTakersAnHour)) return "takerRate";
    return {};
}

} // namespace

std::vector<MarketSetup> defaultMarkets() {
    std::vector<MarketSetup> markets;
    for (const Perpetual& p : kPerpetuals) {
        MarketSetup m;
        m.params = paramsOf(p, MarketId(static_cast<std::uint16_t>(markets.size())));
        m.startPrice = Price::of(p.start);
        m.volatility = Ratio(p.volatility);
        m.correlation = Ratio(p.correlation);
        m.quoteValue = Money::of(p.quote);
        m.takerValue = Money::of(p.taker);
        m.takerRate = p.takerRate;
        markets.push_back(std::move(m));
    }
    return markets;
}

std::vector<MarketSetup> manyMarkets(std::uint16_t count) {
    const auto patterns = defaultMarkets();
    std::vector<MarketSetup> markets;
    for (std::uint16_t i = 0; i < count; ++i) {
        MarketSetup setup = patterns[i % patterns.size()];
        setup.params.id = MarketId(i);
        setup.params.oracle = OracleId(i);
        if (i >= patterns.size()) {
            setup.params.baseAsset = fmt::format("SIM{}", i + 1);
            setup.params.symbol = setup.params.baseAsset + "-PERP";
        }
        markets.push_back(std::move(setup));
    }
    return markets;
}

Result<void, SimulatorCode> validate(const SimulatorConfig& config) {
    const auto wrong = [](std::string detail) {
        return fail(SimulatorCode::Config, "simulator: " + std::move(detail));
    };
    if (config.markets.empty() || config.markets.size() > kMostMarkets)
        return wrong(fmt::format("{} markets; 1 to {} are possible", config.markets.size(), kMostMarkets));
    if (config.start.value() <= 0 || config.start.value() > kLatestStart)
        return wrong(fmt::format("start time {} is out of range", config.start.value()));
    const std::uint64_t accounts = std::uint64_t{config.markets.size()} * kAccountsPerMarket;
    if (config.firstAccount.value() + accounts > kMostAccounts)
        return wrong(fmt::format("first account {} leaves no room for {}", config.firstAccount.value(), accounts));
    if (config.firstMaster.value() + accounts > ~std::uint32_t{0})
        return wrong(fmt::format("first master {} leaves no room for {}", config.firstMaster.value(), accounts));
    for (std::size_t i = 0; i < config.markets.size(); ++i) {
        const MarketSetup& m = config.markets[i];
        const std::uint32_t id = config.markets.front().params.id.value() + static_cast<std::uint32_t>(i);
        if (m.params.id.value() != id)
            return wrong(fmt::format("market {}: id {} where {} comes next", i, m.params.id.value(), id));
        const std::uint32_t oracle = config.markets.front().params.oracle.value() + static_cast<std::uint32_t>(i);
        if (m.params.oracle.value() != oracle)
            return wrong(fmt::format("market {}: oracle {} where {} comes next", i, m.params.oracle.value(), oracle));
        std::string_view field = wrongParams(m.params);
        if (field.empty()) field = wrongSetup(m);
        if (!field.empty()) return wrong(fmt::format("market {}: {} is out of range", m.params.symbol, field));
    }
    return {};
}

} // namespace qd::simulator
