// Of HeatView: own orders, and moving them.
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/heatmap/HeatPane.h"
#include "widgets/heatmap/HeatView.h"
#include "widgets/terms/Waiting.h"

#include <QKeyEvent>

#include <algorithm>
#include <cmath>

namespace qd::heatmap {

using ui::Token;

namespace {

constexpr int kMeant = 3;      ///< pixels an order must be moved before it is a drag
constexpr int kGrabHeight = 3; ///< pixels above and below its line
constexpr int kPadding = 5;
constexpr std::int64_t kNoticeNanos = 8 * kNanosPerSecond;

} // namespace

void HeatView::layOrders() {
    m_orders.clear();
    if (!m_scene.market() || !m_scene.options().orders) return;
    const plot::Viewport& view = m_scene.view();
    const QRect& plot = view.plot();
    const int high = m_small.height() + 2;
    for (const TrackedOrder& tracked : m_context.accounts.orders()) {
        const Order& order = tracked.order;
        const auto price = ui::standsAt(order);
        if (order.terms.market != *m_scene.market() || isFinal(tracked.state) || !price || !view.shows(*price))
            continue;
        PlacedOrder placed{.order = order.id,
                           .side = order.terms.side,
                           .y = static_cast<int>(std::lround(view.yOf(*price))),
                           .begin = lineBegin(order.id),
                           .chip = {},
                           .text = {},
                           .target = {}};
        const QString side = ui::word(placed.side);
        placed.text = order.remaining().isZero() ? tr("%1 exit").arg(side)
                                                 : QStringLiteral("%1 %2").arg(side, ui::shortText(order.remaining()));
        const auto pending = m_moves.target(order.id);
        if (m_drag.order() == order.id && m_drag.moving())
            placed.target = m_drag.target();
        else if (pending)
            placed.target = pending;
        if (pending) placed.text += tr(" moving to %1").arg(ui::text(*pending, ui::decimalsOf(m_scene.tick())));
        const int across = m_small.width(placed.text) + 2 * kPadding;
        const int top = std::clamp(placed.y - high / 2, plot.top(), plot.top() + std::max(0, plot.height() - high));
        placed.chip = QRect(plot.left() + plot.width() - across - 4, top, across, high);
        m_orders.push_back(std::move(placed));
    }
}

std::optional<QPoint> HeatView::pointOfOrder(OrderId order) const {
    const auto found = std::ranges::find(m_orders, order, &PlacedOrder::order);
    return found == m_orders.end() ? std::nullopt : std::optional(found->chip.center());
}

/// Its chip, and of several the one painted last; else its line.
const PlacedOrder* HeatView::orderAt(const QPoint& at) const {
    const PlacedOrder* found = nullptr;
    for (const PlacedOrder& order : m_orders) {
        if (order.chip.contains(at)) found = &order;
    }
    if (found != nullptr || !m_scene.view().plot().contains(at)) return found;
    int nearest = kGrabHeight;
    for (const PlacedOrder& order : m_orders) {
        const int away = std::abs(order.y - at.y());
        if (at.x() < order.begin || away > nearest || (found != nullptr && away == nearest)) continue;
        found = &order;
        nearest = away;
    }
    return found;
}

std::optional<Qt::CursorShape> HeatView::ownCursor(const QPoint& at) const {
    return orderAt(at) != nullptr ? std::optional(Qt::SizeVerCursor) : std::nullopt;
}

std::optional<HeatView::Hand> HeatView::take(const QPoint& at) {
    const PlacedOrder* order = orderAt(at);
    if (order == nullptr) return std::nullopt;
    if (m_moves.target(order->order)) {
        tell(tr("The order is still being moved; wait for the venue's answer."));
        return Hand::Free;
    }
    m_drag.grab(order->order);
    m_scene.holdPrices(true);
    return Hand::Own;
}

void HeatView::carry(const QPoint&, const QPoint& to) {
    if (m_drag.moving() || (to - pressedAt()).manhattanLength() >= kMeant)
        m_drag.moveTo(m_scene.view().priceAt(inPlot(to).y(), m_scene.tick()));
}

void HeatView::drop() {
    if (const auto dropped = ui::dropOrder(m_context, m_drag, m_moves); !dropped) tell(dropped.error());
}

void HeatView::letGo() {
    m_drag.cancel();
    m_scene.holdPrices(false);
    layOrders();
}

bool HeatView::orderKey(const QKeyEvent& event) {
    switch (event.key()) {
    case Qt::Key_Escape: emptyHand(); return true;
    case Qt::Key_Up:
    case Qt::Key_Down: m_drag.nudge(event.key() == Qt::Key_Up ? 1 : -1, m_scene.tick()); return true;
    default: return false;
    }
}

void HeatView::readMoves() {
    const auto& orders = m_context.accounts.orders();
    for (const QString& refused : ui::refusedMoves(m_moves, orders, ui::decimalsOf(m_scene.tick()))) tell(refused);
    if (!m_drag.active() || ui::workingOrder(orders, *m_drag.order()) != nullptr) return;
    emptyHand();
    tell(tr("The order is not working any more; nothing was moved."));
}

/// A sentence over the map for a few seconds; an empty one takes it away.
void HeatView::tell(const QString& notice) {
    m_notice = notice;
    m_noticeUntil = notice.isEmpty() ? 0 : m_context.clock.monotonicNanos() + kNoticeNanos;
    update();
}

/// Where its path is drawn, an order's line begins now: it did not stand there before.
int HeatView::lineBegin(OrderId order) const {
    const QRect& plot = m_scene.view().plot();
    if (!m_scene.options().trails || !m_scene.trails().orders().contains(order)) return plot.left();
    const double now = m_scene.view().xOf(m_scene.now());
    return static_cast<int>(std::clamp<double>(now, plot.left(), plot.left() + plot.width() - 1));
}

void HeatView::paintOrders(QPainter& painter) {
    const QRect& plot = m_scene.view().plot();
    for (const PlacedOrder& order : m_orders) {
        const QColor side = m_context.theme().color(order.side == Side::Buy ? Token::Up : Token::Down);
        QPen pen(side, 1);
        pen.setDashPattern(order.target ? QList<qreal>{1, 3} : QList<qreal>{6, 4});
        painter.setPen(pen);
        painter.drawLine(order.begin, order.y, plot.left() + plot.width() - 1, order.y);
        painter.fillRect(order.chip, side);
        m_small.drawLeft(painter, order.chip.left() + kPadding, order.chip.top() + 1, order.text,
                         m_context.theme().color(Token::OnFill));
        if (order.target) paintTarget(painter, order);
    }
}

/// Where it is on its way to, or would be let go.
void HeatView::paintTarget(QPainter& painter, const PlacedOrder& order) {
    const plot::Viewport& view = m_scene.view();
    if (!view.shows(*order.target)) return;
    const QRect& plot = view.plot();
    const int y = static_cast<int>(std::lround(view.yOf(*order.target)));
    painter.setPen(QPen(m_context.theme().color(Token::Accent), 1));
    painter.drawLine(plot.left(), y, plot.left() + plot.width() - 1, y);
    const QString text = ui::text(*order.target, ui::decimalsOf(m_scene.tick()));
    const int high = m_small.height() + 2;
    const int top = std::clamp(y - high / 2, plot.top(), plot.top() + std::max(0, plot.height() - high));
    const QRect chip(plot.left() + 4, top, m_small.width(text) + 2 * kPadding, high);
    painter.fillRect(chip, m_context.theme().color(Token::Accent));
    m_small.drawLeft(painter, chip.left() + kPadding, chip.top() + 1, text, m_context.theme().color(Token::OnFill));
}

} // namespace qd::heatmap
