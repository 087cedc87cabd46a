#pragma once

#include "core/domain/OwnTrail.h"
#include "core/recording/RecordingReader.h"

#include <map>
#include <string>
#include <vector>

namespace qd::client {

/// What became of an account's orders in a window, and its fills, as they were recorded. Only blocks with own events
/// are read. The reader's thread. The window names an account.
[[nodiscard]] recording::RecordingResult<OwnPage> recordedOwn(const recording::RecordingReader& reader,
                                                              const OwnWindow& window);

/// What of the own events is recorded already.
struct NewestOwn {
    std::map<MarketId, std::uint64_t> sequences; ///< of the newest one of every market that has some
    std::vector<std::string> problems;           ///< sentences about what cannot be read: there may be newer ones
};
[[nodiscard]] NewestOwn newestOwn(const recording::RecordingReader& reader);

} // namespace qd::client
