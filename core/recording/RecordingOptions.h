#pragma once

#include "core/base/File.h"
#include "core/base/Time.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace qd::recording {

/// Opens files for appending; replaced in tests to make the disk slow or fail.
using FileOpener = std::function<FileResult<std::unique_ptr<AppendFile>>(const std::filesystem::path&)>;

/// How a market is recorded. Times are market time.
struct RecordingOptions {
    std::int64_t blockNanos = 10 * kNanosPerSecond;   ///< a block is sealed when it is that long; a kill loses so much
    std::size_t blockBytes = std::size_t{256} << 10U; ///< or holds that much before compression
    std::int64_t rotateNanos = kNanosPerHour;         ///< a file ends at multiples of it
    std::uint64_t fileBytes = 256ULL << 20U;          ///< or when it is that large
    std::int64_t maxAgeNanos = 30 * kNanosPerDay;     ///< files with nothing newer are removed; 0 = kept
    std::uint64_t maxBytes = 20ULL << 30U;            ///< of all files together, the oldest are removed; 0 = no limit
    std::size_t queueBytes = std::size_t{32} << 20U;  ///< sealed and not written; what comes beyond it is a gap
    int level = 3;                                    ///< of compression
    FileOpener open = openForAppend;
    /// Sentences for people: that recording stopped and why, that it goes on, what was found at the beginning. On the
    /// recorder's thread, or within open().
    std::function<void(std::string)> notice = [](const std::string&) {};
};

/// What a recorder has done so far.
struct RecordingStatus {
    std::uint64_t blocks = 0;         ///< written
    std::uint64_t bytes = 0;          ///< written
    std::uint64_t rawBytes = 0;       ///< the same before compression
    std::uint64_t lostBlocks = 0;     ///< not written: the disk refused or was too slow
    std::uint64_t refused = 0;        ///< events outside what can be recorded, or of a market that was never added
    std::uint64_t late = 0;           ///< events older than what the folder held already
    std::size_t queuedBytes = 0;      ///< sealed and not yet written
    std::optional<std::string> fault; ///< why nothing is written; empty while it works
};

} // namespace qd::recording
