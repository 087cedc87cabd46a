#pragma once

#include "core/engine/risk/Margin.h"
#include "core/engine/risk/ViewExposure.h"
#include "tests/support/FakeVenue.h"

#include <memory>

namespace qd::test {

/// 10 SOL long at 150 in the cross pool beside 1 000 USDC and 2 SOL of collateral, 0.05 BTC short at 60 000 isolated
/// with 300 USDC; all figures of pools as the engine has them.
class RiskyAccount {
  public:
    explicit RiskyAccount(const FakeVenue& venue) : m_venue(venue) {
        m_view.id = AccountId(7);
        m_view.name = "Main";
        m_view.ts = venue.marketNow;
        addPosition(0, Quantity::of(10), Price::of(150), false);
        addPosition(1, Quantity(-50'000'000), Price::of(60'000), true);
        m_view.positions[1].isolatedMargin = Money::of(300);
        addBalance(0, 1'000'000'000);
        addBalance(1, 2'000'000'000);
        PoolView cross;
        cross.deposit = Money::of(1'000);
        PoolView isolated;
        isolated.pool = {true, MarketId(1)};
        isolated.deposit = Money::of(300);
        m_view.pools = {cross, isolated};
    }

    [[nodiscard]] AccountView& view() { return m_view; }
    /// The view with everything that follows from it.
    [[nodiscard]] std::shared_ptr<const AccountView> made() {
        Money equity;
        for (PoolView& pool : m_view.pools) {
            const risk::ViewExposure exposure(m_view, m_venue.marketList, pool.pool);
            const auto summary = risk::summarise(exposure.exposure()).value();
            pool.initial = {summary.initial.collateral, summary.initial.requirement};
            pool.maintenance = {summary.maintenance.collateral, summary.maintenance.requirement};
            pool.equity = summary.equity;
            pool.freeCollateral = summary.freeCollateral;
            pool.health = summary.health;
            pool.marginRatioBps = summary.marginRatioBps;
            pool.leverage = summary.leverage;
            equity = equity.plus(summary.equity).value();
        }
        const PoolView& cross = m_view.pools.front();
        m_view.collateral = cross.deposit;
        m_view.equity = cross.equity;
        m_view.freeCollateral = cross.freeCollateral;
        m_view.health = cross.health;
        m_view.marginRatioBps = cross.marginRatioBps;
        m_view.leverage = cross.leverage;
        m_view.totalEquity = equity;
        return std::make_shared<const AccountView>(m_view);
    }
    /// Marks a position at another price.
    void mark(std::size_t position, Price price) {
        PositionView& p = m_view.positions[position];
        p.mark = price;
        const Int128 value = Int128{p.position.base.raw()} * price.raw() / Quantity::kScale;
        p.unrealised = Money(static_cast<std::int64_t>(value) + p.position.quote.raw());
        p.notional = Money(static_cast<std::int64_t>(value < 0 ? -value : value));
    }

  private:
    void addPosition(std::uint16_t market, Quantity base, Price price, bool isolated) {
        PositionView p;
        p.market = MarketId(market);
        p.isolated = isolated;
        p.position.base = base;
        const Int128 cost = Int128{base.raw()} * price.raw() / Quantity::kScale;
        p.position.quote = p.position.entry = Money(static_cast<std::int64_t>(-cost));
        p.entryPrice = price;
        m_view.positions.push_back(p);
        mark(m_view.positions.size() - 1, price);
    }
    void addBalance(std::size_t asset, std::int64_t amount) {
        const AssetStanding& standing = m_venue.assetList[asset];
        BalanceView b;
        b.asset = standing.params;
        b.amount = Amount(amount);
        b.price = standing.price;
        b.twap5 = standing.twap5;
        b.value = risk::assetValue(b.amount, b.price, b.asset.decimals).value();
        m_view.balances.push_back(b);
    }

    const FakeVenue& m_venue;
    AccountView m_view;
};

/// Daily and hourly bars before `now`: closes swing around 100.
inline void addSwingingBars(FakeVenue& venue, std::size_t count) {
    for (const Interval interval : {Interval::D1, Interval::H1}) {
        const auto length = static_cast<std::int64_t>(interval);
        ports::CandleSeries series;
        const UnixNanos end = openTimeOf(venue.marketNow, interval);
        for (std::size_t i = 0; i < count; ++i) {
            Candle bar;
            bar.openTime = UnixNanos(end.value() - static_cast<std::int64_t>(count - i) * length);
            const auto swing = static_cast<std::int64_t>(i * 37 % 23) - 11;
            bar.open = bar.high = bar.low = bar.close = Price::of(100 + swing);
            series.bars.push_back(bar);
        }
        venue.series[interval] = std::move(series);
    }
}

} // namespace qd::test
