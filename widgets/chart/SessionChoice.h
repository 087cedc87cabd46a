#pragma once

#include "widgets/plot/AxisPainter.h"
#include "widgets/studies/BarSeries.h"

#include <QString>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qd::chart {

/// Which sessions a chart marks, and so where the studies and the profiles of sessions begin.
struct SessionChoice {
    enum class Kind : std::uint8_t {
        Off,     ///< none is marked; studies have UTC days
        Utc,     ///< UTC days
        Asia,    ///< from one opening in Tokyo to the next: 00:00 UTC, all the year
        London,  ///< from one opening in London to the next
        NewYork, ///< the same in New York
        Time,    ///< days from a time of day on, UTC
        Markets, ///< where Tokyo, London and New York open; studies have UTC days
    };
    Kind kind = Kind::Utc;
    int minute = 0; ///< of Time: after 00:00 UTC

    /// Where a session begins, as indicators::sessionAt takes it.
    [[nodiscard]] int start() const;
    friend bool operator==(const SessionChoice&, const SessionChoice&) = default;
};
struct SessionName {
    SessionChoice::Kind kind;
    const char* key;   ///< typed, and in layouts; of Time: a time of day
    const char* title; ///< to be translated
};
/// All but Time, which is typed.
inline constexpr std::array<SessionName, 6> kSessions{
    {{SessionChoice::Kind::Utc, "UTC", QT_TRANSLATE_NOOP("qd::chart::SessionChoice", "UTC days")},
     {SessionChoice::Kind::Asia, "ASIA", QT_TRANSLATE_NOOP("qd::chart::SessionChoice", "Tokyo opens (00:00 UTC)")},
     {SessionChoice::Kind::London, "LONDON", QT_TRANSLATE_NOOP("qd::chart::SessionChoice", "London opens (08:00)")},
     {SessionChoice::Kind::NewYork, "NEWYORK", QT_TRANSLATE_NOOP("qd::chart::SessionChoice", "New York opens (09:30)")},
     {SessionChoice::Kind::Markets, "MARKETS", QT_TRANSLATE_NOOP("qd::chart::SessionChoice", "All three openings")},
     {SessionChoice::Kind::Off, "OFF", QT_TRANSLATE_NOOP("qd::chart::SessionChoice", "Not marked")}}};

/// "LONDON", "13:30".
[[nodiscard]] std::string nameOf(const SessionChoice& choice);
/// The reverse, in any case of letters; empty: there is no such.
[[nodiscard]] std::optional<SessionChoice> sessionsNamed(std::string_view text);
/// "UTC 13:30 LONDON …", for sentences.
[[nodiscard]] QString sessionList();

/// A session that begins in view.
struct SessionMark {
    double x = 0;
    UnixNanos begins;
    QString label;
    friend bool operator==(const SessionMark&, const SessionMark&) = default;
};
/// From left to right; none where they would stand nearer than a label is wide, and none of them before the bars or,
/// where bars lie side by side, behind them.
[[nodiscard]] std::vector<SessionMark> sessionMarks(const SessionChoice& choice, const BarSeries& bars,
                                                    const plot::Viewport& view);
/// The times of an axis with the sessions among them: what would lie under a session's label has none.
[[nodiscard]] std::vector<plot::TimeMark> withSessions(std::vector<plot::TimeMark> times,
                                                       const std::vector<SessionMark>& sessions);

} // namespace qd::chart
