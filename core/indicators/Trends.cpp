// Size: the rows of the table are long and stand beside their formulas.
#include "core/indicators/Averages.h"
#include "core/indicators/Rows.h"
#include "core/indicators/Sessions.h"
#include "core/indicators/Windows.h"

namespace qd::indicators {
namespace {

class Sar {
  public:
    static constexpr std::size_t kLines = 1;
    Sar(double step, double most) : m_step(std::min(step, most)), m_most(most) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        Stop stop = me.m_stop;
        if (const int bars = me.m_bars; bars < 2) [[unlikely]] {
            keep(me.m_bars, bars + 1);
            if (bars == 0) {
                stop.high = bar.high;
                stop.low = bar.low;
                keep(me.m_stop, stop);
                *out = kNoValue;
                return;
            }
            stop.begin(bar, me.m_step);
        }
        *out = stop.follow(bar, me.m_step, me.m_most);
        keep(me.m_stop, stop);
    }
    friend bool operator==(const Sar&, const Sar&) = default;

  private:
    struct Stop {
        bool rising = true;
        double high = 0; ///< of the bar before
        double low = 0;
        double extreme = 0;
        double at = 0; ///< for the next bar
        double gain = 0;

        /// Falls only when the second bar's low went down by more than its high went up.
        void begin(const Bar& second, double step) {
            const double down = low - second.low;
            rising = !(down > 0 && down > second.high - high);
            extreme = rising ? second.high : second.low;
            at = rising ? low : high;
            gain = step;
            high = second.high;
            low = second.low;
        }
        [[gnu::always_inline]] double follow(const Bar& bar, double step, double most) {
            const double answer = rising ? rise(bar, step, most) : fall(bar, step, most);
            high = bar.high;
            low = bar.low;
            return answer;
        }

      private:
        void advance() { at = at + gain * (extreme - at); }
        [[gnu::always_inline]] double rise(const Bar& bar, double step, double most) {
            if (bar.low <= at) {
                rising = false;
                const double answer = at = std::max({extreme, high, bar.high});
                gain = step;
                extreme = bar.low;
                advance();
                at = std::max({at, high, bar.high});
                return answer;
            }
            const double answer = at;
            gain = std::min(gain + where(int{bar.high > extreme}, step), most);
            extreme = std::max(extreme, bar.high);
            advance();
            at = std::min({at, low, bar.low});
            return answer;
        }
        [[gnu::always_inline]] double fall(const Bar& bar, double step, double most) {
            if (bar.high >= at) {
                rising = true;
                const double answer = at = std::min({extreme, low, bar.low});
                gain = step;
                extreme = bar.high;
                advance();
                at = std::min({at, low, bar.low});
                return answer;
            }
            const double answer = at;
            gain = std::min(gain + where(int{bar.low < extreme}, step), most);
            extreme = std::min(extreme, bar.low);
            advance();
            at = std::max({at, high, bar.high});
            return answer;
        }

      public:
        friend bool operator==(const Stop&, const Stop&) = default;
    };

    double m_step;
    double m_most;
    int m_bars = 0; ///< taken, up to 2
    Stop m_stop;
};

class Adx {
  public:
    static constexpr std::size_t kLines = 3;
    explicit Adx(std::size_t period)
        : m_second(1)
        , m_directed(period)
        , m_ready(2 * period - 1)
        , m_range(period, period - 1)
        , m_up(period, period - 1)
        , m_down(period, period - 1)
        , m_mean(period, period)
        , m_share(1 / static_cast<double>(period)) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        const double high = take(me.m_high, bar.high);
        const double low = take(me.m_low, bar.low);
        const double close = take(me.m_close, bar.close);
        const bool directed = take(me.m_directed);
        const bool ready = take(me.m_ready);
        out[0] = out[1] = out[2] = kNoValue;
        if (!take(me.m_second)) [[unlikely]]
            return;
        const double rise = bar.high - high;
        const double fall = low - bar.low;
        const double range = take(me.m_range, trueRange(bar, close));
        const double up = take(me.m_up, where(int{rise > fall} & int{rise > 0}, rise));
        const double down = take(me.m_down, where(int{fall > rise} & int{fall > 0}, fall));
        if (!directed) [[unlikely]]
            return;
        const double both = up + down;
        double smoothed = me.m_mean.sum();
        if (both > 0)
            smoothed = take(me.m_mean, 100 * std::abs(up - down) / both);
        else if (!ready)
            smoothed = take(me.m_mean, 0.0);
        if (ready) [[likely]]
            out[0] = smoothed * me.m_share;
        const double share = range > 0 ? 100 / range : 0;
        out[1] = up * share;
        out[2] = down * share;
    }
    friend bool operator==(const Adx&, const Adx&) = default;

  private:
    After m_second;
    After m_directed;
    After m_ready;
    Previous m_high;
    Previous m_low;
    Previous m_close;
    WilderSum m_range;
    WilderSum m_up;
    WilderSum m_down;
    WilderSum m_mean;
    double m_share;
};

class Ichimoku {
  public:
    static constexpr std::size_t kLines = 5;
    Ichimoku(std::size_t conversion, std::size_t base, std::size_t span)
        : m_conversion(conversion)
        , m_base(base)
        , m_span(span)
        , m_spanA(std::max(conversion, base) - 1) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        out[0] = take(me.m_conversion, bar);
        out[1] = take(me.m_base, bar);
        out[2] = take(me.m_spanA) ? (out[0] + out[1]) * 0.5 : kNoValue;
        out[3] = take(me.m_span, bar);
        out[4] = bar.close;
    }
    [[nodiscard]] bool settled() const { return m_conversion.settled() && m_base.settled() && m_span.settled(); }
    [[gnu::always_inline]] void nextAll(const BarColumns& bars, double* out) {
        std::array<double, kAtOnce> conversions;
        std::array<double, kAtOnce> bases;
        std::array<double, kAtOnce> spans;
        m_conversion.nextAll(bars, conversions.data());
        m_base.nextAll(bars, bases.data());
        m_span.nextAll(bars, spans.data());
        for (std::size_t i = 0; i < bars.size(); ++i, out += kLines) {
            out[0] = conversions[i];
            out[1] = bases[i];
            out[2] = (conversions[i] + bases[i]) * 0.5;
            out[3] = spans[i];
            out[4] = bars.close[i];
        }
    }
    friend bool operator==(const Ichimoku&, const Ichimoku&) = default;

  private:
    /// (highest high + lowest low) / 2.
    class Middle {
      public:
        explicit Middle(std::size_t period) : m_ready(period - 1), m_highest(period), m_lowest(period) {}
        [[nodiscard, gnu::always_inline]] double peek(const Bar& bar) const { return of(*this, bar); }
        [[gnu::always_inline]] double next(const Bar& bar) { return of(*this, bar); }
        [[nodiscard]] bool settled() const { return m_ready.now(); }
        [[gnu::always_inline]] void nextAll(const BarColumns& bars, double* middles) {
            std::array<double, kAtOnce> lows;
            m_highest.nextAll(bars.high, middles);
            m_lowest.nextAll(bars.low, lows.data());
            for (std::size_t i = 0; i < bars.size(); ++i) middles[i] = (middles[i] + lows[i]) * 0.5;
        }
        friend bool operator==(const Middle&, const Middle&) = default;

      private:
        template<class Me>
        static double of(Me& me, const Bar& bar) {
            const double sum = take(me.m_highest, bar.high) + take(me.m_lowest, bar.low);
            return take(me.m_ready) ? sum * 0.5 : kNoValue;
        }
        After m_ready;
        Highest m_highest;
        Lowest m_lowest;
    };
    Middle m_conversion;
    Middle m_base;
    Middle m_span;
    After m_spanA;
};

class Pivots {
  public:
    static constexpr std::size_t kLines = 7;
    explicit Pivots(int startMinute) : m_sessions(startMinute) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        Days days = me.m_days;
        if (take(me.m_sessions, bar.openTime)) {
            days.before = days.now;
            days.now = {bar.high, bar.low, bar.close};
            days.count = std::min(days.count + 1, 2);
        } else {
            days.now = {std::max(days.now.high, bar.high), std::min(days.now.low, bar.low), bar.close};
        }
        keep(me.m_days, days);
        write(days, out);
    }
    friend bool operator==(const Pivots&, const Pivots&) = default;

  private:
    struct Day {
        double high = 0;
        double low = 0;
        double close = 0;
        friend bool operator==(const Day&, const Day&) = default;
    };
    struct Days {
        Day before;
        Day now;
        int count = 0; ///< begun, up to 2
        friend bool operator==(const Days&, const Days&) = default;
    };
    static void write(const Days& days, double* out) {
        if (days.count < 2) {
            std::fill_n(out, kLines, kNoValue);
            return;
        }
        const auto& [high, low, close] = days.before;
        const double pivot = (high + low + close) / 3;
        out[0] = pivot;
        out[1] = 2 * pivot - low;
        out[2] = 2 * pivot - high;
        out[3] = pivot + (high - low);
        out[4] = pivot - (high - low);
        out[5] = high + 2 * (pivot - low);
        out[6] = low - 2 * (high - pivot);
    }
    Sessions m_sessions;
    Days m_days;
};

} // namespace

std::vector<IndicatorKind> trendRows() {
    return {
        {"SAR",
         "Parabolic stop and reverse",
         "Wilder's parabolic: the stop moves to the extreme by a share that begins as `step` and grows by `step` with "
         "every "
         "new extreme, to `most`; never into the range of the last two bars. The first trend falls if the second bar's "
         "low went down by more than its high went up. As TA-Lib.",
         DrawnIn::Prices,
         {{"step", 0.02, 0.001, 1, 3}, {"most", 0.2, 0.001, 1, 3}},
         {{"SAR", LineStyle::Dots}},
         [](std::size_t, std::span<const double>) { return std::size_t{1}; },
         [](std::span<const double> values) { return made(Sar(values[0], values[1])); },
         CountedFrom::FirstBar,
         nullptr,
         Memory::Fading},
        {"ADX",
         "Average directional movement index",
         "Up = rise of the high if positive and more than the fall of the low, down likewise. These and the true range "
         "are "
         "summed over the rows 1 to `period` - 1, then sum = sum - sum / period + x; +DI = 100 * up / range, -DI "
         "likewise. "
         "DX = 100 * |up - down| / (up + down); ADX is the mean of the first `period` of them, then (before * (period "
         "- 1) "
         "+ DX) / period, and as before where neither moved. As TA-Lib.",
         DrawnIn::OwnPane,
         {{"period", 14, 2, kLongest}},
         {"ADX", "+DI", "-DI"},
         [](std::size_t line, std::span<const double> values) {
             return line == 0 ? 2 * rowsOf(values[0]) - 1 : rowsOf(values[0]);
         },
         [](std::span<const double> values) { return made(Adx(rowsOf(values[0]))); },
         CountedFrom::FirstBar,
         nullptr,
         Memory::Fading,
         {25}},
        {"ICHIMOKU",
         "Ichimoku cloud",
         "Middles, (highest high + lowest low) / 2, of the last `conversion`, `base` and `span` bars. Span A, the mean "
         "of "
         "the first two, and span B, the third, are drawn `displacement` bars ahead, the lagging line, the close, as "
         "many "
         "behind. Values are those of their bar.",
         DrawnIn::Prices,
         {{"conversion", 9, 1, kLongest},
          {"base", 26, 1, kLongest},
          {"span", 52, 1, kLongest},
          {"displacement", 26, 0, kLongest}},
         {"Conversion", "Base", "Span A", "Span B", "Lagging"},
         [](std::size_t line, std::span<const double> values) {
             if (line == 4) return std::size_t{0};
             return line == 2 ? rowsOf(std::max(values[0], values[1])) - 1 : rowsOf(values[line == 3 ? 2 : line]) - 1;
         },
         [](std::span<const double> values) {
             return made(Ichimoku(rowsOf(values[0]), rowsOf(values[1]), rowsOf(values[2])));
         },
         CountedFrom::FirstBar,
         [](std::size_t line, std::span<const double> values) {
             const auto bars = static_cast<std::int64_t>(values[3]);
             return line < 2 ? 0 : line == 4 ? -bars : bars;
         },
         Memory::Window,
         {},
         Band{2, 3, true}},
        {"PIVOTS",
         "Floor pivots of the session before",
         "P = (high + low + close) / 3 of the session before; R1 = 2P - low, S1 = 2P - high, R2 = P + (high - low), S2 "
         "= "
         "P - (high - low), R3 = high + 2 (P - low), S3 = low - 2 (high - P). A session is 24 hours from `start` "
         "minutes "
         "after 00:00 UTC on; the first one must be whole for the second to be true.",
         DrawnIn::Prices,
         {{"start", 0, 0, kLastSessionStart}},
         {"P", "R1", "S1", "R2", "S2", "R3", "S3"},
         [](std::size_t, std::span<const double>) { return std::size_t{0}; },
         [](std::span<const double> values) { return made(Pivots(static_cast<int>(values[0]))); },
         CountedFrom::SecondSession,
         nullptr,
         Memory::Session},
    };
}

} // namespace qd::indicators
