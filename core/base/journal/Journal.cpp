#include "core/base/journal/Journal.h"

#include "core/base/Hash.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <system_error>

namespace qd::journal {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSegmentMagic = 0x314C4E524F4A4451;  // "QDJORNL1"
constexpr std::uint64_t kSnapshotMagic = 0x31504E5353454451; // "QDESSNP1"
constexpr std::uint32_t kFrameMagic = 0x50524751;            // "QGRP"
constexpr std::size_t kSegmentHeaderBytes = 32;
constexpr std::size_t kFrameHeaderBytes = 40;
constexpr std::size_t kSnapshotHeaderBytes = 48;

struct NumberedFile {
    std::uint64_t sequence = 0;
    fs::path path;
};

std::unexpected<Error<JournalCode>> fileError(const Error<FileCode>& e) {
    return fail(e.code == FileCode::Locked ? JournalCode::Locked : JournalCode::File, e.detail);
}

std::unexpected<Error<JournalCode>> damaged(const fs::path& path, std::uint64_t at, std::string_view what) {
    return fail(JournalCode::Damaged, fmt::format("{}: byte {}: {}", path.string(), at, what));
}

fs::path numberedName(const fs::path& folder, std::string_view prefix, std::uint64_t sequence,
                      std::string_view suffix) {
    return folder / fmt::format("{}{:020}{}", prefix, sequence, suffix);
}

/// Files named <prefix><20 digits><suffix>, by number.
JournalResult<std::vector<NumberedFile>> listFiles(const fs::path& folder, std::string_view prefix,
                                                   std::string_view suffix) {
    std::vector<NumberedFile> files;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (name.size() != prefix.size() + 20 + suffix.size() || !name.starts_with(prefix) || !name.ends_with(suffix))
            continue;
        std::uint64_t number = 0;
        const char* first = name.data() + prefix.size();
        const auto parsed = std::from_chars(first, first + 20, number);
        if (parsed.ec != std::errc{} || parsed.ptr != first + 20) continue;
        files.push_back({number, it->path()});
    }
    if (error && error != std::errc::no_such_file_or_directory)
        return fail(JournalCode::File, fmt::format("{}: {}", folder.string(), error.message()));
    std::ranges::sort(files, {}, &NumberedFile::sequence);
    return files;
}

JournalResult<std::vector<NumberedFile>> listSegments(const fs::path& folder) {
    return listFiles(folder, "segment-", ".qdj");
}
JournalResult<std::vector<NumberedFile>> listSnapshots(const fs::path& folder) {
    return listFiles(folder, "snapshot-", ".qds");
}

bool allZero(ByteSpan bytes) {
    return std::ranges::all_of(bytes, [](std::byte b) { return b == std::byte{0}; });
}

/// Reads one segment: knows where it is, what sequence must come next, and what to say when something is wrong.
class SegmentReader {
  public:
    SegmentReader(const NumberedFile& file, ByteSpan bytes, bool isLast)
        : m_file(file)
        , m_bytes(bytes)
        , m_isLast(isLast)
        , m_next(file.sequence) {}

    JournalResult<void> read(std::uint64_t after, const std::function<void(std::uint64_t, ByteSpan)>& deliver,
                             ReadReport& report) {
        if (auto header = readHeader(report); !header) return header;
        while (m_at < m_bytes.size() && !report.tornTail) {
            if (auto frame = readFrame(after, deliver, report); !frame) return frame;
        }
        report.lastSegment = m_file.path;
        report.lastSegmentBytes = m_at;
        report.bytes += m_bytes.size();
        return {};
    }

    [[nodiscard]] std::uint64_t nextSequence() const noexcept { return m_next; }

  private:
    JournalResult<void> readHeader(ReadReport& report) {
        ByteReader in(m_bytes);
        const auto magic = in.get<std::uint64_t>();
        const auto version = in.get<std::uint32_t>();
        const auto reserved = in.get<std::uint32_t>();
        const auto first = in.get<std::uint64_t>();
        const auto checksum = in.get<std::uint64_t>();
        if (!in.ok() || (m_isLast && allZero(m_bytes))) return torn(report);
        if (magic != kSegmentMagic)
            return fail(JournalCode::ForeignFile,
                        fmt::format("{}: byte 0: not a journal segment", m_file.path.string()));
        if (checksum != checksum64(m_bytes.first(kSegmentHeaderBytes - 8)))
            return damaged(m_file.path, 0, "segment header checksum");
        if (version > kFormatVersion)
            return fail(JournalCode::Version, fmt::format("{}: format {}, this program reads up to {}",
                                                          m_file.path.string(), version, kFormatVersion));
        if (version == 0 || reserved != 0 || first != m_file.sequence)
            return damaged(m_file.path, 0, "segment header does not match its name");
        m_at = kSegmentHeaderBytes;
        return {};
    }

    JournalResult<void> readFrame(std::uint64_t after, const std::function<void(std::uint64_t, ByteSpan)>& deliver,
                                  ReadReport& report) {
        const ByteSpan rest = m_bytes.subspan(m_at);
        if (rest.size() < kFrameHeaderBytes || allZero(rest)) return torn(report);
        ByteReader in(rest);
        const auto magic = in.get<std::uint32_t>();
        const auto payloadBytes = in.get<std::uint32_t>();
        const auto count = in.get<std::uint32_t>();
        const auto reserved = in.get<std::uint32_t>();
        const auto first = in.get<std::uint64_t>();
        const auto payloadChecksum = in.get<std::uint64_t>();
        const auto headerChecksum = in.get<std::uint64_t>();
        if (magic != kFrameMagic || reserved != 0 || headerChecksum != checksum64(rest.first(kFrameHeaderBytes - 8)))
            return damaged(m_file.path, m_at, "group header checksum");
        if (first != m_next)
            return damaged(m_file.path, m_at, fmt::format("group begins at record {}, expected {}", first, m_next));
        if (rest.size() - kFrameHeaderBytes < payloadBytes) return torn(report);
        const ByteSpan payload = rest.subspan(kFrameHeaderBytes, payloadBytes);
        if (payloadChecksum != checksum64(payload)) return damaged(m_file.path, m_at, "group checksum");
        if (auto records = readRecordsOf(payload, count, after, deliver, report); !records) return records;
        m_at += kFrameHeaderBytes + payloadBytes;
        return {};
    }

    JournalResult<void> readRecordsOf(ByteSpan payload, std::uint32_t count, std::uint64_t after,
                                      const std::function<void(std::uint64_t, ByteSpan)>& deliver, ReadReport& report) {
        ByteReader in(payload);
        for (std::uint32_t i = 0; i < count; ++i) {
            const auto length = in.get<std::uint32_t>();
            const ByteSpan record = in.getBytes(length);
            if (!in.ok()) return damaged(m_file.path, m_at, "record lengths do not add up");
            if (m_next > after) {
                if (report.firstSequence == 0) report.firstSequence = m_next;
                ++report.records;
                deliver(m_next, record);
            }
            report.lastSequence = std::max(report.lastSequence, m_next);
            ++m_next;
        }
        if (!in.atEnd()) return damaged(m_file.path, m_at, "record lengths do not add up");
        return {};
    }

    /// The file ends inside something. That is a torn write in the last segment and damage anywhere else.
    JournalResult<void> torn(ReadReport& report) {
        if (!m_isLast) return damaged(m_file.path, m_at, "the file ends inside a group");
        report.tornTail = fmt::format("{}: byte {}: the last group was not written completely; {} bytes dropped",
                                      m_file.path.string(), m_at, m_bytes.size() - m_at);
        return {};
    }

    const NumberedFile& m_file;
    ByteSpan m_bytes;
    bool m_isLast;
    std::uint64_t m_next;
    std::size_t m_at = 0;
};

JournalResult<Snapshot> readSnapshot(const NumberedFile& file) {
    auto bytes = readFile(file.path);
    if (!bytes) return fileError(bytes.error());
    ByteReader in(*bytes);
    const auto magic = in.get<std::uint64_t>();
    const auto version = in.get<std::uint32_t>();
    const auto reserved = in.get<std::uint32_t>();
    const auto sequence = in.get<std::uint64_t>();
    const auto payloadBytes = in.get<std::uint64_t>();
    const auto payloadChecksum = in.get<std::uint64_t>();
    const auto headerChecksum = in.get<std::uint64_t>();
    if (!in.ok()) return damaged(file.path, bytes->size(), "the snapshot is shorter than its header");
    if (magic != kSnapshotMagic)
        return fail(JournalCode::ForeignFile, fmt::format("{}: byte 0: not a snapshot", file.path.string()));
    if (headerChecksum != checksum64(ByteSpan(*bytes).first(kSnapshotHeaderBytes - 8)))
        return damaged(file.path, 0, "snapshot header checksum");
    if (version > kFormatVersion)
        return fail(JournalCode::Version, fmt::format("{}: format {}, this program reads up to {}", file.path.string(),
                                                      version, kFormatVersion));
    if (version == 0 || reserved != 0 || sequence != file.sequence || payloadBytes != in.remaining())
        return damaged(file.path, 0, "snapshot header does not match the file");
    const ByteSpan payload = ByteSpan(*bytes).subspan(kSnapshotHeaderBytes);
    if (payloadChecksum != checksum64(payload)) return damaged(file.path, kSnapshotHeaderBytes, "snapshot checksum");
    return Snapshot{sequence, std::vector<std::byte>(payload.begin(), payload.end())};
}

} // namespace

JournalResult<std::optional<Snapshot>> readNewestSnapshot(const fs::path& folder) {
    const auto files = listSnapshots(folder);
    if (!files) return std::unexpected(files.error());
    if (files->empty()) return std::optional<Snapshot>{};
    auto snapshot = readSnapshot(files->back());
    if (!snapshot) return std::unexpected(std::move(snapshot.error()));
    return std::optional<Snapshot>(std::move(*snapshot));
}

JournalResult<std::vector<std::uint64_t>> snapshotSequences(const fs::path& folder) {
    const auto files = listSnapshots(folder);
    if (!files) return std::unexpected(files.error());
    std::vector<std::uint64_t> sequences;
    for (const NumberedFile& file : *files) sequences.push_back(file.sequence);
    return sequences;
}

JournalResult<Snapshot> readSnapshotOf(const fs::path& folder, std::uint64_t sequence) {
    return readSnapshot({sequence, numberedName(folder, "snapshot-", sequence, ".qds")});
}

JournalResult<std::optional<std::uint64_t>> firstSequence(const fs::path& folder) {
    const auto files = listSegments(folder);
    if (!files) return std::unexpected(files.error());
    return files->empty() ? std::optional<std::uint64_t>{} : std::optional(files->front().sequence);
}

JournalResult<ReadReport> readRecords(const fs::path& folder, std::uint64_t after,
                                      const std::function<void(std::uint64_t, ByteSpan)>& deliver) {
    const auto files = listSegments(folder);
    if (!files) return std::unexpected(files.error());
    ReadReport report;
    report.lastSequence = after;
    std::optional<std::uint64_t> expected;
    for (std::size_t i = 0; i < files->size(); ++i) {
        const NumberedFile& file = (*files)[i];
        const bool isLast = i + 1 == files->size();
        if (!isLast && (*files)[i + 1].sequence <= after + 1) continue; // all its records are in the snapshot
        if (file.sequence == 0) return damaged(file.path, 0, "records are numbered from 1");
        if (expected ? file.sequence != *expected : file.sequence > after + 1)
            return fail(JournalCode::Missing,
                        fmt::format("{}: the records before {} are missing (expected {})", file.path.string(),
                                    file.sequence, expected.value_or(after + 1)));
        const auto bytes = readFile(file.path);
        if (!bytes) return fileError(bytes.error());
        report.lastSequence = std::max(report.lastSequence, file.sequence - 1);
        SegmentReader reader(file, *bytes, isLast);
        if (auto read = reader.read(after, deliver, report); !read) return std::unexpected(read.error());
        expected = reader.nextSequence();
    }
    if (expected && *expected != report.lastSequence + 1)
        return fail(JournalCode::Missing,
                    fmt::format("{}: the journal ends at record {}, the snapshot was made after {}",
                                report.lastSegment.string(), *expected - 1, after));
    return report;
}

void appendRecord(ByteWriter& group, ByteSpan record) {
    group.put(static_cast<std::uint32_t>(record.size()));
    group.putBytes(record);
}

JournalWriter::JournalWriter(fs::path folder, Options options, FileLock lock)
    : m_folder(std::move(folder))
    , m_options(std::move(options))
    , m_lock(std::move(lock)) {}

JournalResult<std::unique_ptr<JournalWriter>> JournalWriter::open(const fs::path& folder, const ReadReport& report,
                                                                  Options options) {
    if (auto made = makeFolder(folder); !made) return fileError(made.error());
    auto lock = FileLock::acquire(folder / "lock");
    if (!lock) return fileError(lock.error());
    std::unique_ptr<JournalWriter> writer(new JournalWriter(folder, std::move(options), std::move(*lock)));
    writer->m_lastSequence = report.lastSequence;
    if (report.lastSegment.empty() || report.lastSegmentBytes < kSegmentHeaderBytes) {
        if (!report.lastSegment.empty()) fs::remove(report.lastSegment);
        if (auto begun = writer->beginSegment(report.lastSequence + 1); !begun) return std::unexpected(begun.error());
        return writer;
    }
    auto file = writer->m_options.open(report.lastSegment);
    if (!file) return fileError(file.error());
    writer->m_file = std::move(*file);
    writer->m_fileBytes = report.lastSegmentBytes;
    if (report.tornTail) {
        if (auto cut = writer->m_file->truncate(report.lastSegmentBytes); !cut) return fileError(cut.error());
    }
    return writer;
}

JournalResult<void> JournalWriter::beginSegment(std::uint64_t firstSequence) {
    auto file = m_options.open(numberedName(m_folder, "segment-", firstSequence, ".qdj"));
    if (!file) return fileError(file.error());
    ByteWriter header;
    header.put(kSegmentMagic);
    header.put(kFormatVersion);
    header.put(std::uint32_t{0});
    header.put(firstSequence);
    header.put(checksum64(header.bytes()));
    if (auto cut = (*file)->truncate(0); !cut) return fileError(cut.error());
    if (auto written = (*file)->append(header.bytes()); !written) return fileError(written.error());
    m_file = std::move(*file);
    m_fileBytes = header.size();
    return {};
}

JournalResult<void> JournalWriter::writeGroup(std::uint64_t firstSequence, std::uint32_t count, ByteSpan records) {
    if (firstSequence != m_lastSequence + 1)
        return fail(JournalCode::Damaged,
                    fmt::format("group begins at record {}, the journal ends at {}", firstSequence, m_lastSequence));
    if (records.size() > std::numeric_limits<std::uint32_t>::max())
        return fail(JournalCode::RecordTooLarge, "group over 4 GiB");
    if (m_fileBytes > m_options.segmentBytes) {
        if (auto begun = beginSegment(firstSequence); !begun) return begun;
    }
    m_frame.clear();
    m_frame.put(kFrameMagic);
    m_frame.put(static_cast<std::uint32_t>(records.size()));
    m_frame.put(count);
    m_frame.put(std::uint32_t{0});
    m_frame.put(firstSequence);
    m_frame.put(checksum64(records));
    m_frame.put(checksum64(m_frame.bytes()));
    m_frame.putBytes(records);
    auto written = m_file->append(m_frame.bytes());
    if (written) written = m_file->sync();
    if (!written) {
        const auto cut = m_file->truncate(m_fileBytes);
        return fail(JournalCode::File,
                    cut ? written.error().detail : written.error().detail + "; " + cut.error().detail);
    }
    m_fileBytes += m_frame.size();
    m_lastSequence += count;
    return {};
}

JournalResult<void> JournalWriter::writeSnapshot(std::uint64_t sequence, ByteSpan payload) {
    if (sequence != m_lastSequence)
        return fail(JournalCode::Damaged,
                    fmt::format("snapshot after record {}, the journal ends at {}", sequence, m_lastSequence));
    ByteWriter out;
    out.reserve(kSnapshotHeaderBytes + payload.size());
    out.put(kSnapshotMagic);
    out.put(kFormatVersion);
    out.put(std::uint32_t{0});
    out.put(sequence);
    out.put(static_cast<std::uint64_t>(payload.size()));
    out.put(checksum64(payload));
    out.put(checksum64(out.bytes()));
    out.putBytes(payload);
    if (auto written = writeFileAtomically(numberedName(m_folder, "snapshot-", sequence, ".qds"), out.bytes());
        !written)
        return fileError(written.error());
    if (m_fileBytes > kSegmentHeaderBytes) {
        if (auto begun = beginSegment(sequence + 1); !begun) return begun;
    }
    return compact();
}

JournalResult<void> JournalWriter::compact() {
    auto snapshots = listSnapshots(m_folder);
    if (!snapshots) return std::unexpected(snapshots.error());
    const auto kept = static_cast<std::size_t>(std::max(m_options.snapshotsKept, 1));
    if (snapshots->size() < kept) return {};
    const std::uint64_t oldestKept = (*snapshots)[snapshots->size() - kept].sequence;
    std::error_code error;
    for (const NumberedFile& snapshot : *snapshots) {
        if (snapshot.sequence < oldestKept) fs::remove(snapshot.path, error);
    }
    const auto segments = listSegments(m_folder);
    if (!segments) return std::unexpected(segments.error());
    // A segment is needed unless the next one begins at or before the first record after the oldest kept snapshot.
    for (std::size_t i = 0; i + 1 < segments->size(); ++i) {
        if ((*segments)[i + 1].sequence <= oldestKept + 1) fs::remove((*segments)[i].path, error);
    }
    if (error) return fail(JournalCode::File, fmt::format("{}: {}", m_folder.string(), error.message()));
    return {};
}

} // namespace qd::journal
