#include "core/indicators/Averages.h"
#include "core/indicators/Rows.h"
#include "core/indicators/Windows.h"

namespace qd::indicators {
namespace {

class Sma {
  public:
    static constexpr std::size_t kLines = 1;
    explicit Sma(std::size_t period) : m_ready(period - 1), m_sum(period), m_share(1 / static_cast<double>(period)) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        const double sum = take(me.m_sum, bar.close);
        *out = take(me.m_ready) ? sum * me.m_share : kNoValue;
    }
    [[nodiscard]] bool settled() const { return m_ready.now(); }
    [[gnu::always_inline]] void nextAll(const BarColumns& bars, double* out) {
        m_sum.nextAll(bars.close, out);
        for (std::size_t i = 0; i < bars.size(); ++i) out[i] *= m_share;
    }
    friend bool operator==(const Sma&, const Sma&) = default;

  private:
    After m_ready;
    WindowSum m_sum;
    double m_share;
};

class Ema {
  public:
    static constexpr std::size_t kLines = 1;
    explicit Ema(std::size_t period) : m_gap(period) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        *out = bar.close + take(me.m_gap, bar.close);
    }
    [[nodiscard]] bool settled() const { return m_gap.seeded(); }
    [[gnu::always_inline]] void nextAll(const BarColumns& bars, double* out) {
        m_gap.nextAll(bars.close, out);
        for (std::size_t i = 0; i < bars.size(); ++i) out[i] = bars.close[i] + out[i];
    }
    friend bool operator==(const Ema&, const Ema&) = default;

  private:
    EmaGap m_gap;
};

class Wma {
  public:
    static constexpr std::size_t kLines = 1;
    explicit Wma(std::size_t period)
        : m_ready(period - 1)
        , m_sum(period)
        , m_share(2 / (static_cast<double>(period) * (static_cast<double>(period) + 1))) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        const double sum = take(me.m_sum, bar.close);
        *out = take(me.m_ready) ? sum * me.m_share : kNoValue;
    }
    friend bool operator==(const Wma&, const Wma&) = default;

  private:
    After m_ready;
    WeightedSum m_sum;
    double m_share;
};

std::size_t periodLessOne(std::size_t, std::span<const double> values) { return rowsOf(values[0]) - 1; }

} // namespace

std::vector<IndicatorKind> movingAverageRows() {
    return {
        {"SMA",
         "Simple moving average",
         "Mean of the last `period` closes. As TA-Lib.",
         DrawnIn::Prices,
         {{"period", 30, 1, kLongest}},
         {"SMA"},
         periodLessOne,
         [](std::span<const double> values) { return made(Sma(rowsOf(values[0]))); }},
        {"EMA",
         "Exponential moving average",
         "Seeded with the mean of the first `period` closes, then e += 2 / (period + 1) * (close - e). As TA-Lib.",
         DrawnIn::Prices,
         {{"period", 21, 1, kLongest}},
         {"EMA"},
         periodLessOne,
         [](std::span<const double> values) { return made(Ema(rowsOf(values[0]))); },
         CountedFrom::FirstBar,
         nullptr,
         Memory::Fading},
        {"WMA",
         "Weighted moving average",
         "Mean of the last `period` closes with weights from 1, the oldest, to `period`, the newest. As TA-Lib.",
         DrawnIn::Prices,
         {{"period", 20, 1, kLongest}},
         {"WMA"},
         periodLessOne,
         [](std::span<const double> values) { return made(Wma(rowsOf(values[0]))); }},
    };
}

} // namespace qd::indicators
