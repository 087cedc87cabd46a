#include "core/recording/DepthColumns.h"

#include "core/base/Wide.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace qd::recording {
namespace {

constexpr Int128 kMostSize = std::numeric_limits<std::int64_t>::max();
/// Bounds of what can be asked, so that no sum leaves its type: some 36 years a column, times until 2116.
constexpr std::int64_t kLongestColumn = std::int64_t{1} << 60U;
constexpr std::int64_t kLatestTime = std::int64_t{1} << 62U;

/// Rows of one side: what they hold now and held so far in the column. A row is brought up to date when it changes and
/// when the column ends.
class Rows {
  public:
    explicit Rows(const DepthQuery& query)
        : m_low(query.low.raw())
        , m_height(query.rowHeight.raw())
        , m_rows(query.rows) {}

    void change(Price price, Quantity before, Quantity after, UnixNanos at) {
        if (price.raw() < m_low) return;
        const std::int64_t row = (price.raw() - m_low) / m_height;
        if (row >= static_cast<std::int64_t>(m_rows.size())) return;
        Row& r = m_rows[static_cast<std::size_t>(row)];
        weigh(r, at);
        r.size += Int128(after.raw()) - before.raw();
    }
    /// Nothing is displayed from here on.
    void clear(UnixNanos at) {
        for (Row& r : m_rows) {
            weigh(r, at);
            r.size = 0;
        }
    }
    /// Keeps the sizes as the last ones that are known.
    void remember() {
        for (Row& r : m_rows) r.last = r.size;
    }
    /// Cells of a column whose book was known for `known` nanoseconds, and is at its end where `knownNow`. The next
    /// column begins.
    void close(UnixNanos at, std::int64_t known, bool knownNow, DepthMeasure measure, std::vector<DepthCell>& cells) {
        cells.clear();
        for (std::uint32_t i = 0; i < m_rows.size(); ++i) {
            Row& r = m_rows[i];
            if (r.size == 0 && r.weighted == 0 && r.last == 0) continue;
            weigh(r, at);
            Int128 shown = r.weighted / std::max<std::int64_t>(known, 1);
            if (measure == DepthMeasure::Last) shown = knownNow ? r.size : r.last;
            shown = std::min(shown, kMostSize);
            if (shown > 0) cells.push_back({i, Quantity(static_cast<std::int64_t>(shown))});
            r.weighted = 0;
            r.last = 0;
        }
    }

  private:
    struct Row {
        Int128 size = 0;     ///< of all its levels now
        Int128 weighted = 0; ///< size times nanoseconds, in the column so far
        Int128 last = 0;     ///< when the book was last known in the column
        UnixNanos since;     ///< weighted is up to here
    };
    static void weigh(Row& r, UnixNanos at) {
        r.weighted += std::min(r.size, kMostSize) * (at - r.since);
        r.since = at;
    }

    std::int64_t m_low;
    std::int64_t m_height;
    std::vector<Row> m_rows;
};

/// Makes columns of a run of events.
class ColumnMaker {
  public:
    ColumnMaker(const DepthQuery& query, const std::function<bool(const DepthColumn&)>& deliver)
        : m_query(query)
        , m_deliver(deliver)
        , m_bids(query)
        , m_asks(query)
        , m_begin(query.from)
        , m_now(query.from) {}

    /// The book as it is before the first event; nothing is known before `from`.
    void begin(const RecordedBook& book, UnixNanos from) {
        (void)advance(std::max(from, m_now)); // no column ends: none has begun
        if (book.known()) learn();
        for (const Side side : {Side::Buy, Side::Sell}) {
            for (const BookLevel& level : book.levels(side)) set(side, level);
        }
    }

    /// False: nobody waits any more.
    [[nodiscard]] bool take(const RecordedEvent& event) {
        if (const auto* gap = std::get_if<GapRecord>(&event.body)) {
            if (!advance(std::max(gap->from, m_now))) return false;
            forget();
        }
        if (!advance(event.ts)) return false;
        const auto* depth = std::get_if<DepthRecord>(&event.body);
        if (depth == nullptr) return true;
        if (depth->snapshot) {
            for (Rows* rows : {&m_bids, &m_asks}) rows->clear(m_now);
            m_book.clear();
            learn();
        }
        for (const BookLevel& level : depth->bids) set(Side::Buy, level);
        for (const BookLevel& level : depth->asks) set(Side::Sell, level);
        return true;
    }

    /// Nothing is known after `until`.
    void finish(UnixNanos until) {
        if (advance(std::max(until, m_now))) (void)close(m_now);
    }

  private:
    void set(Side side, const BookLevel& level) {
        const Quantity before = m_book.set(side, level.price, level.size);
        if (m_known) (side == Side::Buy ? m_bids : m_asks).change(level.price, before, level.size, m_now);
    }
    void learn() {
        if (!m_known) m_since = m_now;
        m_known = true;
    }
    void forget() {
        if (!m_known) return;
        for (Rows* rows : {&m_bids, &m_asks}) {
            if (m_now > m_since) rows->remember();
            rows->clear(m_now);
        }
        m_knownNanos += m_now - m_since;
        m_known = false;
    }
    /// Ends columns up to `to`.
    [[nodiscard]] bool advance(UnixNanos to) {
        while (to - m_begin >= m_query.columnNanos) {
            if (!m_known && m_knownNanos == 0) { // nothing to show until then
                m_begin = m_begin + (to - m_begin) / m_query.columnNanos * m_query.columnNanos;
                break;
            }
            m_now = m_begin + m_query.columnNanos;
            if (!close(m_now)) return false;
            m_begin = m_now;
        }
        m_now = to;
        return true;
    }
    /// Delivers the column as it is at `end`.
    [[nodiscard]] bool close(UnixNanos end) {
        const std::int64_t known = m_knownNanos + (m_known ? end - m_since : 0);
        m_bids.close(end, known, m_known, m_query.measure, m_bidCells);
        m_asks.close(end, known, m_known, m_query.measure, m_askCells);
        m_knownNanos = 0;
        m_since = end;
        if (known == 0) return true;
        const auto best = [&](Side side) {
            const BookLevel* level = m_known ? m_book.best(side) : nullptr;
            return level == nullptr ? Price() : level->price;
        };
        return m_deliver(
            {m_begin, known == m_query.columnNanos, m_bidCells, m_askCells, best(Side::Buy), best(Side::Sell)});
    }

    const DepthQuery& m_query;
    const std::function<bool(const DepthColumn&)>& m_deliver;
    RecordedBook m_book;
    Rows m_bids;
    Rows m_asks;
    UnixNanos m_begin; ///< of the column
    UnixNanos m_now;
    bool m_known = false;
    UnixNanos m_since;             ///< known since, in the column
    std::int64_t m_knownNanos = 0; ///< of the column, before that
    std::vector<DepthCell> m_bidCells;
    std::vector<DepthCell> m_askCells;
};

bool sound(const DepthQuery& q) {
    return q.rows > 0 && q.rows <= kMaxDepthRows && q.low.raw() > 0 && q.rowHeight.raw() > 0 && q.columnNanos > 0 &&
           q.columnNanos <= kLongestColumn && q.from.value() >= 0 && q.from < q.to && q.to.value() <= kLatestTime;
}

} // namespace

RecordingResult<void> depthColumns(const RecordingReader& reader, const DepthQuery& query,
                                   const std::function<bool(const DepthColumn&)>& deliver) {
    if (!sound(query)) return fail(RecordingCode::Market, "there are no such columns");
    auto cursor = reader.seek(query.market, query.from);
    if (!cursor) return std::unexpected(std::move(cursor.error()));
    // The last column ends behind `to` where that is not at its edge.
    const std::int64_t columns = (query.to - query.from - 1) / query.columnNanos + 1;
    const UnixNanos end = query.from + columns * query.columnNanos;
    ColumnMaker maker(query, deliver);
    maker.begin(cursor->book(), cursor->knownFrom());
    const RecordedEvent* event = cursor->next();
    for (; event != nullptr && event->ts < end; event = cursor->next()) {
        if (!maker.take(*event)) return {};
    }
    maker.finish(event != nullptr ? end : std::min(end, cursor->knownUntil()));
    return {};
}

} // namespace qd::recording
