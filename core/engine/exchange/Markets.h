#pragma once

#include "core/domain/Commands.h"
#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/State.h"

namespace qd::exchange {

// Each applies one command, or emits RequestRejected and changes nothing. Source: spec/perps.md §2.4, 3.1, 5.1.
void createAsset(State& state, Emitter& emitter, const CreateAsset& command);
void createOracle(State& state, Emitter& emitter, const CreateOracle& command);
void createMarket(State& state, Emitter& emitter, const CreateMarket& command, std::uint32_t maxOrders);
/// Settlement ends a market: every order is cancelled and every position is closed at the settlement price.
void setMarketStatus(State& state, Emitter& emitter, const SetMarketStatus& command);
void setPausedOperations(State& state, Emitter& emitter, const SetPausedOperations& command);

} // namespace qd::exchange
