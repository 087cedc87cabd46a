#pragma once

#include "core/domain/Candle.h"

#include <QRect>

namespace qd::plot {

/// Prices from the bottom to the top of the plot.
struct PriceRange {
    Price low;
    Price high; ///< > low
    friend constexpr bool operator==(const PriceRange&, const PriceRange&) noexcept = default;
};

/// Which times and prices the plot shows. Times and prices stay integers; doubles are pixels. Pure: no painting.
///
/// A pixel is a whole number of nanoseconds and the right edge a multiple of it, so that the bars of a pixel column
/// stay together while the view moves.
class Viewport {
  public:
    static constexpr double kFewestBars = 5;
    static constexpr double kMostBars = 2'000'000;

    /// Where the plot is, in device-independent pixels; at least 1 x 1. `below`: height of what stands under it over
    /// the same time axis. The number of bars stays.
    void setPlot(const QRect& plot, int below = 0);
    [[nodiscard]] const QRect& plot() const { return m_plot; }
    /// Where the time axis begins, under the plot and what stands below it.
    [[nodiscard]] int bottom() const { return m_plot.top() + m_plot.height() + m_below; }
    void setInterval(Interval interval);
    [[nodiscard]] Interval interval() const { return m_interval; }

    // ---- time

    [[nodiscard]] double bars() const { return m_bars; }
    /// Keeps the right edge.
    void setBars(double bars);
    /// Bars become fewer by `factor` > 1; what is at `x` stays there.
    void zoomTime(double factor, double x);
    [[nodiscard]] UnixNanos right() const { return m_right; }
    [[nodiscard]] UnixNanos left() const { return m_right + -m_nanosPerPixel * m_plot.width(); }
    void setRight(UnixNanos right);
    /// Positive: to the right, towards older bars.
    void panTime(double pixels);
    [[nodiscard]] std::int64_t nanosPerPixel() const { return m_nanosPerPixel; }
    /// Width of a bar's slot.
    [[nodiscard]] double slot() const;
    [[nodiscard]] double xOf(UnixNanos t) const;
    [[nodiscard]] UnixNanos timeAt(double x) const;

    // ---- price

    /// Equal distances are equal ratios; prices in view are above zero then.
    void setLogarithmic(bool on);
    [[nodiscard]] bool isLogarithmic() const { return m_logarithmic; }
    [[nodiscard]] const PriceRange& prices() const { return m_prices; }
    /// Ranges that are empty or out of bounds are mended.
    void setPrices(PriceRange prices);
    /// The range becomes narrower by `factor` > 1; what is at `y` stays there.
    void zoomPrice(double factor, double y);
    /// Positive: down, towards higher prices.
    void panPrice(double pixels);
    [[nodiscard]] double yOf(Price price) const { return yOfRaw(static_cast<double>(price.raw())); }
    /// For indicator values, in raw units of Price.
    [[nodiscard]] double yOfRaw(double raw) const;
    [[nodiscard]] bool shows(Price price) const { return price >= m_prices.low && price <= m_prices.high; }
    /// The reverse of yOfRaw.
    [[nodiscard]] double rawAt(double y) const;
    /// The multiple of `tick` nearest to `y`, at least one tick.
    [[nodiscard]] Price priceAt(double y, Price tick) const;
    /// How many ticks a row of prices must have to be at least so many pixels high: 1, 2, 5, 10, 20, 50 …
    [[nodiscard]] std::int64_t ticksARow(Price tick, double pixels) const;

    friend bool operator==(const Viewport&, const Viewport&) = default;

  private:
    void settleTime();
    /// Where a raw price is on the scale, and which price is there.
    [[nodiscard]] double placeOf(double raw) const;
    [[nodiscard]] double rawOf(double place) const;

    QRect m_plot{0, 0, 1, 1};
    int m_below = 0;
    Interval m_interval = Interval::M1;
    double m_bars = 120;
    std::int64_t m_nanosPerPixel = 1;
    UnixNanos m_right;
    PriceRange m_prices{Price(0), Price(1)};
    bool m_logarithmic = false;
    double m_lowPlace = 0; ///< of m_prices, on the scale
    double m_highPlace = 1;
};

/// The range for bars between `low` and `high`: room above for readouts and below for the volume, at least a few
/// ticks.
[[nodiscard]] PriceRange roomFor(Price low, Price high, Price tick);
/// The same where distances are ratios.
[[nodiscard]] PriceRange roomForRatios(Price low, Price high, Price tick);

} // namespace qd::plot
