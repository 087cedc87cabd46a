#include "widgets/flow/FeedWords.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QCoreApplication>

namespace qd::flow {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::flow::FeedWords", text); }

QString whyEmpty(const FlowFeed& feed, const ui::PaneContext& context) {
    if (feed.state() != FlowFeed::State::Ready || feed.asking()) return tr("Reading the trades that were recorded …");
    if (!feed.problem().empty())
        return tr("What was recorded earlier could not be read (%1). R tries again; live trades are shown as they "
                  "come.")
            .arg(QString::fromStdString(feed.problem()));
    if (context.venue.playback().paused)
        return tr("No trades yet. The market is paused: press play in the status bar to start it.");
    return tr("No trades yet. The picture begins with the next one.");
}

} // namespace

FeedStanding standingOf(const FlowFeed& feed, const ui::PaneContext& context, const ui::Frame& frame) {
    FeedStanding standing;
    standing.empty = feed.footprint().bars().empty();
    const Ticker ticker = context.market.ticker(feed.market());
    if (standing.empty) {
        standing.sentence = whyEmpty(feed, context);
    } else if (ui::isDoubtful(ticker.status)) {
        standing.stale = true;
        standing.sentence =
            ticker.receivedNanos == 0
                ? ui::word(ticker.status)
                : tr("%1 · %2 old").arg(ui::word(ticker.status), ui::ageText(frame.nanos - ticker.receivedNanos));
    } else if (!feed.problem().empty()) {
        standing.sentence = tr("What was recorded earlier could not be read (%1). R tries again.")
                                .arg(QString::fromStdString(feed.problem()));
    }
    return standing;
}

QString sinceText(UnixNanos t, UnixNanos now) {
    const bool today = openTimeOf(t, Interval::D1) == openTimeOf(now, Interval::D1);
    return today ? ui::clockText(t).left(5) : ui::dateTimeText(t).left(16);
}

} // namespace qd::flow
