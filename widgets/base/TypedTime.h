#pragma once

#include "core/base/Time.h"

#include <optional>
#include <string_view>

namespace qd::ui {

/// A moment a person typed: "23:55", "23:55:10", "2024-08-08T23:55:10"; UTC unless a zone was typed. `reference` gives
/// the day. Empty: it is none, or not within the years 1970 to 2200.
[[nodiscard]] std::optional<UnixNanos> parseMoment(std::string_view text, UnixNanos reference);

} // namespace qd::ui
