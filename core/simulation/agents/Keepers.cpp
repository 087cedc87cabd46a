#include "core/engine/exchange/Pools.h"
#include "core/simulation/agents/Agent.h"
#include "core/simulation/agents/Sizes.h"

#include <algorithm>

namespace qd::simulation {
namespace {

/// Takes over positions of pools in liquidation and sells what it took.
class Liquidator final : public Agent {
  public:
    Liquidator(const Seat& seat, Draw draw) : Agent(draw), m_seat(seat) {}

    void act(const Desk& desk) override {
        for (const auto& debtor : desk.state().accounts) {
            for (const exchange::PositionState& p : std::span(debtor->positions).first(debtor->positionCount)) {
                if (p.position.base.isZero() || !debtor->riskOf(p.pool()).beingLiquidated) continue;
                if (m_draw.chance(700'000)) return takeOver(desk, debtor->id, p.market, magnitude(p.position.base));
            }
        }
        const exchange::AccountState& own = desk.account(m_seat.account);
        if (own.positionCount == 0 || !m_draw.chance(300'000)) return;
        const exchange::PositionState& p = own.positions[m_draw.index(own.positionCount)];
        if (p.position.base.isZero()) return;
        OrderTerms t = marketOrder(p.market, closing(p.position.base), magnitude(p.position.base));
        t.reduceOnly = true;
        desk.sign(m_seat.master, PlaceOrder{m_seat.account, t});
    }
    std::int64_t pause() override { return around(4); }

  private:
    void takeOver(const Desk& desk, AccountId debtor, MarketId market, Quantity size) {
        const MarketState& state = desk.market(market);
        const Quantity most = partOf(state.params, size, m_draw.between(300, 1'000));
        const Price limit =
            m_draw.chance(200'000) ? priceAt(state.params, state.prices.index, m_draw.between(-5'000, 5'000)) : Price{};
        desk.sign(m_seat.master, Liquidate{m_seat.account, debtor, market, most, limit});
    }
    using MarketState = exchange::MarketState;

    Seat m_seat;
};

/// Sells what the backstop took over, a part at a time: what it holds falls with everybody else's.
class BackstopDesk final : public Agent {
  public:
    BackstopDesk(const Seat& seat, Draw draw) : Agent(draw), m_seat(seat) {}

    void act(const Desk& desk) override {
        for (std::uint16_t i = 0; i < desk.account(m_seat.account).positionCount; ++i) {
            const exchange::PositionState& p = desk.account(m_seat.account).positions[i];
            const MarketParams& params = desk.market(p.market).params;
            if (p.position.base.isZero()) continue;
            const Quantity part = partOf(params, magnitude(p.position.base), m_draw.between(200, 1'000));
            OrderTerms t = marketOrder(p.market, closing(p.position.base), std::min(part, params.maxSize));
            t.reduceOnly = true;
            desk.give(PlaceOrder{m_seat.account, t});
        }
    }
    std::int64_t pause() override { return around(6); }

  private:
    Seat m_seat;
};

/// Owns a part of the insurance fund and would like to leave it now and then.
class Staker final : public Agent {
  public:
    Staker(const Seat& seat, Draw draw) : Agent(draw), m_seat(seat) {}

    void act(const Desk& desk) override {
        const exchange::AccountState& own = desk.account(m_seat.account);
        switch (m_draw.between(0, 3)) {
        case 0: return desk.sign(m_seat.master, StakeInsurance{m_seat.account, Money(own.quote().raw() / 20)});
        case 1:
            return desk.sign(m_seat.master, RequestUnstake{m_seat.account, m_draw.between(0, own.stake.shares + 1)});
        case 2: return desk.sign(m_seat.master, Unstake{m_seat.account});
        default: return;
        }
    }
    std::int64_t pause() override { return around(300); }

  private:
    Seat m_seat;
};

/// Runs the venue: settles, pauses and resumes, lets an oracle's breaker go, freezes, names delegates, and ends a
/// market.
class Operator final : public Agent {
  public:
    Operator(const Venue& venue, const Climate& climate, Draw draw) : Agent(draw), m_venue(venue), m_climate(climate) {}

    void act(const Desk& desk) override {
        undo(desk);
        resetBreakers(desk);
        settleAll(desk);
        for (std::uint16_t i = 0; m_climate.collects && i < m_venue.markets.size(); ++i) collect(desk, MarketId(i), 1);
        switch (m_draw.between(0, 7)) {
        case 0: return pauseParts(desk);
        case 1: return stopMarket(desk);
        case 2: return freeze(desk);
        case 3: return delegate(desk);
        case 4: return collect(desk, anyMarket(), 2);
        case 5: return endMarket(desk);
        default: return;
        }
    }
    std::int64_t pause() override { return around(20); }

  private:
    [[nodiscard]] MarketId anyMarket() {
        return MarketId(static_cast<std::uint16_t>(m_draw.index(m_venue.markets.size())));
    }
    [[nodiscard]] const Seat& anySeat() { return m_venue.seats[m_draw.index(m_venue.seats.size())]; }

    /// Nothing stays stopped for long.
    void undo(const Desk& desk) {
        for (const auto& market : desk.state().markets) {
            const bool stopped = market->status == MarketStatus::Paused || market->status == MarketStatus::ReduceOnly;
            const MarketId id = market->params.id;
            if (market->pausedOperations != 0) desk.give(SetPausedOperations{id, 0});
            if (stopped) desk.give(SetMarketStatus{id, MarketStatus::Active, Price{}});
        }
        for (const auto& account : desk.state().accounts) {
            if (account->frozen) desk.give(FreezeAccount{account->id, false});
        }
    }
    void resetBreakers(const Desk& desk) {
        for (const oracle::Oracle& o : desk.state().oracles) {
            const bool longEnough = desk.now() - o.state().trippedAt > m_draw.between(1, 6) * kNanosPerMinute;
            if (o.state().breaker != oracle::BreakerCause::None && longEnough) desk.give(ResetBreaker{o.params().id});
        }
    }
    /// As keepers do: realised results of a few positions.
    void settleAll(const Desk& desk) {
        for (int i = 0; i < 3; ++i) {
            const exchange::AccountState& account = desk.account(anySeat().account);
            if (account.positionCount == 0) continue;
            const MarketId market = account.positions[m_draw.index(account.positionCount)].market;
            desk.sign(MasterId(1), SettlePnl{account.id, market});
        }
    }
    void pauseParts(const Desk& desk) {
        desk.give(SetPausedOperations{anyMarket(), static_cast<std::uint8_t>(m_draw.between(1, 15))});
    }
    void stopMarket(const Desk& desk) {
        const MarketStatus status = m_draw.chance(500'000) ? MarketStatus::Paused : MarketStatus::ReduceOnly;
        if (m_draw.chance(300'000)) desk.give(SetMarketStatus{anyMarket(), status, Price{}});
    }
    void freeze(const Desk& desk) {
        const Seat& seat = anySeat();
        desk.give(FreezeAccount{seat.account, true});
        desk.give(CloseAccount{anySeat().account}); // only an empty one goes
    }
    void delegate(const Desk& desk) {
        const Seat& seat = anySeat();
        const MasterId helper(static_cast<std::uint32_t>(m_draw.between(1, 5)));
        desk.sign(seat.master, SetDelegate{seat.master, helper, static_cast<std::uint8_t>(m_draw.between(0, 7)),
                                           desk.now() + m_draw.between(1, 30) * kNanosPerMinute, Money::of(50'000)});
        desk.sign(helper, CancelAll{seat.account, anyMarket(), std::nullopt});
        desk.sign(helper, Withdraw{seat.account, Amount(1)}); // never
    }
    /// A part of what it may: one `of` so many.
    static void collect(const Desk& desk, MarketId market, std::int64_t of) {
        const Money most = std::min(desk.market(market).feePool, desk.market(market).pnlPool);
        if (most.raw() >= of) desk.give(SettleRevenue{market, Money(most.raw() / of)});
    }
    void endMarket(const Desk& desk) {
        const exchange::MarketState& market = desk.market(kYoungMarket);
        const bool time = m_climate.end - desk.now() < 5 * kNanosPerMinute;
        if (!m_climate.settles || !time || !market.prices.valid()) return;
        if (market.status == MarketStatus::Settlement)
            desk.give(SetMarketStatus{kYoungMarket, MarketStatus::Delisted, Price{}});
        else if (market.status != MarketStatus::Delisted)
            desk.give(SetMarketStatus{kYoungMarket, MarketStatus::Settlement, market.prices.mark});
    }

    const Venue& m_venue;
    const Climate& m_climate;
};

} // namespace

AgentPtr makeLiquidator(const Seat& seat, Draw draw) { return std::make_unique<Liquidator>(seat, draw); }
AgentPtr makeBackstop(const Seat& seat, Draw draw) { return std::make_unique<BackstopDesk>(seat, draw); }
AgentPtr makeStaker(const Seat& seat, Draw draw) { return std::make_unique<Staker>(seat, draw); }
AgentPtr makeOperator(const Venue& venue, const Climate& climate, Draw draw) {
    return std::make_unique<Operator>(venue, climate, draw);
}

} // namespace qd::simulation
