#include "core/feed/simulator/Ladder.h"

#include <algorithm>

namespace qd::simulator {
namespace {

using Offsets = std::array<std::int64_t, kLevels>;

/// Behind the dense levels every gap is `permille` of the one before it, at least a tick.
Offsets offsetsWith(std::int64_t first, std::size_t dense, std::int64_t permille) {
    Offsets offsets{};
    std::int64_t gap = 1'000; // thousandths of a tick
    for (std::size_t i = 0; i < kLevels; ++i) {
        offsets[i] = i == 0 ? first : offsets[i - 1] + gap / 1'000;
        if (i + 1 >= dense) gap = gap * permille / 1'000;
    }
    return offsets;
}

constexpr std::int64_t kThinPermille = 350;
constexpr std::int64_t kFatPermille = 2'600;

bool isMisshapen(std::int64_t left, std::int64_t nominal) noexcept {
    return left * 1'000 < nominal * kThinPermille || left * 1'000 > nominal * kFatPermille;
}

} // namespace

Ladder::Ladder(const LadderShape& shape, Price start, const Grid& grid) : m_shape(shape) {
    const std::int64_t first = partOf(start, shape.first) / grid.tickSize();
    const std::int64_t last = partOf(start, shape.span) / grid.tickSize();
    std::int64_t permille = 1'000;
    do m_offsets = offsetsWith(first, shape.dense, permille += 20);
    while (m_offsets.back() < last && permille < 4'000);
}

LadderReport Ladder::compare(std::span<const OwnOrder> orders, Side side, std::int64_t top,
                             std::int64_t unitLots) const {
    LadderReport report;
    std::size_t level = 0;
    std::size_t i = 0;
    const auto miss = [&] {
        if (report.gaps++ == 0) report.gap = level;
        ++level;
    };
    while (i < orders.size()) {
        const OwnOrder& order = orders[i];
        const std::int64_t behind = (top - order.tick) * signOf(side);
        if (level < kLevels && behind > m_offsets[level] + tolerance(level)) {
            miss();
            continue;
        }
        ++i;
        if (level < kLevels && behind >= m_offsets[level] - tolerance(level)) {
            if (report.misshapen == nullptr && isMisshapen(order.left, lots(level, unitLots))) {
                report.misshapen = &order;
                report.misshapenLevel = level;
            }
            ++level;
            continue;
        }
        if (report.innermost == nullptr) report.innermost = &order;
        report.outermost = &order;
        if (behind < 0) ++report.danger;
    }
    while (level < kLevels) miss();
    return report;
}

} // namespace qd::simulator
