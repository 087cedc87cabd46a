#include "tests/support/TestRunner.h"
#include "tests/widgets/chart/ChartRig.h"
#include "widgets/terms/KeptAlerts.h"

#include <QMenu>
#include <QObject>

using namespace qd;
using namespace qd::chart;

/// Price alerts on the chart: the same that AL and ALERT have.
class TestChartAlerts : public QObject {
    Q_OBJECT
    std::unique_ptr<test::ChartRig> m_rig;
    std::uint32_t m_above = 0;

    ChartView& view() { return m_rig->view(); }
    ui::Settings& settings() { return m_rig->rig.settings; }
    std::uint32_t keep(const char* market, Price level, bool above) {
        ui::PriceAlert alert;
        alert.symbol = market;
        alert.level = level;
        alert.above = above;
        const auto kept = ui::keepAlert(m_rig->rig.context, alert);
        if (!kept) qFatal("%s", qPrintable(kept.error()));
        m_rig->frame();
        return kept->number;
    }
    const PlacedMark* markOf(std::uint32_t number) {
        for (const PlacedMark& p : view().marks().placed()) {
            if (p.mark.kind == MarkKind::Alert && p.mark.alert == number) return &p;
        }
        return nullptr;
    }
    std::optional<ui::PriceAlert> kept(std::uint32_t number) {
        const auto all = ui::keptAlerts(settings());
        const auto found = std::ranges::find(all, number, &ui::PriceAlert::number);
        return found == all.end() ? std::nullopt : std::optional(*found);
    }
    void moveTo(const QPoint& at) {
        QMouseEvent event(QEvent::MouseMove, at, view().mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(&view(), &event);
    }
    QPoint grabbed() { return markOf(m_above)->label.center() - QPoint(20, 0); }
    QPoint pointOf(Price price) { return view().pointOfPrice(Side::Buy, price).value(); }
    QMenu* openMenu(const QPoint& at) {
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, view().mapToGlobal(at));
        QApplication::sendEvent(&view(), &event);
        return view().findChild<QMenu*>(QStringLiteral("priceMenu"));
    }

  private slots:
    void init() {
        m_rig = std::make_unique<test::ChartRig>();
        m_rig->show();
        static_cast<void>(m_rig->pane->applyWords({"BARS", "12", "QUOTES", "OFF"}));
        m_rig->frame();
        m_above = keep("SOL-PERP", m_rig->ticksFromLast(25), true);
    }
    void thoseOfTheMarketAreShown() {
        const std::uint32_t below = keep("SOL-PERP", m_rig->ticksFromLast(-20), false);
        m_rig->rig.venue.tickers[MarketId(1)].last = Price::of(10);
        const std::uint32_t other = keep("BTC-PERP", Price::of(20), true);
        QCOMPARE(markOf(m_above)->mark.label, QStringLiteral("Alert 1: last at or above"));
        QCOMPARE(markOf(below)->mark.label, QStringLiteral("Alert 2: last at or below"));
        QVERIFY(!markOf(m_above)->tag.isEmpty() && !markOf(m_above)->cross.isEmpty());
        QVERIFY(markOf(other) == nullptr);
        ui::finishAlert(settings(), m_above);
        m_rig->frame();
        QVERIFY(markOf(m_above) == nullptr);
    }
    void aDragMovesTheLevel() {
        const Price to = m_rig->ticksFromLast(10);
        QTest::mousePress(&view(), Qt::LeftButton, {}, grabbed());
        moveTo(pointOf(m_rig->ticksFromLast(18)));
        QCOMPARE(kept(m_above)->level, m_rig->ticksFromLast(25)); // not before it is let go
        const QPoint end = pointOf(to);
        moveTo(end);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, end);
        QCOMPARE(kept(m_above)->level, to);
        m_rig->frame();
        QCOMPARE(markOf(m_above)->mark.price, to);
    }
    /// Beyond the price it waits for the price to come from the other side.
    void beyondThePriceItTurns() {
        const Price to = m_rig->ticksFromLast(-15);
        QTest::mousePress(&view(), Qt::LeftButton, {}, grabbed());
        const QPoint end = pointOf(to);
        moveTo(end);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, end);
        QCOMPARE(kept(m_above)->level, to);
        QVERIFY(!kept(m_above)->above);
    }
    /// Also before the hand has moved: the chart stays where it is.
    void arrowKeysMoveItByTicks() {
        const Viewport before = view().scene().view();
        QTest::mousePress(&view(), Qt::LeftButton, {}, grabbed());
        QTest::keyClick(&view(), Qt::Key_Down);
        QTest::keyClick(&view(), Qt::Key_Down);
        QTest::keyClick(&view(), Qt::Key_Up);
        QVERIFY(view().scene().view() == before);
        QCOMPARE(kept(m_above)->level, m_rig->ticksFromLast(25));
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, grabbed());
        QCOMPARE(kept(m_above)->level, m_rig->ticksFromLast(24));
    }
    void escPutsItBack() {
        QTest::mousePress(&view(), Qt::LeftButton, {}, grabbed());
        moveTo(pointOf(m_rig->ticksFromLast(10)));
        QTest::keyClick(&view(), Qt::Key_Escape);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, pointOf(m_rig->ticksFromLast(10)));
        QCOMPARE(kept(m_above)->level, m_rig->ticksFromLast(25));
    }
    void aClickMovesNothing() {
        QTest::mouseClick(&view(), Qt::LeftButton, {}, grabbed());
        QCOMPARE(kept(m_above)->level, m_rig->ticksFromLast(25));
    }
    void theCrossDeletes() {
        QTest::mouseClick(&view(), Qt::LeftButton, {}, markOf(m_above)->cross.center());
        QVERIFY(!kept(m_above));
        m_rig->frame();
        QVERIFY(markOf(m_above) == nullptr);
    }
    void theMenuSetsAndDeletes() {
        const Price level = m_rig->ticksFromLast(-12);
        QMenu* menu = openMenu(QPoint(200, pointOf(level).y()));
        QVERIFY(menu != nullptr);
        menu->findChild<QAction*>(QStringLiteral("setAlert"))->trigger();
        const auto set = kept(2);
        QVERIFY(set && set->level == level && !set->above && set->symbol == "SOL-PERP");
        QVERIFY(view().overlay().notice.startsWith("Alert 2:"));
        menu->close();
        delete menu;
        m_rig->frame();
        menu = openMenu(grabbed());
        menu->findChild<QAction*>(QStringLiteral("deleteAlert"))->trigger();
        QVERIFY(!kept(m_above) && kept(2));
        menu->close();
    }
    void ordersComeFirst() {
        m_rig->addOrder(Side::Sell, 25);
        m_rig->tellAccount();
        const QPoint from = view().pointOfOrder(OrderId(1)).value();
        const QPoint to = pointOf(m_rig->ticksFromLast(15));
        QTest::mousePress(&view(), Qt::LeftButton, {}, from);
        moveTo(to);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, to);
        QCOMPARE(m_rig->rig.venue.amended.size(), 1U);
        QCOMPARE(kept(m_above)->level, m_rig->ticksFromLast(25));
    }
    void anAlertSendsNoOrder() {
        aDragMovesTheLevel();
        QVERIFY(m_rig->rig.venue.amended.empty() && m_rig->rig.venue.placed.empty() &&
                m_rig->rig.venue.cancelled.empty());
    }
};
QD_TEST(TestChartAlerts);
#include "TestChartAlerts.moc"
