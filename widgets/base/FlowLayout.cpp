#include "widgets/base/FlowLayout.h"

#include <algorithm>

namespace qd::ui {

void FlowLayout::addItem(QLayoutItem* item) { m_items.emplace_back(item); }

QLayoutItem* FlowLayout::itemAt(int index) const {
    return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)].get() : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index) {
    if (index < 0 || index >= count()) return nullptr;
    QLayoutItem* item = m_items[static_cast<std::size_t>(index)].release();
    m_items.erase(m_items.begin() + index);
    return item;
}

int FlowLayout::heightForWidth(int width) const { return arrange(QRect(0, 0, width, 0), false); }

QSize FlowLayout::sizeHint() const {
    QSize size;
    for (const auto& item : m_items) {
        if (item->isEmpty()) continue;
        size.rwidth() += item->sizeHint().width() + (size.width() > 0 ? m_gap : 0);
        size.setHeight(std::max(size.height(), item->sizeHint().height()));
    }
    return size;
}

QSize FlowLayout::minimumSize() const {
    QSize size;
    for (const auto& item : m_items) {
        if (!item->isEmpty()) size = size.expandedTo(item->minimumSize());
    }
    return size;
}

void FlowLayout::setGeometry(const QRect& rect) {
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

int FlowLayout::arrange(const QRect& rect, bool place) const {
    int y = rect.top();
    for (std::size_t first = 0; first < m_items.size();) {
        // A row: what fits, at least one.
        std::size_t end = first;
        int width = 0;
        int height = 0;
        for (; end < m_items.size(); ++end) {
            if (m_items[end]->isEmpty()) continue;
            const QSize size = m_items[end]->sizeHint();
            const int with = width + (width > 0 ? m_gap : 0) + size.width();
            if (width > 0 && with > rect.width()) break;
            width = with;
            height = std::max(height, size.height());
        }
        if (place) placeRow(first, end, QRect(rect.left(), y, rect.width(), height));
        y += height + (end < m_items.size() ? m_gap : 0);
        first = end;
    }
    return y - rect.top();
}

void FlowLayout::placeRow(std::size_t first, std::size_t end, const QRect& row) const {
    int x = row.left();
    for (std::size_t i = first; i < end; ++i) {
        if (m_items[i]->isEmpty()) continue;
        const QSize size = m_items[i]->sizeHint();
        m_items[i]->setGeometry(QRect(QPoint(x, row.top() + (row.height() - size.height()) / 2), size));
        x += size.width() + m_gap;
    }
}

} // namespace qd::ui
