// Size: one scenario a gesture of the pane and its editor; their number is what makes the file long.
#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/positions/Holdings.h"
#include "widgets/base/Format.h"
#include "widgets/positions/PositionsPane.h"

#include <QClipboard>
#include <QLabel>
#include <QObject>
#include <QPushButton>
#include <QSortFilterProxyModel>

using namespace qd;
using namespace qd::ui;

namespace {

/// POSITIONS over a venue with two positions.
struct Rig : test::PaneRig {
    PositionsPane pane{context};
    Rig() {
        venue.setBook(MarketId(0), Price(148'270'000));
        venue.setBook(MarketId(1), Price(68'412'500'000));
        venue.accountView = test::twoPositions();
        show(pane, {1'100, 200});
    }
    Table& table() { return *pane.findChild<Table*>("positions"); }
    TableFoot& foot() { return *pane.findChild<TableFoot*>("positionsFoot"); }
    QString notice() {
        const auto* line = pane.findChild<QLabel*>("positionsNotice");
        return line->isVisible() ? line->text() : QString();
    }
    void update() {
        clock.advance(100 * kNanosPerMilli);
        venue.tellAccount();
        frame(pane);
    }
    [[nodiscard]] QString cell(int row, PositionColumn column) {
        return table().model()->index(row, static_cast<int>(column)).data().toString();
    }
    /// Where a link of the row is painted: the middle of its text, measured as the table paints it.
    void click(int row, int link) {
        const QModelIndex index = table().model()->index(row, static_cast<int>(PositionColumn::Deeds));
        const QStringList texts = index.data(kLinksRole).toStringList();
        const QFontMetrics metrics(themes.theme().font(FontRole::Dense));
        const QRect box = table().visualRect(index);
        const QString after = texts.mid(link).join(" · ");
        const int x = box.right() - 6 - metrics.horizontalAdvance(after) + metrics.horizontalAdvance(texts[link]) / 2;
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, {x, box.center().y()});
    }
    void runMoneyLink(int row, int link) {
        auto* model = qobject_cast<QSortFilterProxyModel*>(table().model());
        const QModelIndex at = model->mapToSource(model->index(row, static_cast<int>(PositionColumn::Money)));
        qobject_cast<TableModelBase*>(model->sourceModel())->runLink(at, link);
    }
    void finish(OrderState state, CloseReason reason, RejectCode code) {
        TrackedOrder order;
        order.order.terms = venue.placed.back();
        order.state = state;
        order.closeReason = reason;
        order.rejectCode = code;
        venue.orderList = {order};
        update();
    }
};

} // namespace

class TestPositionsPane : public QObject {
    Q_OBJECT
  private slots:
    void showsRowsAndTotals() {
        Rig rig;
        QCOMPARE(rig.table().model()->rowCount(), 2);
        QCOMPARE(rig.cell(0, PositionColumn::Market), "SOL-PERP");
        QCOMPARE(rig.foot().textOf(static_cast<int>(PositionColumn::Pnl)), "+0.58");
        QCOMPARE(rig.foot().textOf(static_cast<int>(PositionColumn::Margin)), "51.47");
        QCOMPARE(rig.foot().textOf(static_cast<int>(PositionColumn::Realised)), "−0.83");
        QCOMPARE(rig.pane.findChild<QToolButton*>("paneSymbol")->text(), "2 open");
    }
    /// A size has no sign: without the side a long looks like a short.
    void theSideStaysWhenNarrow() {
        Rig rig;
        for (const int width : {697, 569, 420, 300}) {
            rig.pane.resize(width, 200);
            rig.update();
            for (const PositionColumn c : {PositionColumn::Market, PositionColumn::Side, PositionColumn::Size,
                                           PositionColumn::Pnl, PositionColumn::Distance})
                QVERIFY2(!rig.table().isColumnHidden(static_cast<int>(c)),
                         qPrintable(QStringLiteral("%1: column %2").arg(width).arg(static_cast<int>(c))));
        }
        QCOMPARE(rig.cell(0, PositionColumn::Side), "Long");
        QCOMPARE(rig.cell(1, PositionColumn::Side), "Short");
    }
    void cellsFollowTheAccount() {
        Rig rig;
        auto account = test::twoPositions();
        account->positions[0].unrealised = Money(2'000'000);
        rig.venue.accountView = account;
        rig.update();
        QCOMPARE(rig.cell(0, PositionColumn::Pnl), "+2.00");
        const auto flash = [&](PositionColumn c) {
            return rig.table().model()->index(0, static_cast<int>(c)).data(kFlashRole).toLongLong();
        };
        QCOMPARE(flash(PositionColumn::Pnl), rig.clock.monotonicNanos());
        QCOMPARE(flash(PositionColumn::Mark), 0);
        account = test::twoPositions();
        account->positions.erase(account->positions.begin());
        rig.venue.accountView = account;
        rig.update();
        QCOMPARE(rig.table().model()->rowCount(), 1);
        QCOMPARE(rig.cell(0, PositionColumn::Market), "BTC-PERP");
    }
    void disarmedLinksSendNothingAndSayWhy() {
        Rig rig;
        for (int link = 0; link < 3; ++link) {
            rig.click(0, link);
            QVERIFY2(rig.notice().startsWith("One-click trading is off."), qPrintable(rig.notice()));
        }
        QTest::mouseClick(rig.pane.findChild<QToolButton*>("positionsCloseAll"), Qt::LeftButton);
        QVERIFY(rig.venue.placed.empty());
    }
    void armedLinks_data() {
        QTest::addColumn<int>("row");
        QTest::addColumn<int>("link");
        QTest::addColumn<int>("side");
        QTest::addColumn<qlonglong>("size");
        QTest::addColumn<bool>("reduceOnly");
        const int buy = static_cast<int>(Side::Buy);
        const int sell = static_cast<int>(Side::Sell);
        QTest::newRow("close the long") << 0 << 0 << sell << 12'500'000'000LL << true;
        QTest::newRow("half of the long") << 0 << 1 << sell << 6'250'000'000LL << true;
        QTest::newRow("flip the long") << 0 << 2 << sell << 25'000'000'000LL << false;
        QTest::newRow("close the short") << 1 << 0 << buy << 3'000'000LL << true;
        QTest::newRow("flip the short") << 1 << 2 << buy << 6'000'000LL << false;
    }
    void armedLinks() {
        Rig rig;
        rig.gate.setArmed(true);
        QFETCH(int, row);
        QFETCH(int, link);
        QFETCH(int, side);
        QFETCH(qlonglong, size);
        rig.click(row, link);
        QCOMPARE(rig.venue.placed.size(), 1U);
        const OrderTerms& terms = rig.venue.placed[0];
        QCOMPARE(static_cast<int>(terms.market.value()), row);
        QCOMPARE(static_cast<int>(terms.side), side);
        QCOMPARE(terms.size.raw(), size);
        QTEST(terms.reduceOnly, "reduceOnly");
        QCOMPARE(terms.type, OrderType::Market);
        QCOMPARE(terms.timeInForce, TimeInForce::ImmediateOrCancel);
    }
    /// A second click must not flip the position back.
    void oneOrderAMarketAtATime() {
        Rig rig;
        rig.gate.setArmed(true);
        rig.click(0, 2);
        rig.click(0, 2);
        QCOMPARE(rig.venue.placed.size(), 1U);
        QVERIFY2(rig.notice().contains("on its way"), qPrintable(rig.notice()));
        rig.click(1, 0);
        QCOMPARE(rig.venue.placed.size(), 2U);
    }
    void tellsWhatDidNotWork_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("reason");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, OrderState s, CloseReason r, RejectCode c, const char* says) {
            QTest::newRow(name) << static_cast<int>(s) << static_cast<int>(r) << static_cast<int>(c) << QString(says);
        };
        row("filled", OrderState::Filled, CloseReason::Filled, RejectCode::None, "");
        row("nothing to fill it", OrderState::Cancelled, CloseReason::Unfilled, RejectCode::None,
            "Close SOL-PERP: What could not be filled at once was cancelled.");
        row("refused", OrderState::Rejected, CloseReason::Filled, RejectCode::MarketPaused,
            "Close SOL-PERP: The market is paused; only cancels are accepted.");
    }
    void tellsWhatDidNotWork() {
        Rig rig;
        rig.gate.setArmed(true);
        rig.click(0, 0);
        QFETCH(int, state);
        QFETCH(int, reason);
        QFETCH(int, code);
        rig.finish(static_cast<OrderState>(state), static_cast<CloseReason>(reason), static_cast<RejectCode>(code));
        QTEST(rig.notice(), "says");
        rig.click(0, 0); // the way is free again
        QCOMPARE(rig.venue.placed.size(), 2U);
    }
    void oneStepCannotBeHalved() {
        Rig rig;
        rig.gate.setArmed(true);
        auto account = test::twoPositions();
        account->positions[0].position.base = Quantity(10'000'000);
        rig.venue.accountView = account;
        rig.update();
        rig.click(0, 1);
        QVERIFY(rig.venue.placed.empty());
        QVERIFY2(rig.notice().contains("0.01"), qPrintable(rig.notice()));
    }
    void closeAllClosesPositionsAndLeavesOrders() {
        Rig rig;
        rig.gate.setArmed(true);
        QTest::mouseClick(rig.pane.findChild<QToolButton*>("positionsCloseAll"), Qt::LeftButton);
        QCOMPARE(rig.venue.placed.size(), 2U);
        for (const OrderTerms& terms : rig.venue.placed) QVERIFY(terms.reduceOnly);
        QVERIFY(rig.venue.cancelled.empty() && rig.venue.cancelledAll.empty());
    }
    /// What tells of danger stays; the queue for deleveraging goes first.
    void aNarrowPaneKeepsWhatMatters() {
        Rig rig;
        const auto hidden = [&](PositionColumn c) { return rig.table().isColumnHidden(static_cast<int>(c)); };
        const auto folding = {PositionColumn::Adl, PositionColumn::Funding, PositionColumn::Unsettled,
                              PositionColumn::Realised};
        rig.pane.resize(2'400, 200);
        QCoreApplication::processEvents();
        for (const PositionColumn c : folding) QVERIFY2(!hidden(c), qPrintable(QString::number(int(c))));
        for (int width = 1'900; width >= 600; width -= 50) {
            rig.pane.resize(width, 200);
            QCoreApplication::processEvents();
            for (const PositionColumn c : {PositionColumn::Size, PositionColumn::Entry, PositionColumn::Mark,
                                           PositionColumn::Pnl, PositionColumn::Liquidation, PositionColumn::Distance})
                QVERIFY2(!hidden(c), qPrintable(QStringLiteral("%1 at %2").arg(int(c)).arg(width)));
            if (hidden(PositionColumn::Mode)) QVERIFY(hidden(PositionColumn::Leverage));
        }
        for (const PositionColumn c : folding) QVERIFY2(hidden(c), qPrintable(QString::number(int(c))));
    }
    /// Links that have nothing to do are not there.
    void moneyLinksWhereTheyDoSomething() {
        Rig rig;
        const auto links = [&](int row) {
            return rig.table()
                .model()
                ->index(row, static_cast<int>(PositionColumn::Money))
                .data(kLinksRole)
                .toStringList();
        };
        QVERIFY(links(0).isEmpty());
        auto account = test::twoPositions();
        account->positions[0].unsettled = Money(-1);
        account->positions[1].isolated = true;
        rig.venue.accountView = account;
        rig.update();
        QCOMPARE(links(0), QStringList{"Settle"});
        QCOMPARE(links(1), QStringList{"Margin"});
    }
    void settles() {
        Rig rig;
        auto account = test::twoPositions();
        account->positions[0].unsettled = Money(5);
        rig.venue.accountView = account;
        rig.update();
        rig.runMoneyLink(0, 0);
        QCOMPARE(std::get<SettlePnl>(rig.venue.controlled.at(0)).market, MarketId(0));
        QCOMPARE(rig.notice(), "The realised profit and loss of SOL-PERP is in the deposit.");
        rig.venue.controlAnswer = RejectCode::PnlPoolEmpty;
        rig.runMoneyLink(0, 0);
        QVERIFY2(rig.notice().startsWith("Settle SOL-PERP: Gains are paid"), qPrintable(rig.notice()));
    }
    void movesMargin_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("button");
        QTest::addColumn<qlonglong>("amount"); // 0: nothing is asked for
        QTest::newRow("add") << "100" << "marginAdd" << 100'000'000LL;
        QTest::newRow("take back") << "0.5" << "marginBack" << -500'000LL;
        QTest::newRow("nothing typed") << "" << "marginAdd" << 0LL;
        QTest::newRow("zero") << "0" << "marginBack" << 0LL;
        QTest::newRow("left as it is") << "100" << "marginClose" << 0LL;
    }
    void movesMargin() {
        Rig rig;
        QFETCH(QString, typed);
        QFETCH(QString, button);
        QFETCH(qlonglong, amount);
        auto account = test::twoPositions();
        account->positions[1].isolated = true;
        rig.venue.accountView = account;
        rig.update();
        rig.runMoneyLink(1, 0);
        auto* editor = rig.pane.findChild<MarginEditor*>();
        QVERIFY(editor->isVisible());
        QVERIFY(rig.table().rect().contains(editor->geometry()));
        rig.pane.findChild<DecimalEdit*>("marginAmount")->setText(typed);
        QTest::mouseClick(rig.pane.findChild<QPushButton*>(button), Qt::LeftButton);
        QCOMPARE(rig.venue.controlled.size(), amount == 0 ? 0U : 1U);
        if (amount == 0) return;
        QCOMPARE(std::get<MoveIsolatedMargin>(rig.venue.controlled[0]).market, MarketId(1));
        QCOMPARE(std::get<MoveIsolatedMargin>(rig.venue.controlled[0]).amount.raw(), amount);
        QVERIFY(editor->isHidden());
    }
    void theMarginEditorFollowsThePosition() {
        Rig rig;
        auto account = test::twoPositions();
        account->positions[1].isolated = true;
        account->positions[1].isolatedMargin = Money::of(40);
        rig.venue.accountView = account;
        rig.update();
        rig.runMoneyLink(1, 0);
        auto* editor = rig.pane.findChild<MarginEditor*>();
        auto* amount = rig.pane.findChild<DecimalEdit*>("marginAmount");
        const auto* has = rig.pane.findChild<QLabel*>("marginHas");
        QCOMPARE(has->text(), "BTC-PERP has 40.00 USDC");
        const int under = editor->y();
        amount->setText("15");
        account = std::make_shared<AccountView>(*account);
        account->positions[1].isolatedMargin = Money::of(25);
        account->positions.erase(account->positions.begin()); // its row is the first now
        rig.venue.accountView = account;
        rig.update();
        QCOMPARE(has->text(), "BTC-PERP has 25.00 USDC");
        QCOMPARE(amount->text(), "15");
        QVERIFY(editor->y() < under);
        QTest::keyClick(amount, Qt::Key_Return);
        QCOMPARE(std::get<MoveIsolatedMargin>(rig.venue.controlled.at(0)).amount, Money::of(15));
    }
    void theMarginEditorEndsWithWhatItWasOpenedFor_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("says");
        QTest::newRow("the position is closed") << "closed" << "BTC-PERP is not among the positions any more.";
        QTest::newRow("it is not isolated any more") << "cross" << "BTC-PERP uses the account's collateral now.";
        QTest::newRow("another account is traded") << "account" << "Another account is traded from now.";
        QTest::newRow("there is no account") << "none" << "Another account is traded from now.";
    }
    void theMarginEditorEndsWithWhatItWasOpenedFor() {
        QFETCH(QString, what);
        QFETCH(QString, says);
        Rig rig;
        auto account = test::twoPositions();
        account->positions[1].isolated = true;
        rig.venue.accountView = account;
        rig.update();
        rig.runMoneyLink(1, 0);
        auto* amount = rig.pane.findChild<DecimalEdit*>("marginAmount");
        amount->setText("15");
        account = std::make_shared<AccountView>(*account);
        if (what == "closed") account->positions.erase(account->positions.begin() + 1);
        if (what == "cross") account->positions[1].isolated = false;
        if (what == "account") account->id = AccountId(8);
        rig.venue.accountView = what == "none" ? nullptr : account;
        rig.update();
        QCOMPARE(rig.pane.findChild<QLabel*>("marginNote")->text(), says);
        QTest::keyClick(amount, Qt::Key_Return);
        for (const char* deed : {"marginAdd", "marginBack"}) {
            QVERIFY(!rig.pane.findChild<QPushButton*>(deed)->isEnabled());
            QTest::mouseClick(rig.pane.findChild<QPushButton*>(deed), Qt::LeftButton);
        }
        QVERIFY(rig.venue.controlled.empty());
        QTest::mouseClick(rig.pane.findChild<QPushButton*>("marginClose"), Qt::LeftButton);
        QVERIFY(rig.pane.findChild<MarginEditor*>()->isHidden());
    }
    /// The pane looks at the account ten times a second; a hand is faster.
    void marginOfAnotherAccountStays() {
        Rig rig;
        auto account = test::twoPositions();
        account->positions[1].isolated = true;
        rig.venue.accountView = account;
        rig.update();
        rig.runMoneyLink(1, 0);
        auto* amount = rig.pane.findChild<DecimalEdit*>("marginAmount");
        amount->setText("15");
        account = std::make_shared<AccountView>(*account);
        account->id = AccountId(8);
        rig.venue.accountView = account;
        QTest::keyClick(amount, Qt::Key_Return);
        QVERIFY(rig.venue.controlled.empty());
        QVERIFY2(rig.notice().startsWith("Another account is traded from now"), qPrintable(rig.notice()));
    }
    void escapeClosesTheEditor() {
        Rig rig;
        auto account = test::twoPositions();
        account->positions[1].isolated = true;
        rig.venue.accountView = account;
        rig.update();
        rig.runMoneyLink(1, 0);
        QTest::keyClick(rig.pane.findChild<DecimalEdit*>("marginAmount"), Qt::Key_Escape);
        QVERIFY(rig.pane.findChild<MarginEditor*>()->isHidden());
    }
    void enterShowsTheMarket() {
        Rig rig;
        rig.table().selectRow(1);
        rig.table().setCurrentIndex(rig.table().model()->index(1, 0));
        QTest::keyClick(&rig.table(), Qt::Key_Return);
        QCOMPARE(rig.links.market('A').value(), MarketId(1));
    }
    void copiesPlainNumbers() {
        Rig rig;
        rig.table().selectRow(1);
        QTest::keyClick(&rig.table(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 "Market\tSide\tSize\tEntry\tMark\tP&L USDC\tP&L %\tRealised\tMaint. margin\tLiq.\tDist. %\tMode\tMax "
                 "lev.\tIsolated\tADL\t"
                 "Unsettled\tFunding\n"
                 "BTC-PERP\tShort\t0.0030\t67980.0\t68412.5\t-1.30\t-0.64\t0.00\t5.14\t71149.0\t+4."
                 "00\tCross\t20×\t\t\t\t\n");
    }
    void wordsAndStateComeBack() {
        Rig rig;
        auto account = test::twoPositions();
        account->positions[0].position = {};
        rig.venue.accountView = account;
        rig.update();
        QCOMPARE(rig.table().model()->rowCount(), 1);
        QVERIFY(!rig.pane.applyWords({"closed"}));
        rig.update();
        QCOMPARE(rig.table().model()->rowCount(), 2);
        QVERIFY(rig.pane.applyWords({"CLOSED", "x"}).has_value());
        QVERIFY(rig.pane.applyWords({"SOMETHING"}).has_value());
        PositionsPane other(rig.context);
        other.restore(rig.pane.state());
        QCOMPARE(other.state(), rig.pane.state());
        QVERIFY(other.findChild<QToolButton*>("positionsClosed")->isChecked());
        QVERIFY(!rig.pane.applyWords({"OPEN"}));
        QVERIFY(!rig.pane.state().contains("closed"));
    }
    void beforeTheVenueHasStarted() {
        test::PaneRig rig;
        PositionsPane pane(rig.context);
        rig.show(pane, {600, 160});
        QVERIFY(pane.findChild<TableFoot*>()->isHidden());
        QVERIFY(!pane.findChild<QToolButton*>("positionsCloseAll")->isEnabled());
    }
};
QD_TEST(TestPositionsPane);
#include "TestPositionsPane.moc"
