// Size: the rows of the table are long and stand beside their formulas.
#include "core/indicators/Averages.h"
#include "core/indicators/Rows.h"
#include "core/indicators/Windows.h"

namespace qd::indicators {
namespace {

class Bollinger {
  public:
    static constexpr std::size_t kLines = 3;
    Bollinger(std::size_t period, double deviations)
        : m_ready(period - 1)
        , m_spread(period)
        , m_deviations(deviations) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        const Spread::Moments moments = take(me.m_spread, bar.close);
        if (!take(me.m_ready)) [[unlikely]] {
            out[0] = out[1] = out[2] = kNoValue;
            return;
        }
        write(moments.mean, me.widthOf(moments.variance), out);
    }
    [[nodiscard]] bool settled() const { return m_ready.now(); }
    [[gnu::always_inline]] void nextAll(const BarColumns& bars, double* out) {
        std::array<double, kAtOnce> means;
        std::array<double, kAtOnce> widths;
        m_spread.nextAll(bars.close, [&](std::size_t i, std::size_t apart, const auto& moments) {
            putApart(&means[i], apart, moments.mean);
            putApart(&widths[i], apart, widthOf(moments.variance));
        });
        for (std::size_t i = 0; i < bars.size(); ++i) write(means[i], widths[i], out + kLines * i);
    }
    friend bool operator==(const Bollinger&, const Bollinger&) = default;

  private:
    template<class Number>
    [[nodiscard, gnu::always_inline]] Number widthOf(const Number& variance) const {
        return m_deviations * root(variance);
    }
    [[gnu::always_inline]] static void write(double mean, double width, double* out) {
        out[0] = mean + width;
        out[1] = mean;
        out[2] = mean - width;
    }
    After m_ready;
    Spread m_spread;
    double m_deviations;
};

class Donchian {
  public:
    static constexpr std::size_t kLines = 3;
    explicit Donchian(std::size_t period) : m_ready(period - 1), m_highest(period), m_lowest(period) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        const double high = take(me.m_highest, bar.high);
        const double low = take(me.m_lowest, bar.low);
        if (!take(me.m_ready)) [[unlikely]] {
            out[0] = out[1] = out[2] = kNoValue;
            return;
        }
        write(high, low, out);
    }
    [[nodiscard]] bool settled() const { return m_ready.now(); }
    [[gnu::always_inline]] void nextAll(const BarColumns& bars, double* out) {
        std::array<double, kAtOnce> highest;
        std::array<double, kAtOnce> lowest;
        m_highest.nextAll(bars.high, highest.data());
        m_lowest.nextAll(bars.low, lowest.data());
        for (std::size_t i = 0; i < bars.size(); ++i) write(highest[i], lowest[i], out + kLines * i);
    }
    friend bool operator==(const Donchian&, const Donchian&) = default;

  private:
    [[gnu::always_inline]] static void write(double high, double low, double* out) {
        out[0] = high;
        out[1] = (high + low) * 0.5;
        out[2] = low;
    }
    After m_ready;
    Highest m_highest;
    Lowest m_lowest;
};

/// Wilder's average of true ranges, from row `period` on; 0 at the first bar, which has no range.
class AverageRange {
  public:
    explicit AverageRange(std::size_t period)
        : m_second(1)
        , m_sum(period, period)
        , m_share(1 / static_cast<double>(period)) {}
    [[nodiscard]] double peek(const Bar& bar) const {
        return m_second.peek() ? m_sum.peek(trueRange(bar, m_close)) * m_share : 0;
    }
    [[gnu::always_inline]] double next(const Bar& bar) {
        const double range = m_second.next() ? m_sum.next(trueRange(bar, m_close)) * m_share : 0;
        m_close = bar.close;
        return range;
    }
    friend bool operator==(const AverageRange&, const AverageRange&) = default;

  private:
    After m_second;
    WilderSum m_sum;
    double m_share;
    double m_close = 0;
};

class Atr {
  public:
    static constexpr std::size_t kLines = 1;
    explicit Atr(std::size_t period) : m_ready(period), m_range(period) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        const double range = take(me.m_range, bar);
        *out = take(me.m_ready) ? range : kNoValue;
    }
    friend bool operator==(const Atr&, const Atr&) = default;

  private:
    After m_ready;
    AverageRange m_range;
};

class Keltner {
  public:
    static constexpr std::size_t kLines = 3;
    Keltner(std::size_t period, std::size_t rangePeriod, double ranges)
        : m_ready(std::max(period - 1, rangePeriod))
        , m_gap(period)
        , m_range(rangePeriod)
        , m_ranges(ranges) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        const double middle = bar.close + take(me.m_gap, bar.close);
        const double width = me.m_ranges * take(me.m_range, bar);
        if (!take(me.m_ready)) [[unlikely]] {
            out[0] = out[1] = out[2] = kNoValue;
            return;
        }
        write(middle, width, out);
    }
    friend bool operator==(const Keltner&, const Keltner&) = default;

  private:
    [[gnu::always_inline]] static void write(double middle, double width, double* out) {
        out[0] = middle + width;
        out[1] = middle;
        out[2] = middle - width;
    }
    After m_ready;
    EmaGap m_gap;
    AverageRange m_range;
    double m_ranges;
};

class Supertrend {
  public:
    static constexpr std::size_t kLines = 2;
    Supertrend(std::size_t period, double ranges) : m_ready(period), m_range(period), m_ranges(ranges) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        const double width = me.m_ranges * take(me.m_range, bar);
        if (!take(me.m_ready)) [[unlikely]] {
            out[0] = out[1] = kNoValue;
            return;
        }
        const Stops stops = me.m_stops.after(bar, width);
        keep(me.m_stops, stops);
        out[0] = stops.rising ? stops.lower : stops.upper;
        out[1] = stops.rising ? 1 : -1;
    }
    friend bool operator==(const Supertrend&, const Supertrend&) = default;

  private:
    struct Stops {
        bool begun = false;
        bool rising = false;
        double upper = 0;
        double lower = 0;
        double close = 0;
        [[nodiscard, gnu::always_inline]] Stops after(const Bar& bar, double width) const {
            const double middle = (bar.high + bar.low) * 0.5;
            Stops now{true, rising, middle + width, middle - width, bar.close};
            if (!begun) return now;
            // Selected without branches: which way they go nobody can foretell.
            now.upper = close > upper ? now.upper : std::min(now.upper, upper);
            now.lower = close < lower ? now.lower : std::max(now.lower, lower);
            now.rising = rising ? bar.close >= now.lower : bar.close > now.upper;
            return now;
        }
        friend bool operator==(const Stops&, const Stops&) = default;
    };
    After m_ready;
    AverageRange m_range;
    double m_ranges;
    Stops m_stops;
};

} // namespace

std::vector<IndicatorKind> bandRows() {
    return {
        {"BBANDS",
         "Bollinger bands",
         "Mean of the last `period` closes, and `deviations` population standard deviations above and below. As "
         "TA-Lib.",
         DrawnIn::Prices,
         {{"period", 20, 2, kLongest}, {"deviations", 2, 0.1, 10, 2}},
         {"Upper", "Middle", "Lower"},
         [](std::size_t, std::span<const double> values) { return rowsOf(values[0]) - 1; },
         [](std::span<const double> values) { return made(Bollinger(rowsOf(values[0]), values[1])); },
         CountedFrom::FirstBar,
         nullptr,
         Memory::Window,
         {},
         Band{0, 2}},
        {"DONCHIAN",
         "Donchian channel",
         "Highest high and lowest low of the last `period` bars, and their mean.",
         DrawnIn::Prices,
         {{"period", 20, 1, kLongest}},
         {"Upper", "Middle", "Lower"},
         [](std::size_t, std::span<const double> values) { return rowsOf(values[0]) - 1; },
         [](std::span<const double> values) { return made(Donchian(rowsOf(values[0]))); },
         CountedFrom::FirstBar,
         nullptr,
         Memory::Window,
         {},
         Band{0, 2}},
        {"KELTNER",
         "Keltner channel",
         "EMA of the closes over `period` bars, and `ranges` times the ATR over `range period` bars above and below.",
         DrawnIn::Prices,
         {{"period", 20, 1, kLongest}, {"range period", 10, 1, kLongest}, {"ranges", 2, 0.1, 10, 2}},
         {"Upper", "Middle", "Lower"},
         [](std::size_t, std::span<const double> values) { return std::max(rowsOf(values[0]) - 1, rowsOf(values[1])); },
         [](std::span<const double> values) { return made(Keltner(rowsOf(values[0]), rowsOf(values[1]), values[2])); },
         CountedFrom::FirstBar,
         nullptr,
         Memory::Fading,
         {},
         Band{0, 2}},
        {"ATR",
         "Average true range",
         "True range = max(high, close before) - min(low, close before), from row 1 on. Mean of the first `period` of "
         "them, then (before * (period - 1) + range) / period. As TA-Lib.",
         DrawnIn::OwnPane,
         {{"period", 14, 1, kLongest}},
         {"ATR"},
         [](std::size_t, std::span<const double> values) { return rowsOf(values[0]); },
         [](std::span<const double> values) { return made(Atr(rowsOf(values[0]))); },
         CountedFrom::FirstBar,
         nullptr,
         Memory::Fading},
        {"SUPERTREND",
         "Supertrend",
         "Stops `ranges` times the ATR over `period` bars above and below (high + low) / 2. The upper one only falls "
         "while "
         "closes are at most at it, the lower one only rises while closes are at least at it. The trend begins as "
         "falling, rises when a close is above the upper stop, and falls when one is below the lower one. Lines: the "
         "stop "
         "against the trend; 1 rising, -1 falling.",
         DrawnIn::Prices,
         {{"period", 10, 1, kLongest}, {"ranges", 3, 0.1, 20, 2}},
         {"Stop", {"Direction", LineStyle::Sign}},
         [](std::size_t, std::span<const double> values) { return rowsOf(values[0]); },
         [](std::span<const double> values) { return made(Supertrend(rowsOf(values[0]), values[1])); },
         CountedFrom::FirstBar,
         nullptr,
         Memory::Fading},
    };
}

} // namespace qd::indicators
