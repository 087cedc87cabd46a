#include "core/engine/exchange/Volumes.h"

namespace qd::exchange {
namespace {

/// The master's days with those that its accounts have still with them.
ledger::DailyVolumes volumesOf(const State& state, const MasterState& master, std::int32_t today) {
    ledger::DailyVolumes volumes = master.volumes;
    for (const AccountId id : master.accounts) {
        const AccountState& account = *state.account(id);
        if (account.volumeDay < today && !account.volume.isZero()) volumes.add(account.volumeDay, account.volume);
    }
    return volumes;
}

} // namespace

Money volumeBefore(const State& state, const AccountState& account) {
    const std::int32_t today = ledger::dayOf(state.now);
    return volumesOf(state, state.masters.at(account.master), today).before(today);
}

void beginVolumeDay(State& state, const AccountState& account) {
    const std::int32_t today = ledger::dayOf(state.now);
    MasterState& master = state.masters.at(account.master);
    master.volumes = volumesOf(state, master, today);
    const auto tier = static_cast<std::uint8_t>(ledger::feeTierOf(master.volumes.before(today)));
    for (const AccountId id : master.accounts) {
        AccountState& own = *state.account(id);
        if (own.volumeDay == today) continue;
        own.volumeDay = today;
        own.volume = Money{};
        own.feeTier = tier;
    }
}

} // namespace qd::exchange
