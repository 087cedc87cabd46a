#include "core/store/sqlite/CandleQuery.h"

#include "core/store/sqlite/Codec.h"

#include <fmt/format.h>

#include <algorithm>

namespace qd::store::sqlite {
namespace {

namespace fs = std::filesystem;

/// Bars below a minute are made of seconds, the others of minutes: the recorder writes both, and a day is 86,400
/// seconds.
constexpr bool mayMake(Interval source, Interval wanted) noexcept {
    if (source > wanted) return false;
    return wanted < Interval::M1 || source >= Interval::M1;
}

/// Where the last bar that opens before `before` ends.
UnixNanos endOfLastBar(UnixNanos before, Interval interval) noexcept {
    if (before <= kFirstOpenTime) return kFirstOpenTime;
    if (before > kLastOpenTime) return UnixNanos(std::numeric_limits<std::int64_t>::max());
    return openTimeOf(before + -1, interval) + static_cast<std::int64_t>(interval);
}

class CloseAll {
  public:
    explicit CloseAll(std::deque<BarCursor>& cursors) noexcept : m_cursors(cursors) {}
    CloseAll(const CloseAll&) = delete;
    CloseAll& operator=(const CloseAll&) = delete;
    ~CloseAll() { std::ranges::for_each(m_cursors, &BarCursor::close); }

  private:
    std::deque<BarCursor>& m_cursors;
};

} // namespace

BarCursor::BarCursor(SQLite::Database& db, Interval interval)
    : m_interval(interval)
    , m_select(db, "SELECT open_time, open, high, low, close, volume, buy_volume, trades FROM candles "
                   "WHERE market = ? AND interval = ? AND open_time < ? ORDER BY open_time DESC") {}

StoreResult<void> BarCursor::open(MarketKey market, UnixNanos end, const fs::path& file) {
    bindAll(m_select, market, m_interval, end);
    return next(file);
}

StoreResult<void> BarCursor::next(const fs::path& file) {
    m_bar.reset();
    if (!m_select.executeStep()) return {};
    ColumnReader in(m_select);
    readBar(in, m_interval, m_bar.emplace());
    if (in.ok()) return {};
    return fail(StoreCode::Damaged, fmt::format("{}: table candles, a bar of {} s at {}: bad {}", file.string(),
                                                static_cast<std::int64_t>(m_interval) / kNanosPerSecond,
                                                m_select.getColumn(0).getInt64(), in.badColumn()));
}

CandleQuery::CandleQuery(SQLite::Database& db, fs::path file)
    : m_file(std::move(file))
    , m_gaps(db, selectSql(tableOf<GapRow>()) + "WHERE market = ? AND ts < ? ORDER BY ts DESC") {
    for (const Interval i : kIntervals) m_cursors.emplace_back(db, i);
}

StoreResult<CandlePage> CandleQuery::newest(MarketKey market, Interval interval, UnixNanos before, std::size_t limit) {
    m_sources.clear();
    const CloseAll closer(m_cursors); // also when a statement throws
    const UnixNanos end = endOfLastBar(before, interval);
    for (BarCursor& cursor : m_cursors) {
        if (!mayMake(cursor.interval(), interval)) continue;
        if (auto opened = cursor.open(market, end, m_file); !opened) return std::unexpected(opened.error());
        m_sources.push_back(&cursor);
    }
    auto page = collect(interval, std::min(limit, kMaxPageRows));
    if (!page || page->bars.empty()) return page;
    auto found = gaps(market, page->bars.front().openTime, before);
    if (!found) return std::unexpected(found.error());
    page->gaps = std::move(*found);
    return page;
}

StoreResult<std::vector<TradeGap>> CandleQuery::gaps(MarketKey market, UnixNanos from, UnixNanos before) {
    std::vector<TradeGap> gaps; // newest first
    const Rewind rewind(m_gaps);
    bindAll(m_gaps, market, before);
    for (UnixNanos end = before; end > from && m_gaps.executeStep();) {
        GapRow mark;
        ColumnReader in(m_gaps);
        readRow(in, mark);
        if (!in.ok())
            return fail(StoreCode::Damaged, fmt::format("{}: table gaps, a mark at {}: bad {}", m_file.string(),
                                                        m_gaps.getColumn(1).getInt64(), in.badColumn()));
        const UnixNanos begin = std::max(mark.ts, from);
        if (mark.missing && !gaps.empty() && gaps.back().from == end)
            gaps.back().from = begin;
        else if (mark.missing)
            gaps.push_back({begin, end});
        end = mark.ts;
    }
    std::ranges::reverse(gaps);
    return gaps;
}

std::optional<UnixNanos> CandleQuery::newestOpenTime(Interval interval) const {
    std::optional<UnixNanos> newest;
    for (const BarCursor* source : m_sources) {
        if (source->bar()) newest = std::max(newest, std::optional(openTimeOf(source->bar()->openTime, interval)));
    }
    return newest;
}

StoreResult<CandlePage> CandleQuery::collect(Interval interval, std::size_t limit) {
    CandlePage page;
    while (const auto openTime = newestOpenTime(interval)) {
        if (page.bars.size() == limit) {
            page.more = true;
            break;
        }
        bool made = false;
        for (BarCursor* source : m_sources) {
            if (!source->bar() || openTimeOf(source->bar()->openTime, interval) != *openTime) continue;
            if (made) {
                if (auto skipped = skipBar(*source, *openTime, interval); !skipped)
                    return std::unexpected(skipped.error());
                continue;
            }
            auto bar = mergeBar(*source, *openTime, interval);
            if (!bar) return std::unexpected(bar.error());
            page.bars.push_back(*bar);
            made = true;
        }
    }
    std::ranges::reverse(page.bars);
    return page;
}

StoreResult<Candle> CandleQuery::mergeBar(BarCursor& source, UnixNanos openTime, Interval interval) {
    Candle bar = *source.bar();
    while (true) {
        if (auto moved = source.next(m_file); !moved) return std::unexpected(moved.error());
        if (!source.bar() || openTimeOf(source.bar()->openTime, interval) != openTime) break;
        const Candle& earlier = *source.bar();
        if (!earlier.volume.plus(bar.volume) || !earlier.buyVolume.plus(bar.buyVolume))
            return fail(StoreCode::Damaged,
                        fmt::format("{}: table candles: the volume of the bar of {} s at {} leaves 64 bits",
                                    m_file.string(), static_cast<std::int64_t>(interval) / kNanosPerSecond,
                                    openTime.value()));
        bar = merged(earlier, bar);
    }
    bar.openTime = openTime;
    return bar;
}

StoreResult<void> CandleQuery::skipBar(BarCursor& source, UnixNanos openTime, Interval interval) {
    while (source.bar() && openTimeOf(source.bar()->openTime, interval) == openTime) {
        if (auto moved = source.next(m_file); !moved) return moved;
    }
    return {};
}

} // namespace qd::store::sqlite
