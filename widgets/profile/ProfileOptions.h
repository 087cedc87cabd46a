#pragma once

#include "core/base/Time.h"
#include "core/ports/Actions.h"
#include "widgets/base/PaneState.h"

#include <QString>

#include <array>
#include <expected>

namespace qd::profile {

/// Over which time.
enum class Range : std::uint8_t {
    Visible,  ///< what a chart of the link group shows; the session where there is none
    Session,  ///< since 00:00 UTC
    Previous, ///< the UTC day before
    Hour,     ///< the last one
    Fixed,    ///< from a moment to a moment
};
struct RangeName {
    Range range;
    const char* key;   ///< in layouts and typed
    const char* title; ///< to be translated
};
inline constexpr std::array<RangeName, 5> kRanges{
    {{Range::Visible, "visible", QT_TRANSLATE_NOOP("qd::profile::ProfileOptions", "Chart")},
     {Range::Session, "session", QT_TRANSLATE_NOOP("qd::profile::ProfileOptions", "Session")},
     {Range::Previous, "previous", QT_TRANSLATE_NOOP("qd::profile::ProfileOptions", "Previous session")},
     {Range::Hour, "hour", QT_TRANSLATE_NOOP("qd::profile::ProfileOptions", "Last hour")},
     {Range::Fixed, "fixed", QT_TRANSLATE_NOOP("qd::profile::ProfileOptions", "Fixed")}}};
[[nodiscard]] QString titleOf(Range range);

/// What a person chose to see.
struct ProfileOptions {
    Range range = Range::Session;
    UnixNanos from;         ///< of the fixed range
    UnixNanos to;           ///< > from where the range is fixed
    std::int64_t ticks = 0; ///< a row's; 0: as many as it needs to be seen
    int percent = 70;       ///< of the volume, in the value area
    bool split = true;      ///< bought and sold apart
    friend bool operator==(const ProfileOptions&, const ProfileOptions&) = default;
};

inline constexpr std::int64_t kLongestRange = 366 * kNanosPerDay;

/// "VISIBLE", "SESSION", "PREVIOUS", "HOUR", "FROM 10:00 TO 11:30", "ROW 10", "ROW AUTO", "AREA 70", "SPLIT OFF". `now`
/// gives typed clock times their day. Error: a sentence.
[[nodiscard]] std::expected<ProfileOptions, QString> readWords(const ports::ActionWords& words, ProfileOptions from,
                                                               UnixNanos now);

void writeState(ui::PaneState& state, const ProfileOptions& options);
/// What cannot be read stays as in `from`.
[[nodiscard]] ProfileOptions readState(const ui::PaneState& state, ProfileOptions from);

} // namespace qd::profile
