#include "widgets/heatmap/HeatScale.h"

#include <algorithm>
#include <vector>

namespace qd::heatmap {
namespace {

constexpr std::size_t kSampled = 200; ///< columns; more say the same
constexpr unsigned kBinShift = 4;
constexpr double kShare = 0.98;

} // namespace

float usualFull(const ColumnLevel& level, const Window& window) {
    const auto& columns = level.columns();
    const auto first = std::ranges::lower_bound(columns, window.firstColumn, {}, &Column::index);
    const auto last = std::ranges::upper_bound(columns, window.lastColumn, {}, &Column::index);
    const auto count = static_cast<std::size_t>(last - first);
    const std::size_t stride = count / kSampled + 1;
    std::vector<std::uint32_t> bins((0xFFFFU >> kBinShift) + 1);
    std::uint64_t total = 0;
    const auto countRow = [&](float steps) {
        if (steps <= 0) return;
        ++bins[static_cast<std::size_t>(intensityOf(steps) >> kBinShift)];
        ++total;
    };
    for (std::size_t i = 0; i < count; i += stride) {
        std::int64_t row = -1;
        float steps = 0;
        for (const Cell& c : (first + static_cast<std::ptrdiff_t>(i))->cells) {
            const std::int64_t at = c.tick / window.ticksARow;
            if (at < window.lowRow || at > window.highRow) continue;
            if (at != row) {
                countRow(steps);
                steps = 0;
                row = at;
            }
            steps += stepsOf(c.size);
        }
        countRow(steps);
    }
    if (total == 0) return 0;
    auto left = static_cast<std::uint64_t>(static_cast<double>(total) * (1 - kShare));
    for (std::size_t bin = bins.size(); bin-- > 0;) {
        if (bins[bin] > left)
            return stepsOf(static_cast<Intensity>(std::min<std::size_t>(0xFFFF, ((bin + 1) << kBinShift) - 1)));
        left -= bins[bin];
    }
    return 0;
}

} // namespace qd::heatmap
