// What FootprintView paints in its plot.
#include "widgets/base/Format.h"
#include "widgets/flow/FlowLook.h"
#include "widgets/footprint/FootprintPane.h"
#include "widgets/footprint/FootprintView.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace qd::footprint {

using ui::Token;

namespace {

constexpr int kDeepest = 44; ///< percent of a colour under a text: it stays readable
constexpr int kGround = 26;  ///< the same of a hint

Token sideToken(std::int64_t signedSize) { return signedSize < 0 ? Token::Down : Token::Up; }

} // namespace

void FootprintView::paintEvent(QPaintEvent*) {
    const FootprintPane::PaintScope scope(m_pane, 0);
    if (m_ratio != devicePixelRatioF()) refresh();
    QPainter painter(this);
    const ui::Theme& theme = m_context.theme();
    painter.fillRect(rect(), theme.color(Token::Bg1));
    const plot::Viewport& view = m_scene.view();
    const plot::AxisInk axes = ink();
    painter.setClipRect(view.plot());
    painter.fillRect(view.plot(), theme.color(Token::Bg0));
    if (!m_standing.empty) {
        if (!showsCells()) plot::paintPriceGrid(painter, view, m_scene.tick(), axes);
        paintPlot(painter);
    }
    if (m_standing.stale) plot::paintVeil(painter, view.plot(), theme.color(Token::Bg0));
    if (!cross() && linked()) plot::paintLinkedCross(painter, view, *linked(), theme.color(Token::Text1));
    painter.setClipping(false);
    plot::paintFrame(painter, view, axes);
    if (!m_standing.empty) {
        plot::paintTimes(painter, view, axes, false);
        paintPrices(painter);
        if (m_scene.options().totals) paintTotals(painter);
        paintCrossing(painter);
    }
    paintWords(painter);
    paintFocus(painter, theme.color(Token::Accent));
}

void FootprintView::paintPlot(QPainter& painter) {
    paintGaps(painter);
    if (m_scene.options().naked) paintNaked(painter);
    const bool cells = showsCells();
    for (const FootprintBar& bar : m_scene.visibleBars()) {
        if (cells)
            paintCells(painter, bar);
        else
            paintBar(painter, bar);
    }
}

/// Where trades may be missing, and what was before anything was known.
void FootprintView::paintGaps(QPainter& painter) const {
    const plot::Viewport& view = m_scene.view();
    const QRect& plot = view.plot();
    const auto stretch = [&](UnixNanos from, UnixNanos to, const QColor& color) {
        const double left = view.xOf(std::clamp(from, view.left(), view.right()));
        const double right = view.xOf(std::clamp(to, view.left(), view.right()));
        if (right > left) painter.fillRect(QRectF(left, plot.top(), std::max(1.0, right - left), plot.height()), color);
    };
    QColor doubt = m_context.theme().color(Token::Warn);
    doubt.setAlpha(30);
    for (const TradeGap& gap : m_scene.feed().footprint().gaps()) stretch(gap.from, gap.to, doubt);
    stretch(UnixNanos(std::numeric_limits<std::int64_t>::min()), m_scene.feed().footprint().knownFrom(),
            m_context.theme().color(Token::Bg1));
}

/// From the bar they belong to on, to the right edge.
void FootprintView::paintNaked(QPainter& painter) const {
    const plot::Viewport& view = m_scene.view();
    QPen pen(m_context.theme().blended(Token::Warn, 70, Token::Bg0), 1);
    pen.setDashPattern({5, 4});
    painter.setPen(pen);
    for (const orderflow::NakedPoc& naked : m_scene.naked()) {
        const double y =
            (view.yOfRaw(m_scene.lowerEdge(naked.row)) + view.yOfRaw(m_scene.lowerEdge(naked.row + 1))) / 2;
        const double x = std::max<double>(view.plot().left(), view.xOf(naked.since) + view.slot());
        painter.drawLine(QPointF(x, std::round(y)), QPointF(view.plot().right(), std::round(y)));
    }
}

/// Without room for texts: the way from open to close, coloured by the delta, the deeper the larger its share.
void FootprintView::paintBar(QPainter& painter, const FootprintBar& bar) const {
    const plot::Viewport& view = m_scene.view();
    const Quantity delta = orderflow::deltaOf(bar);
    const int depth = 30 + flow::shareOf(delta, orderflow::volumeOf(bar)) * 70 / 100;
    const QColor color = m_context.theme().blended(sideToken(delta.raw()), depth, Token::Bg0);
    const double width = std::max(1.0, std::floor(view.slot() * 0.7));
    const double left = std::floor(view.xOf(bar.openTime) + (view.slot() - width) / 2);
    const double high = view.yOf(bar.high);
    const double middle = std::floor(left + width / 2);
    painter.fillRect(QRectF(middle, high, 1, std::max(1.0, view.yOf(bar.low) - high)), color);
    const double top = view.yOf(std::max(bar.open, bar.close));
    const double bottom = view.yOf(std::min(bar.open, bar.close));
    painter.fillRect(QRectF(left, top, width, std::max(2.0, bottom - top)), color);
    if (width < 5) return;
    const BarLook look = m_scene.lookOf(bar);
    if (look.rows.empty()) return;
    const QRectF control = cellRect({left - 1, left + width + 1}, look.rows[look.control].row);
    painter.fillRect(QRectF(control.left(), std::round(control.center().y()) - 1, control.width(), 2),
                     m_context.theme().color(Token::Text1));
}

void FootprintView::paintCells(QPainter& painter, const FootprintBar& bar) {
    const plot::Viewport& view = m_scene.view();
    const ui::Theme& theme = m_context.theme();
    const BarLook look = m_scene.lookOf(bar);
    if (look.rows.empty()) return;
    const Slot slot = slotOf(bar);
    for (std::size_t row = 0; row < look.rows.size(); ++row) {
        const QRectF cell = cellRect(slot, look.rows[row].row);
        if (cell.bottom() >= view.plot().top() && cell.top() <= view.plot().bottom())
            paintCell(painter, cell, look, row);
    }
    // The candle beside its cells.
    const QColor way = theme.color(bar.close < bar.open ? Token::Down : Token::Up);
    const double x = std::round(slot.left) - 5;
    const double high = view.yOf(bar.high);
    painter.fillRect(QRectF(x + 1, high, 1, std::max(1.0, view.yOf(bar.low) - high)), way);
    const double top = view.yOf(std::max(bar.open, bar.close));
    const double bottom = view.yOf(std::min(bar.open, bar.close));
    painter.fillRect(QRectF(x, top, 3, std::max(2.0, bottom - top)), way);
    paintMarks(painter, slot, look);
}

void FootprintView::paintCell(QPainter& painter, const QRectF& cell, const BarLook& look, std::size_t row) {
    const QRectF inner = cell.adjusted(0, 0, 0, -1);
    switch (m_scene.options().mode) {
    case CellMode::BidAsk: return paintBidAsk(painter, inner, look, row);
    case CellMode::Delta: return paintDelta(painter, inner, look, row);
    case CellMode::Volume: return paintVolume(painter, inner, look, row);
    }
}

/// Sold at the left of the middle, bought at its right; the ground shows how much it was.
void FootprintView::paintBidAsk(QPainter& painter, const QRectF& cell, const BarLook& look, std::size_t row) {
    const ui::Theme& theme = m_context.theme();
    const FootprintRow& r = look.rows[row];
    const int depth = flow::shareOf(orderflow::volumeOf(r), look.most) * kGround / 100;
    painter.fillRect(cell, theme.blended(Token::Text3, depth, Token::Bg0));
    const auto mark = look.marks.empty() ? orderflow::RowImbalance{} : look.marks[row];
    const auto middle = static_cast<int>(std::lround(cell.center().x()));
    const auto ground = [&](bool marked, Token side, double from, double to) {
        if (marked)
            painter.fillRect(QRectF(from, cell.top(), to - from, cell.height()),
                             theme.blended(side, kDeepest, Token::Bg0));
        return theme.color(marked ? Token::Text1 : Token::Text2);
    };
    const QColor sold = ground(mark.sell, Token::Down, cell.left(), middle);
    const QColor bought = ground(mark.buy, Token::Up, middle, cell.right());
    const int top = textTop(cell);
    m_cells.drawRight(painter, middle - 4, top, sizeText(r.sold), sold);
    m_cells.drawLeft(painter, middle + 5, top, sizeText(r.bought), bought);
    painter.fillRect(QRectF(middle, cell.top(), 1, cell.height()), theme.color(Token::Line));
}

void FootprintView::paintDelta(QPainter& painter, const QRectF& cell, const BarLook& look, std::size_t row) {
    const ui::Theme& theme = m_context.theme();
    const Quantity delta = orderflow::deltaOf(look.rows[row]);
    const int depth = flow::shareOf(delta, look.most) * kDeepest / 100;
    painter.fillRect(cell, theme.blended(sideToken(delta.raw()), depth, Token::Bg0));
    m_cells.drawRight(painter, static_cast<int>(cell.right()) - 4, textTop(cell), signedText(delta),
                      theme.color(Token::Text1));
}

/// A bar as long as the volume, of which the left part was sold.
void FootprintView::paintVolume(QPainter& painter, const QRectF& cell, const BarLook& look, std::size_t row) {
    const ui::Theme& theme = m_context.theme();
    const FootprintRow& r = look.rows[row];
    const Quantity volume = orderflow::volumeOf(r);
    const double across = cell.width() * flow::shareOf(volume, look.most) / 100;
    const double sold = across * flow::shareOf(r.sold, volume) / 100;
    painter.fillRect(QRectF(cell.left(), cell.top(), sold, cell.height()),
                     theme.blended(Token::Down, kDeepest, Token::Bg0));
    painter.fillRect(QRectF(cell.left() + sold, cell.top(), across - sold, cell.height()),
                     theme.blended(Token::Up, kDeepest, Token::Bg0));
    m_cells.drawRight(painter, static_cast<int>(cell.right()) - 4, textTop(cell), sizeText(volume),
                      theme.color(Token::Text1));
}

int FootprintView::textTop(const QRectF& cell) const {
    return static_cast<int>(std::lround(cell.center().y() - m_cells.height() / 2.0));
}

/// Point of control, value area, stacked imbalances.
void FootprintView::paintMarks(QPainter& painter, const Slot& slot, const BarLook& look) const {
    const ui::Theme& theme = m_context.theme();
    const QRectF control = cellRect(slot, look.rows[look.control].row);
    painter.setPen(theme.color(Token::Warn));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(control.adjusted(0, 0, -1, -2));
    const double areaTop = cellRect(slot, look.area.high).top();
    const double areaBottom = cellRect(slot, look.area.low).bottom();
    painter.fillRect(QRectF(slot.left - 1, areaTop, 1, areaBottom - areaTop), theme.color(Token::Text2));
    for (const orderflow::ImbalanceStack& stack : look.stacks) {
        const double top = cellRect(slot, stack.high).top();
        const double bottom = cellRect(slot, stack.low).bottom();
        const bool buys = stack.side == Side::Buy;
        painter.fillRect(QRectF(buys ? slot.right : slot.left, top, 3, bottom - top - 1),
                         theme.color(buys ? Token::Up : Token::Down));
    }
}

void FootprintView::paintPrices(QPainter& painter) {
    const plot::Viewport& view = m_scene.view();
    const ui::Theme& theme = m_context.theme();
    const auto bars = m_scene.bars();
    const bool down = !bars.empty() && bars.back().close < bars.back().open;
    const QColor color = theme.color(down ? Token::Down : Token::Up);
    const QRect tag = flow::lastTag(view, m_last, width(), ink());
    if (!tag.isEmpty()) {
        QPen pen(color, 1);
        pen.setDashPattern({1, 3});
        painter.setPen(pen);
        const int y = static_cast<int>(std::lround(view.yOf(m_last)));
        painter.drawLine(view.plot().left(), y, view.plot().right(), y);
    }
    flow::paintPricesWithLast(painter, view, m_last, m_scene.tick(), tag, ink(), color, theme.color(Token::OnFill));
}

void FootprintView::paintCrossing(QPainter& painter) {
    if (!cross()) return;
    const plot::Viewport& view = m_scene.view();
    plot::paintCross(painter, view, *cross(), ink());
    plot::paintCrossTags(painter, view, *cross(),
                         {ui::text(view.priceAt(cross()->y(), m_scene.tick()), ui::decimalsOf(m_scene.tick())),
                          ui::clockText(openTimeOf(view.timeAt(cross()->x()), m_scene.options().interval)).left(5)},
                         ink());
}

void FootprintView::paintWords(QPainter& painter) {
    const QRect& plot = m_scene.view().plot();
    const ui::Theme& theme = m_context.theme();
    if (m_standing.empty) {
        painter.setPen(theme.color(Token::Text2));
        painter.drawText(plot.adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap, m_standing.sentence);
        return;
    }
    int y = plot.top() + 6;
    QColor veil = theme.color(Token::Bg1);
    veil.setAlpha(225);
    const std::pair<QString, Token> lines[]{
        {readout(), Token::Text1}, {m_standing.sentence, Token::Warn}, {coverage(), Token::Text2}};
    for (const auto& [text, token] : lines) {
        if (text.isEmpty()) continue;
        painter.fillRect(plot.left() + 6, y, m_text.width(text) + 12, m_text.height() + 4, veil);
        m_text.drawLeft(painter, plot.left() + 12, y + 2, text, theme.color(token));
        y += m_text.height() + 6;
    }
}

} // namespace qd::footprint
