// Of HeatView: the paths of own orders, and own fills.
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/heatmap/HeatPane.h"
#include "widgets/heatmap/HeatView.h"
#include "widgets/plot/FillArrow.h"

#include <algorithm>
#include <cmath>

namespace qd::heatmap {

using ui::Token;

namespace {

constexpr double kLine = 2;      ///< pixels
constexpr double kBeside = 1;    ///< of the ground at both sides of it
constexpr double kCross = 3.5;   ///< half of the sign of a cancelled order
constexpr double kArrow = 10;    ///< of a fill
constexpr double kNear = 9;      ///< the crosshair means a fill
constexpr double kNearTrail = 4; ///< or a path

/// A piece of a path: an order that stood at one price.
struct Piece {
    double left = 0;
    double right = 0;
    double y = 0;
};

/// Pieces in view; the last one of an order that is not over reaches to `now`.
template<class Take>
void forPieces(const OwnOrder& order, const plot::Viewport& view, UnixNanos now, Take take) {
    const auto& steps = order.steps;
    const auto after = std::ranges::upper_bound(steps, view.left(), {}, &OwnStep::t);
    for (auto i = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, after - steps.begin() - 1)); i < steps.size();
         ++i) {
        const OwnStep& step = steps[i];
        if (step.t > view.right()) break;
        if (isOver(step) || step.price.isZero()) continue;
        const UnixNanos end = i + 1 < steps.size() ? steps[i + 1].t : std::max(now, step.t);
        if (end < view.left()) continue;
        take(i, Piece{view.xOf(std::max(step.t, view.left())), view.xOf(std::min(end, view.right())),
                      view.yOf(step.price)});
    }
}

} // namespace

void HeatView::paintTrails(QPainter& painter) const {
    for (const auto& [id, order] : m_scene.trails().orders()) paintTrail(painter, order);
}

/// Solid where it was in the book, dotted where it waited; a cross where it ended without being filled.
void HeatView::paintTrail(QPainter& painter, const OwnOrder& order) const {
    const plot::Viewport& view = m_scene.view();
    const QColor ground = m_context.theme().color(Token::Bg0);
    const QColor side = m_context.theme().color(order.side == Side::Buy ? Token::Up : Token::Down);
    std::vector<QRectF> solid;
    std::vector<QLineF> dotted;
    forPieces(order, view, m_scene.now(), [&](std::size_t i, const Piece& piece) {
        const OwnStep& step = order.steps[i];
        if (step.inBook)
            solid.emplace_back(piece.left, piece.y - kLine / 2, std::max(1.0, piece.right - piece.left), kLine);
        else
            dotted.emplace_back(piece.left, piece.y, piece.right, piece.y);
        const OwnStep* next = i + 1 < order.steps.size() ? &order.steps[i + 1] : nullptr;
        if (next == nullptr || isOver(*next) || next->price.isZero() || next->price == step.price) return;
        const double to = view.yOf(next->price);
        solid.emplace_back(piece.right - kLine / 2, std::min(piece.y, to) - kLine / 2, kLine,
                           std::abs(piece.y - to) + kLine);
    });
    for (const QRectF& r : solid) painter.fillRect(r.adjusted(-kBeside, -kBeside, kBeside, kBeside), ground);
    for (const QRectF& r : solid) painter.fillRect(r, side);
    for (const QLineF& line : dotted)
        painter.fillRect(QRectF(line.p1(), line.p2()).adjusted(0, -kLine / 2 - kBeside, 0, kLine / 2 + kBeside),
                         ground);
    QPen pen(side, kLine);
    pen.setCapStyle(Qt::FlatCap);
    pen.setDashPattern({2, 2});
    painter.setPen(pen);
    for (const QLineF& line : dotted) painter.drawLine(line);
    const OwnStep& last = order.steps.back();
    const bool ended = last.state && isFinal(*last.state) && *last.state != OrderState::Filled;
    if (!ended || last.price.isZero() || last.t < view.left() || last.t > view.right()) return;
    const QPointF at(view.xOf(last.t), view.yOf(last.price));
    painter.setRenderHint(QPainter::Antialiasing);
    for (const auto& [color, width] : {std::pair(ground, kLine + 2 * kBeside), std::pair(side, kLine)}) {
        painter.setPen(QPen(color, width));
        painter.drawLine(at + QPointF(-kCross, -kCross), at + QPointF(kCross, kCross));
        painter.drawLine(at + QPointF(-kCross, kCross), at + QPointF(kCross, -kCross));
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void HeatView::paintFills(QPainter& painter) const {
    const plot::Viewport& view = m_scene.view();
    const auto& fills = m_scene.trails().fills();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_context.theme().color(Token::Text1), 1)); // bubbles of trades have the same colours
    for (auto fill = std::ranges::lower_bound(fills, view.left(), {}, &FillView::ts);
         fill != fills.end() && fill->ts <= view.right(); ++fill) {
        if (!view.shows(fill->fill.price)) continue;
        painter.setBrush(m_context.theme().color(fill->fill.side == Side::Buy ? Token::Up : Token::Down));
        painter.drawPolygon(plot::fillArrow({view.xOf(fill->ts), view.yOf(fill->fill.price)}, fill->fill.side, kArrow));
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

QString HeatView::fillAt(const QPointF& at) const {
    if (!m_scene.options().fills) return {};
    const plot::Viewport& view = m_scene.view();
    const FillView* nearest = nullptr;
    double best = kNear;
    for (const FillView& fill : m_scene.trails().fills()) {
        const QPointF tip(view.xOf(fill.ts), view.yOf(fill.fill.price));
        const double away = std::hypot(tip.x() - at.x(), tip.y() - at.y());
        if (away > best) continue;
        best = away;
        nearest = &fill;
    }
    if (nearest == nullptr) return {};
    const OrderFilled& f = nearest->fill;
    return tr("Own fill: %1 %2 at %3, %4, order %5")
        .arg(ui::word(f.side), ui::shortText(f.size), ui::text(f.price, ui::decimalsOf(m_scene.tick())),
             ui::clockText(nearest->ts, 1))
        .arg(f.order.value());
}

QString HeatView::trailAt(const QPointF& at) const {
    if (!m_scene.options().trails) return {};
    QString words;
    for (const auto& [id, order] : m_scene.trails().orders()) {
        forPieces(order, m_scene.view(), m_scene.now(), [&](std::size_t i, const Piece& piece) {
            if (std::abs(piece.y - at.y()) > kNearTrail || at.x() < piece.left || at.x() > piece.right) return;
            const OwnStep& step = order.steps[i];
            words = tr("Own order %1: %2 %3 at %4, %5")
                        .arg(order.id.value())
                        .arg(ui::word(order.side), ui::shortText(step.remaining),
                             ui::text(step.price, ui::decimalsOf(m_scene.tick())),
                             step.inBook ? tr("in the book") : tr("waiting"));
        });
    }
    return words;
}

QString HeatView::ownAt(const QPointF& at) const {
    const QString fill = fillAt(at);
    return fill.isEmpty() ? trailAt(at) : fill;
}

} // namespace qd::heatmap
