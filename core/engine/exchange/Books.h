#pragma once

#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/State.h"

/// The movements between the books of the exchange: accounts, isolated positions, a market's pools, the insurance fund.
/// Each takes from one book what it gives to another and tells it. Source: spec/perps.md §8, items 1 to 3.
namespace qd::exchange {

/// Where a movement comes from or goes to, besides the account.
struct Movement {
    PostingKind kind = PostingKind::Deposit;
    AssetId asset = kQuoteAsset;
    MarketId market;
    AccountId other; ///< transfers: the other account
};

/// Adds `amount` (signed) to the account's balance and tells. False, and nothing changed, when it does not fit.
[[nodiscard]] bool post(Emitter& emitter, AccountState& account, const Movement& movement, Amount amount);
/// The same for the margin of an isolated position.
[[nodiscard]] bool postIsolated(Emitter& emitter, AccountState& account, PositionState& position, PostingKind kind,
                                Money amount);
/// To the pool the position belongs to: the account's quote currency, or its isolated margin.
[[nodiscard]] bool postToPool(Emitter& emitter, AccountState& account, PositionState& position, PostingKind kind,
                              Money amount);

} // namespace qd::exchange
