#pragma once

#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/State.h"

#include <optional>

/// Masters that were brought by another: their takers pay a tenth less, and as much of each fee is the referrer's. A
/// reward is cash, while a fee is only a loss in the taker's position: so much of the loss is settled with the fill,
/// from the pool that trades, and handed on to the quote currency of the referrer's sub-account 0. It is due for every
/// fill as taker, those of a liquidation in the book among them. Nobody is rewarded through a closed account: the
/// market keeps it then, and the discount stays. Source: spec/perps.md §2.1, 4.9.
namespace qd::exchange {

/// The master's accounts as its referrer says: after either of them changed.
void followReferrer(State& state, MasterState& master);

/// Who gets rewards for an account's fills; null when nobody does.
[[nodiscard]] AccountState* rewardedBy(State& state, const AccountState& taker) noexcept;

/// Cash that has moved from a taker to its referrer.
struct HandedOn {
    AccountState* taker = nullptr;
    AccountState* referrer = nullptr;
    Amount takersBalance; ///< before it
    Amount referrersBalance;
    Money rewards; ///< the referrer's so far, before it
    void takeBack() const noexcept;
};
/// Settles `reward` of the loss in `position`, one of the taker's, and hands it on; nothing is told yet. Empty, and
/// nothing changed, when it does not fit. To take it back the position needs to be restored as well.
[[nodiscard]] std::optional<HandedOn> handOn(AccountState& taker, PositionState& position, AccountState& referrer,
                                             Money reward);
/// Tells both sides of what was handed on, when nothing else has moved since.
void tellReward(Emitter& emitter, const AccountState& taker, const PositionState& position,
                const AccountState& referrer, Money reward);

} // namespace qd::exchange
