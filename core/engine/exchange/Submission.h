#pragma once

#include "core/engine/exchange/Settlement.h"

#include <optional>

namespace qd::exchange {

/// Sends an order into the book: matches it, lets the rest stand, tells. The order is in no slot and not in the book.
class Submission {
  public:
    /// The account has a position in the market.
    Submission(State& state, Emitter& emitter, MarketState& market, AccountState& account);

    /// `slot`: a free one for an order that may rest. Returns PostOnlyWouldCross when the order must not take and
    /// would; nothing has happened then. Afterwards `order` says what was filled.
    [[nodiscard]] RejectCode run(Order& order, std::optional<std::size_t> slot);

  private:
    template<bool kOutside>
    matching::Outcome submit(matching::Incoming& incoming, Order& order);
    void conclude(const matching::Outcome& outcome, Order& order, std::optional<std::size_t> slot);
    void rest(const matching::Outcome& outcome, Order& order, std::size_t slot);

    State& m_state;
    Emitter& m_emitter;
    MarketState& m_market;
    AccountState& m_account;
    PositionState& m_position;
    Settlement m_settlement;
};

} // namespace qd::exchange
