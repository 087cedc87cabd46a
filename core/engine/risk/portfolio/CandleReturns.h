#pragma once

#include "core/domain/Candle.h"
#include "core/engine/risk/portfolio/Statistics.h"

#include <cstddef>
#include <span>
#include <vector>

namespace qd::portfolio {

/// Returns of a price from the close of one bar to that of the next: result[count - 1] is of the period that ends with
/// `end`, a multiple of the interval, and the others go back from there. A period without a bar has no close, so that
/// the returns into it and out of it are missing: nothing is said about times in which nothing was seen. Bars stand
/// oldest first. Any thread. Source: spec/perps.md §6.2.
[[nodiscard]] std::vector<Sample> closeReturns(std::span<const Candle> bars, Interval interval, UnixNanos end,
                                               std::size_t count);

} // namespace qd::portfolio
