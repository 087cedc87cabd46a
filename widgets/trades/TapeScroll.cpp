#include "widgets/trades/TapeScroll.h"

#include <algorithm>

namespace qd::ui::trades {

void TapeScroll::reset() {
    m_newest = m_oldest = m_top = 0;
    m_scrolled = m_pinned = false;
}

std::uint64_t TapeScroll::lowest() const { return m_newest == 0 ? 0 : std::min(m_oldest + m_fitting - 1, m_newest); }

void TapeScroll::update(std::uint64_t newest, std::size_t kept, std::size_t fitting) {
    m_newest = newest;
    m_oldest = newest == 0 ? 0 : newest - kept + 1;
    m_fitting = std::max<std::size_t>(fitting, 1);
    // Rows that were held and are forgotten give way to those after them.
    if (m_oldest > 1) m_top = std::max(m_top, lowest());
    settle();
}

void TapeScroll::settle() {
    if (!held() || m_top == 0) m_top = m_newest;
}

void TapeScroll::scroll(std::int64_t rows) {
    if (rows > 0) {
        const auto back = static_cast<std::uint64_t>(rows);
        const std::uint64_t floor = std::min(lowest(), m_top);
        m_top = m_top - floor > back ? m_top - back : floor;
    } else {
        const auto ahead = static_cast<std::uint64_t>(-rows);
        m_top = m_newest - m_top > ahead ? m_top + ahead : m_newest;
    }
    m_scrolled = m_top < m_newest;
    settle();
}

void TapeScroll::toNewest() {
    m_scrolled = m_pinned = false;
    m_top = m_newest;
}

void TapeScroll::toOldest() {
    m_top = std::min(lowest(), m_top);
    m_scrolled = m_top < m_newest;
    settle();
}

void TapeScroll::setHovered(bool hovered) {
    m_hovered = hovered;
    settle();
}

void TapeScroll::setPinned(bool pinned) {
    m_pinned = pinned;
    settle();
}

} // namespace qd::ui::trades
