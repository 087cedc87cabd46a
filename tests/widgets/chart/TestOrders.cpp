#include "tests/support/TestRunner.h"
#include "tests/widgets/chart/ChartRig.h"
#include "widgets/base/Format.h"

#include <QMenu>
#include <QObject>

using namespace qd;
using namespace qd::chart;

namespace {

QAction* actionNamed(const QMenu& menu, const char* name) {
    for (QAction* action : menu.actions()) {
        if (action->objectName() == QLatin1String(name)) return action;
    }
    return nullptr;
}

} // namespace

/// Orders on the chart: what is shown, and what hands can do.
class TestOrders : public QObject {
    Q_OBJECT
    std::unique_ptr<test::ChartRig> m_rig;
    test::FakeVenue& venue() { return m_rig->rig.venue; }
    ChartView& view() { return m_rig->view(); }

    void press(const QPoint& at) { QTest::mousePress(&view(), Qt::LeftButton, {}, at); }
    void moveTo(const QPoint& at) {
        QMouseEvent event(QEvent::MouseMove, at, view().mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(&view(), &event);
    }
    void release(const QPoint& at) { QTest::mouseRelease(&view(), Qt::LeftButton, {}, at); }
    void drag(std::uint32_t order, Price to) {
        const QPoint from = view().pointOfOrder(OrderId(order)).value();
        const QPoint end = view().pointOfPrice(Side::Buy, to).value();
        press(from);
        for (int i = 1; i <= 8; ++i) moveTo(from + (end - from) * i / 8);
        release(end);
    }
    QMenu* openMenu(Price price) {
        const QPoint at(200, view().pointOfPrice(Side::Buy, price).value().y());
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, view().mapToGlobal(at));
        QApplication::sendEvent(&view(), &event);
        return view().findChild<QMenu*>(QStringLiteral("priceMenu"));
    }

  private slots:
    void init() {
        m_rig = std::make_unique<test::ChartRig>();
        m_rig->addOrder(Side::Buy, -30);
        m_rig->addOrder(Side::Sell, 25, Quantity(1'500'000'000));
        m_rig->show();
        static_cast<void>(m_rig->pane->applyWords({"BARS", "12"})); // a tick is wider than a pixel
        m_rig->frame();
    }
    void labelsSayWhatTheOrderIs() {
        QCOMPARE(m_rig->markOf(1)->mark.label, QStringLiteral("Buy 2 limit · queue 12"));
        QCOMPARE(m_rig->markOf(2)->mark.label, QStringLiteral("Sell 1.5 limit · queue 12"));
        venue().orderList[0].order.filled = Quantity(500'000'000);
        venue().orderList[0].order.terms.postOnly = PostOnly::Must;
        venue().orderList[1].pendingCancel = true;
        m_rig->tellAccount();
        QCOMPARE(m_rig->markOf(1)->mark.label, QStringLiteral("Buy 1.5 of 2 limit post · queue 12"));
        QCOMPARE(m_rig->markOf(2)->mark.label, QStringLiteral("Sell 1.5 limit · cancelling"));
        QVERIFY(m_rig->markOf(2)->cross.isEmpty());
        venue().orderList[1].pendingCancel = false;
        venue().orderList[1].order.terms.size = Quantity(); // an exit whose entry has filled nothing yet
        m_rig->tellAccount();
        QVERIFY(m_rig->markOf(2)->mark.label.startsWith("Sell follows limit"));
        QCOMPARE(m_rig->markOf(2)->mark.brief, QStringLiteral("Sell follows"));
        venue().orderList[0].state = OrderState::Filled;
        venue().orderList[1].order.terms.market = MarketId(1);
        m_rig->tellAccount();
        QVERIFY(m_rig->markOf(1) == nullptr);
        QVERIFY(m_rig->markOf(2) == nullptr);
    }
    void whatWaitsStandsAtItsTriggerAndMoves() {
        TrackedOrder& stop = venue().orderList[1];
        stop.order.terms.type = OrderType::Market;
        stop.order.terms.price = Price();
        stop.order.terms.trigger.kind = TriggerKind::Stop;
        stop.order.terms.trigger.price = m_rig->ticksFromLast(-20);
        stop.order.progress.phase = OrderPhase::Waiting;
        m_rig->tellAccount();
        QVERIFY(m_rig->markOf(2)->mark.trigger);
        QCOMPARE(m_rig->markOf(2)->mark.price, m_rig->ticksFromLast(-20));
        QCOMPARE(m_rig->markOf(2)->mark.label, QStringLiteral("Sell 1.5 stop · waiting"));
        drag(2, m_rig->ticksFromLast(-12));
        QCOMPARE(venue().amended.size(), std::size_t{1});
        QCOMPARE(venue().amended[0].trigger, m_rig->ticksFromLast(-12));
        QVERIFY(venue().amended[0].price.isZero());
    }
    void aDragIsExactlyOneAmend() {
        const Price target = m_rig->ticksFromLast(-12);
        drag(1, target);
        QCOMPARE(venue().amended.size(), std::size_t{1});
        QCOMPARE(venue().amended[0].order.id, OrderId(1));
        QCOMPARE(venue().amended[0].price, target);
        QCOMPARE(venue().amended[0].size, Quantity::of(2));
        QVERIFY(venue().placed.empty() && venue().cancelled.empty());
        // Pending: the old order stands where it was, and says where it is to go.
        m_rig->frame();
        QVERIFY(m_rig->markOf(1)->mark.waiting);
        QCOMPARE(m_rig->markOf(1)->mark.price, m_rig->ticksFromLast(-30));
        QVERIFY(m_rig->markOf(1)->mark.label.contains(QStringLiteral("moving to")));
        // A second drag waits for the first one's answer.
        drag(1, m_rig->ticksFromLast(-15));
        QCOMPARE(venue().amended.size(), std::size_t{1});
        QVERIFY(!view().overlay().notice.isEmpty());
        venue().orderList[0].order.terms.price = target;
        venue().orderList[0].changedAt = UnixNanos(5);
        m_rig->tellAccount();
        QVERIFY(!m_rig->markOf(1)->mark.waiting);
        QCOMPARE(m_rig->markOf(1)->mark.price, target);
    }
    void refusedByTheVenueTheOldOrderStandsVisibly() {
        drag(1, m_rig->ticksFromLast(-12));
        venue().orderList[0].pendingAmend = true;
        m_rig->tellAccount();
        QVERIFY(m_rig->markOf(1)->mark.waiting);
        venue().orderList[0].pendingAmend = false;
        venue().orderList[0].changedAt = UnixNanos(5);
        venue().orderList[0].rejectCode = RejectCode::InsufficientCollateral;
        m_rig->tellAccount();
        QVERIFY(!m_rig->markOf(1)->mark.waiting);
        QCOMPARE(m_rig->markOf(1)->mark.price, m_rig->ticksFromLast(-30));
        QVERIFY(view().overlay().notice.contains(QStringLiteral("stands at")));
        QVERIFY(view().overlay().notice.contains(QStringLiteral("collateral")));
    }
    void disarmedADragSendsNothing() {
        m_rig->rig.gate.setArmed(false);
        drag(1, m_rig->ticksFromLast(-12));
        QVERIFY(venue().amended.empty());
        QVERIFY(view().overlay().notice.contains(QStringLiteral("One-click trading is off")));
        QCOMPARE(m_rig->markOf(1)->mark.price, m_rig->ticksFromLast(-30));
        QVERIFY(!m_rig->markOf(1)->mark.waiting);
    }
    void escapeEndsADrag() {
        const QPoint from = view().pointOfOrder(OrderId(1)).value();
        press(from);
        moveTo(from + QPoint(0, 40));
        const auto targets = [&] {
            return std::ranges::count_if(view().marks().placed(),
                                         [](const PlacedMark& p) { return p.mark.kind == MarkKind::Target; });
        };
        QCOMPARE(targets(), 1);
        QTest::keyClick(&view(), Qt::Key_Escape);
        QCOMPARE(targets(), 0);
        moveTo(from + QPoint(0, 60));
        release(from + QPoint(0, 60));
        QVERIFY(venue().amended.empty());
    }
    void arrowKeysMoveADraggedOrderByTicks() {
        const QPoint from = view().pointOfOrder(OrderId(1)).value();
        const QPoint to = view().pointOfPrice(Side::Buy, m_rig->ticksFromLast(-12)).value();
        press(from);
        moveTo(to);
        QTest::keyClick(&view(), Qt::Key_Up);
        QTest::keyClick(&view(), Qt::Key_Up);
        QTest::keyClick(&view(), Qt::Key_Down);
        release(to);
        QCOMPARE(venue().amended.size(), std::size_t{1});
        QCOMPARE(venue().amended[0].price, m_rig->ticksFromLast(-11));
    }
    void arrowKeysMoveOneThatIsOnlyHeld() {
        const Viewport before = view().scene().view();
        const QPoint from = view().pointOfOrder(OrderId(1)).value();
        press(from);
        QTest::keyClick(&view(), Qt::Key_Up);
        QVERIFY(view().scene().view() == before);
        release(from);
        QCOMPARE(venue().amended.size(), std::size_t{1});
        QCOMPARE(venue().amended[0].price, m_rig->ticksFromLast(-29));
    }
    void anOrderThatIsGoneIsNotMoved() {
        const QPoint from = view().pointOfOrder(OrderId(1)).value();
        press(from);
        moveTo(from + QPoint(0, 40));
        venue().orderList[0].state = OrderState::Filled;
        m_rig->tellAccount();
        QVERIFY(view().overlay().notice.contains(QStringLiteral("not working")));
        release(from + QPoint(0, 40));
        QVERIFY(venue().amended.empty());
    }
    void aClickOnAnOrderMovesNothing() {
        QTest::mouseClick(&view(), Qt::LeftButton, {}, view().pointOfOrder(OrderId(1)).value());
        QVERIFY(venue().amended.empty());
    }
    void theCrossCancels() {
        QTest::mouseClick(&view(), Qt::LeftButton, {}, m_rig->markOf(2)->cross.center());
        QCOMPARE(venue().cancelled.size(), std::size_t{1});
        QCOMPARE(venue().cancelled[0].id, OrderId(2));
        QVERIFY(venue().amended.empty());
    }
    void menuPlacesAtThePrice() {
        QVERIFY(m_rig->rig.settings.set("ladder.size_1", "0.5").has_value());
        const Price price = m_rig->ticksFromLast(-8);
        QMenu* menu = openMenu(price);
        QVERIFY(menu != nullptr);
        QAction* buy = actionNamed(*menu, "buyLimit");
        QCOMPARE(buy->text(), QStringLiteral("Buy 0.5 SOL limit at %1").arg(ui::text(price, 2)));
        QVERIFY(actionNamed(*menu, "sellLimit")->text().contains(QStringLiteral("trades at once")));
        buy->trigger();
        QCOMPARE(venue().placed.size(), std::size_t{1});
        QCOMPARE(venue().placed[0].price, price);
        QCOMPARE(venue().placed[0].size, Quantity(500'000'000));
        QCOMPARE(venue().placed[0].side, Side::Buy);
        QCOMPARE(venue().placed[0].type, OrderType::Limit);
        menu->close();
    }
    void menuSaysWhyItCannot() {
        m_rig->rig.gate.setArmed(false);
        QMenu* menu = openMenu(m_rig->ticksFromLast(-8));
        QVERIFY(menu != nullptr);
        for (const char* name : {"buyLimit", "sellLimit"}) {
            QVERIFY(!actionNamed(*menu, name)->isEnabled());
            QVERIFY(actionNamed(*menu, name)->text().contains(QStringLiteral("One-click trading is off")));
        }
        menu->close();
    }
    void aDoubleClickSendsNothing() {
        for (const QPoint& at : {QPoint(200, 200), view().pointOfOrder(OrderId(1)).value(),
                                 QPoint(view().width() - 10, 200), QPoint(200, view().height() - 5)})
            QTest::mouseDClick(&view(), Qt::LeftButton, {}, at);
        QVERIFY(venue().placed.empty() && venue().amended.empty() && venue().cancelled.empty());
    }
    void pointsOutOfViewAreNone() {
        QVERIFY(view().pointOfPrice(Side::Buy, Price::of(5)) == std::nullopt);
        QVERIFY(view().pointOfOrder(OrderId(99)) == std::nullopt);
        // Off the screen its tag waits at the edge and can be grabbed there.
        venue().orderList[0].order.terms.price = Price::of(900);
        m_rig->tellAccount();
        QCOMPARE(m_rig->markOf(1)->place.edge, TagEdge::Below);
        QVERIFY(view().pointOfOrder(OrderId(1)).has_value());
        drag(1, m_rig->ticksFromLast(-12));
        QCOMPARE(venue().amended.size(), std::size_t{1});
    }
    void positionIsShownAsItIs() {
        auto account = std::make_shared<AccountView>();
        PositionView position;
        position.market = test::kSol;
        position.position.base = Quantity(-12'500'000'000);
        position.entryPrice = m_rig->ticksFromLast(10);
        position.unrealised = Money(-1'880'000);
        position.mark = m_rig->ticksFromLast(0);
        position.liquidationPrice = Price(2'000'009'000);
        account->positions = {position};
        venue().accountView = account;
        m_rig->tellAccount();
        const auto find = [&](MarkKind kind) {
            const auto& placed = view().marks().placed();
            return std::ranges::find_if(placed, [&](const PlacedMark& p) { return p.mark.kind == kind; });
        };
        QCOMPARE(find(MarkKind::Entry)->mark.label,
                 QStringLiteral("SHORT 12.5 @ %1").arg(ui::text(position.entryPrice, 2)));
        QCOMPARE(find(MarkKind::Entry)->mark.tail, QStringLiteral("−1.88"));
        QCOMPARE(find(MarkKind::Entry)->mark.tailToken, ui::Token::Down);
        QCOMPARE(find(MarkKind::Liquidation)->place.edge, TagEdge::Above);
        QCOMPARE(find(MarkKind::Liquidation)->mark.token, ui::Token::Danger);
        // As POSITIONS, ticket and ladder have it.
        QCOMPARE(ui::text(find(MarkKind::Liquidation)->mark.price, 2),
                 ui::liquidationText(*position.liquidationPrice, position.mark, 2));
    }
    void tagsNeverOverlapOnTheScreen() {
        for (int i = 0; i < 25; ++i) m_rig->addOrder(i % 2 == 0 ? Side::Buy : Side::Sell, i / 3 - 4);
        m_rig->tellAccount();
        const auto& placed = view().marks().placed();
        int hidden = 0;
        for (std::size_t i = 0; i < placed.size(); ++i) {
            hidden += placed[i].place.hidden ? 1 : 0;
            if (placed[i].place.hidden) continue;
            QVERIFY(view().rect().contains(placed[i].tag));
            if (!placed[i].label.isEmpty()) QVERIFY(view().scene().view().plot().contains(placed[i].label));
            for (std::size_t k = 0; k < i; ++k)
                QVERIFY(placed[k].place.hidden || !placed[k].tag.intersects(placed[i].tag));
        }
        QVERIFY(hidden > 0); // and they are counted below
    }
};
QD_TEST(TestOrders);
#include "TestOrders.moc"
