// Size: one table row a mistake that must be named.
#include "tests/feed/CaptureText.h"
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

constexpr const char* kStream = "btcusdt@depth@0ms";

/// A snapshot, diffs and trades of USDT-M: five lines, six events.
CaptureText smallCapture() {
    CaptureText capture;
    capture.line("depth", kStream, R"({"s":"BTCUSDT","U":1,"u":7,"pu":0,"b":[["61800.20","2.5"]],"a":[]})",
                 "1700000000001");
    capture.line("snapshot", "rest", R"({"lastUpdateId":7,"bids":[["61800.20","2.0"]],"asks":[["61800.30","1.0"]]})");
    capture.line("trade", "btcusdt@trade",
                 R"({"s":"BTCUSDT","t":1,"p":"61800.30","q":"0.006","T":1700000000003,"X":"MARKET","m":false})");
    capture.line("depth", kStream, R"({"s":"BTCUSDT","U":8,"u":9,"pu":7,"b":[],"a":[["61800.30","0.994"]]})",
                 "1700000000004");
    capture.line("bbo", "btcusdt@bookTicker",
                 R"({"e":"bookTicker","u":9,"s":"BTCUSDT","b":"61800.20","B":"2.5","a":"61800.30","A":"0.994"})");
    return capture;
}

std::string slurp(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}
void spill(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

RecordedFeed openSmall() { return std::move(*RecordedFeed::open(memoryLines(smallCapture().text(), "capture.jsonl"))); }

} // namespace

class TestRecordedFeed : public QObject {
    Q_OBJECT

    QTemporaryDir m_temporary;
    fs::path path(const std::string& name) const { return fs::path(m_temporary.path().toStdString()) / name; }

  private slots:
    void readsAFile() {
        const fs::path file = path("small.jsonl.gz");
        writeGzip(file, smallCapture().text());
        const Played played = playFile(file);
        QVERIFY2(!played.error, played.problem().c_str());
        QCOMPARE(played.text(), std::string("S7 b 2x61800.2 a 1x61800.3\nD7 b 2.5x61800.2 a\nT buy 0.006@61800.3 #1\n"
                                            "D9 b a 0.994x61800.3\nQ9 2.5x61800.2 0.994x61800.3"));
        QCOMPARE(played.judge.quotes().compared(), 1U);
        QCOMPARE(played.judge.quotes().equal(), 1U);
        QCOMPARE(played.counters.lines, 5U);
        const auto begin = UnixNanos::fromMicros(CaptureText::kFirstReceivedUs);
        QCOMPARE(*played.span, (CaptureSpan{begin, begin + 4 * kNanosPerMilli, 5}));
        QVERIFY(played.market->tick == Price(100'000));
        QVERIFY(played.market->sizeStep == Quantity(1'000'000));
    }

    /// A plain file is read as well; the last line needs no line feed; lines may end in carriage returns.
    void readsPlainText() {
        std::string text = smallCapture().text();
        text.pop_back();
        const fs::path file = path("plain.jsonl");
        spill(file, text);
        QCOMPARE(playFile(file).outline(), std::string("S7 D7 T D9 Q9"));
        QByteArray windows = QByteArray::fromStdString(text);
        QCOMPARE(play(windows.replace("\n", "\r\n").toStdString()).outline(), std::string("S7 D7 T D9 Q9"));
    }

    void keysMayComeInAnyOrder() {
        const Played played = play(
            R"({"data":{"m":false,"X":"MARKET","T":5,"q":"1","p":"2.5","t":3,"s":"BTCUSDT"},"stream":"btcusdt@trade",)"
            R"("kind":"trade","ts":null,"recv_us":1700000000000000})");
        QCOMPARE(played.text(), std::string("T buy 1@2.5 #3"));
    }

    void repeatedLinesAreSkipped() {
        const std::string text = smallCapture().text();
        const std::string line = text.substr(0, text.find('\n') + 1);
        const Played played = play(text + line + text);
        QCOMPARE(played.outline(), std::string("S7 D7 T D9 Q9"));
        QCOMPARE(played.counters.lines, 11U);
        QCOMPARE(played.counters.duplicateLines, 6U);
        QCOMPARE(played.span->lines, 11U);
    }

    /// Every mistake is told with the file, the line and the field, and repeated when asked again.
    void mistakesAreNamed_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const char* line, FeedCode code, const char* words) {
            QTest::newRow(name) << line << int(code) << words;
        };
        const auto envelope = [](const char* kind, const char* stream, const char* data) {
            return QString(R"({"recv_us":1700000000009000,"ts":null,"kind":"%1","stream":"%2","data":%3})")
                .arg(kind, stream, data);
        };
        const auto depth = [&](const char* name, const char* data, FeedCode code, const char* words) {
            QTest::newRow(name) << envelope("depth", kStream, data) << int(code) << words;
        };
        row("not JSON", "hello", FeedCode::NotJson, "not a JSON object");
        row("empty line", "", FeedCode::NotJson, "not a JSON object");
        row("a bare number", "5", FeedCode::NotJson, "not a JSON object");
        row("an array", "[1,2]", FeedCode::NotJson, "not a JSON object");
        const QString whole = envelope("depth", kStream, R"({"s":"BTCUSDT"})");
        QTest::newRow("cut off") << whole.chopped(6) << int(FeedCode::NotJson) << "not a JSON object";
        QTest::newRow("not closed") << whole.chopped(1) << int(FeedCode::NotJson) << "not a JSON object";
        row("two objects", R"({"recv_us":1,"ts":null,"kind":"depth","stream":"x@y","data":{}} {})", FeedCode::NotJson,
            "something follows");
        row("no receive time", R"({"ts":null,"kind":"depth","stream":"x@y","data":{}})", FeedCode::Field,
            "field recv_us: missing");
        row("no payload", R"({"recv_us":1,"ts":null,"kind":"depth","stream":"x@y"})", FeedCode::Field,
            "field data: missing");
        row("no kind", R"({"recv_us":1,"ts":null,"stream":"x@y","data":{}})", FeedCode::Field, "field kind: missing");
        row("no stream", R"({"recv_us":1,"ts":null,"kind":"depth","data":{}})", FeedCode::Field,
            "field stream: missing");
        row("kind is a number", R"({"recv_us":1,"ts":null,"kind":5,"stream":"x@y","data":{}})", FeedCode::Field,
            "field kind: not a string");
        row("receive time in the far future",
            R"({"recv_us":99999999999999999,"ts":null,"kind":"depth","stream":"x@y","data":{}})", FeedCode::Field,
            "field recv_us");
        row("negative receive time", R"({"recv_us":-1,"ts":null,"kind":"depth","stream":"x@y","data":{}})",
            FeedCode::Field, "field recv_us");
        row("event time is a string", R"({"recv_us":1,"ts":"5","kind":"depth","stream":"x@y","data":{}})",
            FeedCode::Field, "field ts");
        QTest::newRow("a kind Binance does not send")
            << envelope("book", kStream, "{}") << int(FeedCode::Field) << R"(Binance USDT-M sends no "book")";
        QTest::newRow("payload is a string")
            << envelope("depth", kStream, R"("x")") << int(FeedCode::Field) << "field data: not an object";
        depth("no pu", R"({"s":"BTCUSDT","U":8,"u":9,"b":[],"a":[]})", FeedCode::Field, "field data.pu: missing");
        depth("no U", R"({"s":"BTCUSDT","u":9,"pu":7,"b":[],"a":[]})", FeedCode::Field, "field data.U: missing");
        depth("no asks", R"({"s":"BTCUSDT","U":8,"u":9,"pu":7,"b":[]})", FeedCode::Field, "field data.a: missing");
        depth("no symbol", R"({"U":8,"u":9,"pu":7,"b":[],"a":[]})", FeedCode::Field, "field data.s: missing");
        depth("another market", R"({"s":"ETHUSDT","U":8,"u":9,"pu":7,"b":[],"a":[]})", FeedCode::Field,
              R"("ETHUSDT" in a recording of BTCUSDT)");
        depth("ids the wrong way round", R"({"s":"BTCUSDT","U":10,"u":9,"pu":7,"b":[],"a":[]})", FeedCode::Field,
              "field data.U: 10 is greater than u 9");
        depth("negative id", R"({"s":"BTCUSDT","U":-8,"u":9,"pu":7,"b":[],"a":[]})", FeedCode::Field, "field data.U");
        depth("fractional id", R"({"s":"BTCUSDT","U":8.5,"u":9,"pu":7,"b":[],"a":[]})", FeedCode::Field,
              "field data.U");
        depth("id of 65 bits", R"({"s":"BTCUSDT","U":8,"u":18446744073709551616,"pu":7,"b":[],"a":[]})",
              FeedCode::Field, "field data.u");
        depth("levels are an object", R"({"s":"BTCUSDT","U":8,"u":9,"pu":7,"b":{},"a":[]})", FeedCode::Field,
              "field data.b: not an array");
        depth("a level is a number", R"({"s":"BTCUSDT","U":8,"u":9,"pu":7,"b":[5],"a":[]})", FeedCode::Field,
              "field data.b: a level is not an array");
        depth("a level without size", R"({"s":"BTCUSDT","U":8,"u":9,"pu":7,"b":[["1"]],"a":[]})", FeedCode::Field,
              "field data.b: a level without");
        depth("price is a word", R"({"s":"BTCUSDT","U":8,"u":9,"pu":7,"b":[["NaN","1"]],"a":[]})", FeedCode::Number,
              R"(field data.b: "NaN" is not a number)");
        depth("price is empty", R"({"s":"BTCUSDT","U":8,"u":9,"pu":7,"b":[["","1"]],"a":[]})", FeedCode::Number,
              R"(field data.b: "" is not a number)");
        depth("price 0", R"({"s":"BTCUSDT","U":8,"u":9,"pu":7,"b":[["0.0","1"]],"a":[]})", FeedCode::Number,
              "below the smallest price");
        depth("negative price", R"({"s":"BTCUSDT","U":8,"u":9,"pu":7,"b":[["-5","1"]],"a":[]})", FeedCode::Number,
              "below the smallest price");
        depth("negative size", R"({"s":"BTCUSDT","U":8,"u":9,"pu":7,"b":[],"a":[["5","-1"]]})", FeedCode::Number,
              "field data.a: \"-1\" is below the smallest size");
        depth("price beyond 64 bits", R"({"s":"BTCUSDT","U":8,"u":9,"pu":7,"b":[["99999999999999999999","1"]],"a":[]})",
              FeedCode::Number, "out of range");
        depth("size beyond 64 bits", R"({"s":"BTCUSDT","U":8,"u":9,"pu":7,"b":[["5","9223372036.854775808"]],"a":[]})",
              FeedCode::Number, "out of range");
        depth("exponent beyond reason", R"({"s":"BTCUSDT","U":8,"u":9,"pu":7,"b":[[1e999999999999,"1"]],"a":[]})",
              FeedCode::Number, "out of range");
        depth("more decimals than a price has", R"({"s":"BTCUSDT","U":8,"u":9,"pu":7,"b":[["5.0000001","1"]],"a":[]})",
              FeedCode::Number, "more decimals");
        QTest::newRow("trade without id")
            << envelope("trade", "btcusdt@trade", R"({"s":"BTCUSDT","p":"5","q":"1","T":5,"m":false})")
            << int(FeedCode::Field) << "field data.t: missing";
        QTest::newRow("trade of negative size")
            << envelope("trade", "btcusdt@trade", R"({"s":"BTCUSDT","t":9,"p":"5","q":"-1","T":5,"m":false})")
            << int(FeedCode::Number) << R"(field data.q: "-1" is below 0)";
        QTest::newRow("maker is a number")
            << envelope("trade", "btcusdt@trade", R"({"s":"BTCUSDT","t":9,"p":"5","q":"1","T":5,"m":1})")
            << int(FeedCode::Field) << "field data.m: neither true nor false";
        QTest::newRow("snapshot without id") << envelope("snapshot", "rest", R"({"bids":[],"asks":[]})")
                                             << int(FeedCode::Field) << "field data.lastUpdateId: missing";
    }
    void mistakesAreNamed() {
        QFETCH(QString, line);
        QFETCH(int, code);
        QFETCH(QString, words);
        // In the middle: what comes before is delivered, what comes behind is not.
        const std::string text = smallCapture().text() + line.toStdString() + "\n" + smallCapture().at(50'000).text();
        auto opened = RecordedFeed::open(memoryLines(text, "some/capture.jsonl.gz"));
        QVERIFY(opened.has_value());
        for (int i = 0; i < 5; ++i) QVERIFY((*opened->next()).has_value());
        const auto failed = opened->next();
        QVERIFY(!failed.has_value());
        const std::string& detail = failed.error().detail;
        QVERIFY2(int(failed.error().code) == code, detail.c_str());
        QVERIFY2(detail.starts_with("some/capture.jsonl.gz: line 6: "), detail.c_str());
        QVERIFY2(detail.find(words.toStdString()) != std::string::npos, detail.c_str());
        QCOMPARE(opened->next().error().detail, detail);
    }

    /// The same in the first line keeps the capture from being opened.
    void foreignFiles_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("code");
        QTest::newRow("empty") << "" << int(FeedCode::Empty);
        QTest::newRow("a line feed") << "\n" << int(FeedCode::NotJson);
        QTest::newRow("CSV") << "open_time_ms,open,high,low,close,volume\n1,2,3,4,5,6\n" << int(FeedCode::NotJson);
        QTest::newRow("other JSON") << R"({"symbol":"BTCUSDT"})" << int(FeedCode::Field);
        QTest::newRow("an unknown channel")
            << R"({"recv_us":1,"ts":null,"kind":"depth","stream":"book.BTC","data":{"s":"BTC"}})"
            << int(FeedCode::UnknownVenue);
        QTest::newRow("only a REST snapshot")
            << R"({"recv_us":1,"ts":null,"kind":"snapshot","stream":"rest","data":{"lastUpdateId":1,"bids":[["1","1"]],"asks":[]}})"
            << int(FeedCode::UnknownVenue);
        QTest::newRow("no price")
            << R"({"recv_us":1,"ts":null,"kind":"depth","stream":"btcusdt@depth","data":{"s":"BTCUSDT","U":1,"u":1,"b":[],"a":[]}})"
            << int(FeedCode::Empty);
        QTest::newRow("a symbol no market has")
            << R"({"recv_us":1,"ts":null,"kind":"depth","stream":"x@depth","data":{"s":"a b","U":1,"u":1,"b":[],"a":[]}})"
            << int(FeedCode::Field);
        QTest::newRow("nested without end")
            << QString(R"({"recv_us":1,"ts":null,"kind":"depth","stream":"trade","data":)") +
                   QString("{\"data\":[").repeated(3000) + QString("]}").repeated(3000) + "}"
            << int(FeedCode::UnknownVenue);
    }
    void foreignFiles() {
        QFETCH(QString, text);
        QFETCH(int, code);
        const Played played = play(text.toStdString());
        QVERIFY(played.error.has_value());
        QVERIFY2(int(played.error->code) == code, played.problem().c_str());
        QVERIFY2(played.problem().starts_with("capture.jsonl: "), played.problem().c_str());
    }

    void overLongLine() {
        const std::string text = smallCapture().text();
        const std::string longLine = "{\"recv_us\":1,\"x\":\"" + std::string(kMaxLineBytes, 'x') + "\"}\n";
        const fs::path file = path("long.jsonl.gz");
        writeGzip(file, text + longLine + text);
        for (const Played& played : {play(text + longLine + text), playFile(file)}) {
            QCOMPARE(played.outline(), std::string("S7 D7 T D9 Q9"));
            QCOMPARE(played.error->code, FeedCode::LineTooLong);
            QVERIFY(played.problem().find("line 6: longer than 8388608 bytes") != std::string::npos);
        }
        // One byte less is a line like any other.
        std::string padded = text.substr(0, text.find('\n'));
        padded.insert(1, std::string(kMaxLineBytes - padded.size(), ' '));
        writeGzip(file, padded + text.substr(text.find('\n')));
        QCOMPARE(playFile(file).outline(), std::string("S7 D7 T D9 Q9"));
    }

    void unreadableFiles() {
        QCOMPARE(playFile(path("missing.gz")).error->code, FeedCode::File);
        QCOMPARE(playFile(fs::path(m_temporary.path().toStdString())).error->code, FeedCode::File);
        const fs::path file = path("empty.gz");
        spill(file, "");
        QCOMPARE(playFile(file).error->code, FeedCode::Empty);
        writeGzip(file, "");
        QCOMPARE(playFile(file).error->code, FeedCode::Empty);
        for (const auto& name : {"missing.gz", "empty.gz"})
            QVERIFY(playFile(path(name)).problem().starts_with(path(name).string() + ": "));
    }

    /// However the file was cut, whole lines before the cut are delivered, and the cut is told.
    void truncatedGzip() {
        const fs::path file = path("whole.jsonl.gz");
        writeGzip(file, smallCapture().text());
        const std::string whole = slurp(file);
        const fs::path cut = path("cut.jsonl.gz");
        std::size_t mostEvents = 0;
        for (std::size_t size = 0; size < whole.size(); ++size) {
            spill(cut, whole.substr(0, size));
            const Played played = playFile(cut);
            QVERIFY2(played.error.has_value(), std::to_string(size).c_str());
            QVERIFY(played.problem().starts_with(cut.string() + ": "));
            if (size > 1) QVERIFY2(played.error->code == FeedCode::Compression, played.problem().c_str());
            mostEvents = std::max(mostEvents, played.events.size());
        }
        QCOMPARE(mostEvents, 5U); // only the checksum is missing
    }

    /// A flipped bit is told, or it is one that does not matter (the header's time and such): never other events.
    void everyFlippedBit() {
        const fs::path file = path("good.jsonl.gz");
        writeGzip(file, smallCapture().text());
        const std::string whole = slurp(file);
        const std::string expected = playFile(file).text();
        const fs::path flipped = path("flipped.jsonl.gz");
        int told = 0;
        for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
            std::string bytes = whole;
            bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
            spill(flipped, bytes);
            const Played played = playFile(flipped);
            told += played.error ? 1 : 0;
            QVERIFY2(played.error || played.text() == expected, std::to_string(bit).c_str());
            // What does not matter is in the header, or fills the last byte before checksum and length.
            if (!played.error) QVERIFY2(bit / 8 < 10 || bit / 8 == whole.size() - 9, std::to_string(bit).c_str());
        }
        QVERIFY(told > 0);
    }

    void beginningIsEnoughForTheName() {
        const auto opened = RecordedFeed::open(memoryLines(smallCapture().text(), "capture"), Survey::Beginning);
        QVERIFY(opened.has_value());
        QVERIFY(!opened->span());
        QCOMPARE(opened->market().venueSymbol, std::string("BTCUSDT"));
        QVERIFY(opened->market().tick == Price(100'000));
    }

    /// The span is that of the times, whatever the order of the lines.
    void spanOfUnorderedLines() {
        CaptureText capture;
        const auto trade = [&](int at, int id) {
            capture.at(at).line("trade", "btcusdt@trade",
                                fmt::format(R"({{"s":"BTCUSDT","t":{},"p":"1.0","q":"1","T":5,"X":"","m":true}})", id));
        };
        trade(500, 1);
        trade(900, 2);
        trade(100, 3);
        const Played played = play(capture);
        QCOMPARE(played.span->begin, UnixNanos::fromMicros(CaptureText::kFirstReceivedUs + 100));
        QCOMPARE(played.span->end, UnixNanos::fromMicros(CaptureText::kFirstReceivedUs + 900));
    }

    /// From wherever it is resumed, the rest is the same.
    void skipToResumes() {
        for (std::uint64_t line = 0; line <= 5; ++line) {
            RecordedFeed whole = openSmall();
            std::vector<std::string> expected;
            while (auto event = whole.next().value()) {
                if (event->line > line) expected.push_back(textOf(*event));
            }
            RecordedFeed resumed = openSmall();
            QVERIFY(resumed.skipTo(line).has_value());
            QCOMPARE(resumed.counters().lines, line);
            std::vector<std::string> rest;
            while (auto event = resumed.next().value()) rest.push_back(textOf(*event));
            QCOMPARE(rest, expected);
            QCOMPARE(resumed.counters().depthApplied, whole.counters().depthApplied);
        }
    }

    void skipToInTheMiddleOfALine() {
        RecordedFeed feed = openSmall();
        QCOMPARE(feed.next().value()->line, 2U); // one of two events of line 2
        QVERIFY(feed.skipTo(2).has_value());
        QCOMPARE(feed.next().value()->line, 3U);
        QCOMPARE(feed.skipTo(2).error().code, FeedCode::NotThere);
        QCOMPARE(feed.skipTo(6).error().code, FeedCode::NotThere);
    }
};
QD_TEST(TestRecordedFeed);
#include "TestRecordedFeed.moc"
