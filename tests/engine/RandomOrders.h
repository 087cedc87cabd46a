#pragma once

#include "core/base/Random.h"
#include "core/domain/Commands.h"
#include "core/engine/exchange/State.h"

#include <algorithm>
#include <vector>

namespace qd::test {

/// Terms of random orders that mostly make sense in a given state: every kind of order, now and then a broken one.
class RandomOrders {
  public:
    /// Numbers come from the caller's generator.
    explicit RandomOrders(SplitMix64& random) : m_random(random) {}

    Side side() { return below(2) == 0 ? Side::Buy : Side::Sell; }
    /// A price on the tick grid within `ticks` of the market's index.
    Price near(const exchange::State& state, MarketId id, std::uint64_t ticks) {
        const exchange::MarketState& m = *state.market(id);
        const auto offset = static_cast<std::int64_t>(below(2 * ticks + 1)) - static_cast<std::int64_t>(ticks);
        return onGrid(m, m.prices.index.raw() / m.params.tick.raw() + offset);
    }
    /// Mostly small, sometimes beyond what most accounts can carry.
    Quantity size(const exchange::State& state, MarketId id) {
        const exchange::MarketState& m = *state.market(id);
        const std::uint64_t dollars = 5 + below(below(40) == 0 ? 150'000 : below(5) == 0 ? 15'000 : 1'200);
        const Int128 base = Int128{static_cast<std::int64_t>(dollars)} * Money::kScale * Quantity::kScale /
                            std::max<std::int64_t>(m.prices.index.raw(), 1'000'000);
        const std::int64_t step = m.params.step.raw();
        return Quantity(std::max(step, static_cast<std::int64_t>(base) / step * step));
    }

    OrderTerms any(const exchange::State& state, AccountId account, MarketId id, UnixNanos now) {
        OrderTerms t = plain(state, account, id);
        if (below(4) == 0) t.clientId = ClientOrderId(1 + below(300));
        t.selfTrade = static_cast<SelfTradePrevention>(below(4));
        if (below(10) == 0) t.userMargin = Ratio(static_cast<std::int64_t>(below(3'000)));
        switch (below(16)) {
        case 0:
        case 1:
        case 2: makeMarket(t); break;
        case 3:
            t.timeInForce = TimeInForce::GoodTillDate;
            t.expiry = now + static_cast<std::int64_t>(1 + below(300 * kNanosPerSecond));
            break;
        case 4: t.timeInForce = below(2) == 0 ? TimeInForce::FillOrKill : TimeInForce::ImmediateOrCancel; break;
        case 5: t.postOnly = static_cast<PostOnly>(1 + below(3)); break;
        case 6:
        case 7: makeIceberg(state, t); break;
        case 8: makeFloating(t); break;
        case 9:
        case 10: makeTrigger(state, t); break;
        case 11: makeTrailing(t); break;
        case 12: makeTwap(t); break;
        case 13: makeAuction(state, t); break;
        default: break;
        }
        if (below(40) == 0) spoil(t);
        return t;
    }

    /// A set of orders of this relation.
    void set(const exchange::State& state, AccountId account, MarketId id, OrderRelation relation,
             std::vector<OrderTerms>& out) {
        const OrderTerms first = plain(state, account, id);
        switch (relation) {
        case OrderRelation::Independent: return ladder(state, first, out);
        case OrderRelation::OneCancelsOther: return pair(state, first, out);
        case OrderRelation::Bracket: return bracket(state, first, out);
        }
    }

    /// One of the account's open orders; null when there is none.
    const Order* open(const exchange::AccountState& account) {
        std::vector<const Order*> found;
        for (const auto& o : account.orders) {
            if (o) found.push_back(&o->order);
        }
        return found.empty() ? nullptr : found[below(found.size())];
    }
    /// An order in this phase and its account; the account stays when there is none.
    OrderReference reference(const exchange::State& state, OrderPhase phase, AccountId& account) {
        OrderReference found{OrderId(1), {}};
        for (const auto& a : state.accounts) {
            for (const auto& o : a->orders) {
                if (!o || o->order.progress.phase != phase || below(2) == 0) continue;
                account = a->id;
                found.id = o->order.id;
            }
        }
        return found;
    }
    AmendOrder amend(const exchange::State& state, AccountId account, OrderReference reference, const Order* order) {
        if (order == nullptr) return {account, reference, Price::of(100), Quantity::of(1), Price{}};
        const OrderTerms& t = order->terms;
        const std::int64_t step = state.market(t.market)->params.step.raw();
        AmendOrder c{account, reference, t.price, t.size, Price{}};
        if (below(2) == 0) c.size = Quantity(t.size.raw() / step * static_cast<std::int64_t>(1 + below(4)) / 2 * step);
        if (!t.oracleOffset.isZero() || t.type == OrderType::Market)
            c.price = Price{};
        else if (below(2) == 0)
            c.price = near(state, t.market, 150);
        if (order->progress.phase != OrderPhase::Waiting) return c;
        if (t.trigger.kind == TriggerKind::Trailing)
            c.trigger = Price(static_cast<std::int64_t>(1 + below(300)) * 10'000);
        else if (t.trigger.kind != TriggerKind::None)
            c.trigger = near(state, t.market, 400);
        return c;
    }

  private:
    std::uint64_t below(std::uint64_t n) { return m_random() % n; }
    Price onGrid(const exchange::MarketState& m, std::int64_t ticks) {
        const std::int64_t last = m.params.maxPrice.raw() / m.params.tick.raw();
        return Price(std::clamp<std::int64_t>(ticks, 1, last) * m.params.tick.raw());
    }
    /// A good-till-cancel limit; one that reduces goes the way that does.
    OrderTerms plain(const exchange::State& state, AccountId account, MarketId id) {
        OrderTerms t;
        t.market = id;
        t.side = side();
        t.size = size(state, id);
        t.price = near(state, id, 90);
        t.reduceOnly = below(4) == 0;
        const exchange::PositionState* p = state.account(account)->find(id);
        const bool held = p != nullptr && !p->position.base.isZero();
        if (held && t.reduceOnly) t.side = p->position.base.raw() > 0 ? Side::Sell : Side::Buy;
        return t;
    }
    void makeMarket(OrderTerms& t) {
        t.type = OrderType::Market;
        t.price = Price{};
        t.timeInForce = below(4) == 0 ? TimeInForce::FillOrKill : TimeInForce::ImmediateOrCancel;
        if (below(3) == 0) t.maxSlippage = Rate(static_cast<std::int64_t>(below(60'000)));
    }
    void makeIceberg(const exchange::State& state, OrderTerms& t) {
        const std::int64_t step = state.market(t.market)->params.step.raw();
        t.display = Quantity(std::max(step, t.size.raw() / step / static_cast<std::int64_t>(2 + below(6)) * step));
    }
    void makeFloating(OrderTerms& t) {
        t.price = Price{};
        t.oracleOffset = Price(1 + static_cast<std::int64_t>(below(2'000'000)) - 1'000'000);
        if (below(5) == 0) t.postOnly = PostOnly::Slide;
    }
    void makeTrigger(const exchange::State& state, OrderTerms& t) {
        t.trigger.kind = below(2) == 0 ? TriggerKind::Stop : TriggerKind::TakeProfit;
        t.trigger.source = static_cast<TriggerSource>(below(3));
        t.trigger.mayFireAtOnce = below(3) == 0;
        t.trigger.price = near(state, t.market, 200);
        t.followsPosition = t.reduceOnly && below(2) == 0;
        if (below(2) == 0) makeMarket(t);
        if (below(5) == 0 && t.timeInForce != TimeInForce::FillOrKill)
            t.auction.durationSlots = static_cast<std::uint16_t>(1 + below(40));
    }
    void makeTrailing(OrderTerms& t) {
        makeMarket(t);
        t.reduceOnly = true;
        t.trigger.kind = TriggerKind::Trailing;
        t.trigger.source = static_cast<TriggerSource>(below(3));
        if (below(2) == 0)
            t.trigger.distance = Price(static_cast<std::int64_t>(1 + below(300)) * 10'000);
        else
            t.trigger.distanceRate = Rate(static_cast<std::int64_t>(1 + below(30'000)));
        t.trigger.mayFireAtOnce = true;
        t.followsPosition = below(3) == 0;
    }
    void makeTwap(OrderTerms& t) {
        makeMarket(t);
        t.timeInForce = TimeInForce::ImmediateOrCancel;
        t.twap = {static_cast<std::int64_t>(30'000 + below(120'000)), 30'000};
    }
    void makeAuction(const exchange::State& state, OrderTerms& t) {
        t.auction.durationSlots = static_cast<std::uint16_t>(1 + below(60));
        if (below(3) == 0) makeFloating(t);
        t.postOnly = PostOnly::No;
        if (below(3) == 0) {
            t.oracleOffset = Price{};
            makeMarket(t);
            t.timeInForce = TimeInForce::ImmediateOrCancel;
        }
        if (below(4) != 0 || !t.oracleOffset.isZero()) return;
        t.auction.start = near(state, t.market, 40);
        t.auction.end = near(state, t.market, 40);
    }
    void spoil(OrderTerms& t) {
        switch (below(6)) {
        case 0: t.size = Quantity(t.size.raw() + 1); break;
        case 1: t.price = Price(t.price.raw() + 1); break;
        case 2: t.size = Quantity(-t.size.raw()); break;
        case 3: t.oracleOffset = Price::of(5'000); break;
        case 4: t.market = MarketId(77); break;
        default: t.display = t.size; break;
        }
    }
    void ladder(const exchange::State& state, const OrderTerms& first, std::vector<OrderTerms>& out) {
        for (std::uint64_t i = 2 + below(5); i > 0; --i) {
            out.push_back(first);
            out.back().price = near(state, first.market, 120);
            if (below(3) == 0) out.back().postOnly = static_cast<PostOnly>(below(4));
            if (below(4) == 0) out.back().clientId = ClientOrderId(1 + below(300));
            if (below(6) == 0) out.back().market = MarketId(static_cast<std::uint16_t>(below(state.markets.size())));
        }
    }
    void pair(const exchange::State& state, const OrderTerms& first, std::vector<OrderTerms>& out) {
        out.assign(2, first);
        makeTrigger(state, out[1]);
        out[1].auction = {};
        if (below(3) == 0) {
            out[1] = first;
            out[1].price = near(state, first.market, 150);
        }
        out[1].size = first.size;
        if (below(2) == 0) std::swap(out[0], out[1]);
    }
    void bracket(const exchange::State& state, OrderTerms entry, std::vector<OrderTerms>& out) {
        entry.reduceOnly = false;
        OrderTerms profit = entry;
        profit.side = opposite(entry.side);
        profit.reduceOnly = true;
        OrderTerms stop = profit;
        const std::int64_t up = entry.side == Side::Buy ? 1 : -1;
        const exchange::MarketState& m = *state.market(entry.market);
        const std::int64_t centre = m.prices.index.raw() / m.params.tick.raw();
        profit.price = onGrid(m, centre + up * static_cast<std::int64_t>(20 + below(200)));
        if (below(2) == 0) {
            profit.trigger.kind = TriggerKind::TakeProfit;
            profit.trigger.price = profit.price;
            if (below(2) == 0) makeMarket(profit);
        }
        makeMarket(stop);
        stop.trigger.kind = TriggerKind::Stop;
        stop.trigger.price = onGrid(m, centre - up * static_cast<std::int64_t>(20 + below(300)));
        if (below(3) == 0) makeMarket(entry);
        out.push_back(entry);
        out.push_back(profit);
        if (below(4) != 0) out.push_back(stop);
    }

    SplitMix64& m_random;
};

} // namespace qd::test
