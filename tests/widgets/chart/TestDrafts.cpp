#include "tests/support/TestRunner.h"
#include "tests/widgets/chart/ChartRig.h"
#include "widgets/base/Format.h"

#include <QMenu>
#include <QObject>

using namespace qd;
using namespace qd::chart;

/// Exits that are dragged from a position, and brackets that are laid out before they are sent.
class TestDrafts : public QObject {
    Q_OBJECT
    std::unique_ptr<test::ChartRig> m_rig;
    test::FakeVenue& venue() { return m_rig->rig.venue; }
    ChartView& view() { return m_rig->view(); }
    using Part = OrderDraft::Part;

    void moveTo(const QPoint& at) {
        QMouseEvent event(QEvent::MouseMove, at, view().mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(&view(), &event);
    }
    QPoint pointOf(Price price) { return {260, view().pointOfPrice(Side::Buy, price).value().y()}; }
    void drag(const QPoint& from, const QPoint& to) {
        QTest::mousePress(&view(), Qt::LeftButton, {}, from);
        for (int i = 1; i <= 4; ++i) moveTo(from + (to - from) * i / 4);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, to);
    }
    const PlacedMark* mark(MarkKind kind, Part part = Part::Entry) {
        for (const PlacedMark& p : view().marks().placed()) {
            if (p.mark.kind == kind && (kind != MarkKind::Draft || p.mark.part == part)) return &p;
        }
        return nullptr;
    }
    QMenu* openMenu(Price price) {
        const QPoint at = pointOf(price);
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, view().mapToGlobal(at));
        QApplication::sendEvent(&view(), &event);
        return view().findChild<QMenu*>(QStringLiteral("priceMenu"));
    }
    /// Two long, from ten ticks below the last price.
    void hold() {
        auto account = std::make_shared<AccountView>();
        PositionView position;
        position.market = test::kSol;
        position.position.base = Quantity::of(2);
        position.entryPrice = m_rig->ticksFromLast(-10);
        position.position.entry = Money(-2 * position.entryPrice.raw());
        position.mark = m_rig->last();
        account->positions = {position};
        venue().accountView = account;
        m_rig->tellAccount();
    }
    /// A buy of 0.5, thirty ticks of target and ten of stop.
    void begin(int ticks = -8) {
        QVERIFY(m_rig->rig.settings.set("ladder.size_1", "0.5").has_value());
        QVERIFY(m_rig->rig.settings.set("order.brackets", "atm TP 30t SL 10t").has_value());
        QMenu* menu = openMenu(m_rig->ticksFromLast(ticks));
        QVERIFY(menu != nullptr);
        auto* choices = menu->findChild<QMenu*>(QStringLiteral("buyBracket"));
        QVERIFY(choices != nullptr);
        QCOMPARE(choices->actions().size(), 1);
        choices->actions().front()->trigger();
        menu->close();
        delete menu;
        m_rig->frame();
    }

  private slots:
    void init() {
        m_rig = std::make_unique<test::ChartRig>();
        m_rig->show();
        static_cast<void>(m_rig->pane->applyWords({"BARS", "12", "QUOTES", "OFF"})); // a tick is wider than a pixel
        m_rig->frame();
    }

    // ---- a position's exits

    void aDragFromThePositionPlacesItsExit_data() {
        QTest::addColumn<int>("ticks");
        QTest::addColumn<bool>("wins");
        QTest::newRow("take profit") << 20 << true;
        QTest::newRow("stop") << -20 << false;
    }
    void aDragFromThePositionPlacesItsExit() {
        QFETCH(int, ticks);
        QFETCH(bool, wins);
        hold();
        const Price to = m_rig->ticksFromLast(ticks);
        drag(pointOf(m_rig->ticksFromLast(-10)), pointOf(to));
        QCOMPARE(venue().placed.size(), std::size_t{1});
        const OrderTerms& sent = venue().placed.front();
        QCOMPARE(sent.side, Side::Sell);
        QCOMPARE(sent.trigger.kind, wins ? TriggerKind::TakeProfit : TriggerKind::Stop);
        QCOMPARE(sent.trigger.price, to);
        QCOMPARE(sent.size, Quantity::of(2));
        QVERIFY(sent.reduceOnly && sent.followsPosition);
        m_rig->frame();
        QVERIFY(mark(MarkKind::Target) == nullptr);
    }
    void theHandSaysWhatItMakes() {
        hold();
        const QPoint from = pointOf(m_rig->ticksFromLast(-10));
        QTest::mousePress(&view(), Qt::LeftButton, {}, from);
        moveTo(pointOf(m_rig->ticksFromLast(20)));
        QVERIFY(mark(MarkKind::Target) != nullptr);
        QCOMPARE(mark(MarkKind::Target)->mark.label, QStringLiteral("Take profit 2 here"));
        QCOMPARE(mark(MarkKind::Target)->mark.tail, QStringLiteral("+0.60"));
        moveTo(pointOf(m_rig->ticksFromLast(-20)));
        QCOMPARE(mark(MarkKind::Target)->mark.label, QStringLiteral("Stop 2 here"));
        QCOMPARE(mark(MarkKind::Target)->mark.tail, QStringLiteral("−0.20"));
        QTest::keyClick(&view(), Qt::Key_Escape);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, pointOf(m_rig->ticksFromLast(-20)));
        QVERIFY(venue().placed.empty());
        QTest::mouseClick(&view(), Qt::LeftButton, {}, from);
        QVERIFY(venue().placed.empty());
    }
    void disarmedNothingIsSent() {
        hold();
        m_rig->rig.gate.setArmed(false);
        drag(pointOf(m_rig->ticksFromLast(-10)), pointOf(m_rig->ticksFromLast(20)));
        QVERIFY(venue().placed.empty());
        QVERIFY(view().overlay().notice.contains(QStringLiteral("One-click trading is off")));
    }
    /// The stop that stands is moved; a second one would close twice.
    void thereIsNoSecondStop() {
        hold();
        TrackedOrder& stop = m_rig->addOrder(Side::Sell, -20);
        stop.order.terms.type = OrderType::Market;
        stop.order.terms.price = Price();
        stop.order.terms.reduceOnly = stop.order.terms.followsPosition = true;
        stop.order.terms.trigger.kind = TriggerKind::Stop;
        stop.order.terms.trigger.price = m_rig->ticksFromLast(-20);
        stop.order.progress.phase = OrderPhase::Waiting;
        m_rig->tellAccount();
        drag(pointOf(m_rig->ticksFromLast(-10)), pointOf(m_rig->ticksFromLast(-15)));
        QVERIFY(venue().placed.empty());
        QVERIFY(view().overlay().notice.contains(QStringLiteral("already: move that one")));
        drag(pointOf(m_rig->ticksFromLast(-20)), pointOf(m_rig->ticksFromLast(-15)));
        QVERIFY(venue().placed.empty());
        QCOMPARE(venue().amended.size(), std::size_t{1});
        QCOMPARE(venue().amended[0].trigger, m_rig->ticksFromLast(-15));
    }
    void theMenuPlacesItToo() {
        QMenu* menu = openMenu(m_rig->ticksFromLast(20));
        QVERIFY(menu->findChild<QAction*>(QStringLiteral("placeExit")) == nullptr); // nothing is held
        menu->close();
        delete menu;
        hold();
        menu = openMenu(m_rig->ticksFromLast(20));
        auto* action = menu->findChild<QAction*>(QStringLiteral("placeExit"));
        QCOMPARE(action->text(),
                 QStringLiteral("Take profit 2 at %1: +0.60").arg(ui::text(m_rig->ticksFromLast(20), 2)));
        action->trigger();
        QCOMPARE(venue().placed.size(), std::size_t{1});
        menu->close();
    }

    // ---- a bracket before it is sent

    void aDraftIsShownAndNotSent() {
        begin();
        QVERIFY(view().draft().active());
        QVERIFY(venue().placed.empty() && venue().placedSets.empty());
        QCOMPARE(mark(MarkKind::Draft)->mark.price, m_rig->ticksFromLast(-8));
        QCOMPARE(mark(MarkKind::Draft)->mark.label, QStringLiteral("Buy 0.5 limit: Enter sends, Esc drops"));
        QCOMPARE(mark(MarkKind::Draft, Part::Profit)->mark.price, m_rig->ticksFromLast(22));
        QCOMPARE(mark(MarkKind::Draft, Part::Profit)->mark.label, QStringLiteral("Target 3.00 R"));
        QCOMPARE(mark(MarkKind::Draft, Part::Profit)->mark.tail, QStringLiteral("+0.15"));
        QCOMPARE(mark(MarkKind::Draft, Part::Stop)->mark.price, m_rig->ticksFromLast(-18));
        QCOMPARE(mark(MarkKind::Draft, Part::Stop)->mark.tail, QStringLiteral("−0.05"));
    }
    void enterSendsOneSet() {
        begin();
        QTest::keyClick(&view(), Qt::Key_Return);
        QVERIFY(venue().placed.empty());
        QCOMPARE(venue().placedSets.size(), std::size_t{1});
        const auto& set = venue().placedSets.front();
        QCOMPARE(set.relation, OrderRelation::Bracket);
        QCOMPARE(set.orders.size(), std::size_t{3});
        QCOMPARE(set.orders[0].price, m_rig->ticksFromLast(-8));
        QCOMPARE(set.orders[0].size, Quantity(500'000'000));
        QCOMPARE(set.orders[1].trigger.price, m_rig->ticksFromLast(22));
        QCOMPARE(set.orders[2].trigger.price, m_rig->ticksFromLast(-18));
        QVERIFY(set.orders[1].reduceOnly && set.orders[2].reduceOnly);
        QVERIFY(!view().draft().active());
        QTest::keyClick(&view(), Qt::Key_Return);
        QCOMPARE(venue().placedSets.size(), std::size_t{1});
    }
    void escDropsIt() {
        begin();
        QTest::keyClick(&view(), Qt::Key_Escape);
        QVERIFY(!view().draft().active());
        QTest::keyClick(&view(), Qt::Key_Return);
        QVERIFY(venue().placedSets.empty());
        begin();
        QTest::mouseClick(&view(), Qt::LeftButton, {}, mark(MarkKind::Draft)->cross.center());
        QVERIFY(!view().draft().active());
    }
    void linesAreDragged() {
        begin();
        drag(pointOf(m_rig->ticksFromLast(-18)), pointOf(m_rig->ticksFromLast(-13)));
        QCOMPARE(view().draft().priceOf(Part::Stop), std::optional(m_rig->ticksFromLast(-13)));
        QCOMPARE(mark(MarkKind::Draft, Part::Profit)->mark.label, QStringLiteral("Target 6.00 R"));
        // A level stays on its side of the entry.
        drag(pointOf(m_rig->ticksFromLast(-13)), pointOf(m_rig->ticksFromLast(5)));
        QCOMPARE(view().draft().priceOf(Part::Stop), std::optional(m_rig->ticksFromLast(-9)));
        // The entry takes its levels with it.
        drag(mark(MarkKind::Draft)->label.center() - QPoint(40, 0), pointOf(m_rig->ticksFromLast(-12)));
        QCOMPARE(view().draft().priceOf(Part::Entry), std::optional(m_rig->ticksFromLast(-12)));
        QCOMPARE(view().draft().priceOf(Part::Stop), std::optional(m_rig->ticksFromLast(-13)));
        QCOMPARE(view().draft().priceOf(Part::Profit), std::optional(m_rig->ticksFromLast(18)));
        QVERIFY(venue().placed.empty() && venue().amended.empty());
        QTest::keyClick(&view(), Qt::Key_Return);
        QCOMPARE(venue().placedSets.front().orders[2].trigger.price, m_rig->ticksFromLast(-13));
    }
    void heldBackItStaysADraft() {
        begin();
        m_rig->rig.gate.setArmed(false);
        QTest::keyClick(&view(), Qt::Key_Return);
        QVERIFY(venue().placedSets.empty());
        QVERIFY(view().draft().active());
        QVERIFY(view().overlay().notice.contains(QStringLiteral("One-click trading is off")));
        m_rig->rig.gate.setArmed(true);
        QTest::keyClick(&view(), Qt::Key_Enter);
        QCOMPARE(venue().placedSets.size(), std::size_t{1});
    }
    void whatWouldTradeAtOnceSaysSo() {
        begin(12);
        QVERIFY(mark(MarkKind::Draft)->mark.label.endsWith(QStringLiteral("trades at once")));
    }
    void anotherMarketDropsIt() {
        begin();
        m_rig->view().showMarket(MarketId(1));
        QVERIFY(!view().draft().active());
    }
    void withoutATemplateTheMenuSaysHowToMakeOne() {
        QVERIFY(m_rig->rig.settings.set("order.brackets", "").has_value());
        QMenu* menu = openMenu(m_rig->ticksFromLast(-8));
        auto* choices = menu->findChild<QMenu*>(QStringLiteral("sellBracket"));
        QCOMPARE(choices->actions().size(), 1);
        QVERIFY(!choices->actions().front()->isEnabled());
        QVERIFY(choices->actions().front()->text().contains(QStringLiteral("BRACKET SAVE")));
        menu->close();
    }
};
QD_TEST(TestDrafts);
#include "TestDrafts.moc"
