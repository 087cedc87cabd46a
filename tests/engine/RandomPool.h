#pragma once

#include "core/base/Random.h"
#include "core/engine/risk/Margin.h"

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <limits>
#include <vector>

namespace qd::test {

/// A pool of margin with everything it refers to.
struct Pool {
    std::vector<MarketParams> markets;
    std::vector<AssetParams> params;
    std::vector<risk::PositionExposure> positions;
    std::vector<risk::CollateralExposure> assets;
    Money collateral;
    risk::QuotePrices quote;

    Pool() = default;
    Pool(const Pool& other) { *this = other; }
    Pool& operator=(const Pool& other) {
        if (this == &other) return *this;
        markets = other.markets;
        params = other.params;
        positions = other.positions;
        assets = other.assets;
        collateral = other.collateral;
        quote = other.quote;
        for (auto& p : positions) p.market = &markets[static_cast<std::size_t>(p.market - other.markets.data())];
        for (auto& c : assets) c.asset = &params[static_cast<std::size_t>(c.asset - other.params.data())];
        return *this;
    }
    [[nodiscard]] risk::AccountExposure exposure() const { return {collateral, positions, assets, quote}; }
    /// The market's price and that of deposits with its oracle.
    void setPrice(std::size_t position, Price price) {
        positions[position].price = price;
        for (auto& c : assets) {
            if (c.asset->oracle == positions[position].market->oracle) c.price = price;
        }
    }
};

/// Pools with and without everything that margin knows: both models, other assets, orders, leverage, open interest.
/// The same seed gives the same pools.
class RandomPools {
  public:
    explicit RandomPools(std::uint64_t seed) : m_random(seed) {}

    /// low <= it < high
    [[nodiscard]] std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(high - low));
    }
    [[nodiscard]] bool flip() { return m_random() % 2 == 0; }

    /// Its oracle has its number.
    [[nodiscard]] MarketParams market(std::uint16_t number) {
        MarketParams p;
        p.maintenanceMargin = Ratio(between(50, 1'000));
        p.initialMargin = Ratio(p.maintenanceMargin.raw() + between(50, 1'000));
        p.imf = Rate(oneOf({0, 0, 50, 1'000}));
        p.maxPrice = Price(std::numeric_limits<std::int64_t>::max());
        p.step = Quantity(1'000'000);
        p.maxSize = Quantity::of(1'000'000);
        p.oracle = OracleId(number);
        p.upnlWeightMaintenance = Ratio(flip() ? 10'000 : between(0, 10'001));
        p.upnlWeightInitial = Ratio(between(0, p.upnlWeightMaintenance.raw() + 1));
        p.upnlImf = Rate(oneOf({0, 1'000}));
        p.maxPositiveUpnlInitial = flip() ? Money(0) : Money::of(between(1, 1'000));
        p.maxPnlImbalance = flip() ? Money(0) : Money::of(between(1, 1'000));
        if (flip()) {
            p.openInterestLower = Money::of(between(0, 1'000'000));
            p.openInterestUpper = Money(p.openInterestLower.raw() + between(1, 1'000'000'000'000));
        }
        if (between(0, 3) == 0) addTiers(p);
        return p;
    }
    /// Its price is that of the market of that number.
    [[nodiscard]] AssetParams asset(std::uint16_t number) {
        AssetParams a;
        a.id = AssetId(static_cast<std::uint8_t>(number + 1));
        a.decimals = static_cast<int>(oneOf({0, 6, 8, 9}));
        a.oracle = OracleId(number);
        a.maintenanceWeight = Ratio(between(5'000, 10'001));
        a.initialWeight = Ratio(between(0, a.maintenanceWeight.raw() + 1));
        a.maintenanceLiabilityWeight = Ratio(between(10'000, 12'000));
        a.initialLiabilityWeight = Ratio(a.maintenanceLiabilityWeight.raw() + between(0, 1'000));
        a.imf = Rate(oneOf({0, 1'000}));
        a.scaleStart = flip() ? Money(0) : Money::of(between(1, 10'000'000));
        return a;
    }
    /// Near break-even, so that profits and losses, solvent and liquidatable pools all come up.
    [[nodiscard]] risk::PositionExposure position(const MarketParams& market) {
        risk::PositionExposure p;
        p.market = &market;
        p.price = Price(between(1'000'000, flip() ? 10'000'000 : 10'000'000'000));
        const std::int64_t most = flip() ? 1'000'000'000 : 2'000'000'000'000;
        p.base = Quantity(between(-most, most + 1));
        const auto value = static_cast<std::int64_t>(Int128{p.base.raw()} * p.price.raw() / Quantity::kScale);
        p.quote = Money(-value + between(-std::abs(value) / 20 - 1, std::abs(value) / 20 + 1));
        if (flip()) {
            p.openBids = Quantity(between(0, most));
            p.openAsks = Quantity(-between(0, most));
            p.openOrders = static_cast<std::uint32_t>(between(2, 33));
        }
        p.userMargin = Ratio(flip() ? 0 : between(100, 10'001));
        p.pendingFunding = Money(between(-1'000'000, 1'000'001));
        p.netUnsettledPnl = Money::of(between(-1'000, 10'000));
        p.openInterestValue = Money::of(between(0, 2'000'000));
        return p;
    }
    /// That many markets with a position each, and up to three deposits that share an oracle with one of them or none.
    [[nodiscard]] Pool pool(std::int64_t positions) {
        Pool pool;
        for (std::int64_t i = 0; i < positions; ++i) pool.markets.push_back(market(static_cast<std::uint16_t>(i)));
        for (const MarketParams& m : pool.markets) pool.positions.push_back(position(m));
        const std::int64_t deposits = between(0, 4);
        for (std::int64_t i = 0; i < deposits; ++i)
            pool.params.push_back(asset(static_cast<std::uint16_t>(between(0, positions + 2))));
        for (const AssetParams& a : pool.params) {
            const std::size_t number = a.oracle.value();
            pool.assets.push_back(
                deposit(a, number < pool.positions.size() ? pool.positions[number].price : Price::of(3)));
        }
        pool.collateral = Money(between(-1'000'000'000, 100'000'000'000));
        return pool;
    }

  private:
    std::int64_t oneOf(std::initializer_list<std::int64_t> values) {
        return *(values.begin() + between(0, static_cast<std::int64_t>(values.size())));
    }
    void addTiers(MarketParams& p) {
        p.marginModel = MarginModel::Tiers;
        p.tierCount = static_cast<std::uint8_t>(between(1, 6));
        Money notional;
        auto leverage = static_cast<std::uint32_t>(between(20, 101));
        for (std::size_t i = 0; i < p.tierCount; ++i) {
            p.tiers[i] = {notional, leverage};
            notional = Money(notional.raw() + between(1, flip() ? 1'000'000'000 : 300'000'000'000));
            leverage = leverage * 2 / 3;
        }
    }
    risk::CollateralExposure deposit(const AssetParams& asset, Price price) {
        Int128 unit = 1;
        for (int i = 0; i < asset.decimals; ++i) unit *= 10;
        const Int128 amount = Int128{between(0, flip() ? 1'000 : 1'000'000)} * Money::kScale * unit / price.raw();
        const std::int64_t spread = price.raw() / 50;
        return {&asset, Amount(static_cast<std::int64_t>(amount)), price,
                Price(price.raw() + between(-spread, spread + 1)), Money::of(between(0, 20'000'000))};
    }

    SplitMix64 m_random;
};

} // namespace qd::test
