#include "core/base/Wide.h"
#include "core/recording/DepthColumns.h"
#include "tests/recording/RecordingRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>

#include <map>

using namespace qd;
using namespace qd::recording;
using namespace qd::test;

namespace {

/// A column kept.
struct Kept {
    std::int64_t begin = 0;
    bool reliable = false;
    std::map<std::uint32_t, std::int64_t> bids;
    std::map<std::uint32_t, std::int64_t> asks;
    Price bestBid;
    Price bestAsk;
    bool operator==(const Kept&) const = default;
};

std::vector<Kept> columnsOf(const RecordingReader& reader, const DepthQuery& query) {
    std::vector<Kept> columns;
    const auto done = depthColumns(reader, query, [&](const DepthColumn& c) {
        Kept kept{c.begin.value(), c.reliable, {}, {}, c.bestBid, c.bestAsk};
        for (const DepthCell& cell : c.bids) kept.bids[cell.row] = cell.size.raw();
        for (const DepthCell& cell : c.asks) kept.asks[cell.row] = cell.size.raw();
        columns.push_back(std::move(kept));
        return true;
    });
    return done ? columns : std::vector<Kept>{};
}

/// The same by looking at the whole book between every two events, for a recording without gaps in the recorder.
class Naive {
  public:
    explicit Naive(const DepthQuery& query) : m_query(query) {}

    std::vector<Kept> columns(RecordingCursor& cursor) {
        RecordedBook book;
        UnixNanos now;
        bool begun = false;
        while (const RecordedEvent* event = cursor.next()) {
            if (begun) hold(book, now, event->ts);
            now = event->ts;
            begun = true;
            if (std::holds_alternative<GapRecord>(event->body) && book.known()) keepLast(book, now);
            const bool known = book.known();
            if (const auto* depth = std::get_if<DepthRecord>(&event->body)) book.apply(*depth);
            if (std::holds_alternative<GapRecord>(event->body)) book.setKnown(false);
            if (!known && book.known()) m_knownSince = now;
        }
        hold(book, now, std::max(now, cursor.knownUntil()));
        std::vector<Kept> columns;
        for (auto& [begin, c] : m_columns) columns.push_back(finish(begin, c));
        return columns;
    }

  private:
    struct Column {
        std::map<std::uint32_t, Int128> bids;
        std::map<std::uint32_t, Int128> asks;
        std::map<std::uint32_t, std::int64_t> lastBids;
        std::map<std::uint32_t, std::int64_t> lastAsks;
        std::int64_t known = 0;
        Price bestBid;
        Price bestAsk;
    };
    void hold(const RecordedBook& book, UnixNanos from, UnixNanos to) {
        from = std::max(from, m_query.from);
        while (from < to) {
            const std::int64_t number = (from - m_query.from) / m_query.columnNanos;
            const UnixNanos begin = m_query.from + number * m_query.columnNanos;
            const UnixNanos until = std::min(to, begin + m_query.columnNanos);
            if (begin >= m_query.to) return;
            auto it = m_columns.find(begin.value());
            if (book.known()) {
                Column& c = m_columns[begin.value()];
                c.known += until - from;
                c.lastBids = rows(book, Side::Buy, c.bids, until - from);
                c.lastAsks = rows(book, Side::Sell, c.asks, until - from);
                c.bestBid = book.best(Side::Buy) == nullptr ? Price() : book.best(Side::Buy)->price;
                c.bestAsk = book.best(Side::Sell) == nullptr ? Price() : book.best(Side::Sell)->price;
            } else if (it != m_columns.end()) {
                it->second.bestBid = it->second.bestAsk = Price();
            }
            from = until;
        }
    }
    /// What is shown at the moment from which the book is not known.
    void keepLast(const RecordedBook& book, UnixNanos now) {
        const std::int64_t number = (now - m_query.from) / m_query.columnNanos;
        const UnixNanos begin = m_query.from + number * m_query.columnNanos;
        const auto it = m_columns.find(begin.value());
        if (it == m_columns.end() || now <= std::max(begin, m_knownSince)) return;
        std::map<std::uint32_t, Int128> weighted;
        it->second.lastBids = rows(book, Side::Buy, weighted, 0);
        it->second.lastAsks = rows(book, Side::Sell, weighted, 0);
    }
    std::map<std::uint32_t, std::int64_t> rows(const RecordedBook& book, Side side,
                                               std::map<std::uint32_t, Int128>& weighted, std::int64_t nanos) const {
        std::map<std::uint32_t, std::int64_t> now;
        for (const BookLevel& level : book.levels(side)) {
            if (level.price < m_query.low) continue;
            const std::int64_t row = (level.price.raw() - m_query.low.raw()) / m_query.rowHeight.raw();
            if (row < m_query.rows) now[static_cast<std::uint32_t>(row)] += level.size.raw();
        }
        for (const auto& [row, size] : now) weighted[row] += Int128(size) * nanos;
        return now;
    }
    Kept finish(std::int64_t begin, const Column& c) const {
        Kept kept{begin, c.known == m_query.columnNanos, {}, {}, c.bestBid, c.bestAsk};
        if (m_query.measure == DepthMeasure::Last) {
            kept.bids = c.lastBids;
            kept.asks = c.lastAsks;
            return kept;
        }
        const auto average = [&](const auto& from, auto& to) {
            for (const auto& [row, sum] : from)
                if (sum / c.known > 0) to[row] = static_cast<std::int64_t>(sum / c.known);
        };
        average(c.bids, kept.bids);
        average(c.asks, kept.asks);
        return kept;
    }

    DepthQuery m_query;
    std::map<std::int64_t, Column> m_columns;
    UnixNanos m_knownSince;
};

} // namespace

class TestDepthColumns : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::filesystem::path m_path;

    static UnixNanos at(std::int64_t millis) { return kRecordingStart + millis * kNanosPerMilli; }
    static DepthQuery query() {
        DepthQuery query;
        query.from = kRecordingStart;
        query.to = at(10'000);
        query.columnNanos = kNanosPerSecond;
        query.low = Price(1'000'000);
        query.rowHeight = Price(10'000);
        query.rows = 100;
        return query;
    }

  private slots:
    void init() {
        m_folder = QTemporaryDir();
        m_path = m_folder.path().toStdString();
    }

    void isWhatALookAtEveryBookGives_data() {
        QTest::addColumn<std::uint64_t>("seed");
        QTest::addColumn<std::int64_t>("columnMillis");
        QTest::addColumn<std::int64_t>("rowHeight");
        QTest::addColumn<std::int64_t>("fromMillis");
        QTest::addColumn<bool>("last");
        QTest::newRow("a second, a tick")
            << std::uint64_t{1} << std::int64_t{1'000} << std::int64_t{10'000} << std::int64_t{0} << false;
        QTest::newRow("shorter than events are apart")
            << std::uint64_t{2} << std::int64_t{7} << std::int64_t{10'000} << std::int64_t{0} << false;
        QTest::newRow("a minute, five ticks")
            << std::uint64_t{3} << std::int64_t{60'000} << std::int64_t{50'000} << std::int64_t{0} << false;
        QTest::newRow("begins in the middle")
            << std::uint64_t{4} << std::int64_t{900} << std::int64_t{30'000} << std::int64_t{20'000} << false;
        QTest::newRow("begins before it")
            << std::uint64_t{5} << std::int64_t{900} << std::int64_t{30'000} << std::int64_t{-70'050} << false;
        QTest::newRow("last sizes") << std::uint64_t{6} << std::int64_t{500} << std::int64_t{20'000} << std::int64_t{0}
                                    << true;
        QTest::newRow("last sizes from the middle")
            << std::uint64_t{7} << std::int64_t{333} << std::int64_t{10'000} << std::int64_t{9'000} << true;
    }
    void isWhatALookAtEveryBookGives() {
        QFETCH(std::uint64_t, seed);
        QFETCH(std::int64_t, columnMillis);
        QFETCH(std::int64_t, rowHeight);
        QFETCH(std::int64_t, fromMillis);
        QFETCH(bool, last);
        RandomMarket market(seed);
        {
            RecordingOptions options;
            options.blockNanos = 5 * kNanosPerSecond;
            const auto writer = writerFor(m_path, options);
            market.tell(*writer, 3'000);
        }
        DepthQuery q = query();
        q.columnNanos = columnMillis * kNanosPerMilli;
        q.rowHeight = Price(rowHeight);
        q.from = at(fromMillis);
        q.to = market.now() + -3 * kNanosPerSecond;
        q.low = Price(149'400'000);
        q.rows = static_cast<std::uint32_t>(1'200'000 / rowHeight);
        q.measure = last ? DepthMeasure::Last : DepthMeasure::TimeWeighted;
        const auto reader = RecordingReader::open(m_path);
        auto cursor = reader->seek(MarketId(0), UnixNanos(0));
        const auto expected = Naive(q).columns(*cursor);
        const auto columns = columnsOf(*reader, q);
        QVERIFY(expected.size() > 10 || columnMillis > 10'000);
        QCOMPARE(columns.size(), expected.size());
        for (std::size_t i = 0; i < columns.size(); ++i) {
            QCOMPARE(columns[i].begin, expected[i].begin);
            QCOMPARE(columns[i].reliable, expected[i].reliable);
            QVERIFY(columns[i].bids == expected[i].bids);
            QVERIFY(columns[i].asks == expected[i].asks);
            QCOMPARE(columns[i].bestBid, expected[i].bestBid);
            QCOMPARE(columns[i].bestAsk, expected[i].bestAsk);
        }
        QVERIFY(std::ranges::any_of(columns, [](const Kept& c) { return !c.bids.empty() && !c.asks.empty(); }));
    }

    void sizesAreWeightedByTime() {
        const std::vector<BookLevel> four{{Price(1'050'000), Quantity(4'000'000)}};
        const std::vector<BookLevel> eight{{Price(1'050'000), Quantity(8'000'000)}};
        const std::vector<BookLevel> ask{{Price(1'060'000), Quantity(1'000'000)}};
        {
            const auto writer = writerFor(m_path);
            writer->depth(MarketId(0), at(0), {true, four, ask});
            writer->depth(MarketId(0), at(750), {false, eight, {}});
            writer->trade(MarketId(0), at(2'500), {TradeId(1), at(2'500), Price(1'050'000), Quantity(1), Side::Sell});
        }
        const auto reader = RecordingReader::open(m_path);
        DepthQuery q = query();
        const auto columns = columnsOf(*reader, q);
        QCOMPARE(columns.size(), std::size_t{3});
        QCOMPARE(columns[0].bids, (std::map<std::uint32_t, std::int64_t>{{5, 5'000'000}}));
        QCOMPARE(columns[1].bids, (std::map<std::uint32_t, std::int64_t>{{5, 8'000'000}}));
        QCOMPARE(columns[2].bids, (std::map<std::uint32_t, std::int64_t>{{5, 8'000'000}}));
        QCOMPARE(columns[0].asks, (std::map<std::uint32_t, std::int64_t>{{6, 1'000'000}}));
        QVERIFY(columns[0].reliable && columns[1].reliable && !columns[2].reliable); // the recording ends in the third
        QCOMPARE(columns[0].bestBid, Price(1'050'000));
        q.measure = DepthMeasure::Last;
        QCOMPARE(columnsOf(*reader, q)[0].bids, (std::map<std::uint32_t, std::int64_t>{{5, 8'000'000}}));
    }

    /// Where data is missing there is nothing to see, and what touches it is not reliable.
    void gapsAreNotFilled() {
        const std::vector<BookLevel> bid{{Price(1'050'000), Quantity(4'000'000)}};
        {
            const auto writer = writerFor(m_path);
            writer->depth(MarketId(0), at(0), {true, bid, {}});
            writer->feedGap(MarketId(0), at(1'500));
            writer->depth(MarketId(0), at(4'250), {true, bid, {}});
            writer->advance(at(5'000));
            writer->trade(MarketId(0), at(6'500), {TradeId(1), at(6'500), Price(1'050'000), Quantity(1), Side::Sell});
        }
        { // and an interruption
            const auto writer = writerFor(m_path);
            writer->depth(MarketId(0), at(8'200), {true, bid, {}});
            writer->trade(MarketId(0), at(9'999), {TradeId(2), at(9'999), Price(1'050'000), Quantity(1), Side::Sell});
        }
        const auto reader = RecordingReader::open(m_path);
        std::vector<std::pair<std::int64_t, bool>> seen;
        for (const Kept& c : columnsOf(*reader, query())) {
            seen.emplace_back((UnixNanos(c.begin) - kRecordingStart) / kNanosPerSecond, c.reliable);
            QCOMPARE(c.bids, (std::map<std::uint32_t, std::int64_t>{{5, 4'000'000}})); // of the part that is known
        }
        QCOMPARE(seen, (std::vector<std::pair<std::int64_t, bool>>{
                           {0, true}, {1, false}, {4, false}, {5, true}, {6, false}, {8, false}, {9, false}}));
    }

    void stopsWhenNobodyWaits() {
        RandomMarket market(9);
        {
            const auto writer = writerFor(m_path);
            market.tell(*writer, 2'000);
        }
        const auto reader = RecordingReader::open(m_path);
        int columns = 0;
        QVERIFY(depthColumns(*reader, query(), [&](const DepthColumn&) { return ++columns < 3; }).has_value());
        QCOMPARE(columns, 3);
    }

    void questionsWithoutAnAnswer() {
        {
            const auto writer = writerFor(m_path);
            RandomMarket(9).tell(*writer, 20);
        }
        const auto reader = RecordingReader::open(m_path);
        const auto refused = [&](auto change) {
            DepthQuery q = query();
            change(q);
            const auto done = depthColumns(*reader, q, [](const DepthColumn&) { return true; });
            return !done && done.error().code == RecordingCode::Market;
        };
        QVERIFY(!refused([](DepthQuery&) {}));
        QVERIFY(refused([](DepthQuery& q) { q.market = MarketId(5); }));
        QVERIFY(refused([](DepthQuery& q) { q.rows = 0; }));
        QVERIFY(refused([](DepthQuery& q) { q.rows = kMaxDepthRows + 1; }));
        QVERIFY(refused([](DepthQuery& q) { q.columnNanos = 0; }));
        QVERIFY(refused([](DepthQuery& q) { q.rowHeight = Price(); }));
        QVERIFY(refused([](DepthQuery& q) { q.low = Price(); }));
        QVERIFY(refused([](DepthQuery& q) { q.to = q.from; }));
        QVERIFY(refused([](DepthQuery& q) { q.from = UnixNanos(-1); }));
    }
};
QD_TEST(TestDepthColumns);
#include "TestDepthColumns.moc"
