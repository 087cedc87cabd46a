#include "core/base/Decimal.h"
#include "core/feed/recorded/HistoryFiles.h"
#include "tests/feed/CaptureText.h"
#include "tests/support/Shared.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace qd;
using namespace qd::feed;
using namespace qd::test;
namespace fs = std::filesystem;

namespace {

constexpr const char* kCandleHeader = "open_time_ms,open,high,low,close,volume\n";

} // namespace

class TestHistoryFiles : public QObject {
    Q_OBJECT

    QTemporaryDir m_temporary;
    fs::path file(const std::string& text) const {
        const fs::path path = fs::path(m_temporary.path().toStdString()) / "history.csv.gz";
        writeGzip(path, text);
        return path;
    }

  private slots:
    void candles() {
        std::string text = kCandleHeader;
        text += "60000,10,12.5,9.000001,11,0.000000001\n"
                "120000,11,11,11,11,0\n" // an outage
                "300000,11,12,11,12,3.5000000009\r\n";
        const auto history = readCandles(file(text));
        QVERIFY(history.has_value());
        QCOMPARE(history->interval, std::optional(Interval::M1));
        QCOMPARE(history->emptyBars, 1U);
        QCOMPARE(history->bars.size(), 2U);
        QCOMPARE(history->bars[0], (Candle{UnixNanos::fromMillis(60'000), Price::of(10), Price(12'500'000),
                                           Price(9'000'001), Price::of(11), Quantity(1), Quantity(), 0}));
        QVERIFY(history->bars[1].volume == Quantity(3'500'000'000));
        QCOMPARE(history->bars[1].openTime, UnixNanos::fromMillis(300'000)); // the gap stays a gap
    }

    void ranges() {
        std::string text = kCandleHeader;
        for (int i = 0; i < 10; ++i) text += fmt::format("{},1,1,1,1,{}\n", i * 60'000, i + 1);
        const HistoryRange range{UnixNanos::fromMillis(180'000), UnixNanos::fromMillis(300'000)};
        const auto history = readCandles(file(text), range);
        QCOMPARE(history->bars.size(), 2U);
        QVERIFY(history->bars[0].volume == Quantity::of(4));
        QCOMPARE(history->interval, std::optional(Interval::M1));
        // Rows beyond the range are not looked at.
        QCOMPARE(readCandles(file(text + "rubbish\n"), range)->bars.size(), 2U);
        QVERIFY(!readCandles(file(text + "rubbish\n")).has_value());
    }

    void marksAndFunding() {
        const auto marks = readMarks(
            file("open_time_ms,open,high,low,close\n3600000,7559.44418192,7560.05502999,7554.1,7554.17034744\n"));
        QVERIFY(marks.has_value());
        QVERIFY(marks->bars[0].open == Price(7'559'444'181));
        QVERIFY(marks->bars[0].high == Price(7'560'055'029));
        QVERIFY(!marks->interval);
        const auto funding =
            readFunding(file("time_ms,funding_rate\n1609459200000,0.0006581539917479\n1609488000002,-0.0001\n"));
        QVERIFY(funding.has_value());
        QCOMPARE(toString((*funding)[0].rate), std::string("0.0006581539917479"));
        QCOMPARE((*funding)[1],
                 (FundingPoint{UnixNanos::fromMillis(1'609'488'000'002), FundingRate(-100'000'000'000'000)}));
    }

    void trades() {
        const auto history = readTrades(
            file("time_ms,trade_id,price,qty,is_buyer_maker\n5,7,0.23103,243.0,0\n5,8,0.0,0.0,0\n6,9,0.23,1,1\n"));
        QVERIFY(history.has_value());
        QCOMPARE(history->invalid, 1U);
        QCOMPARE(
            history->trades,
            (std::vector<Trade>{{TradeId(7), UnixNanos::fromMillis(5), Price(231'030), Quantity::of(243), Side::Buy},
                                {TradeId(9), UnixNanos::fromMillis(6), Price(230'000), Quantity::of(1), Side::Sell}}));
    }

    void mistakesAreNamed_data() {
        QTest::addColumn<QString>("rows");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const char* rows, FeedCode code, const char* words) {
            QTest::newRow(name) << rows << int(code) << words;
        };
        row("too few columns", "60000,1,1,1,1\n", FeedCode::Field, "line 2: 5 columns instead of 6");
        row("too many columns", "60000,1,1,1,1,1,1\n", FeedCode::Field, "line 2: 7 columns instead of 6");
        row("empty line", "60000,1,1,1,1,1\n\n", FeedCode::Field, "line 3: 1 columns");
        row("no time", "x,1,1,1,1,1\n", FeedCode::Number, R"(line 2: column open_time_ms: "x" is not a whole number)");
        row("time far ahead", "9999999999999999,1,1,1,1,1\n", FeedCode::Number, "is not a time before");
        row("time falls", "120000,1,1,1,1,1\n60000,1,1,1,1,1\n", FeedCode::Field,
            "line 3: column open_time_ms: \"60000\" is not after");
        row("time repeats", "60000,1,1,1,1,1\n60000,1,1,1,1,1\n", FeedCode::Field, "is not after");
        row("price is no number", "60000,1,1,1,abc,1\n", FeedCode::Number, R"(column close: "abc" not a number)");
        row("price is 0", "60000,0,1,0,1,1\n", FeedCode::Number, "column open: \"0\" is not above 0");
        row("negative volume", "60000,1,1,1,1,-1\n", FeedCode::Number, "column volume: \"-1\" is below 0");
        row("volume beyond 64 bits", "60000,1,1,1,1,10000000000\n", FeedCode::Number, "out of range");
        row("more decimals than a price has", "60000,1.0000001,2,1,1,1\n", FeedCode::Number, "more decimals");
        row("high below close", "60000,1,1.5,1,2,1\n", FeedCode::Field, "column high");
        row("low above open", "60000,1,3,1.5,2,1\n", FeedCode::Field, "column low");
        row("no interval of ours", "0,1,1,1,1,1\n7000,1,1,1,1,1\n", FeedCode::Field, "interval");
        row("not on the grid of the interval", "1000,1,1,1,1,1\n61000,1,1,1,1,1\n", FeedCode::Field,
            "multiple of the interval");
    }
    void mistakesAreNamed() {
        QFETCH(QString, rows);
        QFETCH(int, code);
        QFETCH(QString, words);
        const fs::path path = file(kCandleHeader + rows.toStdString());
        const auto read = readCandles(path);
        QVERIFY(!read.has_value());
        const std::string& detail = read.error().detail;
        QVERIFY2(int(read.error().code) == code, detail.c_str());
        QVERIFY2(detail.starts_with(path.string() + ": ") && detail.find(words.toStdString()) != std::string::npos,
                 detail.c_str());
    }

    void otherFiles() {
        QCOMPARE(readCandles(file("")).error().code, FeedCode::Empty);
        QCOMPARE(readCandles(file("a,b,c\n")).error().code, FeedCode::Field);
        QCOMPARE(readMarks(file(kCandleHeader)).error().code, FeedCode::Field);
        QCOMPARE(readCandles("/nonexistent").error().code, FeedCode::File);
        QCOMPARE(readTrades(file("time_ms,trade_id,price,qty,is_buyer_maker\n5,7,1,1,2\n")).error().code,
                 FeedCode::Field);
        QVERIFY(readCandles(file(kCandleHeader))->bars.empty());
        const fs::path path = file(std::string(kCandleHeader) + "60000,1,1,1,1,1\n");
        fs::resize_file(path, fs::file_size(path) - 5);
        QCOMPARE(readCandles(path).error().code, FeedCode::Compression);
        QCOMPARE(extentOf(path).error().code, FeedCode::Compression);
    }

    void extents() {
        std::string text = kCandleHeader;
        for (int i = 1; i < 200; ++i) text += fmt::format("{},1,1,1,1,1\n", (i < 5 ? i : i + 3) * 900'000LL);
        const auto extent = extentOf(file(text));
        QCOMPARE(*extent, (HistoryExtent{Interval::M15, UnixNanos::fromMillis(900'000),
                                         UnixNanos::fromMillis(202LL * 900'000)}));
        QCOMPARE(*extentOf(file("time_ms,funding_rate\n5,1\n")),
                 (HistoryExtent{std::nullopt, UnixNanos::fromMillis(5), UnixNanos::fromMillis(5)}));
        QCOMPARE(extentOf(file(kCandleHeader)).error().code, FeedCode::Empty);
        QCOMPARE(extentOf(file("a\nb\n")).error().code, FeedCode::Number);
        QCOMPARE(extentOf(file(text + "5,1,1,1,1,1\n")).error().code, FeedCode::Field);
    }

    /// Counts and first and last values as the manifest and the files state them.
    void sharedCandles_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<qint64>("interval"); // minutes
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("empty");
        QTest::addColumn<int>("missing"); ///< bars of outages that have no row
        const auto row = [](const char* name, int minutes, int rows, int empty, int missing) {
            QTest::newRow(name) << name << qint64{minutes} << rows << empty << missing;
        };
        row("binance-spot_BTCUSDT_1h_pub", 60, 65590, 3, 122);
        row("binance-spot_SOLUSDT_1h_pub", 60, 42814, 2, 20);
        row("binance-usdm_BTCUSDT_15m_pub", 15, 52512, 4, 0);
        row("binance-usdm_BTCUSDT_1h_pub", 60, 50935, 3, 0);
        row("binance-usdm_BTCUSDT_1m_2023-07_2023-08", 1, 43199, 0, 0);
        row("binance-usdm_BTCUSDT_1m_2025-05", 1, 43199, 0, 0);
        row("binance-usdm_BTCUSDT_5m_2023-11_2024-12", 5, 122688, 16, 0);
        row("binance-usdm_SOLUSDT_15m_pub", 15, 52512, 4, 0);
        row("binance-usdm_SOLUSDT_1h_pub", 60, 13128, 0, 0);
        row("binance-usdm_SOLUSDT_1m_2023-07_2023-08", 1, 43200, 0, 0);
        row("binance-usdm_SOLUSDT_1m_2025-05", 1, 43200, 0, 0);
        row("binance-usdm_SOLUSDT_5m_2023-11_2024-12", 5, 122688, 16, 0);
        row("binance-usdm_SOLUSDT_5m_2025-04_2025-06", 5, 24480, 0, 0);
        row("unstated-venue_BTC-PERP_1m_2022-01", 1, 45031, 0, 0);
    }
    void sharedCandles() {
        QFETCH(QString, name);
        QFETCH(qint64, interval);
        QFETCH(int, rows);
        QFETCH(int, empty);
        QFETCH(int, missing);
        const auto path = sharedFile("data/candles/" + name.toStdString() + ".csv.gz");
        if (!path) QSKIP(skipSentence());
        const auto history = readCandles(*path);
        QVERIFY2(history.has_value(), history ? "" : history.error().detail.c_str());
        QCOMPARE(static_cast<qint64>(*history->interval), interval * kNanosPerMinute);
        QCOMPARE(int(history->emptyBars), empty);
        QCOMPARE(int(history->bars.size()), rows - empty);
        const auto extent = extentOf(*path);
        QCOMPARE(extent->interval, history->interval);
        QCOMPARE((extent->end - extent->begin) / (interval * kNanosPerMinute) + 1, qint64{rows + missing});
    }

    void sharedOthers() {
        const auto mark = sharedFile("data/mark/binance-usdm_BTCUSDT_mark_1h_pub.csv.gz");
        if (!mark) QSKIP(skipSentence());
        const auto marks = readMarks(*mark);
        QVERIFY2(marks.has_value(), marks ? "" : marks.error().detail.c_str());
        QCOMPARE(marks->bars.size(), 48397U);
        QCOMPARE(marks->interval, std::optional(Interval::H1));
        QVERIFY(marks->bars.back().open == Price(107'053'435'039));
        for (const auto& [name, rows] :
             {std::pair("binance-usdm_BTCUSDT_funding_pub", 6362), std::pair("binance-usdm_SOLUSDT_funding_pub", 1641),
              std::pair("binance_BTCUSDT_funding_2020_2023", 4383), std::pair("bybit_BTCUSDT_funding_2020_2023", 3285),
              std::pair("htx_BTCUSDT_funding_2020_2023", 3284), std::pair("mexc_BTCUSDT_funding_2020_2023", 3285)}) {
            const auto funding = readFunding(*sharedFile(std::string("data/funding/") + name + ".csv.gz"));
            QVERIFY2(funding.has_value(), funding ? "" : funding.error().detail.c_str());
            QCOMPARE(int(funding->size()), rows);
        }
        const auto trades = readTrades(*sharedFile("data/trades/binance_usd_m_futures_trxusdt_20250304_trades.csv.gz"));
        QVERIFY2(trades.has_value(), trades ? "" : trades.error().detail.c_str());
        QCOMPARE(trades->trades.size(), 9999U);
        QCOMPARE(trades->invalid, 1U);
    }
};
QD_TEST(TestHistoryFiles);
#include "TestHistoryFiles.moc"
