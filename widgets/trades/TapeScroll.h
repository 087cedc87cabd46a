#pragma once

#include <cstddef>
#include <cstdint>

namespace qd::ui::trades {

/// Which row of a tape stands in the first line. It follows the newest one until somebody looks closely: while the
/// mouse rests on the rows, after scrolling back, or when held by key, the rows stand still and newer ones are counted.
/// Rows are named by their sequence. Pure.
class TapeScroll {
  public:
    /// Another tape: follows it.
    void reset();
    /// What the tape holds now, and how many rows fit on the screen.
    void update(std::uint64_t newest, std::size_t kept, std::size_t fitting);
    /// Toward older rows when positive, as far as there are rows to fill the screen.
    void scroll(std::int64_t rows);
    void toNewest();
    void toOldest();
    void setHovered(bool hovered);
    void setPinned(bool pinned);

    [[nodiscard]] bool pinned() const { return m_pinned; }
    [[nodiscard]] bool held() const { return m_hovered || m_scrolled || m_pinned; }
    /// Sequence in the first line, 0 = no rows.
    [[nodiscard]] std::uint64_t top() const { return m_top; }
    /// Rows newer than the first line.
    [[nodiscard]] std::uint64_t newer() const { return m_newest - m_top; }

  private:
    /// The first line at which the oldest row stands in the last one.
    [[nodiscard]] std::uint64_t lowest() const;
    void settle();

    std::uint64_t m_newest = 0;
    std::uint64_t m_oldest = 0;
    std::size_t m_fitting = 0;
    std::uint64_t m_top = 0;
    bool m_hovered = false;
    bool m_scrolled = false;
    bool m_pinned = false;
};

} // namespace qd::ui::trades
