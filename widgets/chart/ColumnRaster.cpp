#include "widgets/chart/ColumnRaster.h"

#include <algorithm>

namespace qd::chart {

void ColumnRaster::begin(const QRect& area) {
    m_area = area;
    const auto width = static_cast<std::size_t>(std::max(0, area.width()));
    m_top.assign(width, 0);
    m_end.assign(width, 0);
    m_color.assign(width, 0);
}

void ColumnRaster::add(int x, int top, int rows, QRgb color) {
    if (x < m_area.left() || x > m_area.right()) return;
    const auto i = static_cast<std::size_t>(x - m_area.left());
    m_top[i] = top;
    m_end[i] = top + rows;
    m_color[i] = color;
}

void ColumnRaster::fill(QImage& picture) const {
    if (m_top.empty() || m_area.height() <= 0) return;
    const auto first = std::ranges::min(m_top);
    const auto end = std::ranges::max(m_end);
    const std::size_t width = m_top.size();
    const std::int32_t* tops = m_top.data();
    const std::int32_t* ends = m_end.data();
    const QRgb* colors = m_color.data();
    for (int y = std::max(m_area.top(), first); y <= std::min(m_area.bottom(), end - 1); ++y) {
        auto* row = reinterpret_cast<QRgb*>(picture.scanLine(y)) + m_area.left();
        for (std::size_t i = 0; i < width; ++i) row[i] = y >= tops[i] && y < ends[i] ? colors[i] : row[i];
    }
}

} // namespace qd::chart
