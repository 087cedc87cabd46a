#include "tests/support/FakeVenue.h"
#include "tests/support/TestRunner.h"
#include "widgets/studies/BarFeed.h"
#include "widgets/studies/IndicatorLine.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::chart;

namespace {

constexpr MarketId kSol{0};
constexpr UnixNanos kStart = UnixNanos(1'699'999'980'000'000'000); // a whole minute

Candle bar(int minute, std::int64_t price = 150, std::int64_t volume = 10) {
    return {kStart + minute * kNanosPerMinute,
            Price::of(price),
            Price::of(price + 1),
            Price::of(price - 1),
            Price::of(price),
            Quantity::of(volume),
            Quantity(),
            3};
}

ports::CandleSeries minutes(int from, int to, std::uint64_t lastTrade = 0) {
    ports::CandleSeries series;
    for (int m = from; m < to; ++m) series.bars.push_back(bar(m));
    series.lastTrade = TradeId(lastTrade);
    return series;
}

} // namespace

class TestBarFeed : public QObject {
    Q_OBJECT
    std::unique_ptr<test::FakeVenue> m_venue;
    std::unique_ptr<BarFeed> m_feed;

    /// A trade a nanosecond into a minute; market time moves on to it.
    void trade(int minute, std::int64_t price, std::int64_t size, Side aggressor = Side::Buy) {
        m_venue->marketNow = kStart + minute * kNanosPerMinute + 1;
        m_venue->addTrade(kSol, Price::of(price), Quantity::of(size), aggressor);
    }

  private slots:
    void init() {
        m_feed.reset();
        m_venue = std::make_unique<test::FakeVenue>();
        m_venue->marketNow = kStart;
        m_feed = std::make_unique<BarFeed>(*m_venue, *m_venue);
    }
    void everyTradeIsCountedOnce() {
        m_venue->series[Interval::M1] = minutes(0, 5, 2);
        trade(3, 900, 1);
        trade(4, 900, 1); // both are in history's bars
        trade(4, 160, 2, Side::Sell);
        m_feed->show(kSol, Interval::M1);
        QCOMPARE(m_feed->bars().size(), std::size_t{5});
        QCOMPARE(m_feed->bars().back().high, Price::of(160));
        QCOMPARE(m_feed->bars().back().volume, Quantity::of(12));
        QCOMPARE(m_feed->bars().back().trades, 4U);
        m_feed->readNew();
        QCOMPARE(m_feed->bars().back().volume, Quantity::of(12));
        trade(4, 140, 3);
        trade(6, 141, 1);
        m_feed->readNew();
        QCOMPARE(m_feed->bars().size(), std::size_t{6}); // minute 5 had no trades: it does not exist
        QCOMPARE(m_feed->bars()[4].low, Price::of(140));
        QCOMPARE(m_feed->bars()[4].buyVolume, Quantity::of(3));
        QCOMPARE(m_feed->bars().back(), (Candle{kStart + 6 * kNanosPerMinute, Price::of(141), Price::of(141),
                                                Price::of(141), Price::of(141), Quantity::of(1), Quantity::of(1), 1}));
    }
    void tradesWhileHistoryAnswersAreNotLost() {
        m_venue->historyWaits = true;
        m_feed->show(kSol, Interval::M1);
        QCOMPARE(m_feed->state(), BarFeed::State::Loading);
        trade(2, 150, 1);
        m_feed->readNew();
        QVERIFY(m_feed->bars().empty());
        m_venue->series[Interval::M1] = minutes(0, 2, 0);
        QVERIFY(m_venue->answerHistory());
        QCOMPARE(m_feed->state(), BarFeed::State::Ready);
        QCOMPARE(m_feed->bars().size(), std::size_t{3});
    }
    void staleAnswersAreDropped() {
        m_venue->historyWaits = true;
        m_venue->series[Interval::M1] = minutes(0, 5);
        m_venue->series[Interval::M5] = minutes(0, 1);
        m_feed->show(kSol, Interval::M1);
        m_feed->show(kSol, Interval::M5);
        QVERIFY(m_venue->answerHistory());
        QVERIFY(m_feed->bars().empty());
        QVERIFY(m_venue->answerHistory());
        QCOMPARE(m_feed->bars().size(), std::size_t{1});
        m_feed->show(MarketId(1), Interval::M1);
        m_feed.reset(); // closed while the question is on its way
        QVERIFY(m_venue->answerHistory());
    }
    void olderPagesAreAskedForOnce() {
        m_venue->series[Interval::M1] = minutes(0, 4'000);
        m_venue->marketNow = kStart + 4'000 * kNanosPerMinute;
        m_feed->show(kSol, Interval::M1);
        QCOMPARE(m_feed->bars().size(), std::size_t{1'500});
        QVERIFY(!m_feed->complete());
        m_feed->reach(m_feed->bars()[10].openTime);
        QCOMPARE(m_venue->askedCandles.size(), std::size_t{1});
        m_venue->historyWaits = true;
        for (int i = 0; i < 3; ++i) m_feed->reach(kStart + 2'000 * kNanosPerMinute);
        QCOMPARE(m_venue->askedCandles.size(), std::size_t{2});
        QCOMPARE(m_venue->askedCandles.back().before, bar(2'500).openTime);
        QVERIFY(m_venue->answerHistory());
        QCOMPARE(m_feed->bars().front(), bar(1'000));
        m_feed->reach(kStart);
        QVERIFY(m_venue->answerHistory());
        QVERIFY(m_feed->complete());
        QCOMPARE(m_feed->bars().size(), std::size_t{4'000});
        m_feed->reach(kStart + -kNanosPerDay);
        QCOMPARE(m_venue->askedCandles.size(), std::size_t{3});
    }
    /// What history missed is doubtful, page by page, and a page that is told anew says it once.
    void gapsOfHistoryAreDoubtful() {
        const auto at = [](int minute) { return kStart + minute * kNanosPerMinute; };
        m_venue->series[Interval::M1] = minutes(0, 3'000);
        m_venue->series[Interval::M1].gaps = {{at(100), at(103)}, {at(1'498), at(1'502)}, {at(2'900), at(2'910)}};
        m_venue->marketNow = at(3'000);
        m_feed->show(kSol, Interval::M1);
        const std::vector<TimeRange> newest{{at(1'500), at(1'502)}, {at(2'900), at(2'910)}};
        QCOMPARE(m_feed->doubtful(), newest);
        m_feed->reload();
        QCOMPARE(m_feed->doubtful(), newest);
        const std::uint64_t told = m_feed->doubtRevision();
        m_feed->reach(kStart);
        QVERIFY(m_feed->doubtRevision() > told);
        const std::vector<TimeRange> all{
            {at(100), at(103)}, {at(1'498), at(1'500)}, {at(1'500), at(1'502)}, {at(2'900), at(2'910)}};
        QCOMPARE(m_feed->doubtful(), all);
        m_venue->series[Interval::M1].gaps.pop_back();
        m_feed->reload(); // of the newest page only
        QCOMPARE(m_feed->doubtful(), (std::vector<TimeRange>{all[0], all[1], all[2]}));
        m_feed->show(kSol, Interval::M5); // of which nothing is known
        QVERIFY(m_feed->doubtful().empty());
    }
    void withoutHistoryTheTapeMakesBars() {
        trade(0, 150, 1);
        trade(1, 151, 1);
        m_venue->historyFault = ports::HistoryCode::Damaged;
        m_feed->show(kSol, Interval::M1);
        QCOMPARE(m_feed->bars().size(), std::size_t{2});
        QVERIFY(!m_feed->problem().empty());
        // The first bar began before the oldest trade on the tape.
        QCOMPARE(m_feed->doubtful(), (std::vector<TimeRange>{{kStart, kStart + 1}}));
        m_venue->historyFault.reset();
        m_venue->series[Interval::M1] = minutes(-10, 1, 1);
        m_feed->reload();
        QVERIFY(m_feed->problem().empty());
        QVERIFY(m_feed->doubtful().empty());
        QCOMPARE(m_feed->bars().size(), std::size_t{12});
        QCOMPARE(m_feed->bars().back().volume, Quantity::of(1));
    }
    void historyEmptiedLeavesNoTradeTwice() {
        trade(0, 150, 1);
        m_feed->show(kSol, Interval::M1);
        m_feed->reload();
        m_feed->reload();
        QCOMPARE(m_feed->bars().back().volume, Quantity::of(1));
    }
    void gapsOfTheFeedAreDoubtful() {
        m_venue->series[Interval::M1] = minutes(0, 2);
        m_feed->show(kSol, Interval::M1);
        const auto revision = m_feed->doubtRevision();
        m_venue->tickers[kSol].status = DataStatus::Gap;
        m_venue->marketNow = kStart + 100;
        m_feed->readNew();
        m_venue->marketNow = kStart + 700;
        m_feed->readNew();
        m_venue->tickers[kSol].status = DataStatus::Live;
        m_venue->marketNow = kStart + 900;
        m_feed->readNew();
        m_venue->marketNow = kStart + 5'000;
        m_feed->readNew();
        QCOMPARE(m_feed->doubtful(), (std::vector<TimeRange>{{kStart + 100, kStart + 900}}));
        QVERIFY(m_feed->doubtRevision() > revision);
        m_feed->reload();
        QCOMPARE(m_feed->doubtful().size(), std::size_t{1}); // history does not know what the feed lost either
    }
    /// A recording sought back, or another run of the simulator.
    void anotherRunBeginsAnew() {
        m_venue->series[Interval::M1] = minutes(0, 5);
        trade(6, 150, 1);
        m_feed->show(kSol, Interval::M1);
        QCOMPARE(m_feed->bars().size(), std::size_t{6});
        m_venue->tapes.clear();
        m_venue->marketNow = kStart + kNanosPerMinute;
        m_venue->series[Interval::M1] = minutes(0, 1);
        m_feed->readNew(); // a venue that is late sets its clock back: that alone is no other run
        QCOMPARE(m_feed->bars().size(), std::size_t{6});
        m_venue->tellMarkets();
        m_feed->readNew();
        QCOMPARE(m_feed->bars().size(), std::size_t{1});
    }
    /// A chart of seconds that stays open: what nobody looks at is forgotten, and read again when somebody does.
    void veryManyBarsAreForgotten() {
        constexpr int kAll = 140'000;
        m_venue->series[Interval::M1] = minutes(0, kAll);
        m_venue->marketNow = kStart + (kAll - 1) * kNanosPerMinute + 1;
        m_feed->show(kSol, Interval::M1);
        while (m_feed->bars().size() < kAll) {
            const std::size_t before = m_feed->bars().size();
            m_feed->reach(kStart);
            m_feed->readNew();
            QVERIFY(m_feed->bars().size() > before); // somebody looks at them
        }
        QVERIFY(m_feed->complete());
        const auto forgotten = m_feed->bars().forgotten();
        const Candle newest = m_feed->bars().back();
        m_feed->reach(kStart + (kAll - 100) * kNanosPerMinute);
        m_feed->readNew();
        QCOMPARE(m_feed->bars().size(), std::size_t{100'000});
        QCOMPARE(m_feed->bars().back(), newest);
        QCOMPARE(m_feed->bars().front(), bar(kAll - 100'000));
        QVERIFY(m_feed->bars().forgotten() > forgotten);
        QVERIFY(!m_feed->complete());
        trade(kAll - 1, 160, 1); // not at every bar again
        m_feed->readNew();
        QCOMPARE(m_feed->bars().front(), bar(kAll - 100'000));
        m_feed->reach(kStart);
        QVERIFY(m_feed->bars().size() > 100'000);
        QCOMPARE(m_feed->bars()[0].openTime + static_cast<std::int64_t>(m_feed->bars().size() - 1) * kNanosPerMinute,
                 newest.openTime);
    }
    void indicatorsFollowEveryKindOfChange() {
        m_venue->series[Interval::M1] = minutes(0, 4'000);
        m_venue->marketNow = kStart + 4'000 * kNanosPerMinute;
        for (int m = 0; m < 4'000; ++m)
            m_venue->series[Interval::M1].bars[static_cast<std::size_t>(m)].close = Price(m * 7'919 % 5'000'000);
        m_feed->show(kSol, Interval::M1);
        IndicatorLine line(*indicators::findIndicator("EMA"), std::vector{21.0});
        const auto isRight = [&] {
            line.follow(m_feed->bars());
            const auto fresh = indicators::findIndicator("EMA")->make(std::vector{21.0});
            for (std::size_t i = 0; i < m_feed->bars().size(); ++i) {
                double value = 0;
                fresh->commit(indicators::barOf(m_feed->bars()[i]), std::span(&value, 1));
                const bool same = indicators::hasValue(value) ? line.at(i) == value * Price::kScale
                                                              : !indicators::hasValue(line.at(i));
                if (!same) return false;
            }
            return line.size() == m_feed->bars().size() && !indicators::hasValue(line.at(line.size()));
        };
        QVERIFY(isRight());
        trade(3'999, 150, 1);
        m_feed->readNew();
        QVERIFY(isRight());
        trade(4'000, 151, 1);
        trade(4'003, 152, 1);
        m_feed->readNew();
        QVERIFY(isRight());
        m_feed->reach(kStart);
        QCOMPARE(m_feed->bars().size(), std::size_t{4'002});
        QVERIFY(isRight());
        m_feed->show(kSol, Interval::M5);
        line.follow(m_feed->bars());
        QCOMPARE(line.size(), m_feed->bars().size());
    }
};
QD_TEST(TestBarFeed);
#include "TestBarFeed.moc"
