#include "widgets/plot/AxisPainter.h"

#include "widgets/base/Format.h"

#include <algorithm>
#include <cmath>

namespace qd::plot {
namespace {

constexpr int kPriceSpacing = 44;

int rounded(double pixel) { return static_cast<int>(std::lround(pixel)); }

} // namespace

AxisInk inkOf(const ui::Theme& theme, ui::GlyphAtlas& labels, int padding) {
    using ui::Token;
    return {theme.blended(Token::Line, 35, Token::Bg1),
            theme.blended(Token::Line, 90, Token::Bg1),
            theme.color(Token::Line),
            theme.color(Token::Text1),
            theme.color(Token::Text3),
            theme.color(Token::Bg2),
            labels,
            padding};
}

int priceAxisWidth(const Viewport& view, const PriceAxis& axis, Price highest, const AxisInk& ink) {
    // The most characters are in the highest or the lowest; tags tell prices as they are.
    int width = ink.labels.width(ui::text(std::max(view.prices().high, highest), ui::decimalsOf(axis.tick)));
    for (const Price price : {view.prices().low, view.prices().high})
        width = std::max(width, ink.labels.width(axisText(price, axis)));
    return ink.padding + 6 + width;
}

void paintVeil(QPainter& painter, const QRect& plot, QColor ground) {
    ground.setAlpha(140);
    painter.fillRect(plot, ground);
}

void paintFrame(QPainter& painter, const Viewport& view, const AxisInk& ink) {
    const QRect& plot = view.plot();
    painter.fillRect(plot.left() + plot.width(), plot.top(), 1, view.bottom() - plot.top() + 1, ink.frame);
    painter.fillRect(plot.left(), view.bottom(), plot.width(), 1, ink.frame);
}

void paintPriceGrid(QPainter& painter, const Viewport& view, const PriceAxis& axis, const AxisInk& ink) {
    const QRect& plot = view.plot();
    for (const PriceTick& tick : axisTicks(view, axis, kPriceSpacing))
        painter.fillRect(plot.left(), rounded(view.yOfRaw(tick.raw)), plot.width(), 1, ink.grid);
}

void paintTimeMarks(QPainter& painter, const Viewport& view, const std::vector<TimeMark>& marks, const AxisInk& ink,
                    bool lines) {
    const QRect& plot = view.plot();
    const int right = plot.left() + plot.width();
    int free = plot.left(); // labels keep off each other
    for (const TimeMark& mark : marks) {
        const int x = rounded(mark.x);
        if (lines) painter.fillRect(x, plot.top(), 1, view.bottom() - plot.top(), mark.day ? ink.dayGrid : ink.grid);
        if (mark.label.isEmpty()) continue;
        const int left = x - ink.labels.width(mark.label) / 2;
        if (left < free || left + ink.labels.width(mark.label) > right) continue;
        free = left + ink.labels.width(mark.label) + 8;
        ink.labels.drawLeft(painter, left, view.bottom() + 3, mark.label, mark.day ? ink.value : ink.hint);
    }
}

std::vector<TimeMark> timeMarksOf(const Viewport& view) {
    std::vector<TimeMark> marks;
    for (const TimeTick& tick : timeTicks(view, kTimeSpacing))
        marks.push_back({view.xOf(tick.t), tick.unit >= TimeUnit::Day, labelOf(tick)});
    return marks;
}

void paintTimes(QPainter& painter, const Viewport& view, const AxisInk& ink, bool lines) {
    paintTimeMarks(painter, view, timeMarksOf(view), ink, lines);
}

void paintPrices(QPainter& painter, const Viewport& view, const PriceAxis& axis, const AxisInk& ink,
                 const std::function<bool(int, int)>& covered) {
    const QRect& plot = view.plot();
    const int height = ink.labels.height();
    for (const PriceTick& tick : axisTicks(view, axis, kPriceSpacing)) {
        const int top = rounded(view.yOfRaw(tick.raw)) - height / 2;
        if (top < plot.top() || top + height > plot.top() + plot.height()) continue;
        if (covered && covered(top, top + height)) continue;
        ink.labels.drawLeft(painter, plot.left() + plot.width() + ink.padding + 1, top, tick.label, ink.hint);
    }
}

void paintCross(QPainter& painter, const Viewport& view, const QPoint& at, const AxisInk& ink) {
    const QRect& plot = view.plot();
    QPen pen(ink.hint, 1);
    pen.setDashPattern({3, 3});
    painter.setPen(pen);
    painter.drawLine(at.x(), plot.top(), at.x(), view.bottom() - 1);
    painter.drawLine(plot.left(), at.y(), plot.left() + plot.width() - 1, at.y());
}

void paintCrossTags(QPainter& painter, const Viewport& view, const QPoint& at, const CrossTexts& texts,
                    const AxisInk& ink) {
    const QRect& plot = view.plot();
    const int height = ink.labels.height() + 4;
    const int right = plot.left() + plot.width();
    const int top = std::clamp(at.y() - height / 2, plot.top(), std::max(plot.top(), view.bottom() - height));
    const QRect price(right + 1, top, ink.padding + ink.labels.width(texts.price) + 5, height);
    painter.fillRect(price, ink.panel);
    ink.labels.drawLeft(painter, price.left() + ink.padding, top + 2, texts.price, ink.value);
    const int width = ink.labels.width(texts.time) + 12;
    const int left = std::clamp(at.x() - width / 2, plot.left(), std::max(plot.left(), right - width));
    const QRect time(left, view.bottom() + 1, width, height);
    painter.fillRect(time, ink.panel);
    painter.setPen(ink.frame);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(time.adjusted(0, 0, -1, -1));
    ink.labels.drawLeft(painter, time.left() + 6, time.top() + 2, texts.time, ink.value);
}

void paintLinkedCross(QPainter& painter, const Viewport& view, const ui::LinkedCross& cross, const QColor& color) {
    const QRect& plot = view.plot();
    QPen pen(color, 1);
    pen.setDashPattern({1, 4});
    painter.setPen(pen);
    const int x = rounded(view.xOf(std::clamp(cross.t, view.left(), view.right())));
    if (cross.t >= view.left() && cross.t <= view.right()) painter.drawLine(x, plot.top(), x, view.bottom() - 1);
    if (cross.price.isZero() || !view.shows(cross.price)) return; // over another axis there is no price
    const int y = rounded(view.yOf(cross.price));
    painter.drawLine(plot.left(), y, plot.left() + plot.width() - 1, y);
}

} // namespace qd::plot
