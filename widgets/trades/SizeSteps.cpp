#include "widgets/trades/SizeSteps.h"

#include "core/base/Decimal.h"

#include <algorithm>

namespace qd::ui::trades {
namespace {

/// The largest 1, 2 or 5 times a power of ten that is not above `raw` > 0.
std::int64_t roundBelow(std::int64_t raw) {
    std::int64_t unit = 1;
    while (unit <= raw / 10) unit *= 10;
    const std::int64_t digits = raw / unit;
    return unit * (digits >= 5 ? 5 : digits >= 2 ? 2 : 1);
}

} // namespace

std::vector<Quantity> sizeSteps(std::span<const Quantity> reached, Quantity step) {
    const std::int64_t grid = std::max<std::int64_t>(step.raw(), 1);
    std::vector<Quantity> steps;
    for (const Quantity size : reached) {
        if (size.raw() <= 0) continue;
        const std::int64_t rounded = roundBelow(size.raw()) / grid * grid;
        if (rounded > 0) steps.emplace_back(rounded);
    }
    if (steps.empty()) {
        for (const int exponent : {1, 2, 3}) {
            const auto many = (Checked(grid) * powerOfTen(exponent)).to<Quantity>();
            if (many) steps.push_back(*many);
        }
    }
    std::ranges::sort(steps);
    const auto twice = std::ranges::unique(steps);
    steps.erase(twice.begin(), twice.end());
    return steps;
}

} // namespace qd::ui::trades
