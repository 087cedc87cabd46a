#pragma once

#include "widgets/heatmap/DepthColumns.h"

#include <optional>

namespace qd::heatmap {

/// Of [from, to).
struct Stretch {
    UnixNanos from;
    UnixNanos to;
    friend bool operator==(const Stretch&, const Stretch&) = default;
};

/// Recorded columns around a view that lies so far back that they do not join those that were seen. They are one
/// stretch without holes, read page by page from the view outwards; what the view has left far behind is forgotten.
/// Main thread.
class PastColumns {
  public:
    /// Columns of a page.
    static constexpr std::int64_t kPage = 1'500;

    PastColumns(std::size_t level, std::int64_t duration) : m_index(level), m_level(duration, ColumnLevel::kMost) {}

    /// Of which of the levels they are.
    [[nodiscard]] std::size_t index() const { return m_index; }
    [[nodiscard]] const ColumnLevel& level() const { return m_level; }
    /// What is to be read next for this view, at most a page; nothing is read from `end` on. Empty: all is here.
    [[nodiscard]] std::optional<Stretch> missing(const Stretch& view, UnixNanos end);
    /// A page that was missing.
    void take(const Stretch& page, std::vector<Column> columns, const Stretch& view);
    void clear();

  private:
    [[nodiscard]] Stretch around(const Stretch& view) const;

    std::size_t m_index;
    ColumnLevel m_level;
    std::optional<Stretch> m_known;
};

} // namespace qd::heatmap
