#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/history/Records.h"
#include "widgets/history/HistoryPane.h"

#include <QComboBox>
#include <QFileInfo>
#include <QLabel>
#include <QObject>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QToolButton>

using namespace qd;
using namespace qd::ui;

namespace {

struct Rig : test::PaneRig {
    HistoryPane pane{context};
    explicit Rig(int orders = 10) {
        auto account = std::make_shared<AccountView>();
        account->id = AccountId(1);
        account->subAccounts = {{AccountId(1), 0, "Scalping", {}, 100}, {AccountId(4), 1, "Trend", {}, 100}};
        venue.accountView = account;
        test::addOrders(venue, orders);
        show(pane, {960, 480});
        later();
    }
    void later() {
        clock.advance(2 * kNanosPerSecond);
        frame(pane);
    }
    Table& table(const char* name = "orders") { return *pane.findChild<Table*>(QLatin1String(name)); }
    int rows(const char* name = "orders") { return table(name).model()->rowCount(); }
    QComboBox& box(const char* name) { return *pane.findChild<QComboBox*>(QLatin1String(name)); }
    void choose(const char* name, const char* text) {
        const int index = box(name).findText(QLatin1String(text));
        if (index < 0) qFatal("%s has no %s", name, text);
        box(name).setCurrentIndex(index);
    }
    void type(const char* name, const char* text) {
        auto* edit = pane.findChild<QLineEdit*>(QLatin1String(name));
        edit->setText(QLatin1String(text));
        emit edit->editingFinished();
    }
    [[nodiscard]] QString notice() { return pane.findChild<QLabel*>("historyNotice")->text(); }
};

} // namespace

class TestHistoryPane : public QObject {
    Q_OBJECT
  private slots:
    void showsTheNewestOnTop() {
        Rig rig;
        QCOMPARE(rig.rows(), 10);
        QCOMPARE(rig.table().model()->index(0, 10).data().toString(), "10");
        QCOMPARE(rig.pane.findChild<QToolButton*>("paneSymbol")->text(), "Scalping · 10 rows");
    }
    void readsAPageAndMoreWhereTheEyeIs() {
        Rig rig(900);
        QCOMPARE(rig.rows(), 200);
        QCOMPARE(rig.pane.findChild<QToolButton*>("paneSymbol")->text(), "Scalping · 200 rows and more");
        auto* bar = rig.table().verticalScrollBar();
        for (const int rows : {400, 600, 800, 900, 900}) {
            bar->setValue(bar->maximum());
            QCoreApplication::processEvents();
            QCOMPARE(rig.rows(), rows);
        }
    }
    /// The cost of a page is that of its rows: those that are read are neither made nor told anew, nor are the venue's
    /// assets copied for each.
    void aPageCostsItsRowsOnly() {
        Rig rig;
        for (std::uint64_t i = 1; i <= 500; ++i)
            rig.venue.historyLedger.push_back(test::movement(i, PostingKind::Deposit, 100, 1));
        QVERIFY(!rig.pane.applyWords({"ledger"}));
        QCoreApplication::processEvents();
        QCOMPARE(rig.rows("ledger"), 200);
        rig.venue.assetsAsked = 0;
        QCOMPARE(rig.table("ledger").model()->index(0, 3).data().toString(), "SOL");
        const QSignalSpy changed(rig.table("ledger").model(), &QAbstractItemModel::dataChanged);
        auto* bar = rig.table("ledger").verticalScrollBar();
        for (int i = 0; i < 3; ++i) {
            bar->setValue(bar->maximum());
            QCoreApplication::processEvents();
        }
        QCOMPARE(rig.rows("ledger"), 500);
        QCOMPARE(rig.venue.assetsAsked, 2); // once a page
        QCOMPARE(changed.size(), 0);
    }
    void filters_data() {
        QTest::addColumn<QString>("box");
        QTest::addColumn<QString>("choice");
        QTest::addColumn<int>("rows");
        QTest::newRow("a market") << "historyMarket" << "BTC-PERP" << 5;
        QTest::newRow("a side") << "historySide" << "Sell" << 5;
    }
    void filters() {
        Rig rig;
        QFETCH(QString, box);
        QFETCH(QString, choice);
        rig.choose(qPrintable(box), qPrintable(choice));
        QTEST(rig.rows(), "rows");
        QVERIFY(!rig.pane.applyWords({"ALL"}));
        QCOMPARE(rig.rows(), 10);
    }
    void filtersByAccount() {
        Rig rig;
        QVERIFY(!rig.venue.filtersAsked.back().account.has_value());
        rig.choose("historyAccount", "Trend");
        QCOMPARE(rig.venue.filtersAsked.back().account.value(), AccountId(4));
    }
    void filtersByDay() {
        Rig rig(1'500); // they reach into the day before
        rig.type("historyFrom", "2023-11-14");
        rig.type("historyUntil", "2023-11-14");
        const ports::HistoryFilter& asked = rig.venue.filtersAsked.back();
        QCOMPARE(asked.from.millis(), 1'699'920'000'000);
        QCOMPARE(asked.until.millis(), 1'700'006'400'000);
        rig.type("historyUntil", "2023-11-13");
        QVERIFY2(rig.notice().contains("first before the last"), qPrintable(rig.notice()));
        QVERIFY(rig.rows() > 0); // as before
        const auto wrong = [&rig](const char* name) {
            return rig.pane.findChild<QLineEdit*>(QLatin1String(name))->property("wrong").toBool();
        };
        QVERIFY(wrong("historyFrom") && wrong("historyUntil"));
        rig.type("historyUntil", "tomorrow");
        QVERIFY(!wrong("historyFrom") && wrong("historyUntil"));
        rig.type("historyUntil", "2023-11-14"); // right again: nothing is left of it
        QVERIFY(!wrong("historyFrom") && !wrong("historyUntil"));
        QCOMPARE(rig.notice(), QString());
    }
    void days_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("day");
        QTest::newRow("a day") << "2024-02-29" << true;
        QTest::newRow("none") << "" << true;
        QTest::newRow("no such day") << "2023-02-29" << false;
        QTest::newRow("the other way round") << "31.12.2023" << false;
        QTest::newRow("before there were nanoseconds") << "1969-12-31" << false;
        QTest::newRow("after there are") << "2262-12-31" << false;
        QTest::newRow("words") << "yesterday" << false;
    }
    void days() {
        QFETCH(QString, typed);
        QTEST(parseDay(typed, false, UnixNanos()).has_value(), "day");
    }
    void ledgerIsFilteredByKind() {
        Rig rig;
        rig.venue.historyLedger = {test::movement(1, PostingKind::Deposit, 100),
                                   test::movement(2, PostingKind::TransferOut, -50),
                                   test::movement(3, PostingKind::Deposit, 10)};
        QVERIFY(!rig.pane.applyWords({"ledger"}));
        QCOMPARE(rig.rows("ledger"), 3);
        QVERIFY(!rig.box("historyMarket").isVisible());
        QVERIFY(rig.box("historyKind").isVisible());
        rig.choose("historyKind", "Deposit");
        QCOMPARE(rig.rows("ledger"), 2);
    }
    /// A working order that is filled later is the same row.
    void rowsChangeInPlace() {
        Rig rig;
        QCOMPARE(rig.table().model()->index(1, 9).data().toString(), "Working"); // order 9
        rig.venue.historyOrders[8].order.state = OrderState::Filled;
        rig.venue.historyOrders[8].order.closeReason = CloseReason::Filled;
        test::addOrders(rig.venue, 1);
        ++rig.venue.historyRows;
        rig.later();
        QCOMPARE(rig.rows(), 11);
        QCOMPARE(rig.table().model()->index(2, 9).data().toString(), "Filled");
    }
    void sortsByAColumn() {
        Rig rig;
        rig.table().sortByColumn(10, Qt::AscendingOrder);
        QCOMPARE(rig.table().model()->index(0, 10).data().toString(), "1");
    }
    void anotherAccountsRowsAreItsOwn() {
        Rig rig;
        auto account = std::make_shared<AccountView>(*rig.venue.accountView);
        account->id = AccountId(4);
        rig.venue.accountView = account;
        rig.venue.historyOrders.clear();
        rig.later();
        QCOMPARE(rig.rows(), 0);
    }
    /// Rows of one account never stand under the name of another, however long the history takes; nor do they in a
    /// list that is not seen.
    void anotherAccountsRowsGoAtOnce() {
        Rig rig;
        QVERIFY(!rig.pane.applyWords({"FILLS"}));
        QVERIFY(!rig.pane.applyWords({"ORDERS"}));
        rig.venue.historyWaits = true;
        auto account = std::make_shared<AccountView>(*rig.venue.accountView);
        account->id = AccountId(4);
        rig.venue.accountView = account;
        rig.frame(rig.pane);
        QCOMPARE(rig.rows(), 0);
        QCOMPARE(rig.pane.findChild<QToolButton*>("paneSymbol")->text(), "Trend");
        QCOMPARE(rig.table().emptySentence(), "The history is being read.");
        rig.venue.answerAllHistory();
        QCOMPARE(rig.rows(), 10);
        rig.choose("historyAccount", "Scalping");
        QCOMPARE(rig.rows(), 0);
        QCOMPARE(rig.rows("fills"), 0);
        rig.venue.answerAllHistory();
        QCOMPARE(rig.pane.findChild<QToolButton*>("paneSymbol")->text(), "Scalping · 10 rows");
    }
    void exportsWhatTheFiltersLetThrough() {
        Rig rig(1'200);
        const QTemporaryDir folder;
        const QString file = folder.filePath("orders.csv");
        QVERIFY(!rig.pane.applyWords({"ORDERS", "BTC-PERP", "EXPORT", file.toStdString()}));
        QCOMPARE(rig.venue.filtersAsked.back().account.value(), AccountId(1)); // also if another is selected meanwhile
        QTRY_VERIFY2(rig.notice().startsWith("600 rows were written"), qPrintable(rig.notice()));
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        const QByteArrayList lines = written.readAll().split('\n');
        QCOMPARE(lines.size(), 602); // the heading, and nothing after the last end of line
        QVERIFY(lines[0].startsWith("accepted_market_time_utc,sent_wall_clock_utc,") && lines[0].endsWith("\r"));
        QVERIFY(lines[1].contains(",BTC-PERP,sell,"));
    }
    void anExportThatFailsLosesNothing() {
        Rig rig;
        const QTemporaryDir folder;
        rig.pane.exportTo(folder.filePath("nowhere/orders.csv"));
        QTRY_VERIFY2(rig.notice().contains("was not written"), qPrintable(rig.notice()));
        QVERIFY(rig.pane.findChild<QToolButton*>("historyExport")->isEnabled());
        QCOMPARE(rig.rows(), 10);
    }
    void commandsAnswerWhenTheFileIsWritten() {
        Rig rig(1'200);
        const QTemporaryDir folder;
        std::vector<ports::ActionResult> answers;
        const auto ask = [&](const QString& file) {
            rig.pane.runWords({"ORDERS", "EXPORT", file.toStdString()},
                              [&answers](ports::ActionResult result) { answers.push_back(std::move(result)); });
        };
        const QString first = folder.filePath("first.csv");
        const QString third = folder.filePath("third.csv");
        ask(first); // the others wait for it
        ask(folder.filePath("nowhere/second.csv"));
        ask(third);
        QTRY_COMPARE(answers.size(), 3U);
        QVERIFY(answers[0].has_value() && answers[2].has_value());
        QVERIFY(QString::fromStdString(*answers[0]).contains("1\u2009200 rows were written to " + first));
        QCOMPARE(answers[1].error().code, ports::ActionCode::Failed);
        QVERIFY2(answers[1].error().detail.find("the folder does not exist") != std::string::npos,
                 answers[1].error().detail.c_str());
        QCOMPARE(QFileInfo(first).size(), QFileInfo(third).size());
        rig.pane.runWords({"NOTHING"},
                          [&answers](ports::ActionResult result) { answers.push_back(std::move(result)); });
        QCOMPARE(answers[3].error().code, ports::ActionCode::BadArguments);
        rig.pane.runWords({"TRANSFERS"},
                          [&answers](ports::ActionResult result) { answers.push_back(std::move(result)); });
        QVERIFY(answers[4].has_value());
        QCOMPARE(rig.pane.state().at("list"), "ledger");
    }
    void aBrokenHistoryIsTold() {
        Rig rig;
        rig.venue.historyFault = ports::HistoryCode::Unavailable;
        ++rig.venue.historyRows;
        rig.later();
        QVERIFY2(rig.notice().contains("not available"), qPrintable(rig.notice()));
        QCOMPARE(rig.rows(), 10); // what is shown is kept
    }
    /// What could not be read is not nothing.
    void aHistoryThatCannotBeReadIsNotEmpty() {
        Rig rig;
        rig.venue.historyFault = ports::HistoryCode::Damaged;
        QVERIFY(!rig.pane.applyWords({"FILLS"}));
        QCOMPARE(rig.table("fills").emptySentence(), "The history could not be read.");
        QCOMPARE(rig.table("fills").emptyHint(), "HISTORY FILLS tries again.");
        QVERIFY2(rig.notice().contains("damaged") && rig.notice().contains("HISTORY FILLS"), qPrintable(rig.notice()));
        QVERIFY(!rig.pane.findChild<QToolButton*>("paneSymbol")->text().contains("rows"));
        rig.venue.historyFault.reset();
        QVERIFY(!rig.pane.applyWords({"FILLS"}));
        QCOMPARE(rig.table("fills").emptySentence(), "Nothing has been filled.");
        QCOMPARE(rig.pane.findChild<QToolButton*>("paneSymbol")->text(), "Scalping · 0 rows");
    }
    /// Orders too are of the day that their time column says.
    void daysAreOfTheTimeShown() {
        Rig rig(1'340); // a minute apart, the newest at 22:13:20
        rig.type("historyUntil", "2023-11-13");
        QCOMPARE(rig.rows(), 6); // 1 334 of them are of the 14th
        QCOMPARE(rig.table().model()->index(0, 0).data().toString(), "2023-11-13 23:59:20");
    }
    void enterShowsTheMarket() {
        Rig rig;
        rig.table().setCurrentIndex(rig.table().model()->index(0, 0));
        QTest::keyClick(&rig.table(), Qt::Key_Return);
        QCOMPARE(rig.links.market('A').value(), MarketId(1));
    }
    void wordsAndStateComeBack() {
        Rig rig;
        QVERIFY(rig.pane.applyWords({"NOTHING"}).has_value());
        QVERIFY(rig.pane.applyWords({"EXPORT"}).has_value());
        QVERIFY(!rig.pane.applyWords({"FILLS", "SOL-PERP"}));
        HistoryPane other(rig.context);
        other.restore(rig.pane.state());
        QCOMPARE(other.state(), rig.pane.state());
        QCOMPARE(other.findChild<QTabBar*>("historyTabs")->currentIndex(), 1);
        QCOMPARE(other.state().at("only"), "SOL-PERP");
    }
    void beforeTheVenueHasStarted() {
        test::PaneRig rig;
        rig.venue.marketList.clear();
        HistoryPane pane(rig.context);
        rig.show(pane, {600, 300});
        rig.frame(pane);
        QCOMPARE(pane.findChild<Table*>("orders")->model()->rowCount(), 0);
    }
};
QD_TEST(TestHistoryPane);
#include "TestHistoryPane.moc"
