#include "widgets/correlation/Correlations.h"

#include "core/base/Decimal.h"

#include <algorithm>

namespace qd::ui {

const char* nameOf(Interval interval) {
    const auto found = std::ranges::find(kCorrelationIntervals, interval, &CorrelationInterval::interval);
    return found == kCorrelationIntervals.end() ? "" : found->name;
}

std::optional<Interval> correlationInterval(std::string_view name) {
    for (const CorrelationInterval& known : kCorrelationIntervals) {
        const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
        if (std::ranges::equal(name, std::string_view(known.name), same)) return known.interval;
    }
    return std::nullopt;
}

std::optional<std::size_t> correlationWindow(std::string_view typed) {
    const auto count = parseDecimal(typed, 0);
    if (!count || *count < 0) return std::nullopt;
    const auto window = static_cast<std::size_t>(*count);
    return std::ranges::find(kCorrelationWindows, window) == kCorrelationWindows.end() ? std::nullopt
                                                                                       : std::optional(window);
}

std::vector<Pairing> pairingsOf(std::span<const portfolio::Series> series, std::size_t window) {
    const std::size_t n = series.size();
    std::vector<Pairing> pairs(n * n);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = i; k < n; ++k) {
            Pairing pair;
            pair.common = portfolio::alignedRows(std::array{series[i], series[k]}, window).size();
            Pairing mirrored = pair;
            if (pair.common >= kFewestReturns) {
                pair.correlation = mirrored.correlation = portfolio::correlation(series[i], series[k], window);
                pair.beta = portfolio::beta(series[i], series[k], window);
                mirrored.beta = portfolio::beta(series[k], series[i], window);
            }
            pairs[i * n + k] = pair;
            pairs[k * n + i] = mirrored;
        }
    }
    return pairs;
}

} // namespace qd::ui
