#include "tests/feed/CaptureText.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::feed;
using namespace qd::test;

namespace {

constexpr const char* kSpotTrade =
    R"({"e":"trade","s":"BTCUSDT","t":7,"p":"61837.63000000","q":"0.02000000","T":1723161255342,"m":true,"M":true})";

CaptureText bitmex() {
    CaptureText capture;
    capture.line(
        "trade", "trade",
        R"({"action":"partial","data":[{"timestamp":"2021-07-22T22:35:55.601Z","symbol":"SOLUSDT","side":"Sell","size":2,)"
        R"("price":27.457,"trdMatchID":"6fa9a84a-dc68-6a93-491b-97409d9917c1","homeNotional":0.6435006435006435}]})");
    capture.line("snapshot", "orderBookL2",
                 R"({"action":"partial","data":[{"symbol":"SOLUSDT","id":100,"side":"Sell","size":3,"price":27.5},)"
                 R"({"symbol":"SOLUSDT","id":200,"side":"Buy","size":10,"price":27.4}]})");
    return capture;
}
std::string row(const std::string& fields) { return R"({"symbol":"SOLUSDT",)" + fields + "}"; }
CaptureText& bitmexDepth(CaptureText& capture, const std::string& action, const std::string& fields) {
    return capture.line("depth", "orderBookL2", fmt::format(R"({{"action":"{}","data":[{}]}})", action, row(fields)));
}

CaptureText& bybit(CaptureText& capture, const std::string& kind, int u, int seq, const std::string& bid) {
    return capture.line(
        kind, "orderbook.500.XRPUSDT",
        fmt::format(R"({{"s":"XRPUSDT","b":[[{}]],"a":[["2.0000","7"]],"u":{},"seq":{}}})", bid, u, seq),
        "1733011200693");
}

std::string hyperliquidBook(const std::string& bidSize, const std::string& time) {
    return fmt::format(
        R"({{"coin":"BTC","levels":[[{{"n":5,"px":"105055.0","sz":"{}"}}],[{{"n":1,"px":"105056.0","sz":"1.5"}}]],"time":{}}})",
        bidSize, time);
}

} // namespace

class TestVenues : public QObject {
    Q_OBJECT
  private slots:
    /// A message of price 0 and quantity 0 (TRXUSDT 548331095, 2025-03-04) is no trade.
    void zeroTradeIsCountedAndNotDelivered() {
        CaptureText capture;
        const auto trade = [&](int id, const char* price, const char* size) {
            capture.line(
                "trade", "trxusdt@trade",
                fmt::format(
                    R"({{"e":"trade","E":1,"T":1741047334448,"s":"TRXUSDT","t":{},"p":"{}","q":"{}","X":"NA","m":false}})",
                    id, price, size));
        };
        trade(1, "0.23103", "243");
        trade(2, "0.0", "0.0");
        trade(3, "0.23", "0");
        trade(4, "0", "5");
        trade(5, "0.23102", "85");
        const Played played = play(capture);
        QCOMPARE(played.text(), std::string("T buy 243@0.23103 #1\nT buy 85@0.23102 #5"));
        QCOMPARE(played.counters.trades, 2U);
        QCOMPARE(played.counters.invalidTrades, 3U);
        QCOMPARE(toString(played.market->tick), std::string("0.00001"));
        QVERIFY(played.judge.tradeVolume() == Int128(328) * Quantity::kScale);
    }

    /// The recorder's clock may be behind the exchange's: the difference is delivered as it is.
    void negativeLatencySurvives() {
        CaptureText capture;
        capture.line("trade", "btcusdt@trade", kSpotTrade, "1700000001270");
        const Played played = play(capture);
        QCOMPARE(played.events.size(), 1U);
        QCOMPARE(played.events[0].received - *played.events[0].exchangeTime, std::int64_t{-1'270'000'000});
        QCOMPARE(std::get<FeedTrade>(played.events[0].body).ts, UnixNanos::fromMillis(1'723'161'255'342));
        QCOMPARE(std::get<FeedTrade>(played.events[0].body).aggressor, Side::Sell);
    }

    void repeatedTradesAreDropped() {
        CaptureText capture;
        for (int i = 0; i < 3; ++i) capture.line("trade", "btcusdt@trade", kSpotTrade);
        const Played played = play(capture);
        QCOMPARE(played.counters.trades, 1U);
        QCOMPARE(played.counters.duplicateTrades, 2U);
    }

    /// COIN-M sizes are contracts: 1.0 each, 100 USD of bitcoin.
    void coinmCountsContracts() {
        CaptureText capture;
        capture.line(
            "trade", "btcusd_perp@trade",
            R"({"e":"trade","T":1723161257679,"s":"BTCUSD_PERP","t":849714402,"p":"61804.8","q":"4","X":"MARKET","m":false})");
        const Played played = play(capture);
        QCOMPARE(played.text(), std::string("T buy 4@61804.8 #849714402"));
        QCOMPARE(played.market->venueId, Venue::BinanceCoinm);
        QCOMPARE(played.market->unit(), QuantityUnit::Contracts);
        QCOMPARE(played.market->symbol, std::string("BTC-PERP"));
        QCOMPARE(toString(*played.market->baseQuantity(Quantity::of(4), Price(61'804'800'000))),
                 std::string("0.006471"));
    }

    /// BitMEX: price by level id, no exchange time, raw JSON numbers, sizes in contracts whose base a trade tells.
    void bitmexBook() {
        CaptureText capture = bitmex();
        bitmexDepth(capture, "insert", R"("id":150,"side":"Sell","size":991,"price":27.45)");
        bitmexDepth(capture, "update", R"("id":200,"side":"Buy","size":4)");
        bitmexDepth(capture, "delete", R"("id":150,"side":"Sell")");
        const Played played = play(capture);
        QVERIFY2(!played.error, played.problem().c_str());
        const std::uint64_t tradeId = std::get<FeedTrade>(played.events[0].body).venueTradeId;
        QCOMPARE(
            played.text(),
            fmt::format("T sell 2@27.457 #{}\nS0 b 10x27.4 a 3x27.5\nD0 b a 991x27.45\nD0 b 4x27.4 a\nD0 b a 0x27.45",
                        tradeId));
        QVERIFY(!played.events[1].exchangeTime && !played.events[2].exchangeTime);
        QCOMPARE(std::get<FeedTrade>(played.events[0].body).ts, UnixNanos::fromMillis(1'626'993'355'601));
        QVERIFY(played.market->tick == Price(1'000));
        QCOMPARE(played.market->unit(), QuantityUnit::Contracts);
        QCOMPARE(toString(std::get<BaseContracts>(played.market->sizes).base), std::string("0.32175032175"));
        QCOMPARE(toString(played.market->step), std::string("0.0001"));
        QCOMPARE(toString(*played.market->baseQuantity(Quantity::of(10), Price(27'457'000))), std::string("3.2175"));
        QCOMPARE(played.counters.depthApplied, 3U);
        QVERIFY(played.judge.book().bids().begin()->second == Quantity::of(4));
    }

    void bitmexWithoutTradesHasNoContract() {
        CaptureText capture;
        capture.line("snapshot", "orderBookL2",
                     R"({"action":"partial","data":[{"symbol":"SOLUSDT","id":1,"side":"Buy","size":3,"price":27.5}]})");
        const Played played = play(capture);
        QVERIFY(std::holds_alternative<UnstatedContracts>(played.market->sizes));
        QCOMPARE(played.market->baseQuantity(Quantity::of(1), Price::of(1)).error().code, FeedCode::Field);
    }

    /// Nothing numbers BitMEX's messages, so whatever does not fit is missing data, until the next partial.
    void bitmexGaps_data() {
        QTest::addColumn<QString>("action");
        QTest::addColumn<QString>("fields");
        QTest::newRow("update of an unknown level") << "update" << R"("id":1,"side":"Buy","size":4)";
        QTest::newRow("update on the other side") << "update" << R"("id":200,"side":"Sell","size":4)";
        QTest::newRow("delete of an unknown level") << "delete" << R"("id":1,"side":"Buy")";
        QTest::newRow("insert of a known level") << "insert" << R"("id":200,"side":"Buy","size":4,"price":27.4)";
    }
    void bitmexGaps() {
        QFETCH(QString, action);
        QFETCH(QString, fields);
        CaptureText capture = bitmex();
        bitmexDepth(capture, action.toStdString(), fields.toStdString());
        bitmexDepth(capture, "update", R"("id":200,"side":"Buy","size":5)");
        capture.line("snapshot", "orderBookL2", R"({"action":"partial","data":[]})");
        const Played played = play(capture);
        QVERIFY2(!played.error, played.problem().c_str());
        QCOMPARE(played.outline(), std::string("T S0 G S0"));
        QCOMPARE(played.counters.gaps, 1U);
        QCOMPARE(played.counters.resyncs, 1U);
    }

    void bitmexLateMessageIsAGap() {
        CaptureText capture = bitmex();
        capture.at(5'000);
        bitmexDepth(capture, "update", R"("id":200,"side":"Buy","size":5)");
        capture.at(4'000);
        bitmexDepth(capture, "update", R"("id":200,"side":"Buy","size":6)");
        QCOMPARE(play(capture).outline(), std::string("T S0 D0 G"));
    }

    void bitmexLatePartialIsDropped() {
        CaptureText capture = bitmex();
        capture.at(5'000);
        bitmexDepth(capture, "update", R"("id":200,"side":"Buy","size":5)");
        capture.at(4'000).line("snapshot", "orderBookL2", R"({"action":"partial","data":[]})");
        const Played played = play(capture);
        QCOMPARE(played.outline(), std::string("T S0 D0"));
        QCOMPARE(played.counters.staleSnapshots, 1U);
    }

    void bitmexChangesBeforeThePartialAreDropped() {
        CaptureText capture;
        bitmexDepth(capture, "update", R"("id":200,"side":"Buy","size":5)");
        capture.raw(bitmex().at(2'000).text());
        const Played played = play(capture);
        QCOMPARE(played.outline(), std::string("T S0"));
        QCOMPARE(played.counters.gaps, 0U);
    }

    /// Several rows are several events of one line, each with the row's own time.
    void bitmexQuotes() {
        CaptureText capture;
        capture.line(
            "bbo", "quote",
            R"({"action":"insert","data":[{"timestamp":"2021-07-22T22:36:10.796Z","symbol":"SOLUSDT","bidSize":320,"bidPrice":27.449,)"
            R"("askPrice":27.486,"askSize":400},{"timestamp":"2021-07-22T22:36:10.826Z","symbol":"SOLUSDT","bidSize":1e2,)"
            R"("bidPrice":2.7449e1,"askPrice":27.489,"askSize":332}]})",
            "1626993370796");
        const Played played = play(capture);
        QVERIFY2(!played.error, played.problem().c_str());
        QCOMPARE(played.text(), std::string("Q0 320x27.449 400x27.486\nQ0 100x27.449 332x27.489"));
        QCOMPARE(played.events[0].line, 1U);
        QCOMPARE(played.events[1].line, 1U);
        QCOMPARE(*played.events[1].exchangeTime - *played.events[0].exchangeTime, 30 * kNanosPerMilli);
        QCOMPARE(played.judge.quotes().compared(), 0U);
    }

    void bybitBook_data() {
        QTest::addColumn<QString>("script"); // "s u seq" and "d u seq"
        QTest::addColumn<QString>("events");
        QTest::addColumn<int>("gaps");
        QTest::newRow("counts by one") << "s 5 10;d 6 11;d 7 12" << "S5 D6 D7" << 0;
        QTest::newRow("deltas before the snapshot") << "d 4 9;s 5 10;d 6 11" << "S5 D6" << 0;
        QTest::newRow("a missing delta") << "s 5 10;d 7 12;d 8 13" << "S5 G" << 1;
        QTest::newRow("a snapshot ends the gap") << "s 5 10;d 7 12;s 8 13;d 9 14" << "S5 G S8 D9" << 1;
        QTest::newRow("a snapshot resets") << "s 5 10;d 6 11;s 20 30;d 21 31" << "S5 D6 S20 D21" << 0;
        QTest::newRow("the venue restarts at 1") << "s 5 10;d 6 11;s 1 12;d 2 13" << "S5 D6 S1 D2" << 0;
        QTest::newRow("repeated deltas") << "s 5 10;d 6 11;d 6 11;d 7 12;d 6 11" << "S5 D6 D7" << 0;
        QTest::newRow("an old snapshot comes late") << "s 5 10;d 6 11;s 5 10;d 7 12" << "S5 D6 D7" << 0;
    }
    void bybitBook() {
        QFETCH(QString, script);
        QFETCH(QString, events);
        QFETCH(int, gaps);
        CaptureText capture;
        for (const QString& step : script.split(';')) {
            const QStringList words = step.split(' ');
            bybit(capture, words[0] == "s" ? "snapshot" : "depth", words[1].toInt(), words[2].toInt(),
                  R"("1.9531","6203")");
        }
        const Played played = play(capture);
        QVERIFY2(!played.error, played.problem().c_str());
        QCOMPARE(played.outline(), events.toStdString());
        QCOMPARE(int(played.counters.gaps), gaps);
        QCOMPARE(played.market->symbol, std::string("XRP-PERP"));
    }

    void bybitTrades() {
        CaptureText capture;
        capture.line(
            "trade", "publicTrade.XRPUSDT",
            R"([{"T":1709891679000,"s":"XRPUSDT","S":"Sell","v":"10","p":"1.9531","i":"42","BT":false},)"
            R"({"T":1709891679001,"s":"XRPUSDT","S":"Buy","v":"20","p":"1.9532","i":"9dc75fca-4bdd-4773-9f78-6f5d7ab2a110","BT":false}])");
        const Played played = play(capture);
        QVERIFY2(!played.error, played.problem().c_str());
        QCOMPARE(played.events.size(), 2U);
        QCOMPARE(textOf(played.events[0]), std::string("T sell 10@1.9531 #42"));
        QVERIFY(textOf(played.events[1]).starts_with("T buy 20@1.9532 #"));
    }

    /// Every line is the whole book; one older than the newest came late.
    void hyperliquidBook() {
        CaptureText capture;
        capture.line("book", "l2Book", ::hyperliquidBook("3.03622", "1000"));
        capture.line("book", "l2Book", ::hyperliquidBook("3.00000", "2000"));
        capture.line("book", "l2Book", ::hyperliquidBook("9.00000", "1500"));
        capture.line("book", "l2Book", ::hyperliquidBook("2.00000", "2000"));
        const Played played = play(capture);
        QVERIFY2(!played.error, played.problem().c_str());
        QCOMPARE(
            played.text(),
            std::string("S0 b 3.03622x105055 a 1.5x105056\nS0 b 3x105055 a 1.5x105056\nS0 b 2x105055 a 1.5x105056"));
        QCOMPARE(played.counters.depthReceived, 4U);
        QCOMPARE(played.counters.depthApplied, 3U);
        QCOMPARE(played.counters.depthStale, 1U);
        QCOMPARE(played.counters.snapshots, 0U);
        QCOMPARE(played.market->symbol, std::string("BTC-PERP"));
    }

    void hyperliquidTradesHaveTheirOwnTimes() {
        CaptureText capture;
        capture.line(
            "trade", "trades",
            R"([{"coin":"BTC","hash":"0x0","px":"105056.0","side":"B","sz":"0.00219","tid":121451470284048,"time":1737918794873,"users":["0xe9","0x68"]},)"
            R"({"coin":"BTC","hash":"0x0","px":"105055.0","side":"A","sz":"0.00015","tid":588047386913648,"time":1737918796007,"users":[]}])");
        const Played played = play(capture);
        QVERIFY2(!played.error, played.problem().c_str());
        QCOMPARE(played.text(),
                 std::string("T buy 0.00219@105056 #121451470284048\nT sell 0.00015@105055 #588047386913648"));
        QCOMPARE(std::get<FeedTrade>(played.events[1].body).ts, UnixNanos::fromMillis(1'737'918'796'007));
        QCOMPARE(played.events[1].exchangeTime, std::optional(UnixNanos::fromMillis(1'737'918'796'007)));
    }

    /// Spot's bookTicker has no time.
    void spotQuoteHasNoExchangeTime() {
        CaptureText capture;
        capture.line(
            "bbo", "btcusdt@bookTicker",
            R"({"u":9,"s":"BTCUSDT","b":"61837.63000000","B":"3.78826000","a":"61837.64000000","A":"1.54698000"})");
        const Played played = play(capture);
        QCOMPARE(played.text(), std::string("Q9 3.78826x61837.63 1.54698x61837.64"));
        QVERIFY(!played.events[0].exchangeTime);
        QCOMPARE(played.market->symbol, std::string("BTC-SPOT"));
        QCOMPARE(played.market->venue, std::string("Binance spot"));
    }
};
QD_TEST(TestVenues);
#include "TestVenues.moc"
