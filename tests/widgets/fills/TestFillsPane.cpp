#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/fills/SomeFills.h"
#include "widgets/fills/FillsPane.h"

#include <QClipboard>
#include <QLabel>
#include <QObject>
#include <QScrollBar>

#include <set>

using namespace qd;
using namespace qd::ui;
using qd::test::fillsOf;

namespace {

/// FILLS of an account with 5 000 fills, the newest 2 000 of them live; fills of a day's beginning are older.
struct Rig : test::PaneRig {
    FillsPane pane{context};
    explicit Rig(std::uint64_t first = 3'001, std::uint64_t last = 5'000) {
        auto account = std::make_shared<AccountView>();
        account->id = AccountId(1);
        venue.accountView = account;
        venue.historyFills = fillsOf(1, last, last);
        venue.fillList = fillsOf(first, last, last);
    }
    void open() { show(pane, {1'000, 200}); }
    Table& table() { return *pane.findChild<Table*>("fills"); }
    QScrollBar& bar() { return *table().verticalScrollBar(); }
    TableFoot& foot() { return *pane.findChild<TableFoot*>("fillsFoot"); }
    QString notice() {
        const auto* line = pane.findChild<QLabel*>("fillsNotice");
        return line->isVisible() ? line->text() : QString();
    }
    void update() {
        clock.advance(100 * kNanosPerMilli);
        venue.tellAccount();
        frame(pane);
    }
    [[nodiscard]] int rows() { return table().model()->rowCount(); }
    [[nodiscard]] QString cell(int row, FillColumn column) {
        return table().model()->index(row, static_cast<int>(column)).data().toString();
    }
    /// Trade numbers of all rows, top to bottom; they run with the sequence.
    [[nodiscard]] std::vector<int> trades() {
        std::vector<int> list;
        for (int i = 0; i < rows(); ++i) list.push_back(cell(i, FillColumn::Trade).toInt());
        return list;
    }
};

} // namespace

class TestFillsPane : public QObject {
    Q_OBJECT
  private slots:
    /// The day's sums are completed from the history without anyone scrolling.
    void readsTheDayToItsBeginning() {
        Rig rig;
        rig.venue.historyFills[1'799].ts = openTimeOf(test::kNow, Interval::D1) + -1;
        for (std::size_t i = 0; i < 1'799; ++i) rig.venue.historyFills[i].ts = rig.venue.historyFills[1'799].ts;
        rig.open();
        QVERIFY(rig.foot().label().startsWith("Today since "));
        for (int i = 0; i < 6; ++i) rig.update();
        QCOMPARE(rig.venue.fillsAsked.size(), 3U);
        QCOMPARE(rig.venue.fillsAsked[0], (std::pair<std::uint64_t, std::size_t>{3'001, 500}));
        QCOMPARE(rig.foot().label(), "Today, 3\u2009200 fills");
        QCOMPARE(rig.foot().textOf(static_cast<int>(FillColumn::Fee)), "427.0176");
        QCOMPARE(rig.foot().textOf(static_cast<int>(FillColumn::Realised)), "−4\u2009800.00");
        QCOMPARE(rig.foot().textOf(static_cast<int>(FillColumn::Value)), "948\u2009928.00");
    }
    void scrollingDownReadsOlderOnesOnce() {
        Rig rig;
        for (FillView& f : rig.venue.historyFills) f.ts = f.ts + -10 * kNanosPerDay; // the day is complete
        for (FillView& f : rig.venue.fillList) f.ts = f.ts + -10 * kNanosPerDay;
        rig.open();
        rig.update();
        QCOMPARE(rig.rows(), 2'000);
        QVERIFY(rig.venue.fillsAsked.empty());
        for (int i = 0; i < 20; ++i) {
            rig.bar().setValue(rig.bar().maximum());
            rig.update();
        }
        QCOMPARE(rig.rows(), 5'000);
        QCOMPARE(rig.venue.fillsAsked.size(), 6U);
        const std::vector<int> trades = rig.trades();
        for (int i = 0; i < 5'000; ++i) QCOMPARE(trades[static_cast<std::size_t>(i)], 6'000 - i);
    }
    /// An answer of before a reset belongs to an account that is gone.
    void lateAnswersOfAnotherAccountAreDropped() {
        Rig rig;
        rig.venue.historyWaits = true;
        rig.open();
        rig.bar().setValue(rig.bar().maximum());
        rig.update();
        QCOMPARE(rig.venue.fillsAsked.size(), 1U);
        rig.update(); // asks nothing while an answer is under way
        QCOMPARE(rig.venue.fillsAsked.size(), 1U);
        auto account = std::make_shared<AccountView>();
        account->id = AccountId(2);
        rig.venue.accountView = account;
        rig.venue.fillList = fillsOf(1, 2, 2);
        rig.update();
        QCOMPARE(rig.rows(), 2);
        rig.venue.answerAllHistory();
        rig.update();
        QCOMPARE(rig.rows(), 2);
        QCOMPARE(rig.foot().label(), "Today, 2 fills");
    }
    void anAnswerMayComeAfterThePane() {
        test::PaneRig rig;
        rig.venue.accountView = std::make_shared<AccountView>();
        rig.venue.fillList = fillsOf(100, 200, 200);
        rig.venue.historyWaits = true;
        {
            FillsPane pane(rig.context);
            rig.show(pane, {600, 200});
        }
        QCOMPARE(rig.venue.fillsAsked.size(), 1U);
        rig.venue.answerAllHistory();
    }
    void aFailedHistoryIsSaidAndTriedAgain() {
        Rig rig;
        rig.venue.historyFault = ports::HistoryCode::Damaged;
        rig.open();
        for (int i = 0; i < 5; ++i) rig.update();
        QCOMPARE(rig.venue.fillsAsked.size(), 1U);
        QVERIFY2(rig.notice().contains("damaged") && rig.notice().contains("kept"), qPrintable(rig.notice()));
        QCOMPARE(rig.rows(), 2'000);
        rig.venue.historyFault.reset();
        rig.bar().setValue(rig.bar().maximum());
        rig.update();
        rig.update();
        QVERIFY(rig.rows() >= 2'500);
    }
    void newFillsComeOnTopAndFlash() {
        Rig rig(1, 5);
        rig.open();
        QCOMPARE(rig.cell(0, FillColumn::Trade), "1005");
        QCOMPARE(rig.pane.findChild<QToolButton*>("paneSymbol")->text(), "5 today");
        rig.venue.fillList = fillsOf(1, 6, 6);
        rig.update();
        QCOMPARE(rig.cell(0, FillColumn::Trade), "1006");
        QCOMPARE(rig.rows(), 6);
        const auto flash = [&](int row) { return rig.table().model()->index(row, 3).data(kFlashRole).toLongLong(); };
        QCOMPARE(flash(0), rig.clock.monotonicNanos());
        QCOMPARE(flash(1), 0);
    }
    /// Who reads further down is not moved when fills come in above.
    void theReaderKeepsHisPlace() {
        Rig rig(1, 300);
        rig.open();
        rig.bar().setValue(1'005);
        const QModelIndex before = rig.table().indexAt({5, 5});
        const QString trade = rig.cell(before.row(), FillColumn::Trade);
        const int y = rig.table().visualRect(before).y();
        rig.venue.fillList = fillsOf(1, 310, 310);
        rig.update();
        const QModelIndex after = rig.table().indexAt({5, 5});
        QCOMPARE(rig.cell(after.row(), FillColumn::Trade), trade);
        QCOMPARE(rig.table().visualRect(after).y(), y);
    }
    void oneMarketOnly() {
        Rig rig(1, 9);
        rig.open();
        QVERIFY(!rig.pane.applyWords({"btc"}));
        rig.update();
        QCOMPARE(rig.rows(), 5);
        for (int i = 0; i < 5; ++i) QCOMPARE(rig.cell(i, FillColumn::Market), "BTC-PERP");
        QCOMPARE(rig.foot().label(), "Today, 5 fills");
        QCOMPARE(rig.pane.findChild<QToolButton*>("paneSymbol")->text(), "BTC-PERP · 5 today");
        QVERIFY(rig.pane.applyWords({"XYZ"}).has_value());
        QVERIFY(rig.pane.applyWords({"ALL", "BTC"}).has_value());
        FillsPane other(rig.context);
        other.restore(rig.pane.state());
        QCOMPARE(other.state(), rig.pane.state());
        QCOMPARE(other.state().at("only"), "BTC-PERP");
        QVERIFY(!rig.pane.applyWords({"ALL"}));
        rig.update();
        QCOMPARE(rig.rows(), 9);
    }
    void copiesExactly() {
        Rig rig(1, 2);
        rig.open();
        rig.table().selectRow(0);
        QTest::keyClick(&rig.table(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 "Time\tMarket\tSide\tPrice\tSize\tValue\tFee\tRole\tRealised\tPosition after\tOrder\tTrade\n"
                 "2023-11-14 22:13:20.000000\tSOL-PERP\tBuy\t148.27\t2.00\t296.540000\t0.133443\tTaker\t-1.500000\t"
                 "+2.00\t1\t1002\n");
    }
};
QD_TEST(TestFillsPane);
#include "TestFillsPane.moc"
