#include "tests/support/FakeVenue.h"
#include "tests/support/TestRunner.h"
#include "widgets/heatmap/PastTrades.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::heatmap;

namespace {

constexpr MarketId kSol{0};
constexpr Price kTick(10'000);
constexpr std::int64_t kBegin = 1'000 * kNanosPerHour;

UnixNanos at(std::int64_t seconds) { return UnixNanos(kBegin + seconds * kNanosPerSecond); }

/// 200 pixels of a second each that end at this second, and 200 rows of a tick.
plot::Viewport viewTo(std::int64_t second) {
    plot::Viewport view;
    view.setInterval(Interval::S1);
    view.setPlot({0, 0, 200, 200});
    view.setBars(200);
    view.setRight(at(second));
    view.setPrices({Price::of(149), Price::of(151)});
    return view;
}

/// A venue that recorded a trade a minute on each side, and answers what lies in the window.
struct Rig {
    Rig() {
        venue.historyFootprint = [](const FootprintWindow& w) {
            FootprintPage page;
            const auto interval = static_cast<std::int64_t>(w.interval);
            for (UnixNanos t = w.from; t < w.to; t = t + interval) {
                FootprintBar bar;
                bar.openTime = t;
                bar.rows = {{Price::of(150).raw() / w.rowHeight.raw(), Quantity::of(3), Quantity::of(1)}};
                page.bars.push_back(bar);
            }
            return page;
        };
    }
    test::FakeVenue venue;
    PastTrades trades{venue};
};

} // namespace

class TestPastTrades : public QObject {
    Q_OBJECT
  private slots:
    void whatWasTradedInAnIntervalIsOneTradeASide() {
        Rig rig;
        rig.trades.reach(kSol, kTick, viewTo(0), at(1'000));
        QVERIFY(rig.trades.takeChanged());
        QVERIFY(!rig.trades.takeChanged());
        QCOMPARE(rig.venue.askedFootprints.size(), std::size_t{1});
        const FootprintWindow window = rig.venue.askedFootprints[0];
        QVERIFY(window.from <= at(-300) && window.to >= at(0)); // half a view more
        const std::deque<Trade>& trades = rig.trades.trades();
        QCOMPARE(trades.size() % 2, std::size_t{0});
        QCOMPARE(trades[0].aggressor, Side::Buy);
        QCOMPARE(trades[0].size, Quantity::of(3));
        QCOMPARE(trades[1].aggressor, Side::Sell);
        QCOMPARE(trades[1].size, Quantity::of(1));
        QCOMPARE(trades[0].ts, window.from + static_cast<std::int64_t>(window.interval) / 2);
        QVERIFY(std::abs(trades[0].price.raw() - Price::of(150).raw()) <= window.rowHeight.raw());
        QVERIFY(std::ranges::is_sorted(trades, {}, &Trade::ts));
        rig.trades.reach(kSol, kTick, viewTo(0), at(1'000));
        QCOMPARE(rig.venue.askedFootprints.size(), std::size_t{1}); // it is here
    }
    /// The tape has what comes after `end`: nothing is drawn twice.
    void whatWasSeenLiveIsNotAskedFor() {
        Rig rig;
        rig.trades.reach(kSol, kTick, viewTo(0), at(-500));
        QVERIFY(rig.venue.askedFootprints.empty());
        rig.trades.reach(kSol, kTick, viewTo(0), at(-50));
        QCOMPARE(rig.venue.askedFootprints.size(), std::size_t{1});
        QVERIFY(rig.venue.askedFootprints[0].to <= at(-50));
        for (const Trade& t : rig.trades.trades()) QVERIFY(t.ts < at(-50));
    }
    /// However wide the view, a question is one that is answered.
    void noQuestionIsTooLong() {
        for (const int width : {200, 1'920, 5'120, 7'680}) {
            for (double seconds = 10; seconds < 500'000; seconds *= 1.3) {
                Rig rig;
                plot::Viewport view = viewTo(0);
                view.setPlot({0, 0, width, 200});
                view.setBars(seconds);
                view.setRight(at(0));
                rig.trades.reach(kSol, kTick, view, at(30 * 86'400));
                const FootprintWindow& w = rig.venue.askedFootprints.at(0);
                QVERIFY((w.to - w.from) / static_cast<std::int64_t>(w.interval) <= FootprintWindow::kMostBars);
                QVERIFY(w.from <= view.left() && w.to >= view.right());
            }
        }
    }
    void anotherMarketOrViewIsAskedFor() {
        Rig rig;
        rig.trades.reach(kSol, kTick, viewTo(0), at(1'000));
        rig.trades.reach(kSol, kTick, viewTo(-5'000), at(1'000));
        QCOMPARE(rig.venue.askedFootprints.size(), std::size_t{2});
        rig.trades.reach(MarketId(1), kTick, viewTo(-5'000), at(1'000));
        QCOMPARE(rig.venue.askedFootprints.size(), std::size_t{3});
        QCOMPARE(rig.venue.askedFootprints.back().market, MarketId(1));
    }
    void whatCannotBeReadIsSaidAndAskedForOnce() {
        Rig rig;
        rig.venue.historyFault = ports::HistoryCode::Damaged;
        for (int i = 0; i < 5; ++i) rig.trades.reach(kSol, kTick, viewTo(0), at(1'000));
        QCOMPARE(rig.venue.askedFootprints.size(), std::size_t{1});
        QVERIFY(!rig.trades.problem().empty());
        QVERIFY(rig.trades.takeChanged()); // there is something to say
        rig.venue.historyFault.reset();
        rig.trades.clear();
        QVERIFY(rig.trades.problem().empty());
        rig.trades.reach(kSol, kTick, viewTo(0), at(1'000));
        QVERIFY(!rig.trades.trades().empty());
    }
    void anAnswerThatComesTooLateIsDropped() {
        Rig rig;
        rig.venue.historyWaits = true;
        rig.trades.reach(kSol, kTick, viewTo(0), at(1'000));
        rig.trades.clear();
        rig.venue.answerAllHistory();
        QVERIFY(rig.trades.trades().empty());
    }
};
QD_TEST(TestPastTrades);
#include "TestPastTrades.moc"
