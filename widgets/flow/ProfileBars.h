#pragma once

#include "core/domain/Candle.h"
#include "widgets/base/LinkGroups.h"

#include <optional>

namespace qd::flow {

/// How long the bars are of which the profile of a window is made: about 300 of them. `before`: what they were until
/// now; it stays while the window does not make far too many or too few of them, because other bars are asked for anew.
[[nodiscard]] Interval barsFor(std::int64_t windowNanos, std::optional<Interval> before = {});
/// The window rounded out to whole bars.
[[nodiscard]] ui::LinkedWindow wholeBars(const ui::LinkedWindow& window, Interval interval);
/// The end of the bar that a moment is in or that ends at it.
[[nodiscard]] UnixNanos barsEnd(UnixNanos t, Interval interval);

} // namespace qd::flow
