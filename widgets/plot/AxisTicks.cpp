#include "widgets/plot/AxisTicks.h"

#include "core/base/FloorDivide.h"
#include "widgets/base/Format.h"
#include "widgets/base/PlotAxes.h"

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

/// The least of 1, 2 or 5 times a power of ten of ticks that is at least so much.
std::int64_t roundStep(Price tick, double least) {
    std::int64_t step = tick.raw();
    for (int i = 0; static_cast<double>(step) < least && step < 1'000'000'000'000'000'000; ++i)
        step = i % 3 == 1 ? step / 2 * 5 : step * 2; // 1 2 5 10
    return step;
}

/// From the lowest price up, each the first round one that is far enough from the one before.
std::vector<Price> ratioTicks(const Viewport& view, Price tick, int spacing) {
    std::vector<Price> ticks;
    auto before = static_cast<double>(view.prices().low.raw());
    double next = before; // the first need not keep off anything
    while (next <= static_cast<double>(view.prices().high.raw())) {
        const double apart = view.rawAt(view.yOfRaw(before) - spacing) - before;
        const std::int64_t step = roundStep(tick, apart);
        const std::int64_t raw = static_cast<std::int64_t>(std::ceil(next / static_cast<double>(step))) * step;
        if (Price(raw) > view.prices().high) break;
        ticks.push_back(Price(raw));
        before = static_cast<double>(raw);
        // As much again as is above this one.
        next = std::max(view.rawAt(view.yOfRaw(before) - spacing), before + 1);
    }
    return ticks;
}

QString signedPercent(const QString& text, double part) {
    return part > 0 && text.at(0).isDigit() ? QLatin1Char('+') + text : text;
}

} // namespace

std::vector<Price> priceTicks(const Viewport& view, Price tick, int spacing) {
    if (view.isLogarithmic()) return ratioTicks(view, tick, spacing);
    const PriceRange& range = view.prices();
    const double least = static_cast<double>(range.high.raw() - range.low.raw()) * spacing / view.plot().height();
    const std::int64_t step = roundStep(tick, least);
    std::vector<Price> ticks;
    for (std::int64_t raw = (floorDivide(range.low.raw(), step) + 1) * step; raw <= range.high.raw(); raw += step) {
        if (raw > 0) ticks.push_back(Price(raw));
    }
    return ticks;
}

std::vector<PriceTick> axisTicks(const Viewport& view, const PriceAxis& axis, int spacing) {
    std::vector<PriceTick> ticks;
    if (!axis.base) {
        for (const Price price : priceTicks(view, axis.tick, spacing))
            ticks.push_back({static_cast<double>(price.raw()), axisText(price, axis)});
        return ticks;
    }
    const auto base = static_cast<double>(axis.base->raw());
    const auto partOf = [&](Price price) { return static_cast<double>(price.raw()) / base - 1; };
    const int most = std::max(1, view.plot().height() / spacing);
    const std::vector<double> parts = ui::valueTicks(partOf(view.prices().low), partOf(view.prices().high), most);
    const double step = parts.size() > 1 ? parts[1] - parts[0] : 0.01;
    for (const double part : parts) {
        const double raw = base * (1 + part);
        if (raw > 0) ticks.push_back({raw, signedPercent(ui::percentTick(part, step), part)});
    }
    return ticks;
}

QString changeText(double part) { return signedPercent(ui::percentTick(part, 0.0001), part); }

QString axisText(Price price, const PriceAxis& axis) {
    if (!axis.base) return ui::text(price, ui::decimalsOf(axis.tick));
    return changeText(static_cast<double>(price.raw()) / static_cast<double>(axis.base->raw()) - 1);
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
