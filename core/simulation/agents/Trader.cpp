#include "core/simulation/agents/Agent.h"
#include "core/simulation/agents/Sizes.h"

#include <algorithm>

namespace qd::simulation {
namespace {

constexpr std::int64_t kMarkets = 7;

/// Trades one market at a time with as much leverage as it gets, and pays in again when it has lost everything. Some
/// use the cross margin of their account, some an isolated position.
class Trader final : public Agent {
  public:
    Trader(const Seat& seat, Draw draw)
        : Agent(draw)
        , m_seat(seat)
        , m_isolated(seat.role == Role::IsolatedTrader)
        , m_market(static_cast<std::uint16_t>(seat.number % kMarkets))
        , m_boldness(m_draw.between(100, 1'000)) {}

    void act(const Desk& desk) override {
        if (!desk.market(m_market).prices.valid()) return;
        if (desk.account(m_seat.account).quote() < Money::of(200) && m_draw.chance(300'000))
            desk.sign(m_seat.master, Deposit{m_seat.account, Amount(Money::of(m_draw.wide(500, 20'000)).raw())});
        if (m_draw.chance(50'000)) desk.sign(m_seat.master, SettlePnl{m_seat.account, m_market});
        if (desk.baseOf(m_seat.account, m_market).isZero()) return begin(desk);
        switch (m_draw.between(0, 9)) {
        case 0: return end(desk);
        case 1: return protect(desk);
        case 2: return trail(desk);
        case 3: return moveMargin(desk);
        case 4: return open(desk);
        default: return; // waits
        }
    }
    std::int64_t pause() override { return around(25); }

  private:
    /// Goes to another market now and then, chooses a leverage, and opens.
    void begin(const Desk& desk) {
        if (!m_isolated && m_draw.chance(200'000))
            m_market = MarketId(static_cast<std::uint16_t>(m_draw.between(0, kMarkets - 1)));
        if (m_draw.chance(200'000)) {
            const Ratio initial = desk.market(m_market).params.initialMargin;
            desk.sign(m_seat.master,
                      SetLeverage{m_seat.account, m_market, Ratio(initial.raw() * m_draw.between(1, 3))});
        }
        if (m_isolated) fund(desk);
        open(desk);
    }
    void fund(const Desk& desk) {
        const auto* position = desk.account(m_seat.account).find(m_market);
        if (position == nullptr || !position->isolated)
            desk.sign(m_seat.master, SetMarginMode{m_seat.account, m_market, true});
        const Money all = desk.account(m_seat.account).quote();
        const Money part(all.raw() / 1'000 * m_draw.between(100, 700));
        if (part.raw() > 0) desk.sign(m_seat.master, MoveIsolatedMargin{m_seat.account, m_market, part});
    }
    /// In dollars, what it trades with.
    [[nodiscard]] Money stake(const Desk& desk) const {
        const exchange::AccountState& own = desk.account(m_seat.account);
        const auto* position = own.find(m_market);
        if (m_isolated) return position == nullptr ? Money{} : position->isolatedMargin;
        return std::max(own.quote(), Money::of(1'000));
    }
    void open(const Desk& desk) {
        const MarketParams& p = desk.market(m_market).params;
        const Int128 most = Int128{stake(desk).raw()} * Ratio::kScale / p.initialMargin.raw() * m_boldness / 1'000;
        const Money worth(static_cast<std::int64_t>(std::min<Int128>(most, Money::of(3'000'000).raw())));
        if (worth.raw() <= 0) return;
        const Quantity held = desk.baseOf(m_seat.account, m_market);
        const Side side = held.isZero() ? sideNow(desk) : opposite(closing(held));
        const Quantity size =
            sizeFor(p, Money(worth.raw() * m_draw.between(30, 95) / 100), desk.market(m_market).prices.index);
        OrderTerms t = marketOrder(m_market, side, size);
        if (m_draw.chance(200'000)) t.auction.durationSlots = static_cast<std::uint16_t>(m_draw.between(3, 30));
        if (m_draw.chance(200'000)) t = limitOrder(m_market, side, near(desk), size);
        desk.sign(m_seat.master, PlaceOrder{m_seat.account, t});
    }
    /// Most follow the last minutes' move.
    [[nodiscard]] Side sideNow(const Desk& desk) {
        const MarketPrices& prices = desk.market(m_market).prices;
        const Side along = prices.index >= prices.twap5 ? Side::Buy : Side::Sell;
        return m_draw.chance(650'000) ? along : opposite(along);
    }
    [[nodiscard]] Price near(const Desk& desk) {
        const exchange::MarketState& market = desk.market(m_market);
        return priceAt(market.params, market.prices.index, m_draw.between(-1'500, 1'500));
    }
    void end(const Desk& desk) {
        const Quantity base = desk.baseOf(m_seat.account, m_market);
        OrderTerms t = marketOrder(m_market, closing(base), magnitude(base));
        t.reduceOnly = true;
        desk.sign(m_seat.master, PlaceOrder{m_seat.account, t});
    }
    void protect(const Desk& desk) {
        const Side side = closing(desk.baseOf(m_seat.account, m_market));
        OrderTerms t = marketOrder(m_market, side, desk.market(m_market).params.minSize);
        t.reduceOnly = t.followsPosition = true;
        t.trigger.kind = m_draw.chance(600'000) ? TriggerKind::Stop : TriggerKind::TakeProfit;
        const int away = t.trigger.kind == TriggerKind::Stop ? signOf(side) : -signOf(side);
        t.trigger.price = priceAt(desk.market(m_market).params, desk.market(m_market).prices.mark,
                                  away * m_draw.between(1'000, 15'000));
        desk.sign(m_seat.master, PlaceOrder{m_seat.account, t});
    }
    void trail(const Desk& desk) {
        const Quantity base = desk.baseOf(m_seat.account, m_market);
        OrderTerms t = marketOrder(m_market, closing(base), magnitude(base));
        t.reduceOnly = true;
        t.trigger.kind = TriggerKind::Trailing;
        t.trigger.distanceRate = Rate(m_draw.between(1'000, 20'000));
        desk.sign(m_seat.master, PlaceOrder{m_seat.account, t});
    }
    void moveMargin(const Desk& desk) {
        const Money part(desk.account(m_seat.account).quote().raw() / 1'000 * m_draw.between(1, 300));
        if (!m_isolated) return desk.sign(m_seat.master, Withdraw{m_seat.account, Amount(part.raw())});
        const Money amount(m_draw.chance(500'000) ? part.raw() : -stake(desk).raw() / 10);
        desk.sign(m_seat.master, MoveIsolatedMargin{m_seat.account, m_market, amount});
    }

    Seat m_seat;
    bool m_isolated;
    MarketId m_market;
    std::int64_t m_boldness; ///< per mille of the largest leverage
};

} // namespace

AgentPtr makeTrader(const Seat& seat, Draw draw) { return std::make_unique<Trader>(seat, draw); }

} // namespace qd::simulation
