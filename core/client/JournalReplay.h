#pragma once

#include "core/client/MarketSource.h"
#include "core/engine/exchange/Exchange.h"

#include <filesystem>
#include <functional>

namespace qd::client {

/// What reading a venue's journal back found.
struct ReplayReport {
    std::uint64_t startedAfter = 0;     ///< sequence of the snapshot it began with, 0 = from the first command
    std::uint64_t commands = 0;         ///< applied in all, snapshot included
    std::uint64_t replayed = 0;         ///< applied one by one
    std::uint64_t events = 0;           ///< told by those
    std::uint64_t snapshotsChecked = 0; ///< snapshots met on the way, each equal to the replayed state
    std::uint64_t bytes = 0;
    std::string tornTail; ///< sentence about a torn last group that was left out; empty if there was none
    StateHash hash;
    std::string imbalance; ///< of the audit; empty: money and contracts add up
    AccountId user;
};

/// Applies the journal in `folder` from its beginning (the oldest snapshot, where older records were removed) up to
/// command `until`, and compares with every snapshot on the way. Changes nothing on disk. `told` gets the events of
/// each command. `state`, if given, receives the exchange at the end. Errors: Journal, Snapshot, Diverged.
[[nodiscard]] VenueResult<ReplayReport>
replayJournal(const std::filesystem::path& folder, std::uint64_t until,
              const std::function<void(std::uint64_t sequence, std::span<const Event>)>& told = {},
              exchange::Exchange* state = nullptr);

} // namespace qd::client
