#pragma once

#include "core/engine/exchange/State.h"

/// What accounts trade, and the fee tier it earns their master. A tier is judged once a day: by the 30 whole days (UTC)
/// before, of all accounts of the master. Source: spec/perps.md §2.1.
namespace qd::exchange {

/// Of all accounts of the account's master in the 30 whole days before the present one.
[[nodiscard]] Money volumeBefore(const State& state, const AccountState& account);

/// Judges the tier of a master's accounts for a new day; days that are over are with the master then.
void beginVolumeDay(State& state, const AccountState& account);

/// The account has a referrer, and the account that its rewards go to is open.
[[nodiscard]] inline bool isRewarded(const State& state, const AccountState& account) noexcept {
    const AccountState* referrer = account.referred ? state.account(account.referrer) : nullptr;
    return referrer != nullptr && !referrer->closed;
}

/// What the account pays of a market's taker fee.
[[nodiscard]] inline TakerTerms takerTermsOf(const State& state, const AccountState& account) {
    const bool judged = account.volumeDay == ledger::dayOf(state.now);
    const std::size_t tier = judged ? account.feeTier : ledger::feeTierOf(volumeBefore(state, account));
    return {ledger::kFeeTiers[tier].share, account.referred, isRewarded(state, account)};
}

/// A fill of the account for `quote`, as maker or taker.
inline void countVolume(State& state, AccountState& account, Money quote) {
    if (account.volumeDay != ledger::dayOf(state.now)) beginVolumeDay(state, account);
    account.volume = account.volume.plus(quote).value_or(account.volume);
}

} // namespace qd::exchange
