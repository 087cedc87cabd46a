#include "tests/recording/RecordingRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>

using namespace qd;
using namespace qd::recording;
using namespace qd::test;

/// Files of a recording over hours and sessions.
class TestRecordingFolders : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::filesystem::path m_path;

    static Trade trade(int number, UnixNanos ts) {
        return {TradeId(static_cast<std::uint64_t>(number)), ts, Price(1'500'000), Quantity(2'000'000), Side::Sell};
    }
    static UnixNanos at(std::int64_t seconds) { return kRecordingStart + seconds * kNanosPerSecond; }
    /// One block a second.
    static RecordingOptions shortBlocks() {
        RecordingOptions options;
        options.blockNanos = kNanosPerSecond;
        return options;
    }

  private slots:
    void init() {
        m_folder = QTemporaryDir();
        m_path = m_folder.path().toStdString();
    }

    void filesRotateByTheHourAndTheOldestGo() {
        RecordingOptions options = shortBlocks();
        options.maxAgeNanos = 3 * kNanosPerHour;
        {
            const auto writer = writerFor(m_path, options);
            for (int i = 0; i < 10 * 60; ++i) writer->trade(MarketId(0), at(i * 60), trade(i + 1, at(i * 60)));
        }
        const auto reader = RecordingReader::open(m_path);
        QCOMPARE(recordingFiles(m_path).size(), std::size_t{4 + 1}); // three hours, what they begin in, and the last
        const RecordedSpan& span = reader->markets()[0];
        QCOMPARE(span.last, at(599 * 60));
        QVERIFY(span.last - span.first >= 3 * kNanosPerHour);
        QVERIFY(span.last - span.first <= 5 * kNanosPerHour);
        std::uint64_t next = 600 - span.events + 1;
        QVERIFY(
            reader
                ->trades(MarketId(0), UnixNanos(0), at(1 << 20), [&](const Trade& t) { return t.id.value() == next++; })
                .has_value());
        QCOMPARE(next, std::uint64_t{601});
    }

    void theOldestFilesMakeRoom() {
        RecordingOptions options = shortBlocks();
        options.fileBytes = 8'000;
        options.maxBytes = 40'000;
        RandomMarket market(6);
        market.setPace(100 * kNanosPerMilli);
        const auto writer = writerFor(m_path, options);
        for (int i = 0; i < 50; ++i) {
            market.tell(*writer, 100);
            writer->drain();
            std::uint64_t bytes = 0;
            for (const auto& file : recordingFiles(m_path)) bytes += std::filesystem::file_size(file);
            QVERIFY(bytes <= 40'000 + 10'000); // the file being written may grow to its own size first
        }
        const auto texts = textsOf(m_path);
        QVERIFY(texts.size() < market.told().size());
        const auto all = market.texts();
        QVERIFY(std::ranges::equal(texts, std::span(all).last(texts.size())));
    }

    /// Numbers of files are not used again, and a market goes on from where it was, though everything is too old.
    void theNewestFileStaysUntilThereIsAnother() {
        {
            writerFor(m_path)->trade(MarketId(0), at(0), trade(1, at(0)));
        }
        RecordingOptions options;
        options.maxBytes = 1;
        {
            const auto writer = writerFor(m_path, options);
            QCOMPARE(recordingFiles(m_path).size(), std::size_t{1});
            writer->trade(MarketId(0), at(10), trade(2, at(10)));
        }
        QCOMPARE(recordingFiles(m_path).size(), std::size_t{1});
        QVERIFY(recordingFiles(m_path)[0].string().contains("00000000000000000002"));
        const auto texts = textsOf(m_path);
        QVERIFY(texts.front().contains(fmt::format(" gap 2 {}", at(0).value())));
        QVERIFY(texts.back().contains("trade 2"));
    }

    void aSecondSessionGoesOnBehindAGap() {
        RandomMarket market(7);
        {
            const auto writer = writerFor(m_path, shortBlocks());
            market.tell(*writer, 300);
        }
        const std::size_t before = market.told().size();
        const UnixNanos ended = market.told().back().ts;
        market.skip(kNanosPerHour);
        {
            const auto writer = writerFor(m_path, shortBlocks());
            writer->trade(MarketId(0), kRecordingStart, trade(1, kRecordingStart)); // older than what is there
            QCOMPARE(writer->status().late, std::uint64_t{1});
            market.tell(*writer, 300);
        }
        const auto texts = textsOf(m_path);
        const auto all = market.texts();
        QVERIFY(std::ranges::equal(std::span(texts).first(before), std::span(all).first(before)));
        QVERIFY(texts[before].contains(fmt::format("gap 2 {}", ended.value())));
        const auto reader = RecordingReader::open(m_path);
        const auto gaps = reader->gaps(MarketId(0), ended, ended + 2 * kNanosPerHour);
        const auto gap = std::ranges::find(*gaps, GapCause::Interruption, &RecordedGap::cause);
        QVERIFY(gap != gaps->end());
        QVERIFY(gap->to - gap->from >= kNanosPerHour);
        QVERIFY(reader->gaps(MarketId(0), UnixNanos(0), kRecordingStart)->empty());
    }

    void anotherSymbolByTheSameIdIsRefused() {
        {
            writerFor(m_path)->trade(MarketId(0), at(0), trade(1, at(0)));
        }
        auto writer = RecordingWriter::open(m_path, {});
        RecordedMarket other = recordedMarket();
        other.symbol = "OTHER-PERP";
        const auto added = (*writer)->addMarket(other);
        QVERIFY(!added.has_value());
        QCOMPARE(added.error().code, RecordingCode::Market);
        QVERIFY(added.error().detail.contains("M0-PERP"));
    }

    void aFolderHasOneWriter() {
        const auto writer = writerFor(m_path);
        const auto second = RecordingWriter::open(m_path, {});
        QVERIFY(!second.has_value());
        QCOMPARE(second.error().code, RecordingCode::Locked);
    }
};
QD_TEST(TestRecordingFolders);
#include "TestRecordingFolders.moc"
