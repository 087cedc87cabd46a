// Size: the rows of the table are long and stand beside their formulas.
#include "core/indicators/Averages.h"
#include "core/indicators/Rows.h"
#include "core/indicators/Windows.h"

namespace qd::indicators {
namespace {

class Rsi {
  public:
    static constexpr std::size_t kLines = 1;
    explicit Rsi(std::size_t period)
        : m_second(1)
        , m_ready(period)
        , m_gains(period, period)
        , m_losses(period, period) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        const double change = bar.close - take(me.m_close, bar.close);
        const bool ready = take(me.m_ready);
        *out = kNoValue;
        if (!take(me.m_second)) [[unlikely]]
            return;
        double gains = me.m_gains.sum();
        double losses = me.m_losses.sum();
        // Both fade alike while nothing changes: before they are too small to compare, they stay.
        if (change != 0 || gains + losses > kSmallest || !ready) [[likely]] {
            gains = take(me.m_gains, std::max(change, 0.0));
            losses = take(me.m_losses, std::max(-change, 0.0));
        }
        const double both = gains + losses;
        if (ready) [[likely]]
            *out = both > 0 ? 100 * gains / both : 0;
    }
    friend bool operator==(const Rsi&, const Rsi&) = default;

  private:
    static constexpr double kSmallest = 1e-250;
    After m_second;
    After m_ready;
    Previous m_close;
    WilderSum m_gains;
    WilderSum m_losses;
};

class Macd {
  public:
    static constexpr std::size_t kLines = 3;
    Macd(std::size_t fast, std::size_t slow, std::size_t signal)
        : m_fastBegins(std::max(fast, slow) - std::min(fast, slow))
        , m_fast(std::min(fast, slow))
        , m_slow(std::max(fast, slow))
        , m_signal(signal) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        out[0] = out[1] = out[2] = kNoValue;
        const double slow = take(me.m_slow, bar.close);
        if (!take(me.m_fastBegins)) [[unlikely]]
            return;
        const double macd = take(me.m_fast, bar.close) - slow; // both are distances from the close
        if (!hasValue(macd)) [[unlikely]]
            return;
        const double gap = take(me.m_signal, macd);
        if (!hasValue(gap)) [[unlikely]]
            return;
        write(macd, gap, out);
    }
    [[nodiscard]] bool settled() const { return m_signal.seeded(); }
    [[gnu::always_inline]] void nextAll(const BarColumns& bars, double* out) {
        std::array<double, kAtOnce> macds;
        std::array<double, kAtOnce> gaps;
        m_fast.nextAll(bars.close, macds.data());
        m_slow.nextAll(bars.close, gaps.data());
        for (std::size_t i = 0; i < bars.size(); ++i) macds[i] -= gaps[i];
        m_signal.nextAll(std::span(macds).first(bars.size()), gaps.data());
        for (std::size_t i = 0; i < bars.size(); ++i) write(macds[i], gaps[i], out + kLines * i);
    }
    friend bool operator==(const Macd&, const Macd&) = default;

  private:
    [[gnu::always_inline]] static void write(double macd, double gap, double* out) {
        out[0] = macd;
        out[1] = macd + gap;
        out[2] = -gap;
    }
    After m_fastBegins;
    EmaGap m_fast;
    EmaGap m_slow;
    EmaGap m_signal;
};

/// 100 * (part of range), 0 where there is no range.
[[gnu::always_inline]] inline double percentOf(double part, double range) { return range > 0 ? 100 * part / range : 0; }

class Stochastic {
  public:
    static constexpr std::size_t kLines = 2;
    Stochastic(std::size_t period, std::size_t slowing, std::size_t smoothing)
        : m_rawReady(period - 1)
        , m_slowReady(period + slowing - 2)
        , m_ready(period + slowing + smoothing - 3)
        , m_highest(period)
        , m_lowest(period)
        , m_slow(slowing)
        , m_smooth(smoothing)
        , m_slowShare(1 / static_cast<double>(slowing))
        , m_smoothShare(1 / static_cast<double>(smoothing)) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        const double high = take(me.m_highest, bar.high);
        const double low = take(me.m_lowest, bar.low);
        const bool rawReady = take(me.m_rawReady);
        const bool slowReady = take(me.m_slowReady);
        const bool ready = take(me.m_ready);
        out[0] = out[1] = kNoValue;
        if (!rawReady) [[unlikely]]
            return;
        const double k = take(me.m_slow, percentOf(bar.close - low, high - low)) * me.m_slowShare;
        if (!slowReady) [[unlikely]]
            return;
        const double d = take(me.m_smooth, k) * me.m_smoothShare;
        if (!ready) [[unlikely]]
            return;
        out[0] = k;
        out[1] = d;
    }
    [[nodiscard]] bool settled() const { return m_ready.now(); }
    [[gnu::always_inline]] void nextAll(const BarColumns& bars, double* out) {
        std::array<double, kAtOnce> highs;
        std::array<double, kAtOnce> lows;
        m_highest.nextAll(bars.high, highs.data());
        m_lowest.nextAll(bars.low, lows.data());
        const auto k = std::span(highs).first(bars.size());
        for (std::size_t i = 0; i < k.size(); ++i) k[i] = percentOf(bars.close[i] - lows[i], highs[i] - lows[i]);
        m_slow.nextAll(k, k.data());
        for (double& value : k) value *= m_slowShare;
        m_smooth.nextAll(k, lows.data());
        for (std::size_t i = 0; i < k.size(); ++i) {
            out[kLines * i] = k[i];
            out[kLines * i + 1] = lows[i] * m_smoothShare;
        }
    }
    friend bool operator==(const Stochastic&, const Stochastic&) = default;

  private:
    After m_rawReady;
    After m_slowReady;
    After m_ready;
    Highest m_highest;
    Lowest m_lowest;
    WindowSum m_slow;
    WindowSum m_smooth;
    double m_slowShare;
    double m_smoothShare;
};

class WilliamsR {
  public:
    static constexpr std::size_t kLines = 1;
    explicit WilliamsR(std::size_t period) : m_ready(period - 1), m_highest(period), m_lowest(period) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        const double high = take(me.m_highest, bar.high);
        const double low = take(me.m_lowest, bar.low);
        *out = take(me.m_ready) ? -percentOf(high - bar.close, high - low) : kNoValue;
    }
    [[nodiscard]] bool settled() const { return m_ready.now(); }
    [[gnu::always_inline]] void nextAll(const BarColumns& bars, double* out) {
        std::array<double, kAtOnce> highs;
        m_highest.nextAll(bars.high, highs.data());
        m_lowest.nextAll(bars.low, out);
        for (std::size_t i = 0; i < bars.size(); ++i) out[i] = -percentOf(highs[i] - bars.close[i], highs[i] - out[i]);
    }
    friend bool operator==(const WilliamsR&, const WilliamsR&) = default;

  private:
    After m_ready;
    Highest m_highest;
    Lowest m_lowest;
};

class RateOfChange {
  public:
    static constexpr std::size_t kLines = 1;
    explicit RateOfChange(std::size_t period) : m_ready(period), m_closes(period) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        const double before = take(me.m_closes, bar.close);
        *out = take(me.m_ready) ? percentOf(bar.close - before, before) : kNoValue;
    }
    friend bool operator==(const RateOfChange&, const RateOfChange&) = default;

  private:
    After m_ready;
    Delay<double> m_closes;
};

/// Three typical prices, high + low + close, are kept as 3 * close and what they are away from it, and compared with
/// the newest: their differences are small numbers without the rounding of large ones.
class CommodityChannel {
  public:
    static constexpr std::size_t kLines = 1;
    explicit CommodityChannel(std::size_t period) : m_ready(period - 1), m_closes(period - 1), m_away(period - 1) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        const double away = (bar.high - bar.close) + (bar.low - bar.close);
        *out = take(me.m_ready) ? valueOf(me.m_closes, me.m_away, bar.close, away) : kNoValue;
        if constexpr (!std::is_const_v<Me>) {
            me.m_closes.push(bar.close);
            me.m_away.push(away);
        }
    }
    friend bool operator==(const CommodityChannel&, const CommodityChannel&) = default;

  private:
    [[nodiscard]] static double valueOf(const History& closes, const History& aways, double close, double away) {
        const std::span<const double> c = closes.values();
        const std::span<const double> a = aways.values();
        const auto size = static_cast<double>(c.size() + 1);
        const std::size_t lanes = closes.inLanes();
        const auto gaps = [=](std::size_t i) { return (lanesAt(&c[i]) - close) * 3 + (lanesAt(&a[i]) - away); };
        const auto gap = [=](std::size_t i) { return (c[i] - close) * 3 + (a[i] - away); };
        Lanes sums{};
        for (std::size_t i = 0; i < lanes; i += kLanes) sums += gaps(i);
        double sum = 0; // the newest itself adds nothing
        for (std::size_t i = lanes; i < c.size(); ++i) sum += gap(i);
        sum += sumOf(sums);
        Lanes deviations{};
        for (std::size_t i = 0; i < lanes; i += kLanes) {
            const Lanes deviation = gaps(i) * size - sum;
            deviations += deviation < 0 ? -deviation : deviation;
        }
        double all = std::abs(sum);
        for (std::size_t i = lanes; i < c.size(); ++i) all += std::abs(gap(i) * size - sum);
        all += sumOf(deviations);
        return all > 0 ? -sum * size / (0.015 * all) : 0;
    }
    After m_ready;
    History m_closes;
    History m_away;
};

} // namespace

std::vector<IndicatorKind> oscillatorRows() {
    return {
        {"RSI",
         "Relative strength index",
         "Gains and losses of closes: mean of the first `period`, then (before * (period - 1) + x) / period. RSI = 100 "
         "* "
         "gains / (gains + losses), 0 where there are neither. As TA-Lib.",
         DrawnIn::OwnPane,
         {{"period", 14, 2, kLongest}},
         {"RSI"},
         [](std::size_t, std::span<const double> values) { return rowsOf(values[0]); },
         [](std::span<const double> values) { return made(Rsi(rowsOf(values[0]))); },
         CountedFrom::FirstBar,
         nullptr,
         Memory::Fading,
         {30, 70}},
        {"MACD",
         "Moving average convergence and divergence",
         "EMA of closes over the shorter of `fast` and `slow` minus that over the longer, both seeded at row longer - "
         "1; "
         "its EMA over `signal` rows, seeded with the mean of the first of them; the difference. All from the same row "
         "on. "
         "As TA-Lib.",
         DrawnIn::OwnPane,
         {{"fast", 12, 2, kLongest}, {"slow", 26, 2, kLongest}, {"signal", 9, 1, kLongest}},
         {"MACD", "Signal", {"Histogram", LineStyle::Columns}},
         [](std::size_t, std::span<const double> values) {
             return rowsOf(std::max(values[0], values[1])) + rowsOf(values[2]) - 2;
         },
         [](std::span<const double> values) {
             return made(Macd(rowsOf(values[0]), rowsOf(values[1]), rowsOf(values[2])));
         },
         CountedFrom::FirstBar,
         nullptr,
         Memory::Fading,
         {0}},
        {"STOCH",
         "Stochastic",
         "100 * (close - lowest low) / (highest high - lowest low) of the last `period` bars, 0 where there is no "
         "range; K = "
         "its mean over `slowing` rows, D = the mean of K over `smoothing`. Both from the same row on. As TA-Lib.",
         DrawnIn::OwnPane,
         {{"period", 14, 1, kLongest}, {"slowing", 3, 1, kLongest}, {"smoothing", 3, 1, kLongest}},
         {"K", "D"},
         [](std::size_t, std::span<const double> values) { return rowsOf(values[0] + values[1] + values[2]) - 3; },
         [](std::span<const double> values) {
             return made(Stochastic(rowsOf(values[0]), rowsOf(values[1]), rowsOf(values[2])));
         },
         CountedFrom::FirstBar,
         nullptr,
         Memory::Window,
         {20, 80}},
        {"CCI",
         "Commodity channel index",
         "Typical = (high + low + close) / 3. (typical - mean) / (0.015 * mean absolute deviation) of the last "
         "`period` "
         "bars, 0 where there is no deviation. As TA-Lib. The time of a step grows with the period.",
         DrawnIn::OwnPane,
         {{"period", 20, 2, kLongest}},
         {"CCI"},
         [](std::size_t, std::span<const double> values) { return rowsOf(values[0]) - 1; },
         [](std::span<const double> values) { return made(CommodityChannel(rowsOf(values[0]))); },
         CountedFrom::FirstBar,
         nullptr,
         Memory::Window,
         {-100, 0, 100}},
        {"WILLR",
         "Williams %R",
         "-100 * (highest high - close) / (highest high - lowest low) of the last `period` bars, 0 where there is no "
         "range. "
         "As TA-Lib.",
         DrawnIn::OwnPane,
         {{"period", 14, 2, kLongest}},
         {"%R"},
         [](std::size_t, std::span<const double> values) { return rowsOf(values[0]) - 1; },
         [](std::span<const double> values) { return made(WilliamsR(rowsOf(values[0]))); },
         CountedFrom::FirstBar,
         nullptr,
         Memory::Window,
         {-80, -20}},
        {"ROC",
         "Rate of change",
         "100 * (close - close of `period` bars ago) / close of `period` bars ago. As TA-Lib.",
         DrawnIn::OwnPane,
         {{"period", 10, 1, kLongest}},
         {"ROC"},
         [](std::size_t, std::span<const double> values) { return rowsOf(values[0]); },
         [](std::span<const double> values) { return made(RateOfChange(rowsOf(values[0]))); },
         CountedFrom::FirstBar,
         nullptr,
         Memory::Window,
         {0}},
    };
}

} // namespace qd::indicators
