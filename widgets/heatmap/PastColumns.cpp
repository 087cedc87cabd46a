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
    m_level.insert(std::move(columns));
    m_known = m_known ? Stretch{std::min(m_known->from, page.from), std::max(m_known->to, page.to)} : page;
    const std::int64_t span = view.to - view.from;
    const Stretch near = around({view.from + -span, view.to + span});
    m_known->from = std::max(m_known->from, near.from);
    m_known->to = std::min(m_known->to, near.to);
    if (m_known->to <= m_known->from) return clear();
    m_level.keep(m_level.indexAt(m_known->from), m_level.indexAt(m_known->to + -1));
}

void PastColumns::clear() {
    m_level.clear();
    m_known.reset();
}

} // namespace qd::heatmap
