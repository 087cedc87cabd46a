#include "widgets/chart/PaneAlerts.h"

#include <algorithm>
#include <cmath>

namespace qd::chart {
namespace {

constexpr int kPadding = 5;
constexpr int kGrabHeight = 3; ///< pixels above and below a line

} // namespace

void PaneAlertLayer::lay(const std::vector<PaneAlert>& alerts, const std::vector<const ValueAxis*>& axes,
                         ChartLook& look) {
    m_placed.clear();
    for (const PaneAlert& alert : alerts) {
        const ValueAxis* axis = alert.study < axes.size() ? axes[alert.study] : nullptr;
        if (axis == nullptr || axis->rect.height() < look.tagHeight) continue;
        const QRect& rect = axis->rect;
        PlacedPaneAlert placed{alert, *axis, 0, alert.level >= axis->low && alert.level <= axis->high, {}, {}};
        const double level = std::clamp(alert.level, axis->low, axis->high);
        placed.y = static_cast<int>(std::lround(axis->yOf(level)));
        if (!placed.inside) placed.alert.label.prepend(alert.level > axis->high ? u"↑ " : u"↓ ");
        const int most = std::max(2 * look.tagHeight, rect.width() - 12);
        const int width = std::min(most, look.small.width(placed.alert.label) + look.tagHeight + 2 * kPadding);
        const int top = std::clamp(placed.y - look.tagHeight / 2, rect.top(), rect.bottom() + 1 - look.tagHeight);
        placed.label = QRect(rect.right() - 5 - width, top, width, look.tagHeight);
        for (const PlacedPaneAlert& other : m_placed) { // beside those that are there, as far as there is room
            if (other.label.intersects(placed.label) && other.label.left() - width - 2 > rect.left())
                placed.label.moveLeft(other.label.left() - width - 2);
        }
        placed.cross = placed.label.adjusted(width - look.tagHeight, 0, 0, 0);
        m_placed.push_back(std::move(placed));
    }
}

void PaneAlertLayer::paint(QPainter& painter, ChartLook& look, const ui::Theme& theme,
                           std::optional<std::uint32_t> held) const {
    const QColor color = theme.color(ui::Token::Warn);
    painter.setBrush(Qt::NoBrush);
    for (const PlacedPaneAlert& p : m_placed) {
        const bool moves = held == p.alert.number;
        QPen pen(color, 1);
        pen.setDashPattern(moves ? QList<qreal>{1, 3} : QList<qreal>{2, 4});
        painter.setPen(pen);
        if (p.inside) painter.drawLine(p.axis.rect.left(), p.y, p.axis.rect.right(), p.y);
        painter.fillRect(p.label, look.background);
        if (!moves) pen.setStyle(Qt::SolidLine);
        painter.setPen(pen);
        painter.drawRect(p.label.adjusted(0, 0, -1, -1));
        const int y = p.label.top() + (p.label.height() - look.small.height()) / 2;
        const QRect room = p.label.adjusted(kPadding, 0, -look.tagHeight, 0);
        painter.save();
        painter.setClipRect(room);
        look.small.drawLeft(painter, room.left(), y, p.alert.label, color);
        painter.restore();
        const QPoint c = p.cross.center();
        painter.setPen(QPen(look.label, 1));
        painter.drawLine(c.x() - 2, c.y() - 2, c.x() + 3, c.y() + 3);
        painter.drawLine(c.x() - 2, c.y() + 3, c.x() + 3, c.y() - 2);
    }
}

const PlacedPaneAlert* PaneAlertLayer::at(const QPoint& at) const {
    const PlacedPaneAlert* onLine = nullptr;
    for (const PlacedPaneAlert& p : m_placed) {
        if (p.label.contains(at)) return &p;
        if (p.inside && p.axis.rect.contains(at) && std::abs(at.y() - p.y) <= kGrabHeight) onLine = &p;
    }
    return onLine;
}

const PlacedPaneAlert* PaneAlertLayer::ofNumber(std::uint32_t number) const {
    const auto found =
        std::ranges::find_if(m_placed, [&](const PlacedPaneAlert& p) { return p.alert.number == number; });
    return found == m_placed.end() ? nullptr : &*found;
}

} // namespace qd::chart
