#pragma once

#include "core/base/Bytes.h"
#include "core/base/Error.h"
#include "core/base/File.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// A journal is a folder of segment files and snapshots. Records are opaque bytes, numbered from 1 without gaps. They
/// are written in groups: one frame holds the records of one group commit, so a torn write can only lose a whole group
/// that nobody was told about. Layout (little-endian):
///   segment-<first>.qdj   header {u64 magic, u32 version, u32 0, u64 first sequence, u64 checksum of the 24 bytes
///   before}
///                         frames {u32 magic, u32 payload bytes, u32 records, u32 0, u64 first sequence, u64 payload
///                         checksum, u64 checksum of the 32 bytes before}, payload = records {u32 length, bytes}
///   snapshot-<last>.qds   {u64 magic, u32 version, u32 0, u64 last sequence, u64 payload bytes, u64 payload checksum,
///                         u64 checksum of the 40 bytes before}, payload
/// Sequences in names have 20 digits.
namespace qd::journal {

enum class JournalCode : std::uint8_t {
    File,           ///< the operating system refused; see detail
    ForeignFile,    ///< does not begin like a file of ours
    Version,        ///< made by a newer version
    Damaged,        ///< a complete header, frame or snapshot whose checksum or numbering is wrong
    Missing,        ///< a segment between two others, or between the snapshot and the first segment, is not there
    Locked,         ///< another process has the journal open
    RecordTooLarge, ///< over kMaxRecordBytes
};
template<class T>
using JournalResult = Result<T, JournalCode>;

inline constexpr std::uint32_t kFormatVersion = 1;
inline constexpr std::uint32_t kMaxRecordBytes = 1U << 24U;

/// A snapshot found beside the segments: the state after record `sequence`.
struct Snapshot {
    std::uint64_t sequence = 0;
    std::vector<std::byte> payload;
};

/// What reading a journal found.
struct ReadReport {
    std::uint64_t firstSequence = 0; ///< of the first record delivered, 0 when none
    std::uint64_t lastSequence = 0;  ///< of the last record on disk, or the snapshot's
    std::uint64_t records = 0;       ///< records delivered
    std::uint64_t bytes = 0;         ///< bytes of all segment files read
    /// A torn last group was found (the file ends inside it) and left out; the sentence names file and byte.
    std::optional<std::string> tornTail;
    std::filesystem::path lastSegment;  ///< empty when there is none
    std::uint64_t lastSegmentBytes = 0; ///< its length without a torn tail
};

/// The newest snapshot, if any. Errors: File, ForeignFile, Version, Damaged.
[[nodiscard]] JournalResult<std::optional<Snapshot>> readNewestSnapshot(const std::filesystem::path& folder);
/// Sequences of all snapshots, rising. Errors: File.
[[nodiscard]] JournalResult<std::vector<std::uint64_t>> snapshotSequences(const std::filesystem::path& folder);
/// One of them. Errors: as readNewestSnapshot.
[[nodiscard]] JournalResult<Snapshot> readSnapshotOf(const std::filesystem::path& folder, std::uint64_t sequence);
/// Sequence of the first record still on disk, empty when there is no segment. Errors: File.
[[nodiscard]] JournalResult<std::optional<std::uint64_t>> firstSequence(const std::filesystem::path& folder);

/// Delivers every record with sequence > after, in order, each exactly once. Stops at the first damage with an error
/// that names file and byte; what came before has been delivered. Errors: all but Locked.
[[nodiscard]] JournalResult<ReadReport>
readRecords(const std::filesystem::path& folder, std::uint64_t after,
            const std::function<void(std::uint64_t sequence, ByteSpan record)>& deliver);

/// Opens files for appending; replaced in tests to make the disk fail.
using FileOpener = std::function<FileResult<std::unique_ptr<AppendFile>>(const std::filesystem::path&)>;

/// Appends groups of records and snapshots. One thread at a time; holds the folder's lock while it lives.
class JournalWriter {
  public:
    struct Options {
        FileOpener open = openForAppend;
        std::uint64_t segmentBytes = 64ULL << 20U; ///< a new segment is begun beyond this size
        int snapshotsKept = 2;
    };

    /// Continues the journal described by `report` (of a complete readRecords); a torn tail is cut off the file.
    [[nodiscard]] static JournalResult<std::unique_ptr<JournalWriter>> open(const std::filesystem::path& folder,
                                                                            const ReadReport& report, Options options);
    [[nodiscard]] static JournalResult<std::unique_ptr<JournalWriter>> open(const std::filesystem::path& folder,
                                                                            const ReadReport& report) {
        return open(folder, report, Options{});
    }

    /// Writes one group whose first record is `firstSequence` and syncs it. `records` is a run of {u32 length, bytes},
    /// as appendRecord makes it. On an error the file is cut back to the last durable group, so the call may be
    /// repeated.
    [[nodiscard]] JournalResult<void> writeGroup(std::uint64_t firstSequence, std::uint32_t count, ByteSpan records);

    /// Stores the state after `sequence` atomically, starts a new segment, and removes snapshots beyond the number kept
    /// together with the segments only they needed.
    [[nodiscard]] JournalResult<void> writeSnapshot(std::uint64_t sequence, ByteSpan payload);

    [[nodiscard]] std::uint64_t lastSequence() const noexcept { return m_lastSequence; }

  private:
    JournalWriter(std::filesystem::path folder, Options options, FileLock lock);
    [[nodiscard]] JournalResult<void> beginSegment(std::uint64_t firstSequence);
    [[nodiscard]] JournalResult<void> compact();

    std::filesystem::path m_folder;
    Options m_options;
    FileLock m_lock;
    std::unique_ptr<AppendFile> m_file;
    std::uint64_t m_fileBytes = 0;
    std::uint64_t m_lastSequence = 0;
    ByteWriter m_frame;
};

/// Adds one record to a group under construction.
void appendRecord(ByteWriter& group, ByteSpan record);

} // namespace qd::journal
