#include "widgets/heatmap/PastColumns.h"

#include <algorithm>

namespace qd::heatmap {

/// Half a view more on either side, so that panning finds it; whole columns.
Stretch PastColumns::around(const Stretch& view) const {
    const std::int64_t half = (view.to - view.from) / 2;
    const std::int64_t duration = m_level.duration();
    return {UnixNanos(m_level.indexAt(view.from + -half) * duration),
            UnixNanos((m_level.indexAt(view.to + half) + 1) * duration)};
}

std::optional<Stretch> PastColumns::missing(const Stretch& view, UnixNanos end) {
    Stretch wanted = around(view);
    wanted.to = std::min(wanted.to, UnixNanos((m_level.indexAt(end) + 1) * m_level.duration()));
    if (wanted.to <= wanted.from) return std::nullopt;
    const std::int64_t page = kPage * m_level.duration();
    if (m_known && (m_known->to <= view.from || m_known->from >= view.to)) clear(); // the view has leapt
    if (!m_known) {                                                                 // what is seen first
        const UnixNanos from = std::max(wanted.from, UnixNanos(m_level.indexAt(view.from) * m_level.duration()));
        return Stretch{from, std::min(wanted.to, from + page)};
    }
    if (m_known->to < wanted.to && m_known->to < view.to)
        return Stretch{m_known->to, std::min(wanted.to, m_known->to + page)};
    if (wanted.from < m_known->from) return Stretch{std::max(wanted.from, m_known->from + -page), m_known->from};
    if (m_known->to < wanted.to) return Stretch{m_known->to, std::min(wanted.to, m_known->to + page)};
    return std::nullopt;
}

void PastColumns::take(const Stretch& page, std::vector<Column> columns, const Stretch& view) {
    Stretch known = m_known ? Stretch{std::min(m_known->from, page.from), std::max(m_known->to, page.to)} : page;
    const std::int64_t span = view.to - view.from;
    const Stretch near = around({view.from + -span, view.to + span});
    // No more than the level keeps: what it forgot would not be known.
    const std::int64_t most = static_cast<std::int64_t>(ColumnLevel::kMost) / 2 * m_level.duration();
    const UnixNanos middle(m_level.indexAt(view.from + span / 2) * m_level.duration());
    known.from = std::max({known.from, near.from, middle + -most});
    known.to = std::min({known.to, near.to, middle + most});
    if (known.to <= known.from) return clear();
    m_known = known;
    const std::int64_t first = m_level.indexAt(known.from);
    const std::int64_t last = m_level.indexAt(known.to + -1);
    std::erase_if(columns, [&](const Column& c) { return c.index < first || c.index > last; });
    m_level.keep(first, last);
    m_level.insert(std::move(columns));
}

void PastColumns::clear() {
    m_level.clear();
    m_known.reset();
}

} // namespace qd::heatmap
