#include "core/base/Decimal.h"
#include "layouts/workspace/Answers.h"
#include "layouts/workspace/OrderWords.h"
#include "layouts/workspace/ShellActions.h"
#include "widgets/base/TypedTime.h"

#include <QTimer>

#include <algorithm>
#include <charconv>

/// Of the shell: the commands that drive the venue.
namespace qd::workspace {
namespace {

using ports::ActionCode;
using ports::ActionDone;
using ports::ActionWords;

constexpr int kLookEveryMs = 20;
constexpr std::int64_t kPatience = 5 * kNanosPerSecond;

/// Where the next second, minute, bar of this length begins. `length` in nanoseconds, up to a day.
UnixNanos nextMultiple(UnixNanos now, std::int64_t length) { return now + (length - now.value() % length); }

struct SeekOptions {
    bool pausing = false;
    bool confirmed = false;
};

/// What is said behind the time; empty when that is something else, or twice the same.
std::optional<SeekOptions> readSeekOptions(const ActionWords& words) {
    if (words.empty()) return std::nullopt;
    SeekOptions options;
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::string word = ports::toUpper(words[i]);
        bool* option = word == "PAUSE" ? &options.pausing : word == "CONFIRM" ? &options.confirmed : nullptr;
        if (option == nullptr || *option) return std::nullopt;
        *option = true;
    }
    return options;
}

} // namespace

void ShellActions::addPause(const char* name, const QString& summary, bool paused) {
    ports::Action action;
    action.name = name;
    action.group = tr("Venue").toStdString();
    action.summary = summary.toStdString();
    action.usage = name;
    action.run = [this, name, paused](const ActionWords& words, const ActionDone& done) {
        if (const auto why = unwanted(name, words)) return done(*why);
        setPaused(paused, done);
    };
    add(std::move(action));
}

void ShellActions::setPaused(bool paused, const Done& done) {
    m_context.venue.setPaused(paused);
    if (m_context.venue.playback().paused == paused) return done(std::string());
    auto* timer = new QTimer(this);
    timer->setInterval(kLookEveryMs);
    const std::int64_t deadline = m_context.clock.monotonicNanos() + kPatience;
    connect(timer, &QTimer::timeout, this, [this, paused, done, timer, deadline] {
        const bool holds = m_context.venue.playback().paused == paused;
        if (!holds && m_context.clock.monotonicNanos() <= deadline) return;
        timer->stop();
        timer->deleteLater();
        if (holds) return done(std::string());
        done(fail(ActionCode::TimedOut, tr("The venue has not answered yet.").toStdString()));
    });
    timer->start();
}

void ShellActions::addVenue() {
    addPause("PAUSE", tr("Stops the market's clock"), true);
    addPause("RESUME", tr("Lets the market go on"), false);
    const auto add3 = [this](const char* name, const QString& summary, const char* usage, auto run) {
        ports::Action action;
        action.name = name;
        action.group = tr("Venue").toStdString();
        action.summary = summary.toStdString();
        action.usage = usage;
        action.run = [this, run](const ActionWords& words, const ActionDone& done) { (this->*run)(words, done); };
        add(std::move(action));
    };
    add3("SPEED", tr("Sets the pace of the simulated or recorded market"), "SPEED 0.1-1000", &ShellActions::speed);
    add3("STEP", tr("Plays some events of a paused market, or a recording to the next second, minute or bar"),
         "STEP [events|1s|1m|5m]", &ShellActions::step);
    add3("SEEK",
         tr("Goes to another time of a recording, with PAUSE to stand still there; back begins a new paper account and "
            "wants CONFIRM"),
         "SEEK time|+30s|-2m [PAUSE] [CONFIRM]", &ShellActions::seek);
}

void ShellActions::speed(const ActionWords& words, const ActionDone& done) {
    const std::string text = words.size() == 1 ? words[0] : std::string();
    double value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
    if (!whole || !(value >= 0.1 && value <= 1000))
        return done(badArguments(tr("SPEED wants a number from 0.1 to 1000")));
    m_context.venue.setSpeed(value);
    done(std::string());
}

void ShellActions::step(const ActionWords& words, const ActionDone& done) {
    const auto count = words.empty() ? std::expected<std::uint64_t, DecimalError>(1) : parseUnsigned(words[0]);
    const auto length = count ? std::nullopt : parseDuration(words[0]);
    if (words.size() > 1 || (count ? *count == 0 : !length || *length > kNanosPerDay))
        return done(badArguments(tr("STEP wants a whole number above zero, or a time up to a day, like 1s or 5m")));
    const PlaybackState playback = m_context.venue.playback();
    if (!playback.paused) return done(refused(tr("The market is not paused.")));
    if (playback.catchingUp) return done(refused(tr("The market is still on its way to another time.")));
    if (count) {
        m_context.venue.step(*count);
        return done(std::string());
    }
    if (playback.mode != VenueMode::Replay)
        return done(refused(tr("Only a recording can be stepped by time; this market is simulated.")));
    if (playback.ended || playback.now >= playback.end) return done(refused(tr("The recording is over.")));
    m_context.venue.seek(std::min(nextMultiple(playback.now, *length), playback.end));
    done(std::string());
}

void ShellActions::seek(const ActionWords& words, const ActionDone& done) {
    const PlaybackState playback = m_context.venue.playback();
    if (playback.mode != VenueMode::Replay)
        return done(refused(tr("Only a recording can be sought in; this market is simulated.")));
    const auto options = readSeekOptions(words);
    const auto to = options ? ui::parseSeekTime(words[0], playback.now, playback.begin, playback.end) : std::nullopt;
    if (!to) return done(badArguments(tr("SEEK wants a time of the recording, or a step like +30s or -2m")));
    if (*to < playback.begin || *to > playback.end)
        return done(refused(tr("The recording goes from %1 to %2.")
                                .arg(shown(toIso8601(playback.begin)), shown(toIso8601(playback.end)))));
    if (*to < playback.now && !options->confirmed)
        return done(refused(tr("Going back begins a new paper account. Add CONFIRM to do it.")));
    if (options->pausing) m_context.venue.setPaused(true); // first: it must not play on when it has arrived
    m_context.venue.seek(*to);
    done(std::string());
}

} // namespace qd::workspace
