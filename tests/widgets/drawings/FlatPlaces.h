#pragma once

#include "widgets/drawings/Places.h"

#include <cmath>

namespace qd::test {

/// A plot of 1000 by 500 pixels: a second a pixel from second 1000 on, a tick of 0.01 a pixel, 100.00 at the bottom; or
/// prices that double every 100 pixels. A bar is a minute.
class FlatPlaces final : public drawings::Places {
  public:
    bool logarithmic = false;

    [[nodiscard]] QRect plot() const override { return {0, 0, 1'000, 500}; }
    [[nodiscard]] double xOf(UnixNanos t) const override {
        return static_cast<double>(t - UnixNanos(kBegin)) / static_cast<double>(kNanosPerSecond);
    }
    [[nodiscard]] UnixNanos timeAt(double x) const override {
        return UnixNanos(kBegin + std::llround(x * static_cast<double>(kNanosPerSecond)));
    }
    [[nodiscard]] double yOfRaw(double raw) const override {
        return logarithmic ? 500 - 100 * std::log2(raw / 1e8) : 500 - (raw - 1e8) / 1e4;
    }
    [[nodiscard]] Price priceAt(double y) const override {
        const double raw = logarithmic ? 1e8 * std::exp2((500 - y) / 100) : 1e8 + (500 - y) * 1e4;
        return Price(std::max<std::int64_t>(1, std::llround(raw / 1e4)) * 10'000);
    }
    [[nodiscard]] Price tick() const override { return Price(10'000); }
    [[nodiscard]] bool isLogarithmic() const override { return logarithmic; }
    [[nodiscard]] std::int64_t barsBetween(UnixNanos from, UnixNanos to) const override {
        return (to - from) / kNanosPerMinute;
    }

  private:
    static constexpr std::int64_t kBegin = 1'000 * kNanosPerSecond;
};

/// So many seconds after the left edge, so many ticks above the lower one.
inline drawings::Anchor anchorOf(std::int64_t seconds, std::int64_t ticks) {
    return {UnixNanos((1'000 + seconds) * kNanosPerSecond), Price(100'000'000 + ticks * 10'000)};
}

inline drawings::Drawing drawingOf(drawings::Tool tool, std::vector<drawings::Anchor> points) {
    drawings::Drawing drawing;
    drawing.tool = tool;
    drawing.points = std::move(points);
    if (tool == drawings::Tool::Text) drawing.text = "here";
    return drawing;
}

} // namespace qd::test
