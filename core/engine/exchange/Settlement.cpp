#include "core/engine/exchange/Settlement.h"

#include "core/engine/exchange/Exchange.h"
#include "core/engine/risk/Margin.h"

#include <algorithm>

namespace qd::exchange {
namespace {

using matching::FillVerdict;

constexpr FillVerdict refuseMaker(CloseReason reason) { return {0, true, false, reason}; }
constexpr FillVerdict refuseTaker(CloseReason reason) { return {0, false, true, reason}; }

ledger::FeeTerms feeTermsOf(const MarketParams& p) {
    return {p.takerFee.raw(), p.makerRebate.raw(), Rate::kScale, 0, false};
}

bool onlyReduces(const PositionState& before, Side side, Quantity size) noexcept {
    return size <= reducibleBy(before, side);
}

} // namespace

Quantity reducibleBy(const PositionState& position, Side side) noexcept {
    return risk::reducibleBy(position.position.base, side);
}

void addToOpen(PositionState& p, const MarketState& market, Side side, bool reduceOnly, std::int64_t lots) noexcept {
    if (reduceOnly) return;
    const std::int64_t delta = lots * market.params.step.raw();
    if (side == Side::Buy)
        p.openBids = Quantity(p.openBids.raw() + delta);
    else
        p.openAsks = Quantity(p.openAsks.raw() - delta);
}

void closeOrder(State& state, Emitter& emitter, std::uint32_t tag, CloseReason reason) {
    AccountState& account = state.holderOf(tag);
    std::optional<OpenOrder>& slot = account.orders[tag % kMaxOpenOrders];
    const Order order = slot->order;
    MarketState& market = *state.market(order.terms.market);
    PositionState& position = *account.find(order.terms.market);
    addToOpen(position, market, order.terms.side, order.terms.reduceOnly,
              -static_cast<std::int64_t>(market.toLots(order.remaining())));
    --position.openOrders;
    if (order.terms.reduceOnly) --position.reduceOnlyOrders;
    --account.openOrderCount;
    slot.reset();
    market.touch(emitter.now());
    emitter.closed(account.id, order, reason);
}

std::optional<Settlement::Effect> Settlement::apply(const Party& party, Quantity size, Money quote, Money fee,
                                                    book::Lots lots) {
    const bool buys = party.side == Side::Buy;
    const auto filled = ledger::withFill(party.position->position, Quantity(buys ? size.raw() : -size.raw()),
                                         Money(buys ? -quote.raw() : quote.raw()));
    if (!filled) return std::nullopt;
    const auto charged = ledger::withFee(filled->after, fee);
    if (!charged) return std::nullopt;
    remember(party.position);
    party.position->position = *charged;
    if (party.resting)
        addToOpen(*party.position, m_market, party.side, party.reduceOnly, -static_cast<std::int64_t>(lots));
    return Effect{fee, filled->realised};
}

bool Settlement::carries(const Party& party, const PositionState& before) const {
    if (onlyReduces(before, party.side, m_last.size)) return true;
    const ExposureOf exposure(m_state, *party.account);
    const auto totals = risk::marginTotals(exposure.exposure(), risk::MarginKind::Fill);
    return totals && totals->sufficient();
}

FillVerdict Settlement::tryFill(Party maker, Party taker, book::Tick price, book::Lots lots) {
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
    const auto fees = ledger::crossFees(*quote, feeTermsOf(m_market.params));
    const auto pool = fees ? m_market.feePool.plus(fees->market) : std::unexpected(MathError::Overflow);
    if (!pool) return refuseTaker(CloseReason::MathOverflow);

    const PositionState makerBefore = *maker.position;
    const PositionState takerBefore = *taker.position;
    const auto makerEffect = apply(maker, m_last.size, *quote, Money(-fees->rebate.raw()), lots);
    if (!makerEffect || !carries(maker, makerBefore)) {
        *maker.position = makerBefore;
        return refuseMaker(makerEffect ? CloseReason::InsufficientCollateral : CloseReason::MathOverflow);
    }
    const auto takerEffect = apply(taker, m_last.size, *quote, fees->taker, lots);
    if (!takerEffect || !carries(taker, takerBefore)) {
        *maker.position = makerBefore;
        *taker.position = takerBefore;
        return refuseTaker(takerEffect ? CloseReason::InsufficientCollateral : CloseReason::MathOverflow);
    }
    m_market.feePool = *pool;
    m_last.maker = *makerEffect;
    m_last.taker = *takerEffect;
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
    const auto fees = ledger::crossFees(*quote, feeTermsOf(m_market.params));
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

    const PositionState before = *party.position;
    const auto effect = apply(party, m_last.size, *quote, makes ? Money(-fees->rebate.raw()) : fees->taker, lots);
    if (!effect || !carries(party, before)) {
        *party.position = before;
        return refuse(effect ? CloseReason::InsufficientCollateral : CloseReason::MathOverflow);
    }
    outside = {*outsideBase, *outsideQuote};
    m_market.feePool = *pool;
    (makes ? m_last.maker : m_last.taker) = *effect;
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
}

void Settlement::endPlan() {
    for (auto it = m_undo.rbegin(); it != m_undo.rend(); ++it) *it->position = it->before;
    m_undo.clear();
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
    fill.realised = effect.realised;
    fill.position = party.position->position.base;
    fill.sequence = ++party.account->fills;
    fill.remaining = order.remaining();
    m_emitter.tell(fill);
}

void Settlement::sweepReduceOnly() {
    for (AccountState* account : m_touched) {
        const PositionState* position = account->find(m_market.params.id);
        for (std::size_t slot = 0; slot < kMaxOpenOrders; ++slot) {
            const auto& open = account->orders[slot];
            if (!open || !open->order.terms.reduceOnly || open->order.terms.market != m_market.params.id) continue;
            if (reducibleBy(*position, open->order.terms.side) >= m_market.params.step) continue;
            m_market.book.remove(open->handle);
            closeOrder(m_state, m_emitter, makeTag(account->id, slot), CloseReason::ReduceOnly);
        }
    }
    m_touched.clear();
}

} // namespace qd::exchange
