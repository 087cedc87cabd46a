#include "core/base/journal/GroupCommitter.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <semaphore>

using namespace qd;
using namespace qd::journal;

namespace {

ByteSpan bytesOf(const std::string& text) { return std::as_bytes(std::span(text)); }

constexpr std::int64_t kPatience = 10 * kNanosPerSecond;

std::vector<std::string> recordsIn(const std::filesystem::path& folder, std::uint64_t after = 0) {
    std::vector<std::string> records;
    const auto report = readRecords(folder, after, [&](std::uint64_t, ByteSpan r) {
        records.emplace_back(reinterpret_cast<const char*>(r.data()), r.size());
    });
    if (!report) records.push_back(report.error().detail);
    return records;
}

/// A file whose sync waits for permission, or that refuses to write.
struct Gate {
    std::counting_semaphore<100> syncs{0};
    std::atomic<bool> gated{false};
    std::atomic<bool> refuses{false};
};
class GatedFile final : public AppendFile {
  public:
    GatedFile(std::unique_ptr<AppendFile> real, Gate& gate) : m_real(std::move(real)), m_gate(gate) {}
    FileResult<void> append(ByteSpan bytes) override {
        if (m_gate.refuses) return fail(FileCode::NoSpace, "no space left on device");
        return m_real->append(bytes);
    }
    FileResult<void> sync() override {
        if (m_gate.gated) m_gate.syncs.acquire();
        return m_real->sync();
    }
    FileResult<void> truncate(std::uint64_t size) override { return m_real->truncate(size); }

  private:
    std::unique_ptr<AppendFile> m_real;
    Gate& m_gate;
};

} // namespace

class TestGroupCommitter : public QObject {
    Q_OBJECT

    QTemporaryDir m_temporary;
    int m_count = 0;
    std::filesystem::path freshFolder() { return m_temporary.filePath(QString::number(m_count++)).toStdString(); }
    static std::unique_ptr<JournalWriter> writerFor(const std::filesystem::path& folder, Gate& gate) {
        JournalWriter::Options options;
        options.open = [&gate](const std::filesystem::path& path) -> FileResult<std::unique_ptr<AppendFile>> {
            auto real = openForAppend(path);
            if (!real) return std::unexpected(real.error());
            return std::make_unique<GatedFile>(std::move(*real), gate);
        };
        return std::move(*JournalWriter::open(folder, ReadReport{}, options));
    }

  private slots:
    void durableOnlyAfterTheSync() {
        Gate gate;
        const auto folder = freshFolder();
        test::FakeClock clock;
        GroupCommitter committer(writerFor(folder, gate), {}, clock);
        gate.gated = true;
        QCOMPARE(committer.append(bytesOf("one")), 1U);
        committer.release(true);
        QVERIFY(!committer.waitDurable(20 * kNanosPerMilli));
        QCOMPARE(committer.durable(), 0U);
        gate.syncs.release();
        QVERIFY(committer.waitDurable(kPatience));
        QCOMPARE(committer.durable(), 1U);
        gate.gated = false;
    }

    /// While one group is being synced the next ones gather and go out together.
    void groupsGather() {
        Gate gate;
        const auto folder = freshFolder();
        test::FakeClock clock;
        std::atomic<int> progressed{0};
        GroupCommitter committer(writerFor(folder, gate), {[&] { ++progressed; }, {}}, clock);
        gate.gated = true;
        committer.append(bytesOf("first"));
        committer.release(true);
        QVERIFY(!committer.waitDurable(20 * kNanosPerMilli));
        for (int i = 0; i < 5; ++i) {
            committer.append(bytesOf("later"));
            committer.release(true);
        }
        gate.syncs.release(2);
        QVERIFY(committer.waitDurable(kPatience));
        QCOMPARE(committer.durable(), 6U);
        QVERIFY(progressed <= 3);
        gate.gated = false;
    }

    /// A disk that only is too slow holds the producer back too: what waits for it does not grow without end.
    void aSlowDiskHoldsTheProducerBack() {
        Gate gate;
        const auto folder = freshFolder();
        test::FakeClock clock;
        GroupCommitter committer(writerFor(folder, gate), {}, clock);
        gate.gated = true;
        committer.append(bytesOf("first"));
        committer.release(true);
        const std::string record(1U << 20U, 'x');
        std::size_t given = 0;
        while (!committer.stalled() && given < 64) {
            committer.append(bytesOf(record));
            committer.release(true);
            ++given;
        }
        QVERIFY2(given >= 15 && given <= 18, qPrintable(QString::number(given)));
        QVERIFY(!committer.fault());
        gate.gated = false;
        gate.syncs.release(20);
        QVERIFY(committer.waitDurable(kPatience));
        QVERIFY(!committer.stalled());
        QCOMPARE(committer.durable(), given + 1);
    }

    void lazyRecordsWaitForTheirTime() {
        Gate gate;
        const auto folder = freshFolder();
        test::FakeClock clock;
        GroupCommitter committer(writerFor(folder, gate), {}, clock);
        committer.append(bytesOf("quote"));
        committer.release(false);
        QVERIFY(committer.waitDurable(kPatience)); // nothing released: nothing to wait for
        QCOMPARE(committer.durable(), 0U);
        clock.advance(250 * kNanosPerMilli);
        committer.release(false);
        QVERIFY(committer.waitDurable(kPatience));
        QCOMPARE(committer.durable(), 1U);
    }

    void snapshotsComeBetweenGroups() {
        Gate gate;
        const auto folder = freshFolder();
        test::FakeClock clock;
        std::atomic<int> hooks{0};
        {
            GroupCommitter committer(writerFor(folder, gate), {{}, [&] { ++hooks; }}, clock);
            committer.append(bytesOf("a"));
            committer.append(bytesOf("b"));
            committer.requestSnapshot({std::byte{7}});
            committer.append(bytesOf("c"));
        }
        QCOMPARE(int(hooks), 1);
        const auto snapshot = readNewestSnapshot(folder);
        QVERIFY(snapshot && *snapshot);
        QCOMPARE((*snapshot)->sequence, 2U);
        QCOMPARE(recordsIn(folder, 2), std::vector<std::string>{"c"});
    }

    /// A full disk is told, nothing is lost, and writing goes on when there is room again.
    void fullDiskIsToldAndSurvived() {
        Gate gate;
        const auto folder = freshFolder();
        test::FakeClock clock;
        {
            GroupCommitter committer(writerFor(folder, gate), {}, clock);
            gate.refuses = true;
            committer.append(bytesOf("kept"));
            committer.release(true);
            QTRY_VERIFY(committer.fault().has_value());
            QVERIFY(committer.fault()->find("no space") != std::string::npos);
            QCOMPARE(committer.durable(), 0U);
            gate.refuses = false;
            QVERIFY(committer.waitDurable(kPatience));
            QTRY_VERIFY(!committer.fault());
        }
        QCOMPARE(recordsIn(folder), std::vector<std::string>{"kept"});
    }

    void destructionWritesWhatWasAppended() {
        Gate gate;
        const auto folder = freshFolder();
        const test::FakeClock clock;
        {
            GroupCommitter(writerFor(folder, gate), {}, clock).append(bytesOf("last"));
        }
        QCOMPARE(recordsIn(folder), std::vector<std::string>{"last"});
    }
};
QD_TEST(TestGroupCommitter);
#include "TestGroupCommitter.moc"
