#include "tests/support/TestRunner.h"
#include "tests/widgets/orderbook/LadderRig.h"

#include <QObject>

#include <algorithm>

using namespace qd;
using namespace qd::ui;
using test::LadderRig;

namespace {

const ChipLook* chipOf(LadderRig& ladder, bool ghost) {
    const auto& chips = ladder.view().scene().chips;
    const auto found = std::ranges::find(chips, ghost, &ChipLook::ghost);
    return found == chips.end() ? nullptr : &*found;
}

} // namespace

class TestLadderDrag : public QObject {
    Q_OBJECT
    std::unique_ptr<LadderRig> m_ladder;
    LadderRig& ladder() { return *m_ladder; }
    QPoint target(const char* price, Side side = Side::Buy) {
        return *ladder().view().pointOfPrice(side, LadderRig::price(price));
    }

  private slots:
    void init() {
        m_ladder = std::make_unique<LadderRig>();
        ladder().arm();
        ladder().addOrder(4, Side::Buy, "148.20");
    }
    void cleanup() { m_ladder.reset(); }

    void aDragIsOneAmend() {
        ladder().drag(ladder().grab(4), target("148.23"));
        QCOMPARE(ladder().venue().amended.size(), 1U);
        const auto& amend = ladder().venue().amended[0];
        QCOMPARE(amend.order.id, OrderId(4));
        QCOMPARE(amend.price.raw(), LadderRig::price("148.23").raw());
        QCOMPARE(amend.size.raw(), LadderRig::size("3").raw());
        QVERIFY(ladder().venue().placed.empty());
        QVERIFY(ladder().venue().cancelled.empty());
    }
    void aWaitingOrderStandsAtItsTriggerAndMovesByOneAmend() {
        TrackedOrder& stop = ladder().addOrder(9, Side::Sell, "148.30");
        stop.order.terms.trigger.kind = TriggerKind::Stop;
        stop.order.terms.trigger.price = LadderRig::price("148.18");
        stop.order.terms.price = LadderRig::price("148.13");
        stop.order.progress.phase = OrderPhase::Waiting;
        ladder().told();
        ladder().drag(ladder().grab(9), target("148.21", Side::Sell));
        QCOMPARE(ladder().venue().amended.size(), 1U);
        const auto& amend = ladder().venue().amended[0];
        QCOMPARE(amend.trigger.raw(), LadderRig::price("148.21").raw());
        QCOMPARE(amend.price.raw(), LadderRig::price("148.16").raw()); // its limit keeps the distance
        QVERIFY(ladder().venue().placed.empty() && ladder().venue().cancelled.empty());
    }
    void whatTrailsByPercentStaysAndSaysWhy() {
        TrackedOrder& stop = ladder().addOrder(9, Side::Sell, "148.30");
        stop.order.terms.type = OrderType::Market;
        stop.order.terms.price = Price();
        stop.order.terms.trigger.kind = TriggerKind::Trailing;
        stop.order.terms.trigger.distanceRate = Rate(1'000);
        stop.order.progress.phase = OrderPhase::Waiting;
        stop.order.progress.extreme = LadderRig::price("148.27");
        stop.order.progress.stop = LadderRig::price("148.19");
        ladder().told();
        ladder().drag(ladder().grab(9), target("148.22", Side::Sell));
        QVERIFY(ladder().venue().amended.empty());
        QVERIFY2(ladder().words().hint.contains("trails by percent"), qPrintable(ladder().words().hint));
    }
    void aGhostGoesBeforeAndThePendingAmendIsSeen() {
        const QPoint from = ladder().grab(4);
        QTest::mousePress(&ladder().view(), Qt::LeftButton, {}, from);
        QTest::mouseMove(&ladder().view(), target("148.23"));
        QVERIFY(chipOf(ladder(), true) != nullptr);
        QCOMPARE(chipOf(ladder(), true)->row,
                 ladder().pane.model().rowOf(Side::Buy, LadderRig::price("148.23")).value());
        QVERIFY(chipOf(ladder(), false)->lifted);
        QCOMPARE(ladder().words().hint,
                 QString("Move buy 3 SOL from 148.20 to 148.23: letting go sends one amend, Esc stops."));
        QTest::mouseRelease(&ladder().view(), Qt::LeftButton, {}, target("148.23"));
        ladder().venue().orderList[0].pendingAmend = true;
        ladder().told();
        QVERIFY(chipOf(ladder(), true) != nullptr);
        QTest::mouseClick(&ladder().view(), Qt::LeftButton, {}, ladder().grab(4)); // no second one meanwhile
        ladder().drag(ladder().grab(4), target("148.24"));
        QCOMPARE(ladder().venue().amended.size(), 1U);
        // Refused: the old order stands where it was, visibly.
        ladder().venue().orderList[0].pendingAmend = false;
        ladder().venue().orderList[0].rejectCode = RejectCode::PriceOutOfBand;
        ladder().told();
        QVERIFY(chipOf(ladder(), true) == nullptr);
        QVERIFY(chipOf(ladder(), false) != nullptr);
        QCOMPARE(ladder().words().hint, QString("Not moved to 148.23: The price is too far from the index price. The "
                                                "order stands at 148.20."));
    }
    void escapeStopsIt() {
        QTest::mousePress(&ladder().view(), Qt::LeftButton, {}, ladder().grab(4));
        QTest::mouseMove(&ladder().view(), target("148.23"));
        ladder().key(Qt::Key_Escape);
        QVERIFY(chipOf(ladder(), true) == nullptr);
        QTest::mouseRelease(&ladder().view(), Qt::LeftButton, {}, target("148.23"));
        QVERIFY(ladder().venue().amended.empty());
    }
    void lookingElsewhereStopsIt() {
        QTest::mousePress(&ladder().view(), Qt::LeftButton, {}, ladder().grab(4));
        QTest::mouseMove(&ladder().view(), target("148.23"));
        QFocusEvent away(QEvent::FocusOut, Qt::ActiveWindowFocusReason);
        QCoreApplication::sendEvent(&ladder().view(), &away);
        QTest::mouseRelease(&ladder().view(), Qt::LeftButton, {}, target("148.23"));
        QVERIFY(ladder().venue().amended.empty());
    }
    void droppedWhereItWasOrOutsideNothingHappens() {
        const QPoint from = ladder().grab(4);
        ladder().drag(from, from + QPoint(60, 2));
        ladder().drag(from, ladder().view().scene().layout.hint().center());
        ladder().drag(from, QPoint(-40, from.y() - 60));
        QTest::mouseClick(&ladder().view(), Qt::LeftButton, {}, from);
        QVERIFY(ladder().venue().amended.empty());
        QVERIFY(ladder().venue().placed.empty());
    }
    void rowsStandStillDuringADrag() {
        QTest::mousePress(&ladder().view(), Qt::LeftButton, {}, ladder().grab(4));
        const Price top = ladder().pane.model().rows().front().price;
        ladder().venue().setBook(LadderRig::kSol, LadderRig::price("160"), 200);
        ladder().frame();
        QCOMPARE(ladder().pane.model().rows().front().price.raw(), top.raw());
        QTest::mouseRelease(&ladder().view(), Qt::LeftButton, {}, QPoint(-5, -5));
    }
    void anOrderThatIsGoneIsNotMoved() {
        QTest::mousePress(&ladder().view(), Qt::LeftButton, {}, ladder().grab(4));
        ladder().venue().orderList[0].state = OrderState::Filled;
        ladder().told();
        QTest::mouseMove(&ladder().view(), target("148.23"));
        QTest::mouseRelease(&ladder().view(), Qt::LeftButton, {}, target("148.23"));
        QVERIFY(ladder().venue().amended.empty());
    }
    void whatIsNotAcknowledgedCannotBeMoved() {
        TrackedOrder& order = ladder().venue().orderList[0];
        order.order.id = OrderId(0);
        order.state = OrderState::Sent;
        ladder().told();
        ladder().drag(ladder().grab(0), target("148.23"));
        QVERIFY(ladder().venue().amended.empty());
        QCOMPARE(ladder().words().hint, QString("The venue has not acknowledged this order yet."));
    }
    void groupedRowsMeanTheirPrice() {
        QVERIFY(!ladder().pane.applyWords({"10"}));
        ladder().frame();
        QVERIFY(!ladder().view().pointOfPrice(Side::Buy, LadderRig::price("148.03")));
        ladder().drag(ladder().grab(4), target("148.00"));
        QCOMPARE(ladder().venue().amended.size(), 1U);
        QCOMPARE(ladder().venue().amended[0].price.raw(), LadderRig::price("148").raw());
    }
    void theWheelBringsFartherPricesUnderTheOrder() {
        QVERIFY(!ladder().view().pointOfPrice(Side::Buy, LadderRig::price("147")));
        const QPoint from = ladder().grab(4);
        QTest::mousePress(&ladder().view(), Qt::LeftButton, {}, from);
        for (int i = 0; i < 40; ++i) {
            QWheelEvent wheel(from, ladder().view().mapToGlobal(from), {}, {0, -120}, Qt::LeftButton, {},
                              Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(&ladder().view(), &wheel);
        }
        QVERIFY(ladder().view().pointOfPrice(Side::Buy, LadderRig::price("147")).has_value());
        QTest::mouseMove(&ladder().view(), target("147"));
        QTest::mouseRelease(&ladder().view(), Qt::LeftButton, {}, target("147"));
        QCOMPARE(ladder().venue().amended.size(), 1U);
        QCOMPARE(ladder().venue().amended[0].price.raw(), LadderRig::price("147").raw());
    }
    void plusAndMinusMoveTheOrderUnderTheMouse() {
        ladder().key(Qt::Key_Plus); // no order there
        QVERIFY(ladder().venue().amended.empty());
        QTest::mouseMove(&ladder().view(), ladder().grab(4));
        ladder().key(Qt::Key_Plus);
        ladder().key(Qt::Key_Minus);
        QCOMPARE(ladder().venue().amended.size(), 2U);
        QCOMPARE(ladder().venue().amended[0].price.raw(), LadderRig::price("148.21").raw());
        QCOMPARE(ladder().venue().amended[1].price.raw(), LadderRig::price("148.19").raw());
    }
    void theCrossCancels() {
        QTest::mouseMove(&ladder().view(), ladder().grab(4));
        const ChipLook* chip = chipOf(ladder(), false);
        QVERIFY(chip->hovered);
        const QRect cross = LadderPainter::crossRect(ladder().view().scene().layout, *chip);
        QVERIFY(!cross.isEmpty());
        QVERIFY(!cross.contains(ladder().grab(4)));
        QTest::mouseClick(&ladder().view(), Qt::LeftButton, {}, cross.center());
        QCOMPARE(ladder().venue().cancelled.size(), 1U);
        QVERIFY(ladder().venue().amended.empty());
    }
    void everyOrderOfARowCanBeGrabbedWhileThereIsRoom() {
        ladder().addOrder(5, Side::Buy, "148.20", "1");
        QVERIFY(ladder().grab(4) != ladder().grab(5));
        ladder().drag(ladder().grab(5), target("148.23"));
        QCOMPARE(ladder().venue().amended.size(), 1U);
        QCOMPARE(ladder().venue().amended[0].order.id, OrderId(5));
        for (std::uint32_t id = 6; id < 20; ++id) ladder().addOrder(id, Side::Buy, "148.20", "1");
        const ChipLook& last = ladder().view().scene().chips.back();
        QVERIFY(last.more > 1);
        QCOMPARE(last.total.raw(), LadderRig::size("1").raw() * last.more);
        QCOMPARE(static_cast<int>(ladder().view().scene().chips.size()) - 1 + last.more, 16);
        QVERIFY(!ladder().view().pointOfOrder(OrderId(19)));
        const QRect shared = LadderPainter::chipRect(ladder().view().scene().layout, last);
        ladder().drag(shared.center(), target("148.23"));
        QTest::mouseClick(&ladder().view(), Qt::MiddleButton, {}, shared.center());
        QCOMPARE(ladder().venue().amended.size(), 1U); // nobody knows which one was meant
        QVERIFY(ladder().venue().cancelled.empty());
    }
};
QD_TEST(TestLadderDrag);
#include "TestLadderDrag.moc"
