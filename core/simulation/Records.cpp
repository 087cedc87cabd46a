#include "core/simulation/Records.h"

#include "core/base/journal/Journal.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace qd::simulation {
namespace {

/// The bytes of a group that is being written when the process dies; none: it lives.
using Death = std::shared_ptr<std::optional<std::size_t>>;

class MemoryRecords final : public Records {
  public:
    RecordsResult<void> append(ByteSpan record) override {
        journal::appendRecord(m_commands, record);
        return {};
    }
    RecordsResult<void> keep(ByteSpan snapshot) override {
        m_snapshot.assign(snapshot.begin(), snapshot.end());
        m_commands.clear();
        return {};
    }
    RecordsResult<void> recover(const Reader& reader) override {
        if (!m_snapshot.empty()) reader.state(m_snapshot);
        ByteReader in(m_commands.bytes());
        while (!in.atEnd()) reader.command(in.getBytes(in.get<std::uint32_t>()));
        return {};
    }

  private:
    std::vector<std::byte> m_snapshot;
    ByteWriter m_commands;
};

/// Writes what it is given until its process dies in the middle of it.
class MortalFile final : public AppendFile {
  public:
    MortalFile(std::unique_ptr<AppendFile> file, Death death) : m_file(std::move(file)), m_death(std::move(death)) {}

    FileResult<void> append(ByteSpan bytes) override {
        if (!*m_death) return m_file->append(bytes);
        (void)m_file->append(bytes.first(std::min(bytes.size() - 1, **m_death)));
        return fail(FileCode::Io, "the process has died");
    }
    FileResult<void> sync() override { return m_file->sync(); }
    FileResult<void> truncate(std::uint64_t size) override {
        return *m_death ? fail(FileCode::Io, "the process has died") : m_file->truncate(size);
    }

  private:
    std::unique_ptr<AppendFile> m_file;
    Death m_death;
};

constexpr std::uint32_t kGroup = 64; ///< commands

class FileRecords final : public Records {
  public:
    FileRecords(std::filesystem::path folder, Draw draw) : m_folder(std::move(folder)), m_draw(draw) {}

    RecordsResult<void> open(const journal::ReadReport& report) {
        journal::JournalWriter::Options options;
        options.open = [death = m_death](const std::filesystem::path& path) -> FileResult<std::unique_ptr<AppendFile>> {
            auto file = openForAppend(path);
            if (!file) return std::unexpected(file.error());
            return std::make_unique<MortalFile>(std::move(*file), death);
        };
        auto writer = journal::JournalWriter::open(m_folder, report, std::move(options));
        if (!writer) return fail(RecordsCode::Journal, writer.error().detail);
        m_writer = std::move(*writer);
        return {};
    }
    RecordsResult<void> append(ByteSpan record) override {
        journal::appendRecord(m_group, record);
        m_last.assign(record.begin(), record.end());
        return ++m_count == kGroup ? writeGroup() : RecordsResult<void>{};
    }
    RecordsResult<void> keep(ByteSpan snapshot) override {
        if (auto written = writeGroup(); !written) return written;
        if (auto stored = m_writer->writeSnapshot(m_writer->lastSequence(), snapshot); !stored)
            return fail(RecordsCode::Journal, stored.error().detail);
        return {};
    }
    RecordsResult<void> recover(const Reader& reader) override {
        if (auto written = writeGroup(); !written) return written;
        dieWriting();
        const auto snapshot = journal::readNewestSnapshot(m_folder);
        if (!snapshot) return fail(RecordsCode::Journal, snapshot.error().detail);
        if (*snapshot) reader.state((*snapshot)->payload);
        const auto report = journal::readRecords(m_folder, *snapshot ? (*snapshot)->sequence : 0,
                                                 [&](std::uint64_t, ByteSpan record) { reader.command(record); });
        if (!report) return fail(RecordsCode::Journal, report.error().detail);
        if (!report->tornTail)
            return fail(RecordsCode::NotTorn, report->lastSegment.string() + ": what was cut short was not found");
        return open(*report);
    }

  private:
    RecordsResult<void> writeGroup() {
        if (m_count == 0) return {};
        if (auto written = m_writer->writeGroup(m_writer->lastSequence() + 1, m_count, m_group.bytes()); !written)
            return fail(RecordsCode::Journal, written.error().detail);
        m_group.clear();
        m_count = 0;
        return {};
    }
    void dieWriting() {
        ByteWriter lost;
        journal::appendRecord(lost, m_last);
        *m_death = static_cast<std::size_t>(m_draw.between(1, 39 + static_cast<std::int64_t>(lost.size())));
        (void)m_writer->writeGroup(m_writer->lastSequence() + 1, 1, lost.bytes());
        m_writer.reset();
        m_death->reset();
    }

    std::filesystem::path m_folder;
    Draw m_draw;
    Death m_death = std::make_shared<std::optional<std::size_t>>();
    std::unique_ptr<journal::JournalWriter> m_writer;
    ByteWriter m_group;
    std::uint32_t m_count = 0;
    std::vector<std::byte> m_last;
};

} // namespace

std::unique_ptr<Records> memoryRecords() { return std::make_unique<MemoryRecords>(); }

RecordsResult<std::unique_ptr<Records>> fileRecords(const std::filesystem::path& folder, Draw draw) {
    if (std::error_code error; std::filesystem::exists(folder, error))
        return fail(RecordsCode::Journal, folder.string() + " is there already");
    auto records = std::make_unique<FileRecords>(folder, draw);
    if (auto opened = records->open({}); !opened) return std::unexpected(opened.error());
    return records;
}

} // namespace qd::simulation
