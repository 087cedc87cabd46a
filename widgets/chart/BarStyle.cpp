#include "widgets/chart/BarStyle.h"

#include "core/ports/Actions.h"

#include <algorithm>
#include <string>

namespace qd::chart {

std::optional<BarStyle> barStyleNamed(std::string_view text) {
    const std::string wanted = ports::toUpper(text);
    for (const BarStyleName& row : kBarStyles) {
        if (ports::toUpper(row.key) == wanted) return row.style;
    }
    return std::nullopt;
}

const BarStyleName& nameOf(BarStyle style) { return *std::ranges::find(kBarStyles, style, &BarStyleName::style); }

} // namespace qd::chart
