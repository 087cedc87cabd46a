// Question: what does the margin of one large account cost in all three kinds, and how long does it take to find out
// after a price change which of 100,000 accounts are liquidatable?
#include "core/base/Random.h"
#include "core/engine/risk/Admission.h"
#include "core/engine/risk/Margin.h"
#include "tests/bench/Benchmarks.h"
#include "tests/bench/Measure.h"

#include <nlohmann/json.hpp>

#include <array>
#include <stdexcept>
#include <vector>

namespace qd::bench {
namespace {

using namespace qd::risk;

constexpr std::size_t kMarkets = 16;

/// Markets and assets like those of an exchange: majors with tiers, the others with a size-dependent ratio, some with
/// growing open interest and limited gains.
class Listing {
  public:
    Listing() {
        for (std::size_t i = 0; i < kMarkets; ++i) {
            m_markets[i] = i % 4 == 0 ? tiered() : sized(i);
            m_markets[i].oracle = OracleId(static_cast<std::uint16_t>(i));
            m_markets[i].maxPrice = Price::of(1'000'000);
            m_marks[i] = Price(1'000'000 * std::int64_t{1 + static_cast<std::int64_t>(i) * 97});
        }
        for (std::size_t i = 1; i < kMaxAssets; ++i) {
            AssetParams& a = m_assets[i];
            a.id = AssetId(static_cast<std::uint8_t>(i));
            a.decimals = i % 2 == 0 ? 8 : 9;
            a.oracle = OracleId(static_cast<std::uint16_t>(i));
            a.initialWeight = Ratio(8'000);
            a.maintenanceWeight = Ratio(9'000);
            a.imf = Rate(1'000);
            a.scaleStart = Money::of(20'000'000);
        }
    }
    [[nodiscard]] const MarketParams& market(std::size_t i) const { return m_markets[i]; }
    [[nodiscard]] const AssetParams& asset(std::size_t i) const { return m_assets[i]; }
    [[nodiscard]] Price mark(std::size_t i) const { return m_marks[i]; }

  private:
    static MarketParams tiered() {
        MarketParams p;
        p.initialMargin = Ratio(100);
        p.maintenanceMargin = Ratio(50);
        p.marginModel = MarginModel::Tiers;
        p.tiers = {{{Money(0), 100},
                    {Money::of(1'000'000), 50},
                    {Money::of(5'000'000), 25},
                    {Money::of(20'000'000), 10},
                    {Money::of(50'000'000), 5}}};
        p.tierCount = 5;
        return p;
    }
    static MarketParams sized(std::size_t i) {
        MarketParams p;
        p.initialMargin = Ratio(500);
        p.maintenanceMargin = Ratio(250);
        p.imf = Rate(1'000);
        p.openInterestLower = Money::of(25'000'000);
        p.openInterestUpper = Money::of(50'000'000);
        if (i % 2 == 0) {
            p.upnlImf = Rate(1'000);
            p.maxPositiveUpnlInitial = Money::of(100);
            p.maxPnlImbalance = Money::of(1'000'000);
        }
        return p;
    }

    std::array<MarketParams, kMarkets> m_markets;
    std::array<AssetParams, kMaxAssets> m_assets;
    std::array<Price, kMarkets> m_marks;
};

struct Account {
    std::vector<PositionExposure> positions;
    std::vector<CollateralExposure> assets;
    Money collateral;
    [[nodiscard]] AccountExposure exposure() const { return {collateral, positions, assets}; }
};

class Accounts {
  public:
    Accounts(const Listing& listing, std::uint64_t seed) : m_listing(listing), m_random(seed) {}

    /// `orders` are spread over the positions.
    Account make(std::size_t positions, std::size_t assets, std::uint32_t orders) {
        Account a;
        const std::size_t first = below(kMarkets);
        for (std::size_t i = 0; i < positions; ++i) {
            const std::size_t market = (first + i) % kMarkets;
            const auto share = static_cast<std::uint32_t>(orders / positions);
            a.positions.push_back(position(market, i + 1 == positions ? orders - share * (positions - 1) : share));
        }
        for (std::size_t i = 1; i <= assets; ++i) a.assets.push_back(deposit(i));
        a.collateral = Money::of(static_cast<std::int64_t>(below(200'000)));
        return a;
    }

  private:
    std::uint64_t below(std::uint64_t n) { return m_random() % n; }
    std::int64_t around(std::int64_t n) {
        return static_cast<std::int64_t>(below(static_cast<std::uint64_t>(2 * n))) - n;
    }
    PositionExposure position(std::size_t market, std::size_t orders) {
        PositionExposure p;
        p.market = &m_listing.market(market);
        p.price = m_listing.mark(market);
        // Up to $4 M, so that the tiers of the majors are met; mostly far smaller.
        const std::int64_t dollars = below(8) == 0 ? 4'000'000 : 50'000;
        const std::int64_t units = dollars * Price::kScale / p.price.raw() + 1;
        p.base = Quantity(around(units * Quantity::kScale));
        p.quote = Money(static_cast<std::int64_t>(-Int128{p.base.raw()} * p.price.raw() / Quantity::kScale) +
                        around(dollars * 10'000));
        p.openOrders = static_cast<std::uint32_t>(orders);
        if (orders > 0)
            p.openBids =
                Quantity(static_cast<std::int64_t>(below(static_cast<std::uint64_t>(units))) * Quantity::kScale / 4);
        if (orders > 1)
            p.openAsks =
                Quantity(-static_cast<std::int64_t>(below(static_cast<std::uint64_t>(units))) * Quantity::kScale / 4);
        p.userMargin = Ratio(below(2) == 0 ? 0 : 1'000);
        p.pendingFunding = Money(around(1'000'000));
        p.netUnsettledPnl = Money::of(static_cast<std::int64_t>(below(2'000'000)));
        p.openInterestValue = Money::of(static_cast<std::int64_t>(below(40'000'000)));
        return p;
    }
    CollateralExposure deposit(std::size_t asset) {
        const Price price = m_listing.mark(asset);
        const auto dollars = static_cast<std::int64_t>(below(50'000));
        std::int64_t unit = 1;
        for (int i = 0; i < m_listing.asset(asset).decimals; ++i) unit *= 10;
        const auto amount = static_cast<std::int64_t>(Int128{dollars} * Money::kScale * unit / price.raw());
        return {&m_listing.asset(asset), Amount(amount), price, Price(price.raw() + around(price.raw() / 100)),
                Money::of(static_cast<std::int64_t>(below(40'000'000)))};
    }

    const Listing& m_listing;
    SplitMix64 m_random;
};

struct Margin {
    double p50 = 0;
    double p99 = 0;
    std::int64_t checksum = 0;
};

/// Every account's margin for opening, for a fill and for liquidation, one stamp each.
Margin measureFull(const std::vector<Account>& accounts, std::size_t calls) {
    std::vector<std::uint32_t> stamps;
    stamps.reserve(calls);
    Margin result;
    for (std::size_t i = 0; i < calls; ++i) {
        const AccountExposure exposure = accounts[i % accounts.size()].exposure();
        const std::uint64_t before = stampBefore();
        const auto margin = risk::fullMargin(exposure);
        stamps.push_back(static_cast<std::uint32_t>(stampAfter() - before));
        if (!margin) throw std::runtime_error("a margin did not fit");
        for (const MarginTotals& totals : {margin->initial, margin->fill, margin->maintenance})
            result.checksum ^= totals.collateral.raw() - totals.requirement.raw();
    }
    const double unit = nanosPerStamp();
    result.p50 = static_cast<double>(percentile(stamps, 0.50)) * unit;
    result.p99 = static_cast<double>(percentile(stamps, 0.99)) * unit;
    return result;
}

struct Sweep {
    double seconds = 0;
    std::size_t liquidatable = 0;
};

/// One market moves by 0.1 % a run; every account is marked again and judged.
Sweep sweep(std::vector<Account>& accounts, const MarketParams& moved, int runs) {
    std::vector<double> seconds;
    Sweep result;
    for (int run = 0; run < runs; ++run) {
        result.liquidatable = 0;
        const std::int64_t begin = threadCpuNanos();
        for (Account& a : accounts) {
            for (PositionExposure& p : a.positions) {
                if (p.market == &moved) p.price = Price(p.price.raw() + p.price.raw() / 1'000);
            }
            const auto totals = marginTotals(a.exposure(), MarginKind::Maintenance);
            if (!totals) throw std::runtime_error("a margin did not fit");
            result.liquidatable += isLiquidatable(*totals) ? 1U : 0U;
        }
        seconds.push_back(static_cast<double>(threadCpuNanos() - begin) / 1e9);
    }
    result.seconds = median(seconds);
    return result;
}

} // namespace

nlohmann::ordered_json riskBench(const RiskOptions& options) {
    const Listing listing;
    Accounts maker(listing, options.seed);
    std::vector<Account> large;
    for (int i = 0; i < 256; ++i)
        large.push_back(maker.make(kMaxPositions, kMaxAssets - 1, static_cast<std::uint32_t>(kMaxOpenOrders)));
    std::vector<Account> many;
    SplitMix64 random(options.seed + 1);
    for (std::size_t i = 0; i < options.accounts; ++i)
        many.push_back(maker.make(1 + random() % 4, random() % 3, static_cast<std::uint32_t>(random() % 4)));

    const Margin margin = measureFull(large, options.calls);
    const Sweep swept = sweep(many, listing.market(1), options.runs);
    nlohmann::ordered_json json;
    json["benchmark"] = "risk";
    json["question"] = "margin of a large account in all three kinds; which of many accounts a price change liquidates";
    json["collaterals"] = kMaxAssets;
    json["positions"] = kMaxPositions;
    json["orders"] = kMaxOpenOrders;
    json["calls"] = options.calls;
    json["seed"] = options.seed;
    json["full_margin_p50_ns"] = margin.p50;
    json["full_margin_p99_ns"] = margin.p99;
    json["full_margin_checksum"] = margin.checksum;
    json["sweep_accounts"] = options.accounts;
    json["sweep_runs"] = options.runs;
    json["sweep_seconds_cpu"] = swept.seconds;
    json["sweep_liquidatable"] = swept.liquidatable;
    json["rss_mb"] = residentMegabytes();
    json["machine"] = machine();
    return json;
}

} // namespace qd::bench
