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

/// What a command did to the account, to what is told of it.
void add(AccountBatch& told, const std::map<AccountId, AccountBatch>& batches, AccountId account, std::uint64_t rows) {
    told.rows += rows; // also of the owner's other accounts: panes show rows of theirs too
    const auto found = batches.find(account);
    if (found == batches.end()) return;
    const AccountBatch& batch = found->second;
    told.orders.insert(told.orders.end(), batch.orders.begin(), batch.orders.end());
    told.fills.insert(told.fills.end(), batch.fills.begin(), batch.fills.end());
    told.liquidations.insert(told.liquidations.end(), batch.liquidations.begin(), batch.liquidations.end());
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

void VenueThread::addPending(std::uint64_t sequence, OrderTracker::Changes& orders, AccountRecorder::Changes& rows) {
    Pending pending;
    pending.sequence = sequence;
    pending.rows = orders.orders.size() + orders.fills.size() + rows.funding.size() + rows.ledger.size() +
                   rows.liquidations.size() + rows.equity.size();
    for (TrackedOrder& o : orders.orders) {
        if (!o.roundTripNanos) pending.acknowledged.push_back(o);
        if (isShown(o.account)) pending.batches[o.account].orders.push_back(std::move(o));
    }
    for (const FillView& f : orders.fills) {
        if (isShown(f.fill.account)) pending.batches[f.fill.account].fills.push_back(f);
    }
    for (auto& entry : rows.liquidations) {
        if (!isShown(entry.account)) continue;
        entry.row.venue = m_venue;
        pending.batches[entry.account].liquidations.push_back(std::move(entry.row));
    }
    m_pending.push_back(std::move(pending));
}

bool VenueThread::isShown(AccountId account) const {
    return std::ranges::any_of(m_views, [&](const auto& view) { return accountOf(view.second) == account; });
}

bool VenueThread::isOpen(AccountId account) const {
    const exchange::AccountState* known = m_core->state().account(account);
    return known != nullptr && known->master == m_core->master() && !known->closed;
}

void VenueThread::tell(ViewId view, AccountBatch batch) {
    m_main.executor.post(
        [tell = m_main.account, view, batch = std::move(batch)]() mutable { tell(view, std::move(batch)); });
}

void VenueThread::deliver(std::int64_t now) {
    Told told;
    bool own = false;
    while (!m_pending.empty() && m_pending.front().sequence <= m_durable) {
        Pending pending = std::move(m_pending.front());
        m_pending.pop_front();
        own = true;
        for (const auto& [id, view] : m_views) {
            if (view.shown && !view.refused) add(told[id], pending.batches, accountOf(view), pending.rows);
        }
        std::ranges::move(pending.answers, std::back_inserter(m_answers));
        for (const ViewId id : pending.shows) {
            told.erase(id); // what is shown from here on begins with what the account is now
            show(id);
        }
    }
    // The accounts themselves may be shown as soon as nothing of the user's waits for the disk.
    const bool due = now >= m_nextAccount && m_core->state().commands != m_accountSequence;
    const bool shown = m_pending.empty() && (own || due);
    if (shown) {
        m_nextAccount = now + kAccountEvery;
        m_accountSequence = m_core->state().commands;
        for (auto& [id, view] : m_views) {
            if (view.shown) addAccount(id, view, told, now);
        }
    }
    for (auto& [id, batch] : told) tell(id, std::move(batch));
    if (!shown && !m_closing) return;
    // After the account that shows what they are about.
    for (auto& answer : std::exchange(m_answers, {})) m_main.executor.post(std::move(answer));
}

void VenueThread::addAccount(ViewId id, View& view, Told& told, std::int64_t now) {
    const AccountId account = accountOf(view);
    const bool refused = !isOpen(account);
    if (refused || view.refused) told.erase(id);
    if (refused != view.refused) show(id);
    if (refused) return;
    AccountBatch& batch = told[id];
    if (const auto seen = viewOf(m_core->state(), account, m_deleveraging, now)) {
        seen->netDeposits = m_recorder.netDeposits(seen->id);
        batch.account = seen;
    }
    for (const auto& open : m_core->state().account(account)->orders) {
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
