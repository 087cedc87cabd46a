// Size: the rows of the table are long and stand beside their formulas.
#include "core/indicators/Averages.h"
#include "core/indicators/Rows.h"
#include "core/indicators/Sessions.h"
#include "core/indicators/Windows.h"

namespace qd::indicators {
namespace {

double typicalPrice(const Bar& bar) { return (bar.high + bar.low + bar.close) / 3; }

/// sum(typical * volume) / sum(volume).
class VolumeMean {
  public:
    [[nodiscard, gnu::always_inline]] double peek(const Bar& bar, bool anew) const { return of(*this, bar, anew); }
    [[gnu::always_inline]] double next(const Bar& bar, bool anew) { return of(*this, bar, anew); }
    friend bool operator==(const VolumeMean&, const VolumeMean&) = default;

  private:
    template<class Me>
    [[gnu::always_inline]] static double of(Me& me, const Bar& bar, bool anew) {
        const double weighted = take(me.m_weighted, typicalPrice(bar) * bar.volume, anew);
        const double volume = take(me.m_volume, bar.volume, anew);
        return volume > 0 ? weighted / volume : kNoValue;
    }
    Total m_weighted;
    Total m_volume;
};

class Vwap {
  public:
    static constexpr std::size_t kLines = 1;
    explicit Vwap(int startMinute) : m_sessions(startMinute) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        const bool anew = take(me.m_sessions, bar.openTime);
        *out = take(me.m_mean, bar, anew);
    }
    friend bool operator==(const Vwap&, const Vwap&) = default;

  private:
    Sessions m_sessions;
    VolumeMean m_mean;
};

class AnchoredVwap {
  public:
    static constexpr std::size_t kLines = 1;
    explicit AnchoredVwap(double seconds) : m_anchor(static_cast<std::int64_t>(seconds) * kNanosPerSecond) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        *out = bar.openTime < me.m_anchor ? kNoValue : take(me.m_mean, bar, false);
    }
    friend bool operator==(const AnchoredVwap&, const AnchoredVwap&) = default;

  private:
    UnixNanos m_anchor;
    VolumeMean m_mean;
};

class OnBalanceVolume {
  public:
    static constexpr std::size_t kLines = 1;
    OnBalanceVolume() : m_second(1) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        const double close = take(me.m_close, bar.close);
        const int side = take(me.m_second) ? (bar.close > close) - (bar.close < close) : 1;
        *out = take(me.m_total, side * bar.volume);
    }
    friend bool operator==(const OnBalanceVolume&, const OnBalanceVolume&) = default;

  private:
    After m_second;
    Previous m_close;
    Total m_total;
};

class VolumeDelta {
  public:
    static constexpr std::size_t kLines = 1;
    VolumeDelta(int startMinute, bool bySession) : m_sessions(startMinute), m_bySession(bySession) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        const bool anew = take(me.m_sessions, bar.openTime) && me.m_bySession;
        const double twice = 2 * bar.buyVolume;
        const double delta = twice - bar.volume;
        const double part = delta - twice;
        const double rest = (twice - (delta - part)) - (bar.volume + part);
        *out = take(me.m_total, delta, anew, rest);
    }
    friend bool operator==(const VolumeDelta&, const VolumeDelta&) = default;

  private:
    Sessions m_sessions;
    bool m_bySession;
    Total m_total;
};

class MoneyFlow {
  public:
    static constexpr std::size_t kLines = 1;
    explicit MoneyFlow(std::size_t period) : m_second(1), m_ready(period), m_in(period), m_out(period) {}
    template<class Me>
    [[gnu::always_inline]] static void run(Me& me, const Bar& bar, double* out) {
        // Which way the typical price went, by differences that no rounding of large sums hides.
        const double rise = (bar.high - take(me.m_high, bar.high)) + (bar.low - take(me.m_low, bar.low)) +
                            (bar.close - take(me.m_close, bar.close));
        const bool ready = take(me.m_ready);
        *out = kNoValue;
        if (!take(me.m_second)) [[unlikely]]
            return;
        const double flow = typicalPrice(bar) * bar.volume;
        const double in = take(me.m_in, rise > 0 ? flow : 0.0);
        const double both = in + take(me.m_out, rise < 0 ? flow : 0.0);
        if (ready) [[likely]]
            *out = both < 1 ? 0 : 100 * in / both;
    }
    friend bool operator==(const MoneyFlow&, const MoneyFlow&) = default;

  private:
    After m_second;
    After m_ready;
    Previous m_high;
    Previous m_low;
    Previous m_close;
    WindowSum m_in;
    WindowSum m_out;
};

constexpr Parameter kSessionStart{"start", 0, 0, kLastSessionStart};

std::size_t atOnce(std::size_t, std::span<const double>) { return 0; }

} // namespace

std::vector<IndicatorKind> volumeRows() {
    return {
        {"VWAP",
         "Volume-weighted average price of the session",
         "sum(typical * volume) / sum(volume) since the session began, typical = (high + low + close) / 3; no value "
         "while it "
         "has no volume. A session is 24 hours from `start` minutes after 00:00 UTC on, or from one opening of the "
         "stock "
         "exchange of London (`start` 1440) or New York (1441) to the next. One whose first bars are not "
         "at hand "
         "has no true value: whoever feeds bars begins at a session's start.",
         DrawnIn::Prices,
         {kSessionStart},
         {"VWAP"},
         atOnce,
         [](std::span<const double> values) { return made(Vwap(static_cast<int>(values[0]))); },
         CountedFrom::FirstBar,
         nullptr,
         Memory::Session},
        {"AVWAP",
         "Volume-weighted average price since an anchor",
         "sum(typical * volume) / sum(volume) of the bars that open at or after `anchor`, in seconds since 1970; no "
         "value "
         "before it and while there was no volume.",
         DrawnIn::Prices,
         {{"anchor", 0, 0, 7'258'118'400}},
         {"AVWAP"},
         atOnce,
         [](std::span<const double> values) { return made(AnchoredVwap(values[0])); },
         CountedFrom::FirstBar,
         nullptr,
         Memory::Endless},
        {"MFI",
         "Money flow index",
         "Flow = typical * volume, in or out as the typical price, (high + low + close) / 3, rose or fell. 100 * in / "
         "(in + "
         "out) of the last `period` flows, 0 where in + out < 1. As TA-Lib.",
         DrawnIn::OwnPane,
         {{"period", 14, 2, kLongest}},
         {"MFI"},
         [](std::size_t, std::span<const double> values) { return rowsOf(values[0]); },
         [](std::span<const double> values) { return made(MoneyFlow(rowsOf(values[0]))); },
         CountedFrom::FirstBar,
         nullptr,
         Memory::Window,
         {20, 80}},
        {"OBV",
         "On-balance volume",
         "Begins with the volume of the first bar, then plus volume where the close rose and minus where it fell. As "
         "TA-Lib.",
         DrawnIn::OwnPane,
         {},
         {"OBV"},
         atOnce,
         [](std::span<const double>) { return made(OnBalanceVolume()); },
         CountedFrom::FirstBar,
         nullptr,
         Memory::Endless,
         {0}},
        {"CVD",
         "Cumulative volume delta",
         "Sum of taker buys - taker sells since the session began, or, where `by session` is 0, since the first bar. A "
         "session is 24 hours from `start` minutes after 00:00 UTC on, or as of VWAP. No value once a bar's taker "
         "volume "
         "is unknown.",
         DrawnIn::OwnPane,
         {kSessionStart, {"by session", 1, 0, 1}},
         {"CVD"},
         atOnce,
         [](std::span<const double> values) { return made(VolumeDelta(static_cast<int>(values[0]), values[1] != 0)); },
         CountedFrom::FirstBar,
         nullptr,
         Memory::Session,
         {0}},
    };
}

} // namespace qd::indicators
