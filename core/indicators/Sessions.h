#pragma once

#include "core/indicators/IndicatorOf.h"

namespace qd::indicators {

/// Days of trading: 24 hours from a minute after 00:00 UTC on. A bar belongs to the session in which it opens.
class Sessions : public SmallPart<Sessions> {
  public:
    explicit Sessions(int startMinute) : m_start(startMinute * kNanosPerMinute) {}
    /// Whether the bar that opens now is the first of a session.
    bool next(UnixNanos openTime) {
        if (m_begun && openTime < m_end && openTime >= m_end + -kNanosPerDay) [[likely]]
            return false;
        m_begun = true;
        m_end = openTimeOf(openTime + -m_start, Interval::D1) + (m_start + kNanosPerDay);
        return true;
    }
    friend bool operator==(const Sessions&, const Sessions&) = default;

  private:
    std::int64_t m_start;
    bool m_begun = false;
    UnixNanos m_end;
};

} // namespace qd::indicators
