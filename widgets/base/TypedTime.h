#pragma once

#include "core/base/Time.h"

#include <cstdint>
#include <optional>
#include <string_view>

/// Times as people type them. Pure; any thread.
namespace qd::ui {

/// A moment a person typed: "23:55", "23:55:10", "2024-08-08T23:55:10"; UTC unless a zone was typed. `reference` gives
/// the day. Empty: it is none, or not within the years 1970 to 2200.
[[nodiscard]] std::optional<UnixNanos> parseMoment(std::string_view text, UnixNanos reference);
/// The same, where what is meant lies in [begin, end]: a time of day is of the day next to the reference's on which it
/// does. Where there is none it is of the reference's own, outside.
[[nodiscard]] std::optional<UnixNanos> parseMomentWithin(std::string_view text, UnixNanos reference, UnixNanos begin,
                                                         UnixNanos end);

/// The time a person means who goes to another one of a recording: a moment as above, or a step from `now`, "+30s" or
/// "-2m". It may lie outside. Empty: it is neither.
[[nodiscard]] std::optional<UnixNanos> parseSeekTime(std::string_view text, UnixNanos now, UnixNanos begin,
                                                     UnixNanos end);
/// "30s", "15m", "4h", "2d" in nanoseconds, above zero, at most a hundred years.
[[nodiscard]] std::optional<std::int64_t> parseDuration(std::string_view text);

} // namespace qd::ui
