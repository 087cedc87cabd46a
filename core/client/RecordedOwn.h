#pragma once

#include "core/domain/OwnTrail.h"
#include "core/recording/RecordingReader.h"

#include <map>

namespace qd::client {

/// What became of an account's orders in a window, and its fills, as they were recorded. Only blocks with own events
/// are read. The reader's thread. The window names an account.
[[nodiscard]] recording::RecordingResult<OwnPage> recordedOwn(const recording::RecordingReader& reader,
                                                              const OwnWindow& window);

/// Sequence of the newest own event of every market that has some.
[[nodiscard]] std::map<MarketId, std::uint64_t> newestOwn(const recording::RecordingReader& reader);

} // namespace qd::client
