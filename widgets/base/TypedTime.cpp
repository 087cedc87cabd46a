#include "widgets/base/TypedTime.h"

#include "core/base/Checked.h"
#include "core/base/Decimal.h"

#include <QDateTime>

namespace qd::ui {
namespace {

/// A hundred years: a time of this century can be moved by it either way.
constexpr std::int64_t kLongestDuration = 36'525 * kNanosPerDay;

} // namespace

std::optional<UnixNanos> parseMoment(std::string_view text, UnixNanos reference) {
    const QString typed = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    QDateTime time = QDateTime::fromString(typed, Qt::ISODate);
    if (time.isValid() && typed.contains(QLatin1Char('-'))) {
        if (time.date().year() < 1970 || time.date().year() > 2200) return std::nullopt; // 64 bits of nanoseconds
        if (time.timeSpec() == Qt::LocalTime) time.setTimeSpec(Qt::UTC);                 // no zone was typed
        return UnixNanos::fromMillis(time.toMSecsSinceEpoch());
    }
    for (const char* format : {"HH:mm:ss", "HH:mm"}) {
        const QTime clock = QTime::fromString(typed, QLatin1String(format));
        if (!clock.isValid()) continue;
        const QDate day = QDateTime::fromMSecsSinceEpoch(reference.millis(), Qt::UTC).date();
        return UnixNanos::fromMillis(QDateTime(day, clock, Qt::UTC).toMSecsSinceEpoch());
    }
    return std::nullopt;
}

std::optional<UnixNanos> parseMomentWithin(std::string_view text, UnixNanos reference, UnixNanos begin, UnixNanos end) {
    for (const std::int64_t days : {0, 1, -1}) {
        const auto moment = parseMoment(text, reference + days * kNanosPerDay);
        if (moment && *moment >= begin && *moment <= end) return moment;
    }
    return parseMoment(text, reference);
}

std::optional<std::int64_t> parseDuration(std::string_view text) {
    if (text.size() < 2) return std::nullopt;
    std::int64_t unit = 0;
    switch (text.back()) {
    case 's':
    case 'S': unit = kNanosPerSecond; break;
    case 'm':
    case 'M': unit = kNanosPerMinute; break;
    case 'h':
    case 'H': unit = kNanosPerHour; break;
    case 'd':
    case 'D': unit = kNanosPerDay; break;
    default: return std::nullopt;
    }
    const auto count = parseDecimal(text.substr(0, text.size() - 1), 0);
    if (!count || *count <= 0) return std::nullopt;
    const auto nanos = (Checked(*count) * unit).to<std::int64_t>();
    return nanos && *nanos <= kLongestDuration ? std::optional(*nanos) : std::nullopt;
}

std::optional<UnixNanos> parseSeekTime(std::string_view text, UnixNanos now, UnixNanos begin, UnixNanos end) {
    if (!text.starts_with('+') && !text.starts_with('-')) return parseMomentWithin(text, now, begin, end);
    const auto step = parseDuration(text.substr(1));
    if (!step) return std::nullopt;
    const auto sum = (Checked(now.value()) + (text.front() == '-' ? -*step : *step)).to<std::int64_t>();
    return sum ? std::optional(UnixNanos(*sum)) : std::nullopt;
}

} // namespace qd::ui
