#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/positions/Holdings.h"
#include "widgets/positions/PositionRows.h"

#include <QObject>

#include <limits>

using namespace qd;
using namespace qd::ui;

namespace {

QStringList textsOf(const PositionRow& row) {
    QStringList list;
    for (const auto& column : positionColumns({}, {})) {
        if (column.text) list << column.text(row);
    }
    return list;
}
Token tokenOf(const PositionRow& row, PositionColumn column) {
    return positionColumns({}, {})[static_cast<std::size_t>(column)].token(row);
}

} // namespace

class TestPositionRows : public QObject {
    Q_OBJECT
  private slots:
    void aLongAndAShort() {
        test::PaneRig rig;
        for (const MarketId m : {MarketId(0), MarketId(1)}) rig.venue.setBook(m, Price::of(100));
        auto account = test::twoPositions();
        PositionView& btc = account->positions[1];
        btc.isolated = true;
        btc.isolatedMargin = Money::of(250);
        btc.userMargin = Ratio(800);
        btc.deleverageQuintile = 4;
        btc.unsettled = Money(12'500'000);
        btc.fundingPaid = Money(3'250'000);
        const auto rows = positionRows(rig.context, *account, false);
        QCOMPARE(rows.size(), 2U);
        QCOMPARE(textsOf(rows[0]),
                 (QStringList{"SOL-PERP", "Long", "12.50", "148.12", "148.27", "+1.88", "+0.10", "−0.83", "46.34",
                              "121.40", "−18.1", "Cross", "20×", "–", "–", "–", "–"}));
        QCOMPARE(textsOf(rows[1]), (QStringList{"BTC-PERP", "Short", "0.0030", "67\u2009980.0", "68\u2009412.5",
                                                "−1.30", "−0.64", "0.00", "5.14", "71\u2009149.0", "+4.00", "Isolated",
                                                "12.5×", "250.00", "4", "+12.50", "−3.25"}));
        QCOMPARE(tokenOf(rows[0], PositionColumn::Pnl), Token::Up);
        QCOMPARE(tokenOf(rows[1], PositionColumn::Pnl), Token::Down);
    }
    /// What a closed position still holds is the account's money: it stays in sight.
    void anIsolatedDepositOutlivesItsPosition() {
        test::PaneRig rig;
        auto account = test::twoPositions();
        account->positions[1].position = {};
        QCOMPARE(positionRows(rig.context, *account, false).size(), 1U);
        account->positions[1].isolated = true;
        account->positions[1].isolatedMargin = Money::of(250);
        const auto rows = positionRows(rig.context, *account, false);
        QCOMPARE(rows.size(), 2U);
        QVERIFY(!rows[1].isOpen());
        const auto columns = positionColumns({}, {});
        const auto& column = columns[static_cast<std::size_t>(PositionColumn::IsolatedMargin)];
        QCOMPARE(column.text(rows[1]), QStringLiteral("250.00"));
        QVERIFY(column.tip(rows[1]).startsWith("The position is closed; its deposit of 250.00 USDC"));
    }
    void tipsDefineReturnAndMode() {
        test::PaneRig rig;
        auto account = test::twoPositions();
        account->positions[1].isolated = true;
        account->positions[1].isolatedMargin = Money::of(250);
        const auto rows = positionRows(rig.context, *account, false);
        const auto tip = [&](int row, PositionColumn c) {
            return positionColumns({}, {})[static_cast<std::size_t>(c)].tip(rows[static_cast<std::size_t>(row)]);
        };
        // 1.875 of 1 851.5 of notional, which takes 92.575 at 20×.
        QCOMPARE(tip(0, PositionColumn::PnlPercent),
                 QStringLiteral("+0.10 % of the entry notional; +2.03 % of the margin that opening it takes, entry "
                                "notional / leverage of 20× (return on margin)"));
        QCOMPARE(tip(0, PositionColumn::Mode),
                 QStringLiteral("Cross: the account's collateral carries it; leverage up to 20×"));
        QVERIFY(tip(1, PositionColumn::Mode).startsWith("Isolated with a deposit of 250.00 USDC; leverage up to"));
    }
    void whatIsNotKnownIsADash() {
        test::PaneRig rig;
        auto account = test::twoPositions();
        account->positions[0].liquidationPrice.reset();
        account->positions[0].mark = Price();
        const QString dash(QChar(0x2013));
        const QStringList texts = textsOf(positionRows(rig.context, *account, false)[0]);
        for (const PositionColumn c : {PositionColumn::Mark, PositionColumn::Liquidation, PositionColumn::Distance})
            QCOMPARE(texts[static_cast<int>(c)], dash);
    }
    /// A closed market is shown when asked for and when there is something to show.
    void closedMarkets() {
        test::PaneRig rig;
        auto account = test::twoPositions();
        account->positions[0].position = {};
        account->positions[1].position = {};
        QCOMPARE(positionRows(rig.context, *account, false).size(), 0U);
        const auto rows = positionRows(rig.context, *account, true);
        QCOMPARE(rows.size(), 1U); // BTC realised nothing
        QCOMPARE(textsOf(rows[0])[static_cast<int>(PositionColumn::Side)], "Closed");
        QCOMPARE(textsOf(rows[0])[static_cast<int>(PositionColumn::Realised)], "−0.83");
    }
    void distanceWarns_data() {
        QTest::addColumn<qlonglong>("liquidation");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("token");
        const auto row = [](const char* name, qlonglong price, DataStatus status, Token token) {
            QTest::newRow(name) << price << static_cast<int>(status) << static_cast<int>(token);
        };
        row("15 % below", 85'000'000, DataStatus::Live, Token::Text1);
        row("a little nearer", 85'000'001, DataStatus::Live, Token::Warn);
        row("5 % above", 105'000'000, DataStatus::Live, Token::Warn);
        row("less than that", 104'999'999, DataStatus::Live, Token::Danger);
        row("a stale mark is dimmed", 50'000'000, DataStatus::Stale, Token::Text3);
        row("danger is not", 99'000'000, DataStatus::Stale, Token::Danger);
    }
    void distanceWarns() {
        QFETCH(qlonglong, liquidation);
        QFETCH(int, status);
        PositionRow row;
        row.view = test::holding(0, 1'000'000'000, Money::of(-100), Price::of(100), Money());
        row.view.liquidationPrice = Price(liquidation);
        row.status = static_cast<DataStatus>(status);
        QTEST(static_cast<int>(tokenOf(row, PositionColumn::Distance)), "token");
    }
    /// The lowest leverage of market, account and what was chosen for the market applies: the largest ratio.
    void leverageThatApplies_data() {
        QTest::addColumn<int>("market");
        QTest::addColumn<int>("account");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing chosen") << 0 << 0 << "20×";
        QTest::newRow("of the market") << 2'000 << 0 << "5×";
        QTest::newRow("of the account") << 2'000 << 5'000 << "2×";
        QTest::newRow("more than the market allows") << 100 << 0 << "20×";
        QTest::newRow("rounded toward zero") << 3'334 << 0 << "2.99×";
    }
    void leverageThatApplies() {
        test::PaneRig rig;
        QFETCH(int, market);
        QFETCH(int, account);
        auto view = test::twoPositions();
        view->positions[0].userMargin = Ratio(market);
        view->userMargin = Ratio(account);
        const PositionRow row = positionRows(rig.context, *view, false)[0];
        QTEST(textsOf(row)[static_cast<int>(PositionColumn::Leverage)], "text");
    }
    void lampsOfDeleveraging_data() {
        QTest::addColumn<int>("quintile");
        QTest::addColumn<int>("token");
        QTest::newRow("not in the queue") << 0 << static_cast<int>(Token::Text2);
        QTest::newRow("in the middle") << 3 << static_cast<int>(Token::Text2);
        QTest::newRow("near") << 4 << static_cast<int>(Token::Warn);
        QTest::newRow("first") << 5 << static_cast<int>(Token::Danger);
    }
    void lampsOfDeleveraging() {
        QFETCH(int, quintile);
        PositionRow row;
        row.view = test::holding(0, 1'000'000'000, Money::of(-100), Price::of(100), Money());
        row.view.deleverageQuintile = quintile;
        const auto& column = positionColumns({}, {})[static_cast<std::size_t>(PositionColumn::Adl)];
        QCOMPARE(column.lamps(row), quintile);
        QTEST(static_cast<int>(column.token(row)), "token");
        QVERIFY(!column.tip(row).isEmpty());
        row.view.position = {};
        QCOMPARE(column.lamps(row), -1);
    }
    void doubtfulMarksAreDimmed() {
        test::PaneRig rig;
        rig.venue.setBook(MarketId(0), Price::of(148));
        rig.venue.tickers[MarketId(0)].status = DataStatus::Stale;
        rig.venue.tickers[MarketId(0)].ts = rig.venue.marketNow + (-75 * kNanosPerSecond);
        const auto account = test::twoPositions();
        const PositionRow row = positionRows(rig.context, *account, false)[0];
        for (const PositionColumn c : {PositionColumn::Mark, PositionColumn::Pnl, PositionColumn::PnlPercent})
            QCOMPARE(tokenOf(row, c), Token::Text3);
        const QString tip = positionColumns({}, {})[static_cast<std::size_t>(PositionColumn::Mark)].tip(row);
        QVERIFY2(tip.contains("stale") && tip.contains("1:15"), qPrintable(tip));
    }
    void totals() {
        std::vector<PositionRow> rows(2);
        rows[0].view.unrealised = Money(1'875'000);
        rows[1].view.unrealised = Money(-1'297'501);
        rows[0].view.realised = Money(-1);
        rows[1].view.requirement = Money(7);
        PositionTotals totals = totalsOf(rows);
        QCOMPARE(totals.unrealised.value().raw(), 577'499);
        QCOMPARE(totals.realised.value().raw(), -1);
        QCOMPARE(totals.requirement.value().raw(), 7);
        rows[0].view.unrealised = Money(std::numeric_limits<std::int64_t>::max());
        rows[1].view.unrealised = Money(1);
        QVERIFY(!totalsOf(rows).unrealised);
    }
};
QD_TEST(TestPositionRows);
#include "TestPositionRows.moc"
