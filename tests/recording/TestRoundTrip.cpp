#include "tests/recording/RecordingRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>

#include <numeric>

using namespace qd;
using namespace qd::recording;
using namespace qd::test;

/// What is read is what was written: events, books, prices, times.
class TestRoundTrip : public QObject {
    Q_OBJECT

    static void rows() {
        QTest::addColumn<std::uint64_t>("seed");
        QTest::addColumn<std::size_t>("blockBytes");
        QTest::addColumn<std::int64_t>("blockNanos");
        QTest::addColumn<std::int64_t>("pace");
        QTest::newRow("blocks by time") << std::uint64_t{1} << std::size_t{1U << 18U} << 2 * kNanosPerSecond
                                        << 20 * kNanosPerMilli;
        QTest::newRow("blocks by size") << std::uint64_t{2} << std::size_t{900} << 900 * kNanosPerSecond
                                        << 20 * kNanosPerMilli;
        QTest::newRow("a block an event") << std::uint64_t{3} << std::size_t{1} << std::int64_t{1} << kNanosPerMilli;
        QTest::newRow("nanoseconds apart")
            << std::uint64_t{4} << std::size_t{1U << 12U} << kNanosPerSecond << std::int64_t{1};
        QTest::newRow("over several hours")
            << std::uint64_t{5} << std::size_t{1U << 18U} << 600 * kNanosPerSecond << 7 * kNanosPerSecond;
        for (std::uint64_t seed = 10; seed < 20; ++seed)
            QTest::addRow("seed %d", static_cast<int>(seed))
                << seed << std::size_t{4'000} << 10 * kNanosPerSecond << 50 * kNanosPerMilli;
    }
    static RecordingOptions options() {
        QFETCH(std::size_t, blockBytes);
        QFETCH(std::int64_t, blockNanos);
        RecordingOptions options;
        options.blockBytes = blockBytes;
        options.blockNanos = blockNanos;
        return options;
    }
    static RandomMarket market() {
        QFETCH(std::uint64_t, seed);
        QFETCH(std::int64_t, pace);
        RandomMarket market(seed);
        market.setPace(pace);
        return market;
    }

  private slots:
    void eventsComeBack_data() { rows(); }
    void eventsComeBack() {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString());
        RandomMarket market = TestRoundTrip::market();
        {
            const auto writer = writerFor(path, options());
            market.tell(*writer, 3'000);
            writer->drain();
            QCOMPARE(textsOf(path), market.texts()); // while it is being written
            market.tell(*writer, 500);
        }
        QCOMPARE(textsOf(path), market.texts());
        const auto reader = RecordingReader::open(path);
        QVERIFY(reader.has_value());
        QVERIFY(reader->notes().empty());
        QCOMPARE(reader->markets().size(), std::size_t{1});
        const RecordedSpan& span = reader->markets()[0];
        QCOMPARE(span.market, recordedMarket());
        QCOMPARE(span.first, market.told().front().ts);
        QVERIFY(span.last >= market.told().back().ts);
        QCOMPARE(span.events, std::uint64_t{market.told().size()});
    }

    /// The book and the prices after every event, and at every place one can seek to.
    void seekingIsTheSameAsReadingOn_data() { rows(); }
    void seekingIsTheSameAsReadingOn() {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString());
        RandomMarket market = TestRoundTrip::market();
        {
            const auto writer = writerFor(path, options());
            market.tell(*writer, 1'500);
        }
        const auto reader = RecordingReader::open(path);
        const auto& told = market.told();
        auto cursor = reader->seek(MarketId(0), UnixNanos(0));
        for (const auto& t : told) {
            const RecordedEvent* event = cursor->next();
            QVERIFY(event != nullptr);
            QCOMPARE(textOf(*event), t.text);
            QVERIFY(cursor->book().hash() == t.book);
            QCOMPARE(cursor->prices(), t.prices);
        }
        SplitMix64 draw(99);
        for (int i = 0; i < 150; ++i) {
            UnixNanos to = told[draw() % told.size()].ts;
            if (i % 3 == 1) to = to + 1;
            if (i % 3 == 2) to = to + -1;
            const auto at = std::ranges::partition_point(told, [&](const auto& t) { return t.ts < to; });
            auto there = reader->seek(MarketId(0), to);
            QVERIFY(there.has_value());
            if (at != told.begin()) {
                QVERIFY(there->book().hash() == std::prev(at)->book);
                QCOMPARE(there->prices(), std::prev(at)->prices);
            }
            const RecordedEvent* event = there->next();
            QCOMPARE(event == nullptr, at == told.end());
            if (event != nullptr) QCOMPARE(textOf(*event), at->text);
        }
        auto behind = reader->seek(MarketId(0), told.back().ts + kNanosPerDay);
        QVERIFY(behind->next() == nullptr);
        QVERIFY(behind->book().hash() == told.back().book);
    }

    void marketsDoNotMeet() {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString());
        RandomMarket first(1, 0);
        RandomMarket second(2, 1);
        {
            RecordingOptions options;
            options.blockNanos = kNanosPerSecond;
            const auto writer = writerFor(path, options, 2);
            for (int i = 0; i < 1'000; ++i) {
                first.tellOne(*writer);
                second.tellOne(*writer);
            }
        }
        QCOMPARE(textsOf(path, MarketId(0)), first.texts());
        QCOMPARE(textsOf(path, MarketId(1)), second.texts());
        const auto reader = RecordingReader::open(path);
        QVERIFY(!reader->seek(MarketId(2), UnixNanos(0)).has_value());
        QCOMPARE(reader->seek(MarketId(2), UnixNanos(0)).error().code, RecordingCode::Market);
    }

    /// A venue that shows whole books: the changes are found.
    void changesOfWholeBooksAreFound() {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString());
        SplitMix64 draw(7);
        std::vector<StateHash> books;
        std::size_t named = 0;
        {
            const auto writer = writerFor(path);
            RecordedBook shown;
            for (int i = 0; i < 400; ++i) {
                std::vector<BookLevel> bids;
                std::vector<BookLevel> asks;
                for (std::int64_t p = 500; p > 480; --p)
                    if (draw() % 3 != 0)
                        bids.push_back({Price(p * 10'000), Quantity(std::int64_t(draw() % 3) * 1'000'000)});
                for (std::int64_t p = 501; p < 520; ++p)
                    if (draw() % 3 != 0)
                        asks.push_back({Price(p * 10'000), Quantity(std::int64_t(1 + draw() % 2) * 1'000'000)});
                named += bids.size() + asks.size();
                writer->book(MarketId(0), kRecordingStart + i * kNanosPerMilli, bids, asks);
                writer->book(MarketId(0), kRecordingStart + i * kNanosPerMilli, bids, asks); // nothing new
                shown.apply({true, bids, asks});
                books.push_back(shown.hash());
            }
        }
        const auto reader = RecordingReader::open(path);
        auto cursor = reader->seek(MarketId(0), UnixNanos(0));
        std::size_t changed = 0;
        for (std::size_t i = 0; const RecordedEvent* event = cursor->next(); ++i) {
            const auto* depth = std::get_if<DepthRecord>(&event->body);
            QVERIFY(depth != nullptr);
            QCOMPARE(depth->snapshot, i == 0);
            changed += depth->bids.size() + depth->asks.size();
            QVERIFY(i < books.size());
            QVERIFY(cursor->book().hash() == books[i]);
            if (i + 1 == books.size()) QVERIFY(cursor->next() == nullptr);
        }
        QVERIFY(changed < named);
    }

    void tradesOfARange() {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString());
        {
            RecordingOptions options;
            options.blockNanos = kNanosPerSecond;
            const auto writer = writerFor(path, options);
            for (int i = 0; i < 100; ++i) {
                const UnixNanos ts = kRecordingStart + i * 100 * kNanosPerMilli;
                writer->trade(MarketId(0), ts,
                              {TradeId(std::uint64_t(i + 1)), ts, Price(1'000'000), Quantity(1), Side::Buy});
            }
        }
        const auto reader = RecordingReader::open(path);
        std::vector<std::uint64_t> ids;
        const auto take = [&](const Trade& trade) {
            ids.push_back(trade.id.value());
            return ids.size() < 50;
        };
        const auto at = [](int i) { return kRecordingStart + i * 100 * kNanosPerMilli; };
        QVERIFY(reader->trades(MarketId(0), at(20), at(25), take).has_value());
        QCOMPARE(ids, (std::vector<std::uint64_t>{21, 22, 23, 24, 25}));
        ids.clear();
        QVERIFY(reader->trades(MarketId(0), UnixNanos(0), at(1'000), take).has_value());
        QCOMPARE(ids.size(), std::size_t{50}); // it was told to stop
        ids.clear();
        QVERIFY(reader->trades(MarketId(0), at(200), at(300), take).has_value());
        QVERIFY(ids.empty());
    }

    /// A reader that was there first sees what is written afterwards.
    void aReaderRefreshes() {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString());
        RandomMarket market(3);
        auto writer = writerFor(path);
        market.tell(*writer, 200);
        writer->drain();
        auto reader = RecordingReader::open(path);
        QCOMPARE(reader->markets()[0].events, std::uint64_t{market.told().size()});
        for (int i = 0; i < 5; ++i) {
            market.tell(*writer, 100);
            writer->drain();
            QVERIFY(reader->refresh().has_value());
            auto cursor = reader->seek(MarketId(0), UnixNanos(0));
            QCOMPARE(textsOf(*cursor), market.texts());
        }
        writer.reset();
        QVERIFY(reader->refresh().has_value());
        auto cursor = reader->seek(MarketId(0), UnixNanos(0));
        QCOMPARE(textsOf(*cursor), market.texts());
        QVERIFY(reader->notes().empty());
    }
};
QD_TEST(TestRoundTrip);
#include "TestRoundTrip.moc"
