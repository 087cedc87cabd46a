// Size: one scenario a gesture of the pane and its editor; their number is what makes the file long.
#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/orders/SomeOrders.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/orders/OrdersPane.h"

#include <QClipboard>
#include <QLabel>
#include <QMenu>
#include <QObject>
#include <QPushButton>

#include <utility>

using namespace qd;
using namespace qd::ui;

namespace {

/// ORDERS over a venue with a working buy (2) and a working sell (1).
struct Rig : test::PaneRig {
    OrdersPane pane{context};
    Rig() {
        venue.setBook(MarketId(0), Price(147'050'000));
        venue.orderList = {test::workingOrder(1, Side::Sell), test::workingOrder(2)};
        show(pane, {1'100, 200});
        pane.activateWindow();
        if (!QTest::qWaitForWindowActive(&pane)) qFatal("the pane is not active");
    }
    Table& table() { return *pane.findChild<Table*>("orders"); }
    AmendEditor& editor() { return *pane.findChild<AmendEditor*>("amendEditor"); }
    DecimalEdit& price() { return *pane.findChild<DecimalEdit*>("amendPrice"); }
    DecimalEdit& size() { return *pane.findChild<DecimalEdit*>("amendSize"); }
    QString note() { return pane.findChild<QLabel*>("amendNote")->text(); }
    QString notice() {
        const auto* line = pane.findChild<QLabel*>("ordersNotice");
        return line->isVisible() ? line->text() : QString();
    }
    void update() {
        clock.advance(100 * kNanosPerMilli);
        venue.tellAccount();
        frame(pane);
    }
    [[nodiscard]] QString cell(int row, OrderColumn column) {
        return table().model()->index(row, static_cast<int>(column)).data().toString();
    }
    void run(int row, int link) {
        const QModelIndex index = table().model()->index(row, static_cast<int>(OrderColumn::Deeds));
        const QStringList texts = index.data(kLinksRole).toStringList();
        const QFontMetrics metrics(themes.theme().font(FontRole::Dense));
        const QRect box = table().visualRect(index);
        const int x = box.right() - 6 - metrics.horizontalAdvance(texts.mid(link).join(" · ")) +
                      metrics.horizontalAdvance(texts[link]) / 2;
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, {x, box.center().y()});
    }
    void choose(int row) { table().setCurrentIndex(table().model()->index(row, 0)); }
};

} // namespace

class TestOrdersPane : public QObject {
    Q_OBJECT
  private slots:
    void workingOrAll() {
        Rig rig;
        rig.venue.orderList.push_back(test::finishedOrder(3, OrderState::Cancelled, CloseReason::SelfTrade));
        rig.update();
        QCOMPARE(rig.table().model()->rowCount(), 2);
        QVERIFY(rig.table().isColumnHidden(static_cast<int>(OrderColumn::Reason)));
        QCOMPARE(rig.pane.findChild<QToolButton*>("paneSymbol")->text(), "2 working");
        QVERIFY(!rig.pane.applyWords({"all"}));
        rig.update();
        QCOMPARE(rig.table().model()->rowCount(), 3);
        QCOMPARE(rig.cell(2, OrderColumn::Reason), sentence(CloseReason::SelfTrade));
        QVERIFY(!rig.table().isColumnHidden(static_cast<int>(OrderColumn::Reason)));
        QCOMPARE(rig.pane.findChild<QToolButton*>("paneSymbol")->text(), "2 working");
        // Nothing can be done to what is over.
        const QModelIndex deeds = rig.table().model()->index(2, static_cast<int>(OrderColumn::Deeds));
        QCOMPARE(deeds.data(kLinksRole).toStringList(), QStringList());
    }
    /// However narrow: market, side, size, and the price or what it waits for.
    void whatMattersStaysWhenNarrow() {
        Rig rig;
        rig.venue.orderList.push_back(test::waitingOrder(3, TriggerKind::Stop, Price::of(140)));
        TrackedOrder stopLimit = test::waitingOrder(4, TriggerKind::TakeProfit, Price::of(160));
        stopLimit.order.terms.type = OrderType::Limit;
        stopLimit.order.terms.price = Price::of(159);
        rig.venue.orderList.push_back(stopLimit);
        rig.pane.resize(1'600, 200);
        rig.update();
        const auto shown = [&rig](OrderColumn c) { return !rig.table().isColumnHidden(static_cast<int>(c)); };
        QVERIFY(shown(OrderColumn::Trigger));
        QCOMPARE(rig.cell(0, OrderColumn::Price), "159.00");
        QCOMPARE(rig.cell(1, OrderColumn::Price), unknownText());
        for (const int width : {697, 638, 520, 300}) {
            rig.pane.resize(width, 200);
            rig.update();
            for (const OrderColumn c :
                 {OrderColumn::Market, OrderColumn::Side, OrderColumn::Price, OrderColumn::Size, OrderColumn::Deeds})
                QVERIFY2(shown(c), qPrintable(QStringLiteral("%1: column %2").arg(width).arg(static_cast<int>(c))));
            QVERIFY(!shown(OrderColumn::Trigger));
            QCOMPARE(rig.cell(0, OrderColumn::Price), QString::fromUtf8("≥\u00A0160.00"));
            QCOMPARE(rig.cell(1, OrderColumn::Price), QString::fromUtf8("≤\u00A0140.00"));
            QCOMPARE(rig.cell(2, OrderColumn::Price), "147.05");
        }
        const QModelIndex price = rig.table().model()->index(0, static_cast<int>(OrderColumn::Price));
        QVERIFY2(price.data(Qt::ToolTipRole).toString().endsWith("then at 159.00 or better"),
                 qPrintable(price.data(Qt::ToolTipRole).toString()));
        rig.pane.resize(1'600, 200);
        rig.update();
        QCOMPARE(rig.cell(0, OrderColumn::Price), "159.00");
    }
    void tickLinksNeedTheArm() {
        Rig rig;
        rig.run(0, 1);
        QVERIFY(rig.venue.amended.empty());
        QVERIFY2(rig.notice().startsWith("One-click trading is off."), qPrintable(rig.notice()));
        rig.choose(0);
        QTest::keyClick(&rig.table(), Qt::Key_Plus);
        QVERIFY(rig.venue.amended.empty());
    }
    void tickLinksMoveByATick() {
        Rig rig;
        rig.gate.setArmed(true);
        rig.run(0, 0);
        rig.run(1, 1);
        QCOMPARE(rig.venue.amended.size(), 2U);
        QCOMPARE(rig.venue.amended[0].order.id, OrderId(2));
        QCOMPARE(rig.venue.amended[0].price, Price(147'040'000));
        QCOMPARE(rig.venue.amended[0].size, Quantity::of(5));
        QCOMPARE(rig.venue.amended[1].order.id, OrderId(1));
        QCOMPARE(rig.venue.amended[1].price, Price(147'060'000));
        QCOMPARE(rig.venue.placed.size(), 0U);
    }
    /// Two clicks before the venue answers are two ticks, not one tick twice.
    void ticksAddUpWhileUnderWay() {
        Rig rig;
        rig.gate.setArmed(true);
        rig.choose(0);
        QTest::keyClick(&rig.table(), Qt::Key_Plus);
        rig.venue.orderList[1].pendingAmend = true;
        rig.update();
        QCOMPARE(rig.cell(0, OrderColumn::State), "Working · amending");
        QTest::keyClick(&rig.table(), Qt::Key_Plus);
        QCOMPARE(rig.venue.amended.back().price, Price(147'070'000));
        // Refused: the order stands where it stood, and so does the next tick.
        rig.venue.orderList[1].pendingAmend = false;
        rig.venue.orderList[1].rejectCode = RejectCode::PriceOutOfBand;
        rig.update();
        QTest::keyClick(&rig.table(), Qt::Key_Minus);
        QCOMPARE(rig.venue.amended.back().price, Price(147'040'000));
    }
    /// What is smaller, and what stays, is not known while an amend is on its way.
    void anAmendWaitsForTheOneBefore() {
        Rig rig;
        rig.gate.setArmed(true);
        rig.run(0, 2);
        QVERIFY(rig.editor().isVisible());
        rig.venue.orderList[1].pendingAmend = true; // the pane has not read it yet
        rig.size().setText("4");
        QTest::keyClick(&rig.size(), Qt::Key_Return);
        QCOMPARE(rig.note(), "An amend of this order is on its way.");
        rig.run(0, 1);
        QVERIFY2(rig.notice().startsWith("An amend of this order"), qPrintable(rig.notice()));
        QVERIFY(rig.venue.amended.empty());
        rig.venue.orderList[1].pendingAmend = false;
        QTest::keyClick(&rig.size(), Qt::Key_Return);
        QCOMPARE(rig.venue.amended.size(), 1U);
    }
    void refusedAmendIsShownInTheRow() {
        Rig rig;
        rig.venue.orderList[1].rejectCode = RejectCode::PriceOutOfBand;
        rig.update();
        QCOMPARE(rig.cell(0, OrderColumn::State), "Working · refused");
        QCOMPARE(rig.cell(0, OrderColumn::Price), "147.05");
        QCOMPARE(rig.cell(0, OrderColumn::Reason), sentence(RejectCode::PriceOutOfBand));
        QVERIFY(!rig.table().isColumnHidden(static_cast<int>(OrderColumn::Reason)));
        QVERIFY2(rig.notice().contains("stands as it was"), qPrintable(rig.notice()));
        // Said once, and not again to a pane that was opened later.
        rig.clock.advance(20 * kNanosPerSecond);
        rig.update();
        QCOMPARE(rig.notice(), QString());
        OrdersPane later(rig.context);
        rig.show(later, {900, 160});
        QVERIFY(later.findChild<QLabel*>("ordersNotice")->isHidden());
    }
    /// The order is not gone, it is another account's; and it can be amended when that is selected again.
    void theEditorBelongsToItsAccount() {
        Rig rig;
        const auto select = [&rig](std::uint32_t id) {
            auto account = std::make_shared<AccountView>();
            account->id = AccountId(id);
            rig.venue.accountView = account;
        };
        select(1);
        rig.update();
        rig.run(0, 2);
        QVERIFY(rig.editor().isVisible());
        const auto orders = std::exchange(rig.venue.orderList, {});
        select(4);
        rig.update();
        QVERIFY2(rig.note().startsWith("Another account is selected"), qPrintable(rig.note()));
        rig.venue.orderList = orders; // of the same numbers
        rig.update();
        rig.price().setRaw(147'070'000);
        QTest::keyClick(&rig.price(), Qt::Key_Return);
        QVERIFY(rig.venue.amended.empty());
        select(1);
        rig.update();
        QTest::keyClick(&rig.price(), Qt::Key_Return);
        QCOMPARE(rig.venue.amended.size(), 1U);
    }
    void aTriggerMovesByATickAndInTheEditor() {
        Rig rig;
        rig.venue.orderList.push_back(test::waitingOrder(3, TriggerKind::Stop, Price::of(140)));
        rig.update();
        QCOMPARE(rig.cell(0, OrderColumn::Trigger), QString::fromUtf8("≤\u00A0140.00"));
        rig.gate.setArmed(true);
        rig.run(0, 1);
        QCOMPARE(rig.venue.amended.back().trigger, Price(140'010'000));
        QVERIFY(rig.venue.amended.back().price.isZero());
        rig.run(0, 2);
        auto& trigger = *rig.pane.findChild<DecimalEdit*>("amendTrigger");
        QVERIFY(rig.editor().isVisible() && trigger.isVisible() && rig.size().isVisible());
        QVERIFY(!rig.price().isVisible());
        trigger.setText("0");
        QTest::keyClick(&trigger, Qt::Key_Return);
        QCOMPARE(rig.note(), "The trigger must be a number above zero.");
        trigger.setText("141.005");
        QTest::keyClick(&trigger, Qt::Key_Return);
        QVERIFY(rig.note().contains("multiple of the tick"));
        trigger.setText("141.5");
        rig.size().setText("4");
        QTest::keyClick(&trigger, Qt::Key_Return);
        QCOMPARE(rig.venue.amended.size(), 2U);
        QCOMPARE(rig.venue.amended.back().trigger, Price(141'500'000));
        QCOMPARE(rig.venue.amended.back().size, Quantity::of(4));
        QVERIFY(!rig.editor().isVisible());
    }
    void aTwapIsPausedAndResumed() {
        Rig rig;
        TrackedOrder twap = test::workingOrder(3);
        twap.order.terms.type = OrderType::Market;
        twap.order.terms.price = Price();
        twap.order.terms.twap = {600'000, 30'000};
        twap.order.progress.phase = OrderPhase::Twap;
        rig.venue.orderList.push_back(twap);
        rig.update();
        rig.run(0, 0);
        QCOMPARE(rig.venue.pausedTwaps.size(), 1U);
        QVERIFY(rig.venue.pausedTwaps[0].second);
        rig.venue.orderList.back().order.progress.paused = true;
        rig.update();
        rig.gate.setLock(OpeningLock{UnixNanos::fromMillis(1'700'000'000'000), "Daily loss"});
        rig.run(0, 0);
        QCOMPARE(rig.venue.pausedTwaps.size(), 1U); // it would open
        QVERIFY2(rig.notice().startsWith("Opening is locked until"), qPrintable(rig.notice()));
        rig.gate.setLock(std::nullopt);
        rig.run(0, 0); // disarmed
        QCOMPARE(rig.venue.pausedTwaps.size(), 1U);
        rig.gate.setArmed(true);
        rig.run(0, 0);
        QVERIFY(!rig.venue.pausedTwaps.at(1).second);
        rig.run(0, 1);
        QCOMPARE(rig.venue.cancelled.back().id, OrderId(3));
    }
    void columnsOfWaitingOrdersComeWithThem() {
        Rig rig;
        const auto hidden = [&](OrderColumn c) { return rig.table().isColumnHidden(static_cast<int>(c)); };
        rig.pane.resize(1'900, 200); // nothing has to fold
        QCoreApplication::processEvents();
        QVERIFY(hidden(OrderColumn::Trigger) && hidden(OrderColumn::Distance) && hidden(OrderColumn::Tie));
        TrackedOrder stop = test::waitingOrder(3, TriggerKind::Stop, Price::of(140));
        stop.order.progress.parent = OrderId(2);
        rig.venue.orderList.push_back(stop);
        rig.update();
        QVERIFY(!hidden(OrderColumn::Trigger) && !hidden(OrderColumn::Distance) && !hidden(OrderColumn::Tie));
        QCOMPARE(rig.cell(0, OrderColumn::Tie), "exit of 2");
        // A trigger alone ties an order to nothing.
        rig.venue.orderList.back().order.progress.parent = OrderId();
        rig.update();
        QVERIFY(!hidden(OrderColumn::Trigger) && hidden(OrderColumn::Tie));
    }
    void typeAndProgressStayLongest() {
        Rig rig;
        TrackedOrder stop = test::waitingOrder(3, TriggerKind::Stop, Price::of(140));
        stop.order.progress.parent = OrderId(2);
        rig.venue.orderList.push_back(stop);
        rig.update();
        const auto hidden = [&](OrderColumn c) { return rig.table().isColumnHidden(static_cast<int>(c)); };
        const auto folding = {OrderColumn::RoundTrip, OrderColumn::Age, OrderColumn::Queue, OrderColumn::Tie};
        rig.pane.resize(1'900, 200);
        QCoreApplication::processEvents();
        for (const OrderColumn c : folding) QVERIFY2(!hidden(c), qPrintable(QString::number(int(c))));
        for (int width = 1'600; width >= 700; width -= 50) {
            rig.pane.resize(width, 200);
            QCoreApplication::processEvents();
            for (const OrderColumn c : {OrderColumn::Type, OrderColumn::Filled})
                QVERIFY2(!hidden(c), qPrintable(QStringLiteral("%1 at %2").arg(int(c)).arg(width)));
        }
        for (const OrderColumn c : {OrderColumn::RoundTrip, OrderColumn::Queue, OrderColumn::Tie})
            QVERIFY2(hidden(c), qPrintable(QString::number(int(c))));
    }
    void cancelAlwaysWorks() {
        Rig rig;
        rig.run(0, 3);
        QCOMPARE(rig.venue.cancelled, (std::vector<OrderReference>{{OrderId(2), ClientOrderId(102)}}));
        rig.table().selectAll();
        QTest::keyClick(&rig.table(), Qt::Key_Delete);
        QCOMPARE(rig.venue.cancelled.size(), 3U);
    }
    void anOrderNotAcknowledgedCanOnlyBeCancelled() {
        Rig rig;
        rig.venue.orderList[1].order.id = OrderId();
        rig.venue.orderList[1].state = OrderState::Sent;
        rig.update();
        const QModelIndex deeds = rig.table().model()->index(0, static_cast<int>(OrderColumn::Deeds));
        QCOMPARE(deeds.data(kLinksRole).toStringList(), QStringList{"Cancel"});
        rig.run(0, 0);
        QCOMPARE(rig.venue.cancelled, (std::vector<OrderReference>{{OrderId(), ClientOrderId(102)}}));
    }
    void cancelAllAndSome() {
        Rig rig;
        QTest::mouseClick(rig.pane.findChild<QToolButton*>("ordersCancelAll"), Qt::LeftButton);
        QTest::mouseClick(rig.pane.findChild<QToolButton*>("ordersCancelSome"), Qt::LeftButton);
        auto* menu = rig.pane.findChild<QMenu*>();
        QVERIFY(menu != nullptr);
        QStringList texts;
        for (QAction* action : menu->actions()) {
            if (action->isSeparator()) continue;
            texts << action->text();
            action->trigger();
        }
        menu->close();
        QCOMPARE(texts, (QStringList{"Cancel all buys", "Cancel all sells", "Cancel all in SOL-PERP (2)"}));
        using Asked = std::pair<std::optional<MarketId>, std::optional<Side>>;
        QCOMPARE(rig.venue.cancelledAll, (std::vector<Asked>{{std::nullopt, std::nullopt},
                                                             {std::nullopt, Side::Buy},
                                                             {std::nullopt, Side::Sell},
                                                             {MarketId(0), std::nullopt}}));
    }
    /// The editor's Enter is explicit: it works disarmed.
    void editorAmends() {
        Rig rig;
        rig.run(0, 2);
        QVERIFY(rig.editor().isVisible());
        QCOMPARE(rig.price().text(), "147.05");
        QCOMPARE(rig.size().text(), "5.00");
        QTest::keyClick(&rig.price(), Qt::Key_Up);
        rig.size().setText("4");
        QTest::keyClick(&rig.size(), Qt::Key_Return);
        QVERIFY(rig.editor().isHidden());
        QCOMPARE(rig.venue.amended.size(), 1U);
        QCOMPARE(rig.venue.amended[0].order.id, OrderId(2));
        QCOMPARE(rig.venue.amended[0].price, Price(147'060'000));
        QCOMPARE(rig.venue.amended[0].size, Quantity::of(4));
    }
    void editorRefuses_data() {
        QTest::addColumn<QString>("price");
        QTest::addColumn<QString>("size");
        QTest::addColumn<QString>("says");
        QTest::newRow("no price") << "" << "5" << "The price must be a number above zero.";
        QTest::newRow("between ticks") << "147.055" << "5" << "multiple of the tick, 0.01.";
        QTest::newRow("as much as is filled") << "147" << "1.2" << "above what is filled already, 1.20.";
        QTest::newRow("between steps") << "147" << "5.001" << "multiple of the step, 0.01.";
        QTest::newRow("a guard of the gate") << "500" << "5" << "GUARD PASS PRICE";
    }
    void editorRefuses() {
        Rig rig;
        rig.venue.orderList[1].order.filled = Quantity(1'200'000'000);
        rig.update();
        rig.choose(0);
        QTest::keyClick(&rig.table(), Qt::Key_Return);
        QFETCH(QString, price);
        QFETCH(QString, size);
        QFETCH(QString, says);
        rig.price().setText(price);
        rig.size().setText(size);
        QTest::keyClick(&rig.price(), Qt::Key_Return);
        QVERIFY(rig.venue.amended.empty());
        QVERIFY(rig.editor().isVisible());
        QVERIFY2(rig.note().contains(says), qPrintable(rig.note()));
    }
    void editorKnowsWhenItsOrderIsGone() {
        Rig rig;
        rig.run(0, 2);
        rig.venue.orderList[1] = test::finishedOrder(2, OrderState::Filled, CloseReason::Filled);
        rig.update();
        QVERIFY(rig.editor().isVisible());
        QVERIFY2(rig.note().contains("not working any more"), qPrintable(rig.note()));
        rig.price().setText("148");
        QTest::keyClick(&rig.price(), Qt::Key_Return);
        QVERIFY(rig.venue.amended.empty());
        QTest::keyClick(&rig.price(), Qt::Key_Escape);
        QVERIFY(rig.editor().isHidden());
    }
    /// It was moved from elsewhere: a change of its size must not take it back to where it was.
    void editorFollowsWhatWasNotTyped() {
        Rig rig;
        rig.run(0, 2);
        rig.size().setText("4");
        rig.venue.orderList[1].order.terms.price = Price(147'200'000);
        rig.update();
        QCOMPARE(rig.price().text(), "147.20");
        QCOMPARE(rig.size().text(), "4");
        QTest::keyClick(&rig.size(), Qt::Key_Return);
        QCOMPARE(rig.venue.amended.size(), 1U);
        QCOMPARE(rig.venue.amended[0].price, Price(147'200'000));
        QCOMPARE(rig.venue.amended[0].size, Quantity::of(4));
    }
    void editorKeepsWhatWasTyped() {
        Rig rig;
        rig.run(0, 2);
        rig.price().setText("146.5");
        rig.venue.orderList[1].order.terms.price = Price(147'200'000);
        rig.venue.orderList[1].order.terms.size = Quantity::of(6);
        rig.update();
        QCOMPARE(rig.price().text(), "146.5");
        QCOMPARE(rig.size().text(), "6.00");
        QTest::keyClick(&rig.price(), Qt::Key_Return);
        QCOMPARE(rig.venue.amended.at(0).price, Price(146'500'000));
        QCOMPARE(rig.venue.amended.at(0).size, Quantity::of(6));
    }
    /// An exit of an entry without fills has no size; the first fill gives it one.
    void editorHasTheFieldsTheOrderHasNow() {
        Rig rig;
        rig.venue.orderList.push_back(test::waitingOrder(3, TriggerKind::Stop, Price::of(140)));
        rig.venue.orderList.back().order.terms.size = Quantity();
        rig.update();
        rig.run(0, 2);
        auto& trigger = *rig.pane.findChild<DecimalEdit*>("amendTrigger");
        QVERIFY(trigger.isVisible() && !rig.size().isVisible());
        trigger.setText("141");
        rig.venue.orderList.back().order.terms.size = Quantity::of(2);
        rig.update();
        QVERIFY(rig.size().isVisible());
        QCOMPARE(rig.size().text(), "2.00");
        QTest::keyClick(&trigger, Qt::Key_Return);
        QCOMPARE(rig.venue.amended.at(0).trigger, Price::of(141));
        QCOMPARE(rig.venue.amended.at(0).size, Quantity::of(2));
    }
    /// Its trigger was reached while the editor was open: it is a limit in the book now.
    void editorForgetsATriggerThatHasFired() {
        Rig rig;
        TrackedOrder stop = test::waitingOrder(3, TriggerKind::Stop, Price::of(147));
        stop.order.terms.type = OrderType::Limit;
        stop.order.terms.timeInForce = TimeInForce::GoodTillCancel;
        stop.order.terms.price = Price::of(146);
        rig.venue.orderList.push_back(stop);
        rig.update();
        rig.run(0, 2);
        auto& trigger = *rig.pane.findChild<DecimalEdit*>("amendTrigger");
        trigger.setText("147.5");
        rig.price().setText("145.5");
        rig.venue.orderList.back().order.progress.phase = OrderPhase::Book;
        rig.update();
        QVERIFY(!trigger.isVisible() && rig.price().isVisible());
        QTest::keyClick(&rig.price(), Qt::Key_Return);
        QCOMPARE(rig.venue.amended.size(), 1U);
        QVERIFY(rig.venue.amended[0].trigger.isZero());
        QCOMPARE(rig.venue.amended[0].price, Price(145'500'000));
    }
    void editorWaitsWhileTheOrderCannotBeAmended() {
        Rig rig;
        rig.run(0, 2);
        rig.price().setText("146.5");
        rig.venue.orderList[1].order.progress.phase = OrderPhase::Auction;
        rig.update();
        QTest::keyClick(&rig.price(), Qt::Key_Return);
        QVERIFY(rig.venue.amended.empty());
        QVERIFY2(rig.note().startsWith("Only an order in the book"), qPrintable(rig.note()));
        QVERIFY(!rig.pane.findChild<QPushButton*>("amendApply")->isEnabled());
        rig.venue.orderList[1].order.progress.phase = OrderPhase::Book;
        rig.update();
        QVERIFY(rig.pane.findChild<QLabel*>("amendNote")->isHidden());
        QTest::keyClick(&rig.price(), Qt::Key_Return);
        QCOMPARE(rig.venue.amended.at(0).price, Price(146'500'000));
    }
    void unchangedSendsNothing() {
        Rig rig;
        rig.run(0, 2);
        QTest::keyClick(&rig.price(), Qt::Key_Return);
        QVERIFY(rig.editor().isHidden());
        QVERIFY(rig.venue.amended.empty());
    }
    void agesGoOn() {
        Rig rig;
        const QString before = rig.cell(0, OrderColumn::Age);
        rig.clock.advance(60 * kNanosPerSecond);
        rig.frame(rig.pane);
        QCOMPARE(before, "0:40");
        QCOMPARE(rig.cell(0, OrderColumn::Age), "1:41");
    }
    void copiesRows() {
        Rig rig;
        rig.choose(0);
        rig.table().selectRow(0);
        QTest::keyClick(&rig.table(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 "Market\tSide\tType\tPrice\tTrigger\tDistance\tSize\tFilled\tQueue\tState\tTied to\tAge\tRound "
                 "trip\tReason\n"
                 "SOL-PERP\tBuy\tLimit\t147.05\t\t\t5.00\t0.00\t38.40\tWorking\t\t0:40\t4.1 ms\t\n");
    }
    void stateComesBack() {
        Rig rig;
        QVERIFY(rig.pane.applyWords({"EVERYTHING"}).has_value());
        QVERIFY(rig.pane.applyWords({"ALL", "x"}).has_value());
        QVERIFY(!rig.pane.applyWords({}));
        QVERIFY(!rig.pane.applyWords({"ALL"}));
        rig.table().setColumnHidden(static_cast<int>(OrderColumn::Type), true);
        OrdersPane other(rig.context);
        other.restore(rig.pane.state());
        QCOMPARE(other.state(), rig.pane.state());
        QCOMPARE(other.state().at("view"), "all");
        QVERIFY(!rig.pane.applyWords({"WORKING"}));
        QVERIFY(!rig.pane.state().contains("view"));
    }
};
QD_TEST(TestOrdersPane);
#include "TestOrdersPane.moc"
