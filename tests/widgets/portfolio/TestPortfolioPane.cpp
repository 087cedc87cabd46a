#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/portfolio/SomeHistory.h"
#include "widgets/base/Format.h"
#include "widgets/portfolio/PortfolioPane.h"

#include <QClipboard>
#include <QMenu>
#include <QObject>
#include <QToolButton>

using namespace qd;
using namespace qd::ui;

namespace {

struct Rig : test::PaneRig {
    PortfolioPane pane{context};
    explicit Rig(bool started = true, int days = 20) {
        if (days > 0) test::addEquity(venue, days);
        test::addTrades(venue, {110, 95, 120});
        if (started) venue.accountView = test::holder(venue);
        PaneRig::show(pane, {960, 540});
    }
    void look() {
        venue.tellAccount();
        clock.advance(2 * kNanosPerSecond);
        frame(pane);
    }
    CurvePlot& plot(const char* name) { return *pane.findChild<CurvePlot*>(QLatin1String(name)); }
    QString figure(const char* name) { return pane.findChild<FigureView*>(QLatin1String(name))->text(); }
};

} // namespace

class TestPortfolioPane : public QObject {
    Q_OBJECT
  private slots:
    void showsTheAccountAndItsCurves() {
        Rig rig;
        rig.look();
        QCOMPARE(rig.figure("portfolioEquity"), "15\u2009000.00");
        QCOMPARE(rig.figure("portfolioUnrealised"), "\u221225.00");
        QCOMPARE(rig.figure("portfolioDeposits"), "15\u2009000.00");
        QCOMPARE(rig.figure("winRate"), "66.67 %");
        for (const char* name : {"plotEquity", "plotProfit", "plotDrawdown"})
            QCOMPARE(rig.plot(name).data().points.size(), 24U); // hours of a day
        QCOMPARE(rig.plot("plotProfit").data().points.front().value, 0.0);
        QVERIFY(rig.plot("plotDays").data().points.size() >= 14U);
        QCOMPARE(rig.pane.findChild<AllocationView*>("portfolioAllocation")->lines().size(), 3U);
    }
    void profitOfTheRangeIsWithoutDeposits() {
        Rig rig;
        QVERIFY(!rig.pane.applyWords({"1M"}));
        rig.look();
        const auto& samples = rig.venue.historyEquity;
        const std::int64_t made = samples.back().equity.raw() - samples.front().equity.raw() - Money::of(5'000).raw();
        QCOMPARE(rig.figure("portfolioProfit"), signedText(Money(made)));
        QCOMPARE(rig.plot("plotProfit").data().points.back().value, static_cast<double>(made));
        QCOMPARE(rig.plot("plotProfit").readout(), signedText(Money(made)));
    }
    void wordsChooseTheRange_data() {
        QTest::addColumn<int>("range");
        QTest::newRow("1d") << int(EquityRange::Day);
        QTest::newRow("1W") << int(EquityRange::Week);
        QTest::newRow("3m") << int(EquityRange::Quarter);
        QTest::newRow("1Y") << int(EquityRange::Year);
        QTest::newRow("all") << int(EquityRange::All);
    }
    void wordsChooseTheRange() {
        Rig rig;
        QVERIFY(!rig.pane.applyWords({QTest::currentDataTag()}));
        QTEST(static_cast<int>(rig.pane.range()), "range");
        PortfolioPane again(rig.context);
        again.restore(rig.pane.state());
        QTEST(static_cast<int>(again.range()), "range");
    }
    void otherWordsAreRefused() {
        Rig rig;
        QVERIFY(rig.pane.applyWords({"2D"}).has_value());
        QVERIFY(rig.pane.applyWords({"1D", "1W"}).has_value());
        QVERIFY(!rig.pane.applyWords({}).has_value());
    }
    void nothingIsClaimedBeforeTheVenueHasStarted() {
        Rig rig(false);
        rig.look();
        for (const FigureView* view : rig.pane.findChildren<FigureView*>()) QCOMPARE(view->text(), unknownText());
        QVERIFY(rig.plot("plotEquity").data().points.empty());
        QCOMPARE(rig.plot("plotEquity").readout(), unknownText());
    }
    void withoutSamplesTheStatisticsAreDashes() {
        Rig rig(true, 0);
        rig.look();
        QCOMPARE(rig.figure("sharpe"), unknownText());
        QCOMPARE(rig.figure("portfolioProfit"), unknownText());
        QCOMPARE(rig.figure("trades"), "3");
    }
    /// The newest point moves with the account's numbers; without news nothing is drawn anew.
    void onlyWhatChangedIsDrawnAnew() {
        Rig rig;
        const auto worth = [&rig](std::int64_t equity, int seconds) {
            auto account = test::holder(rig.venue);
            account->totalEquity = Money::of(equity);
            account->ts = rig.venue.marketNow + seconds * kNanosPerSecond;
            rig.venue.accountView = account;
            rig.look();
        };
        worth(15'000, 1);
        const PlotData& drawn = rig.plot("plotEquity").data();
        QCOMPARE(drawn.points.size(), 25U);
        const UnixNanos until = drawn.until;
        worth(15'000, 2);
        QCOMPARE(rig.plot("plotEquity").data().until, until);
        worth(15'001, 3);
        QCOMPARE(rig.plot("plotEquity").data().until, until + 2 * kNanosPerSecond);
        QCOMPARE(rig.plot("plotEquity").data().points.back().value, static_cast<double>(Money::of(15'001).raw()));
    }
    /// As in the other panes: a mark that cannot be trusted, or a venue that stands still.
    void doubtfulValuesAreDimmed() {
        Rig rig;
        const auto token = [&rig](const char* name) {
            return rig.pane.findChild<FigureView*>(QLatin1String(name))->token();
        };
        const auto* allocation = rig.pane.findChild<AllocationView*>("portfolioAllocation");
        rig.venue.setBook(MarketId(1), Price::of(60'000));
        rig.look();
        QCOMPARE(token("portfolioEquity"), Token::Text1);
        QCOMPARE(token("portfolioUnrealised"), Token::Down);
        QVERIFY(!allocation->isDoubtful());
        rig.venue.tickers[MarketId(1)].status = DataStatus::Stale; // of a position
        rig.look();
        QCOMPARE(token("portfolioEquity"), Token::Text3);
        QCOMPARE(token("portfolioUnrealised"), Token::Text3);
        QCOMPARE(token("portfolioProfit"), Token::Text3);
        QVERIFY(allocation->isDoubtful());
        rig.venue.tickers[MarketId(1)].status = DataStatus::Live;
        rig.venue.healthState.running = false;
        rig.venue.healthState.fault = "the disk is full";
        rig.look();
        QCOMPARE(token("portfolioEquity"), Token::Text3);
    }
    void theMouseReadsAPoint() {
        Rig rig;
        rig.look();
        CurvePlot& plot = rig.plot("plotEquity");
        const QString latest = plot.readout();
        QTest::mouseMove(&plot, {10, plot.height() / 2});
        QVERIFY(plot.readout() != latest);
        QVERIFY(plot.readout().contains(" · "));
    }
    /// Two plots side by side where there is room, one below the other where there is not; no figure is clipped.
    void everythingFits_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("columns");
        QTest::newRow("quarter of a screen") << 960 << 2;
        QTest::newRow("narrow") << 320 << 1;
    }
    void everythingFits() {
        Rig rig;
        QFETCH(int, width);
        rig.pane.resize(width, 540);
        rig.look();
        const bool beside = rig.plot("plotEquity").y() == rig.plot("plotProfit").y();
        QTEST(beside ? 2 : 1, "columns");
        for (const FigureView* view : rig.pane.findChildren<FigureView*>())
            QVERIFY2(view->width() >= view->widthFor(view->text()), qPrintable(view->objectName()));
    }
    void copiesTheStatistics() {
        Rig rig;
        rig.look();
        rig.pane.findChild<QToolButton*>("icon-more")->click();
        auto* menu = rig.pane.findChild<QMenu*>();
        QVERIFY(menu != nullptr);
        menu->actions().first()->trigger();
        menu->close();
        QVERIFY(QGuiApplication::clipboard()->text().contains("Win rate\t66.67 %\n"));
    }
};
QD_TEST(TestPortfolioPane);
#include "TestPortfolioPane.moc"
