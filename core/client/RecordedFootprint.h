#pragma once

#include "core/domain/Footprint.h"
#include "core/recording/RecordingReader.h"

namespace qd::client {

/// What traded in a window, as it was recorded. Reads the recording block by block; memory is that of the answer, the
/// book and a block. Rounds nothing. The reader's thread. Errors: Market (there are no such bars).
[[nodiscard]] recording::RecordingResult<FootprintPage> recordedFootprint(const recording::RecordingReader& reader,
                                                                          const FootprintWindow& window);

} // namespace qd::client
