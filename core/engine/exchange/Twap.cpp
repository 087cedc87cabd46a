#include "core/engine/exchange/Twap.h"

#include "core/engine/exchange/Accounts.h"
#include "core/engine/exchange/Calm.h"
#include "core/engine/exchange/Lifecycle.h"
#include "core/engine/exchange/Placement.h"
#include "core/engine/exchange/Settlement.h"
#include "core/engine/exchange/Submission.h"
#include "core/engine/exchange/Validation.h"
#include "core/engine/exchange/Waiting.h"
#include "core/engine/matching/Auction.h"
#include "core/engine/matching/Slices.h"

#include <algorithm>
#include <utility>

namespace qd::exchange {
namespace {

/// The child as an order of its own: immediate, at most kTwapSlippage from the mark and inside the bands.
std::optional<OrderTerms> childTerms(const MarketState& market, const OrderTerms& parent, Quantity size) {
    OrderTerms t = parent;
    t.twap = TwapSchedule{};
    t.clientId = ClientOrderId{};
    t.size = size;
    t.timeInForce = TimeInForce::ImmediateOrCancel;
    const auto slippage =
        Checked(market.prices.mark.raw()).times(matching::kTwapSlippage.raw(), Rate::kScale, Round::Down);
    const auto limit = matching::toTick(Checked(market.prices.mark.raw()) + slippage * Checked(signOf(t.side)),
                                        market.params.tick, t.side);
    if (!limit) return std::nullopt;
    const Price widest = risk::marketOrderLimit(market.params, market.prices, parent);
    t.price = t.side == Side::Buy ? std::min(*limit, widest) : std::max(*limit, widest);
    if (t.price < market.params.tick || t.price > market.params.maxPrice) return std::nullopt;
    return t;
}

bool mayTrade(const State& state, const MarketState& market, const AccountState& account) {
    const oracle::Oracle& index = state.oracles[market.params.oracle.value()];
    return market.status == MarketStatus::Active && !account.frozen &&
           index.price(PriceUse::Match, state.now).has_value();
}

/// Sends one child; its fills count in its parent's at once.
void sendChild(State& state, Emitter& emitter, MarketState& market, AccountState& account, const OrderTerms& terms,
               OrderId parent) {
    Order child{OrderId(account.nextOrderId++), terms, Quantity{}, Money{}, emitter.now(), {}};
    child.progress.parent = parent;
    emitter.tell(OrderAccepted{account.id, child});
    (void)Submission(state, emitter, market, account).run(child, std::nullopt); // a market order is never post-only
}

struct Auctioned {
    AccountState* account = nullptr;
    std::size_t slot = 0;
    [[nodiscard]] OpenOrder& open() const { return *account->orders[slot]; }
};

std::optional<Auctioned> findAuction(State& state, AccountId id, OrderId order) {
    AccountState* account = state.account(id);
    if (account == nullptr) return std::nullopt;
    const auto slot = slotOf(*account, {order, ClientOrderId{}});
    if (!slot || account->orders[*slot]->order.progress.phase != OrderPhase::Auction) return std::nullopt;
    return Auctioned{account, *slot};
}

/// The limit of an auctioned order now; empty when it floats and the index is not good enough.
std::optional<Price> limitNow(const State& state, const MarketState& market, const OrderTerms& t) {
    if (t.oracleOffset.isZero()) return t.price;
    if (!floatsNow(state, market)) return std::nullopt;
    const auto price = matching::offsetPrice(t.side, market.prices.index, t.oracleOffset, market.params.tick);
    return price ? std::optional(*price) : std::nullopt;
}

/// Is the maker's price at least as good for the taker as the auction's now and its limit, on the tick and in the band?
RejectCode checkAuctionPrice(const State& state, const MarketState& market, const Order& order, Price limit,
                             Price price) {
    const OrderTerms& t = order.terms;
    const matching::AuctionClock clock{slotsElapsed(order.progress.auctionSlot, slotAt(state.now)),
                                       t.auction.durationSlots};
    if (matching::auctionComplete(clock)) return RejectCode::AuctionNotLive;
    const auto now =
        matching::auctionPrice(t.side, {t.auction.start, t.auction.end}, clock, market.params.tick,
                               t.oracleOffset.isZero() ? std::nullopt : std::optional(market.prices.index));
    if (!now) return RejectCode::MathOverflow;
    if (price.raw() <= 0 || price.raw() % market.params.tick.raw() != 0) return RejectCode::PriceNotTick;
    const FillBand band = fillBandOf(market);
    const book::Tick tick = market.toTick(price);
    if (tick < band.low || tick > band.high) return RejectCode::PriceOutOfBand;
    const Price worst = t.side == Side::Buy ? std::min(*now, limit) : std::max(*now, limit);
    return (t.side == Side::Buy ? price > worst : price < worst) ? RejectCode::AuctionPrice : RejectCode::None;
}

/// The maker's half as an order of its own, which is filled at once or not at all.
OrderTerms makerTerms(const MarketState& market, const Order& taker, const FillAuction& command) {
    OrderTerms t;
    t.market = taker.terms.market;
    t.side = opposite(taker.terms.side);
    t.timeInForce = TimeInForce::ImmediateOrCancel;
    t.price = command.price;
    t.size = std::min(command.size, taker.remaining());
    if (matching::likelyWash(t.side, command.price, market.prices.index))
        t.size = matching::washSize(t.size, market.params.step);
    return t;
}

RejectCode codeOf(CloseReason reason) noexcept {
    switch (reason) {
    case CloseReason::ReduceOnly: return RejectCode::ReduceOnlyNoPosition;
    case CloseReason::MathOverflow: return RejectCode::MathOverflow;
    default: return RejectCode::InsufficientCollateral;
    }
}

/// A maker's answer that has passed: both halves are told, what is finished is closed.
class AuctionFill {
  public:
    AuctionFill(State& state, Emitter& emitter, MarketState& market, AccountState& maker, const Auctioned& taker)
        : m_state(state)
        , m_emitter(emitter)
        , m_market(market)
        , m_maker(maker)
        , m_taker(taker)
        , m_settlement(state, market, emitter) {}

    /// The maker has a position in the market. `limit`: the taker's own, which floats with the index.
    RejectCode run(OrderTerms terms, Price limit) {
        if (terms.size.isZero()) return RejectCode::SizeZero;
        const MarketId id = m_market.params.id;
        Order& order = m_taker.open().order;
        if (const RejectCode code = checkMargin(m_state, m_market, m_maker, terms, terms.size);
            code != RejectCode::None)
            return code;
        const Settlement::Party making{&m_maker, m_maker.find(id), terms.side, LiquidityRole::Maker, false, nullptr};
        const Settlement::Party taking{m_taker.account,      m_taker.account->find(id), order.terms.side,
                                       LiquidityRole::Taker, order.terms.reduceOnly,    &order};
        const auto verdict =
            m_settlement.tryFill(making, taking, m_market.toTick(terms.price), m_market.toLots(terms.size));
        if (verdict.lots == 0) return codeOf(verdict.reason);
        terms.size = m_market.toQuantity(verdict.lots);
        m_maker.lastActive = m_emitter.now();
        Order made{OrderId(m_maker.nextOrderId++), terms, Quantity{}, Money{}, m_emitter.now(), {}};
        m_emitter.tell(OrderAccepted{m_maker.id, made});
        if (std::exchange(order.terms.price, limit) != limit) m_emitter.tell(OrderUpdated{m_taker.account->id, order});
        m_settlement.print(making, made, taking, order);
        m_emitter.closed(m_maker.id, made, CloseReason::Filled);
        if (order.remaining().isZero())
            closeOrder(m_state, m_emitter, makeTag(m_taker.account->id, m_taker.slot), CloseReason::Filled);
        m_settlement.sweepReduceOnly();
        return RejectCode::None;
    }

  private:
    State& m_state;
    Emitter& m_emitter;
    MarketState& m_market;
    AccountState& m_maker;
    const Auctioned& m_taker;
    Settlement m_settlement;
};

} // namespace

void sendTwapChild(State& state, Emitter& emitter, AccountState& account, OrderId id) {
    const auto slot = slotOf(account, {id, ClientOrderId{}});
    if (!slot || account.orders[*slot]->order.progress.phase != OrderPhase::Twap) return;
    Order& order = account.orders[*slot]->order;
    MarketState& market = *state.market(order.terms.market);
    const auto children = matching::twapChildren(order.terms.twap);
    const std::int64_t k = order.progress.child;
    if (k >= children)
        return cancelAt(state, emitter, account, *slot,
                        order.remaining().isZero() ? CloseReason::Filled : CloseReason::TwapOver);
    ++order.progress.child;
    order.progress.nextChild =
        UnixNanos(order.progress.nextChild.value() + order.terms.twap.intervalMs * kNanosPerMilli);
    state.schedule({order.progress.nextChild, TimerKind::TwapChild, account.id.value(), id.value()});
    const auto size = matching::twapChildSize(order.terms.size, order.filled, children, k, market.params.step);
    const bool sends = !order.progress.paused && size && !size->isZero() && mayTrade(state, market, account);
    const auto terms = sends ? childTerms(market, order.terms, *size) : std::nullopt;
    if (terms && checkMargin(state, market, account, *terms, *size) == RejectCode::None)
        sendChild(state, emitter, market, account, *terms, id);
    const auto after = slotOf(account, {id, ClientOrderId{}});
    if (!after) return; // a reduce-only one went with its position
    emitter.tell(OrderUpdated{account.id, account.orders[*after]->order});
    if (account.orders[*after]->order.remaining().isZero())
        cancelAt(state, emitter, account, *after, CloseReason::Filled);
}

void pauseTwap(State& state, Emitter& emitter, const PauseTwap& command) {
    AccountState* account = liveAccount(state, command.account);
    if (account == nullptr)
        return emitter.reject(command.account, MarketId{}, command.order, RejectCode::UnknownAccount);
    const auto slot = slotOf(*account, command.order);
    if (!slot || account->orders[*slot]->order.progress.phase != OrderPhase::Twap)
        return emitter.reject(command.account, MarketId{}, command.order, RejectCode::UnknownOrder);
    Order& order = account->orders[*slot]->order;
    order.progress.paused = command.paused;
    state.market(order.terms.market)->touch(emitter.now());
    emitter.tell(OrderUpdated{account->id, order});
}

void startAuction(State& state, Emitter& emitter, const MarketState& market, AccountState& account, Order& order) {
    OrderTerms& t = order.terms;
    if (t.auction.start.isZero() && t.auction.end.isZero()) {
        const Price index = market.prices.index;
        const auto bounds = order.progress.triggered
                                ? matching::triggeredAuctionBounds(t.side, index, t.price, market.params.tier)
                                : matching::auctionBounds(t.side, index, t.price);
        const std::int64_t origin = t.oracleOffset.isZero() ? 0 : index.raw();
        if (bounds) {
            t.auction.start = Price(bounds->start.raw() - origin);
            t.auction.end = Price(bounds->end.raw() - origin);
        }
    }
    order.progress.phase = OrderPhase::Auction;
    order.progress.auctionSlot = slotAt(state.now);
    strain(state, account, *account.find(market.params.id), order.remaining(), t.price, market.prices.mark);
    enterSlot(account, *freeSlot(account), {order, 0, 0});
    state.schedule({auctionEndOf(order), TimerKind::AuctionEnd, account.id.value(), order.id.value()});
    emitter.tell(OrderUpdated{account.id, order});
}

void endAuction(State& state, Emitter& emitter, AccountState& account, OrderId id) {
    const auto found = findAuction(state, account.id, id);
    if (!found) return;
    MarketState& market = *state.market(found->open().order.terms.market);
    Order order = leaveSlot(account, found->slot);
    enterBook(state, emitter, market, account, order);
}

void fillAuction(State& state, Emitter& emitter, const FillAuction& command) {
    const auto refuse = [&](RejectCode code, MarketId market) {
        emitter.reject(command.account, market, {command.order, ClientOrderId{}}, code);
    };
    AccountState* maker = liveAccount(state, command.account);
    if (maker == nullptr) return refuse(RejectCode::UnknownAccount, MarketId{});
    const auto found = findAuction(state, command.taker, command.order);
    if (!found) return refuse(RejectCode::AuctionNotLive, MarketId{});
    MarketState& market = *state.market(found->open().order.terms.market);
    const MarketId id = market.params.id;
    if (maker->frozen) return refuse(RejectCode::AccountFrozen, id);
    if (market.status != MarketStatus::Active) return refuse(RejectCode::MarketPaused, id);
    if (maker->master == found->account->master) return refuse(RejectCode::Unauthorized, id);
    if (command.size.raw() <= 0) return refuse(RejectCode::SizeZero, id);
    if (command.size.raw() % market.params.step.raw() != 0) return refuse(RejectCode::SizeNotStep, id);
    const Order& taker = found->open().order;
    const auto limit = limitNow(state, market, taker.terms);
    if (!limit || !state.oracles[market.params.oracle.value()].price(PriceUse::Match, state.now))
        return refuse(RejectCode::OracleInvalid, id);
    if (const RejectCode code = checkAuctionPrice(state, market, taker, *limit, command.price);
        code != RejectCode::None)
        return refuse(code, id);
    bool made = false;
    if (positionFor(market, *maker, made) == nullptr) return refuse(RejectCode::MaxPositions, id);
    const RejectCode code =
        AuctionFill(state, emitter, market, *maker, *found).run(makerTerms(market, taker, command), *limit);
    if (code == RejectCode::None) return;
    if (made) dropPosition(market, *maker);
    refuse(code, id);
}

void moveFloating(State& state, Emitter& emitter, MarketState& market) {
    // Where nothing may trade, or the index is not good enough, they stay as they are.
    if (market.status == MarketStatus::Paused || !floatsNow(state, market)) return;
    std::vector<OrderPlace> floating;
    floating.swap(state.agenda.queue);
    floating.assign(market.floating.begin(), market.floating.end());
    for (const OrderPlace& place : floating) {
        AccountState& account = *state.account(place.account);
        const auto slot = slotOf(account, {place.order, ClientOrderId{}});
        if (!slot) continue; // filled or cancelled by one before it
        OpenOrder& open = *account.orders[*slot];
        const auto price = matching::offsetPrice(open.order.terms.side, market.prices.index,
                                                 open.order.terms.oracleOffset, market.params.tick);
        if (!price || *price == open.order.terms.price) continue;
        market.book.remove(open.handle);
        erasePlace(market.floating, place);
        Order order = leaveSlot(account, *slot);
        order.terms.price = *price;
        enterBook(state, emitter, market, account, order);
    }
    floating.swap(state.agenda.queue);
}

} // namespace qd::exchange
