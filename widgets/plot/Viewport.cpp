#include "widgets/plot/Viewport.h"

#include <algorithm>
#include <cmath>

namespace qd::plot {
namespace {

constexpr double kLongestSpan = 1e18; // nanoseconds, 31 years: keeps times within 64 bits
constexpr std::int64_t kLeastTime = -2'000'000'000'000'000'000;
constexpr std::int64_t kMostTime = 6'000'000'000'000'000'000;
constexpr std::int64_t kMostPrice = 4'000'000'000'000'000'000;
constexpr std::int64_t kFewestTicks = 20;
constexpr double kMostPlace = 42.8; // e^42.8 is below kMostPrice

std::int64_t floorTo(std::int64_t value, std::int64_t unit) {
    const std::int64_t remainder = value % unit;
    return value - (remainder < 0 ? remainder + unit : remainder);
}

} // namespace

void Viewport::setPlot(const QRect& plot, int below) {
    m_plot = QRect(plot.topLeft(), plot.size().expandedTo(QSize(1, 1)));
    m_below = std::max(0, below);
    settleTime();
}

void Viewport::setInterval(Interval interval) {
    m_interval = interval;
    settleTime();
}

void Viewport::settleTime() {
    const auto length = static_cast<double>(m_interval);
    m_bars = std::clamp(m_bars, kFewestBars, std::min(kMostBars, kLongestSpan / length));
    m_nanosPerPixel = std::max<std::int64_t>(1, std::llround(m_bars * length / m_plot.width()));
    setRight(m_right);
}

void Viewport::setBars(double bars) {
    if (!std::isfinite(bars)) return;
    m_bars = bars;
    settleTime();
}

void Viewport::zoomTime(double factor, double x) {
    const UnixNanos held = timeAt(x);
    setBars(m_bars / factor);
    const double beyond = (m_plot.left() + m_plot.width() - x) * static_cast<double>(m_nanosPerPixel);
    setRight(held + std::llround(beyond));
}

void Viewport::setRight(UnixNanos right) {
    const std::int64_t inside = std::clamp(right.value(), kLeastTime, kMostTime);
    m_right = UnixNanos(floorTo(inside + m_nanosPerPixel / 2, m_nanosPerPixel));
}

void Viewport::panTime(double pixels) {
    setRight(m_right + -std::llround(pixels * static_cast<double>(m_nanosPerPixel)));
}

double Viewport::slot() const { return static_cast<double>(m_interval) / static_cast<double>(m_nanosPerPixel); }

double Viewport::xOf(UnixNanos t) const {
    return m_plot.left() + m_plot.width() - static_cast<double>(m_right - t) / static_cast<double>(m_nanosPerPixel);
}

UnixNanos Viewport::timeAt(double x) const {
    const double fromRight = m_plot.left() + m_plot.width() - x;
    return m_right + -std::llround(fromRight * static_cast<double>(m_nanosPerPixel));
}

void Viewport::setLogarithmic(bool on) {
    m_logarithmic = on;
    setPrices(m_prices);
}

double Viewport::placeOf(double raw) const { return m_logarithmic ? std::log(std::max(raw, 1.0)) : raw; }
double Viewport::rawOf(double place) const { return m_logarithmic ? std::exp(std::min(place, kMostPlace)) : place; }

void Viewport::setPrices(PriceRange prices) {
    const std::int64_t low = std::clamp(prices.low.raw(), m_logarithmic ? 1 : -kMostPrice, kMostPrice - 1);
    m_prices = {Price(low), Price(std::clamp(prices.high.raw(), low + 1, kMostPrice))};
    m_lowPlace = placeOf(static_cast<double>(m_prices.low.raw()));
    // Very high prices that are a raw unit apart are one double.
    m_highPlace = std::max(placeOf(static_cast<double>(m_prices.high.raw())), std::nextafter(m_lowPlace, 1e300));
}

void Viewport::zoomPrice(double factor, double y) {
    const double held = m_highPlace - (y - m_plot.top()) / m_plot.height() * (m_highPlace - m_lowPlace);
    const auto scaled = [&](double edge) { return std::clamp(rawOf(held + (edge - held) / factor), -4e18, 4e18); };
    setPrices({Price(std::llround(scaled(m_lowPlace))), Price(std::llround(scaled(m_highPlace)))});
}

void Viewport::panPrice(double pixels) {
    const double by = pixels / m_plot.height() * (m_highPlace - m_lowPlace);
    if (m_logarithmic) {
        if (m_highPlace + by > kMostPlace || m_lowPlace + by < 0) return;
        return setPrices({Price(std::llround(rawOf(m_lowPlace + by))), Price(std::llround(rawOf(m_highPlace + by)))});
    }
    const std::int64_t whole = std::llround(std::clamp(by, -1e17, 1e17));
    if (std::abs(m_prices.high.raw() + whole) > kMostPrice || std::abs(m_prices.low.raw() + whole) > kMostPrice) return;
    setPrices({Price(m_prices.low.raw() + whole), Price(m_prices.high.raw() + whole)});
}

double Viewport::yOfRaw(double raw) const {
    return m_plot.top() + (m_highPlace - placeOf(raw)) / (m_highPlace - m_lowPlace) * m_plot.height();
}

double Viewport::rawAt(double y) const {
    return rawOf(m_highPlace - (y - m_plot.top()) / m_plot.height() * (m_highPlace - m_lowPlace));
}

Price Viewport::priceAt(double y, Price tick) const {
    const double ticks =
        std::clamp(rawAt(y) / static_cast<double>(tick.raw()), 1.0, 9e18 / static_cast<double>(tick.raw()));
    return Price(std::llround(ticks) * tick.raw());
}

std::int64_t Viewport::ticksARow(Price tick, double pixels) const {
    const double pixelsATick = m_plot.height() * static_cast<double>(tick.raw()) /
                               static_cast<double>(m_prices.high.raw() - m_prices.low.raw());
    std::int64_t ticks = 1;
    for (int i = 0; pixelsATick * static_cast<double>(ticks) < pixels && ticks < 1'000'000'000; ++i)
        ticks = i % 3 == 1 ? ticks / 2 * 5 : ticks * 2;
    return ticks;
}

PriceRange roomFor(Price low, Price high, Price tick) {
    const std::int64_t least = kFewestTicks * tick.raw();
    const std::int64_t span = std::max(high.raw() - low.raw(), least);
    const std::int64_t middle = low.raw() + (high.raw() - low.raw()) / 2;
    // Shares of the whole height: 10 % above; below 21 %, of which the volume takes 18.
    return {Price(middle - span / 2 - span * 30 / 100), Price(middle + span / 2 + span * 14 / 100)};
}

PriceRange roomForRatios(Price low, Price high, Price tick) {
    const auto raw = [](Price p) { return std::max(1.0, static_cast<double>(p.raw())); };
    const double middle = (std::log(raw(low)) + std::log(raw(high))) / 2;
    const double least = std::min(1.0, static_cast<double>(kFewestTicks * tick.raw()) / raw(high));
    const double span = std::max(std::log(raw(high)) - std::log(raw(low)), least);
    const auto price = [](double place) {
        return Price(std::max<std::int64_t>(1, std::llround(std::exp(std::min(place, kMostPlace)))));
    };
    return {price(middle - span * 0.8), price(middle + span * 0.64)};
}

} // namespace qd::plot
