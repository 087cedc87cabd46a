#include "core/base/Time.h"

#include <fmt/format.h>

#include <chrono>

namespace qd {

UnixNanos SystemClock::now() const {
    using namespace std::chrono;
    return UnixNanos(duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count());
}

std::int64_t SystemClock::monotonicNanos() const {
    using namespace std::chrono;
    return duration_cast<nanoseconds>(steady_clock::now().time_since_epoch()).count();
}

std::string toIso8601(UnixNanos t) {
    using namespace std::chrono;
    const sys_time<nanoseconds> point{nanoseconds(t.value())};
    const auto day = floor<days>(point);
    const year_month_day date{day};
    const hh_mm_ss<nanoseconds> time{point - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", int(date.year()), unsigned(date.month()),
                       unsigned(date.day()), time.hours().count(), time.minutes().count(), time.seconds().count(),
                       time.subseconds().count() / 1000);
}

} // namespace qd
