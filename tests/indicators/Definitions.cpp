// Size: every indicator's definition once, side by side.
#include "tests/indicators/Definitions.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <string>

namespace qd::test {
namespace {

using indicators::Bar;

struct Task {
    const std::vector<Bar>& bars;
    const std::vector<double>& values;
    const Wanted& wanted;
    const Sink& sink;

    [[nodiscard]] std::size_t whole(std::size_t parameter) const { return static_cast<std::size_t>(values[parameter]); }
    [[nodiscard]] std::size_t size() const { return bars.size(); }
    /// Calls for every wanted row from `first` on.
    template<class Call>
    void rows(std::size_t first, const Call& call) const {
        for (std::size_t row = first; row < size(); ++row) {
            if (wanted(row)) call(row);
        }
    }
    [[nodiscard]] Wide close(std::size_t row) const { return bars[row].close; }
};

using Series = std::vector<Wide>;

template<class Of>
Wide sum(std::size_t from, std::size_t to, const Of& of) {
    Wide total = 0;
    for (std::size_t i = from; i <= to; ++i) total += of(i);
    return total;
}

Wide highest(const Task& t, std::size_t row, std::size_t period) {
    Wide value = t.bars[row].high;
    for (std::size_t i = row + 1 - period; i < row; ++i) value = std::max<Wide>(value, t.bars[i].high);
    return value;
}
Wide lowest(const Task& t, std::size_t row, std::size_t period) {
    Wide value = t.bars[row].low;
    for (std::size_t i = row + 1 - period; i < row; ++i) value = std::min<Wide>(value, t.bars[i].low);
    return value;
}

/// The average of x, whose first value is that of row `from`. Number: what it is computed in.
template<class Number>
std::vector<Number> emaIn(const std::vector<Number>& x, std::size_t from, std::size_t period) {
    std::vector<Number> out(x.size());
    const std::size_t seed = from + period - 1;
    for (std::size_t i = from; i < x.size(); ++i) {
        if (i <= seed)
            out[seed] += x[i] / static_cast<Number>(period);
        else
            out[i] = out[i - 1] + 2 / (static_cast<Number>(period) + 1) * (x[i] - out[i - 1]);
    }
    return out;
}
Series ema(const Series& x, std::size_t from, std::size_t period) { return emaIn(x, from, period); }
Series wilder(const Series& x, std::size_t from, std::size_t period) {
    Series out(x.size());
    const auto n = static_cast<Wide>(period);
    const std::size_t seed = from + period - 1;
    for (std::size_t i = seed; i < x.size(); ++i)
        out[i] =
            i == seed ? sum(from, seed, [&](std::size_t k) { return x[k]; }) / n : (out[i - 1] * (n - 1) + x[i]) / n;
    return out;
}

Series closes(const Task& t) {
    Series out;
    for (const Bar& bar : t.bars) out.push_back(bar.close);
    return out;
}
Series trueRanges(const Task& t) {
    Series out(t.size());
    for (std::size_t i = 1; i < t.size(); ++i) {
        const Wide high = t.bars[i].high;
        const Wide low = t.bars[i].low;
        out[i] = std::max({high - low, std::abs(high - t.close(i - 1)), std::abs(low - t.close(i - 1))});
    }
    return out;
}

void sma(const Task& t) {
    const std::size_t n = t.whole(0);
    t.rows(n - 1, [&](std::size_t row) {
        t.sink(row, 0, sum(row + 1 - n, row, [&](std::size_t i) { return t.close(i); }) / static_cast<Wide>(n), 0);
    });
}
void emaOfCloses(const Task& t) {
    const Series e = ema(closes(t), 0, t.whole(0));
    t.rows(t.whole(0) - 1, [&](std::size_t row) { t.sink(row, 0, e[row], 0); });
}
void wma(const Task& t) {
    const std::size_t n = t.whole(0);
    t.rows(n - 1, [&](std::size_t row) {
        const Wide total =
            sum(row + 1 - n, row, [&](std::size_t i) { return static_cast<Wide>(i + n - row) * t.close(i); });
        t.sink(row, 0, total / (static_cast<Wide>(n) * static_cast<Wide>(n + 1) / 2), 0);
    });
}

struct Moments {
    Wide mean = 0;
    Wide deviation = 0;
};
Moments moments(const Task& t, std::size_t row, std::size_t n) {
    const auto size = static_cast<Wide>(n);
    const Wide mean = sum(row + 1 - n, row, [&](std::size_t i) { return t.close(i); }) / size;
    // About the mean as it is, not as it was rounded: constant closes have no deviation.
    const Wide rest = sum(row + 1 - n, row, [&](std::size_t i) { return t.close(i) - mean; }) / size;
    const Wide squares =
        sum(row + 1 - n, row, [&](std::size_t i) { return (t.close(i) - mean - rest) * (t.close(i) - mean - rest); });
    bool constant = true;
    for (std::size_t i = row + 1 - n; i < row; ++i) constant = constant && t.bars[i].close == t.bars[row].close;
    if (constant) return {t.close(row), 0};
    return {mean + rest, std::sqrt(squares / size)};
}
void bollinger(const Task& t) {
    t.rows(t.whole(0) - 1, [&](std::size_t row) {
        const Moments m = moments(t, row, t.whole(0));
        t.sink(row, 0, m.mean + t.values[1] * m.deviation, 0);
        t.sink(row, 1, m.mean, 0);
        t.sink(row, 2, m.mean - t.values[1] * m.deviation, m.mean);
    });
}
void deviation(const Task& t) {
    t.rows(t.whole(0) - 1, [&](std::size_t row) { t.sink(row, 0, moments(t, row, t.whole(0)).deviation, 0); });
}
void zScore(const Task& t) {
    t.rows(t.whole(0) - 1, [&](std::size_t row) {
        const Moments m = moments(t, row, t.whole(0));
        t.sink(row, 0, m.deviation > 0 ? (t.close(row) - m.mean) / m.deviation : 0, 1);
    });
}
void donchian(const Task& t) {
    t.rows(t.whole(0) - 1, [&](std::size_t row) {
        const Wide high = highest(t, row, t.whole(0));
        const Wide low = lowest(t, row, t.whole(0));
        t.sink(row, 0, high, 0);
        t.sink(row, 1, (high + low) / 2, 0);
        t.sink(row, 2, low, 0);
    });
}
void atr(const Task& t) {
    const Series a = wilder(trueRanges(t), 1, t.whole(0));
    t.rows(t.whole(0), [&](std::size_t row) { t.sink(row, 0, a[row], 0); });
}
void keltner(const Task& t) {
    const Series e = ema(closes(t), 0, t.whole(0));
    const Series a = wilder(trueRanges(t), 1, t.whole(1));
    t.rows(std::max(t.whole(0) - 1, t.whole(1)), [&](std::size_t row) {
        t.sink(row, 0, e[row] + t.values[2] * a[row], 0);
        t.sink(row, 1, e[row], 0);
        t.sink(row, 2, e[row] - t.values[2] * a[row], e[row]);
    });
}
void supertrend(const Task& t) {
    const std::size_t n = t.whole(0);
    const Series a = wilder(trueRanges(t), 1, n);
    Wide upper = 0;
    Wide lower = 0;
    bool rising = false;
    for (std::size_t i = n; i < t.size(); ++i) {
        const Wide middle = (static_cast<Wide>(t.bars[i].high) + t.bars[i].low) / 2;
        const Wide high = middle + t.values[1] * a[i];
        const Wide low = middle - t.values[1] * a[i];
        const Wide before = i > n ? t.close(i - 1) : 0;
        if (i == n || high < upper || before > upper) upper = high;
        if (i == n || low > lower || before < lower) lower = low;
        if (i > n && rising && t.close(i) < lower)
            rising = false;
        else if (i > n && !rising && t.close(i) > upper)
            rising = true;
        if (!t.wanted(i)) continue;
        t.sink(i, 0, rising ? lower : upper, middle);
        t.sink(i, 1, rising ? 1 : -1, 0);
    }
}
void sar(const Task& t) {
    if (t.size() < 2) return;
    const Wide step = std::min<Wide>(t.values[0], t.values[1]);
    const Wide most = t.values[1];
    const auto high = [&](std::size_t i) { return static_cast<Wide>(t.bars[i].high); };
    const auto low = [&](std::size_t i) { return static_cast<Wide>(t.bars[i].low); };
    const Wide fell = low(0) - low(1);
    const Wide rose = high(1) - high(0);
    bool rising = !(fell > 0 && fell > rose);
    Wide extreme = rising ? high(1) : low(1);
    Wide stop = rising ? low(0) : high(0);
    Wide gain = step;
    for (std::size_t i = 1; i < t.size(); ++i) {
        const std::size_t before = std::max<std::size_t>(i - 1, 1);
        const bool reversed = rising ? low(i) <= stop : high(i) >= stop;
        if (reversed) {
            stop = rising ? std::max({extreme, high(before), high(i)}) : std::min({extreme, low(before), low(i)});
            extreme = rising ? low(i) : high(i);
            rising = !rising;
            gain = step;
        }
        if (t.wanted(i)) t.sink(i, 0, stop, high(i));
        if (!reversed && (rising ? high(i) > extreme : low(i) < extreme)) {
            extreme = rising ? high(i) : low(i);
            gain = std::min(gain + step, most);
        }
        stop += gain * (extreme - stop);
        stop = rising ? std::min({stop, low(before), low(i)}) : std::max({stop, high(before), high(i)});
    }
}
void adx(const Task& t) {
    const std::size_t n = t.whole(0);
    const auto size = static_cast<Wide>(n);
    const Series ranges = trueRanges(t);
    Wide range = 0;
    Wide up = 0;
    Wide down = 0;
    Wide average = 0;
    for (std::size_t i = 1; i < t.size(); ++i) {
        const Wide rise = static_cast<Wide>(t.bars[i].high) - t.bars[i - 1].high;
        const Wide fall = static_cast<Wide>(t.bars[i - 1].low) - t.bars[i].low;
        const Wide shrink = i < n ? 1 : (size - 1) / size;
        range = range * shrink + ranges[i];
        up = up * shrink + (rise > 0 && rise > fall ? rise : 0);
        down = down * shrink + (fall > 0 && fall > rise ? fall : 0);
        if (i < n) continue;
        const bool moved = up + down > 0;
        const Wide dx = moved ? 100 * std::abs(up - down) / (up + down) : 0;
        if (i < 2 * n)
            average += dx / size;
        else if (moved)
            average = (average * (size - 1) + dx) / size;
        if (!t.wanted(i)) continue;
        if (i >= 2 * n - 1) t.sink(i, 0, average, 0);
        t.sink(i, 1, range > 0 ? 100 * up / range : 0, 0);
        t.sink(i, 2, range > 0 ? 100 * down / range : 0, 0);
    }
}
void ichimoku(const Task& t) {
    const auto middle = [&](std::size_t row, std::size_t n) { return (highest(t, row, n) + lowest(t, row, n)) / 2; };
    const std::size_t a = t.whole(0);
    const std::size_t b = t.whole(1);
    t.rows(0, [&](std::size_t row) {
        if (row >= a - 1) t.sink(row, 0, middle(row, a), 0);
        if (row >= b - 1) t.sink(row, 1, middle(row, b), 0);
        if (row >= std::max(a, b) - 1) t.sink(row, 2, (middle(row, a) + middle(row, b)) / 2, 0);
        if (row >= t.whole(2) - 1) t.sink(row, 3, middle(row, t.whole(2)), 0);
        t.sink(row, 4, t.close(row), 0);
    });
}
/// The nth Sunday of a month, n = 0: the last.
std::chrono::sys_days sundayOf(std::chrono::year year, unsigned month, int n) {
    std::chrono::sys_days day = year / std::chrono::month(n == 0 ? month + 1 : month) / 1;
    while (std::chrono::weekday(day) != std::chrono::Sunday) day += std::chrono::days(1);
    return day + std::chrono::days(7 * (n - 1));
}
/// Hours from UTC to the clock of London, or of New York.
int clockOf(UnixNanos t, bool london) {
    const auto day = std::chrono::floor<std::chrono::days>(
        std::chrono::sys_time<std::chrono::nanoseconds>(std::chrono::nanoseconds(t.value())));
    const std::chrono::year year = std::chrono::year_month_day(day).year();
    const auto from = london ? sundayOf(year, 3, 0) : sundayOf(year, 3, 2);
    const auto to = london ? sundayOf(year, 10, 0) : sundayOf(year, 11, 1);
    return (london ? 0 : -5) + (day >= from && day < to ? 1 : 0);
}
/// Number of the session: what the clock says there, from the opening on.
std::int64_t sessionOf(const Task& t, std::size_t row) {
    const UnixNanos at = t.bars[row].openTime;
    const auto start = static_cast<std::int64_t>(t.values[0]);
    std::int64_t time = at.value() - start * kNanosPerMinute;
    if (start == 1'440) time = at.value() + clockOf(at, true) * kNanosPerHour - 8 * kNanosPerHour;
    if (start == 1'441) time = at.value() + clockOf(at, false) * kNanosPerHour - 19 * kNanosPerHour / 2;
    return time >= 0 ? time / kNanosPerDay : -((-time + kNanosPerDay - 1) / kNanosPerDay);
}
void pivots(const Task& t) {
    std::size_t begin = 0;  // of this session
    std::size_t before = 0; // of the one before
    for (std::size_t row = 0; row < t.size(); ++row) {
        if (row > 0 && sessionOf(t, row) != sessionOf(t, row - 1)) {
            before = begin;
            begin = row;
        }
        if (begin == 0 || !t.wanted(row)) continue;
        Wide high = t.bars[before].high;
        Wide low = t.bars[before].low;
        for (std::size_t i = before; i < begin; ++i) {
            high = std::max<Wide>(high, t.bars[i].high);
            low = std::min<Wide>(low, t.bars[i].low);
        }
        const Wide p = (high + low + t.close(begin - 1)) / 3;
        const Wide lines[] = {
            p, 2 * p - low, 2 * p - high, p + high - low, p - high + low, high + 2 * (p - low), low - 2 * (high - p)};
        for (std::size_t line = 0; line < 7; ++line) t.sink(row, line, lines[line], high);
    }
}
void rsi(const Task& t) {
    Series gains(t.size());
    Series losses(t.size());
    for (std::size_t i = 1; i < t.size(); ++i) {
        gains[i] = std::max<Wide>(t.close(i) - t.close(i - 1), 0);
        losses[i] = std::max<Wide>(t.close(i - 1) - t.close(i), 0);
    }
    const Series g = wilder(gains, 1, t.whole(0));
    const Series l = wilder(losses, 1, t.whole(0));
    t.rows(t.whole(0),
           [&](std::size_t row) { t.sink(row, 0, g[row] + l[row] > 0 ? 100 * g[row] / (g[row] + l[row]) : 0, 0); });
}
/// Two averages of 1e5 that differ by 1e-3 must be known to 1e-18 of themselves.
__extension__ using Quad = __float128;
void macd(const Task& t) {
    const std::size_t fast = std::min(t.whole(0), t.whole(1));
    const std::size_t slow = std::max(t.whole(0), t.whole(1));
    std::vector<Quad> x;
    for (const Bar& bar : t.bars) x.push_back(bar.close);
    const std::vector<Quad> f = emaIn(x, slow - fast, fast);
    const std::vector<Quad> s = emaIn(x, 0, slow);
    std::vector<Quad> difference(t.size());
    for (std::size_t i = slow - 1; i < t.size(); ++i) difference[i] = f[i] - s[i];
    const std::vector<Quad> signal = emaIn(difference, slow - 1, t.whole(2));
    const auto size = [](Quad number) { return std::abs(static_cast<Wide>(number)); };
    t.rows(slow + t.whole(2) - 2, [&](std::size_t row) {
        // Constant prices leave what the last digit of a quadruple number is, here.
        const Wide least = size(x[row]) * 1e-20L;
        const Wide scale = size(f[row] - x[row]) + size(s[row] - x[row]) + size(signal[row]) + least;
        t.sink(row, 0, static_cast<Wide>(difference[row]), scale);
        t.sink(row, 1, static_cast<Wide>(signal[row]), scale);
        t.sink(row, 2, static_cast<Wide>(difference[row] - signal[row]), scale);
    });
}
Wide percent(Wide part, Wide range) { return range > 0 ? 100 * part / range : 0; }
void stochastic(const Task& t) {
    const std::size_t n = t.whole(0);
    Series raw(t.size());
    Series k(t.size());
    for (std::size_t row = n - 1; row < t.size(); ++row) {
        const Wide low = lowest(t, row, n);
        raw[row] = percent(t.close(row) - low, highest(t, row, n) - low);
        if (row + 2 < n + t.whole(1)) continue;
        k[row] = sum(row + 1 - t.whole(1), row, [&](std::size_t i) { return raw[i]; }) / static_cast<Wide>(t.whole(1));
    }
    t.rows(n + t.whole(1) + t.whole(2) - 3, [&](std::size_t row) {
        t.sink(row, 0, k[row], 0);
        const Wide d = sum(row + 1 - t.whole(2), row, [&](std::size_t i) { return k[i]; });
        t.sink(row, 1, d / static_cast<Wide>(t.whole(2)), 0);
    });
}
void williams(const Task& t) {
    const std::size_t n = t.whole(0);
    t.rows(n - 1, [&](std::size_t row) {
        const Wide high = highest(t, row, n);
        t.sink(row, 0, -percent(high - t.close(row), high - lowest(t, row, n)), 0);
    });
}
void rateOfChange(const Task& t) {
    const std::size_t n = t.whole(0);
    t.rows(n, [&](std::size_t row) { t.sink(row, 0, 100 * (t.close(row) - t.close(row - n)) / t.close(row - n), 0); });
}
Wide typical(const Task& t, std::size_t i) {
    return (static_cast<Wide>(t.bars[i].high) + t.bars[i].low + t.bars[i].close) / 3;
}
void commodityChannel(const Task& t) {
    const std::size_t n = t.whole(0);
    const auto size = static_cast<Wide>(n);
    t.rows(n - 1, [&](std::size_t row) {
        const Wide base = 3 * typical(t, row); // distances from it are exact
        const auto away = [&](std::size_t i) { return 3 * typical(t, i) - base; };
        const Wide mean = sum(row + 1 - n, row, away) / size;
        const Wide apart = sum(row + 1 - n, row, [&](std::size_t i) { return std::abs(away(i) - mean); }) / size;
        bool constant = true;
        for (std::size_t i = row + 1 - n; i < row; ++i) constant = constant && away(i) == 0;
        t.sink(row, 0, constant ? 0 : -mean / (Wide(15) / 1'000 * apart), 1 / 0.015L);
    });
}
void vwapFrom(const Task& t, const std::function<bool(std::size_t)>& begins) {
    Wide weighted = 0;
    Wide volume = 0;
    for (std::size_t i = 0; i < t.size(); ++i) {
        if (begins(i)) weighted = volume = 0;
        weighted += typical(t, i) * t.bars[i].volume;
        volume += t.bars[i].volume;
        if (volume > 0 && t.wanted(i)) t.sink(i, 0, weighted / volume, 0);
    }
}
void vwap(const Task& t) {
    vwapFrom(t, [&](std::size_t i) { return i > 0 && sessionOf(t, i) != sessionOf(t, i - 1); });
}
void anchoredVwap(const Task& t) {
    vwapFrom(t, [](std::size_t) { return false; });
}
void moneyFlow(const Task& t) {
    const std::size_t n = t.whole(0);
    t.rows(n, [&](std::size_t row) {
        Wide in = 0;
        Wide out = 0;
        for (std::size_t i = row + 1 - n; i <= row; ++i) {
            const Wide flow = typical(t, i) * t.bars[i].volume;
            if (typical(t, i) > typical(t, i - 1)) in += flow;
            if (typical(t, i) < typical(t, i - 1)) out += flow;
        }
        t.sink(row, 0, in + out < 1 ? 0 : 100 * in / (in + out), 0);
    });
}
void onBalance(const Task& t) {
    Wide total = 0;
    for (std::size_t i = 0; i < t.size(); ++i) {
        if (i == 0 || t.close(i) > t.close(i - 1)) total += t.bars[i].volume;
        if (i > 0 && t.close(i) < t.close(i - 1)) total -= t.bars[i].volume;
        if (t.wanted(i)) t.sink(i, 0, total, 0);
    }
}
void volumeDelta(const Task& t) {
    Wide total = 0;
    for (std::size_t i = 0; i < t.size(); ++i) {
        if (t.values[1] != 0 && i > 0 && sessionOf(t, i) != sessionOf(t, i - 1)) total = 0;
        total += 2 * static_cast<Wide>(t.bars[i].buyVolume) - t.bars[i].volume;
        if (t.wanted(i)) t.sink(i, 0, total, 0);
    }
}
void regression(const Task& t) {
    const std::size_t n = t.whole(0);
    const auto size = static_cast<Wide>(n);
    t.rows(n - 1, [&](std::size_t row) {
        const std::size_t from = row + 1 - n;
        const Wide middle = (size - 1) / 2;
        const Wide mean = sum(from, row, [&](std::size_t i) { return t.close(i); }) / size;
        const auto product = [&](std::size_t i) {
            return (static_cast<Wide>(i - from) - middle) * (t.close(i) - t.close(row));
        };
        const Wide slope = sum(from, row, product) / (size * (size * size - 1) / 12);
        const Wide sizes = sum(from, row, [&](std::size_t i) { return std::abs(product(i)); });
        t.sink(row, 0, mean + slope * middle, t.close(row));
        t.sink(row, 1, slope, sizes / (size * (size * size - 1) / 12));
    });
}
void volatility(const Task& t) {
    const std::size_t n = t.whole(0);
    t.rows(n, [&](std::size_t row) {
        const Wide squares = sum(row + 1 - n, row, [&](std::size_t i) {
            const Wide r = std::log1p((t.close(i) - t.close(i - 1)) / t.close(i - 1));
            return r * r;
        });
        const Wide years = static_cast<Wide>(t.bars[row].openTime - t.bars[row - n].openTime) / (365.0L * kNanosPerDay);
        t.sink(row, 0, 100 * std::sqrt(squares / years), 0);
    });
}

} // namespace

bool define(std::string_view name, const std::vector<Bar>& bars, const std::vector<double>& values,
            const Wanted& wanted, const Sink& sink) {
    static const std::map<std::string_view, void (*)(const Task&)> definitions{
        {"SMA", sma},           {"EMA", emaOfCloses},       {"WMA", wma},          {"BBANDS", bollinger},
        {"STDDEV", deviation},  {"ZSCORE", zScore},         {"ATR", atr},          {"DONCHIAN", donchian},
        {"KELTNER", keltner},   {"SUPERTREND", supertrend}, {"SAR", sar},          {"ADX", adx},
        {"ICHIMOKU", ichimoku}, {"PIVOTS", pivots},         {"RSI", rsi},          {"MACD", macd},
        {"STOCH", stochastic},  {"WILLR", williams},        {"ROC", rateOfChange}, {"CCI", commodityChannel},
        {"VWAP", vwap},         {"AVWAP", anchoredVwap},    {"MFI", moneyFlow},    {"OBV", onBalance},
        {"CVD", volumeDelta},   {"LINREG", regression},     {"RVOL", volatility}};
    const auto found = definitions.find(name);
    if (found == definitions.end()) return false;
    found->second({bars, values, wanted, sink});
    return true;
}

} // namespace qd::test
