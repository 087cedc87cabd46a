#include "widgets/history/Days.h"

#include <QDate>
#include <QDateTime>

namespace qd::ui {

std::optional<UnixNanos> parseDay(const QString& typed, bool end, UnixNanos open) {
    const QString text = typed.trimmed();
    if (text.isEmpty()) return open;
    const QDate day = QDate::fromString(text, Qt::ISODate);
    // Beyond these years nanoseconds do not fit.
    if (!day.isValid() || day.year() < 1970 || day.year() > 2200) return std::nullopt;
    return UnixNanos::fromMillis(QDateTime(end ? day.addDays(1) : day, QTime(0, 0), Qt::UTC).toMSecsSinceEpoch());
}

} // namespace qd::ui
