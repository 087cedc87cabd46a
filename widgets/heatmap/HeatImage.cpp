#include "widgets/heatmap/HeatImage.h"

#include "core/base/FloorDivide.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace qd::heatmap {
namespace {

constexpr std::int64_t kMostColumns = 8'192;
constexpr std::int64_t kMostRows = 8'192;

} // namespace

Window windowOf(const plot::Viewport& view, const DepthColumns& columns, Price tick, double leastRow) {
    Window w;
    w.level = columns.levelFor(view.nanosPerPixel());
    const ColumnLevel& level = columns.level(w.level);
    w.lastColumn = level.indexAt(view.right());
    w.firstColumn = std::max(level.indexAt(view.left()), w.lastColumn - kMostColumns + 2);
    const plot::PriceRange& prices = view.prices();
    w.ticksARow = view.ticksARow(tick, leastRow);
    const std::int64_t row = w.ticksARow * tick.raw();
    w.highRow = floorDivide(prices.high.raw(), row);
    w.lowRow = std::max(floorDivide(prices.low.raw(), row), w.highRow - kMostRows / 2);
    return w;
}

void HeatImage::update(const Window& window, const ColumnLevel& level, const std::optional<Column>& open,
                       const HeatColours& colours) {
    const std::int64_t across = window.lastColumn - window.firstColumn + 1;
    const std::int64_t height = window.highRow - window.lowRow + 1;
    const bool other = window.level != m_window.level || window.past != m_window.past ||
                       window.ticksARow != m_window.ticksARow || colours.revision() != m_colours ||
                       level.rewrites() != m_rewrites;
    const bool outside = m_image.isNull() || across > m_image.width() || window.highRow > m_topRow ||
                         window.lowRow <= m_topRow - m_image.height();
    m_window = window;
    if (other || outside) {
        const auto width = static_cast<int>(std::bit_ceil(static_cast<std::uint64_t>(across + across / 4)));
        const auto lines = static_cast<int>(height + height / 2);
        if (m_image.size() != QSize(width, lines)) m_image = QImage(width, lines, QImage::Format_RGB32);
        m_topRow = window.highRow + height / 4;
        m_colours = colours.revision();
        m_rewrites = level.rewrites();
        m_from = m_done = m_to = window.firstColumn;
    }
    // What left the ring's reach is not there any more; what comes in on the left is written anew with the rest.
    if (window.firstColumn < m_from || window.firstColumn > m_to) m_from = m_done = m_to = window.firstColumn;
    m_from = std::max(m_from, window.lastColumn - m_image.width() + 1);
    m_done = std::max(m_done, m_from);
    m_to = std::max(m_to, m_done);
    const std::int64_t newest = level.columns().empty() ? window.firstColumn - 1 : level.columns().back().index;
    for (; m_done <= std::min(newest, window.lastColumn); ++m_done) write(m_done, level.at(m_done), colours);
    m_to = std::max(m_to, m_done);
    for (; m_to <= window.lastColumn; ++m_to) write(m_to, nullptr, colours);
    if (open && open->index >= m_done && open->index <= window.lastColumn) write(open->index, &*open, colours);
}

void HeatImage::write(std::int64_t index, const Column* column, const HeatColours& colours) {
    ++m_written;
    const int x = placeOf(index);
    const int height = m_image.height();
    const qsizetype stride = m_image.bytesPerLine() / static_cast<qsizetype>(sizeof(QRgb));
    QRgb* const top = reinterpret_cast<QRgb*>(m_image.bits()) + x;
    const QRgb ground = column != nullptr && column->doubtful ? colours.doubtful() : colours.background();
    QRgb* at = top;
    for (int y = 0; y < height; ++y, at += stride) *at = ground;
    if (column == nullptr) return;
    if (m_window.ticksARow == 1) {
        for (const Cell& c : column->cells) {
            const std::int64_t y = m_topRow - c.tick;
            if (y >= 0 && y < height) top[y * stride] = colours.of(c.size);
        }
        return;
    }
    m_rows.assign(static_cast<std::size_t>(height), 0.0F);
    for (const Cell& c : column->cells) {
        const std::int64_t y = m_topRow - floorDivide(c.tick, m_window.ticksARow);
        if (y >= 0 && y < height) m_rows[static_cast<std::size_t>(y)] += stepsOf(c.size);
    }
    for (int y = 0; y < height; ++y) {
        if (const float steps = m_rows[static_cast<std::size_t>(y)]; steps > 0)
            top[y * stride] = colours.ofSteps(steps);
    }
}

void HeatImage::paint(QPainter& painter, const plot::Viewport& view, const ColumnLevel& level, Price tick) const {
    if (m_image.isNull()) return;
    const double row = static_cast<double>(m_window.ticksARow * tick.raw());
    // A row is as high as its prices; the price of a tick lies in the middle of it.
    const auto edgeOf = [&](std::int64_t r) {
        return view.yOfRaw(static_cast<double>(r) * row - static_cast<double>(tick.raw()) / 2);
    };
    const auto xOf = [&](std::int64_t index) { return view.xOf(UnixNanos(index * level.duration())); };
    const double top = edgeOf(m_window.highRow + 1);
    const double bottom = edgeOf(m_window.lowRow);
    const auto firstLine = static_cast<double>(m_topRow - m_window.highRow);
    const auto lines = static_cast<double>(m_window.highRow - m_window.lowRow + 1);
    for (std::int64_t from = m_window.firstColumn; from <= m_window.lastColumn;) {
        const std::int64_t untilWrap = m_image.width() - placeOf(from);
        const std::int64_t to = std::min(from + untilWrap, m_window.lastColumn + 1);
        painter.drawImage(QRectF(QPointF(xOf(from), top), QPointF(xOf(to), bottom)), m_image,
                          QRectF(placeOf(from), firstLine, static_cast<double>(to - from), lines));
        from = to;
    }
}

} // namespace qd::heatmap
