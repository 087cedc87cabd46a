#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/flow/RecordedTrades.h"
#include "widgets/flow/FlowFeed.h"

#include <QObject>

using namespace qd;
using namespace qd::test;
using flow::FlowFeed;

namespace {

constexpr MarketId kSol(0);
constexpr Price kTick(10'000);
constexpr UnixNanos kNoon(1'710'244'800'000'000'000); // 2024-03-12 12:00 UTC

/// A venue at noon, its recording, and a feed of it.
struct Rig {
    Rig() { at(0); }
    void at(std::int64_t second) { venue.marketNow = kNoon + second * kNanosPerSecond; }
    void trade(std::int64_t second, std::int64_t size = 1, Side side = Side::Buy) {
        at(second);
        trades.trade(Price::of(100), Quantity::of(size), side);
    }
    void show(std::optional<UnixNanos> end = {}) { feed.show(kSol, Interval::M1, kTick, end); }
    [[nodiscard]] std::int64_t volume() const {
        std::int64_t sum = 0;
        for (const FootprintBar& b : feed.footprint().bars()) sum += orderflow::volumeOf(b).raw();
        return sum / Quantity::kScale;
    }
    [[nodiscard]] std::size_t gaps() const { return feed.footprint().gaps().size(); }

    FakeVenue venue;
    RecordedTrades trades{venue};
    FlowFeed feed{venue, venue};
};

} // namespace

class TestFlowFeed : public QObject {
    Q_OBJECT
  private slots:
    void whatWasRecordedAndWhatComesIsCountedOnce() {
        Rig rig;
        rig.trades.begin = kNoon;
        for (int i = 0; i < 10; ++i) rig.trade(10 * i);
        rig.trades.forget(3); // seven are only in the recording, three in both
        rig.show();
        QCOMPARE(rig.volume(), 10);
        rig.feed.readNew();
        QCOMPARE(rig.volume(), 10);
        rig.trade(101, 5);
        rig.feed.readNew();
        QCOMPARE(rig.volume(), 15);
        QCOMPARE(rig.gaps(), std::size_t{0});
        QVERIFY(rig.feed.footprint().bars().front().reliable);
    }
    void tradesThatComeBeforeTheAnswerCountToo() {
        Rig rig;
        rig.trades.begin = kNoon;
        rig.trade(1);
        rig.venue.historyWaits = true;
        rig.show();
        QVERIFY(rig.feed.asking());
        rig.trade(2, 7);
        rig.feed.readNew();
        rig.venue.answerAllHistory();
        QCOMPARE(rig.volume(), 8);
        rig.feed.readNew();
        QCOMPARE(rig.volume(), 8);
    }
    /// A simulator that caught up with the clock recorded nothing of it; its tape has what was last.
    void theTapeAloneReachesFurtherThanTheRecording() {
        Rig rig;
        rig.trades.records = false;
        for (int i = 0; i < 5; ++i) rig.trade(60 * i + 30);
        rig.trades.records = true;
        rig.trades.begin = kNoon + 300 * kNanosPerSecond;
        rig.trade(310);
        rig.show();
        QCOMPARE(rig.volume(), 6);
        QCOMPARE(rig.feed.footprint().knownFrom(), kNoon + 30 * kNanosPerSecond);
        QVERIFY(!rig.feed.footprint().bars().front().reliable); // it began before the first trade that is known
        QVERIFY(rig.feed.footprint().bars()[1].reliable);
        QCOMPARE(rig.gaps(), std::size_t{0});
        QVERIFY(rig.feed.complete());
    }
    void theFirstTradesOfAMarketMayBeForgottenAtOnce() {
        Rig rig;
        rig.trades.begin = kNoon;
        rig.show();
        rig.venue.tradesKept = 2;
        for (int i = 0; i < 5; ++i) rig.trade(i);
        rig.feed.readNew();
        QCOMPARE(rig.volume(), 5);
    }
    void olderPagesAreAskedForWhenTheyAreWanted() {
        Rig rig;
        rig.trades.begin = kNoon + -20 * kNanosPerHour;
        for (int hour = -20; hour < 0; ++hour) rig.trade(hour * 3'600 + 5);
        rig.at(0);
        rig.trades.forget(1);
        rig.show();
        QCOMPARE(rig.volume(), 5); // six hours up to the end of the bar that is being made
        QVERIFY(!rig.feed.complete());
        rig.feed.reach(kNoon + -3 * kNanosPerHour); // is there
        QCOMPARE(rig.venue.askedFootprints.size(), std::size_t{1});
        for (int i = 0; i < 9; ++i) rig.feed.reach(UnixNanos());
        QCOMPARE(rig.volume(), 20);
        QVERIFY(rig.feed.complete());
        QCOMPARE(rig.venue.askedFootprints.size(), std::size_t{4});
        QCOMPARE(rig.gaps(), std::size_t{0});
        QCOMPARE(rig.feed.footprint().knownFrom(), *rig.trades.begin);
    }
    void onePageIsOnItsWayAtATime() {
        Rig rig;
        rig.trades.begin = kNoon + -20 * kNanosPerHour;
        rig.trade(-19 * 3'600);
        rig.at(0);
        rig.show();
        rig.venue.historyWaits = true;
        for (int i = 0; i < 3; ++i) rig.feed.reach(UnixNanos());
        QCOMPARE(rig.venue.askedFootprints.size(), std::size_t{2});
    }
    void whatTheTapeForgotIsReadAgain() {
        Rig rig;
        rig.trades.begin = kNoon;
        rig.trade(1);
        rig.show();
        rig.venue.tradesKept = 2;
        for (int i = 0; i < 6; ++i) rig.trade(10 + i);
        rig.feed.readNew();
        QCOMPARE(rig.volume(), 7);
        QCOMPARE(rig.gaps(), std::size_t{0});
    }
    void whatCannotBeReadAgainIsAGap() {
        Rig rig;
        rig.trade(1);
        rig.venue.historyFault = ports::HistoryCode::Damaged;
        rig.show();
        QCOMPARE(rig.volume(), 1); // the tape
        QVERIFY(!rig.feed.problem().empty());
        rig.trade(2);
        rig.feed.readNew();
        QCOMPARE(rig.volume(), 2);
        const std::size_t asked = rig.venue.askedFootprints.size();
        rig.feed.reach(UnixNanos()); // not again and again
        QCOMPARE(rig.venue.askedFootprints.size(), asked);
        rig.venue.historyFault.reset();
        rig.feed.reload();
        QVERIFY(rig.feed.problem().empty());
        QCOMPARE(rig.volume(), 2);
    }
    void whatIsHereGoesOnWhenTheRecordingBreaks() {
        Rig rig;
        rig.trades.begin = kNoon;
        for (int i = 0; i < 5; ++i) rig.trade(60 * i);
        rig.show();
        rig.venue.historyFault = ports::HistoryCode::Damaged;
        rig.venue.tradesKept = 2;
        for (int i = 0; i < 4; ++i) rig.trade(310 + i); // two of them are lost
        rig.feed.readNew();
        QVERIFY(!rig.feed.problem().empty());
        QCOMPARE(rig.volume(), 7);
        QCOMPARE(rig.gaps(), std::size_t{1});
        rig.trade(320);
        rig.feed.readNew();
        QCOMPARE(rig.volume(), 8);
    }
    void gapsOfTheRecordingAreTold() {
        Rig rig;
        rig.trades.begin = kNoon;
        rig.trade(1);
        rig.trade(200);
        rig.trades.gaps = {{kNoon + 70 * kNanosPerSecond, kNoon + 100 * kNanosPerSecond}};
        rig.show();
        QCOMPARE(rig.gaps(), std::size_t{1});
        const auto sums =
            orderflow::cumulativeDelta(rig.feed.footprint().bars(), rig.feed.footprint().gaps(), Interval::M1);
        QVERIFY(sums.front().reliable && !sums.back().reliable);
    }
    void aFeedThatLosesMessagesLeavesAGap() {
        Rig rig;
        rig.trades.begin = kNoon;
        rig.trade(1);
        rig.show();
        rig.venue.tickers[kSol].status = DataStatus::Gap;
        rig.at(65);
        rig.feed.readNew();
        rig.at(70);
        rig.feed.readNew();
        rig.trade(75);
        rig.venue.tickers[kSol].status = DataStatus::Live;
        rig.feed.readNew();
        QCOMPARE(rig.gaps(), std::size_t{1});
        QCOMPARE(rig.feed.footprint().gaps().front(),
                 (TradeGap{kNoon + 65 * kNanosPerSecond, kNoon + 70 * kNanosPerSecond}));
        QVERIFY(!rig.feed.footprint().bars().back().reliable);
        rig.trade(130);
        rig.feed.readNew();
        QVERIFY(rig.feed.footprint().bars().back().reliable);
    }
    /// A recorder that was refused its folder for a while: the tape begins where nothing was recorded.
    void whatLiesBetweenAPageAndTheTapeIsAGap() {
        Rig rig;
        rig.trade(-60);
        rig.venue.historyFootprint = [](const FootprintWindow& window) {
            FootprintPage page;
            page.knownFrom = window.to;
            page.knownUntil = window.to;
            page.recordedFrom = kNoon + -12 * kNanosPerHour;
            if (window.to > kNoon + -5 * kNanosPerHour) return page;
            orderflow::Footprint footprint(window.interval, window.rowHeight);
            footprint.add({TradeId(1), window.from, Price::of(100), Quantity::of(2), Side::Buy});
            page.knownFrom = window.from;
            page.bars = std::move(footprint).take();
            return page;
        };
        rig.show();
        QCOMPARE(rig.volume(), 1);
        rig.feed.reach(UnixNanos());
        QCOMPARE(rig.volume(), 3);
        QCOMPARE(rig.gaps(), std::size_t{1});
        QCOMPARE(rig.feed.footprint().gaps().front().to, kNoon + -60 * kNanosPerSecond);
    }
    void aWindowThatEndedTakesNothingNewer() {
        Rig rig;
        rig.trades.begin = kNoon;
        rig.trade(10);
        rig.trade(130);
        rig.show(kNoon + 120 * kNanosPerSecond);
        QCOMPARE(rig.volume(), 1);
        rig.trade(140);
        rig.feed.readNew();
        QCOMPARE(rig.volume(), 1);
        QCOMPARE(rig.venue.askedFootprints.back().to, kNoon + 120 * kNanosPerSecond);
    }
    /// The tape has forgotten trades that came after it: of the window none is missing.
    void aWindowThatEndedIsWholeWhateverTheTapeForgot() {
        Rig rig;
        rig.trades.begin = kNoon;
        rig.trade(10);
        for (int i = 0; i < 5; ++i) rig.trade(130 + i);
        rig.trades.forget(2);
        rig.show(kNoon + 120 * kNanosPerSecond);
        rig.feed.readNew();
        QCOMPARE(rig.volume(), 1);
        QCOMPARE(rig.gaps(), std::size_t{0});
        QVERIFY(rig.feed.footprint().bars().back().reliable);
    }
    /// But what the recorder did not live to see is.
    void aRecordingThatEndedBeforeTheWindowLeavesAGap() {
        Rig rig;
        rig.trades.begin = kNoon;
        rig.trade(10);
        rig.trades.records = false;
        for (int i = 0; i < 5; ++i) rig.trade(60 + 20 * i);
        rig.trades.forget(2);
        rig.show(kNoon + 120 * kNanosPerSecond);
        rig.feed.readNew();
        QCOMPARE(rig.gaps(), std::size_t{1});
        QCOMPARE(rig.feed.footprint().gaps().front(),
                 (TradeGap{kNoon + 10 * kNanosPerSecond, kNoon + 120 * kNanosPerSecond}));
    }
    /// A venue that is late sets its clock back: that is no other run.
    void aClockThatStepsBackLosesNothing() {
        Rig rig;
        rig.trades.begin = kNoon;
        rig.trade(100);
        rig.show();
        rig.at(98);
        rig.feed.readNew();
        QCOMPARE(rig.volume(), 1);
        QCOMPARE(rig.venue.askedFootprints.size(), std::size_t{1});
    }
    void aMarketThatIsSoughtBackBeginsAnew() {
        Rig rig;
        rig.trades.begin = kNoon;
        rig.trade(100);
        rig.show();
        rig.venue.tapes.clear();
        rig.trades.recorded.clear();
        rig.trade(5, 3);
        rig.venue.tellMarkets();
        rig.feed.readNew();
        QCOMPARE(rig.volume(), 3);
    }
    void answersForAnotherMarketAreDropped() {
        Rig rig;
        rig.trades.begin = kNoon;
        rig.trade(1);
        rig.venue.historyWaits = true;
        rig.show();
        rig.feed.show(MarketId(1), Interval::M1, kTick);
        rig.venue.answerAllHistory();
        QCOMPARE(rig.venue.askedFootprints.back().market, MarketId(1));
        QCOMPARE(rig.feed.market(), MarketId(1));
        QVERIFY(rig.feed.state() == FlowFeed::State::Ready);
        QCOMPARE(rig.venue.askedFootprints.size(), std::size_t{2});
    }
    void anyRunIsTheSameAsOneFootprint() {
        QD_PROPERTY("recording, tape and live trades together are all trades", [] {
            Rig rig;
            rig.trades.begin = kNoon;
            orderflow::Footprint expected(Interval::M1, kTick);
            std::int64_t second = 0;
            const auto step = [&] {
                second += *rc::gen::inRange<std::int64_t>(0, 50);
                rig.at(second);
                rig.trades.trade(Price(*rc::gen::inRange<std::int64_t>(100, 110) * kTick.raw()),
                                 Quantity::of(*rc::gen::inRange<std::int64_t>(1, 4)),
                                 *rc::gen::element(Side::Buy, Side::Sell));
                expected.add(rig.venue.tapes[kSol].back());
            };
            const auto before = *rc::gen::inRange(0, 40);
            for (int i = 0; i < before; ++i) step();
            rig.trades.forget(*rc::gen::inRange<std::size_t>(1, 40));
            rig.show();
            rig.venue.tradesKept = *rc::gen::inRange<std::size_t>(5, 40);
            const auto after = *rc::gen::inRange(0, 40);
            for (int i = 0; i < after; ++i) {
                step();
                if (*rc::gen::inRange(0, 4) == 0) rig.feed.readNew();
            }
            rig.feed.readNew();
            const auto bars = rig.feed.footprint().bars();
            RC_ASSERT(std::vector(bars.begin(), bars.end()) ==
                      std::vector(expected.bars().begin(), expected.bars().end()));
        });
    }
};

QD_TEST(TestFlowFeed);
#include "TestFlowFeed.moc"
