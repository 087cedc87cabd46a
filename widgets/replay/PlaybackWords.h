#pragma once

#include "core/domain/Venue.h"
#include "widgets/base/Theme.h"

#include <QString>

/// Words and figures of a market's playback, wherever it is told.
namespace qd::ui {

/// "1×", "0.5×", "1 000×".
[[nodiscard]] QString speedText(double speed);
/// "4:10", from an hour on "2 h 05 min".
[[nodiscard]] QString lengthText(std::int64_t nanos);

struct PlaybackWord {
    QString text;
    Token token = Token::Text1;
};
/// What the venue is doing: "running", "paused", "seeking", "ended".
[[nodiscard]] PlaybackWord playbackWord(const PlaybackState& playback, const VenueHealth& health);

/// How much of a recording has been played, in its own time, from 0 to its whole length; both 0 where there is none.
struct PlayedShare {
    std::int64_t played = 0;
    std::int64_t length = 0;
};
[[nodiscard]] PlayedShare playedShare(const PlaybackState& playback);
/// "4:10 of 16:40"
[[nodiscard]] QString positionText(const PlayedShare& share);
/// "25.0 %", rounded down: 100 % is the end and nothing before it.
[[nodiscard]] QString shareText(const PlayedShare& share);

} // namespace qd::ui
