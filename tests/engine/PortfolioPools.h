#pragma once

#include "core/engine/risk/portfolio/Pools.h"
#include "tests/support/Property.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

namespace qd::test {

/// Markets that do not move in memory, and positions in them.
class PortfolioPools {
  public:
    static constexpr std::size_t kSol = 0;
    static constexpr std::size_t kBtc = 1;
    static constexpr std::size_t kEth = 2;
    static constexpr std::size_t kBonk = 3;
    static constexpr std::size_t kSolDeposit = 0;
    static constexpr std::size_t kUsdtDeposit = 1;
    static constexpr AssetId kUsdt{2};

    PortfolioPools() {
        const char* const assets[] = {"SOL", "BTC", "ETH", "BONK"};
        for (std::size_t i = 0; i < m_markets.size(); ++i) {
            m_markets[i].id = MarketId(static_cast<std::uint16_t>(i));
            m_markets[i].symbol = std::string(assets[i]) + "-PERP";
            m_markets[i].baseAsset = assets[i];
            m_markets[i].initialMargin = Ratio(1'000);
            m_markets[i].maintenanceMargin = Ratio(500);
        }
        m_markets[kEth].marginModel = MarginModel::Tiers;
        m_markets[kEth].tiers[0] = {Money(0), 10}; // 5 %, as the others
        m_markets[kEth].tiers[1] = {Money::of(1'000'000), 5};
        m_markets[kEth].tierCount = 2;
        m_assets[kSolDeposit] = {AssetId(1), "SOL", 9, {}, Ratio(8'000), Ratio(9'000), Ratio(12'000), Ratio(11'000)};
        m_assets[kUsdtDeposit] = {AssetId(2), "USDT", 6, {}, Ratio(9'500), Ratio(9'700), Ratio(10'500), Ratio(10'300)};
    }
    PortfolioPools(const PortfolioPools&) = delete;
    PortfolioPools& operator=(const PortfolioPools&) = delete;

    [[nodiscard]] MarketParams& market(std::size_t i) { return m_markets[i]; }
    /// `base` whole units bought (sold when < 0) at the mark of `price` dollars.
    [[nodiscard]] risk::PositionExposure position(std::size_t market, std::int64_t base, std::int64_t price) const {
        risk::PositionExposure p;
        p.market = &m_markets[market];
        p.price = Price::of(price);
        p.base = Quantity::of(base);
        p.quote = Money::of(-base * price);
        return p;
    }
    /// `amount` whole tokens (owed when < 0) at the price of `price` dollars.
    [[nodiscard]] risk::CollateralExposure deposit(std::size_t asset, std::int64_t amount, std::int64_t price) const {
        risk::CollateralExposure c;
        c.asset = &m_assets[asset];
        c.amount = Amount(amount * (asset == kSolDeposit ? 1'000'000'000 : 1'000'000));
        c.price = c.twap5 = Price::of(price);
        return c;
    }
    /// Up to four positions of odd sizes and prices, entered within 5 % of the mark.
    [[nodiscard]] portfolio::Pool randomPool(std::optional<MarketId> isolated = {}) const {
        portfolio::Pool pool;
        pool.isolated = isolated;
        const auto between = [](std::int64_t low, std::int64_t high) {
            return *rc::gen::inRange<std::int64_t>(low, high);
        };
        std::int64_t gross = 0;
        const std::int64_t count = isolated ? 1 : between(1, 5);
        for (std::int64_t i = 0; i < count; ++i) {
            risk::PositionExposure p;
            p.market = &m_markets[isolated ? isolated->value() : static_cast<std::size_t>(i)];
            p.price = Price(between(10'000, 10'000'000'000));
            p.base = Quantity(between(-1'000'000'000'000, 1'000'000'000'001));
            const auto value = static_cast<std::int64_t>(Int128{p.base.raw()} * p.price.raw() / Quantity::kScale);
            p.quote = Money(-value + between(-std::abs(value) / 20, std::abs(value) / 20 + 1));
            if (between(0, 3) == 0) {
                p.openBids = Quantity(between(0, 1'000'000'000'000));
                p.openAsks = Quantity(-between(0, 1'000'000'000'000));
                p.openOrders = 2;
            }
            gross += std::abs(value);
            pool.positions.push_back(p);
        }
        pool.collateral = Money(between(0, gross / 2 + 1));
        if (isolated) return pool;
        pool.positions.back().settled = between(0, 4) == 0;
        for (std::size_t i = 0; i < m_assets.size() && between(0, 2) == 0; ++i) {
            pool.assets.push_back(deposit(i, 0, 1));
            pool.assets.back().amount = Amount(between(-1'000'000'000, 1'000'000'000'000));
            pool.assets.back().price = Price(between(900'000, 100'000'000));
            pool.assets.back().twap5 = Price(between(900'000, 100'000'000));
        }
        return pool;
    }
    /// A cross pool, with deposits and a settled market at times, and up to two isolated ones.
    [[nodiscard]] std::vector<portfolio::Pool> randomPools() const {
        std::vector<portfolio::Pool> pools{randomPool()};
        const int isolated = *rc::gen::inRange(0, 3);
        for (int i = 0; i < isolated; ++i)
            pools.push_back(randomPool(MarketId(static_cast<std::uint16_t>(*rc::gen::inRange(0, 4)))));
        return pools;
    }

  private:
    std::array<MarketParams, 4> m_markets;
    std::array<AssetParams, 2> m_assets;
};

/// A basis and funding for some of the markets; USDT is stable.
inline portfolio::SecondAxis randomSecondAxis() {
    portfolio::SecondAxis second{{}, {PortfolioPools::kUsdt}};
    for (std::uint16_t i = 0; i < 4; ++i) {
        if (*rc::gen::arbitrary<bool>())
            second.markets[MarketId(i)] = {Rate(*rc::gen::inRange(0, 20'000)), Rate(*rc::gen::inRange(0, 5'000))};
    }
    return second;
}

inline std::int64_t floorOf(Int128 numerator, Int128 divisor) {
    const Int128 quotient = numerator / divisor;
    return static_cast<std::int64_t>(numerator % divisor < 0 ? quotient - 1 : quotient);
}

/// value * (1 + move) * (1 + more) in 128 bits, down or up.
inline std::int64_t movedBy(std::int64_t value, Rate move, std::int64_t more, bool down) {
    const Int128 product = Int128{value} * std::max<std::int64_t>(0, Rate::kScale + move.raw()) * (Rate::kScale + more);
    const Int128 whole = Int128{Rate::kScale} * Rate::kScale;
    return down ? floorOf(product, whole) : -floorOf(-product, whole);
}

/// §6.3 written out once more: prices, basis, funding and haircut of a cell.
inline portfolio::Pool directly(portfolio::Pool pool, const portfolio::PriceMoves& moves, const portfolio::Shock& shock,
                                const portfolio::SecondAxis& second) {
    for (auto& p : pool.positions) {
        if (p.settled) continue;
        const auto found = second.markets.find(p.market->id);
        const std::int64_t basis = found == second.markets.end() ? 0 : found->second.basis.raw() * shock.basisStep;
        const std::int64_t funding = found == second.markets.end() ? 0 : found->second.funding.raw() * shock.basisStep;
        const std::int64_t price = movedBy(p.price.raw(), moves.of(p.market->baseAsset), basis, p.base.raw() > 0);
        p.price = Price(std::max<std::int64_t>(1, price));
        p.quote = Money(p.quote.raw() + floorOf(-Int128{p.base.raw()} * p.price.raw() * funding,
                                                Int128{Rate::kScale} * Quantity::kScale));
    }
    for (auto& c : pool.assets) {
        const bool owned = c.amount.raw() > 0;
        const std::int64_t cut = owned && c.asset->id == PortfolioPools::kUsdt ? -shock.haircut.raw() : 0;
        c.price = Price(std::max<std::int64_t>(1, movedBy(c.price.raw(), moves.of(c.asset->symbol), cut, owned)));
        c.twap5 = Price(std::max<std::int64_t>(1, movedBy(c.twap5.raw(), moves.of(c.asset->symbol), cut, owned)));
    }
    if (pool.collateral.raw() > 0)
        pool.collateral =
            Money(floorOf(Int128{pool.collateral.raw()} * (Rate::kScale - shock.haircut.raw()), Rate::kScale));
    return pool;
}

} // namespace qd::test
