#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/HeatMap.h"
#include "widgets/correlation/CorrelationPane.h"

#include <QLabel>
#include <QObject>
#include <QSignalSpy>

using namespace qd;
using namespace qd::ui;

namespace {

constexpr MarketId kSol(0);
constexpr MarketId kBtc(1);

/// Bars whose closes go up and down, the last of them ended with `end`.
ports::CandleSeries barsUntil(UnixNanos end, Interval interval, int count) {
    ports::CandleSeries series;
    const auto length = static_cast<std::int64_t>(interval);
    for (int i = 0; i < count; ++i) {
        const Price close(Price::of(100).raw() + (i * 7 % 11) * 100'000);
        Candle bar;
        bar.openTime = UnixNanos(end.value() - (count - i) * length);
        bar.open = bar.high = bar.low = bar.close = close;
        series.bars.push_back(bar);
    }
    return series;
}

struct CorrelationRig : test::PaneRig {
    explicit CorrelationRig(bool waits = false) {
        venue.marketNow = UnixNanos::fromMillis(1'700'000'042'000); // 20:54 … and 2 s
        const UnixNanos end = openTimeOf(venue.marketNow, Interval::M1);
        venue.series[Interval::M1] = barsUntil(end, Interval::M1, 200);
        venue.series[Interval::M5] = barsUntil(openTimeOf(venue.marketNow, Interval::M5), Interval::M5, 5);
        venue.historyWaits = waits;
        pane = std::make_unique<CorrelationPane>(context);
        show(*pane, {520, 300});
        frame();
    }
    void frame() { PaneRig::frame(*pane); }
    HeatMap& map() { return *pane->findChild<HeatMap*>("correlations"); }
    QString detail() { return pane->findChild<QLabel*>("detail")->text(); }
    std::unique_ptr<CorrelationPane> pane;
};

} // namespace

class TestCorrelationPane : public QObject {
    Q_OBJECT
  private slots:
    void asksForAllMarkets() {
        CorrelationRig rig;
        QCOMPARE(rig.venue.askedCandles.size(), 2U);
        QCOMPARE(rig.venue.askedCandles[1].market, kBtc);
        QCOMPARE(rig.venue.askedCandles[0].limit, 121U);
        QCOMPARE(rig.pane->shown().pairs[1].common, 120U);
        QVERIFY(*rig.pane->shown().pairs[1].correlation > 0.999);
    }
    /// A bar that has just ended is asked for two seconds later, once.
    void asksAnewAtTheEndOfABar() {
        CorrelationRig rig;
        const UnixNanos next = openTimeOf(rig.venue.marketNow, Interval::M1) + kNanosPerMinute;
        rig.venue.marketNow = next + kNanosPerSecond;
        rig.frame();
        QCOMPARE(rig.venue.askedCandles.size(), 2U);
        rig.venue.marketNow = next + 2 * kNanosPerSecond;
        rig.frame();
        rig.frame();
        QCOMPARE(rig.venue.askedCandles.size(), 4U);
        QCOMPARE(rig.venue.askedCandles[2].before, next);
    }
    void lateAnswersOfAnotherChoiceAreDropped() {
        CorrelationRig rig(true);
        QVERIFY(rig.pane->shown().waiting);
        QVERIFY(!rig.pane->shown().pairs[1].correlation);
        QVERIFY(!rig.pane->applyWords({"5m"}));
        rig.venue.answerAllHistory();
        rig.frame();
        QVERIFY(!rig.pane->shown().waiting);
        QCOMPARE(rig.pane->shown().interval, Interval::M5);
        QCOMPARE(rig.pane->shown().pairs[1].common, 4U); // of five bars: those of the minutes are gone
        QVERIFY(!rig.pane->shown().pairs[1].correlation);
    }
    void whatWasKnownStandsWhileAsking() {
        CorrelationRig rig;
        rig.venue.historyWaits = true;
        rig.venue.marketNow = rig.venue.marketNow + 2 * kNanosPerMinute;
        rig.frame();
        QVERIFY(rig.pane->shown().waiting);
        QVERIFY(rig.pane->shown().pairs[1].correlation);
    }
    void answersMayComeTooLate() {
        CorrelationRig rig(true);
        rig.pane.reset();
        rig.venue.answerAllHistory();
    }
    void faultsAreSaid() {
        CorrelationRig rig;
        rig.venue.historyFault = ports::HistoryCode::Damaged;
        QVERIFY(!rig.pane->applyWords({"250"}));
        rig.frame();
        QVERIFY(rig.detail().contains("the history is damaged"));
        rig.venue.historyFault.reset();
        QVERIFY(!rig.pane->applyWords({"120"}));
        rig.frame();
        QVERIFY(!rig.detail().contains("damaged"));
    }
    void keysReadAndLink() {
        CorrelationRig rig;
        rig.map().setFocus();
        QTest::keyClick(&rig.map(), Qt::Key_Right);
        QVERIFY(rig.detail().startsWith("SOL-PERP with SOL-PERP"));
        QTest::keyClick(&rig.map(), Qt::Key_Down);
        QVERIFY(rig.detail().startsWith("BTC-PERP with SOL-PERP: correlation +1.00 of 120"));
        QTest::keyClick(&rig.map(), Qt::Key_Return);
        QCOMPARE(rig.links.market('A'), kBtc);
        rig.pane->setGroup('C');
        QTest::keyClick(&rig.map(), Qt::Key_Up);
        QTest::keyClick(&rig.map(), Qt::Key_Enter);
        QCOMPARE(rig.links.market('C'), kSol);
    }
    void wordsAndLayout() {
        CorrelationRig rig;
        QVERIFY(!rig.pane->applyWords({"1D", "60", "base", "btc"}));
        QCOMPARE(rig.pane->shown().base, 1U);
        QVERIFY(rig.pane->applyWords({"BASE", "DOGE"}));
        QVERIFY(rig.pane->applyWords({"7m"}));
        CorrelationRig again;
        again.pane->restore(rig.pane->state());
        QCOMPARE(again.pane->shown().interval, Interval::D1);
        QCOMPARE(again.pane->shown().window, 60U);
        QCOMPARE(again.pane->shown().base, 1U);
        again.pane->restore({{"interval", "9w"}, {"window", "-1"}, {"base", "GONE-PERP"}});
        QCOMPARE(again.pane->shown().interval, Interval::D1);
        QCOMPARE(again.pane->shown().base, 0U);
        QCOMPARE(again.pane->state().at("base"), "GONE-PERP"); // another venue may have it
    }
    void saysWhenThereIsNoMarket() {
        test::PaneRig rig;
        rig.venue.marketList.clear();
        CorrelationPane pane(rig.context);
        rig.show(pane, {400, 200});
        rig.frame(pane);
        QVERIFY(pane.findChild<HeatMap*>("correlations")->grid().cells.empty());
        QVERIFY(rig.venue.askedCandles.empty());
    }
};
QD_TEST(TestCorrelationPane);
#include "TestCorrelationPane.moc"
