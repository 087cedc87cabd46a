#include "widgets/base/TypedTime.h"

#include <QDateTime>

namespace qd::ui {

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

} // namespace qd::ui
