#pragma once

#include "widgets/heatmap/DepthColumns.h"
#include "widgets/heatmap/HeatColours.h"
#include "widgets/plot/Viewport.h"

#include <QImage>
#include <QPainter>

#include <optional>

namespace qd::heatmap {

/// Which columns and rows are seen. A row holds `ticksARow` prices; row r those from r * ticksARow on.
struct Window {
    std::size_t level = 0;
    bool past = false; ///< the columns are not those that are seen live
    std::int64_t firstColumn = 0;
    std::int64_t lastColumn = 0;
    std::int64_t ticksARow = 1;
    std::int64_t lowRow = 0;
    std::int64_t highRow = 0;
    friend bool operator==(const Window&, const Window&) = default;
};
/// A row is at least `leastRow` pixels high and holds 1, 2 or 5 times a power of ten of prices.
[[nodiscard]] Window windowOf(const plot::Viewport& view, const DepthColumns& columns, Price tick, double leastRow);

/// Columns as a picture, a pixel a cell, which is stretched when it is drawn. Its width is a ring: a new column is
/// written over the oldest and nothing else is touched; only when rows, durations or colours change all is written
/// anew. Main thread.
class HeatImage {
  public:
    /// Brings the picture up to date. `open`: the column that is being made.
    void update(const Window& window, const ColumnLevel& level, const std::optional<Column>& open,
                const HeatColours& colours);
    /// Draws what is in the window where the view has it.
    void paint(QPainter& painter, const plot::Viewport& view, const ColumnLevel& level, Price tick) const;

    [[nodiscard]] std::uint64_t columnsWritten() const { return m_written; } ///< for tests

  private:
    void write(std::int64_t index, const Column* column, const HeatColours& colours);
    [[nodiscard]] int placeOf(std::int64_t index) const { return static_cast<int>(index & (m_image.width() - 1)); }

    QImage m_image;
    Window m_window;
    std::int64_t m_topRow = 0; ///< of the picture's first line
    std::int64_t m_from = 0;   ///< columns [m_from, m_done) are as they will stay
    std::int64_t m_done = 0;
    std::int64_t m_to = 0; ///< up to here the picture holds what is known, behind m_done with nothing but the open one
    std::uint64_t m_colours = 0;
    std::uint64_t m_rewrites = 0; ///< of the level
    std::vector<float> m_rows;    ///< scratch
    std::uint64_t m_written = 0;
};

} // namespace qd::heatmap
