#include "core/simulation/agents/Agent.h"
#include "core/simulation/agents/Sizes.h"

#include <algorithm>

namespace qd::simulation {
namespace {

/// Quotes both sides of one market around its index, wider when the index runs away, and less on the side on which it
/// holds too much already.
class Maker final : public Agent {
  public:
    Maker(const Seat& seat, MarketId market, const Climate& climate, Draw draw)
        : Agent(draw)
        , m_seat(seat)
        , m_market(market)
        , m_climate(climate) {}

    void act(const Desk& desk) override {
        m_now = desk.now();
        if (!desk.market(m_market).prices.valid()) return;
        if (m_draw.chance(200'000) && amendOne(desk)) return;
        if (m_draw.chance(20'000)) desk.sign(m_seat.master, SettlePnl{m_seat.account, m_market});
        desk.sign(m_seat.master, CancelAll{m_seat.account, m_market, std::nullopt});
        if (m_draw.chance(50'000)) return; // away for a while
        quote(desk);
        lighten(desk);
    }
    std::int64_t pause() override { return around(12); }

  private:
    void quote(const Desk& desk) {
        const exchange::MarketState& market = desk.market(m_market);
        const MarketParams& p = market.params;
        const Price index = market.prices.index;
        const Int128 moved = Int128{index.raw()} - (m_last.isZero() ? index.raw() : m_last.raw());
        const auto run = static_cast<std::int64_t>((moved < 0 ? -moved : moved) * Rate::kScale / index.raw());
        m_last = index;
        const std::int64_t half = 150 + m_draw.between(0, 150) + run * m_climate.nerve / 1'000;
        const std::int64_t skew = skewOf(desk, index);
        const std::int64_t levels = m_draw.between(2, 4);
        std::vector<OrderTerms> orders;
        for (std::int64_t i = 0; i < levels; ++i) {
            for (const Side side : {Side::Buy, Side::Sell}) {
                const std::int64_t away = std::min<std::int64_t>(half + i * (half + 200), 90'000);
                const std::int64_t size = m_climate.depth * (1'000 + signOf(side) * -skew) / 1'000;
                if (size > 0) orders.push_back(level(p, index, side, away, Money::of(m_draw.between(2, 12) * size)));
            }
        }
        if (orders.size() >= 2)
            desk.sign(m_seat.master, PlaceOrders{m_seat.account, OrderRelation::Independent, orders});
    }
    /// -1000 to 1000: how full it is, long positive.
    [[nodiscard]] std::int64_t skewOf(const Desk& desk, Price index) const {
        const Quantity base = desk.baseOf(m_seat.account, m_market);
        const Money full(std::max<std::int64_t>(desk.account(m_seat.account).quote().raw() * 2, Money::kScale));
        const Int128 skew = Int128{worthOf(base, index).raw()} * 1'000 / full.raw();
        return static_cast<std::int64_t>(std::min<Int128>(skew, 1'000)) * (base.raw() < 0 ? -1 : 1);
    }
    OrderTerms level(const MarketParams& p, Price index, Side side, std::int64_t away, Money worth) {
        OrderTerms t = limitOrder(m_market, side, priceAt(p, index, -signOf(side) * away), sizeFor(p, worth, index));
        t.postOnly = m_draw.chance(700'000) ? PostOnly::Slide : PostOnly::Try;
        if (m_draw.chance(100'000) && t.size.raw() > 10 * p.step.raw()) t.display = partOf(p, t.size, 200);
        if (m_draw.chance(100'000)) {
            t.oracleOffset = Price(t.price.raw() - index.raw() / p.tick.raw() * p.tick.raw());
            t.price = Price{};
        } else if (m_draw.chance(200'000)) {
            t.timeInForce = TimeInForce::GoodTillDate;
            t.expiry = m_now + m_draw.between(1, 60) * kNanosPerSecond;
        }
        return t;
    }
    bool amendOne(const Desk& desk) {
        const exchange::AccountState& own = desk.account(m_seat.account);
        const auto& open = own.orders[m_draw.index(own.orders.size())];
        if (!open || open->order.terms.market != m_market || !open->order.terms.oracleOffset.isZero()) return false;
        const Order& order = open->order;
        const MarketParams& p = desk.market(m_market).params;
        const bool smaller = m_draw.chance(500'000);
        const Price price = smaller ? order.terms.price : priceAt(p, order.terms.price, m_draw.between(-300, 300));
        const Quantity size(order.filled.raw() +
                            partOf(p, order.remaining(), m_draw.between(300, smaller ? 900 : 1'500)).raw());
        desk.sign(m_seat.master, AmendOrder{m_seat.account, {order.id, {}}, price, size, Price{}});
        return true;
    }
    /// Too much of it: a part goes at the market.
    void lighten(const Desk& desk) {
        const Quantity base = desk.baseOf(m_seat.account, m_market);
        const MarketParams& p = desk.market(m_market).params;
        const std::int64_t skew = skewOf(desk, desk.market(m_market).prices.index);
        if (std::abs(skew) < 900 || !m_draw.chance(300'000)) return;
        OrderTerms t = marketOrder(m_market, closing(base), std::min(partOf(p, magnitude(base), 200), p.maxSize));
        t.reduceOnly = true;
        desk.sign(m_seat.master, PlaceOrder{m_seat.account, t});
    }

    Seat m_seat;
    MarketId m_market;
    const Climate& m_climate;
    UnixNanos m_now;
    Price m_last;
};

/// Answers orders in their auction.
class AuctionMaker final : public Agent {
  public:
    AuctionMaker(const Seat& seat, Draw draw) : Agent(draw), m_seat(seat) {}

    void act(const Desk& desk) override {
        for (const auto& account : desk.state().accounts) {
            for (const auto& open : account->orders) {
                if (!open || open->order.progress.phase != OrderPhase::Auction) continue;
                if (m_draw.chance(500'000)) return answer(desk, account->id, open->order);
            }
        }
        const Quantity base = desk.baseOf(m_seat.account, m_held);
        if (base.isZero() || !m_draw.chance(200'000)) return;
        OrderTerms t = marketOrder(m_held, closing(base), magnitude(base));
        t.reduceOnly = true;
        desk.sign(m_seat.master, PlaceOrder{m_seat.account, t});
    }
    std::int64_t pause() override { return around(6); }

  private:
    void answer(const Desk& desk, AccountId taker, const Order& order) {
        const MarketParams& p = desk.market(order.terms.market).params;
        const AuctionTerms& a = order.terms.auction;
        const Int128 way = Int128{a.end.raw()} - a.start.raw();
        // Somewhere on the auction's way, a little better or worse than it is now.
        const auto at = static_cast<std::int64_t>(way * m_draw.between(0, 1'000) / 1'000);
        const Price price(std::max(p.tick.raw(), (a.start.raw() + at) / p.tick.raw() * p.tick.raw()));
        m_held = order.terms.market;
        const FillAuction fill{m_seat.account, taker, order.id, price,
                               partOf(p, order.remaining(), m_draw.between(200, 1'000))};
        desk.sign(m_seat.master, fill);
    }

    Seat m_seat;
    MarketId m_held;
};

} // namespace

AgentPtr makeMaker(const Seat& seat, MarketId market, const Climate& climate, Draw draw) {
    return std::make_unique<Maker>(seat, market, climate, draw);
}
AgentPtr makeAuctionMaker(const Seat& seat, Draw draw) { return std::make_unique<AuctionMaker>(seat, draw); }

} // namespace qd::simulation
