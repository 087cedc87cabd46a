#pragma once

#include "core/domain/Candle.h"

#include <QString>

#include <array>
#include <optional>
#include <string_view>

namespace qd::plot {

/// Lengths of bars as typed and shown, shortest first.
struct IntervalName {
    Interval interval;
    const char* name;
};
inline constexpr std::array<IntervalName, 9> kIntervals{{{Interval::S1, "1s"},
                                                         {Interval::S5, "5s"},
                                                         {Interval::S15, "15s"},
                                                         {Interval::M1, "1m"},
                                                         {Interval::M5, "5m"},
                                                         {Interval::M15, "15m"},
                                                         {Interval::H1, "1h"},
                                                         {Interval::H4, "4h"},
                                                         {Interval::D1, "1d"}}};

/// "5m" -> M5; case is ignored.
[[nodiscard]] std::optional<Interval> intervalNamed(std::string_view text);
[[nodiscard]] const char* nameOf(Interval interval);
/// "1s 5s 15s …", for sentences.
[[nodiscard]] QString intervalList();

} // namespace qd::plot
