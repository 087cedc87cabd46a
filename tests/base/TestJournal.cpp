#include "core/base/journal/Journal.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fstream>
#include <string>

using namespace qd;
using namespace qd::journal;
namespace fs = std::filesystem;

namespace {

ByteSpan bytesOf(const std::string& text) { return std::as_bytes(std::span(text)); }

/// Everything a journal delivers, as text.
struct Loaded {
    std::vector<std::string> records;
    JournalResult<ReadReport> report;
};
Loaded load(const fs::path& folder, std::uint64_t after = 0) {
    Loaded loaded{{}, fail(JournalCode::File)};
    loaded.report = readRecords(folder, after, [&](std::uint64_t, ByteSpan r) {
        loaded.records.emplace_back(reinterpret_cast<const char*>(r.data()), r.size());
    });
    return loaded;
}

std::unique_ptr<JournalWriter> writerFor(const fs::path& folder, JournalWriter::Options options = {}) {
    auto report = load(folder).report;
    auto writer = JournalWriter::open(folder, report.value(), std::move(options));
    return std::move(writer.value());
}

void writeGroup(JournalWriter& writer, const std::vector<std::string>& records) {
    ByteWriter group;
    for (const auto& r : records) appendRecord(group, bytesOf(r));
    QVERIFY(writer.writeGroup(writer.lastSequence() + 1, static_cast<std::uint32_t>(records.size()), group.bytes())
                .has_value());
}

std::vector<fs::path> segments(const fs::path& folder) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".qdj") paths.push_back(entry.path());
    }
    std::ranges::sort(paths);
    return paths;
}

std::string slurp(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}
void spill(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

/// A disk that fails: after `budget` bytes every write stores a part and reports an error.
class FailingFile final : public AppendFile {
  public:
    FailingFile(std::unique_ptr<AppendFile> real, int& budget) : m_real(std::move(real)), m_budget(budget) {}
    FileResult<void> append(ByteSpan bytes) override {
        if (static_cast<int>(bytes.size()) <= m_budget) {
            m_budget -= static_cast<int>(bytes.size());
            return m_real->append(bytes);
        }
        (void)m_real->append(bytes.first(static_cast<std::size_t>(std::max(m_budget, 0))));
        return fail(FileCode::NoSpace, "no space left on device");
    }
    FileResult<void> sync() override { return m_real->sync(); }
    FileResult<void> truncate(std::uint64_t size) override { return m_real->truncate(size); }

  private:
    std::unique_ptr<AppendFile> m_real;
    int& m_budget;
};

} // namespace

class TestJournal : public QObject {
    Q_OBJECT

    QTemporaryDir m_temporary;
    int m_count = 0;
    fs::path freshFolder() { return fs::path(m_temporary.path().toStdString()) / std::to_string(m_count++); }

    /// Three groups: a, b | c | d.
    fs::path writtenFolder() {
        const fs::path folder = freshFolder();
        auto writer = writerFor(folder);
        writeGroup(*writer, {"a", "bb"});
        writeGroup(*writer, {"ccc"});
        writeGroup(*writer, {"dddd"});
        return folder;
    }

  private slots:
    void emptyFolderIsAnEmptyJournal() {
        const Loaded loaded = load(freshFolder());
        QVERIFY(loaded.report.has_value());
        QVERIFY(loaded.records.empty());
    }

    void whatWasWrittenIsReadBack() {
        const fs::path folder = writtenFolder();
        Loaded loaded = load(folder);
        QCOMPARE(loaded.records, (std::vector<std::string>{"a", "bb", "ccc", "dddd"}));
        QCOMPARE(loaded.report->lastSequence, 4U);
        QVERIFY(!loaded.report->tornTail);
        auto writer = writerFor(folder);
        writeGroup(*writer, {"e"});
        writer.reset();
        QCOMPARE(load(folder).records.size(), 5U);
        QCOMPARE(load(folder, 3).records, (std::vector<std::string>{"dddd", "e"}));
    }

    /// However the last write was cut, what came before is there and only the torn group is gone.
    void everyTruncationKeepsWholeGroups() {
        const fs::path source = writtenFolder();
        const std::string whole = slurp(segments(source).front());
        const std::string name = segments(source).front().filename();
        std::size_t previous = 0;
        for (std::size_t size = 0; size <= whole.size(); ++size) {
            const fs::path folder = freshFolder();
            fs::create_directories(folder);
            spill(folder / name, whole.substr(0, size));
            const Loaded loaded = load(folder);
            QVERIFY2(loaded.report.has_value(), std::to_string(size).c_str());
            QVERIFY(loaded.records.size() >= previous);
            previous = loaded.records.size();
            const std::size_t kept = loaded.report->lastSegmentBytes;
            QCOMPARE(loaded.report->tornTail.has_value(), kept != size || size == 0);
            // Writing goes on behind what was kept.
            auto writer = JournalWriter::open(folder, *loaded.report);
            QVERIFY(writer.has_value());
            writeGroup(**writer, {"next"});
            writer->reset();
            const Loaded again = load(folder);
            QVERIFY(again.report.has_value() && !again.report->tornTail);
            QCOMPARE(again.records.size(), previous + 1);
        }
        QCOMPARE(previous, 4U);
    }

    /// A flipped bit anywhere is named; nothing behind it is believed, everything before it is delivered.
    void everyFlippedBitIsFound() {
        const fs::path source = writtenFolder();
        const std::string whole = slurp(segments(source).front());
        const fs::path folder = freshFolder();
        fs::create_directories(folder);
        const fs::path file = folder / segments(source).front().filename();
        for (std::size_t i = 0; i < whole.size() * 8; ++i) {
            std::string bytes = whole;
            bytes[i / 8] = static_cast<char>(bytes[i / 8] ^ (1 << (i % 8)));
            spill(file, bytes);
            const Loaded loaded = load(folder);
            QVERIFY2(!loaded.report.has_value(), std::to_string(i).c_str());
            QVERIFY(loaded.report.error().detail.find(file.string()) != std::string::npos);
            QVERIFY(loaded.records.size() < 4);
        }
    }

    void zeroesAtTheEndAreATornWrite() {
        const fs::path folder = writtenFolder();
        const fs::path file = segments(folder).front();
        spill(file, slurp(file) + std::string(100, '\0'));
        const Loaded loaded = load(folder);
        QVERIFY(loaded.report.has_value() && loaded.report->tornTail);
        QCOMPARE(loaded.records.size(), 4U);
    }

    void foreignAndNewerFilesAreNamed() {
        const fs::path folder = freshFolder();
        fs::create_directories(folder);
        const fs::path file = folder / "segment-00000000000000000001.qdj";
        spill(file, "this is a text file, long enough to hold a header of thirty-two bytes");
        QCOMPARE(load(folder).report.error().code, JournalCode::ForeignFile);
    }

    void missingSegmentIsNamed() {
        const fs::path folder = freshFolder();
        auto writer = writerFor(folder, {.segmentBytes = 1});
        for (int i = 0; i < 3; ++i) writeGroup(*writer, {"x"});
        writer.reset();
        QCOMPARE(segments(folder).size(), 3U);
        fs::remove(segments(folder)[1]);
        const Loaded loaded = load(folder);
        QCOMPARE(loaded.report.error().code, JournalCode::Missing);
        QCOMPARE(loaded.records.size(), 1U);
        // The first one missing is as bad.
        fs::remove(segments(folder)[0]);
        QCOMPARE(load(folder).report.error().code, JournalCode::Missing);
    }

    /// Records are numbered from 1: a segment of number 0 was once taken for the end of the numbers.
    void segmentOfNumberZeroIsNamed() {
        const fs::path folder = freshFolder();
        fs::create_directories(folder);
        spill(folder / "segment-00000000000000000000.qdj", "");
        const auto report = load(folder).report;
        QVERIFY(!report.has_value());
        QCOMPARE(report.error().code, JournalCode::Damaged);
        QVERIFY(report.error().detail.ends_with("records are numbered from 1"));
    }

    void snapshotsBoundTheFolder() {
        const fs::path folder = freshFolder();
        auto writer = writerFor(folder);
        for (int i = 0; i < 5; ++i) {
            writeGroup(*writer, {"record"});
            QVERIFY(writer->writeSnapshot(writer->lastSequence(), bytesOf("state" + std::to_string(i))).has_value());
        }
        writeGroup(*writer, {"tail"});
        writer.reset();
        const auto snapshot = readNewestSnapshot(folder);
        QVERIFY(snapshot.has_value() && snapshot->has_value());
        QCOMPARE((*snapshot)->sequence, 5U);
        QCOMPARE((*snapshot)->payload.size(), 6U);
        QCOMPARE(load(folder, 5).records, (std::vector<std::string>{"tail"}));
        QVERIFY(segments(folder).size() <= 2);
        // The older snapshot still has the records that follow it.
        QCOMPARE(load(folder, 4).records, (std::vector<std::string>{"record", "tail"}));
    }

    void damagedSnapshotIsNamed() {
        const fs::path folder = freshFolder();
        auto writer = writerFor(folder);
        writeGroup(*writer, {"record"});
        QVERIFY(writer->writeSnapshot(1, bytesOf("state")).has_value());
        const fs::path file = folder / "snapshot-00000000000000000001.qds";
        const std::string whole = slurp(file);
        for (std::size_t i = 0; i < whole.size(); ++i) {
            std::string bytes = whole;
            bytes[i] = static_cast<char>(bytes[i] ^ 4);
            spill(file, bytes);
            QVERIFY(!readNewestSnapshot(folder).has_value());
            spill(file, whole.substr(0, i));
            QVERIFY(!readNewestSnapshot(folder).has_value());
        }
    }

    void crashBetweenSnapshotAndSegmentIsHarmless() {
        const fs::path folder = freshFolder();
        auto writer = writerFor(folder);
        writeGroup(*writer, {"one", "two"});
        QVERIFY(writer->writeSnapshot(2, bytesOf("state")).has_value());
        writer.reset();
        fs::remove(segments(folder).back()); // the new segment was never begun
        const Loaded loaded = load(folder, 2);
        QVERIFY(loaded.report.has_value());
        auto again = JournalWriter::open(folder, *loaded.report);
        writeGroup(**again, {"three"});
        again->reset();
        QCOMPARE(load(folder, 2).records, (std::vector<std::string>{"three"}));
    }

    void secondProcessIsKeptOut() {
        const fs::path folder = freshFolder();
        const auto writer = writerFor(folder);
        const auto second = JournalWriter::open(folder, load(folder).report.value());
        QVERIFY(!second.has_value());
        QCOMPARE(second.error().code, JournalCode::Locked);
    }

    /// A full disk: the group is refused, the file is cut back, and the same group succeeds once there is room.
    void fullDiskLosesNothing() {
        const fs::path folder = freshFolder();
        int budget = 1'000'000;
        JournalWriter::Options options;
        options.open = [&](const fs::path& path) -> FileResult<std::unique_ptr<AppendFile>> {
            auto real = openForAppend(path);
            if (!real) return std::unexpected(real.error());
            return std::make_unique<FailingFile>(std::move(*real), budget);
        };
        auto writer = writerFor(folder, options);
        writeGroup(*writer, {"before"});
        ByteWriter group;
        appendRecord(group, bytesOf("during"));
        for (budget = 0; budget < 50; budget = budget + 1) {
            const int given = budget;
            const auto refused = writer->writeGroup(2, 1, group.bytes());
            QVERIFY(!refused.has_value());
            QCOMPARE(refused.error().code, JournalCode::File);
            QCOMPARE(load(folder).records, (std::vector<std::string>{"before"}));
            budget = given;
        }
        budget = 1'000'000;
        QVERIFY(writer->writeGroup(2, 1, group.bytes()).has_value());
        QCOMPARE(load(folder).records, (std::vector<std::string>{"before", "during"}));
    }
};
QD_TEST(TestJournal);
#include "TestJournal.moc"
