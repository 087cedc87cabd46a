#include "widgets/base/TableHeader.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

namespace qd::ui {

TableHeader::TableHeader(ThemeHost& themes, QWidget* parent) : QHeaderView(Qt::Horizontal, parent), m_themes(themes) {
    setSectionsMovable(true);
    setSectionsClickable(true);
    setHighlightSections(false);
    setStretchLastSection(false);
    setMinimumSectionSize(24);
    setMouseTracking(true);
}

void TableHeader::paintSection(QPainter* painter, const QRect& rect, int logical) const {
    const Theme& theme = m_themes.theme();
    painter->fillRect(rect, theme.color(Token::Bg1));
    painter->fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color(Token::Line));
    painter->setFont(theme.font(FontRole::Dense));
    painter->setPen(theme.color(logical == m_hovered ? Token::Text1 : Token::Text2));
    const auto alignment =
        static_cast<Qt::Alignment>(model()->headerData(logical, orientation(), Qt::TextAlignmentRole).toInt());
    const QRect box = rect.adjusted(kPadding, 0, -kPadding, -1);
    const QString title = model()->headerData(logical, orientation(), Qt::DisplayRole).toString();
    const QString shown = painter->fontMetrics().elidedText(title, Qt::ElideRight, box.width());
    painter->drawText(box, static_cast<int>(alignment), shown);
    if (logical != sortIndicatorSection()) return;
    const int width = painter->fontMetrics().horizontalAdvance(shown);
    const int middle = arrowSpace() / 2 + 1;
    paintArrow(*painter,
               {alignment.testFlag(Qt::AlignRight) ? box.right() - width - middle : box.left() + width + middle,
                box.center().y()});
}

void TableHeader::paintArrow(QPainter& painter, QPoint centre) const {
    const int up = sortIndicatorOrder() == Qt::AscendingOrder ? -1 : 1;
    QPainterPath path;
    path.moveTo(centre.x() - 3, centre.y() - up * 2);
    path.lineTo(centre.x() + 3, centre.y() - up * 2);
    path.lineTo(centre.x(), centre.y() + up * 2);
    path.closeSubpath();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(path, m_themes.theme().color(Token::Accent));
    painter.restore();
}

void TableHeader::mouseMoveEvent(QMouseEvent* event) {
    QHeaderView::mouseMoveEvent(event);
    const int now = logicalIndexAt(event->pos());
    if (now == m_hovered) return;
    m_hovered = now;
    viewport()->update();
}

void TableHeader::leaveEvent(QEvent* event) {
    QHeaderView::leaveEvent(event);
    m_hovered = -1;
    viewport()->update();
}

} // namespace qd::ui
