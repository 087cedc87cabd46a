#include "core/indicators/IndicatorTable.h"

#include "core/indicators/Rows.h"

#include <algorithm>

namespace qd::indicators {
namespace {

std::vector<IndicatorKind> allRows() {
    std::vector<IndicatorKind> rows;
    for (auto* const part : {movingAverageRows, bandRows, trendRows, oscillatorRows, volumeRows, statisticRows}) {
        for (IndicatorKind& row : part()) rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

std::span<const IndicatorKind> indicatorTable() {
    static const std::vector<IndicatorKind> rows = allRows();
    return rows;
}

const IndicatorKind* findIndicator(std::string_view name) {
    const auto rows = indicatorTable();
    const auto found = std::ranges::find(rows, name, &IndicatorKind::name);
    return found == rows.end() ? nullptr : &*found;
}

double valueOf(const IndicatorKind& kind, std::span<const double> values, std::string_view parameter) {
    const auto found = std::ranges::find(kind.parameters, parameter, &Parameter::name);
    return found == kind.parameters.end() ? 0 : values[static_cast<std::size_t>(found - kind.parameters.begin())];
}

Memory memoryOf(const IndicatorKind& kind, std::span<const double> values) {
    const bool choosesSessions =
        std::ranges::find(kind.parameters, "by session", &Parameter::name) != kind.parameters.end();
    return choosesSessions && valueOf(kind, values, "by session") == 0 ? Memory::Endless : kind.memory;
}

std::size_t barsNeeded(const IndicatorKind& kind, std::span<const double> values) {
    constexpr std::size_t kLeastFading = 100; // a stop that trails has no window of its own
    std::size_t bars = 0;
    for (std::size_t line = 0; line < kind.lines.size(); ++line) bars = std::max(bars, kind.firstRow(line, values) + 1);
    return kind.memory == Memory::Fading ? std::max(kLeastFading, bars * kFadingWindows) : bars;
}

std::vector<double> standardValues(const IndicatorKind& kind) {
    std::vector<double> values;
    for (const Parameter& p : kind.parameters) values.push_back(p.standard);
    return values;
}

bool takes(const IndicatorKind& kind, std::span<const double> values) {
    return std::ranges::equal(kind.parameters, values, [](const Parameter& p, double value) {
        const double steps = value * std::pow(10.0, p.decimals);
        return value >= p.least && value <= p.most && std::abs(steps - std::round(steps)) <= 1e-6;
    });
}

} // namespace qd::indicators
