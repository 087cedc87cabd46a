#include "widgets/plot/AxisTicks.h"

#include "widgets/base/Format.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace qd::plot {
namespace {

constexpr std::array<std::int64_t, 18> kSteps{
    kNanosPerSecond,     5 * kNanosPerSecond, 15 * kNanosPerSecond, 30 * kNanosPerSecond, kNanosPerMinute,
    2 * kNanosPerMinute, 5 * kNanosPerMinute, 10 * kNanosPerMinute, 15 * kNanosPerMinute, 30 * kNanosPerMinute,
    kNanosPerHour,       2 * kNanosPerHour,   4 * kNanosPerHour,    6 * kNanosPerHour,    12 * kNanosPerHour,
    kNanosPerDay,        2 * kNanosPerDay,    7 * kNanosPerDay};
constexpr std::array<int, 4> kMonthSteps{1, 3, 6, 12};
constexpr std::int64_t kShortestMonth = 28 * kNanosPerDay; ///< so that every February has room

using Date = std::chrono::year_month_day;

std::int64_t floorDivide(std::int64_t value, std::int64_t unit) { return value / unit - (value % unit < 0 ? 1 : 0); }

Date dateOf(UnixNanos t) {
    return Date(std::chrono::sys_days(std::chrono::days(floorDivide(t.value(), kNanosPerDay))));
}

UnixNanos startOf(std::int64_t month) { // months since year 0
    const Date first(std::chrono::year(static_cast<int>(floorDivide(month, 12))),
                     std::chrono::month(static_cast<unsigned>(month - floorDivide(month, 12) * 12) + 1),
                     std::chrono::day(1));
    return UnixNanos(std::chrono::sys_days(first).time_since_epoch().count() * kNanosPerDay);
}

std::int64_t monthOf(UnixNanos t) {
    const Date date = dateOf(t);
    return static_cast<std::int64_t>(static_cast<int>(date.year())) * 12 +
           static_cast<std::int64_t>(static_cast<unsigned>(date.month())) - 1;
}

TimeUnit unitAt(UnixNanos t) {
    if (t.value() % kNanosPerDay != 0) return t.value() % kNanosPerMinute == 0 ? TimeUnit::Minute : TimeUnit::Second;
    const Date date = dateOf(t);
    if (static_cast<unsigned>(date.day()) != 1) return TimeUnit::Day;
    return static_cast<unsigned>(date.month()) == 1 ? TimeUnit::Year : TimeUnit::Month;
}

std::vector<TimeTick> monthTicks(const Viewport& view, std::int64_t least) {
    std::int64_t step = 0;
    for (const int months : kMonthSteps) {
        if (step == 0 && months * kShortestMonth >= least) step = months;
    }
    if (step == 0) step = 12 * (least / (12 * kShortestMonth) + 1);
    std::vector<TimeTick> ticks;
    for (std::int64_t month = (floorDivide(monthOf(view.left()), step) + 1) * step; startOf(month) <= view.right();
         month += step)
        ticks.push_back({startOf(month), month % 12 == 0 ? TimeUnit::Year : TimeUnit::Month});
    return ticks;
}

} // namespace

std::vector<Price> priceTicks(const Viewport& view, Price tick, int spacing) {
    const PriceRange& range = view.prices();
    const double least = static_cast<double>(range.high.raw() - range.low.raw()) * spacing / view.plot().height();
    std::int64_t step = tick.raw();
    for (int i = 0; static_cast<double>(step) < least && step < 1'000'000'000'000'000'000; ++i)
        step = i % 3 == 1 ? step / 2 * 5 : step * 2; // 1 2 5 10
    std::vector<Price> ticks;
    for (std::int64_t raw = (floorDivide(range.low.raw(), step) + 1) * step; raw <= range.high.raw(); raw += step) {
        if (raw > 0) ticks.push_back(Price(raw));
    }
    return ticks;
}

std::vector<TimeTick> timeTicks(const Viewport& view, int spacing) {
    // A plot of a few pixels may show decades: no more than a century between two ticks.
    const std::int64_t pixel = std::min(view.nanosPerPixel(), 100 * 366 * kNanosPerDay / spacing);
    const std::int64_t least = std::max(pixel * spacing, static_cast<std::int64_t>(view.interval()));
    const auto step = std::ranges::lower_bound(kSteps, least);
    if (step == kSteps.end()) return monthTicks(view, least);
    std::vector<TimeTick> ticks;
    for (std::int64_t t = (floorDivide(view.left().value(), *step) + 1) * *step; t <= view.right().value(); t += *step)
        ticks.push_back({UnixNanos(t), unitAt(UnixNanos(t))});
    return ticks;
}

QString labelOf(const TimeTick& tick) {
    const Date date = dateOf(tick.t);
    const QString month =
        QLocale().standaloneMonthName(static_cast<int>(static_cast<unsigned>(date.month())), QLocale::ShortFormat);
    switch (tick.unit) {
    case TimeUnit::Second: return ui::clockText(tick.t);
    case TimeUnit::Minute: return ui::clockText(tick.t).left(5);
    case TimeUnit::Day: return QString::number(static_cast<unsigned>(date.day())) + QLatin1Char(' ') + month;
    case TimeUnit::Month: return month;
    case TimeUnit::Year: return QString::number(static_cast<int>(date.year()));
    }
    return {};
}

QString fullTime(UnixNanos t, Interval interval) {
    const Date date = dateOf(t);
    const std::chrono::weekday weekday(std::chrono::sys_days{date});
    const QLocale locale;
    QString text =
        QStringLiteral("%1 %2 %3 %4")
            .arg(locale.dayName(static_cast<int>(weekday.iso_encoding()), QLocale::ShortFormat))
            .arg(static_cast<unsigned>(date.day()))
            .arg(locale.monthName(static_cast<int>(static_cast<unsigned>(date.month())), QLocale::ShortFormat))
            .arg(static_cast<int>(date.year()));
    if (interval == Interval::D1) return text;
    const bool seconds = static_cast<std::int64_t>(interval) < kNanosPerMinute;
    return text + QLatin1Char(' ') + (seconds ? ui::clockText(t) : ui::clockText(t).left(5));
}

} // namespace qd::plot
