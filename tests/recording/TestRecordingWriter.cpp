#include "tests/recording/RecordingRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>

#include <condition_variable>
#include <mutex>

using namespace qd;
using namespace qd::recording;
using namespace qd::test;

namespace {

/// A disk that a test holds up or fills. Any thread.
class Disk {
  public:
    void stop() {
        const std::scoped_lock lock(m_mutex);
        m_stopped = true;
    }
    void go() {
        {
            const std::scoped_lock lock(m_mutex);
            m_stopped = false;
        }
        m_moves.notify_all();
    }
    /// Bytes that still fit.
    void setRoom(std::int64_t bytes) {
        const std::scoped_lock lock(m_mutex);
        m_room = bytes;
    }
    [[nodiscard]] FileOpener opener() {
        return [this](const std::filesystem::path& path) -> FileResult<std::unique_ptr<AppendFile>> {
            auto file = openForAppend(path);
            if (!file) return std::unexpected(file.error());
            return std::make_unique<File>(std::move(*file), *this);
        };
    }

  private:
    class File final : public AppendFile {
      public:
        File(std::unique_ptr<AppendFile> real, Disk& disk) : m_real(std::move(real)), m_disk(disk) {}
        FileResult<void> append(ByteSpan bytes) override {
            std::unique_lock lock(m_disk.m_mutex);
            m_disk.m_moves.wait(lock, [&] { return !m_disk.m_stopped; });
            const auto size = static_cast<std::int64_t>(bytes.size());
            if (size <= m_disk.m_room) {
                m_disk.m_room -= size;
                return m_real->append(bytes);
            }
            (void)m_real->append(bytes.first(static_cast<std::size_t>(std::max<std::int64_t>(m_disk.m_room, 0))));
            return fail(FileCode::NoSpace, "no space left on device");
        }
        FileResult<void> sync() override { return m_real->sync(); }
        FileResult<void> truncate(std::uint64_t size) override { return m_real->truncate(size); }

      private:
        std::unique_ptr<AppendFile> m_real;
        Disk& m_disk;
    };

    std::mutex m_mutex;
    std::condition_variable m_moves;
    bool m_stopped = false;
    std::int64_t m_room = std::int64_t{1} << 40;
};

/// Sentences a recorder told; any thread.
class Sentences {
  public:
    [[nodiscard]] std::function<void(std::string)> take() {
        return [this](std::string sentence) {
            const std::scoped_lock lock(m_mutex);
            m_sentences.push_back(std::move(sentence));
        };
    }
    [[nodiscard]] std::size_t count(std::string_view with) const {
        const std::scoped_lock lock(m_mutex);
        return static_cast<std::size_t>(
            std::ranges::count_if(m_sentences, [&](const std::string& s) { return s.contains(with); }));
    }

  private:
    mutable std::mutex m_mutex;
    std::vector<std::string> m_sentences;
};

/// Texts without the gaps, the snapshot behind them and the prices, all of one time, that a reader adds.
std::vector<std::string> withoutGaps(const std::vector<std::string>& texts) {
    std::vector<std::string> kept;
    std::string gapTime;
    for (const std::string& text : texts) {
        const std::string time = text.substr(0, text.find(' '));
        if (text.contains(" gap 1 ") || text.contains(" gap 2 ") || text.contains(" gap 3 ")) gapTime = time;
        const bool added =
            time == gapTime && (text.contains(" book") || text.contains(" prices") || text.contains(" gap "));
        if (!added) kept.push_back(text);
    }
    return kept;
}

} // namespace

class TestRecordingWriter : public QObject {
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

    /// What is there was told in this order, and what is missing lies within the gaps.
    void checkThatGapsCoverWhatIsMissing(const RandomMarket& market) const {
        const auto reader = RecordingReader::open(m_path);
        const auto gaps = reader->gaps(MarketId(0), UnixNanos(0), market.now());
        const auto lost = [](const RecordedGap& gap) { return gap.cause == GapCause::Recorder; };
        QVERIFY(std::ranges::count_if(*gaps, lost) >= 1);
        auto cursor = reader->seek(MarketId(0), UnixNanos(0));
        const std::vector<std::string> kept = withoutGaps(textsOf(*cursor));
        std::size_t next = 0;
        for (const auto& told : market.told()) {
            if (next < kept.size() && kept[next] == told.text) {
                ++next;
                continue;
            }
            QVERIFY2(std::ranges::any_of(
                         *gaps, [&](const RecordedGap& g) { return lost(g) && told.ts >= g.from && told.ts <= g.to; }),
                     told.text.c_str());
        }
        QCOMPARE(next, kept.size());
        QVERIFY(cursor->book().hash() == market.told().back().book);
    }

  private slots:
    void init() {
        m_folder = QTemporaryDir();
        m_path = m_folder.path().toStdString();
    }

    void aSlowDiskLeavesAGapAndHoldsNobodyUp() {
        Disk disk;
        Sentences sentences;
        RecordingOptions options = shortBlocks();
        options.queueBytes = 2'000;
        options.open = disk.opener();
        options.notice = sentences.take();
        RandomMarket market(4);
        market.setPace(200 * kNanosPerMilli);
        {
            const auto writer = writerFor(m_path, options);
            market.tell(*writer, 200);
            writer->drain();
            disk.stop();
            market.tell(*writer, 2'000); // nobody writes meanwhile
            QVERIFY(writer->status().lostBlocks > 10);
            QVERIFY(writer->status().queuedBytes <= 2'000);
            disk.go();
            writer->drain();
            market.tell(*writer, 300);
        }
        QCOMPARE(sentences.count("too slow"), std::size_t{1});
        checkThatGapsCoverWhatIsMissing(market);
    }

    /// What was left out last has no block behind it: one is written for the gap.
    void aGapAtTheEndIsRecordedToo() {
        Disk disk;
        RecordingOptions options = shortBlocks();
        options.queueBytes = 2'000;
        options.open = disk.opener();
        RandomMarket market(11);
        market.setPace(200 * kNanosPerMilli);
        {
            const auto writer = writerFor(m_path, options);
            market.tell(*writer, 100);
            writer->drain();
            disk.stop();
            market.tell(*writer, 500);
            writer->seal();
            QVERIFY(writer->status().lostBlocks > 10);
            disk.go();
        }
        checkThatGapsCoverWhatIsMissing(market);
        QCOMPARE(RecordingReader::open(m_path)->markets()[0].last, market.told().back().ts);
    }

    void aFullDiskIsToldOnceAndRecordingGoesOn() {
        Disk disk;
        Sentences sentences;
        RecordingOptions options = shortBlocks();
        options.open = disk.opener();
        options.notice = sentences.take();
        RandomMarket market(5);
        market.setPace(100 * kNanosPerMilli);
        {
            const auto writer = writerFor(m_path, options);
            market.tell(*writer, 200);
            writer->drain();
            disk.setRoom(150);
            market.tell(*writer, 200);
            writer->drain();
            QCOMPARE(sentences.count("no space left"), std::size_t{1});
            QVERIFY(writer->status().fault.has_value());
            QVERIFY(writer->status().lostBlocks > 1);
            disk.setRoom(1 << 30);
            market.tell(*writer, 200);
            writer->drain();
            QCOMPARE(sentences.count("goes on"), std::size_t{1});
            QVERIFY(!writer->status().fault.has_value());
        }
        const auto reader = RecordingReader::open(m_path);
        QVERIFY(reader->notes().empty()); // no half block was left behind
        const auto gaps = reader->gaps(MarketId(0), UnixNanos(0), market.now());
        QCOMPARE(std::ranges::count_if(*gaps, [](const auto& g) { return g.cause == GapCause::Recorder; }), 1);
        auto cursor = reader->seek(MarketId(0), UnixNanos(0));
        (void)textsOf(*cursor);
        QVERIFY(cursor->book().hash() == market.told().back().book);
    }

    /// Own orders and fills are nowhere else in a recording: that they are lost with a block is said, once.
    void ownEventsThatAreLostAreTold() {
        Disk disk;
        Sentences sentences;
        RecordingOptions options = shortBlocks();
        options.open = disk.opener();
        options.notice = sentences.take();
        const std::array<std::byte, 3> bytes{std::byte{1}, std::byte{2}, std::byte{3}};
        const auto writer = writerFor(m_path, options);
        int second = 0;
        const auto record = [&](bool own) {
            ++second;
            writer->trade(MarketId(0), at(second), trade(second, at(second)));
            if (own) writer->own(MarketId(0), at(second), {1, bytes});
            writer->drain();
        };
        record(true);
        disk.setRoom(0);
        record(false);
        QCOMPARE(sentences.count("no space left"), std::size_t{1});
        QCOMPARE(sentences.count("your own orders"), std::size_t{0});
        record(true);
        record(true);
        QCOMPARE(sentences.count("your own orders"), std::size_t{1});
        disk.setRoom(1 << 30);
        record(true);
        disk.setRoom(0);
        record(true);
        QCOMPARE(sentences.count("no space left"), std::size_t{2});
        QCOMPARE(sentences.count("your own orders"), std::size_t{2});
    }

    /// A folder that may not be written: opening says so, and a file that may not be made later is a fault.
    void aDiskThatRefusesFiles() {
        Sentences sentences;
        std::atomic<bool> refuses{true};
        RecordingOptions options = shortBlocks();
        options.notice = sentences.take();
        options.open = [&](const std::filesystem::path& path) -> FileResult<std::unique_ptr<AppendFile>> {
            if (refuses) return fail(FileCode::Denied, "permission denied");
            return openForAppend(path);
        };
        const auto writer = writerFor(m_path, options);
        for (int i = 0; i < 5; ++i) writer->trade(MarketId(0), at(i), trade(i + 1, at(i)));
        writer->drain();
        QCOMPARE(sentences.count("permission denied"), std::size_t{1});
        QCOMPARE(writer->status().lostBlocks, std::uint64_t{5});
        refuses = false;
        writer->trade(MarketId(0), at(7), trade(8, at(7)));
        writer->drain();
        QCOMPARE(recordingFiles(m_path).size(), std::size_t{1});
        const auto texts = textsOf(m_path);
        QVERIFY(texts.front().contains(fmt::format("gap 1 {}", at(0).value())));
        QVERIFY(texts.back().contains("trade 8"));
    }

    void whatCannotBeRecordedIsCounted() {
        const std::vector<BookLevel> good{{Price(1'500'000), Quantity(1'000'000)}};
        const std::vector<BookLevel> noPrice{{Price(0), Quantity(1)}};
        const std::vector<BookLevel> negative{{Price(1), Quantity(-1)}};
        const std::vector<BookLevel> many(kMaxLevels + 1, BookLevel{Price(1), Quantity(1)});
        const std::vector<BookLevel> unordered{{Price(1), Quantity(1)}, {Price(2), Quantity(1)}};
        {
            const auto writer = writerFor(m_path);
            writer->depth(MarketId(9), at(0), {true, good, {}}); // nobody added it
            writer->depth(MarketId(0), at(0), {true, good, {}});
            writer->depth(MarketId(0), at(1), {false, noPrice, {}});
            writer->depth(MarketId(0), at(2), {true, good, {}});
            writer->depth(MarketId(0), at(3), {false, {}, negative});
            writer->depth(MarketId(0), at(4), {true, many, {}});
            writer->book(MarketId(0), at(5), unordered, {});
            writer->trade(MarketId(0), at(6), {TradeId(1), at(6), Price(), Quantity(1), Side::Buy});
            const std::vector<std::byte> bytes(kMaxOwnBytes + 1);
            writer->own(MarketId(0), at(7), {1, bytes});
            QCOMPARE(writer->status().refused, std::uint64_t{7});
        }
        const auto texts = textsOf(m_path);
        QVERIFY(texts[1].contains("gap 0")); // the change that is missing: the book is not known
        QVERIFY(texts[2].contains("book"));
        QVERIFY(texts[3].contains("gap 0"));
    }

    /// An earlier event is recorded at the time of the last one; a trade keeps its own time.
    void timesOfAMarketDoNotGoBack() {
        {
            const auto writer = writerFor(m_path);
            writer->trade(MarketId(0), at(5), trade(1, at(5)));
            writer->trade(MarketId(0), at(3), trade(2, at(3)));
        }
        const auto texts = textsOf(m_path);
        QCOMPARE(texts.size(), std::size_t{2});
        QVERIFY(texts[1].starts_with(fmt::format("{} trade 2 {}", at(5).value(), at(3).value())));
    }

    /// Time that passes elsewhere seals a quiet market's block.
    void quietMarketsAreWrittenToo() {
        const auto writer = writerFor(m_path, shortBlocks(), 2);
        writer->trade(MarketId(0), at(0), trade(1, at(0)));
        writer->trade(MarketId(1), at(2), trade(1, at(2)));
        QTRY_COMPARE(writer->status().blocks, std::uint64_t{1});
        writer->advance(at(4));
        QTRY_COMPARE(writer->status().blocks, std::uint64_t{2});
    }
};
QD_TEST(TestRecordingWriter);
#include "TestRecordingWriter.moc"
