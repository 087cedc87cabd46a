#pragma once

#include "core/domain/Book.h"
#include "widgets/heatmap/Intensity.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

namespace qd::heatmap {

/// What was displayed at a price, on average over a column's time.
struct Cell {
    std::int32_t tick = 0; ///< price / tick
    Intensity size = 0;
    friend bool operator==(const Cell&, const Cell&) = default;
};

/// The book of a stretch of time.
struct Column {
    std::int64_t index = 0;   ///< its begin / the level's duration
    std::int32_t bestBid = 0; ///< at its end, in ticks; 0 = none
    std::int32_t bestAsk = 0;
    bool doubtful = false;   ///< the data was not live, or was not seen all the time
    std::vector<Cell> cells; ///< by rising tick; bids lie below the asks
};

/// The columns of one duration, oldest first; where nothing was seen there is none.
class ColumnLevel {
  public:
    /// `kept`: so many are kept at least; older ones as long as they are wanted, up to kMost.
    ColumnLevel(std::int64_t duration, std::size_t kept) : m_duration(duration), m_kept(kept) {}
    static constexpr std::size_t kMost = 16'384;

    [[nodiscard]] std::int64_t duration() const { return m_duration; } ///< nanoseconds
    [[nodiscard]] std::int64_t indexAt(UnixNanos t) const;
    [[nodiscard]] const std::deque<Column>& columns() const { return m_columns; }
    /// Null: nothing was seen then, or it is forgotten.
    [[nodiscard]] const Column* at(std::int64_t index) const;
    /// Its index is above that of the newest.
    void add(Column column);
    /// Recorded ones, by rising index; where there is a column already it stays, unless it is doubtful.
    void insert(std::vector<Column> recorded);
    /// From this index on columns are looked at.
    void want(std::int64_t from) { m_wantedFrom = from; }
    /// Forgets what lies outside.
    void keep(std::int64_t first, std::int64_t last);
    /// What lies before this index has been forgotten since something was inserted last.
    [[nodiscard]] std::int64_t forgottenTo() const { return m_forgottenTo; }
    /// Grows when columns changed other than by a new one at the end.
    [[nodiscard]] std::uint64_t rewrites() const { return m_rewrites; }
    void clear() {
        m_columns.clear();
        m_forgottenTo = kNothing;
        ++m_rewrites;
    }

  private:
    static constexpr std::int64_t kNothing = std::numeric_limits<std::int64_t>::min();
    void forgetOldest();

    std::int64_t m_duration;
    std::size_t m_kept;
    std::deque<Column> m_columns;
    std::int64_t m_wantedFrom = std::numeric_limits<std::int64_t>::max();
    std::int64_t m_forgottenTo = kNothing;
    std::uint64_t m_rewrites = 0;
};

/// Sums sizes by price over time and makes a column of them.
class ColumnSum {
  public:
    /// `steps` were displayed at `tick` for `nanos`.
    void add(std::int32_t tick, float steps, float nanos);
    /// So long it was looked.
    void cover(std::int64_t nanos) { m_covered += nanos; }
    [[nodiscard]] std::int64_t covered() const { return m_covered; }
    /// The averages, by rising tick.
    [[nodiscard]] std::vector<Cell> cells();
    [[nodiscard]] bool empty() const { return m_covered == 0; }
    void clear();

  private:
    static constexpr std::int32_t kWindow = 1 << 14; ///< prices farther apart than so many ticks are left out
    std::int32_t m_base = 0;
    std::vector<float> m_sums;
    std::vector<std::int32_t> m_ticks; ///< that have a sum
    std::int64_t m_covered = 0;
};

/// What the book of one market showed, in columns of several durations: the finer, the shorter they are kept. Coarse
/// columns are made of the finest. Market time. Main thread.
class DepthColumns {
  public:
    static constexpr std::int64_t kFinest = 100 * kNanosPerMilli;
    static constexpr std::int64_t kFactor = 5; ///< from one level to the next
    static constexpr std::size_t kLevels = 5;  ///< 100 ms to 62.5 s
    static constexpr std::size_t kKept = 4'096;

    DepthColumns();

    /// Begins anew for a market of this grid.
    void reset(Price tick, Quantity step);
    /// The book as it stands from `now` on; until now the one before stood, if `unbroken`: else it is not known.
    void observe(std::shared_ptr<const BookSnapshot> book, UnixNanos now, bool unbroken, bool doubtful);

    [[nodiscard]] const ColumnLevel& level(std::size_t i) const { return m_levels[i].done; }
    /// Columns of this level that were recorded before, by rising index.
    void insert(std::size_t level, std::vector<Column> recorded) { m_levels[level].done.insert(std::move(recorded)); }
    /// From this index on columns of a level are looked at: they stay.
    void want(std::size_t level, std::int64_t from) { m_levels[level].done.want(from); }
    /// Forgets what came before.
    void forgetBefore(std::size_t level, std::int64_t first) {
        m_levels[level].done.keep(first, std::numeric_limits<std::int64_t>::max());
    }
    /// The level whose columns are at least so long, the coarsest if none is.
    [[nodiscard]] std::size_t levelFor(std::int64_t nanos) const;
    /// The column that is being made shows the book as it stands, not its average so far: what comes is seen at once.
    /// Empty when there is no book.
    [[nodiscard]] std::optional<Column> open(std::size_t level) const;
    /// Grows with every column.
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }

  private:
    struct Level {
        ColumnLevel done;
        ColumnSum sum;
        Column open;
        bool begun = false;
    };
    [[nodiscard]] std::int32_t ticksOf(Price price) const;
    [[nodiscard]] float stepsOf(const BookLevel& level) const;
    /// 0: there is none.
    [[nodiscard]] std::int32_t bestIn(const std::vector<BookLevel>& levels) const;
    void cover(UnixNanos until);
    void close();
    /// A finished column of the finest level, for the coarser ones.
    void pass(const Column& column, std::int64_t covered);
    static void begin(Level& level, std::int64_t index);
    /// False: nothing was seen, there is no column.
    bool finish(Level& level);

    Price m_tick{1};
    Quantity m_step{1};
    std::vector<Level> m_levels;
    std::shared_ptr<const BookSnapshot> m_book;
    UnixNanos m_at; ///< covered until then
    bool m_doubtful = false;
    std::uint64_t m_revision = 0;
};

} // namespace qd::heatmap
