#pragma once

#include "core/domain/TradeBars.h"
#include "core/recording/RecordingReader.h"

namespace qd::client {

/// Bars of what was recorded in a window, as orderflow::TradeBars makes them. Reads the recording block by block;
/// memory is that of the answer, the book and a block. Pages make the bars of one reading, but that a page which begins
/// within a gap cuts a bar off there once more: all its parts are unreliable. The reader's thread. Errors: Market
/// (there are no such bars).
[[nodiscard]] recording::RecordingResult<TradeBarPage> recordedBars(const recording::RecordingReader& reader,
                                                                    const TradeBarWindow& window);

} // namespace qd::client
