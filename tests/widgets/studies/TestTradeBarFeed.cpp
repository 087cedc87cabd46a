#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/flow/RecordedTrades.h"
#include "widgets/studies/TradeBarFeed.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::chart;
using namespace qd::test;
using Kind = TradeBarRule::Kind;

namespace {

constexpr MarketId kSol(0);
constexpr UnixNanos kNoon(1'710'244'800'000'000'000); // 2024-03-12 12:00 UTC
constexpr TradeBarRule kThree{Kind::Tick, 3};

/// A venue at noon, its recording, and a feed of it.
struct Rig {
    explicit Rig(std::size_t mostBars = TradeBarFeed::kMostBars) : feed(venue, venue, mostBars) { at(0); }
    void at(std::int64_t second) { venue.marketNow = kNoon + second * kNanosPerSecond; }
    void trade(std::int64_t second, std::int64_t price = 100) {
        at(second);
        trades.trade(Price::of(price), Quantity::of(1), Side::Buy);
        all.push_back(venue.tapes[kSol].back());
    }
    void show(const TradeBarRule& rule = kThree) { feed.show(kSol, rule); }
    [[nodiscard]] std::uint32_t counted() const {
        std::uint32_t sum = 0;
        for (std::size_t i = 0; i < feed.bars().size(); ++i) sum += feed.bars()[i].trades;
        return sum;
    }
    /// All older days.
    void reachBack() {
        for (int i = 0; i < 20; ++i) feed.reach(UnixNanos(std::numeric_limits<std::int64_t>::min() / 2));
    }
    /// The bars are those of these trades.
    [[nodiscard]] bool isMadeOf(const TradeBarRule& rule, const std::vector<Trade>& of) const {
        orderflow::TradeBars made(rule);
        for (const Trade& t : of) made.add(t);
        made.cut();
        const std::vector<TradeBar> bars = made.takeFinished();
        if (bars.size() != feed.bars().size()) return false;
        for (std::size_t i = 0; i < bars.size(); ++i) {
            Candle shown = feed.bars()[i];
            shown.openTime = feed.bars().opened(i);
            if (shown != bars[i].bar || feed.bars().ended(i) != bars[i].closed + 1) return false;
        }
        return true;
    }

    FakeVenue venue;
    RecordedTrades trades{venue};
    std::vector<Trade> all;
    TradeBarFeed feed;
};

} // namespace

class TestTradeBarFeed : public QObject {
    Q_OBJECT
  private slots:
    void whatWasRecordedAndWhatComesIsCountedOnce() {
        Rig rig;
        rig.trades.begin = kNoon;
        for (int i = 0; i < 10; ++i) rig.trade(10 * i);
        rig.trades.forget(3); // seven are only in the recording, three in both
        rig.show();
        QCOMPARE(rig.counted(), 10U);
        QCOMPARE(rig.feed.bars().size(), std::size_t{4});
        rig.feed.readNew();
        QCOMPARE(rig.counted(), 10U);
        rig.trade(101, 90);
        rig.feed.readNew();
        QVERIFY(rig.isMadeOf(kThree, rig.all));
        QVERIFY(rig.feed.doubtful().empty());
        QCOMPARE(rig.feed.forming()->bar.trades, 2U);
        QVERIFY(rig.feed.complete());
    }
    void aDayIsReadFromItsBeginningInPages() {
        Rig rig;
        rig.trades.begin = kNoon + -20 * kNanosPerHour;
        for (std::int64_t minute = -14 * 60; minute < 0; minute += 7) rig.trade(minute * 60);
        rig.trades.forget(1);
        rig.trades.mostBars = 5;
        rig.at(0);
        rig.show();
        // From midnight, although the recording began the day before.
        QCOMPARE(rig.venue.askedBars.front().from, kNoon + -12 * kNanosPerHour);
        for (const TradeBarWindow& asked : rig.venue.askedBars) QVERIFY(asked.to - asked.from <= 6 * kNanosPerHour);
        std::vector<Trade> today = rig.all;
        std::erase_if(today, [](const Trade& t) { return t.ts < kNoon + -12 * kNanosPerHour; });
        QVERIFY(rig.isMadeOf(kThree, today));
        QVERIFY(!rig.feed.complete());
        rig.reachBack();
        QVERIFY(rig.feed.complete());
        QVERIFY(rig.isMadeOf(kThree, rig.all));
    }
    /// A chart is painted when its bars are others: not in every frame.
    void whereNothingTradesNothingChanges() {
        Rig rig;
        rig.at(0);
        rig.trade(1, 100);
        rig.trade(2, 101);
        rig.show(kThree);
        rig.trade(3, 102);
        rig.feed.readNew();
        QVERIFY(!rig.feed.bars().empty());
        const std::uint64_t before = rig.feed.bars().revision();
        rig.at(4);
        rig.feed.readNew();
        rig.feed.readNew();
        QCOMPARE(rig.feed.bars().revision(), before);
        rig.trade(5, 103);
        rig.feed.readNew();
        QVERIFY(rig.feed.bars().revision() > before);
    }
    void howeverTradesComeTheBarsAreTheSame() {
        QD_PROPERTY("recorded, on the tape, and live", [] {
            Rig rig;
            const TradeBarRule rule{*rc::gen::element(Kind::Tick, Kind::Volume, Kind::Range, Kind::Renko),
                                    *rc::gen::inRange<std::int64_t>(1, 5)};
            TradeBarRule scaled = rule;
            if (rule.kind == Kind::Volume) scaled.size *= Quantity::kScale;
            if (rule.kind == Kind::Range || rule.kind == Kind::Renko) scaled.size *= Price::kScale;
            rig.trades.begin = kNoon + -3 * kNanosPerDay;
            rig.trades.mostBars = *rc::gen::inRange<std::size_t>(1, 20);
            const auto count = *rc::gen::inRange(0, 80);
            const auto shownAt = *rc::gen::inRange(0, 80);
            std::int64_t at = -2 * 24 * 3'600;
            rig.at(at);
            for (int i = 0; i < count; ++i) {
                if (i == shownAt) rig.show(scaled);
                at += *rc::gen::element<std::int64_t>(0, 1, 60, 3'000, 20'000);
                rig.trade(at, 100 + *rc::gen::inRange<std::int64_t>(0, 12));
                rig.trades.forget(*rc::gen::element<std::size_t>(2, 40));
                if (i > shownAt && *rc::gen::inRange(0, 3) == 0) rig.feed.readNew();
            }
            if (shownAt >= count) rig.show(scaled);
            rig.feed.readNew();
            rig.reachBack();
            RC_ASSERT(rig.feed.complete());
            RC_ASSERT(rig.isMadeOf(scaled, rig.all));
            RC_ASSERT(rig.feed.doubtful().empty());
        });
    }
    void whatTheTapeHasForgottenIsReadBack() {
        Rig rig;
        rig.trades.begin = kNoon;
        rig.trade(0);
        rig.show();
        for (int i = 1; i < 30; ++i) rig.trade(i);
        rig.trades.forget(4);
        const std::size_t asked = rig.venue.askedBars.size();
        rig.feed.readNew();
        QCOMPARE(rig.venue.askedBars.size(), asked + 1);
        QCOMPARE(rig.venue.askedBars.back().after, TradeId(1)); // and no more than that
        QVERIFY(rig.isMadeOf(kThree, rig.all));
        QVERIFY(rig.feed.doubtful().empty());
    }
    void whatWasNotRecordedEitherIsMarked() {
        Rig rig;
        rig.trades.begin = kNoon;
        rig.trade(0);
        rig.show();
        rig.trades.records = false;
        for (int i = 1; i < 30; ++i) rig.trade(i);
        rig.trades.forget(4);
        rig.feed.readNew();
        QCOMPARE(rig.counted(), 5U);
        QCOMPARE(rig.feed.doubtful().front(), (TimeRange{kNoon, kNoon + 26 * kNanosPerSecond}));
        QCOMPARE(rig.feed.bars()[0].trades, 1U); // cut off
        QCOMPARE(rig.feed.bars()[1].trades, 3U);
        const std::size_t asked = rig.venue.askedBars.size();
        rig.feed.readNew();
        QCOMPARE(rig.venue.askedBars.size(), asked);
    }
    void gapsOfTheFeedCutBarsOff() {
        Rig rig;
        rig.trades.begin = kNoon;
        rig.trade(0);
        rig.show();
        rig.venue.tickers[kSol].status = DataStatus::Gap;
        rig.at(5);
        rig.feed.readNew();
        rig.trade(7);
        rig.feed.readNew();
        rig.venue.tickers[kSol].status = DataStatus::Live;
        rig.trade(9);
        rig.feed.readNew();
        QCOMPARE(rig.feed.bars().size(), std::size_t{3});
        const auto isDoubtful = [&](std::int64_t second) {
            const UnixNanos t = kNoon + second * kNanosPerSecond;
            return std::ranges::any_of(rig.feed.doubtful(),
                                       [&](const TimeRange& r) { return r.from <= t && t < r.to; });
        };
        QVERIFY(isDoubtful(0) && isDoubtful(6) && isDoubtful(7));
        rig.trade(10);
        rig.feed.readNew();
        QVERIFY(!isDoubtful(10));
    }
    void gapsOfTheRecordingAreMarked() {
        Rig rig;
        rig.trades.begin = kNoon;
        rig.trades.gaps.push_back({kNoon + 5 * kNanosPerSecond, kNoon + 8 * kNanosPerSecond});
        for (int i = 0; i < 2; ++i) rig.trade(i);
        for (int i = 8; i < 10; ++i) rig.trade(i);
        rig.trades.forget(2);
        rig.show();
        QCOMPARE(rig.feed.bars().size(), std::size_t{2});
        QCOMPARE(rig.feed.doubtful().size(), std::size_t{2}); // the gap, and the bar it cut off
    }
    void withoutARecordingTheTapeMakesBars() {
        Rig rig;
        for (int i = 0; i < 7; ++i) rig.trade(i);
        rig.show();
        QVERIFY(rig.isMadeOf(kThree, rig.all));
        QVERIFY(rig.feed.complete());
        rig.venue.historyFault = ports::HistoryCode::Unavailable;
        rig.feed.reload();
        QVERIFY(rig.isMadeOf(kThree, rig.all));
        QVERIFY(!rig.feed.problem().empty());
        rig.trade(8);
        rig.feed.readNew();
        QVERIFY(rig.isMadeOf(kThree, rig.all));
        rig.reachBack(); // does not ask what cannot be read
        QCOMPARE(rig.venue.askedBars.size(), std::size_t{2});
    }
    /// The market may have run before it was recorded.
    void aTapeThatReachesFurtherBackIsTakenAlone_data() {
        QTest::addColumn<bool>("gap");
        QTest::newRow("whole") << false;
        QTest::newRow("with a gap of the feed") << true;
    }
    void aTapeThatReachesFurtherBackIsTakenAlone() {
        QFETCH(bool, gap);
        Rig rig;
        rig.trades.records = false;
        for (int i = 0; i < 4; ++i) rig.trade(i);
        rig.trades.records = true;
        rig.trades.begin = kNoon + 4 * kNanosPerSecond;
        for (int i = 4; i < 9; ++i) rig.trade(i);
        // Between the fifth and the seventh second.
        if (gap) rig.trades.gaps.push_back({kNoon + 5 * kNanosPerSecond + 1, kNoon + 6 * kNanosPerSecond + 1});
        rig.show();
        QCOMPARE(rig.counted(), 9U);
        QCOMPARE(rig.feed.doubtful().empty(), !gap);
        QCOMPARE(rig.isMadeOf(kThree, rig.all), !gap);
        QVERIFY(!gap || rig.feed.bars()[2].trades == 1); // the one within
    }
    void theDaysBeforeComeOneByOne() {
        Rig rig;
        rig.trades.begin = kNoon + -50 * kNanosPerHour; // two days before
        for (std::int64_t hour = -50; hour < 0; ++hour) rig.trade(hour * 3'600);
        rig.at(0);
        rig.show();
        const UnixNanos first = rig.feed.bars().front().openTime;
        rig.venue.historyWaits = true;
        for (int i = 0; i < 3; ++i) rig.feed.reach(first + -1);
        QCOMPARE(rig.venue.askedBars.back().from, kNoon + -36 * kNanosPerHour);
        const std::size_t asked = rig.venue.askedBars.size();
        rig.feed.readNew(); // the live ones do not wait for it
        rig.trade(5);
        rig.feed.readNew();
        QCOMPARE(rig.venue.askedBars.size(), asked);
        while (rig.venue.answerHistory()) {
        }
        QVERIFY(rig.feed.bars().opened(0) == kNoon + -36 * kNanosPerHour);
        QVERIFY(rig.feed.bars().front().openTime < first);
        QCOMPARE(rig.feed.bars().prepended(), std::uint64_t{8});
        rig.venue.historyWaits = false;
        rig.reachBack();
        QVERIFY(rig.isMadeOf(kThree, rig.all));
        const std::size_t all = rig.venue.askedBars.size();
        rig.reachBack();
        QCOMPARE(rig.venue.askedBars.size(), all);
    }
    /// Nothing was traded yet today: yesterday is shown without being asked for.
    void anEmptyDayShowsTheOneBefore() {
        Rig rig;
        rig.trades.begin = kNoon + -30 * kNanosPerHour;
        for (std::int64_t hour = -29; hour < -20; ++hour) rig.trade(hour * 3'600);
        rig.trades.forget(1);
        rig.at(0);
        rig.show();
        QVERIFY(rig.isMadeOf(kThree, rig.all));
        rig.trade(1);
        rig.feed.readNew();
        QVERIFY(rig.isMadeOf(kThree, rig.all));
    }
    void staleAnswersAreDropped() {
        Rig rig;
        rig.trades.begin = kNoon;
        for (int i = 0; i < 6; ++i) rig.trade(i);
        rig.venue.historyWaits = true;
        rig.show();
        QCOMPARE(rig.feed.state(), BarSource::State::Loading);
        rig.show({Kind::Tick, 2});
        QVERIFY(rig.venue.answerHistory());
        QVERIFY(rig.feed.bars().empty());
        while (rig.venue.answerHistory()) {
        }
        QVERIFY(rig.isMadeOf({Kind::Tick, 2}, rig.all));
        rig.show();
        rig.feed.stop();
        QVERIFY(rig.venue.answerHistory());
        QVERIFY(rig.feed.bars().empty());
        QCOMPARE(rig.feed.state(), BarSource::State::Idle);
    }
    void anotherRunIsReadAnew() {
        Rig rig;
        rig.trades.begin = kNoon + -13 * kNanosPerHour;
        for (int i = 0; i < 6; ++i) rig.trade(i);
        rig.show();
        rig.venue.tapes[kSol].clear();
        rig.trades.recorded.clear();
        rig.venue.tellMarkets();
        rig.at(-60);
        rig.feed.readNew();
        QVERIFY(rig.feed.bars().empty());
        const UnixNanos now = kNoon + -60 * kNanosPerSecond + 1;
        QVERIFY(std::ranges::any_of(rig.venue.askedBars, [&](const TradeBarWindow& w) { return w.to == now; }));
    }
    void beyondWhatIsKeptTheOldestGo() {
        Rig rig(100);
        rig.trades.begin = kNoon + -30 * kNanosPerHour;
        for (std::int64_t second = -100'000; second < -99'970; ++second) rig.trade(second);
        for (int i = 0; i < 60; ++i) rig.trade(i);
        rig.show({Kind::Tick, 1});
        rig.reachBack(); // enough are here
        QVERIFY(rig.feed.full() && rig.feed.complete());
        QCOMPARE(rig.feed.bars().size(), std::size_t{60});
        for (int i = 60; i < 120; ++i) {
            rig.trade(i);
            rig.feed.readNew();
        }
        QVERIFY(rig.feed.bars().size() <= 100);
        const std::vector<Trade> newest(rig.all.end() - static_cast<long>(rig.feed.bars().size()), rig.all.end());
        QVERIFY(rig.isMadeOf({Kind::Tick, 1}, newest));
    }
};

QD_TEST(TestTradeBarFeed);
#include "TestTradeBarFeed.moc"
