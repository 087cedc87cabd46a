#include "widgets/portfolio/PlotAxes.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <array>
#include <cmath>

namespace qd::ui {
namespace {

constexpr std::array<std::int64_t, 12> kSteps{kNanosPerMinute,      5 * kNanosPerMinute, 15 * kNanosPerMinute,
                                              30 * kNanosPerMinute, kNanosPerHour,       2 * kNanosPerHour,
                                              6 * kNanosPerHour,    12 * kNanosPerHour,  kNanosPerDay,
                                              2 * kNanosPerDay,     7 * kNanosPerDay,    14 * kNanosPerDay};
constexpr int kMonthSteps[] = {1, 3, 6, 12, 60, 120};

QDateTime utc(UnixNanos t) { return QDateTime::fromMSecsSinceEpoch(t.millis(), QTimeZone::utc()); }

std::vector<PlotTick> monthTicks(UnixNanos from, UnixNanos until, int most) {
    const QDate first = utc(from).date();
    const QDate last = utc(until).date();
    const int months = (last.year() - first.year()) * 12 + last.month() - first.month() + 1;
    int step = kMonthSteps[0];
    for (const int candidate : kMonthSteps) {
        step = candidate;
        if (months / candidate <= most) break;
    }
    std::vector<PlotTick> ticks;
    for (int month = first.year() * 12 + first.month() - 1; month <= last.year() * 12 + last.month() - 1; ++month) {
        if (month % step != 0) continue;
        const QDate date(month / 12, month % 12 + 1, 1);
        const UnixNanos t = UnixNanos::fromMillis(QDateTime(date, QTime(0, 0), QTimeZone::utc()).toMSecsSinceEpoch());
        if (t >= from && t <= until) ticks.push_back({t, QLocale::c().toString(date, QStringLiteral("MMM yyyy"))});
    }
    return ticks;
}

} // namespace

std::vector<double> valueTicks(double low, double high, int most) {
    if (!std::isfinite(low) || !std::isfinite(high) || high <= low || most < 1) return {};
    const double rough = (high - low) / most;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10 * power;
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power < rough * (1 - 1e-9)) continue; // a rounding is no reason for a larger step
        step = factor * power;
        break;
    }
    std::vector<double> ticks;
    for (double n = std::ceil(low / step); n * step <= high; ++n) ticks.push_back(n * step);
    return ticks;
}

std::vector<PlotTick> timeTicks(UnixNanos from, UnixNanos until, int most) {
    if (until <= from || most < 1) return {};
    for (const std::int64_t step : kSteps) {
        if ((until - from) / step > most) continue;
        std::vector<PlotTick> ticks;
        for (std::int64_t t = (from.value() + step - 1) / step * step; t <= until.value(); t += step) {
            const QDateTime at = utc(UnixNanos(t));
            const bool midnight = t % kNanosPerDay == 0;
            ticks.push_back({UnixNanos(t),
                             QLocale::c().toString(at, midnight ? QStringLiteral("d MMM") : QStringLiteral("HH:mm"))});
        }
        return ticks;
    }
    return monthTicks(from, until, most);
}

} // namespace qd::ui
