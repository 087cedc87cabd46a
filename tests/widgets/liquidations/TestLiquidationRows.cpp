#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/liquidations/Feed.h"
#include "widgets/liquidations/LiquidationRows.h"

#include <QObject>

using namespace qd;
using namespace qd::ui;
using Kind = LiquidationEntryKind;

namespace {

std::vector<LiquidationRow> rowsOf(const PaneContext& context, const std::vector<LiquidationEntry>& feed) {
    std::vector<LiquidationRow> rows;
    for (const LiquidationEntry& e : feed) rows.push_back(liquidationRow(context, e));
    return rows;
}

} // namespace

class TestLiquidationRows : public QObject {
    Q_OBJECT
    static QStringList textsOf(const LiquidationRow& row) {
        QStringList texts;
        for (const auto& column : liquidationColumns([] { return UnixNanos::fromMillis(1'700'000'100'000); }))
            texts << column.text(row);
        return texts;
    }

  private slots:
    void stepsInColumns_data() {
        QTest::addColumn<int>("entry");
        QTest::addColumn<QString>("texts");
        QTest::newRow("a whole pool") << 0 << "22:13:21|–|Liquidation|–|–|–|–|–|–|QuantDesk simulator";
        QTest::newRow("in the book")
            << 2 << "22:13:23|SOL-PERP|Sold in the book|Sell|10.00|140.00|1 400.00|+7.00|–|QuantDesk simulator";
        QTest::newRow("deleveraged") << 3
                                     << "22:13:24|SOL-PERP|Deleveraged|Sell|2.00|139.00|278.00|–|–|QuantDesk simulator";
        QTest::newRow("who paid") << 4 << "22:13:25|SOL-PERP|Loss covered|–|–|–|–|−60.00|90.00|QuantDesk simulator";
        QTest::newRow("a short") << 6
                                 << "22:13:27|BTC-PERP|Taken over|Buy|0.0500|68 000.0|3 400.00|–|–|QuantDesk simulator";
    }
    void stepsInColumns() {
        test::PaneRig rig;
        QFETCH(int, entry);
        QFETCH(QString, texts);
        const LiquidationRow row = liquidationRow(rig.context, test::aBadDay()[static_cast<std::size_t>(entry)]);
        QCOMPARE(textsOf(row).join('|'),
                 texts.replace("1 400", "1\u2009400").replace("68 000", "68\u2009000").replace("3 400", "3\u2009400"));
    }
    void ownRowsAndOtherDaysAreSeen() {
        test::PaneRig rig;
        LiquidationRow row = liquidationRow(rig.context, test::aBadDay()[2]);
        row.own = true;
        QCOMPARE(textsOf(row)[static_cast<int>(LiquidationColumn::Market)], QStringLiteral("● SOL-PERP"));
        const auto later = liquidationColumns([] { return UnixNanos::fromMillis(1'700'000'100'000) + kNanosPerDay; });
        QCOMPARE(later.front().text(row), "11-14 22:13");
        QVERIFY(later.front().sample.size() >= later.front().text(row).size());
    }
    void filters_data() {
        QTest::addColumn<QString>("market"); // empty: all
        QTest::addColumn<int>("steps");
        QTest::addColumn<int>("least");
        QTest::addColumn<QString>("numbers");
        const auto row = [](const char* name, const char* market, LiquidationSteps steps, int least,
                            const char* numbers) {
            QTest::newRow(name) << QString(market) << static_cast<int>(steps) << least << QString(numbers);
        };
        row("everything", "", LiquidationSteps::All, 0, "1 2 3 4 5 6 7");
        row("a market", "BTC-PERP", LiquidationSteps::All, 0, "7");
        row("with a size", "", LiquidationSteps::Sized, 0, "3 4 7");
        row("the book", "", LiquidationSteps::Book, 0, "3");
        row("take-overs", "", LiquidationSteps::TakeOver, 0, "7");
        row("deleveraged", "", LiquidationSteps::Deleveraged, 0, "4");
        row("bankrupt, and who paid", "", LiquidationSteps::Bankrupt, 0, "5 6");
        row("large ones", "", LiquidationSteps::All, 1'000, "3 7");
        row("just at the least", "", LiquidationSteps::All, 1'400, "3 7");
        row("losses count by their size", "", LiquidationSteps::All, 90, "3 4 5 7");
        row("a market that is gone", "OLD-PERP", LiquidationSteps::All, 0, "");
        row("nothing", "SOL-PERP", LiquidationSteps::TakeOver, 0, "");
    }
    void filters() {
        test::PaneRig rig;
        QFETCH(QString, market);
        QFETCH(int, steps);
        QFETCH(int, least);
        const LiquidationFilter filter{market, static_cast<LiquidationSteps>(steps), Money::of(least)};
        QStringList numbers;
        for (const LiquidationRow& row : rowsOf(rig.context, test::aBadDay())) {
            if (filter.takes(row)) numbers << QString::number(row.entry.number);
        }
        QTEST(numbers.join(' '), "numbers");
    }
    void isolatedPoolsBelongToTheirMarket() {
        test::PaneRig rig;
        LiquidationEntry entry = test::step(9, Kind::Restored);
        entry.pool = {true, MarketId(1)};
        const LiquidationRow row = liquidationRow(rig.context, entry);
        QCOMPARE(row.symbol, "BTC-PERP");
        QVERIFY((LiquidationFilter{"BTC-PERP", LiquidationSteps::All, {}}.takes(row)));
        QVERIFY(!(LiquidationFilter{"SOL-PERP", LiquidationSteps::All, {}}.takes(row)));
    }
    void totals() {
        test::PaneRig rig;
        const LiquidationTotals totals = totalsOf(rowsOf(rig.context, test::aBadDay()));
        QCOMPARE(totals.count, 7U);
        QCOMPARE(totals.longs.value(), Money::of(1'400));
        QCOMPARE(totals.shorts.value(), Money::of(3'400));
        QCOMPARE(totals.insurance.value(), Money::of(-53));
        QCOMPARE(totals.losses.value(), Money::of(90));
    }
    /// As its heading says.
    void valuesAreRoundedDown() {
        test::PaneRig rig;
        const auto row = liquidationRow(
            rig.context, test::step(1, Kind::Book, 0, Side::Sell, Quantity::of(1).raw(), Price(139'999'999)));
        QCOMPARE(textsOf(row)[static_cast<int>(LiquidationColumn::Value)], "139.99");
    }
    void aValueThatDoesNotFitIsUnknown() {
        test::PaneRig rig;
        const auto huge = liquidationRow(rig.context, test::step(1, Kind::Book, 0, Side::Sell,
                                                                 std::numeric_limits<std::int64_t>::max(),
                                                                 Price(std::numeric_limits<std::int64_t>::max())));
        QVERIFY(!huge.value);
        std::vector<LiquidationRow> rows(
            2, liquidationRow(rig.context, test::step(1, Kind::Book, 0, Side::Sell, Quantity::of(1).raw(),
                                                      Price(std::numeric_limits<std::int64_t>::max()))));
        QVERIFY(rows[0].value.has_value());
        QVERIFY(!totalsOf(rows).longs);
    }
    void everyStepCanBeTyped() {
        for (int i = 0; i < kLiquidationSteps; ++i) {
            const auto steps = static_cast<LiquidationSteps>(i);
            QCOMPARE(stepsOf(typedWord(steps)).value(), steps);
            QVERIFY(!word(steps).isEmpty());
        }
        QVERIFY(!stepsOf("SOMETHING"));
    }
};
QD_TEST(TestLiquidationRows);
#include "TestLiquidationRows.moc"
