#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/quotes/QuotePane.h"

#include <QHeaderView>
#include <QMenu>
#include <QObject>

using namespace qd;
using namespace qd::ui;
using namespace qd::ui::quotes;

namespace {

constexpr MarketId kSol{0};
constexpr MarketId kBtc{1};

class Follower final : public Pane {
  public:
    explicit Follower(PaneContext& context) : Pane(context, "FOLLOWER", "Follower", true) {}
};

void quote(test::PaneRig& rig) {
    rig.venue.setBook(kSol, Price::of(148));
    rig.venue.setBook(kBtc, Price::of(68'412));
}
void choose(Table& table, int visualRow) { table.setCurrentIndex(table.model()->index(visualRow, 0)); }
QAction* entry(QWidget& pane, const QString& text) {
    for (QMenu* menu : pane.findChildren<QMenu*>()) {
        for (QAction* action : menu->actions()) {
            if (action->text() == text) return action;
        }
    }
    return nullptr;
}

} // namespace

class TestQuotePane : public QObject {
    Q_OBJECT
  private slots:
    void showsEveryMarket() {
        test::PaneRig rig;
        quote(rig);
        QuotePane pane(rig.context);
        rig.show(pane, {900, 200});
        QCOMPARE(pane.model().rowCount(), 2);
        QCOMPARE(pane.model().row(1).symbol, "BTC-PERP");
        rig.venue.tickers[kBtc].last = Price::of(70'000);
        rig.frame(pane);
        QCOMPARE(pane.model().row(1).ticker.last, Price::of(70'000));
        QCOMPARE(pane.frameInterval(), 0);
        const MarketInfo one = rig.venue.marketList.front();
        rig.venue.marketList.resize(50, one);
        QCOMPARE(pane.frameInterval(), 100 * kNanosPerMilli);
        rig.venue.marketList.resize(2);
    }
    void openInterestIsShownWhereItIsKnown() {
        test::PaneRig rig;
        quote(rig);
        auto standing = std::make_shared<MarketStanding>();
        standing->market = kBtc;
        standing->openInterest = Quantity::of(12);
        rig.venue.standings[kBtc] = standing;
        QuotePane pane(rig.context);
        rig.show(pane, {900, 200});
        rig.frame(pane);
        QVERIFY(!pane.model().row(0).openInterest);
        QCOMPARE(pane.model().row(1).openInterest.value(), Quantity::of(12));
    }
    void marketsMayComeLater() {
        test::PaneRig rig;
        const auto later = std::move(rig.venue.marketList);
        rig.venue.marketList.clear();
        QuotePane pane(rig.context);
        rig.show(pane, {900, 200});
        QCOMPARE(pane.model().rowCount(), 0);
        rig.venue.marketList = later;
        rig.venue.tellMarkets();
        rig.frame(pane);
        QCOMPARE(pane.model().rowCount(), 2);
        QCOMPARE(pane.model().row(0).ticker.status, DataStatus::Unknown);
    }
    /// Enter or a double click shows the market in the linked panes.
    void leadsItsGroup() {
        test::PaneRig rig;
        quote(rig);
        Follower follower(rig.context);
        follower.restore({{"group", "C"}, {"market", "SOL-PERP"}});
        QuotePane pane(rig.context);
        rig.show(pane, {900, 200});
        pane.setGroup('C');
        choose(pane.table(), 1);
        QCOMPARE(follower.market().value(), kSol); // looking is not choosing
        QTest::keyClick(&pane.table(), Qt::Key_Return);
        QCOMPARE(follower.market().value(), kBtc);
        const QRect cell = pane.table().visualRect(pane.table().model()->index(0, 1));
        QTest::mouseClick(pane.table().viewport(), Qt::LeftButton, {}, cell.center());
        QTest::mouseDClick(pane.table().viewport(), Qt::LeftButton, {}, cell.center());
        QCOMPARE(follower.market().value(), kSol);
    }
    void sortedRowsChooseTheirOwnMarket() {
        test::PaneRig rig;
        quote(rig);
        Follower follower(rig.context);
        follower.restore({{"group", "A"}, {"market", "SOL-PERP"}});
        QuotePane pane(rig.context);
        rig.show(pane, {900, 200});
        pane.setGroup('A');
        pane.table().sortByColumn(static_cast<int>(QuoteColumn::Last), Qt::DescendingOrder);
        choose(pane.table(), 0);
        QTest::keyClick(&pane.table(), Qt::Key_Enter);
        QCOMPARE(follower.market().value(), kBtc);
    }
    /// A board that is restored or joins a group must not move the others back to what it chose once.
    void stateComesBackWithoutAMarket() {
        test::PaneRig rig;
        quote(rig);
        QuotePane pane(rig.context);
        rig.show(pane, {900, 200});
        pane.setGroup('B');
        pane.chooseMarket(kBtc);
        pane.table().setColumnHidden(static_cast<int>(QuoteColumn::Mark), true);
        pane.table().horizontalHeader()->moveSection(0, 2);
        pane.table().sortByColumn(static_cast<int>(QuoteColumn::Change), Qt::DescendingOrder);
        const PaneState state = pane.state();
        QVERIFY(!state.contains("market"));
        rig.links.setMarket('B', kSol);
        QuotePane again(rig.context);
        again.restore(state);
        QCOMPARE(again.state(), state);
        QCOMPARE(rig.links.market('B').value(), kSol);
        QVERIFY(again.table().isColumnHidden(static_cast<int>(QuoteColumn::Mark)));
        again.restore({{"columns", "hostile"}});
        QCOMPARE(again.state(), state);
    }
    void widthsOfTheUserStay() {
        test::PaneRig rig;
        quote(rig);
        QuotePane pane(rig.context);
        pane.table().horizontalHeader()->resizeSection(1, 177);
        QuotePane again(rig.context);
        again.restore(pane.state());
        again.resize(900, 200);
        again.show();
        QVERIFY(QTest::qWaitForWindowExposed(&again));
        rig.frame(again);
        QCOMPARE(again.table().horizontalHeader()->sectionSize(1), 177);
    }
    void aRowOpensPanesOfItsMarket() {
        test::PaneRig rig;
        quote(rig);
        std::vector<std::string> opened;
        const auto subscription = rig.actions.add({"CHART", "Panes", "", "", "", nullptr, false,
                                                   [&](const ports::ActionWords& words, const ports::ActionDone& done) {
                                                       opened = words;
                                                       done(std::string());
                                                   },
                                                   nullptr});
        QuotePane pane(rig.context);
        rig.show(pane, {900, 200});
        choose(pane.table(), 1);
        QTest::keyClick(&pane.table(), Qt::Key_Menu);
        QVERIFY(!entry(pane, "Order ticket of BTC-PERP")); // there is no such pane here
        QAction* chart = entry(pane, "Chart of BTC-PERP");
        QVERIFY(chart);
        chart->trigger();
        QCOMPARE(opened, (std::vector<std::string>{"BTC-PERP"}));
    }
    void theMenuLeadsTheGroup() {
        test::PaneRig rig;
        quote(rig);
        QuotePane pane(rig.context);
        rig.show(pane, {900, 200});
        choose(pane.table(), 1);
        QTest::keyClick(&pane.table(), Qt::Key_Menu);
        QVERIFY(!entry(pane, "Show in linked panes (this one is not linked)")->isEnabled());
        qDeleteAll(pane.findChildren<QMenu*>(QString(), Qt::FindDirectChildrenOnly)); // those have their own
        pane.setGroup('D');
        QTest::keyClick(&pane.table(), Qt::Key_Menu);
        entry(pane, "Show in group D")->trigger();
        QCOMPARE(rig.links.market('D').value(), kBtc);
    }
    void theTrendBeginsWithHistory() {
        test::PaneRig rig;
        quote(rig);
        Candle bar;
        bar.openTime =
            UnixNanos(rig.venue.marketNow.value() / kNanosPerMinute * kNanosPerMinute - 10 * kNanosPerMinute);
        bar.close = Price::of(140);
        rig.venue.series[Interval::M1].bars = {bar};
        QuotePane pane(rig.context);
        rig.show(pane, {900, 200});
        QCOMPARE(pane.sparkOf(kSol).points().size(), std::size_t(2));
        QCOMPARE(pane.sparkOf(kSol).points().front().price, Price::of(140));
        QCOMPARE(pane.sparkOf(kSol).points().back().price, Price::of(148));
        rig.venue.marketNow = rig.venue.marketNow + kNanosPerSecond;
        rig.venue.tickers[kSol].status = DataStatus::Gap; // nobody knows the price now
        rig.frame(pane);
        QCOMPARE(pane.sparkOf(kSol).points().size(), std::size_t(2));
        QCOMPARE(pane.sparkOf(kBtc).points().size(), std::size_t(3));
        rig.venue.tellMarkets(); // another run
        rig.frame(pane);
        QCOMPARE(pane.sparkOf(kBtc).points().size(), std::size_t(2));
    }
    /// While a venue catches up, minutes pass between two frames; history is asked again soon after, not every frame.
    void holesAreFilledFromHistory() {
        test::PaneRig rig;
        quote(rig);
        QuotePane pane(rig.context);
        rig.show(pane, {900, 200});
        const UnixNanos begin = rig.venue.marketNow;
        rig.venue.marketNow = begin + 10 * kNanosPerMinute;
        Candle bar;
        bar.openTime = begin + 4 * kNanosPerMinute;
        bar.close = Price::of(150);
        rig.venue.series[Interval::M1].bars = {bar};
        rig.frame(pane);
        QCOMPARE(pane.sparkOf(kSol).points().size(), std::size_t(2)); // asked a moment ago
        rig.clock.advance(6 * kNanosPerSecond);
        rig.frame(pane);
        QCOMPARE(pane.sparkOf(kSol).points().size(), std::size_t(3));
        QCOMPARE(pane.sparkOf(kSol).points()[1].price, Price::of(150));
    }
    void daysThatAreNotWholeSaySo() {
        test::PaneRig rig;
        quote(rig);
        QuotePane pane(rig.context);
        rig.show(pane, {900, 200});
        const auto heading = [&] {
            return pane.table().model()->headerData(static_cast<int>(QuoteColumn::Change), Qt::Horizontal).toString();
        };
        QCOMPARE(heading(), "<24h %");
        for (auto& [id, ticker] : rig.venue.tickers) ticker.dayComplete = true;
        rig.frame(pane);
        QCOMPARE(heading(), "24h %");
    }
    void measuresTickToPixel() {
        test::PaneRig rig;
        quote(rig);
        QuotePane pane(rig.context);
        rig.show(pane, {900, 200});
        rig.frame(pane);
        const std::uint64_t before = rig.stats.tickToPixel.count();
        rig.venue.tickers[kSol].last = Price::of(149);
        rig.venue.tickers[kSol].receivedNanos = rig.clock.monotonicNanos() + 10 * kNanosPerMilli;
        rig.frame(pane);
        QCOMPARE(rig.stats.tickToPixel.count(), before + 1);
        QCOMPARE(rig.stats.tickToPixel.percentile(0), 7 * kNanosPerMilli);
    }
};
QD_TEST(TestQuotePane);
#include "TestQuotePane.moc"
