#pragma once

#include "core/indicators/IndicatorTable.h"

#include <functional>
#include <string_view>
#include <vector>

/// Indicators by their definitions: every value from the bars themselves, in extended precision and without regard to
/// time. Nothing here is shared with core/indicators.
namespace qd::test {

using Wide = long double;

/// Takes the value of a line at a row. `scale`: the size of what the definition subtracts to get it, to which an error
/// is relative where the value is smaller; 0: to the value alone.
using Sink = std::function<void(std::size_t row, std::size_t line, Wide value, Wide scale)>;
/// Which rows are asked for.
using Wanted = std::function<bool(std::size_t row)>;

/// All values of the wanted rows. False: there is no definition of this name.
[[nodiscard]] bool define(std::string_view name, const std::vector<indicators::Bar>& bars,
                          const std::vector<double>& values, const Wanted& wanted, const Sink& sink);

} // namespace qd::test
