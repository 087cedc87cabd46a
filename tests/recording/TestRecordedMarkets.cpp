#include "tests/feed_simulator/SimulatedVenue.h"
#include "tests/recording/RecordingRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>

#include <map>

using namespace qd;
using namespace qd::recording;
using namespace qd::test;

namespace {

/// Records what a simulated exchange shows: whole books, trades, prices. Remembers the state after every change.
class ExchangeRecorder {
  public:
    ExchangeRecorder(const exchange::Exchange& exchange, RecordingWriter& writer)
        : m_exchange(exchange)
        , m_writer(writer) {}

    void addMarkets() {
        for (const auto& market : m_exchange.state().markets) {
            const MarketParams& p = market->params;
            QVERIFY(m_writer.addMarket({p.id, p.symbol, p.tick, p.step}).has_value());
        }
    }
    void take(std::span<const Event> events) {
        for (const Event& event : events) {
            if (const auto* traded = std::get_if<Traded>(&event.body)) {
                m_writer.trade(traded->market, event.ts, traded->trade);
                m_trades[traded->market].push_back(traded->trade);
            }
            if (const auto* prices = std::get_if<PricesChanged>(&event.body))
                m_writer.prices(prices->market, event.ts,
                                {prices->prices.mark, prices->prices.index, prices->prices.estimated, std::nullopt});
        }
        if (events.empty()) return;
        for (const auto& market : m_exchange.state().markets) show(*market, events.back().ts);
    }

    /// The newest change of the book at a time.
    struct Shown {
        UnixNanos ts;
        StateHash book;
    };
    [[nodiscard]] const std::vector<Shown>& books(MarketId id) { return m_books[id]; }
    [[nodiscard]] const std::vector<Trade>& trades(MarketId id) { return m_trades[id]; }

  private:
    void show(const exchange::MarketState& market, UnixNanos ts) {
        if (market.changes == m_seen[market.params.id]) return;
        m_seen[market.params.id] = market.changes;
        std::vector<BookLevel> sides[2];
        for (const Side side : {Side::Buy, Side::Sell}) {
            auto& levels = sides[static_cast<int>(side)];
            for (book::Tick t = market.book.best(side); t != book::kNoTick; t = market.book.nextWorse(side, t))
                levels.push_back({market.toPrice(t), market.toQuantity(market.book.level(t).lots)});
        }
        m_writer.book(market.params.id, ts, sides[0], sides[1]);
        RecordedBook book;
        book.apply({true, sides[0], sides[1]});
        auto& books = m_books[market.params.id];
        if (books.empty() || books.back().book != book.hash()) books.push_back({ts, book.hash()});
    }

    const exchange::Exchange& m_exchange;
    RecordingWriter& m_writer;
    std::map<MarketId, std::uint64_t> m_seen;
    std::map<MarketId, std::vector<Shown>> m_books;
    std::map<MarketId, std::vector<Trade>> m_trades;
};

} // namespace

/// Markets of agents, recorded from the exchange they trade on.
class TestRecordedMarkets : public QObject {
    Q_OBJECT

    using Shown = ExchangeRecorder::Shown;
    static void checkReplay(RecordingCursor& cursor, const std::vector<Shown>& books,
                            const std::vector<Trade>& trades) {
        std::size_t book = 0;
        std::size_t trade = 0;
        while (const RecordedEvent* event = cursor.next()) {
            if (std::holds_alternative<DepthRecord>(event->body)) {
                QVERIFY(book < books.size());
                QCOMPARE(event->ts, books[book].ts);
                QVERIFY(cursor.book().hash() == books[book++].book);
            }
            if (const auto* printed = std::get_if<Trade>(&event->body)) {
                QVERIFY(trade < trades.size());
                QCOMPARE(*printed, trades[trade++]);
            }
        }
        QCOMPARE(book, books.size());
        QCOMPARE(trade, trades.size());
    }
    /// The same from the beginning of every block, which stands for itself.
    static void checkSeeks(const RecordingReader& reader, MarketId id, const std::vector<Shown>& books) {
        for (UnixNanos t = books.front().ts + 1; t < books.back().ts; t = t + kNanosPerSecond) {
            const auto cursor = reader.seek(id, t);
            const auto next = std::ranges::partition_point(books, [&](const Shown& b) { return b.ts < t; });
            QVERIFY(cursor->book().hash() == std::prev(next)->book);
        }
    }

  private slots:
    void aReplayHasTheSameBooksAndTrades_data() {
        QTest::addColumn<std::uint64_t>("seed");
        for (std::uint64_t seed = 1; seed <= 3; ++seed) QTest::addRow("seed %d", static_cast<int>(seed)) << seed;
    }
    void aReplayHasTheSameBooksAndTrades() {
        QFETCH(std::uint64_t, seed);
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString());
        SimulatedVenue venue(standardConfig(seed));
        RecordingOptions options;
        options.blockNanos = 5 * kNanosPerSecond;
        auto writer = RecordingWriter::open(path, options);
        QVERIFY(writer.has_value());
        ExchangeRecorder recorder(venue.exchange, **writer);
        recorder.addMarkets();
        const UnixNanos end = venue.simulator.config().start + 120 * kNanosPerSecond;
        while (venue.simulator.nextTime() < end) recorder.take(venue.step());
        writer->reset();

        const auto reader = RecordingReader::open(path);
        QVERIFY(reader->notes().empty());
        QCOMPARE(reader->markets().size(), venue.exchange.state().markets.size());
        for (const auto& market : venue.exchange.state().markets) {
            const MarketId id = market->params.id;
            QVERIFY(recorder.books(id).size() > 100 && !recorder.trades(id).empty());
            auto cursor = reader->seek(id, UnixNanos(0));
            checkReplay(*cursor, recorder.books(id), recorder.trades(id));
            QCOMPARE(cursor->prices().mark, market->prices.mark);
            QCOMPARE(cursor->prices().index, market->prices.index);
            checkSeeks(*reader, id, recorder.books(id));
        }
    }
};
QD_TEST(TestRecordedMarkets);
#include "TestRecordedMarkets.moc"
