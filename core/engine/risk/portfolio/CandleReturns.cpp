#include "core/engine/risk/portfolio/CandleReturns.h"

namespace qd::portfolio {

std::vector<Sample> closeReturns(std::span<const Candle> bars, Interval interval, UnixNanos end, std::size_t count) {
    const auto length = static_cast<std::int64_t>(interval);
    std::vector<Sample> returns(count);
    for (std::size_t i = 1; i < bars.size(); ++i) {
        const Candle& before = bars[i - 1];
        const Candle& bar = bars[i];
        if (bar.openTime - before.openTime != length || before.close.raw() <= 0) continue;
        const std::int64_t age = (end - bar.openTime) / length - 1; // 0: the period that ends with `end`
        if (bar.openTime >= end || age >= static_cast<std::int64_t>(count)) continue;
        returns[count - 1 - static_cast<std::size_t>(age)] =
            finiteOrNone(static_cast<double>(bar.close.raw()) / static_cast<double>(before.close.raw()) - 1);
    }
    return returns;
}

} // namespace qd::portfolio
