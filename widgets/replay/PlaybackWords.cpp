#include "widgets/replay/PlaybackWords.h"

#include "core/base/Wide.h"
#include "widgets/base/Format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::PlaybackWords", text); }

} // namespace

QString speedText(double speed) {
    // The speed has at most a few digits behind the point; thousandths show all of them.
    const auto thousandths = static_cast<std::int64_t>(std::llround(speed * 1'000));
    const int decimals = thousandths % 1'000 == 0 ? 0 : decimalsOf(thousandths, 3);
    return number(thousandths, 3, decimals) + QStringLiteral("×");
}

QString lengthText(std::int64_t nanos) {
    const std::int64_t minutes = nanos / kNanosPerMinute;
    if (minutes < 60) return ageText(nanos);
    return tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60, 2, 10, QLatin1Char('0'));
}

PlaybackWord playbackWord(const PlaybackState& playback, const VenueHealth& health) {
    if (health.fault) return {tr("stands still"), Token::Danger};
    if (!health.running) return {tr("starting"), Token::Text2};
    if (playback.catchingUp)
        return {playback.mode == VenueMode::Replay ? tr("seeking") : tr("building history"), Token::Warn};
    if (playback.ended) return {tr("ended"), Token::Text2};
    if (playback.paused) return {tr("paused"), Token::Warn};
    return {tr("running"), Token::Up};
}

PlayedShare playedShare(const PlaybackState& playback) {
    const std::int64_t length = std::max<std::int64_t>(playback.end - playback.begin, 0);
    return {std::clamp<std::int64_t>(playback.now - playback.begin, 0, length), length};
}

QString positionText(const PlayedShare& share) {
    return tr("%1 of %2").arg(lengthText(share.played), lengthText(share.length));
}

QString shareText(const PlayedShare& share) {
    if (share.length == 0) return unknownText();
    const auto permille = static_cast<std::int64_t>(Int128{share.played} * 1'000 / share.length);
    return number(permille, 1, 1) + QStringLiteral(" %");
}

} // namespace qd::ui
