#include "core/feed/recorded/HistoryFiles.h"
#include "tests/feed/CaptureText.h"
#include "tests/support/Shared.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::feed;
using namespace qd::test;

/// The recorded sessions, judged: totals are those of an independent rebuild and of the manifest.
class TestSharedCaptures : public QObject {
    Q_OBJECT

    static std::optional<std::string> capture(const QString& name) {
        return sharedFile("data/depth/" + name.toStdString() + ".jsonl.gz");
    }

  private slots:
    void totals_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("lines");
        QTest::addColumn<int>("received");
        QTest::addColumn<int>("applied");
        QTest::addColumn<int>("trades");
        QTest::addColumn<int>("compared");
        QTest::addColumn<QString>("best"); ///< bid size x price, ask size x price
        QTest::addColumn<int>("bids");
        QTest::addColumn<int>("asks");
        QTest::addColumn<QString>("volume");
        QTest::newRow("Binance USDT-M") << "binance-usdm_BTCUSDT_20240808" << 93954 << 6551 << 6547 << 21313 << 629
                                        << " 1.486x61659.7 0.981x61659.8" << 5018 << 4578 << "2429.366";
        QTest::newRow("Binance spot") << "binance-spot_BTCUSDT_20240808-09" << 99574 << 6495 << 6493 << 19904 << 1072
                                      << " 1.67177x61602.01 2.66795x61602.02" << 1971 << 2962 << "437.91552";
        QTest::newRow("Binance COIN-M") << "binance-coinm_BTCUSD_PERP_20240808" << 48270 << 26847 << 26824 << 2286
                                        << 1124 << " 1380x61668.6 871x61668.7" << 1110 << 1123 << "83241";
        QTest::newRow("Bybit") << "bybit-linear_XRPUSDT_ob500_20241201" << 50 << 49 << 49 << 0 << 0 << "" << 500 << 500
                               << "0";
        QTest::newRow("BitMEX") << "bitmex_SOLUSDT_20210722" << 152 << 141 << 141 << 1 << 0 << "" << 143 << 60 << "1";
        QTest::newRow("Hyperliquid") << "hyperliquid_BTC_l2Book_20250126" << 55 << 46 << 46 << 64 << 0 << "" << 20 << 20
                                     << "0.92773";
    }
    void totals() {
        QFETCH(QString, file);
        QFETCH(int, lines);
        QFETCH(int, received);
        QFETCH(int, applied);
        QFETCH(int, trades);
        QFETCH(int, compared);
        QFETCH(QString, best);
        QFETCH(int, bids);
        QFETCH(int, asks);
        QFETCH(QString, volume);
        const auto path = capture(file);
        if (!path) QSKIP(skipSentence());
        const Played played = playFile(*path);
        QVERIFY2(!played.error, played.problem().c_str());
        const FeedCounters& counters = played.counters;
        QCOMPARE(int(counters.lines), lines);
        QCOMPARE(int(played.span->lines), lines);
        QCOMPARE(int(counters.depthReceived), received);
        QCOMPARE(int(counters.depthApplied), applied);
        QCOMPARE(counters.depthApplied + counters.depthStale, counters.depthReceived);
        QCOMPARE(int(counters.trades), trades);
        QCOMPARE(counters.invalidTrades + counters.duplicateTrades + counters.duplicateLines + counters.staleSnapshots,
                 0U);
        QCOMPARE(counters.gaps, 0U);
        QCOMPARE(counters.resyncs, 0U);
        const BookRebuilder& book = played.judge.book();
        QCOMPARE(book.crossed(), 0U);
        QCOMPARE(int(played.judge.quotes().compared()), compared);
        QCOMPARE(int(played.judge.quotes().equal()), compared);
        QCOMPARE(int(book.bids().size()), bids);
        QCOMPARE(int(book.asks().size()), asks);
        if (!best.isEmpty()) QCOMPARE(levelsText({*book.bestBid(), *book.bestAsk()}), best.toStdString());
        QCOMPARE(formatDecimal(played.judge.tradeVolume(), Quantity::kDecimals), volume.toStdString());
    }

    void markets_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("venue");
        QTest::addColumn<QString>("symbol");
        QTest::addColumn<QString>("tick");
        QTest::addColumn<QString>("sizeStep");
        QTest::addColumn<QString>("step");
        QTest::newRow("Binance USDT-M") << "binance-usdm_BTCUSDT_20240808" << "Binance USDT-M" << "BTC-PERP" << "0.1"
                                        << "0.001" << "0.001";
        QTest::newRow("Binance spot") << "binance-spot_BTCUSDT_20240808-09" << "Binance spot" << "BTC-SPOT" << "0.01"
                                      << "0.00001" << "0.00001";
        QTest::newRow("Binance COIN-M") << "binance-coinm_BTCUSD_PERP_20240808" << "Binance COIN-M" << "BTC-PERP"
                                        << "0.1" << "1" << "0.000001";
        QTest::newRow("Bybit") << "bybit-linear_XRPUSDT_ob500_20241201" << "Bybit" << "XRP-PERP" << "0.0001" << "1"
                               << "1";
        QTest::newRow("BitMEX") << "bitmex_SOLUSDT_20210722" << "BitMEX" << "SOL-PERP" << "0.001" << "1" << "0.0001";
        QTest::newRow("Hyperliquid") << "hyperliquid_BTC_l2Book_20250126" << "Hyperliquid" << "BTC-PERP" << "1"
                                     << "0.00001" << "0.00001";
    }
    /// /// The grid, and that every price of the session and every size of a trade is on it.
    void markets() {
        QFETCH(QString, file);
        QFETCH(QString, venue);
        QFETCH(QString, symbol);
        QFETCH(QString, tick);
        QFETCH(QString, sizeStep);
        QFETCH(QString, step);
        const auto path = capture(file);
        if (!path) QSKIP(skipSentence());
        const Played played = playFile(*path);
        const FeedMarket& market = *played.market;
        QCOMPARE(market.venue, venue.toStdString());
        QCOMPARE(market.symbol, symbol.toStdString());
        QCOMPARE(toString(market.tick), tick.toStdString());
        QCOMPARE(toString(market.sizeStep), sizeStep.toStdString());
        QCOMPARE(toString(market.step), step.toStdString());
        const auto onGrid = [&](const BookLevel& l) { return l.price.raw() % market.tick.raw() == 0; };
        for (const FeedEvent& event : played.events) {
            if (const auto* depth = std::get_if<FeedDepth>(&event.body))
                QVERIFY(std::ranges::all_of(depth->bids, onGrid) && std::ranges::all_of(depth->asks, onGrid));
            const auto* trade = std::get_if<FeedTrade>(&event.body);
            if (trade == nullptr) continue;
            QVERIFY(trade->price.raw() % market.tick.raw() == 0);
            QVERIFY(trade->size.raw() % market.sizeStep.raw() == 0);
        }
    }

    /// Trade by trade the same as the separate trade files: id, time, price, size, side.
    void trades_data() {
        QTest::addColumn<QString>("file");
        for (const char* name : {"binance-usdm_BTCUSDT_20240808", "binance-spot_BTCUSDT_20240808-09",
                                 "binance-coinm_BTCUSD_PERP_20240808"})
            QTest::newRow(name) << name;
    }
    void trades() {
        QFETCH(QString, file);
        const auto path = capture(file);
        const auto tradesPath = sharedFile("data/trades/" + file.toStdString() + "_trades.csv.gz");
        if (!path || !tradesPath) QSKIP(skipSentence());
        const auto expected = readTrades(*tradesPath);
        QVERIFY(expected.has_value());
        std::vector<Trade> trades;
        for (const FeedEvent& event : playFile(*path).events) {
            if (const auto* t = std::get_if<FeedTrade>(&event.body))
                trades.push_back({TradeId(t->venueTradeId), t->ts, t->price, t->size, t->aggressor});
        }
        QVERIFY(trades == expected->trades);
    }

    /// The recorder's clock was 1.27 s behind the exchange's: every latency is negative, and stays so.
    void clocksDiffer() {
        const auto path = capture("binance-usdm_BTCUSDT_20240808");
        if (!path) QSKIP(skipSentence());
        std::vector<std::int64_t> latencies;
        for (const FeedEvent& event : playFile(*path).events) {
            if (std::holds_alternative<FeedTrade>(event.body))
                latencies.push_back((event.received - *event.exchangeTime) / kNanosPerMilli);
        }
        std::ranges::sort(latencies);
        QCOMPARE(latencies.size(), 21313U);
        QVERIFY(latencies.front() >= -1273 && latencies.back() < -1180);
        QVERIFY(latencies[latencies.size() / 2] == -1268);
    }

    void bitmexHasNoExchangeTime() {
        const auto path = capture("bitmex_SOLUSDT_20210722");
        if (!path) QSKIP(skipSentence());
        const Played played = playFile(*path);
        int depth = 0;
        for (const FeedEvent& event : played.events) {
            if (!std::holds_alternative<FeedDepth>(event.body)) continue;
            ++depth;
            QVERIFY(!event.exchangeTime);
        }
        QCOMPARE(depth, 142);
        QCOMPARE(toString(std::get<BaseContracts>(played.market->sizes).base), std::string("0.32175032175"));
    }
};
QD_TEST(TestSharedCaptures);
#include "TestSharedCaptures.moc"
