#include "core/engine/exchange/Submission.h"

#include "core/engine/exchange/Calm.h"
#include "core/engine/exchange/FillPolicy.h"
#include "core/engine/exchange/Lifecycle.h"
#include "core/engine/exchange/Validation.h"

#include <algorithm>

namespace qd::exchange {

using matching::Incoming;
using matching::Outcome;
using matching::OutcomeKind;

Submission::Submission(State& state, Emitter& emitter, MarketState& market, AccountState& account)
    : m_state(state)
    , m_emitter(emitter)
    , m_market(market)
    , m_account(account)
    , m_position(*account.find(market.params.id))
    , m_settlement(state, market, emitter) {}

RejectCode Submission::run(Order& order, std::optional<std::size_t> slot) {
    const FillBand band = fillBandOf(m_market);
    const OrderTerms& t = order.terms;
    Incoming incoming;
    incoming.side = t.side;
    incoming.limit = m_market.toTick(t.price);
    incoming.bandLow = band.low;
    incoming.bandHigh = band.high;
    incoming.lots = m_market.toLots(order.remaining());
    incoming.shown = t.display.isZero() ? 0 : m_market.toLots(t.display);
    incoming.owner = m_account.master.value();
    incoming.tag = makeTag(m_account.id, slot.value_or(0));
    incoming.timeInForce = t.timeInForce;
    incoming.postOnly = t.postOnly;
    incoming.selfTrade = t.selfTrade;
    incoming.rests = slot.has_value() && !m_market.book.full();
    incoming.guarded = t.reduceOnly;
    order.progress.phase = OrderPhase::Book;
    strain(m_state, m_account, m_position, order.remaining(), t.price, m_market.prices.mark);
    const Outcome outcome = m_market.outside ? submit<true>(incoming, order) : submit<false>(incoming, order);
    if (outcome.kind == OutcomeKind::WouldCross) return RejectCode::PostOnlyWouldCross;
    conclude(outcome, order, slot);
    m_settlement.sweepReduceOnly();
    return RejectCode::None;
}

template<bool kOutside>
Outcome Submission::submit(Incoming& incoming, Order& order) {
    FillPolicy<kOutside> policy(m_state, m_emitter, m_settlement, m_account, m_position, order);
    return matching::submit(m_market.book, incoming, policy);
}

void Submission::conclude(const Outcome& outcome, Order& order, std::optional<std::size_t> slot) {
    if (outcome.kind == OutcomeKind::Rested) return rest(outcome, order, *slot);
    const CloseReason reason = outcome.kind == OutcomeKind::Finished ? CloseReason::Filled : outcome.reason;
    m_emitter.closed(m_account.id, order, reason);
    tiedAfterEnd(m_state, m_emitter, m_account, order, reason);
}

void Submission::rest(const Outcome& outcome, Order& order, std::size_t slot) {
    const Price price = m_market.toPrice(outcome.tick);
    const bool slid = price != order.terms.price;
    order.terms.price = price;
    const OrderTerms& t = order.terms;
    enterSlot(m_account, slot,
              {order, outcome.handle, m_market.outside ? m_market.outside->displayed(t.side, outcome.tick) : 0});
    if (!t.oracleOffset.isZero()) insertPlace(m_market.floating, {m_account.id, order.id});
    m_market.touch(m_emitter.now());
    if (slid) m_emitter.tell(OrderAmended{m_account.id, order, false});
}

} // namespace qd::exchange
