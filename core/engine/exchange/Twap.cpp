// Size: an auction's fill is one list of refusals and then one fill.
#include "core/engine/exchange/Twap.h"

#include "core/engine/exchange/Accounts.h"
#include "core/engine/exchange/Lifecycle.h"
#include "core/engine/exchange/Placement.h"
#include "core/engine/exchange/Settlement.h"
#include "core/engine/exchange/Submission.h"
#include "core/engine/exchange/Validation.h"
#include "core/engine/exchange/Waiting.h"
#include "core/engine/matching/Auction.h"
#include "core/engine/matching/Slices.h"

#include <algorithm>

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

/// Sends one child; returns what it filled.
Order sendChild(State& state, Emitter& emitter, MarketState& market, AccountState& account, const OrderTerms& terms,
                OrderId parent) {
    Order child{OrderId(account.nextOrderId++), terms, Quantity{}, Money{}, emitter.now(), {}};
    child.progress.parent = parent;
    emitter.tell(OrderAccepted{account.id, child});
    (void)Submission(state, emitter, market, account).run(child, std::nullopt);
    return child;
}

void addChild(OrderPlace parent, State& state, Emitter& emitter, const Order& child) {
    AccountState& account = *state.account(parent.account);
    const auto slot = slotOf(account, {parent.order, ClientOrderId{}});
    if (!slot || child.filled.isZero()) return; // a reduce-only parent may have gone with its position
    Order& order = account.orders[*slot]->order;
    order.filled = Quantity(order.filled.raw() + child.filled.raw());
    order.filledQuote = Money(order.filledQuote.raw() + child.filledQuote.raw());
    emitter.tell(OrderUpdated{account.id, order});
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

/// Is the maker's price at least as good for the taker as the auction's now, on the tick and in the band?
RejectCode checkAuctionPrice(const State& state, const MarketState& market, const Order& order, Price price) {
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
    return (t.side == Side::Buy ? price > *now : price < *now) ? RejectCode::AuctionPrice : RejectCode::None;
}

/// The maker's half as an order of its own, which is filled at once or not at all.
Order makerOrder(AccountState& maker, const Order& taker, const FillAuction& command, Quantity size, UnixNanos now) {
    OrderTerms t;
    t.market = taker.terms.market;
    t.side = opposite(taker.terms.side);
    t.timeInForce = TimeInForce::ImmediateOrCancel;
    t.price = command.price;
    t.size = size;
    return {OrderId(maker.nextOrderId++), t, Quantity{}, Money{}, now, {}};
}

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
    if (order.progress.paused || !size || size->isZero() || !mayTrade(state, market, account)) return;
    const auto terms = childTerms(market, order.terms, *size);
    if (!terms || checkMargin(state, market, account, *terms, *size) != RejectCode::None) return;
    const Order child = sendChild(state, emitter, market, account, *terms, id);
    addChild({account.id, id}, state, emitter, child);
    const auto after = slotOf(account, {id, ClientOrderId{}});
    if (after && account.orders[*after]->order.remaining().isZero())
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
    if (const RejectCode code = checkAuctionPrice(state, market, found->open().order, command.price);
        code != RejectCode::None)
        return refuse(code, id);
    bool made = false;
    PositionState* position = positionFor(market, *maker, made);
    if (position == nullptr) return refuse(RejectCode::MaxPositions, id);
    Order& taker = found->open().order;
    const Side side = opposite(taker.terms.side);
    Quantity size = std::min(command.size, taker.remaining());
    if (matching::likelyWash(side, command.price, market.prices.index))
        size = matching::washSize(size, market.params.step);
    Settlement settlement(state, market, emitter);
    const Settlement::Party making{maker, position, side, LiquidityRole::Maker, false, nullptr};
    const Settlement::Party taking{found->account,       found->account->find(id), taker.terms.side,
                                   LiquidityRole::Taker, taker.terms.reduceOnly,   &taker};
    const auto verdict = size.isZero()
                             ? matching::FillVerdict{}
                             : settlement.tryFill(making, taking, market.toTick(command.price), market.toLots(size));
    if (verdict.lots == 0) {
        if (made) dropPosition(market, *maker);
        return refuse(RejectCode::InsufficientCollateral, id);
    }
    Order order = makerOrder(*maker, taker, command, market.toQuantity(verdict.lots), emitter.now());
    emitter.tell(OrderAccepted{maker->id, order});
    settlement.print(making, order, taking, taker);
    emitter.closed(maker->id, order, CloseReason::Filled);
    if (taker.remaining().isZero())
        closeOrder(state, emitter, makeTag(found->account->id, found->slot), CloseReason::Filled);
    settlement.sweepReduceOnly();
}

void moveFloating(State& state, Emitter& emitter, MarketState& market) {
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
        emitter.tell(OrderUpdated{account.id, order});
        enterBook(state, emitter, market, account, order);
    }
    floating.swap(state.agenda.queue);
}

} // namespace qd::exchange
