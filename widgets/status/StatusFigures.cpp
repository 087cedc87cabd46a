// One function a group; their number is what makes the file long.
#include "widgets/status/StatusFigures.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/replay/PlaybackWords.h"

#include <QCoreApplication>

#include <algorithm>
#include <functional>
#include <limits>

namespace qd::ui {
namespace {

/// Source: spec/terminal.md §6.
constexpr std::int64_t kFrameBudget = 16'700'000;
constexpr std::int64_t kTickToPixelBudget = 33'000'000;

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::StatusFigures", text); }

QString count(std::uint64_t value) {
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return number(static_cast<std::int64_t>(std::min(value, kMost)), 0, 0);
}

StatusLine figure(const QString& name, const QString& value, const QString& tip, Token token = Token::Text1) {
    return {name, {{value, token}}, tip, std::nullopt};
}

/// A number that ought to be zero.
StatusLine tally(const QString& name, std::uint64_t value, const QString& tip) {
    return figure(name, count(value), tip, value == 0 ? Token::Text1 : Token::Warn);
}

Token tokenOf(DataStatus status) {
    switch (status) {
    case DataStatus::Live: return Token::Up;
    case DataStatus::Stale:
    case DataStatus::Gap:
    case DataStatus::Estimated: return Token::Warn;
    case DataStatus::Unknown:
    case DataStatus::Paused:
    case DataStatus::Ended: break;
    }
    return Token::Text3;
}

/// Below a second the figure would only flicker.
QString changeAge(const Ticker& ticker, std::int64_t now) {
    if (ticker.receivedNanos == 0) return unknownText();
    const std::int64_t age = now - ticker.receivedNanos;
    return age < kNanosPerSecond ? tr("< 1 s") : ageText(age);
}

StatusGroup marketGroup(const PaneContext& context, std::int64_t now) {
    StatusGroup group{tr("Markets"), {tr("Data"), tr("Last change")}, {}};
    const QString tip = tr("State of the market's data, and how long ago this machine received its last change "
                           "(minutes:seconds of real time).");
    for (const MarketInfo& info : context.market.markets()) {
        const Ticker ticker = context.market.ticker(info.params.id);
        const Token token = tokenOf(ticker.status);
        group.lines.push_back({QString::fromStdString(info.params.symbol),
                               {{word(ticker.status), token}, {changeAge(ticker, now), Token::Text1}},
                               tip,
                               token});
    }
    if (group.lines.empty()) group.lines.push_back({tr("No market yet"), {}, tip, Token::Text3});
    return group;
}

StatusGroup feedGroup(const VenueHealth& health, VenueMode mode) {
    const bool simulated = mode == VenueMode::Simulated;
    const bool ahead = health.feedLagNanos && *health.feedLagNanos < 0;
    const QString lagTip =
        simulated ? tr("Time of receipt minus time of the event. A simulated market has no feed and so no lag.")
                  : tr("Time of receipt minus time of the event, both as recorded with the data. Below zero means that "
                       "the clocks of the venue and of the recorder differ by at least this much.");
    StatusGroup group{tr("Market data"), {}, {}};
    group.lines.push_back(figure(tr("Feed lag"),
                                 health.feedLagNanos ? durationText(*health.feedLagNanos) : unknownText(), lagTip,
                                 ahead ? Token::Warn : Token::Text1));
    group.lines.push_back(tally(tr("Gaps"), health.gaps, tr("How often the feed lost messages so far.")));
    group.lines.push_back(figure(tr("Resyncs"), count(health.resyncs),
                                 tr("How often the book was joined anew after a gap. Fewer than gaps: one is open.")));
    group.lines.push_back(tally(tr("Refused messages"), health.invalid,
                                tr("Messages of the feed that were malformed or out of range and were left out.")));
    return group;
}

QString modeText(VenueMode mode) {
    return mode == VenueMode::Replay ? word(mode) + QStringLiteral(" · ") + tr("PAPER") : word(mode);
}

void addReplay(StatusGroup& group, const PlaybackState& playback) {
    const PlayedShare share = playedShare(playback);
    if (share.length == 0) return;
    group.lines.push_back(
        figure(tr("Position"), positionText(share), tr("How much of the recording has been played, in its own time.")));
    group.lines.push_back(figure(tr("Played"), shareText(share), tr("Position in percent.")));
    group.lines.push_back(
        figure(tr("Begins"), dateTimeText(playback.begin), tr("Time of the first event of the recording, UTC.")));
    group.lines.push_back(
        figure(tr("Ends"), dateTimeText(playback.end), tr("Time of the last event of the recording, UTC.")));
    group.lines.push_back(figure(tr("Events"), count(playback.event), tr("Events played so far.")));
}

StatusGroup venueGroup(const PlaybackState& playback, const VenueHealth& health) {
    StatusGroup group{tr("Venue"), {}, {}};
    const QString modeTip =
        playback.mode == VenueMode::Replay
            ? tr("A recorded market is played back. Your orders are filled on paper: they never reach a venue.")
            : tr("The market is made by the simulator in this program. No price or trade here is real.");
    group.lines.push_back(figure(tr("Mode"), modeText(playback.mode), modeTip, Token::Sim));
    const PlaybackWord state = playbackWord(playback, health);
    group.lines.push_back(figure(tr("State"), state.text, tr("What the venue is doing."), state.token));
    group.lines.push_back(figure(tr("Speed"), speedText(playback.speed), tr("Market time a second of real time.")));
    const bool known = playback.now != UnixNanos{};
    group.lines.push_back(figure(tr("Market time"), known ? dateTimeText(playback.now) : unknownText(),
                                 tr("The market's own clock, UTC.")));
    if (playback.mode == VenueMode::Replay) addReplay(group, playback);
    return group;
}

StatusGroup engineGroup(const VenueHealth& health) {
    const bool idle = health.commandsPerSecond == 0;
    const auto duration = [idle](std::int64_t nanos) { return idle ? unknownText() : durationText(nanos); };
    StatusGroup group{tr("Engine"), {}, {}};
    group.lines.push_back(figure(tr("Mean per command"), duration(health.enginePerCommandNanos),
                                 tr("Mean time the exchange took for a command during the last second.")));
    group.lines.push_back(figure(tr("Worst per command"), duration(health.engineWorstNanos),
                                 tr("Longest time a single command took during the last second.")));
    group.lines.push_back(figure(tr("Commands a second"), count(health.commandsPerSecond),
                                 tr("Commands applied during the last second: orders, prices, depth, trades.")));
    group.lines.push_back(
        figure(tr("Applied"), count(health.commands), tr("Commands applied since this market began.")));
    return group;
}

StatusGroup journalGroup(const VenueHealth& health) {
    const std::uint64_t backlog = health.commands - std::min(health.commands, health.durableCommands);
    StatusGroup group{tr("Journal"), {}, {}};
    group.lines.push_back(figure(tr("Durable"), count(health.durableCommands),
                                 tr("Commands that are safely on disk. After a crash the market resumes from here.")));
    group.lines.push_back(
        figure(tr("Backlog"), count(backlog),
               tr("Commands applied but not yet on disk. What became of an order is told only once it is durable.")));
    group.lines.push_back(figure(tr("Last sync"),
                                 health.durableCommands == 0 ? unknownText() : durationText(health.syncNanos),
                                 tr("How long the disk took for the last group of commands.")));
    return group;
}

StatusGroup queueGroup(const VenueHealth& health) {
    StatusGroup group{tr("Queues"), {}, {}};
    group.lines.push_back(figure(tr("Requests"), count(health.requestQueue),
                                 tr("Requests of the terminal that the venue has not taken up yet.")));
    group.lines.push_back(
        figure(tr("History rows"), count(health.storeQueue), tr("Rows that are not yet in the history database.")));
    return group;
}

StatusLine percentiles(const QString& name, const DurationLog& log, std::int64_t budget, const QString& tip) {
    if (log.count() == 0) return {name, {{unknownText(), Token::Text3}, {unknownText(), Token::Text3}}, tip, {}};
    const std::int64_t high = log.percentile(0.99);
    return {name,
            {{durationText(log.percentile(0.5)), Token::Text1},
             {durationText(high), budget != 0 && high > budget ? Token::Warn : Token::Text1}},
            tip,
            {}};
}

StatusGroup frameGroup(const FrameStats& stats) {
    StatusGroup group{tr("Frames"), {tr("p50"), tr("p99")}, {}};
    group.lines.push_back(percentiles(tr("Frame"), stats.frames, kFrameBudget,
                                      tr("From the tick of a frame to the end of its last paint, median and 99th "
                                         "percentile of the last 2 048. Budget: p99 of 16.7 ms.")));
    group.lines.push_back(percentiles(tr("Tick to pixel"), stats.tickToPixel, kTickToPixelBudget,
                                      tr("From the arrival of a market event to the end of the paint that first shows "
                                         "it. Budget: p99 of 33 ms.")));
    return group;
}

StatusGroup paintGroup(const FrameStats& stats) {
    StatusGroup group{tr("Paint by pane"), {tr("p50"), tr("p99")}, {}};
    struct Cost {
        QString pane;
        const DurationLog* log;
        std::int64_t tenths; ///< of a millisecond, so that the order does not change with every sample
    };
    std::vector<Cost> costs;
    for (const auto& [pane, log] : stats.paints()) {
        if (log.count() != 0) costs.push_back({pane, &log, log.percentile(0.99) / 100'000});
    }
    std::ranges::stable_sort(costs, std::greater{}, &Cost::tenths);
    for (const Cost& cost : costs)
        group.lines.push_back(percentiles(cost.pane, *cost.log, 0,
                                          tr("Time to paint this pane, median and 99th percentile of the last 2 048. "
                                             "The dearest pane comes first.")));
    return group;
}

StatusMessage headlineOf(const PaneContext& context, const PlaybackState& playback, const VenueHealth& health) {
    if (health.fault) return {tr("The venue stands still."), Token::Danger};
    if (!health.running) return {tr("The venue is starting."), Token::Text2};
    const auto& markets = context.market.markets();
    const auto having = [&](DataStatus status) {
        return std::ranges::count_if(
            markets, [&](const MarketInfo& m) { return context.market.ticker(m.params.id).status == status; });
    };
    const auto all = static_cast<qlonglong>(markets.size());
    if (const auto n = having(DataStatus::Gap); n != 0)
        return {tr("The feed lost messages and is being joined anew: %1 of %2 markets.").arg(n).arg(all), Token::Warn};
    if (playback.catchingUp)
        return {playback.mode == VenueMode::Replay ? tr("Seeking: everything in between is being played.")
                                                   : tr("The market's history is being built."),
                Token::Warn};
    if (playback.ended) return {tr("The recording is over."), Token::Text2};
    if (playback.paused) return {tr("The market is paused."), Token::Warn};
    if (const auto n = having(DataStatus::Stale); n != 0)
        return {tr("Stale: %1 of %2 markets.").arg(n).arg(all), Token::Warn};
    if (const auto n = having(DataStatus::Unknown); n != 0)
        return {tr("No data yet: %1 of %2 markets.").arg(n).arg(all), Token::Warn};
    if (context.stats.frames.percentile(0.99) > kFrameBudget)
        return {tr("Everything runs; frames take longer than their budget."), Token::Warn};
    return {tr("Everything runs."), Token::Up};
}

} // namespace

StatusFigures statusFigures(const PaneContext& context, std::int64_t now) {
    const PlaybackState playback = context.venue.playback();
    const VenueHealth health = context.venue.health();
    StatusFigures figures;
    figures.headline = headlineOf(context, playback, health);
    if (health.fault) figures.messages.push_back({QString::fromStdString(*health.fault), Token::Danger});
    if (!health.notice.empty()) figures.messages.push_back({QString::fromStdString(health.notice), Token::Warn});
    figures.groups.push_back(marketGroup(context, now));
    figures.groups.push_back(feedGroup(health, playback.mode));
    figures.groups.push_back(venueGroup(playback, health));
    figures.groups.push_back(engineGroup(health));
    figures.groups.push_back(journalGroup(health));
    figures.groups.push_back(queueGroup(health));
    figures.groups.push_back(frameGroup(context.stats));
    if (!context.stats.paints().empty()) figures.groups.push_back(paintGroup(context.stats));
    return figures;
}

QString plainText(const StatusFigures& figures) {
    QString text = figures.headline.text + QLatin1Char('\n');
    for (const StatusMessage& message : figures.messages) text += message.text + QLatin1Char('\n');
    for (const StatusGroup& group : figures.groups) {
        text += QLatin1Char('\n') + group.title;
        for (const QString& heading : group.headings) text += QLatin1Char('\t') + heading;
        text += QLatin1Char('\n');
        for (const StatusLine& line : group.lines) {
            text += QStringLiteral("  ") + line.name;
            for (const StatusCell& cell : line.cells) text += QLatin1Char('\t') + cell.text;
            text += QLatin1Char('\n');
        }
    }
    return text;
}

} // namespace qd::ui
