#pragma once

#include "core/engine/exchange/Lifecycle.h"
#include "core/engine/exchange/Settlement.h"

namespace qd::exchange {

/// What matching asks and tells while one order of one account meets the book. kWithOutside: the market's outside depth
/// trades beside it.
template<bool kWithOutside>
class FillPolicy {
  public:
    static constexpr bool kGuarded = true;
    static constexpr bool kOutside = kWithOutside;

    FillPolicy(State& state, Emitter& emitter, Settlement& settlement, AccountState& taker, PositionState& position,
               Order& order)
        : m_state(state)
        , m_emitter(emitter)
        , m_settlement(settlement)
        , m_order(order)
        , m_taker{&taker, &position, order.terms.side, LiquidityRole::Taker, order.terms.reduceOnly, nullptr} {}

    matching::FillVerdict tryFill(const book::Resting& maker, book::Tick price, book::Lots lots) {
        return m_settlement.tryFill(partyOf(maker), m_taker, price, lots);
    }
    void filled(book::Handle, const book::Resting& maker, book::Tick, book::Lots) {
        m_settlement.print(partyOf(maker), m_state.orderOf(maker.tag).order, m_taker, m_order);
    }
    void exhausted(const book::Resting& maker) { m_settlement.exhausted(maker); }
    [[nodiscard]] book::Lots leftOf(const book::Resting& maker) {
        return m_settlement.market().toLots(m_state.orderOf(maker.tag).order.remaining());
    }
    [[nodiscard]] book::Lots displayOf(const book::Resting& maker) {
        return m_settlement.market().toLots(m_state.orderOf(maker.tag).order.terms.display);
    }
    void comesNext(const book::Resting& maker) const noexcept { m_state.prefetchMaker(maker.tag); }
    void makerClosed(const book::Resting& maker, CloseReason reason) {
        closeOrder(m_state, m_emitter, maker.tag, reason);
    }
    void makerReduced(const book::Resting& maker, book::Lots lots) {
        Order& order = m_state.orderOf(maker.tag).order;
        AccountState& account = m_state.holderOf(maker.tag);
        const std::int64_t size = m_settlement.market().toQuantity(lots).raw();
        addToOpen(*account.find(order.terms.market), order, -size);
        order.terms.size = Quantity(order.terms.size.raw() - size);
        m_emitter.tell(OrderAmended{account.id, order, true});
    }
    void takerReduced(book::Lots lots) {
        m_order.terms.size = Quantity(m_order.terms.size.raw() - m_settlement.market().toQuantity(lots).raw());
        m_emitter.tell(OrderAmended{m_taker.account->id, m_order, true});
    }
    void beginPlan() { m_settlement.beginPlan(); }
    void endPlan() { m_settlement.endPlan(); }

    book::ExternalDepth& outside()
        requires kWithOutside
    {
        return *m_settlement.market().outside;
    }
    matching::FillVerdict tryFillOutside(book::Tick price, book::Lots lots)
        requires kWithOutside
    {
        return m_settlement.tryFillOutside(m_taker, price, lots);
    }
    void filledOutside(book::Tick price, book::Lots lots)
        requires kWithOutside
    {
        MarketState& market = m_settlement.market();
        market.outside->take(opposite(m_taker.side), price, lots);
        market.touch(m_emitter.now());
        // A paper fill is nobody's print: it gets a number but does not appear on the venue's tape.
        m_settlement.announce(m_taker, m_order, TradeId(++market.trades), m_settlement.last().taker);
    }

  private:
    [[nodiscard]] Settlement::Party partyOf(const book::Resting& maker) {
        AccountState& account = m_state.holderOf(maker.tag);
        return {&account,      account.find(m_settlement.market().params.id),
                maker.side,    LiquidityRole::Maker,
                maker.guarded, &m_state.orderOf(maker.tag).order};
    }

    State& m_state;
    Emitter& m_emitter;
    Settlement& m_settlement;
    Order& m_order;
    Settlement::Party m_taker;
};

} // namespace qd::exchange
