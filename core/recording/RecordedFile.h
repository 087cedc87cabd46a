#pragma once

#include "core/base/File.h"
#include "core/recording/Format.h"

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace qd::recording {

/// What one file of a recording holds: from its table where it is complete, otherwise from the headers of its frames,
/// up to the last whole one. Damage is stepped over and told. For this room alone. One thread at a time.
class RecordedFile {
  public:
    /// Errors: File, Foreign, Version, Damaged (nothing of it can be read).
    [[nodiscard]] static RecordingResult<std::unique_ptr<RecordedFile>> open(const NumberedFile& file);

    /// Takes in what was written since, when the file was not complete. Errors: as open().
    [[nodiscard]] RecordingResult<void> refresh();

    [[nodiscard]] std::uint64_t number() const noexcept { return m_number; }
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return m_path; }
    [[nodiscard]] bool complete() const noexcept { return m_complete; }
    /// Bytes up to the last whole frame; the whole file where it is complete.
    [[nodiscard]] std::uint64_t soundBytes() const noexcept { return m_soundBytes; }
    [[nodiscard]] std::uint64_t bytes() const noexcept { return m_bytes; }
    /// Markets that have blocks, by id.
    [[nodiscard]] const std::vector<MarketSummary>& markets() const noexcept { return m_markets; }
    /// Null when the file has nothing of it.
    [[nodiscard]] const MarketSummary* market(MarketId id) const noexcept;
    /// Sentences about what cannot be read.
    [[nodiscard]] std::vector<std::string> notes() const;

    /// A market's blocks in order of time. Errors: File; Market (nothing of it); Damaged.
    [[nodiscard]] RecordingResult<std::vector<BlockEntry>> entries(MarketId id) const;
    struct Frame {
        FrameHeader header;
        ByteSpan payload; ///< in the caller's buffer
    };
    /// One read where the payload is not larger than thought. Errors: File, Damaged.
    [[nodiscard]] static RecordingResult<Frame> readFrame(const ReadableFile& file, std::uint64_t offset,
                                                          std::size_t likelyPayload, std::vector<std::byte>& buffer);
    [[nodiscard]] RecordingResult<ReadableFile> openFile() const;

  private:
    explicit RecordedFile(const NumberedFile& file) : m_number(file.number), m_path(file.path) {}
    [[nodiscard]] RecordingResult<void> readHeader(const ReadableFile& file);
    /// False: there is none, or it cannot be used.
    [[nodiscard]] bool readTableOf(const ReadableFile& file);
    /// Steps from header to header, from where it stopped last time.
    [[nodiscard]] RecordingResult<void> scan(const ReadableFile& file);
    void take(const FrameHeader& header, std::uint64_t offset, ByteSpan payload);
    [[nodiscard]] MarketSummary& summaryOf(MarketId id);

    std::uint64_t m_number = 0;
    std::filesystem::path m_path;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_soundBytes = 0; ///< where a scan goes on
    bool m_headerRead = false;
    bool m_complete = false;
    bool m_scanned = false; ///< m_entries hold the blocks
    std::vector<MarketSummary> m_markets;
    std::map<MarketId, RecordedMarket> m_definitions;
    std::map<MarketId, std::vector<BlockEntry>> m_entries;
    std::string m_tail; ///< a sentence about what follows soundBytes
    std::vector<std::string> m_damage;
};

} // namespace qd::recording
