#include "core/engine/exchange/Outside.h"

#include "core/engine/exchange/Lifecycle.h"
#include "core/engine/exchange/Settlement.h"

#include <algorithm>

namespace qd::exchange {
namespace {

using book::kNoTick;
using book::Lots;
using book::Tick;

/// Fills of resting orders by the venue outside.
class PaperMaker {
  public:
    PaperMaker(State& state, Emitter& emitter, MarketState& market)
        : m_state(state)
        , m_emitter(emitter)
        , m_market(market)
        , m_settlement(state, market, emitter) {}
    ~PaperMaker() = default;

    /// Fills up to `lots` of a resting order at its own price; an order that cannot carry it leaves the book. Returns
    /// what was filled.
    Lots fill(book::Handle handle, Lots lots) {
        const book::Resting maker = m_market.book.order(handle);
        AccountState& account = m_state.holderOf(maker.tag);
        const Settlement::Party party{&account,      account.find(m_market.params.id), maker.side, LiquidityRole::Maker,
                                      maker.guarded, &m_state.orderOf(maker.tag).order};
        const matching::FillVerdict verdict =
            m_settlement.tryFillOutside(party, maker.tick, std::min(lots, maker.lots));
        if (verdict.lots != 0) {
            m_settlement.announce(party, m_state.orderOf(maker.tag).order, TradeId(++m_market.trades),
                                  m_settlement.last().maker);
            m_market.touch(m_emitter.now());
        }
        if (verdict.lots == maker.lots) {
            m_market.book.remove(handle);
            m_settlement.exhausted(maker);
        } else {
            if (verdict.lots != 0) m_market.book.reduce(handle, verdict.lots);
            if (verdict.removeMaker) {
                m_market.book.remove(handle);
                closeOrder(m_state, m_emitter, maker.tag, verdict.reason);
            }
        }
        return verdict.lots;
    }
    void finish() { m_settlement.sweepReduceOnly(); }

  private:
    State& m_state;
    Emitter& m_emitter;
    MarketState& m_market;
    Settlement m_settlement;
};

/// Orders resting at a price that the other side of the outside book has reached.
void fillCrossed(MarketState& market, PaperMaker& maker) {
    for (const Side side : {Side::Buy, Side::Sell}) {
        for (;;) {
            const Tick own = market.book.best(side);
            const Tick offered = market.outside->best(opposite(side));
            if (own == kNoTick || offered == kNoTick || (side == Side::Buy ? offered > own : offered < own)) break;
            const Lots available = market.outside->available(opposite(side), offered);
            // A removal of the order without a fill changes the best; a fill takes from the level: each round moves on.
            const Lots filled = maker.fill(market.book.level(own).head, available);
            if (filled != 0) market.outside->take(opposite(side), offered, filled);
        }
    }
}

void clampQueues(State& state, MarketState& market, Side side, Tick tick, Lots displayed) {
    if (market.book.level(tick).head == 0) return;
    for (book::Handle h = market.book.level(tick).head; h != 0; h = market.book.next(h)) {
        const book::Resting resting = market.book.order(h);
        if (resting.side != side) return;
        Lots& ahead = state.orderOf(resting.tag).queueAhead;
        ahead = std::min(ahead, displayed);
    }
}

/// A market that stands still fills nothing, whatever the venue behind it tells.
bool trades(const MarketState& market) {
    return market.status == MarketStatus::Active || market.status == MarketStatus::ReduceOnly;
}

bool inRange(const MarketState& market, const BookLevel& level) {
    return level.price.raw() > 0 && level.price <= market.params.maxPrice &&
           level.price.raw() % market.params.tick.raw() == 0 && level.size.raw() >= 0;
}

void applyLevels(State& state, MarketState& market, Side side, std::span<const BookLevel> levels) {
    for (const BookLevel& level : levels) {
        const Tick tick = market.toTick(level.price);
        const Lots lots = market.toLots(level.size);
        market.outside->set(side, tick, lots);
        clampQueues(state, market, side, tick, lots);
    }
}

/// A snapshot has replaced the book: levels it does not name display nothing now.
void clampAllQueues(State& state, MarketState& market) {
    for (const Side side : {Side::Buy, Side::Sell}) {
        for (Tick t = market.book.best(side); t != kNoTick; t = market.book.nextWorse(side, t))
            clampQueues(state, market, side, t, market.outside->displayed(side, t));
    }
}

/// A print at exactly the price of resting orders: the outside queue before each goes first. A fill may take other
/// orders out of the queue, so they are named before the first one.
void fillAtPrice(State& state, MarketState& market, PaperMaker& maker, Tick tick, Lots volume) {
    std::vector<OrderPlace>& queue = state.agenda.queue;
    queue.clear();
    for (book::Handle h = market.book.level(tick).head; h != 0; h = market.book.next(h)) {
        const std::uint32_t tag = market.book.order(h).tag;
        queue.push_back({state.holderOf(tag).id, state.orderOf(tag).order.id});
    }
    Lots outsideTraded = 0;
    for (const OrderPlace& place : queue) {
        AccountState& account = *state.account(place.account);
        const auto slot = slotOf(account, {place.order, ClientOrderId{}});
        if (!slot) continue;
        const book::Handle h = account.orders[*slot]->handle;
        Lots& ahead = account.orders[*slot]->queueAhead;
        const Lots before = std::min(volume, ahead > outsideTraded ? ahead - outsideTraded : 0);
        volume -= before;
        outsideTraded += before;
        ahead -= std::min(ahead, outsideTraded);
        if (volume != 0) volume -= maker.fill(h, volume);
    }
}

} // namespace

void updateDepth(State& state, Emitter& emitter, const UpdateDepth& command) {
    MarketState* market = state.market(command.market);
    if (market == nullptr) return emitter.reject(AccountId{}, command.market, {}, RejectCode::UnknownMarket);
    const auto good = [&](const BookLevel& level) { return inRange(*market, level); };
    if (!market->outside || !std::ranges::all_of(command.bids, good) || !std::ranges::all_of(command.asks, good))
        return emitter.reject(AccountId{}, command.market, {}, RejectCode::InvalidParameters);
    if (command.snapshot) market->outside->clear();
    applyLevels(state, *market, Side::Buy, command.bids);
    applyLevels(state, *market, Side::Sell, command.asks);
    if (command.snapshot) clampAllQueues(state, *market);
    market->touch(emitter.now());
    emitter.tell(DepthChanged{command.market});
    if (!trades(*market)) return;
    PaperMaker maker(state, emitter, *market);
    fillCrossed(*market, maker);
    maker.finish();
}

void printTrade(State& state, Emitter& emitter, const PrintTrade& command) {
    MarketState* market = state.market(command.market);
    if (market == nullptr) return emitter.reject(AccountId{}, command.market, {}, RejectCode::UnknownMarket);
    if (!market->outside || command.price.raw() <= 0 || command.size.raw() <= 0 ||
        command.price > market->params.maxPrice)
        return emitter.reject(AccountId{}, command.market, {}, RejectCode::InvalidParameters);
    market->lastTrade = command.price;
    state.agenda.traded.push_back(command.market);
    market->touch(emitter.now());
    emitter.tell(Traded{command.market, Trade{TradeId(++market->trades), emitter.now(), command.price, command.size,
                                              command.aggressor}});
    if (!trades(*market)) return;
    const Side side = opposite(command.aggressor);
    const Tick tick = market->toTick(command.price);
    Lots volume = market->toLots(command.size);
    PaperMaker maker(state, emitter, *market);
    for (Tick best = market->book.best(side);
         volume != 0 && best != kNoTick && (side == Side::Buy ? best > tick : best < tick);
         best = market->book.best(side))
        volume -= maker.fill(market->book.level(best).head, volume);
    if (volume != 0 && market->book.best(side) == tick) fillAtPrice(state, *market, maker, tick, volume);
    maker.finish();
}

} // namespace qd::exchange
