#include "tests/bench/BarSeries.h"

#include "core/base/Random.h"

#include <algorithm>

namespace qd::bench {

void BarSeries::push(const indicators::Bar& bar) {
    openTime.push_back(bar.openTime);
    open.push_back(bar.open);
    high.push_back(bar.high);
    low.push_back(bar.low);
    close.push_back(bar.close);
    volume.push_back(bar.volume);
    buyVolume.push_back(bar.buyVolume);
}

BarSeries makeBarSeries(std::size_t bars) {
    SplitMix64 r(20'240'601);
    const auto drawn = [&r](std::uint64_t below) { return static_cast<double>(r() % below); };
    BarSeries series;
    double close = 100'000;
    for (std::size_t i = 0; i < bars; ++i) {
        indicators::Bar bar;
        bar.openTime = UnixNanos(static_cast<std::int64_t>(i) * kNanosPerMinute);
        bar.open = close + drawn(5) - 2;
        bar.close = close = bar.open + drawn(41) - 20;
        bar.high = std::max(bar.open, close) + drawn(11);
        bar.low = std::min(bar.open, close) - drawn(11);
        bar.volume = 1 + drawn(1'000);
        bar.buyVolume =
            static_cast<double>(static_cast<std::int64_t>(bar.volume) * 7 % 1'009 % 1'000) * bar.volume / 1'000;
        series.push(bar);
    }
    return series;
}

} // namespace qd::bench
