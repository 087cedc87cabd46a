#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/liquidations/Feed.h"
#include "widgets/base/Format.h"
#include "widgets/liquidations/LiquidationsPane.h"

#include <QObject>

#include <utility>

using namespace qd;
using namespace qd::ui;

namespace {

struct Rig : test::PaneRig {
    LiquidationsPane pane{context};
    Rig() {
        venue.liquidationFeed = test::aBadDay();
        venue.insuranceState.vault = Money(1'234'567'890'000);
        show(pane, {1'100, 260});
    }
    Table& table() { return *pane.findChild<Table*>("liquidations"); }
    TableFoot& foot() { return *pane.findChild<TableFoot*>("liquidationsFoot"); }
    void later() {
        clock.advance(kNanosPerSecond);
        frame(pane);
    }
    [[nodiscard]] QString cell(int row, LiquidationColumn column) {
        return table().model()->index(row, static_cast<int>(column)).data().toString();
    }
};

} // namespace

class TestLiquidationsPane : public QObject {
    Q_OBJECT
  private slots:
    void newestOnTopWithTotals() {
        Rig rig;
        QCOMPARE(rig.table().model()->rowCount(), 7);
        QCOMPARE(rig.cell(0, LiquidationColumn::Step), "Taken over");
        QCOMPARE(rig.foot().label(), "7 rows · longs 1\u2009400.00 · shorts 3\u2009400.00");
        QCOMPARE(rig.foot().textOf(static_cast<int>(LiquidationColumn::Insurance)), "−53.00");
        QCOMPARE(rig.pane.findChild<QToolButton*>("paneSymbol")->text(), "Insurance fund 1\u2009234\u2009568 USDC");
    }
    void takesWhatIsNewOnce() {
        Rig rig;
        rig.venue.liquidationFeed.push_back(
            test::step(8, LiquidationEntryKind::Backstop, 0, Side::Sell, 1'000'000'000, Price::of(138)));
        rig.later();
        rig.later();
        QCOMPARE(rig.table().model()->rowCount(), 8);
        QCOMPARE(rig.cell(0, LiquidationColumn::Step), "Backstop");
    }
    void filtersByWordAndBack() {
        Rig rig;
        QVERIFY(!rig.pane.applyWords({"sol", "1000"}));
        rig.later();
        QCOMPARE(rig.table().model()->rowCount(), 1);
        QVERIFY(!rig.pane.applyWords({"deleveraged", "0"}));
        rig.later();
        QCOMPARE(rig.table().model()->rowCount(), 1);
        QCOMPARE(rig.cell(0, LiquidationColumn::Step), "Deleveraged");
        QVERIFY(!rig.pane.applyWords({"ALL"}));
        rig.later();
        QCOMPARE(rig.table().model()->rowCount(), 7);
        QVERIFY(rig.pane.applyWords({"whatever"}).has_value());
    }
    void filtersByVenue() {
        Rig rig;
        LiquidationEntry other = test::step(8, LiquidationEntryKind::Book, 1, Side::Buy, 1'000'000, Price::of(68'000));
        other.venue = "Binance USDT-M";
        rig.venue.liquidationFeed.push_back(other);
        rig.later();
        QCOMPARE(rig.cell(0, LiquidationColumn::Venue), "Binance USDT-M");
        QVERIFY(!rig.pane.applyWords({"venue", "binance"}));
        rig.later();
        QCOMPARE(rig.table().model()->rowCount(), 1);
        QCOMPARE(rig.pane.findChild<QToolButton*>("liquidationsVenues")->text(), "Binance USDT-M");
        QCOMPARE(rig.pane.state().at("venue"), "Binance USDT-M");
        LiquidationsPane again(rig.context);
        again.restore(rig.pane.state());
        QCOMPARE(again.state().at("venue"), "Binance USDT-M");
        QVERIFY(!rig.pane.applyWords({"ALL", "VENUE", "QuantDesk simulator"}));
        rig.later();
        QCOMPARE(rig.table().model()->rowCount(), 7);
        QCOMPARE(rig.pane.applyWords({"VENUE", "Nowhere"}).value(),
                 "VENUE wants one of: Binance USDT-M, Fake venue, QuantDesk simulator.");
        QVERIFY(rig.pane.applyWords({"VENUE"}).has_value());
    }
    /// What the filter leaves out now is there when it is taken away.
    void filteredEntriesAreKept() {
        Rig rig;
        QVERIFY(!rig.pane.applyWords({"BOOK"}));
        rig.venue.liquidationFeed.push_back(
            test::step(8, LiquidationEntryKind::TakeOver, 1, Side::Buy, 1'000'000, Price::of(68'000)));
        rig.later();
        QCOMPARE(rig.table().model()->rowCount(), 1);
        QVERIFY(!rig.pane.applyWords({"ALL"}));
        QCOMPARE(rig.table().model()->rowCount(), 8);
    }
    /// The heading says one market: what is shown must not be everything.
    void aMarketThatIsGoneShowsNothingElse() {
        Rig rig;
        rig.pane.restore({{"only", "OLD-PERP"}});
        rig.later();
        QCOMPARE(rig.pane.findChild<QToolButton*>("liquidationsMarkets")->text(), "OLD-PERP");
        QCOMPARE(rig.table().model()->rowCount(), 0);
        QCOMPARE(rig.table().emptySentence(), "The venue has no market OLD-PERP.");
        QCOMPARE(rig.pane.state().at("only"), "OLD-PERP");
        QVERIFY(!rig.pane.applyWords({"ALL"}));
        QCOMPARE(rig.table().model()->rowCount(), 7);
    }
    /// What was seen of it while it was there is still shown.
    void rowsOutliveTheirMarket() {
        Rig rig;
        QVERIFY(!rig.pane.applyWords({"SOL-PERP"}));
        rig.later();
        const int rows = rig.table().model()->rowCount();
        QVERIFY(rows > 0);
        rig.venue.marketList.clear();
        QVERIFY(!rig.pane.applyWords({"BOOK"}));
        rig.later();
        QCOMPARE(rig.table().model()->rowCount(), 1);
    }
    /// After a restart the feed is there before the markets and the account are.
    void rowsGetTheirNamesWhenTheyAreKnown() {
        test::PaneRig rig;
        const auto markets = std::exchange(rig.venue.marketList, {});
        rig.venue.liquidationFeed = test::aBadDay();
        LiquidationsPane pane(rig.context);
        rig.show(pane, {1'100, 260});
        const auto later = [&] {
            rig.clock.advance(kNanosPerSecond);
            rig.frame(pane);
        };
        const auto cell = [&](LiquidationColumn column) {
            return pane.findChild<Table*>("liquidations")->model()->index(0, static_cast<int>(column)).data();
        };
        later();
        QCOMPARE(cell(LiquidationColumn::Market).toString(), unknownText());
        rig.venue.marketList = markets;
        later();
        QCOMPARE(cell(LiquidationColumn::Market).toString(), "BTC-PERP");
        QCOMPARE(cell(LiquidationColumn::Size).toString(), "0.0500");
        auto account = std::make_shared<AccountView>();
        account->subAccounts = {{AccountId(1), 0, "Scalping", {}, 100}};
        rig.venue.accountView = account;
        later();
        QCOMPARE(cell(LiquidationColumn::Market).toString(), "● BTC-PERP");
        rig.venue.marketList.clear();
        rig.venue.accountView.reset();
        later();
        QCOMPARE(cell(LiquidationColumn::Market).toString(), "● BTC-PERP"); // what is known stays
        QCOMPARE(pane.findChild<Table*>("liquidations")->model()->rowCount(), 7);
    }
    void keepsABoundedNumber() {
        Rig rig;
        rig.venue.liquidationFeed.clear();
        for (std::uint64_t n = 8; n < 6'008; ++n)
            rig.venue.liquidationFeed.push_back(test::step(n, LiquidationEntryKind::Started));
        rig.later();
        QCOMPARE(rig.table().model()->rowCount(), 5'000);
        QCOMPARE(rig.cell(0, LiquidationColumn::Time), "23:53:27");
    }
    void enterShowsTheMarket() {
        Rig rig;
        rig.table().setCurrentIndex(rig.table().model()->index(0, 0));
        QTest::keyClick(&rig.table(), Qt::Key_Return);
        QCOMPARE(rig.links.market('A').value(), MarketId(1));
        rig.table().setCurrentIndex(rig.table().model()->index(6, 0)); // of a whole pool
        QTest::keyClick(&rig.table(), Qt::Key_Return);
        QCOMPARE(rig.links.market('A').value(), MarketId(1));
    }
    void stateComesBack() {
        Rig rig;
        QVERIFY(!rig.pane.applyWords({"BTC-PERP", "TAKEOVER", "2500.5"}));
        LiquidationsPane other(rig.context);
        other.restore(rig.pane.state());
        QCOMPARE(other.state(), rig.pane.state());
        QCOMPARE(other.state().at("least"), "2500.5");
        QCOMPARE(other.state().at("only"), "BTC-PERP");
        LiquidationsPane third(rig.context);
        third.restore({{"least", "-5"}, {"steps", "?"}});
        QVERIFY(!third.state().contains("least"));
    }
};
QD_TEST(TestLiquidationsPane);
#include "TestLiquidationsPane.moc"
