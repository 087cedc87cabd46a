#include "widgets/chart/SessionChoice.h"

#include "core/indicators/SessionStart.h"
#include "core/ports/Actions.h"
#include "widgets/plot/AxisTicks.h"
#include "widgets/studies/StudyChoice.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace qd::chart {
namespace {

using Kind = SessionChoice::Kind;

constexpr double kSpacing = plot::kTimeSpacing; ///< pixels between two sessions

QString tr(const char* text) { return QCoreApplication::translate("qd::chart::SessionChoice", text); }

struct Opening {
    int start;
    QString name; ///< empty: the day says enough
};

std::vector<Opening> openingsOf(const SessionChoice& choice) {
    const Opening tokyo{0, tr("Asia")};
    const Opening london{indicators::kLondonOpens, tr("London")};
    const Opening newYork{indicators::kNewYorkOpens, tr("New York")};
    switch (choice.kind) {
    case Kind::Off: return {};
    case Kind::Utc: return {{0, {}}};
    case Kind::Asia: return {tokyo};
    case Kind::London: return {london};
    case Kind::NewYork: return {newYork};
    case Kind::Time: return {{choice.minute, {}}};
    case Kind::Markets: return {tokyo, london, newYork};
    }
    return {};
}

/// "12 Mar", "12 Mar London"; of several markets the day where it begins, "London" where it does not.
QString labelOf(const SessionChoice& choice, const Opening& opening, UnixNanos begins) {
    const UnixNanos day = openTimeOf(begins, Interval::D1);
    const QString date = plot::labelOf({day, plot::TimeUnit::Day});
    if (choice.kind == Kind::Markets && begins != day) return opening.name;
    if (choice.kind == Kind::Time && begins != day) return date + QLatin1Char(' ') + sessionStartText(choice.minute);
    return opening.name.isEmpty() ? date : date + QLatin1Char(' ') + opening.name;
}

/// Where a session begins on the axis; empty: not among the bars.
std::optional<double> placeOf(UnixNanos begins, const BarSeries& bars, const plot::Viewport& view) {
    if (begins <= bars.opened(0)) return std::nullopt;
    if (!bars.sideBySide()) return view.xOf(begins);
    const std::size_t bar = bars.firstSince(begins);
    return bar < bars.size() ? std::optional(view.xOf(bars[bar].openTime)) : std::nullopt;
}

} // namespace

int SessionChoice::start() const {
    switch (kind) {
    case Kind::London: return indicators::kLondonOpens;
    case Kind::NewYork: return indicators::kNewYorkOpens;
    case Kind::Time: return minute;
    default: return 0;
    }
}

std::string nameOf(const SessionChoice& choice) {
    if (choice.kind == Kind::Time) return sessionStartText(choice.minute).toStdString();
    return std::ranges::find(kSessions, choice.kind, &SessionName::kind)->key;
}

std::optional<SessionChoice> sessionsNamed(std::string_view text) {
    const std::string typed = ports::toUpper(text);
    for (const SessionName& row : kSessions) {
        if (typed == row.key) return SessionChoice{row.kind, 0};
    }
    const auto start = readSessionStart(typed);
    if (!start) return std::nullopt;
    return *start == 0 ? SessionChoice{} : SessionChoice{Kind::Time, *start};
}

QString sessionList() {
    QStringList names;
    for (const SessionName& row : kSessions) names << QLatin1String(row.key);
    return names.join(QLatin1Char(' ')) + QLatin1Char(' ') + tr("or a time of day as 13:30");
}

std::vector<SessionMark> sessionMarks(const SessionChoice& choice, const BarSeries& bars, const plot::Viewport& view) {
    std::vector<SessionMark> marks;
    const std::vector<Opening> openings = openingsOf(choice);
    if (bars.empty() || openings.empty()) return marks;
    const UnixNanos from = bars.timeAt(view.left());
    const UnixNanos to = bars.timeAt(view.right());
    const double most = view.plot().width() / kSpacing + 2; // more would stand too near
    if (static_cast<double>(to - from) / static_cast<double>(kNanosPerDay) * static_cast<double>(openings.size()) >
        most)
        return marks;
    for (const Opening& opening : openings) {
        for (UnixNanos t = indicators::sessionAt(from, opening.start); t <= to;
             t = indicators::sessionAfter(t, opening.start)) {
            const auto x = t < from ? std::nullopt : placeOf(t, bars, view);
            if (x) marks.push_back({*x, t, labelOf(choice, opening, t)});
        }
    }
    std::ranges::sort(marks, {}, &SessionMark::begins);
    return marks;
}

std::vector<plot::TimeMark> withSessions(std::vector<plot::TimeMark> times, const std::vector<SessionMark>& sessions) {
    for (const SessionMark& session : sessions) {
        for (plot::TimeMark& time : times) {
            if (std::abs(time.x - session.x) < kSpacing) time.label.clear();
        }
    }
    for (const SessionMark& session : sessions) times.push_back({session.x, true, session.label});
    std::ranges::stable_sort(times, {}, &plot::TimeMark::x);
    return times;
}

} // namespace qd::chart
