#pragma once

#include "core/indicators/IndicatorOf.h"
#include "core/indicators/SessionStart.h"

namespace qd::indicators {

/// Days of trading. A bar belongs to the session in which it opens.
class Sessions : public SmallPart<Sessions> {
  public:
    explicit Sessions(int start) : m_start(start) {}
    /// Whether the bar that opens now is the first of a session.
    bool next(UnixNanos openTime) {
        if (m_begun && openTime < m_end && openTime >= m_from) [[likely]]
            return false;
        m_begun = true;
        m_from = sessionAt(openTime, m_start);
        m_end = sessionAfter(openTime, m_start);
        return true;
    }
    friend bool operator==(const Sessions&, const Sessions&) = default;

  private:
    int m_start;
    bool m_begun = false;
    UnixNanos m_from;
    UnixNanos m_end;
};

} // namespace qd::indicators
