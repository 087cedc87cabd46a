#pragma once

#include "core/base/Wide.h"
#include "core/domain/Book.h"
#include "widgets/plot/Viewport.h"

#include <QPointF>

#include <cstdint>
#include <deque>
#include <vector>

namespace qd::heatmap {

/// Trades of one side that lie so near to each other that they are drawn as one.
struct Bubble {
    QPointF at;
    double radius = 0;
    Side side = Side::Buy; ///< of the aggressor
    Quantity size;
    int trades = 0;
};

/// The trades there are, by rising time; the live ones follow the past ones.
struct Traded {
    const std::deque<Trade>& past;
    const std::deque<Trade>& live;
    std::uint64_t seen = 0; ///< live ones so far, with those that are forgotten
    std::uint64_t run = 0;  ///< another one: they are others
};

/// Trades as bubbles, whose area is the share of the largest in view. New trades are added to what is known; all are
/// read anew only when the view changes its scale. Main thread.
class Bubbles {
  public:
    /// `least`: smaller trades are left out.
    void read(const Traded& trades, const plot::Viewport& view, Quantity least);
    /// The root of the size of the largest in view when they were read last; 0 = there is none.
    [[nodiscard]] double largest() const { return m_largest; }
    /// Those of the view, oldest first, that touch what lies right of `x`.
    [[nodiscard]] std::vector<Bubble> rightOf(double x, const plot::Viewport& view) const;
    /// A trade changes nothing farther left than this many pixels.
    static constexpr double kReach = 32;

  private:
    /// What traded in a cell of time and price; the point is the mean by size.
    struct Cell {
        std::int64_t column = 0;
        int row = 0;
        Side side = Side::Buy;
        Int128 size = 0;
        double weight = 0;
        double after = 0; ///< nanoseconds after the column's begin, times weight
        double y = 0;     ///< times weight
        int trades = 0;
    };
    void begin(const Traded& trades, const plot::Viewport& view, Quantity least);
    void add(const Trade& trade, const plot::Viewport& view);
    [[nodiscard]] Cell& cellOf(std::int64_t column, int row, Side side);
    [[nodiscard]] UnixNanos timeOf(const Cell& cell) const;

    std::deque<Cell> m_cells; ///< by column
    std::int64_t m_width = 1; ///< of a column, nanoseconds
    UnixNanos m_from;         ///< all trades from here on are known
    plot::Viewport m_view;    ///< that was read for
    Quantity m_least;
    std::uint64_t m_seen = 0;
    std::uint64_t m_run = 0;
    bool m_begun = false;
    double m_largest = 0;
};

} // namespace qd::heatmap
