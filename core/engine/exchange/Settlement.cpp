#include "core/engine/exchange/Settlement.h"

#include "core/engine/exchange/Calm.h"
#include "core/engine/exchange/Lifecycle.h"
#include "core/engine/exchange/Pools.h"
#include "core/engine/exchange/Volumes.h"
#include "core/engine/matching/Slices.h"
#include "core/engine/risk/Margin.h"

#include <algorithm>

namespace qd::exchange {
namespace {

using matching::FillVerdict;

constexpr FillVerdict refuseMaker(CloseReason reason) { return {0, true, false, reason}; }
constexpr FillVerdict refuseTaker(CloseReason reason) { return {0, false, true, reason}; }

bool onlyReduces(const PositionState& before, Side side, Quantity size) noexcept {
    return size <= reducibleBy(before, side);
}

} // namespace

Quantity reducibleBy(const PositionState& position, Side side) noexcept {
    return risk::reducibleBy(position.position.base, side);
}

void countOpenInterest(MarketState& market, Quantity before, Quantity after) noexcept {
    const std::int64_t change = std::max<std::int64_t>(after.raw(), 0) - std::max<std::int64_t>(before.raw(), 0);
    market.openInterest = Quantity(market.openInterest.raw() + change);
}

void sweepReduceOnlyOf(State& state, Emitter& emitter, AccountState& account, const MarketState& market) {
    const PositionState& position = *account.find(market.params.id);
    if (position.reduceOnlyOrders == 0) return;
    const OpenSlots slots = openSlotsById(account);
    for (const std::uint8_t slot : slots.all()) {
        const auto& open = account.orders[slot];
        if (!open || !open->order.terms.reduceOnly || open->order.terms.market != market.params.id) continue;
        // A bracket's child waits for the position that its entry will make.
        if (waitsForEntry(account, open->order) || reducibleBy(position, open->order.terms.side) >= market.params.step)
            continue;
        const bool finished = open->order.progress.phase == OrderPhase::Twap && open->order.remaining().isZero();
        cancelAt(state, emitter, account, slot, finished ? CloseReason::Filled : CloseReason::ReduceOnly);
    }
}

std::optional<Settlement::Effect> Settlement::apply(const Party& party, Quantity size, Money quote, Money fee) {
    const bool buys = party.side == Side::Buy;
    const auto filled = ledger::withFill(party.position->position, Quantity(buys ? size.raw() : -size.raw()),
                                         Money(buys ? -quote.raw() : quote.raw()));
    if (!filled) return std::nullopt;
    const auto charged = ledger::withFee(filled->after, fee);
    if (!charged) return std::nullopt;
    remember(party.position);
    party.position->position = *charged;
    strain(m_state, *party.account, *party.position, size, m_last.price, m_market.prices.mark);
    if (party.resting != nullptr) addToOpen(*party.position, *party.resting, -size.raw());
    return Effect{fee, filled->realised, {}, {}};
}

bool Settlement::carries(const Party& party, const PositionState& before) {
    if (onlyReduces(before, party.side, m_last.size)) return true;
    if (party.role == LiquidityRole::Taker) {
        risk::MarginSum sum = othersOf(party);
        sum.add(exposureOf(m_state, *party.account, *party.position));
        const auto totals = sum.totals();
        return totals && totals->sufficient();
    }
    const ExposureOf exposure(m_state, *party.account, party.position->pool(), PriceUse::Match);
    const auto totals = risk::marginTotals(exposure.exposure(), risk::MarginKind::Fill);
    return totals && totals->sufficient();
}

const risk::MarginSum& Settlement::othersOf(const Party& taker) {
    // A fill may end orders tied to it, in other markets too.
    if (!m_takersOthers || taker.account->linkedOrders != 0) {
        const ExposureOf pool(m_state, *taker.account, taker.position->pool(), PriceUse::Match);
        const auto own = static_cast<std::size_t>(pool.indexOf(m_market.params.id));
        m_takersOthers = risk::sumWithout(pool.exposure(), own, risk::MarginKind::Fill);
    }
    return *m_takersOthers;
}

CloseReason Settlement::unfit(const Party& maker) const {
    if (maker.resting == nullptr || maker.resting->terms.oracleOffset.isZero()) return CloseReason::Filled;
    const oracle::Oracle& index = m_state.oracles[m_market.params.oracle.value()];
    return index.price(PriceUse::OffsetOrder, m_state.now) ? CloseReason::Filled : CloseReason::OracleInvalid;
}

book::Lots Settlement::plannedLeft(const Party& maker, book::Lots lots) const {
    if (!m_planning || maker.resting == nullptr || maker.resting->progress.group == 0) return lots;
    for (const PlannedGroup& g : m_plannedGroups) {
        if (g.account != maker.account->id || g.group != maker.resting->progress.group) continue;
        const book::Lots left = m_market.toLots(maker.resting->remaining());
        return std::min(lots, left - std::min(left, g.lots));
    }
    return lots;
}

void Settlement::planGroup(const Party& maker, book::Lots lots) {
    if (maker.resting == nullptr || maker.resting->progress.group == 0) return;
    const PlannedGroup key{maker.account->id, maker.resting->progress.group, lots};
    const auto known = std::ranges::find_if(
        m_plannedGroups, [&](const PlannedGroup& g) { return g.account == key.account && g.group == key.group; });
    if (known == m_plannedGroups.end())
        m_plannedGroups.push_back(key);
    else
        known->lots += lots;
}

ledger::MathResult<ledger::Fees> Settlement::feesOf(const AccountState& taker, Money quote) const {
    return ledger::crossFees(quote, ledger::feeTermsOf(m_market.params, takerTermsOf(m_state, taker)));
}

CloseReason Settlement::make(const Party& maker, const ledger::Fees& fees) {
    const PositionState before = *maker.position;
    const auto effect = apply(maker, m_last.size, m_last.quote, Money(-fees.rebate.raw()));
    if (effect && carries(maker, before)) {
        m_last.maker = *effect;
        return CloseReason::Filled;
    }
    *maker.position = before;
    return effect ? CloseReason::InsufficientCollateral : CloseReason::MathOverflow;
}

CloseReason Settlement::take(const Party& taker, const ledger::Fees& fees) {
    const PositionState before = *taker.position;
    const auto effect = apply(taker, m_last.size, m_last.quote, fees.taker);
    std::optional<HandedOn> handed;
    if (effect && !fees.reward.isZero()) {
        handed = handOn(*taker.account, *taker.position, *rewardedBy(m_state, *taker.account), fees.reward);
        m_takersOthers.reset();
    }
    const bool fits = effect && handed.has_value() != fees.reward.isZero();
    if (fits && carries(taker, before)) {
        m_last.taker = {effect->fee, effect->realised, fees.discount, fees.reward};
        if (m_planning && handed) m_plannedRewards.push_back(*handed);
        return CloseReason::Filled;
    }
    if (handed) {
        handed->takeBack();
        m_takersOthers.reset();
    }
    *taker.position = before;
    return fits ? CloseReason::InsufficientCollateral : CloseReason::MathOverflow;
}

FillVerdict Settlement::tryFill(Party maker, Party taker, book::Tick price, book::Lots lots) {
    if (const CloseReason reason = unfit(maker); reason != CloseReason::Filled) return refuseMaker(reason);
    lots = plannedLeft(maker, lots);
    if (lots == 0) return refuseMaker(CloseReason::OneCancelsOther);
    if (maker.reduceOnly) lots = std::min(lots, m_market.toLots(reducibleBy(*maker.position, maker.side)));
    if (lots == 0) return refuseMaker(CloseReason::ReduceOnly);
    const book::Lots makerCan = lots;
    if (taker.reduceOnly) lots = std::min(lots, m_market.toLots(reducibleBy(*taker.position, taker.side)));
    if (lots == 0) return refuseTaker(CloseReason::ReduceOnly);

    m_last.size = m_market.toQuantity(lots);
    m_last.price = m_market.toPrice(price);
    const auto quote = ledger::fillQuote(m_last.size, m_last.price, maker.side == Side::Buy);
    if (!quote) return refuseTaker(CloseReason::MathOverflow);
    m_last.quote = *quote;
    const auto fees = feesOf(*taker.account, *quote);
    const auto pool = fees ? m_market.feePool.plus(fees->market) : std::unexpected(MathError::Overflow);
    if (!pool) return refuseTaker(CloseReason::MathOverflow);

    const PositionState makerBefore = *maker.position;
    const Quantity takersBase = taker.position->position.base;
    if (const CloseReason reason = make(maker, *fees); reason != CloseReason::Filled) return refuseMaker(reason);
    if (const CloseReason reason = take(taker, *fees); reason != CloseReason::Filled) {
        *maker.position = makerBefore;
        return refuseTaker(reason);
    }
    m_market.feePool = *pool;
    if (!m_planning) {
        countOpenInterest(m_market, makerBefore.position.base, maker.position->position.base);
        countOpenInterest(m_market, takersBase, taker.position->position.base);
    }
    if (m_planning) planGroup(maker, lots);
    touch(maker);
    touch(taker);
    // A reduce-only maker that has nothing left to reduce leaves with the rest of its size.
    const bool exhausted = maker.reduceOnly && makerCan == lots && reducibleBy(*maker.position, maker.side).isZero();
    return {lots, exhausted, false, CloseReason::ReduceOnly};
}

FillVerdict Settlement::tryFillOutside(Party party, book::Tick price, book::Lots lots) {
    const bool makes = party.role == LiquidityRole::Maker;
    const auto refuse = [makes](CloseReason reason) { return makes ? refuseMaker(reason) : refuseTaker(reason); };
    if (party.reduceOnly) lots = std::min(lots, m_market.toLots(reducibleBy(*party.position, party.side)));
    if (lots == 0) return refuse(CloseReason::ReduceOnly);

    m_last.size = m_market.toQuantity(lots);
    m_last.price = m_market.toPrice(price);
    const bool makerBuys = makes == (party.side == Side::Buy);
    const auto quote = ledger::fillQuote(m_last.size, m_last.price, makerBuys);
    if (!quote) return refuse(CloseReason::MathOverflow);
    m_last.quote = *quote;
    const auto fees = makes ? ledger::crossFees(*quote, ledger::feeTermsOf(m_market.params, TakerTerms{}))
                            : feesOf(*party.account, *quote);
    if (!fees) return refuse(CloseReason::MathOverflow);
    // The venue outside is the other side: it takes the opposite contracts, pays or receives the quote and its own fee.
    const bool buys = party.side == Side::Buy;
    Counterparty& outside = m_market.outsideParty;
    const auto outsideBase =
        (Checked(outside.base.raw()) - Checked(signOf(party.side)) * m_last.size.raw()).to<Quantity>();
    const Checked outsideFee = makes ? Checked(fees->taker.raw()) : -Checked(fees->rebate.raw());
    const auto outsideQuote =
        (Checked(outside.quote.raw()) + Checked(buys ? 1 : -1) * quote->raw() - outsideFee).to<Money>();
    const auto pool = m_market.feePool.plus(fees->market);
    if (!outsideBase || !outsideQuote || !pool) return refuse(CloseReason::MathOverflow);

    const Quantity base = party.position->position.base;
    const CloseReason reason = makes ? make(party, *fees) : take(party, *fees);
    if (reason != CloseReason::Filled) return refuse(reason);
    if (!m_planning) {
        countOpenInterest(m_market, outside.base, *outsideBase);
        countOpenInterest(m_market, base, party.position->position.base);
    }
    outside = {*outsideBase, *outsideQuote};
    m_market.feePool = *pool;
    touch(party);
    const bool exhausted = party.reduceOnly && reducibleBy(*party.position, party.side).isZero();
    return {lots, makes && exhausted, false, CloseReason::ReduceOnly};
}

void Settlement::remember(PositionState* position) {
    if (m_planning) m_undo.push_back({position, *position});
}

void Settlement::beginPlan() {
    m_planning = true;
    m_plannedPool = m_market.feePool;
    m_plannedOutside = m_market.outsideParty;
    m_undo.clear();
    m_plannedGroups.clear();
}

void Settlement::endPlan() {
    for (auto it = m_undo.rbegin(); it != m_undo.rend(); ++it) *it->position = it->before;
    m_undo.clear();
    if (!m_plannedRewards.empty()) m_takersOthers.reset();
    for (auto it = m_plannedRewards.rbegin(); it != m_plannedRewards.rend(); ++it) it->takeBack();
    m_plannedRewards.clear();
    m_market.feePool = m_plannedPool;
    m_market.outsideParty = m_plannedOutside;
    m_planning = false;
}

void Settlement::touch(const Party& party) {
    if (m_planning || party.position->reduceOnlyOrders == 0) return;
    if (std::ranges::find(m_touched, party.account) == m_touched.end()) m_touched.push_back(party.account);
}

void Settlement::announce(const Party& party, Order& order, TradeId trade, const Effect& effect) {
    order.filled = Quantity(order.filled.raw() + m_last.size.raw());
    order.filledQuote = Money(order.filledQuote.raw() + m_last.quote.raw());
    countVolume(m_state, *party.account, m_last.quote);
    OrderFilled fill;
    fill.account = party.account->id;
    fill.order = order.id;
    fill.clientId = order.terms.clientId;
    fill.market = m_market.params.id;
    fill.trade = trade;
    fill.side = party.side;
    fill.role = party.role;
    fill.price = m_last.price;
    fill.size = m_last.size;
    fill.quote = m_last.quote;
    fill.fee = effect.fee;
    fill.discount = effect.discount;
    fill.reward = effect.reward;
    fill.realised = effect.realised;
    fill.position = party.position->position.base;
    fill.sequence = ++party.account->fills;
    fill.remaining = order.remaining();
    m_emitter.tell(fill);
    if (!effect.reward.isZero())
        tellReward(m_emitter, *party.account, *party.position, *rewardedBy(m_state, *party.account), effect.reward);
    if (party.account->linkedOrders != 0)
        tiedAfterFill(m_state, m_emitter, *party.account, order, m_last.size, m_last.quote);
}

void Settlement::exhausted(const book::Resting& maker) {
    OpenOrder& open = m_state.orderOf(maker.tag);
    const Quantity left = open.order.remaining();
    if (left.isZero()) return closeOrder(m_state, m_emitter, maker.tag, CloseReason::Filled);
    const book::Lots shown = m_market.toLots(matching::shownOf(open.order.terms.display, left));
    open.handle = m_market.book.add(maker.side, maker.tick, shown, maker.owner, maker.tag, maker.guarded);
    open.queueAhead = m_market.outside ? m_market.outside->displayed(maker.side, maker.tick) : 0;
    m_emitter.tell(OrderUpdated{m_state.holderOf(maker.tag).id, open.order});
}

void Settlement::print(const Party& maker, Order& makerOrder, const Party& taker, Order& takerOrder) {
    const TradeId trade(++m_market.trades);
    m_market.touch(m_emitter.now());
    // A fill on paper is nobody's print: it gets a number but does not appear on the venue's tape.
    if (!m_market.outside) {
        if (m_market.lastTrade != m_last.price) {
            m_market.lastTrade = m_last.price;
            m_state.agenda.traded.push_back(m_market.params.id);
        }
        m_emitter.tell(
            Traded{m_market.params.id, Trade{trade, m_emitter.now(), m_last.price, m_last.size, taker.side}});
    }
    announce(maker, makerOrder, trade, m_last.maker);
    announce(taker, takerOrder, trade, m_last.taker);
}

void Settlement::sweepReduceOnly() {
    for (AccountState* account : m_touched) sweepReduceOnlyOf(m_state, m_emitter, *account, m_market);
    m_touched.clear();
}

} // namespace qd::exchange
