#include "core/simulation/agents/Agent.h"
#include "core/simulation/agents/Sizes.h"

#include <algorithm>
#include <array>

namespace qd::simulation {
namespace {

constexpr std::int64_t kMarkets = 7;

/// Trades a little in every market with every kind of order, moves money about, and errs now and then.
class Taker final : public Agent {
  public:
    Taker(const Seat& seat, Draw draw) : Agent(draw), m_seat(seat) {}

    void act(const Desk& desk) override {
        m_market = MarketId(static_cast<std::uint16_t>(m_draw.between(0, kMarkets - 1)));
        if (!desk.market(m_market).prices.valid()) return;
        switch (m_draw.between(0, 15)) {
        case 0:
        case 1:
        case 2: return place(desk, marketOrder(m_market, m_draw.side(), size(desk)));
        case 3:
        case 4: return immediate(desk);
        case 5:
        case 6: return resting(desk);
        case 7:
        case 8: return auction(desk);
        case 9: return twap(desk);
        case 10: return pair(desk);
        case 11: return bracket(desk);
        case 12: return cancel(desk);
        case 13: return moveMoney(desk);
        case 14: return err(desk);
        default: return close(desk);
        }
    }
    std::int64_t pause() override { return around(15); }

  private:
    [[nodiscard]] const MarketParams& params(const Desk& desk) const { return desk.market(m_market).params; }
    [[nodiscard]] Price near(const Desk& desk, std::int64_t ppm) {
        return priceAt(params(desk), desk.market(m_market).prices.index, m_draw.between(-ppm, ppm));
    }
    [[nodiscard]] Price beyond(const Desk& desk, Side side, std::int64_t from, std::int64_t to) {
        return priceAt(params(desk), desk.market(m_market).prices.mark, signOf(side) * m_draw.between(from, to));
    }
    [[nodiscard]] Quantity size(const Desk& desk) {
        return sizeFor(params(desk), Money::of(m_draw.wide(50, 20'000)), desk.market(m_market).prices.index);
    }
    void place(const Desk& desk, const OrderTerms& terms) const {
        desk.sign(m_seat.master, PlaceOrder{m_seat.account, terms});
    }
    void immediate(const Desk& desk) {
        OrderTerms t = limitOrder(m_market, m_draw.side(), near(desk, 2'000), size(desk));
        t.timeInForce = m_draw.chance(500'000) ? TimeInForce::ImmediateOrCancel : TimeInForce::FillOrKill;
        t.selfTrade = static_cast<SelfTradePrevention>(m_draw.between(0, 3));
        place(desk, t);
    }
    void resting(const Desk& desk) {
        OrderTerms t = limitOrder(m_market, m_draw.side(), near(desk, 4'000), size(desk));
        t.clientId = ClientOrderId(static_cast<std::uint64_t>(m_draw.between(1, 5'000)));
        t.postOnly = static_cast<PostOnly>(m_draw.between(0, 3));
        t.selfTrade = static_cast<SelfTradePrevention>(m_draw.between(0, 3));
        if (m_draw.chance(300'000)) {
            t.timeInForce = TimeInForce::GoodTillDate;
            t.expiry = desk.now() + m_draw.between(1, 300) * kNanosPerSecond;
        }
        place(desk, t);
    }
    void auction(const Desk& desk) {
        OrderTerms t = marketOrder(m_market, m_draw.side(), size(desk));
        t.auction.durationSlots = static_cast<std::uint16_t>(m_draw.between(5, 60));
        place(desk, t);
    }
    void twap(const Desk& desk) {
        const exchange::AccountState& own = desk.account(m_seat.account);
        const auto running = std::ranges::find_if(
            own.orders, [](const auto& o) { return o && o->order.progress.phase == OrderPhase::Twap; });
        if (running != own.orders.end()) {
            const Order& order = (*running)->order;
            return desk.sign(m_seat.master, PauseTwap{m_seat.account, {order.id, {}}, !order.progress.paused});
        }
        OrderTerms t = marketOrder(m_market, m_draw.side(), Quantity(size(desk).raw() * 4));
        t.timeInForce = TimeInForce::GoodTillCancel;
        t.twap = {m_draw.between(60, 600) * 1'000, 30'000};
        place(desk, t);
    }
    /// Take profit or stop, whichever comes first.
    void pair(const Desk& desk) {
        const Quantity base = desk.baseOf(m_seat.account, m_market);
        if (base.isZero()) return resting(desk);
        const Side side = closing(base);
        OrderTerms profit = limitOrder(m_market, side, beyond(desk, opposite(side), 1'000, 6'000), magnitude(base));
        OrderTerms stop = marketOrder(m_market, side, magnitude(base));
        stop.trigger.kind = TriggerKind::Stop;
        stop.trigger.price = beyond(desk, side, -9'000, -2'000);
        profit.reduceOnly = stop.reduceOnly = true;
        const std::array<OrderTerms, 2> both{profit, stop};
        desk.sign(m_seat.master, PlaceOrders{m_seat.account, OrderRelation::OneCancelsOther, both});
    }
    void bracket(const Desk& desk) {
        const Side side = m_draw.side();
        const OrderTerms entry = limitOrder(m_market, side, near(desk, 1'500), size(desk));
        OrderTerms profit = marketOrder(m_market, opposite(side), entry.size);
        OrderTerms stop = profit;
        profit.trigger.kind = TriggerKind::TakeProfit;
        profit.trigger.price = beyond(desk, side, 3'000, 9'000);
        stop.trigger.kind = TriggerKind::Stop;
        stop.trigger.price = beyond(desk, side, -9'000, -3'000);
        stop.trigger.source = m_draw.chance(500'000) ? TriggerSource::Index : TriggerSource::Last;
        profit.reduceOnly = stop.reduceOnly = true;
        const std::array<OrderTerms, 3> all{entry, profit, stop};
        desk.sign(m_seat.master, PlaceOrders{m_seat.account, OrderRelation::Bracket, all});
    }
    void cancel(const Desk& desk) {
        if (m_draw.chance(300'000)) return desk.sign(m_seat.master, CancelAll{m_seat.account, m_market, m_draw.side()});
        const auto& open = desk.account(m_seat.account).orders[m_draw.index(exchange::kMaxOpenOrders)];
        if (open) desk.sign(m_seat.master, CancelOrder{m_seat.account, {open->order.id, {}}});
    }
    void moveMoney(const Desk& desk) {
        const Amount part(desk.account(m_seat.account).quote().raw() / m_draw.between(2, 50));
        const bool first = m_seat.number % 2 == 0;
        const AccountId other(m_seat.account.value() + (first ? 1 : -1U));
        switch (m_draw.between(0, 3)) {
        case 0: return desk.sign(m_seat.master, Transfer{m_seat.account, other, part});
        case 1: return desk.sign(m_seat.master, Withdraw{m_seat.account, part});
        case 2:
            return desk.sign(m_seat.master,
                             Deposit{m_seat.account, Amount(Money::of(m_draw.between(10, 2'000)).raw())});
        default: return desk.sign(m_seat.master, SettlePnl{m_seat.account, m_market});
        }
    }
    /// What must be refused.
    void err(const Desk& desk) {
        OrderTerms t = limitOrder(m_market, m_draw.side(), near(desk, 2'000), size(desk));
        switch (m_draw.between(0, 4)) {
        case 0: return desk.sign(MasterId(1), PlaceOrder{m_seat.account, t}); // a stranger
        case 1: t.price = Price(t.price.raw() + 1); break;
        case 2: t.size = Quantity(t.size.raw() + 1); break;
        case 3: t.price = near(desk, 400'000); break;
        default: t.size = params(desk).maxSize; break;
        }
        place(desk, t);
    }
    void close(const Desk& desk) {
        const Quantity base = desk.baseOf(m_seat.account, m_market);
        if (base.isZero()) return;
        OrderTerms t = marketOrder(m_market, closing(base), magnitude(base));
        t.reduceOnly = true;
        place(desk, t);
    }

    Seat m_seat;
    MarketId m_market;
};

} // namespace

AgentPtr makeTaker(const Seat& seat, Draw draw) { return std::make_unique<Taker>(seat, draw); }

} // namespace qd::simulation
