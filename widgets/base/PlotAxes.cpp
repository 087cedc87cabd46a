#include "widgets/base/PlotAxes.h"

#include "core/domain/Units.h"
#include "widgets/base/Format.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>
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

constexpr int kMostDecimals = 6;

/// Digits after the point that multiples of a step need.
int decimalsFor(double step) {
    if (!(step > 0)) return 0;
    return std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, kMostDecimals);
}

QString written(double value, double step) {
    const int decimals = decimalsFor(step);
    const double scaled = value * std::pow(10, decimals);
    return std::abs(scaled) < 9e18 ? number(std::llround(scaled), decimals, decimals) : unknownText();
}

} // namespace

QString moneyTick(double value, double step) {
    const double dollars = value / static_cast<double>(Money::kScale);
    const double apart = step / static_cast<double>(Money::kScale);
    const double size = std::abs(dollars);
    // A letter stands for digits only as long as the digits after the point are few.
    if (size >= 1e6 && decimalsFor(apart / 1e6) <= 3) return written(dollars / 1e6, apart / 1e6) + QLatin1Char('M');
    if (size >= 1e4 && decimalsFor(apart / 1e3) <= 2) return written(dollars / 1e3, apart / 1e3) + QLatin1Char('k');
    return dollars == 0 ? QStringLiteral("0") : written(dollars, apart);
}

QString percentTick(double part, double step) { return written(part * 100, step * 100) + QStringLiteral(" %"); }

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
