#pragma once

#include "core/indicators/Indicator.h"

#include <string_view>
#include <vector>

namespace qd::indicators {

/// A whole number that a person may choose.
struct Parameter {
    std::string_view name; ///< "period"
    int standard = 0;
    int least = 0;
    int most = 0;
};

/// One row of the table of indicators.
struct IndicatorKind {
    std::string_view name;  ///< as typed: "EMA"
    std::string_view title; ///< "Exponential moving average"
    std::vector<Parameter> parameters;
    std::vector<std::string_view> lines; ///< names of its lines, one for Indicator::lines()
    /// `values`: one for each parameter, within its range.
    std::unique_ptr<Indicator> (*make)(std::span<const int> values) = nullptr;
};

/// Every indicator there is; the chart's menu, the strategy interface and the script host read it.
[[nodiscard]] std::span<const IndicatorKind> indicatorTable();
/// By name, case as in the table. Null: there is none.
[[nodiscard]] const IndicatorKind* findIndicator(std::string_view name);

} // namespace qd::indicators
