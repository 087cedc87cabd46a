#pragma once

#include <QImage>
#include <QRect>

#include <cstdint>
#include <vector>

namespace qd::chart {

/// Fills many one-pixel columns of a picture at once, row by row: upright rectangles one after the other would touch a
/// line of cache for every pixel. Keeps its lists.
class ColumnRaster {
  public:
    /// `area` in pixels of the picture that will be filled.
    void begin(const QRect& area);
    /// Column `x` from row `top` for `rows` rows in a colour; what lies outside the area is cut. The last one of a
    /// column stands.
    void add(int x, int top, int rows, QRgb color);
    /// `picture` has 32 bits a pixel and holds the area.
    void fill(QImage& picture) const;

  private:
    QRect m_area;
    std::vector<std::int32_t> m_top;
    std::vector<std::int32_t> m_end; ///< exclusive
    std::vector<QRgb> m_color;
};

} // namespace qd::chart
