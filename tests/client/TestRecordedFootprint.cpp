#include "core/client/RecordedFootprint.h"
#include "core/orderflow/Footprint.h"
#include "tests/client/RecorderByHand.h"
#include "tests/client/VenueRig.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>

#include <filesystem>

using namespace qd;
using namespace qd::test;
using client::recordedFootprint;
using recording::RecordingReader;
namespace fs = std::filesystem;

namespace {

constexpr MarketId kSol = kRecordedMarket;
constexpr Price kTick = kRecordedTick;
constexpr UnixNanos kStart(1'700'000'040 * kNanosPerSecond); // a whole minute

UnixNanos second(std::int64_t n) { return kStart + n * kNanosPerSecond; }

struct Recorder : RecorderByHand {
    explicit Recorder(const fs::path& folder) : RecorderByHand(folder, kStart) {}
};

FootprintWindow windowOf(std::int64_t from, std::int64_t to, Interval interval = Interval::M1) {
    return {kSol, second(from), second(to), interval, kTick};
}

FootprintPage pageOf(const fs::path& folder, const FootprintWindow& window) {
    const auto reader = RecordingReader::open(folder);
    if (!reader) qFatal("%s", reader.error().detail.c_str());
    auto page = recordedFootprint(*reader, window);
    if (!page) qFatal("%s", page.error().detail.c_str());
    return std::move(*page);
}

/// There is a trade of whole seconds from `from` on.
bool hasTraded(RunningVenue& running, UnixNanos from) {
    const ports::TradeRun run = running.venue.trades(kSol, 0);
    const UnixNanos to = openTimeOf(running.venue.now(), Interval::S1);
    return std::ranges::any_of(run.trades, [&](const Trade& t) { return t.ts >= from && t.ts < to; });
}

} // namespace

class TestRecordedFootprint : public QObject {
    Q_OBJECT
    QTemporaryDir m_temporary;
    int m_count = 0;
    fs::path freshFolder() {
        const fs::path folder = m_temporary.filePath(QString::number(m_count++)).toStdString();
        fs::create_directories(folder);
        return folder;
    }

  private slots:
    void whatTradedIsReadBackByBarAndPrice() {
        const fs::path folder = freshFolder();
        {
            Recorder r(folder);
            r.book(0);
            r.trade(1, 100, 3, Side::Buy);
            r.trade(59, 99, 1, Side::Sell);
            r.trade(60, 100, 2, Side::Sell);
            r.trade(185, 101, 2, Side::Sell);
        }
        const FootprintPage page = pageOf(folder, windowOf(0, 180));
        QCOMPARE(page.bars.size(), std::size_t{2});
        QCOMPARE(page.bars[0].rows, (std::vector<FootprintRow>{{99, {}, Quantity::of(1)}, {100, Quantity::of(3), {}}}));
        QCOMPARE(page.bars[1].openTime, second(60));
        QVERIFY(page.bars[0].reliable && page.bars[1].reliable);
        QVERIFY(page.gaps.empty());
        QCOMPARE(page.knownFrom, second(0));
        QCOMPARE(page.recordedFrom, std::optional(second(0)));
        QCOMPARE(page.firstTrade, TradeId(1));
        QCOMPARE(page.lastTrade, TradeId(3));
    }
    void anyRecordingGivesTheBarsOfItsTrades() {
        QD_PROPERTY("read back they are the bars of the trades in the window", [this] {
            const fs::path folder = freshFolder();
            std::vector<Trade> trades;
            {
                Recorder r(folder);
                r.book(0);
                std::int64_t at = 0;
                const auto count = *rc::gen::inRange(0, 60);
                for (int i = 0; i < count; ++i) {
                    at += *rc::gen::inRange<std::int64_t>(0, 40);
                    if (i % 7 == 3) r.book(at, Price::of(90 + i % 5));
                    r.trade(at, *rc::gen::inRange<std::int64_t>(90, 110), *rc::gen::inRange<std::int64_t>(1, 5),
                            *rc::gen::element(Side::Buy, Side::Sell));
                }
                trades = r.trades;
            }
            const auto from = *rc::gen::inRange<std::int64_t>(0, 20) * 60;
            const auto to = from + *rc::gen::inRange<std::int64_t>(1, 1'000);
            orderflow::Footprint expected(Interval::M1, kTick);
            for (const Trade& t : trades) {
                if (t.ts >= second(from) && t.ts < second(to)) expected.add(t);
            }
            const FootprintPage page = pageOf(folder, windowOf(from, to));
            RC_ASSERT(page.bars == std::vector(expected.bars().begin(), expected.bars().end()));
        });
    }
    void aBarThatBeganBeforeTheRecordingIsNotReliable() {
        const fs::path folder = freshFolder();
        {
            Recorder r(folder);
            r.book(30);
            r.trade(40, 100, 1, Side::Buy);
            r.trade(70, 100, 1, Side::Buy);
        }
        const FootprintPage page = pageOf(folder, windowOf(-600, 120));
        QCOMPARE(page.knownFrom, second(30));
        QCOMPARE(page.bars.size(), std::size_t{2});
        QVERIFY(!page.bars[0].reliable && page.bars[1].reliable);
    }
    void aGapOfTheFeedIsTold() {
        const fs::path folder = freshFolder();
        {
            Recorder r(folder);
            r.book(0);
            r.trade(10, 100, 1, Side::Buy);
            r.writer->feedGap(kSol, second(70));
            r.trade(80, 100, 1, Side::Buy);
            r.book(130);
            r.trade(190, 100, 1, Side::Buy);
        }
        const FootprintPage page = pageOf(folder, windowOf(0, 240));
        QCOMPARE(page.gaps, (std::vector<TradeGap>{{second(70), second(130)}}));
        QCOMPARE(page.bars.size(), std::size_t{3});
        QVERIFY(page.bars[0].reliable && !page.bars[1].reliable && page.bars[2].reliable);
    }
    void aGapThatGoesOnIsToldToTheEnd() {
        const fs::path folder = freshFolder();
        {
            Recorder r(folder);
            r.book(0);
            r.writer->feedGap(kSol, second(70));
            r.trade(100, 100, 1, Side::Buy);
        }
        const FootprintPage page = pageOf(folder, windowOf(60, 240));
        QCOMPARE(page.gaps.size(), std::size_t{1});
        QCOMPARE(page.gaps.front().from, second(70));
        QVERIFY(page.gaps.front().to >= second(100));
    }
    void anInterruptionIsTold() {
        const fs::path folder = freshFolder();
        {
            Recorder r(folder);
            r.book(0);
            r.trade(10, 100, 1, Side::Buy);
        }
        {
            Recorder r(folder);
            r.book(600);
            r.trade(610, 100, 1, Side::Buy);
        }
        const FootprintPage whole = pageOf(folder, windowOf(0, 700));
        QCOMPARE(whole.gaps, (std::vector<TradeGap>{{second(10), second(600)}}));
        QCOMPARE(whole.bars.size(), std::size_t{2});
        // A window that begins inside says so as well.
        const FootprintPage part = pageOf(folder, windowOf(300, 700));
        QCOMPARE(part.gaps, (std::vector<TradeGap>{{second(300), second(600)}}));
    }
    void nothingRecordedIsAnEmptyPage() {
        const fs::path folder = freshFolder();
        {
            Recorder r(folder);
            r.book(0);
            r.trade(10, 100, 1, Side::Buy);
        }
        FootprintWindow other = windowOf(0, 60);
        other.market = MarketId(7);
        for (const FootprintWindow& window : {other, windowOf(-600, 0), windowOf(3'600, 7'200)}) {
            const FootprintPage page = pageOf(folder, window);
            QVERIFY(page.bars.empty());
            QCOMPARE(page.knownFrom, window.to);
            QCOMPARE(page.lastTrade, TradeId());
        }
    }
    void windowsThatAreNoneAreRefused_data() {
        QTest::addColumn<FootprintWindow>("window");
        FootprintWindow window = windowOf(0, 60);
        window.rowHeight = Price();
        QTest::newRow("no rows") << window;
        QTest::newRow("no length") << windowOf(60, 60);
        QTest::newRow("within a bar") << windowOf(30, 90);
        QTest::newRow("too many bars") << windowOf(0, 60 * FootprintWindow::kMostBars + 1);
        window = windowOf(0, 60);
        window.from = UnixNanos(-kNanosPerDay);
        QTest::newRow("before there was time") << window;
    }
    void windowsThatAreNoneAreRefused() {
        QFETCH(FootprintWindow, window);
        const fs::path folder = freshFolder();
        {
            Recorder(folder).book(0);
        }
        const auto reader = RecordingReader::open(folder);
        QVERIFY(reader.has_value());
        QVERIFY(!recordedFootprint(*reader, window));
    }
    /// A venue's answer joins its tape without a seam, and holds after a restart.
    void aVenueAnswersWhatItsTapeSaid() {
        const fs::path folder = freshFolder();
        FootprintWindow window;
        const auto ask = [&](RunningVenue& running) {
            std::optional<Result<FootprintPage, ports::HistoryCode>> answer;
            running.venue.footprint(window, [&](auto a) { answer = std::move(a); });
            if (!running.waitFor([&] { return answer.has_value(); })) qFatal("no answer");
            return std::move(*answer);
        };
        std::vector<FootprintBar> before;
        {
            RunningVenue running(simulatedVenue(folder, 42));
            QVERIFY(running.waitReady());
            const UnixNanos from = openTimeOf(running.venue.now(), Interval::S1) + kNanosPerSecond;
            QVERIFY(running.waitFor(
                [&] { return running.venue.now() - from > 2 * kNanosPerSecond && hasTraded(running, from); }));
            // Whole bars: the one in which this run ends is not reliable afterwards.
            window = {kSol, from, openTimeOf(running.venue.now(), Interval::S1), Interval::S1,
                      running.venue.markets().front().params.tick};
            // A busy venue is behind its clock: what comes after the window says that all in it has come.
            QVERIFY(running.waitFor([&] { return running.venue.trades(kSol, 0).trades.back().ts >= window.to; }));
            const auto page = ask(running);
            QVERIFY2(page && page->lastTrade.value() != 0, page ? "" : page.error().detail.c_str());
            orderflow::Footprint tape(window.interval, window.rowHeight);
            for (const Trade& t : running.venue.trades(kSol, 0).trades) {
                if (t.ts >= window.from && t.ts < window.to) tape.add(t);
            }
            before = page->bars;
            QCOMPARE(before, std::vector(tape.bars().begin(), tape.bars().end()));
        }
        RunningVenue again(simulatedVenue(folder, 42));
        QVERIFY(again.waitReady());
        const auto page = ask(again);
        QVERIFY(page.has_value());
        QCOMPARE(page->bars, before);
        window.to = window.from;
        const auto none = ask(again);
        QVERIFY(!none);
        QCOMPARE(none.error().code, ports::HistoryCode::Unavailable);
    }
};

QD_TEST(TestRecordedFootprint);
#include "TestRecordedFootprint.moc"
