// What the venue's thread shows: prices and books to the board, the account and its orders to the main thread once they
// are durable, and its own state.
#include "core/client/AccountViews.h"
#include "core/client/VenueMeter.h"
#include "core/client/VenueThread.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace qd::client {
namespace {

constexpr std::int64_t kPublishEvery = 4 * kNanosPerMilli;
constexpr std::int64_t kAccountEvery = 50 * kNanosPerMilli;
constexpr std::int64_t kStateEvery = 250 * kNanosPerMilli;
constexpr std::int64_t kStaleAfter = 5 * kNanosPerSecond;

/// What source, exchange and journal say of themselves.
void tellCore(VenueCore& core, PlaybackState& playback, VenueHealth& health) {
    const MarketSource& source = core.source();
    playback.mode = source.mode();
    playback.begin = source.startTime();
    playback.end = source.endTime().value_or(UnixNanos{});
    playback.event = core.state().commands;
    const SourceCounters counters = source.counters();
    health.feedLagNanos = counters.lagNanos;
    health.gaps = counters.gaps;
    health.resyncs = counters.resyncs;
    health.invalid = counters.invalid;
    health.commands = core.state().commands;
    health.durableCommands = core.journal().durable();
    health.syncNanos = core.journal().syncNanos();
    health.fault = core.journal().fault();
}

} // namespace

DataStatus VenueThread::statusOf(const exchange::MarketState& market) const {
    if (!market.prices.valid()) return DataStatus::Unknown;
    if (m_core->source().inGapOf(market.params.id)) return DataStatus::Gap;
    if (m_ended) return DataStatus::Ended;
    if (m_paused) return DataStatus::Paused;
    return m_board.now() - market.changedAt > kStaleAfter ? DataStatus::Stale : DataStatus::Live;
}

void VenueThread::publish(std::int64_t now) {
    if (now < m_nextPublish) return;
    const std::int64_t oldest = std::exchange(m_unpublishedSince, std::nullopt).value_or(now);
    m_nextPublish = now + (m_catchUpTo ? 8 * kPublishEvery : kPublishEvery);
    for (const auto& market : m_core->state().markets) {
        const DataStatus status = statusOf(*market);
        m_board.publish(*market, status, oldest);
        // While the market catches up it leaps, and most of its books are never seen.
        if (m_recording && !m_catchUpTo) m_recording->see(*market, status, m_core->now());
    }
    if (now < m_nextStandings) return;
    m_nextStandings = now + kStateEvery;
    m_board.publishStandings(m_core->state());
}

void VenueThread::deliver(std::int64_t now) {
    AccountBatch batch;
    bool own = false;
    while (!m_pending.empty() && m_pending.front().sequence <= m_durable) {
        Pending& pending = m_pending.front();
        std::ranges::move(pending.batch.orders, std::back_inserter(batch.orders));
        std::ranges::move(pending.batch.fills, std::back_inserter(batch.fills));
        std::ranges::move(pending.batch.liquidations, std::back_inserter(batch.liquidations));
        batch.rows += pending.batch.rows;
        std::ranges::move(pending.answers, std::back_inserter(m_answers));
        const bool shows = pending.shows;
        m_pending.pop_front();
        own = true;
        if (!shows) continue;
        batch = {}; // what is shown from here on begins with what the account is now
        showAccount();
    }
    // The account itself may be shown as soon as nothing of the user's waits for the disk.
    const bool due = now >= m_nextAccount && m_core->state().commands != m_accountSequence;
    if (m_pending.empty() && (own || due)) {
        m_nextAccount = now + kAccountEvery;
        m_accountSequence = m_core->state().commands;
        addAccount(batch, now);
        own = true;
    }
    const bool shown = batch.account != nullptr;
    if (own)
        m_main.executor.post([tell = m_main.account, batch = std::move(batch)]() mutable { tell(std::move(batch)); });
    if (!shown && !m_closing) return;
    // After the account that shows what they are about.
    for (auto& answer : std::exchange(m_answers, {})) m_main.executor.post(std::move(answer));
}

void VenueThread::addAccount(AccountBatch& batch, std::int64_t now) {
    if (const auto view = viewOf(m_core->state(), m_core->user(), m_deleveraging, now)) {
        view->netDeposits = m_recorder.netDeposits(view->id);
        batch.account = view;
    }
    for (const auto& open : m_core->state().account(m_core->user())->orders) {
        if (open) batch.queues.emplace_back(open->order.id, queueAhead(m_core->state(), *open));
    }
}

void VenueThread::publishState(std::int64_t now) {
    if (now < m_nextState) return;
    m_nextState = now + kStateEvery;
    PlaybackState playback = m_playback;
    VenueHealth health;
    {
        const std::scoped_lock lock(m_mutex);
        health = m_health;
    }
    const PlaybackState before = playback;
    playback.paused = m_paused;
    playback.speed = m_speed;
    playback.catchingUp = m_catchUpTo.has_value();
    playback.ended = m_ended;
    playback.now = m_core ? m_board.now() : playback.now;
    if (m_core) tellCore(*m_core, playback, health);
    if (m_core) tellProblems(m_core->source().takeProblems());
    m_meter->tell(now, health);
    if (m_store) health.storeQueue = static_cast<std::uint32_t>(m_store->status().queuedRows);
    const bool changed = before.paused != playback.paused || before.speed != playback.speed ||
                         before.catchingUp != playback.catchingUp || before.ended != playback.ended;
    bool faultChanged = false;
    {
        const std::scoped_lock lock(m_mutex);
        faultChanged = m_health.fault != health.fault;
        health.notice = std::move(m_health.notice); // others tell too
        m_health = std::move(health);
    }
    m_playback = playback;
    m_main.executor.post([tell = m_main.playback, playback] { tell(playback); });
    if (changed || faultChanged) m_main.executor.post([tell = m_main.stateChanged] { tell(); });
}

} // namespace qd::client
