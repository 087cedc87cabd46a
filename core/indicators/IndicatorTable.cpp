#include "core/indicators/IndicatorTable.h"

#include "core/indicators/Ema.h"
#include "core/indicators/Vwap.h"

#include <algorithm>

namespace qd::indicators {
namespace {

template<class Formula>
std::unique_ptr<Indicator> made(Formula formula) {
    return std::make_unique<IndicatorOf<Formula>>(formula);
}

} // namespace

std::span<const IndicatorKind> indicatorTable() {
    static const std::vector<IndicatorKind> rows{
        {"EMA",
         "Exponential moving average",
         {{"period", 21, 1, 1'000}},
         {"EMA"},
         [](std::span<const int> values) { return made(Ema(values[0])); }},
        {"VWAP",
         "Volume-weighted average price since the UTC day began",
         {},
         {"VWAP"},
         [](std::span<const int>) { return made(Vwap()); }},
    };
    return rows;
}

const IndicatorKind* findIndicator(std::string_view name) {
    const auto rows = indicatorTable();
    const auto found = std::ranges::find(rows, name, &IndicatorKind::name);
    return found == rows.end() ? nullptr : &*found;
}

} // namespace qd::indicators
