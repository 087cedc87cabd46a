#pragma once

#include "core/domain/Candle.h"
#include "core/engine/risk/portfolio/Comovement.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// How markets move together over a window of bars. Pure; statistics are core/engine/risk/portfolio's.
namespace qd::ui {

/// Lengths of bars that can be chosen, as typed and shown.
struct CorrelationInterval {
    Interval interval;
    const char* name;
};
inline constexpr std::array<CorrelationInterval, 6> kCorrelationIntervals{{{Interval::M1, "1m"},
                                                                           {Interval::M5, "5m"},
                                                                           {Interval::M15, "15m"},
                                                                           {Interval::H1, "1h"},
                                                                           {Interval::H4, "4h"},
                                                                           {Interval::D1, "1d"}}};
inline constexpr std::array<std::size_t, 5> kCorrelationWindows{30, 60, 120, 250, 500}; ///< returns
inline constexpr std::size_t kFewestReturns = 10; ///< with fewer in common nothing is said of two markets

[[nodiscard]] const char* nameOf(Interval interval);
[[nodiscard]] std::optional<Interval> correlationInterval(std::string_view name);
[[nodiscard]] std::optional<std::size_t> correlationWindow(std::string_view typed);

/// Of two markets.
struct Pairing {
    std::optional<double> correlation; ///< in [-1, 1]
    std::optional<double> beta;        ///< of the row's market to the column's
    std::size_t common = 0;            ///< returns that both have
    friend bool operator==(const Pairing&, const Pairing&) = default;
};

/// result[row * series.size() + column], each pair over the latest `window` periods both have a return of. Empty
/// figures for fewer than kFewestReturns of them, or where a price stood still.
[[nodiscard]] std::vector<Pairing> pairingsOf(std::span<const portfolio::Series> series, std::size_t window);

} // namespace qd::ui
