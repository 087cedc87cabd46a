// Size: one table row a rule of joining.
#include "tests/feed/CaptureText.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <map>
#include <sstream>

using namespace qd;
using namespace qd::feed;
using namespace qd::test;

namespace {

/// A capture of "futures" or "spot" from a script: "d U u pu; s lastUpdateId; d U u". Each diff puts a bid of its own
/// id.
CaptureText binance(bool futures, const std::string& script) {
    CaptureText capture;
    std::istringstream steps(script);
    for (std::string step; std::getline(steps, step, ';');) {
        std::istringstream words(step);
        std::string word;
        std::uint64_t first = 0;
        std::uint64_t last = 0;
        std::uint64_t previous = 0;
        words >> word >> first >> last >> previous;
        if (word == "s")
            capture.line("snapshot", "rest",
                         fmt::format(R"({{"lastUpdateId":{},"bids":[["1.00","5"]],"asks":[["900.00","5"]]}})", first));
        else if (futures)
            capture.line(
                "depth", "btcusdt@depth@0ms",
                fmt::format(R"({{"e":"depthUpdate","s":"BTCUSDT","U":{},"u":{},"pu":{},"b":[["{}.00","1"]],"a":[]}})",
                            first, last, previous, last % 1000 + 1));
        else
            capture.line("depth", "btcusdt@depth@100ms",
                         fmt::format(R"({{"e":"depthUpdate","s":"BTCUSDT","U":{},"u":{},"b":[["{}.00","1"]],"a":[]}})",
                                     first, last, last % 1000 + 1));
    }
    return capture;
}

} // namespace

class TestBinanceJoining : public QObject {
    Q_OBJECT
  private slots:
    void joins_data() {
        QTest::addColumn<bool>("futures");
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("events");
        QTest::addColumn<int>("stale"); ///< diffs dropped
        QTest::addColumn<int>("gaps");
        QTest::addColumn<int>("resyncs");
        const auto futures = [](const char* name, const char* script, const char* events, int stale, int gaps,
                                int resyncs) {
            QTest::addRow("futures: %s", name) << true << script << events << stale << gaps << resyncs;
        };
        const auto spot = [](const char* name, const char* script, const char* events, int stale, int gaps,
                             int resyncs) {
            QTest::addRow("spot: %s", name) << false << script << events << stale << gaps << resyncs;
        };
        futures("snapshot after the first diffs", "d 1 5 0;d 6 9 5;s 7;d 10 12 9", "S7 D9 D12", 1, 0, 0);
        futures("snapshot before the diffs", "s 7;d 6 9 5;d 10 12 9", "S7 D9 D12", 0, 0, 0);
        futures("a diff that ends at the snapshot overlaps it", "d 1 5 0;d 6 7 5;s 7;d 8 9 7", "S7 D7 D9", 1, 0, 0);
        futures("a diff that begins at the snapshot overlaps it", "s 7;d 7 9 5", "S7 D9", 0, 0, 0);
        futures("ids need not be dense", "s 7;d 6 9 5;d 20 29 9;d 40 49 29", "S7 D9 D29 D49", 0, 0, 0);
        futures("diffs older than the snapshot are stale", "d 1 5 0;d 6 9 5;s 30;d 20 29 9;d 30 39 29", "S30 D39", 3, 0,
                0);
        futures("the first does not overlap", "s 7;d 8 12 7", "S7 G", 0, 1, 0);
        futures("the snapshot is older than what was kept", "d 8 12 7;s 6;d 13 14 12", "G", 0, 1, 0);
        futures("and the next snapshot joins", "d 8 12 7;s 6;d 13 14 12;s 10;d 15 16 14", "G S10 D12 D14 D16", 0, 1, 1);
        futures("a broken chain", "s 7;d 6 9 5;d 12 14 11;d 15 16 14", "S7 D9 G", 0, 1, 0);
        futures("joins again after a broken chain", "s 7;d 6 9 5;d 12 14 11;s 13;d 15 16 14", "S7 D9 G S13 D14 D16", 0,
                1, 1);
        futures("breaks twice", "s 7;d 6 9 5;d 12 14 11;s 13;d 17 18 16;s 18", "S7 D9 G S13 D14 G S18 D18", 0, 2, 2);
        futures("a gap within what was kept", "d 6 9 5;d 12 14 11;s 7;s 13", "S7 D9 G S13 D14", 0, 1, 1);
        futures("repeated diffs", "s 7;d 6 9 5;d 6 9 5;d 10 12 9;d 6 9 5;d 13 14 12", "S7 D9 D12 D14", 2, 0, 0);
        futures("diffs in the wrong order before the snapshot", "d 10 12 9;d 6 9 5;d 1 5 0;s 7;d 13 14 12",
                "S7 D9 D12 D14", 1, 0, 0);
        futures("diffs in the wrong order are a gap", "s 7;d 6 9 5;d 13 14 12;d 10 12 9;s 11", "S7 D9 G S11 D12 D14", 0,
                1, 1);
        futures("an older snapshot is ignored", "s 7;d 6 9 5;s 6;d 10 12 9", "S7 D9 D12", 0, 0, 0);
        futures("a newer snapshot joins anew", "s 7;d 6 9 5;s 20;d 10 12 9;d 19 22 18", "S7 D9 S20 D22", 1, 0, 0);
        futures("without a snapshot there is no book", "d 1 5 0;d 6 9 5", "", 0, 0, 0);
        futures("ids of 64 bits", "s 18446744073709551614;d 18446744073709551613 18446744073709551615 5",
                "S18446744073709551614 D18446744073709551615", 0, 0, 0);
        spot("snapshot after the first diffs", "d 1 5;d 6 9;s 7;d 10 12", "S7 D9 D12", 1, 0, 0);
        spot("a diff that ends at the snapshot is stale", "d 1 7;s 7;d 8 9", "S7 D9", 1, 0, 0);
        spot("a diff that begins behind the snapshot joins", "s 7;d 8 9;d 10 10", "S7 D9 D10", 0, 0, 0);
        spot("the first does not overlap", "s 7;d 9 12", "S7 G", 0, 1, 0);
        spot("a broken chain", "s 7;d 8 9;d 11 12;s 11;d 13 13", "S7 D9 G S11 D12 D13", 0, 1, 1);
        spot("a diff that begins inside the book is a gap", "s 7;d 8 9;d 9 12", "S7 D9 G", 0, 1, 0);
        spot("repeated diffs", "s 7;d 8 9;d 8 9;d 10 12", "S7 D9 D12", 1, 0, 0);
        spot("ids of 64 bits", "s 18446744073709551614;d 18446744073709551615 18446744073709551615;d 0 3",
             "S18446744073709551614 D18446744073709551615", 1, 0, 0);
    }
    void joins() {
        QFETCH(bool, futures);
        QFETCH(QString, script);
        QFETCH(QString, events);
        QFETCH(int, stale);
        QFETCH(int, gaps);
        QFETCH(int, resyncs);
        // The first line tells the venue; a snapshot alone does not.
        CaptureText capture;
        capture.line("trade", "btcusdt@trade",
                     futures ? R"({"s":"BTCUSDT","t":1,"p":"1.00","q":"1","T":1,"X":"MARKET","m":false})"
                             : R"({"s":"BTCUSDT","t":1,"p":"1.00","q":"1","T":1,"m":false,"M":true})");
        capture.at(1'000'000).raw(binance(futures, script.toStdString()).text());
        const Played played = play(capture);
        QVERIFY2(!played.error, played.problem().c_str());
        QCOMPARE(played.market->venueId, futures ? Venue::BinanceUsdm : Venue::BinanceSpot);
        const std::string expected = events.isEmpty() ? std::string("T") : "T " + events.toStdString();
        QCOMPARE(played.outline(), expected);
        QCOMPARE(int(played.counters.depthStale), stale);
        QCOMPARE(int(played.counters.gaps), gaps);
        QCOMPARE(int(played.counters.resyncs), resyncs);
        const auto received = played.counters.depthReceived;
        QVERIFY(played.counters.depthApplied + played.counters.depthStale <= received);
        QCOMPARE(int(received), int(script.count('d')));
    }

    /// A gap says why, empties the book that was rebuilt, and belongs to the line at which it was noticed.
    void gapIsExplained() {
        const Played played = play(binance(true, "d 5 6 4;s 7;d 6 9 5;d 12 14 11"));
        QCOMPARE(played.outline(), std::string("S7 D9 G"));
        const auto& gap = played.events.back();
        QCOMPARE(gap.line, 4U);
        QCOMPARE(std::get<FeedGap>(gap.body).reason,
                 std::string("the update 12..14 does not follow 9: updates are missing"));
        QVERIFY(played.judge.book().bids().empty());
        QVERIFY(!played.judge.book().bestAsk());
    }

    /// Kept diffs come out at the line of the snapshot that released them, with the time the exchange gave them.
    void keptDiffsComeWithTheSnapshot() {
        CaptureText capture;
        capture.line("depth", "btcusdt@depth", R"({"s":"BTCUSDT","U":6,"u":9,"pu":5,"b":[],"a":[["2.50","0"]]})",
                     "1700000000100");
        capture.line("snapshot", "rest",
                     R"({"lastUpdateId":7,"bids":[["2.10","3"]],"asks":[["2.50","1"],["2.60","4"]]})", "1700000000090");
        const Played played = play(capture);
        QCOMPARE(played.text(), std::string("S7 b 3x2.1 a 1x2.5 4x2.6\nD9 b a 0x2.5"));
        QCOMPARE(played.events[1].line, 2U);
        QCOMPARE(played.events[1].received, UnixNanos::fromMicros(CaptureText::kFirstReceivedUs + 1'000));
        QCOMPARE(played.events[1].exchangeTime, std::optional(UnixNanos::fromMillis(1'700'000'000'100)));
        QVERIFY(played.judge.book().bestAsk()->price == Price(2'600'000));
        QCOMPARE(played.counters.depthApplied, 1U);
        QCOMPARE(played.counters.snapshots, 1U);
    }

    /// Whatever is repeated, and however far it is delayed, a book is either right or declared unusable.
    void repeatsAndDelaysNeverCorrupt() {
        QD_PROPERTY("a delivered state is the state of its id", [] {
            // The truth: after diff i (ids 10i+1..10i+10) the bid at i is there and the bid at i-3 is gone.
            const int count = *rc::gen::inRange(4, 25);
            std::vector<std::string> lines;
            for (int i = 1; i <= count; ++i)
                lines.push_back(fmt::format(R"({{"s":"BTCUSDT","U":{},"u":{},"pu":{},"b":[["{}.00","1"]{}],"a":[]}})",
                                            10 * i + 1, 10 * i + 10, 10 * i, i,
                                            i > 3 ? fmt::format(R"(,["{}.00","0"])", i - 3) : std::string()));
            CaptureText capture;
            const int snapshotBefore = *rc::gen::inRange(0, count);
            int i = 0;
            const auto place = [&](int index) {
                capture.line("depth", "btcusdt@depth", lines.at(static_cast<std::size_t>(index)));
            };
            for (; i < count; ++i) {
                if (i == snapshotBefore)
                    capture.line("snapshot", "rest", R"({"lastUpdateId":15,"bids":[],"asks":[["900.00","1"]]})");
                const int chance = *rc::gen::inRange(0, 10);
                if (chance == 0 && i > 0) place(*rc::gen::inRange(0, i)); // an old one again
                if (chance == 1 && i + 1 < count) place(i + 1);           // the next one first
                place(i);
                if (chance == 2) place(i);
            }
            const Played played = play(capture);
            RC_ASSERT(!played.error);
            BookRebuilder book;
            for (const FeedEvent& event : played.events) {
                if (std::holds_alternative<FeedGap>(event.body)) book.reset();
                const auto* depth = std::get_if<FeedDepth>(&event.body);
                if (depth == nullptr) continue;
                book.apply(*depth);
                if (depth->snapshot) continue;
                const auto state = static_cast<std::int64_t>(depth->updateId / 10 - 1);
                for (std::int64_t bid = 1; bid <= count; ++bid)
                    RC_ASSERT((book.bids().count(Price::of(bid)) != 0) == (bid <= state && bid > state - 3));
            }
        });
    }
};
QD_TEST(TestBinanceJoining);
#include "TestBinanceJoining.moc"
