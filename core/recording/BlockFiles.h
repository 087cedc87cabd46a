#pragma once

#include "core/recording/Compression.h"
#include "core/recording/RecordedFile.h"
#include "core/recording/RecordingOptions.h"
#include "core/recording/Varint.h"

#include <map>
#include <memory>
#include <vector>

namespace qd::recording {

/// A block that is not yet compressed.
struct SealedBlock {
    MarketId market;
    UnixNanos first;
    UnixNanos last;
    std::uint32_t events = 0;
    bool feedGap = false;
    bool own = false;
    std::optional<GapRecord> gap; ///< what is missing before it
    BlockBuffer contents;
};

/// The files of a recording from the writer's side: compresses, appends, begins and completes files, removes old ones.
/// Holds the folder's lock while it lives. For this room alone. One thread at a time.
class BlockFiles {
  public:
    /// Where a market's record ends in the files that are there already.
    struct Ending {
        RecordedMarket market;
        UnixNanos last;
        std::uint32_t sequence = 0;
    };

    /// Completes files that an earlier writer could not. Errors: File, Locked, Version (a newer program wrote here).
    [[nodiscard]] static RecordingResult<BlockFiles> open(const std::filesystem::path& folder,
                                                          const RecordingOptions& options);
    [[nodiscard]] const std::map<MarketId, Ending>& endings() const noexcept { return m_endings; }

    void define(const RecordedMarket& market) { m_definitions[market.id] = market; }
    /// Errors: File: nothing of the block is in the files, and the next one may be tried.
    [[nodiscard]] RecordingResult<void> write(const SealedBlock& block);
    /// Completes the file that is being written. Errors: File; it can be read all the same.
    [[nodiscard]] RecordingResult<void> finish();

    [[nodiscard]] std::uint64_t writtenBytes() const noexcept { return m_writtenBytes; }

  private:
    struct Old {
        std::uint64_t number = 0;
        std::filesystem::path path;
        std::uint64_t bytes = 0;
        UnixNanos last;
    };
    struct Market {
        MarketSummary summary;
        std::vector<BlockEntry> entries;
    };
    struct Current {
        std::filesystem::path path;
        std::unique_ptr<AppendFile> file;
        std::uint64_t number = 0;
        std::uint64_t bytes = 0;
        std::int64_t slot = 0; ///< which multiple of rotateNanos
        UnixNanos last;
        std::map<MarketId, Market> markets; ///< that are defined in it
    };

    BlockFiles(std::filesystem::path folder, const RecordingOptions& options, FileLock lock);
    [[nodiscard]] RecordingResult<void> takeOver(const NumberedFile& file);
    void complete(const RecordedFile& file);
    [[nodiscard]] RecordingResult<void> begin(std::int64_t slot);
    [[nodiscard]] RecordingResult<void> append(ByteSpan bytes);
    void putDefinition(MarketId id);
    void written(const BlockEntry& entry, MarketId id);
    void removeOld();

    std::filesystem::path m_folder;
    RecordingOptions m_options;
    FileLock m_lock;
    Compressor m_compressor;
    std::map<MarketId, RecordedMarket> m_definitions;
    std::map<MarketId, Ending> m_endings;
    std::vector<Old> m_old; ///< by number
    std::uint64_t m_next = 1;
    UnixNanos m_newest;
    Current m_current;
    ByteWriter m_frame;
    std::uint64_t m_writtenBytes = 0;
};

/// Index, table and footer for what is in a file of `offset` bytes.
void putEnding(ByteWriter& out, std::uint64_t offset,
               std::span<const std::pair<MarketSummary, const std::vector<BlockEntry>*>> markets);

} // namespace qd::recording
