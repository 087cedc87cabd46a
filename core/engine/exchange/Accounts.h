#pragma once

#include "core/domain/Commands.h"
#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/State.h"

namespace qd::exchange {

// Each applies one command, or emits RequestRejected and changes nothing. Source: spec/perps.md §2.
void openAccount(State& state, Emitter& emitter, const OpenAccount& command);
void updateAccount(State& state, Emitter& emitter, const UpdateAccount& command);
void closeAccount(State& state, Emitter& emitter, const CloseAccount& command);
void freezeAccount(State& state, Emitter& emitter, const FreezeAccount& command);
void setDelegate(State& state, Emitter& emitter, const SetDelegate& command);
void setReferrer(State& state, Emitter& emitter, const SetReferrer& command);
void deposit(State& state, Emitter& emitter, const Deposit& command);
void withdraw(State& state, Emitter& emitter, const Withdraw& command);
void transfer(State& state, Emitter& emitter, const Transfer& command);
void setMarginMode(State& state, Emitter& emitter, const SetMarginMode& command);
void moveIsolatedMargin(State& state, Emitter& emitter, const MoveIsolatedMargin& command);
void setLeverage(State& state, Emitter& emitter, const SetLeverage& command);
void settlePnl(State& state, Emitter& emitter, const SettlePnl& command);

/// May the command's signer give it? §2.2; a command without a signer was authenticated by its host.
[[nodiscard]] RejectCode authorise(const State& state, const Command& command);

/// §2.6: may `amount` (> 0) of a balance leave the cross pool? Initial margin with strict prices after it, every
/// isolated position at least at maintenance but the one that gets it. Nothing is changed.
[[nodiscard]] RejectCode mayTakeOut(const State& state, AccountState& account, AssetId asset, Amount amount,
                                    PoolId towards = kCrossPool);

/// The account, unless it does not exist or was closed.
[[nodiscard]] AccountState* liveAccount(State& state, AccountId id) noexcept;

/// The account's position in a market, made if there is none yet and there is room. `made` tells which; an unused new
/// one is taken back with dropPosition.
[[nodiscard]] PositionState* positionFor(MarketState& market, AccountState& account, bool& made);
/// Puts a new position on its market's lists.
void joinHolders(MarketState& market, const AccountState& account, PositionState& position);
void dropPosition(MarketState& market, AccountState& account);

} // namespace qd::exchange
