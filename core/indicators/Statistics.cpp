// Size: the rows of the table are long and stand beside their formulas.
#include "core/indicators/Rows.h"
#include "core/indicators/Windows.h"

namespace qd::indicators {
namespace {

class Deviation {
  public:
    static constexpr std::size_t kLines = 1;
    explicit Deviation(std::size_t period) : m_ready(period - 1), m_spread(period) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        const Spread::Moments moments = take(me.m_spread, bar.close);
        *out = take(me.m_ready) ? root(moments.variance) : kNoValue;
    }
    [[nodiscard]] bool settled() const { return m_ready.now(); }
    [[gnu::always_inline]] void nextAll(const BarColumns& bars, double* out) {
        m_spread.nextAll(bars.close, [&](std::size_t i, std::size_t apart, const auto& moments) {
            putApart(out + i, apart, root(moments.variance));
        });
    }
    friend bool operator==(const Deviation&, const Deviation&) = default;

  private:
    After m_ready;
    Spread m_spread;
};

class ZScore {
  public:
    static constexpr std::size_t kLines = 1;
    explicit ZScore(std::size_t period) : m_ready(period - 1), m_spread(period) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        const Spread::Moments moments = take(me.m_spread, bar.close);
        if (!take(me.m_ready)) [[unlikely]] {
            *out = kNoValue;
            return;
        }
        *out = scoreOf(moments);
    }
    [[nodiscard]] bool settled() const { return m_ready.now(); }
    [[gnu::always_inline]] void nextAll(const BarColumns& bars, double* out) {
        m_spread.nextAll(bars.close, [&](std::size_t i, std::size_t apart, const auto& moments) {
            putApart(out + i, apart, scoreOf(moments));
        });
    }
    friend bool operator==(const ZScore&, const ZScore&) = default;

  private:
    template<class Number>
    [[gnu::always_inline]] static Number scoreOf(const Spread::MomentsOf<Number>& moments) {
        return moments.variance > 0 ? moments.gap / root(moments.variance) : Number{};
    }
    After m_ready;
    Spread m_spread;
};

/// Distances from the newest close, whose own is 0: sums of small numbers, and none that could drift.
class LinearRegression {
  public:
    static constexpr std::size_t kLines = 2;
    explicit LinearRegression(std::size_t period) : m_ready(period - 1), m_closes(period - 1) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        const bool ready = take(me.m_ready);
        out[0] = out[1] = kNoValue;
        if (ready) [[likely]]
            write(me.m_closes, bar.close, out);
        if constexpr (!std::is_const_v<Me>) me.m_closes.push(bar.close);
    }
    friend bool operator==(const LinearRegression&, const LinearRegression&) = default;

  private:
    static void write(const History& history, double close, double* out) {
        const std::span<const double> closes = history.values();
        const auto last = static_cast<double>(closes.size());
        // Weights 2 i - last: twice the distance from the middle row.
        Lanes weights = Lanes{0, 2, 4, 6} - last;
        Lanes sums{};
        Lanes moments{};
        const std::size_t lanes = history.inLanes();
        for (std::size_t i = 0; i < lanes; i += kLanes, weights += 2.0 * kLanes) {
            const Lanes gaps = lanesAt(&closes[i]) - close;
            sums += gaps;
            moments += gaps * weights;
        }
        double sum = 0;
        double moment = 0;
        double weight = 2 * static_cast<double>(lanes) - last;
        for (std::size_t i = lanes; i < closes.size(); ++i, weight += 2) {
            sum += closes[i] - close;
            moment += (closes[i] - close) * weight;
        }
        const double size = last + 1;
        const double slope = 6 * (moment + sumOf(moments)) / (size * (size * size - 1));
        out[0] = close + ((sum + sumOf(sums)) / size + slope * last * 0.5);
        out[1] = slope;
    }
    After m_ready;
    History m_closes;
};

/// ln(now / before) to the last digits also where both are nearly equal.
double logReturn(double before, double now) {
    const double ratio = (now - before) / (now + before);
    if (std::abs(ratio) > 0.01) [[unlikely]]
        return std::log(now / before);
    const double s = ratio * ratio; // 2 atanh(ratio), the next term is below 1e-19 of it
    return 2 * ratio * (1 + s * (1.0 / 3 + s * (1.0 / 5 + s * (1.0 / 7 + s * (1.0 / 9)))));
}

class RealisedVolatility {
  public:
    static constexpr std::size_t kLines = 1;
    explicit RealisedVolatility(std::size_t period) : m_second(1), m_ready(period), m_sum(period), m_times(period) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        const UnixNanos from = take(me.m_times, bar.openTime);
        const double close = take(me.m_close, bar.close);
        const bool ready = take(me.m_ready);
        *out = kNoValue;
        if (!take(me.m_second)) [[unlikely]]
            return;
        const double change = logReturn(close, bar.close);
        const double squares = take(me.m_sum, change * change);
        if (ready) [[likely]]
            *out = 100 * std::sqrt(squares * kNanosPerYear / static_cast<double>(bar.openTime - from));
    }
    friend bool operator==(const RealisedVolatility&, const RealisedVolatility&) = default;

  private:
    static constexpr double kNanosPerYear = 365.0 * static_cast<double>(kNanosPerDay);
    After m_second;
    After m_ready;
    Previous m_close;
    WindowSum m_sum;
    Delay<UnixNanos> m_times;
};

} // namespace

std::vector<IndicatorKind> statisticRows() {
    return {
        {"STDDEV",
         "Standard deviation",
         "Population standard deviation of the last `period` closes. As TA-Lib, without its loss of digits.",
         DrawnIn::OwnPane,
         {{"period", 20, 2, kLongest}},
         {"STDDEV"},
         [](std::size_t, std::span<const double> values) { return rowsOf(values[0]) - 1; },
         [](std::span<const double> values) { return made(Deviation(rowsOf(values[0]))); }},
        {"ZSCORE",
         "Standard score",
         "(close - mean) / population standard deviation of the last `period` closes, 0 where there is none.",
         DrawnIn::OwnPane,
         {{"period", 20, 2, kLongest}},
         {"Z"},
         [](std::size_t, std::span<const double> values) { return rowsOf(values[0]) - 1; },
         [](std::span<const double> values) { return made(ZScore(rowsOf(values[0]))); },
         CountedFrom::FirstBar,
         nullptr,
         Memory::Window,
         {-2, 0, 2}},
        {"LINREG",
         "Linear regression",
         "Least-squares line through the last `period` closes: its value at the newest, and its slope a bar. As TA-Lib "
         "(LINEARREG, LINEARREG_SLOPE). The time of a step grows with the period.",
         DrawnIn::Prices,
         {{"period", 14, 2, kLongest}},
         {"Value", {"Slope", LineStyle::Figure}},
         [](std::size_t, std::span<const double> values) { return rowsOf(values[0]) - 1; },
         [](std::span<const double> values) { return made(LinearRegression(rowsOf(values[0]))); }},
        {"RVOL",
         "Realised volatility",
         "Of the last `period` log returns of closes, in percent a year of 365 days: 100 * sqrt(sum(r^2) * year / time "
         "from "
         "the first close's bar to the last one's). Gaps count as the time they are.",
         DrawnIn::OwnPane,
         {{"period", 30, 2, kLongest}},
         {"RVOL"},
         [](std::size_t, std::span<const double> values) { return rowsOf(values[0]); },
         [](std::span<const double> values) { return made(RealisedVolatility(rowsOf(values[0]))); }},
    };
}

} // namespace qd::indicators
