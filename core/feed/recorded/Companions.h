#pragma once

#include "core/feed/FeedMarket.h"
#include "core/feed/recorded/HistoryFiles.h"

#include <filesystem>
#include <string>
#include <vector>

namespace qd::feed {

/// A file of history of the market of a capture.
struct Companion {
    std::filesystem::path path;
    HistoryExtent extent;
};

/// What lies beside a capture: earlier candles, the mark price, funding.
struct Companions {
    std::vector<Companion> candles;    ///< by interval, shortest first, then by begin
    std::vector<Companion> marks;      ///< the same
    std::vector<Companion> funding;    ///< by begin; no interval
    std::vector<std::string> problems; ///< sentences about files that could not be used
};

/// Files of the same venue and symbol as .../depth/<venue>_<symbol>_<anything>: those whose names begin with
/// "<venue>_<symbol>_" in the folders candles, mark and funding beside the capture's own. Nothing found is no error,
/// and neither is a name of another form. Reads files; not for the terminal's main thread.
[[nodiscard]] Companions companionsOf(const std::filesystem::path& capture, const FeedMarket& market);

} // namespace qd::feed
