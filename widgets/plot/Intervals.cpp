#include "widgets/plot/Intervals.h"

#include "core/ports/Actions.h"

#include <QStringList>

#include <algorithm>

namespace qd::plot {

std::optional<Interval> intervalNamed(std::string_view text) {
    const std::string wanted = ports::toUpper(text);
    const auto found =
        std::ranges::find_if(kIntervals, [&](const IntervalName& row) { return ports::toUpper(row.name) == wanted; });
    return found == kIntervals.end() ? std::nullopt : std::optional(found->interval);
}

const char* nameOf(Interval interval) {
    const auto found = std::ranges::find(kIntervals, interval, &IntervalName::interval);
    return found == kIntervals.end() ? "" : found->name;
}

QString intervalList() {
    QStringList names;
    for (const IntervalName& row : kIntervals) names << QLatin1String(row.name);
    return names.join(QLatin1Char(' '));
}

} // namespace qd::plot
