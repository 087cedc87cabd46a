#include "tests/support/TestRunner.h"
#include "widgets/trades/TapeColumns.h"

#include <QObject>
#include <QTest>

using namespace qd::ui::trades;

namespace {

/// Every column 50 wide, gaps of 10.
std::vector<PlacedColumn> placed(const ColumnChoice& choice, bool joined, int width) {
    std::array<int, kTapeColumns> widths{};
    widths.fill(50);
    return placeColumns(choice, joined, widths, width, 10);
}
std::string keys(const std::vector<PlacedColumn>& columns) {
    std::string out;
    for (const PlacedColumn& p : columns) out.append(out.empty() ? "" : " ").append(infoOf(p.column).key);
    return out;
}

} // namespace

class TestTapeColumns : public QObject {
    Q_OBJECT
  private slots:
    void whatDoesNotFitGivesWay_data() {
        QTest::addColumn<bool>("joined");
        QTest::addColumn<int>("width");
        QTest::addColumn<QString>("columns");
        QTest::newRow("all of joined prints") << true << 430 << "time side price size prints average range";
        QTest::newRow("range goes first") << true << 429 << "time side price size prints average";
        QTest::newRow("then average") << true << 369 << "time side price size prints";
        QTest::newRow("then side") << true << 309 << "time price size prints";
        QTest::newRow("then the number of prints") << true << 249 << "time price size";
        QTest::newRow("time goes last") << true << 189 << "price size";
        QTest::newRow("price and size stay") << true << 40 << "price size";
        QTest::newRow("single prints have no more to tell") << false << 1'000 << "time side price size";
    }
    void whatDoesNotFitGivesWay() {
        QFETCH(bool, joined);
        QFETCH(int, width);
        QFETCH(QString, columns);
        const auto all = ColumnChoice::parse("time side prints average range");
        QCOMPARE(QString::fromStdString(keys(placed(all, joined, width))), columns);
    }
    void columnsFillThePaneWithinReason() {
        const auto choice = ColumnChoice::parse("time");
        auto columns = placed(choice, false, 250);
        QCOMPARE(columns.front().left, 10);
        QCOMPARE(columns.back().right, 240);
        columns = placed(choice, false, 2'000); // rows would no longer read as rows
        QCOMPARE(columns.back().right, 10 + 3 * 50 + 2 * 170);
    }
    void choicesComeBack() {
        QCOMPARE(ColumnChoice().text(), "time price size prints average");
        for (const char* text : {"time price size", "price size", "time side price size prints average range"})
            QCOMPARE(ColumnChoice::parse(text).text(), text);
        QCOMPARE(ColumnChoice::parse("").text(), "price size");
        QCOMPARE(ColumnChoice::parse("time; drop ☠ range").text(), "price size range");
    }
    void everyColumnSaysWhatItIs() {
        for (const TapeColumnInfo& info : tapeColumns()) {
            QVERIFY(!headingOf(info).isEmpty());
            QVERIFY(!hintOf(info).isEmpty());
            QCOMPARE(&infoOf(info.column), &info);
        }
    }
};
QD_TEST(TestTapeColumns);
#include "TestTapeColumns.moc"
