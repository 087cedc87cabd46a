#pragma once

#include "core/indicators/Indicator.h"

namespace qd::indicators {

/// Volume-weighted average price of the session: sum(typical * volume) / sum(volume) over the bars since the UTC day
/// began, typical = (high + low + close) / 3. A bar belongs to the day in which it opens; bars of a day are sessions of
/// their own. No value while the session has no volume. A session whose first bars are not at hand has no true value:
/// whoever feeds bars begins at a day's start.
class Vwap {
  public:
    static constexpr std::size_t kLines = 1;

    void next(const Bar& bar, double* out) noexcept {
        if (const UnixNanos day = openTimeOf(bar.openTime, Interval::D1); day != m_day || !m_begun) {
            *this = Vwap();
            m_day = day;
            m_begun = true;
        }
        const double typical = (bar.high + bar.low + bar.close) / 3.0;
        m_weighted = std::fma(typical, bar.volume, m_weighted);
        m_volume += bar.volume;
        *out = m_volume > 0 ? m_weighted / m_volume : kNoValue;
    }
    void peek(const Bar& bar, double* out) const noexcept {
        Vwap copy = *this;
        copy.next(bar, out);
    }
    friend bool operator==(const Vwap&, const Vwap&) = default;

  private:
    bool m_begun = false;
    UnixNanos m_day;
    double m_weighted = 0;
    double m_volume = 0;
};

} // namespace qd::indicators
