#include "widgets/orderbook/LadderKeys.h"
#include "widgets/orderbook/LadderView.h"
#include "widgets/terms/Waiting.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int kRowsANotch = 3;
constexpr int kAngleANotch = 120;

/// The ladder answers to it while it has the focus; shortcuts of the window on the same key wait meanwhile.
bool isLadderKey(const ports::Actions& actions, const QKeyEvent& event) {
    const bool bare = !(event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier));
    const LadderKey key = ladderKeyOf(actions, event);
    return (bare && event.key() == Qt::Key_Space) || key.deed || key.ofSeveral;
}

/// The right one of two keys of a name, as the window systems number them: keysyms, virtual keys of the Mac, scan codes
/// of Windows.
bool isRightKey(const QKeyEvent& event) {
    constexpr std::array<quint32, 4> kKeys{0xFFE2, 0xFFE4, 0x3C, 0x3E};
    constexpr std::array<quint32, 2> kScans{0x36, 0x11D};
#ifdef Q_OS_WIN
    return std::ranges::find(kScans, event.nativeScanCode()) != kScans.end();
#else
    (void)kScans;
    return std::ranges::find(kKeys, event.nativeVirtualKey()) != kKeys.end();
#endif
}

bool takesText(const QWidget* widget) { return widget != nullptr && widget->testAttribute(Qt::WA_InputMethodEnabled); }

} // namespace

/// Left Shift is a stop and left Ctrl a take-profit; the right ones, or Alt with them, place what needs no price to
/// wait for. A modifier whose key was not seen counts as the left one.
LadderHands::How LadderView::how() const {
    const bool alt = m_modifiers.testFlag(Qt::AltModifier);
    const auto right = [&](Qt::KeyboardModifier modifier) { return alt || m_right.testFlag(modifier); };
    if (m_modifiers.testFlag(Qt::ControlModifier))
        return right(Qt::ControlModifier) ? LadderHands::How::Market : LadderHands::How::Profit;
    if (m_modifiers.testFlag(Qt::ShiftModifier))
        return right(Qt::ShiftModifier) ? LadderHands::How::PostOnly : LadderHands::How::Stop;
    return alt ? LadderHands::How::Immediate : LadderHands::How::Limit;
}

void LadderView::noteModifier(const QKeyEvent& event) {
    if (event.key() != Qt::Key_Shift && event.key() != Qt::Key_Control) return;
    const Qt::KeyboardModifier modifier = event.key() == Qt::Key_Shift ? Qt::ShiftModifier : Qt::ControlModifier;
    m_right.setFlag(modifier, event.type() == QEvent::KeyPress && isRightKey(event));
}

std::vector<TrackedOrder> LadderView::ordersInRow(int row) const {
    std::vector<TrackedOrder> found;
    for (const TrackedOrder& o : m_scene.orders) {
        const auto at = standsAt(o.order);
        if (at && m_model.rowOf(o.order.terms.side, *at) == row) found.push_back(o);
    }
    return found;
}

LadderView::Spot LadderView::spotAt(QPoint at) const {
    Spot spot;
    if (!rect().contains(at)) return spot;
    spot.row = m_scene.layout.rowAt(at.y());
    spot.column = m_scene.layout.columnAt(at.x());
    if (spot.row >= static_cast<int>(m_scene.rows.size())) spot.row = -1;
    if (spot.row < 0 || (spot.column != LadderColumn::OwnBuys && spot.column != LadderColumn::OwnSells)) return spot;
    for (std::size_t i = 0; i < m_scene.chips.size(); ++i) {
        const ChipLook& chip = m_scene.chips[i];
        if (chip.row != spot.row || chip.ghost) continue;
        if (!LadderPainter::chipRect(m_scene.layout, chip).contains(at)) continue;
        spot.chip = i;
        spot.cross = LadderPainter::crossRect(m_scene.layout, chip).contains(at);
    }
    return spot;
}

const TrackedOrder* LadderView::orderOf(const Spot& spot) const {
    if (!spot.chip) return nullptr;
    const ChipLook& chip = m_scene.chips[*spot.chip];
    return chip.more > 0 ? nullptr : &m_scene.orders[chip.order];
}

const TrackedOrder* LadderView::find(OrderReference order) const {
    const auto found = std::ranges::find_if(m_scene.orders, [&](const TrackedOrder& o) {
        return o.order.id == order.id && o.order.terms.clientId == order.clientId;
    });
    return found == m_scene.orders.end() ? nullptr : &*found;
}

bool LadderView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && isLadderKey(m_context.actions, static_cast<QKeyEvent&>(*event))) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

/// Keys go to the ladder under the mouse, unless somebody is typing.
void LadderView::enterEvent(QEnterEvent* event) {
    m_mouse = event->position().toPoint();
    m_mouseAt = m_context.clock.monotonicNanos();
    m_modifiers = QApplication::keyboardModifiers();
    if (isActiveWindow() && !takesText(QApplication::focusWidget())) setFocus(Qt::MouseFocusReason);
    touched();
}

void LadderView::leaveEvent(QEvent*) {
    m_mouse.reset();
    touched();
}

void LadderView::mousePressEvent(QMouseEvent* event) {
    m_mouse = event->position().toPoint();
    m_mouseAt = m_context.clock.monotonicNanos();
    m_modifiers = event->modifiers();
    m_notice.reset();
    const Spot at = spotAt(*m_mouse);
    const TrackedOrder* order = orderOf(at);
    if (event->button() == Qt::MiddleButton && order != nullptr) {
        say(m_hands.cancel(*order));
    } else if (event->button() == Qt::LeftButton && order != nullptr) {
        if (at.cross)
            say(m_hands.cancel(*order));
        else
            beginDrag(at);
    } else if (event->button() == Qt::LeftButton && at.row >= 0 && !at.chip &&
               !m_scene.rows[static_cast<std::size_t>(at.row)].mid) {
        const Price price = m_scene.rows[static_cast<std::size_t>(at.row)].price;
        if (at.column == LadderColumn::Bids) say(m_hands.order(Side::Buy, price, how()));
        if (at.column == LadderColumn::Asks) say(m_hands.order(Side::Sell, price, how()));
    }
    touched();
}

void LadderView::beginDrag(const Spot& at) {
    const TrackedOrder& order = *orderOf(at);
    if (const auto why = immovable(order)) return say({*why, false});
    m_drag = Drag{{order.order.id, order.order.terms.clientId}, -1};
    setCursor(Qt::ClosedHandCursor);
}

/// A row that means another price than the order's own is where it would go.
void LadderView::moveDrag(QPoint at) {
    m_drag->row = -1;
    const TrackedOrder* order = find(m_drag->order);
    const int row = rect().contains(at) ? m_scene.layout.rowAt(at.y()) : -1;
    if (order == nullptr || row < 0 || row >= static_cast<int>(m_scene.rows.size())) return;
    const RowLook& look = m_scene.rows[static_cast<std::size_t>(row)];
    const Price stands = standsAt(order->order).value_or(Price());
    if (!look.mid && look.price != m_model.bucket(order->order.terms.side, stands)) m_drag->row = row;
}

void LadderView::endDrag() {
    const Drag drag = *m_drag;
    stopDrag();
    const TrackedOrder* order = find(drag.order);
    if (order == nullptr || drag.row < 0) return;
    say(m_hands.amend(*order, m_scene.rows[static_cast<std::size_t>(drag.row)].price));
}

void LadderView::mouseMoveEvent(QMouseEvent* event) {
    m_mouse = event->position().toPoint();
    m_mouseAt = m_context.clock.monotonicNanos();
    m_modifiers = event->modifiers();
    if (m_drag) moveDrag(*m_mouse);
    touched();
}

void LadderView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && m_drag) {
        moveDrag(event->position().toPoint());
        endDrag();
    }
    touched();
}

void LadderView::wheelEvent(QWheelEvent* event) {
    event->accept();
    m_wheel += event->angleDelta().y();
    const int notches = m_wheel / kAngleANotch;
    m_wheel -= notches * kAngleANotch;
    m_mouseAt = m_context.clock.monotonicNanos();
    if (notches == 0) return;
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        emit groupingStepped(notches > 0 ? -1 : 1);
        return;
    }
    scrollBy(-notches * kRowsANotch);
}

void LadderView::scrollBy(int rows) {
    m_model.scroll(rows);
    touched();
    if (m_drag && m_mouse) moveDrag(*m_mouse); // the row under the mouse is another one
    touched();
    emit followingChanged();
}

void LadderView::join(Side side, bool postOnly) {
    const LadderSummary& s = m_model.summary();
    const auto best = side == Side::Buy ? s.bestBid : s.bestAsk;
    if (!best) return say({side == Side::Buy ? tr("There is no bid to join.") : tr("There is no ask to join."), false});
    say(m_hands.order(side, *best, postOnly ? LadderHands::How::PostOnly : LadderHands::How::Limit));
}

void LadderView::take(Side side, bool limited) {
    if (!limited) return say(m_hands.order(side, Price(), LadderHands::How::Market));
    const LadderSummary& s = m_model.summary();
    const auto best = side == Side::Buy ? s.bestAsk : s.bestBid;
    if (!best) return say({side == Side::Buy ? tr("There is no ask to take.") : tr("There is no bid to take."), false});
    say(m_hands.order(side, *best, LadderHands::How::Immediate));
}

void LadderView::nudge(int ticks) {
    const TrackedOrder* order = orderOf(spot());
    if (order == nullptr) return say({tr("Point at one of your orders first."), false});
    say(m_hands.amendByTicks(*order, ticks));
}

bool LadderView::closeDeed(LadderDeed deed) {
    switch (deed) {
    case LadderDeed::Close: say(m_hands.closePosition()); return true;
    case LadderDeed::CloseQuarter: say(m_hands.closePart(1, 4)); return true;
    case LadderDeed::CloseThird: say(m_hands.closePart(1, 3)); return true;
    case LadderDeed::CloseHalf: say(m_hands.closePart(1, 2)); return true;
    case LadderDeed::CloseTwoThirds: say(m_hands.closePart(2, 3)); return true;
    case LadderDeed::CloseThreeQuarters: say(m_hands.closePart(3, 4)); return true;
    case LadderDeed::Reverse: say(m_hands.reversePosition()); return true;
    case LadderDeed::Flatten: say(m_hands.flatten()); return true;
    default: return false;
    }
}

bool LadderView::orderDeed(LadderDeed deed) {
    switch (deed) {
    case LadderDeed::JoinBid: join(Side::Buy, false); return true;
    case LadderDeed::JoinBidPost: join(Side::Buy, true); return true;
    case LadderDeed::JoinAsk: join(Side::Sell, false); return true;
    case LadderDeed::JoinAskPost: join(Side::Sell, true); return true;
    case LadderDeed::Buy: take(Side::Buy, false); return true;
    case LadderDeed::CrossBuy: take(Side::Buy, true); return true;
    case LadderDeed::Sell: take(Side::Sell, false); return true;
    case LadderDeed::CrossSell: take(Side::Sell, true); return true;
    default: return false;
    }
}

bool LadderView::moveDeed(LadderDeed deed) {
    const int step = static_cast<int>(m_context.settings.integer(setting::kTickStep));
    switch (deed) {
    case LadderDeed::BreakEven: say(m_hands.breakEven()); return true;
    case LadderDeed::StopsUp: say(m_hands.moveStops(1)); return true;
    case LadderDeed::StopsDown: say(m_hands.moveStops(-1)); return true;
    case LadderDeed::StopsUpStep: say(m_hands.moveStops(step)); return true;
    case LadderDeed::StopsDownStep: say(m_hands.moveStops(-step)); return true;
    case LadderDeed::OrderUp: nudge(1); return true;
    case LadderDeed::OrderDown: nudge(-1); return true;
    case LadderDeed::OrderUpStep: nudge(step); return true;
    case LadderDeed::OrderDownStep: nudge(-step); return true;
    default: return false;
    }
}

bool LadderView::cancelDeed(LadderDeed deed) {
    switch (deed) {
    case LadderDeed::CancelAll: say(m_hands.cancelMarket()); return true;
    case LadderDeed::CancelLimits: say(m_hands.cancelLimits()); return true;
    case LadderDeed::CancelPrice: cancelUnderMouse(); return true;
    case LadderDeed::CancelSide: cancelSideUnderMouse(); return true;
    default: return false;
    }
}

void LadderView::cancelUnderMouse() {
    const Spot at = spot();
    if (at.row < 0) return say({tr("Point at a price first."), false});
    say(m_hands.cancelRow(ordersInRow(at.row), m_scene.rows[static_cast<std::size_t>(at.row)].price));
}

void LadderView::cancelSideUnderMouse() {
    const LadderColumn column = spot().column;
    const bool buys = column == LadderColumn::Bids || column == LadderColumn::OwnBuys;
    if (!buys && column != LadderColumn::Asks && column != LadderColumn::OwnSells)
        return say({tr("Point at the bids or the asks first."), false});
    say(m_hands.cancelSide(buys ? Side::Buy : Side::Sell));
}

bool LadderView::viewDeed(LadderDeed deed) {
    switch (deed) {
    case LadderDeed::Size1:
    case LadderDeed::Size2:
    case LadderDeed::Size3:
    case LadderDeed::Size4:
        m_hands.chooseSize(static_cast<int>(deed) - static_cast<int>(LadderDeed::Size1));
        emit sizeChosen();
        return true;
    case LadderDeed::ReduceOnly:
        m_hands.setReduceOnly(!m_hands.reduceOnly());
        emit reduceOnlyToggled();
        return true;
    case LadderDeed::Volume: emit volumeToggled(); return true;
    case LadderDeed::Levels: emit policyToggled(); return true;
    case LadderDeed::Finer: emit groupingStepped(-1); return true;
    case LadderDeed::Coarser: emit groupingStepped(1); return true;
    default: return false;
    }
}

/// Keys that keep their meaning in every pane.
bool LadderView::moveKey(int key) {
    switch (key) {
    case Qt::Key_Space:
        m_model.centre();
        emit followingChanged();
        return true;
    case Qt::Key_Up: scrollBy(-1); return true;
    case Qt::Key_Down: scrollBy(1); return true;
    case Qt::Key_PageUp: scrollBy(-m_scene.layout.rowCount() / 2); return true;
    case Qt::Key_PageDown: scrollBy(m_scene.layout.rowCount() / 2); return true;
    case Qt::Key_Escape:
        stopDrag();
        m_notice.reset();
        return true;
    default: return false;
    }
}

void LadderView::keyPressEvent(QKeyEvent* event) {
    const bool repeats = m_repeats.isRepeat(*event);
    m_modifiers = event->modifiers();
    noteModifier(*event);
    if ((event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) != Qt::NoModifier) {
        touched(); // the hint says what a click with this modifier does
        return event->ignore();
    }
    const LadderKey key = ladderKeyOf(m_context.actions, *event);
    if (key.ofSeveral) {
        say({tr("This key is of several deeds of the ladder, so it does nothing; KEY LADDER frees it."), false});
    } else if (const auto deed = key.deed) {
        // Holding a key down is one order, and one turn of a switch; only the grouping steps on.
        const bool steps = *deed == LadderDeed::Finer || *deed == LadderDeed::Coarser;
        if (steps || !repeats)
            (void)(viewDeed(*deed) || cancelDeed(*deed) || orderDeed(*deed) || closeDeed(*deed) || moveDeed(*deed));
    } else if (!moveKey(event->key())) {
        event->ignore();
    }
    touched();
}

void LadderView::keyReleaseEvent(QKeyEvent* event) {
    (void)m_repeats.isRepeat(*event);
    m_modifiers = event->modifiers();
    noteModifier(*event);
    touched();
    event->ignore();
}

void LadderView::focusInEvent(QFocusEvent*) { update(); }

/// Whoever looks elsewhere does not drag any more.
void LadderView::focusOutEvent(QFocusEvent*) {
    m_right = {}; // their release is not seen here
    stopDrag();
    update();
}

void LadderView::hideEvent(QHideEvent*) {
    stopDrag();
    m_mouse.reset();
}

void LadderView::stopDrag() {
    if (!m_drag) return;
    m_drag.reset();
    unsetCursor();
    m_dirty = true;
}

} // namespace qd::ui
