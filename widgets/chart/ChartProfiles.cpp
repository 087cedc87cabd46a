#include "widgets/chart/ChartProfiles.h"

#include "core/indicators/SessionStart.h"
#include "widgets/flow/ProfileBars.h"
#include "widgets/plot/Intervals.h"

#include <algorithm>
#include <ranges>
#include <utility>

namespace qd::chart {
namespace {

using Kind = ProfileChoice::Kind;

constexpr std::int64_t kMakeEvery = 200 * kNanosPerMilli;

/// The longest bars, no longer than these, that begin anew wherever a session does.
Interval withinSessions(Interval longest, int start) {
    const int minute = start < indicators::kLondonOpens ? start : 30; // exchanges open at a full or half hour
    Interval best = Interval::M1;
    for (const plot::IntervalName& row : plot::kIntervals) {
        const auto length = static_cast<std::int64_t>(row.interval);
        if (row.interval <= longest && minute * kNanosPerMinute % length == 0) best = row.interval;
    }
    return std::min(best, longest);
}

} // namespace

ChartProfiles::ChartProfiles(ui::PaneContext& context) : m_context(context), m_feed(context.history, context.market) {}

void ChartProfiles::show(std::optional<MarketId> market, const ProfileChoice& choice, int sessionStart, Price tick) {
    if (market == m_market && choice == m_choice && sessionStart == m_sessionStart && tick == m_tick) return;
    m_market = market;
    m_choice = choice;
    m_sessionStart = sessionStart;
    m_tick = tick;
    m_shown = false;
    m_all.clear();
    ++m_revision;
}

bool ChartProfiles::reading() const {
    if (m_choice.kind == Kind::Off || !m_shown) return false;
    if (m_feed.state() != flow::FlowFeed::State::Ready) return true;
    return m_feed.asking() && !m_feed.complete();
}

void ChartProfiles::chooseFeed(const ui::LinkedWindow& view) {
    const bool fixed = m_choice.kind == Kind::Fixed;
    const std::int64_t length = fixed ? m_choice.to - m_choice.from : view.to - view.from;
    const Interval before = m_feed.footprint().interval();
    Interval interval = flow::barsFor(length, m_shown ? std::optional(before) : std::nullopt);
    if (m_choice.kind == Kind::Session) interval = withinSessions(interval, m_sessionStart);
    if (m_shown && interval == before) return;
    m_shown = true;
    m_feed.show(*m_market, interval, m_tick,
                fixed ? std::optional(flow::barsEnd(m_choice.to, interval)) : std::nullopt);
}

/// Oldest first.
std::vector<ui::LinkedWindow> ChartProfiles::windowsIn(const ui::LinkedWindow& view) const {
    const Interval interval = m_feed.footprint().interval();
    if (m_choice.kind == Kind::Fixed) return {flow::wholeBars({m_choice.from, m_choice.to}, interval)};
    if (m_choice.kind == Kind::Visible) return {flow::wholeBars(view, interval)};
    std::vector<ui::LinkedWindow> windows;
    const UnixNanos newest = std::min(view.to, m_context.market.now());
    for (UnixNanos t = indicators::sessionAt(newest, m_sessionStart); windows.size() < kMostSessions;
         t = indicators::sessionBefore(t, m_sessionStart)) {
        const UnixNanos end = indicators::sessionAfter(t, m_sessionStart);
        if (end <= view.from) break;
        windows.push_back({t, end});
    }
    std::ranges::reverse(windows);
    return windows;
}

ChartProfile ChartProfiles::make(const ui::LinkedWindow& window) {
    ++m_made;
    const orderflow::Footprint& footprint = m_feed.footprint();
    ChartProfile made;
    made.window = window;
    made.profile = orderflow::profileOf(footprint.bars(), footprint.gaps(), window.from, window.to, m_ticks);
    made.control = orderflow::pointOfControl(made.profile.rows);
    made.area = orderflow::valueArea(made.profile.rows, kPercent);
    made.knownFrom = footprint.knownFrom();
    return made;
}

void ChartProfiles::follow(const ui::LinkedWindow& view, std::int64_t ticks) {
    if (!m_market || m_choice.kind == Kind::Off || view.from >= view.to) return;
    chooseFeed(view);
    m_feed.readNew();
    const std::vector<ui::LinkedWindow> windows = windowsIn(view);
    if (windows.empty()) return;
    m_feed.reach(windows.front().from);
    const std::int64_t now = m_context.clock.monotonicNanos();
    const bool moved = ticks != m_ticks || !std::ranges::equal(windows, m_all, {}, {}, &ChartProfile::window);
    const bool traded = m_feed.revision() != m_feedRevision && now - m_madeAt >= kMakeEvery;
    if (!moved && !traded) return;
    const bool pastStands = m_feed.pastRevision() == m_pastRevision && ticks == m_ticks;
    const auto bars = m_feed.footprint().bars();
    const UnixNanos open = bars.empty() ? UnixNanos() : bars.back().openTime;
    m_feedRevision = m_feed.revision();
    m_pastRevision = m_feed.pastRevision();
    m_ticks = ticks;
    m_madeAt = now;
    ++m_revision;
    std::vector<ChartProfile> all;
    for (const ui::LinkedWindow& window : windows) {
        const auto old = std::ranges::find(m_all, window, &ChartProfile::window);
        const bool stays = pastStands && old != m_all.end() && window.to <= open;
        all.push_back(stays ? std::move(*old) : make(window));
    }
    m_all = std::move(all);
}

} // namespace qd::chart
