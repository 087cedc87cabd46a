#pragma once

#include "core/base/Wide.h"
#include "core/domain/Book.h"

#include <cstdint>
#include <deque>

namespace qd::ui::trades {

/// What traded in the last minute of market time: (now - 60 s, now], told by milliseconds. Exact, whatever the number
/// of trades: prints of one millisecond are kept as one, so at most 60'000 entries exist. Pure.
class MinuteFlow {
  public:
    struct Figures {
        Int128 bought = 0; ///< base, 1e-9: size whose aggressor bought
        Int128 sold = 0;
        std::uint64_t trades = 0;
        std::int64_t covered = 0; ///< nanoseconds of the minute that are known, at most a minute
        bool atLeast = false;     ///< trades were missed within it: the truth is this or more

        /// Trades a second, times ten, rounded toward zero; 0 while less than a second is covered.
        [[nodiscard]] std::uint64_t tenthsPerSecond() const;
        friend bool operator==(const Figures&, const Figures&) = default;
    };

    void clear();
    void add(const Trade& trade);
    /// Trades before the next one added were lost.
    void lose() { m_losing = true; }
    /// Forgets what is older than a minute.
    void advance(UnixNanos now);
    [[nodiscard]] const Figures& figures() const { return m_figures; }

  private:
    struct Entry {
        std::int64_t millis = 0;
        Int128 bought = 0;
        Int128 sold = 0;
        std::uint64_t trades = 0;
    };
    std::deque<Entry> m_entries;
    Figures m_figures;
    std::int64_t m_knownSince = 0; ///< ms of the first print known; 0 = none
    std::int64_t m_lostAt = 0;     ///< ms up to which trades were lost last; 0 = never
    bool m_losing = false;
};

} // namespace qd::ui::trades
