#include "widgets/chart/MarkLayer.h"

#include "widgets/base/Format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace qd::chart {
namespace {

constexpr int kLabelPadding = 5;
constexpr int kRoomForLabels = 26; // in paddings of the axis, which grow with the font: 390 pixels
constexpr int kGrabHeight = 3;     // pixels above and below an order's line

int rankOf(MarkKind kind) {
    switch (kind) {
    case MarkKind::Target:
    case MarkKind::Draft: return 0;
    case MarkKind::Last: return 1;
    case MarkKind::Liquidation: return 2;
    case MarkKind::Entry: return 3;
    case MarkKind::Order: return 4;
    case MarkKind::Alert: return 5;
    case MarkKind::MarkPrice: return 6;
    default: return 7;
    }
}

int weightOf(MarkKind kind) {
    switch (kind) {
    case MarkKind::Target: return 10'000; // under the hand that drags it
    case MarkKind::Draft: return 2'000;
    case MarkKind::Last: return 1'000;
    case MarkKind::Entry:
    case MarkKind::Liquidation: return 20;
    case MarkKind::Order: return 10;
    case MarkKind::Alert: return 5;
    default: return 1;
    }
}

bool isFilled(MarkKind kind) {
    return kind != MarkKind::MarkPrice && kind != MarkKind::Bid && kind != MarkKind::Ask && kind != MarkKind::Target;
}

QChar letterOf(MarkKind kind) {
    switch (kind) {
    case MarkKind::MarkPrice: return QLatin1Char('M');
    case MarkKind::Bid: return QLatin1Char('B');
    case MarkKind::Ask: return QLatin1Char('A');
    default: return {};
    }
}

std::vector<TagWish> wishesOf(const std::vector<PlacedMark>& marks, const plot::Viewport& view) {
    std::vector<TagWish> wishes;
    wishes.reserve(marks.size());
    for (const PlacedMark& p : marks)
        wishes.push_back({std::clamp(view.yOf(p.mark.price), -1e6, 1e6), weightOf(p.mark.kind), rankOf(p.mark.kind)});
    return wishes;
}

/// Points up or down beside the text of a tag whose price is out of view.
void paintArrow(QPainter& painter, const QRect& tag, TagEdge edge, const QColor& color) {
    const QPointF c(tag.left() + 6, tag.center().y() + 0.5);
    const double d = edge == TagEdge::Above ? -3 : 3;
    const QPointF points[3]{{c.x(), c.y() + d}, {c.x() - 3, c.y() - d / 2}, {c.x() + 3, c.y() - d / 2}};
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(points, 3);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

} // namespace

void MarkLayer::lay(std::vector<Mark> marks, const plot::Viewport& view, int axisWidth, const ChartLook& look) {
    m_placed.clear();
    for (Mark& mark : marks) m_placed.push_back({std::move(mark), {}, 0, {}, {}, {}});
    const std::vector<TagWish> wishes = wishesOf(m_placed, view);
    const QRect& plot = view.plot();
    const int height = look.tagHeight;
    int bottom = plot.top() + plot.height();
    std::vector<TagPlace> places = placeTags(wishes, height, plot.top(), bottom);
    m_hidden = static_cast<int>(std::ranges::count(places, true, &TagPlace::hidden));
    m_more = {};
    if (m_hidden > 0) { // one more makes room for the number of those that have none
        bottom -= height;
        places = placeTags(wishes, height, plot.top(), bottom);
        m_hidden = static_cast<int>(std::ranges::count(places, true, &TagPlace::hidden));
        m_more = QRect(plot.left() + plot.width() + 1, bottom, axisWidth - 1, height);
    }
    for (std::size_t i = 0; i < m_placed.size(); ++i) {
        PlacedMark& p = m_placed[i];
        p.place = places[i];
        // Below the plot's edge only because of the row for the rest: its price is in view all the same.
        p.place.edge = p.mark.price > view.prices().high  ? TagEdge::Above
                       : p.mark.price < view.prices().low ? TagEdge::Below
                                                          : TagEdge::Inside;
        p.lineY = static_cast<int>(std::lround(std::clamp(view.yOf(p.mark.price), -1e6, 1e6)));
        if (p.place.hidden) continue;
        p.tag = QRect(plot.left() + plot.width() + 1, p.place.top, axisWidth - 1, height);
        placeLabel(p, view, look);
    }
}

void MarkLayer::placeLabel(PlacedMark& placed, const plot::Viewport& view, const ChartLook& look) const {
    if (placed.mark.label.isEmpty()) return;
    const QRect& plot = view.plot();
    const int cross = placed.mark.removable ? look.tagHeight : 0;
    const int tail = placed.mark.tail.isEmpty() ? 0 : look.small.width(placed.mark.tail) + kLabelPadding;
    const int most = plot.width() - 12;
    if (plot.width() < kRoomForLabels * look.axisPadding) placed.mark.label = placed.mark.brief;
    const auto widthOf = [&] { return look.small.width(placed.mark.label) + tail + cross + 2 * kLabelPadding; };
    while (widthOf() > most && placed.mark.label.size() > 3) {
        placed.mark.label.chop(placed.mark.label.endsWith(QLatin1String("..")) ? 3 : 1);
        placed.mark.label += QLatin1String("..");
    }
    const int width = std::min(widthOf(), most);
    if (width <= cross) return;
    placed.label = QRect(plot.left() + plot.width() - width - 6, placed.place.top, width, look.tagHeight);
    if (cross > 0) placed.cross = QRect(placed.label.right() + 1 - cross, placed.label.top(), cross, look.tagHeight);
}

void MarkLayer::paintLines(QPainter& painter, const plot::Viewport& view, const ui::Theme& theme) const {
    const QRect& plot = view.plot();
    const int end = plot.left() + plot.width();
    for (const PlacedMark& p : m_placed) {
        if (p.place.edge != TagEdge::Inside) continue;
        QPen pen(theme.color(p.mark.token), 1);
        pen.setCosmetic(true);
        const bool quote =
            p.mark.kind == MarkKind::Bid || p.mark.kind == MarkKind::Ask || p.mark.kind == MarkKind::MarkPrice;
        if (p.mark.kind == MarkKind::Last || p.mark.kind == MarkKind::Order) pen.setDashPattern({4, 3});
        if (p.mark.trigger) pen.setDashPattern({8, 3, 2, 3}); // not in the book
        if (p.mark.kind == MarkKind::Alert) pen.setDashPattern({2, 4});
        if (p.mark.kind == MarkKind::Target || p.mark.waiting) pen.setDashPattern({1, 3});
        painter.setPen(pen);
        // Quotes are told by their tags; their lines would hide the bars.
        if (!quote) painter.drawLine(plot.left(), p.lineY, end - 1, p.lineY);
        if (p.place.hidden) continue;
        const int middle = p.tag.top() + p.tag.height() / 2;
        const QRect& box = p.label.isEmpty() ? p.tag : p.label;
        pen.setStyle(Qt::SolidLine);
        painter.setPen(pen);
        if (std::abs(middle - p.lineY) > 1) painter.drawLine(box.left() - 6, p.lineY, box.left(), middle);
    }
}

void MarkLayer::paintTags(QPainter& painter, ChartLook& look, const ui::Theme& theme, int decimals, bool doubtful) {
    for (const PlacedMark& p : m_placed) {
        if (p.place.hidden) continue;
        if (!p.label.isEmpty()) paintLabel(painter, p, look, theme);
        paintTag(painter, p, look, theme, decimals, doubtful);
    }
    if (m_hidden == 0) return;
    const QString text = QCoreApplication::translate("qd::chart::MarkLayer", "+%1 more").arg(m_hidden);
    look.small.drawLeft(painter, m_more.left() + 4, m_more.top() + (m_more.height() - look.small.height()) / 2, text,
                        look.hint);
}

void MarkLayer::paintLabel(QPainter& painter, const PlacedMark& placed, ChartLook& look, const ui::Theme& theme) const {
    const QColor color = theme.color(placed.mark.token);
    painter.fillRect(placed.label, look.background);
    painter.setBrush(Qt::NoBrush);
    QPen pen(color, 1);
    if (placed.mark.waiting) pen.setDashPattern({2, 2});
    painter.setPen(pen);
    painter.drawRect(placed.label.adjusted(0, 0, -1, -1));
    const int y = placed.label.top() + (placed.label.height() - look.small.height()) / 2;
    int x = placed.label.left() + kLabelPadding;
    look.small.drawLeft(painter, x, y, placed.mark.label, color);
    x += look.small.width(placed.mark.label) + kLabelPadding;
    if (!placed.mark.tail.isEmpty())
        look.small.drawLeft(painter, x, y, placed.mark.tail, theme.color(placed.mark.tailToken));
    if (placed.cross.isEmpty()) return;
    const QPoint c = placed.cross.center();
    painter.setPen(QPen(look.label, 1));
    painter.drawLine(c.x() - 2, c.y() - 2, c.x() + 3, c.y() + 3);
    painter.drawLine(c.x() - 2, c.y() + 3, c.x() + 3, c.y() - 2);
}

void MarkLayer::paintTag(QPainter& painter, const PlacedMark& placed, ChartLook& look, const ui::Theme& theme,
                         int decimals, bool doubtful) const {
    const MarkKind kind = placed.mark.kind;
    QColor color = theme.color(placed.mark.token);
    if (kind == MarkKind::Last && doubtful) color = look.hint;
    QColor ink = color;
    if (isFilled(kind)) {
        painter.fillRect(placed.tag, color);
        ink = kind == MarkKind::Last ? look.background : look.onFill;
    } else {
        painter.fillRect(placed.tag, look.background);
        if (kind == MarkKind::Target) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(color);
            painter.drawRect(placed.tag.adjusted(0, 0, -1, -1));
        }
    }
    const int y = placed.tag.top() + (placed.tag.height() - look.small.height()) / 2;
    if (placed.place.edge != TagEdge::Inside)
        paintArrow(painter, placed.tag, placed.place.edge, ink);
    else if (const QChar letter = letterOf(kind); !letter.isNull())
        look.small.drawLeft(painter, placed.tag.left() + 3, y, QStringView(&letter, 1), look.hint);
    look.small.drawLeft(painter, placed.tag.left() + look.axisPadding, y, ui::text(placed.mark.price, decimals), ink);
}

const PlacedMark* MarkLayer::ofOrder(OrderId order) const {
    const auto found = std::ranges::find_if(m_placed, [order](const PlacedMark& p) {
        return p.mark.kind == MarkKind::Order && p.mark.order == order && order.value() != 0;
    });
    return found == m_placed.end() ? nullptr : &*found;
}

const PlacedMark* MarkLayer::orderAt(const QPoint& at, const plot::Viewport& view) const {
    return markAt(MarkKind::Order, at, view);
}

const PlacedMark* MarkLayer::alertAt(const QPoint& at, const plot::Viewport& view) const {
    return markAt(MarkKind::Alert, at, view);
}

const PlacedMark* MarkLayer::entryAt(const QPoint& at, const plot::Viewport& view) const {
    return markAt(MarkKind::Entry, at, view);
}

const PlacedMark* MarkLayer::draftAt(const QPoint& at, const plot::Viewport& view) const {
    return markAt(MarkKind::Draft, at, view);
}

const PlacedMark* MarkLayer::markAt(MarkKind kind, const QPoint& at, const plot::Viewport& view) const {
    const PlacedMark* onLine = nullptr;
    for (const PlacedMark& p : m_placed) {
        if (p.mark.kind != kind || (kind == MarkKind::Order && p.mark.order.value() == 0)) continue;
        if (!p.place.hidden && (p.label.contains(at) || p.tag.contains(at))) return &p;
        if (p.place.edge == TagEdge::Inside && view.plot().contains(at) && std::abs(at.y() - p.lineY) <= kGrabHeight)
            onLine = &p;
    }
    return onLine;
}

bool MarkLayer::coversAxis(int top, int bottom) const {
    const auto meets = [&](const QRect& r) { return !r.isEmpty() && r.top() < bottom && r.top() + r.height() > top; };
    return meets(m_more) ||
           std::ranges::any_of(m_placed, [&](const PlacedMark& p) { return !p.place.hidden && meets(p.tag); });
}

} // namespace qd::chart
