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
    for (const auto& column : positionColumns({})) {
        if (column.text) list << column.text(row);
    }
    return list;
}
Token tokenOf(const PositionRow& row, PositionColumn column) {
    return positionColumns({})[static_cast<std::size_t>(column)].token(row);
}

} // namespace

class TestPositionRows : public QObject {
    Q_OBJECT
  private slots:
    void aLongAndAShort() {
        test::PaneRig rig;
        for (const MarketId m : {MarketId(0), MarketId(1)}) rig.venue.setBook(m, Price::of(100));
        const auto rows = positionRows(rig.context, *test::twoPositions(), false);
        QCOMPARE(rows.size(), 2U);
        QCOMPARE(textsOf(rows[0]), (QStringList{"SOL-PERP", "Long", "12.50", "148.12", "148.27", "+1.87", "+0.10",
                                                "−0.83", "46.33", "121.40", "−18.1"}));
        QCOMPARE(textsOf(rows[1]), (QStringList{"BTC-PERP", "Short", "0.0030", "67\u2009980.0", "68\u2009412.5",
                                                "−1.29", "−0.63", "0.00", "5.13", "71\u2009149.0", "+4.0"}));
        QCOMPARE(tokenOf(rows[0], PositionColumn::Pnl), Token::Up);
        QCOMPARE(tokenOf(rows[1], PositionColumn::Pnl), Token::Down);
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
    void doubtfulMarksAreDimmed() {
        test::PaneRig rig;
        rig.venue.setBook(MarketId(0), Price::of(148));
        rig.venue.tickers[MarketId(0)].status = DataStatus::Stale;
        rig.venue.tickers[MarketId(0)].ts = rig.venue.marketNow + (-75 * kNanosPerSecond);
        const auto account = test::twoPositions();
        const PositionRow row = positionRows(rig.context, *account, false)[0];
        for (const PositionColumn c : {PositionColumn::Mark, PositionColumn::Pnl, PositionColumn::PnlPercent})
            QCOMPARE(tokenOf(row, c), Token::Text3);
        const QString tip = positionColumns({})[static_cast<std::size_t>(PositionColumn::Mark)].tip(row);
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
