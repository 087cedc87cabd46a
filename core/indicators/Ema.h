#pragma once

#include "core/indicators/Indicator.h"

namespace qd::indicators {

/// Exponential moving average of closes: seeded at bar `period - 1` with the mean of the first `period` closes, then
/// e += 2 / (period + 1) * (close - e). No value before the seed. Source: spec/bench-streams.md §4, ema20.
class Ema {
  public:
    static constexpr std::size_t kLines = 1;
    /// `period` >= 1.
    explicit Ema(int period) noexcept : m_period(period), m_gain(2.0 / (period + 1.0)), m_keep(1.0 - m_gain) {}

    void next(const Bar& bar, double* out) noexcept {
        if (m_seen < m_period) [[unlikely]] {
            m_value += bar.close; // the sum, until the seed
            if (++m_seen < m_period) {
                *out = kNoValue;
                return;
            }
            m_value /= m_period;
        } else {
            // Written with fma, so that no compiler contracts it in one place and not in another, and so that only one
            // operation waits for the value before.
            m_value = std::fma(m_keep, m_value, m_gain * bar.close);
        }
        *out = m_value;
    }
    void peek(const Bar& bar, double* out) const noexcept {
        Ema copy = *this;
        copy.next(bar, out);
    }
    friend bool operator==(const Ema&, const Ema&) = default;

  private:
    int m_period;
    int m_seen = 0;
    double m_gain;
    double m_keep;
    double m_value = 0;
};

} // namespace qd::indicators
