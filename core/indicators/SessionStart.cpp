#include "core/indicators/SessionStart.h"

#include <chrono>

namespace qd::indicators {
namespace {

using std::chrono::March;
using std::chrono::November;
using std::chrono::October;
using std::chrono::Sunday;
using std::chrono::sys_days;

/// When the session begins that begins on this day, which is 00:00 UTC.
UnixNanos beginningOn(UnixNanos day, int start) {
    if (start < kLondonOpens) return day + start * kNanosPerMinute;
    const sys_days date{std::chrono::days(day.value() / kNanosPerDay - (day.value() % kNanosPerDay < 0 ? 1 : 0))};
    const auto year = std::chrono::year_month_day(date).year();
    // Clocks are changed on a Sunday, before the exchange opens.
    if (start == kLondonOpens) {
        const bool summer = date >= sys_days(Sunday[std::chrono::last] / March / year) &&
                            date < sys_days(Sunday[std::chrono::last] / October / year);
        return day + (summer ? 7 : 8) * kNanosPerHour;
    }
    const bool summer = date >= sys_days(Sunday[2] / March / year) && date < sys_days(Sunday[1] / November / year);
    return day + ((summer ? 13 : 14) * kNanosPerHour + 30 * kNanosPerMinute);
}

} // namespace

UnixNanos sessionAt(UnixNanos t, int start) {
    const UnixNanos day = openTimeOf(t, Interval::D1);
    const UnixNanos begins = beginningOn(day, start);
    return begins <= t ? begins : beginningOn(day + -kNanosPerDay, start);
}

UnixNanos sessionAfter(UnixNanos t, int start) {
    const UnixNanos day = openTimeOf(t, Interval::D1);
    const UnixNanos begins = beginningOn(day, start);
    return begins > t ? begins : beginningOn(day + kNanosPerDay, start);
}

} // namespace qd::indicators
