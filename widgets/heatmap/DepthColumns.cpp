#include "widgets/heatmap/DepthColumns.h"

#include "core/base/FloorDivide.h"

#include <algorithm>
#include <ranges>

namespace qd::heatmap {

// ---- ColumnLevel

std::int64_t ColumnLevel::indexAt(UnixNanos t) const { return floorDivide(t.value(), m_duration); }

const Column* ColumnLevel::at(std::int64_t index) const {
    const auto found = std::ranges::lower_bound(m_columns, index, {}, &Column::index);
    return found == m_columns.end() || found->index != index ? nullptr : &*found;
}

void ColumnLevel::add(Column column) {
    m_columns.push_back(std::move(column));
    while (m_columns.size() > m_kept && (m_columns.front().index < m_wantedFrom || m_columns.size() > kMost))
        forgetOldest();
}

void ColumnLevel::forgetOldest() {
    m_forgottenTo = m_columns.front().index + 1;
    m_columns.pop_front();
}

void ColumnLevel::insert(std::vector<Column> recorded) {
    m_forgottenTo = kNothing;
    if (recorded.empty()) return;
    std::deque<Column> merged;
    auto before = recorded.begin();
    for (Column& present : m_columns) {
        for (; before != recorded.end() && before->index < present.index; ++before)
            merged.push_back(std::move(*before));
        // What was seen in part may have been recorded whole.
        const bool twice = before != recorded.end() && before->index == present.index;
        merged.push_back(twice && present.doubtful && !before->doubtful ? std::move(*before) : std::move(present));
        if (twice) ++before;
    }
    for (; before != recorded.end(); ++before) merged.push_back(std::move(*before));
    m_columns = std::move(merged);
    while (m_columns.size() > kMost) forgetOldest();
    ++m_rewrites;
}

void ColumnLevel::keep(std::int64_t first, std::int64_t last) {
    const std::size_t before = m_columns.size();
    while (!m_columns.empty() && m_columns.front().index < first) m_columns.pop_front();
    while (!m_columns.empty() && m_columns.back().index > last) m_columns.pop_back();
    if (m_columns.size() != before) ++m_rewrites;
}

// ---- ColumnSum

void ColumnSum::add(std::int32_t tick, float steps, float nanos) {
    if (m_sums.empty()) {
        m_sums.resize(kWindow);
        m_base = tick - kWindow / 2;
    }
    const std::int32_t place = tick - m_base;
    if (place < 0 || place >= kWindow) return;
    float& sum = m_sums[static_cast<std::size_t>(place)];
    if (sum == 0) m_ticks.push_back(tick);
    sum += steps * nanos;
}

std::vector<Cell> ColumnSum::cells() {
    std::ranges::sort(m_ticks);
    std::vector<Cell> cells;
    cells.reserve(m_ticks.size());
    const float whole = static_cast<float>(std::max<std::int64_t>(1, m_covered));
    for (const std::int32_t tick : m_ticks)
        cells.push_back({tick, intensityOf(m_sums[static_cast<std::size_t>(tick - m_base)] / whole)});
    return cells;
}

void ColumnSum::clear() {
    for (const std::int32_t tick : m_ticks) m_sums[static_cast<std::size_t>(tick - m_base)] = 0;
    // The window follows the market.
    if (!m_ticks.empty()) {
        const std::int32_t middle = m_ticks[m_ticks.size() / 2];
        m_base = middle - kWindow / 2;
    }
    m_ticks.clear();
    m_covered = 0;
}

// ---- DepthColumns

DepthColumns::DepthColumns() {
    std::int64_t duration = kFinest;
    for (std::size_t i = 0; i < kLevels; ++i, duration *= kFactor)
        m_levels.push_back({ColumnLevel(duration, kKept), {}, {}, false});
}

void DepthColumns::reset(Price tick, Quantity step) {
    for (Level& level : m_levels) {
        level.done.clear();
        level.sum = {};
        level.begun = false;
    }
    m_book.reset();
    m_tick = tick;
    m_step = step;
    ++m_revision;
}

std::size_t DepthColumns::levelFor(std::int64_t nanos) const {
    std::size_t i = 0;
    while (i + 1 < kLevels && m_levels[i].done.duration() < nanos) ++i;
    return i;
}

void DepthColumns::observe(std::shared_ptr<const BookSnapshot> book, UnixNanos now, bool unbroken, bool doubtful) {
    // A market that was sought back begins anew.
    if (m_book && now < m_at) reset(m_tick, m_step);
    if (m_book && unbroken)
        cover(now);
    else if (m_levels.front().begun)
        close();
    m_book = std::move(book);
    m_at = now;
    m_doubtful = doubtful;
}

std::int32_t DepthColumns::ticksOf(Price price) const { return static_cast<std::int32_t>(price.raw() / m_tick.raw()); }

float DepthColumns::stepsOf(const BookLevel& level) const {
    return static_cast<float>(level.size.raw()) / static_cast<float>(m_step.raw());
}

std::int32_t DepthColumns::bestIn(const std::vector<BookLevel>& levels) const {
    return levels.empty() ? 0 : ticksOf(levels.front().price);
}

/// The book in force stands until then.
void DepthColumns::cover(UnixNanos until) {
    Level& finest = m_levels.front();
    // After a leap of the clock only what can be kept is made.
    const std::int64_t longest = kFinest * static_cast<std::int64_t>(kKept);
    if (until - m_at > longest) {
        if (finest.begun) close();
        m_at = until + -longest;
    }
    while (m_at < until) {
        const std::int64_t index = finest.done.indexAt(m_at);
        if (!finest.begun) begin(finest, index);
        const UnixNanos end((index + 1) * kFinest);
        const std::int64_t nanos = std::min(end, until) - m_at;
        const auto weigh = [&](const std::vector<BookLevel>& levels) {
            for (const BookLevel& l : levels) finest.sum.add(ticksOf(l.price), stepsOf(l), static_cast<float>(nanos));
        };
        weigh(m_book->bids);
        weigh(m_book->asks);
        finest.sum.cover(nanos);
        finest.open.bestBid = bestIn(m_book->bids);
        finest.open.bestAsk = bestIn(m_book->asks);
        finest.open.doubtful = finest.open.doubtful || m_doubtful;
        m_at = m_at + nanos;
        if (m_at == end) close();
    }
}

void DepthColumns::begin(Level& level, std::int64_t index) {
    level.open = {};
    level.open.index = index;
    level.begun = true;
}

void DepthColumns::close() {
    Level& finest = m_levels.front();
    const std::int64_t covered = finest.sum.covered();
    if (finish(finest)) pass(finest.done.columns().back(), covered);
}

bool DepthColumns::finish(Level& level) {
    level.begun = false;
    if (level.sum.empty()) return false;
    level.open.cells = level.sum.cells();
    level.open.doubtful = level.open.doubtful || level.sum.covered() < level.done.duration();
    level.done.add(std::move(level.open));
    level.sum.clear();
    ++m_revision;
    return true;
}

std::optional<Column> DepthColumns::open(std::size_t i) const {
    if (!m_book) return std::nullopt;
    Column column;
    column.index = m_levels[i].done.indexAt(m_at);
    column.bestBid = bestIn(m_book->bids);
    column.bestAsk = bestIn(m_book->asks);
    column.doubtful = m_doubtful;
    column.cells.reserve(m_book->bids.size() + m_book->asks.size());
    const auto add = [&](const BookLevel& l) { column.cells.push_back({ticksOf(l.price), intensityOf(stepsOf(l))}); };
    std::ranges::for_each(m_book->bids | std::views::reverse, add);
    std::ranges::for_each(m_book->asks, add);
    return column;
}

void DepthColumns::pass(const Column& column, std::int64_t covered) {
    std::int64_t ratio = 1;
    for (std::size_t i = 1; i < kLevels; ++i) {
        ratio *= kFactor;
        Level& level = m_levels[i];
        const std::int64_t index = floorDivide(column.index, ratio);
        if (level.begun && level.open.index != index) finish(level);
        if (!level.begun) begin(level, index);
        for (const Cell& c : column.cells) level.sum.add(c.tick, heatmap::stepsOf(c.size), static_cast<float>(covered));
        level.sum.cover(covered);
        level.open.bestBid = column.bestBid;
        level.open.bestAsk = column.bestAsk;
        level.open.doubtful = level.open.doubtful || column.doubtful;
        if (floorDivide(column.index + 1, ratio) != index) finish(level);
    }
}

} // namespace qd::heatmap
