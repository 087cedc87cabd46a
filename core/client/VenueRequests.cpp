#include "core/client/AccountViews.h"
#include "core/client/VenueMeter.h"
#include "core/client/VenueThread.h"

#include <fmt/format.h>

namespace qd::client {

void VenueThread::whenReady(std::move_only_function<void()> request) {
    if (!m_core) return; // the session learns of the fault and says so
    if (m_catchUpTo)
        m_deferred.push_back(std::move(request));
    else
        request();
}

void VenueThread::executeUser(decltype(Command::body) body) {
    const std::int64_t now = m_clock.monotonicNanos();
    Command command;
    const UnixNanos market = marketTime(now);
    const UnixNanos end = m_core->source().endTime().value_or(market);
    command.ts = std::max(m_core->now(), std::min(market, end));
    // Nothing of the source that is due before may come after it.
    if (const auto due = m_core->source().nextTime(); due && *due)
        command.ts = std::max(m_core->now(), std::min(command.ts, **due));
    command.origin = Origin::Trader;
    command.body = std::move(body);
    m_core->execute(command);
    m_meter->add(m_clock.monotonicNanos() - now);
    m_receivedAt = now;
    m_urgent = true;
}

void VenueThread::place(const OrderTerms& terms, SentRequest sent) {
    whenReady([this, terms, sent] {
        m_tracker.sent(terms.clientId, sent);
        executeUser(PlaceOrder{m_core->user(), terms});
    });
}

void VenueThread::cancel(OrderReference order) {
    whenReady([this, order] { executeUser(CancelOrder{m_core->user(), order}); });
}

void VenueThread::cancelAll(std::optional<MarketId> market, std::optional<Side> side) {
    whenReady([this, market, side] { executeUser(CancelAll{m_core->user(), market, side}); });
}

void VenueThread::amend(OrderReference order, Price price, Quantity size) {
    whenReady([this, order, price, size] { executeUser(AmendOrder{m_core->user(), order, price, size}); });
}

void VenueThread::setPaused(bool paused) {
    const std::int64_t now = m_clock.monotonicNanos();
    if (m_core && !m_paused) {
        m_anchorMarket =
            std::max(m_core->now(), std::min(marketTime(now), m_core->source().endTime().value_or(marketTime(now))));
        m_anchorNanos = now;
    }
    m_paused = paused;
    m_anchorNanos = now;
    m_nextState = 0;
}

void VenueThread::setSpeed(double speed) {
    const std::int64_t now = m_clock.monotonicNanos();
    m_anchorMarket = marketTime(now);
    m_anchorNanos = now;
    m_speed = std::clamp(speed, 0.1, 1000.0);
    m_nextState = 0;
}

void VenueThread::step(std::uint64_t commands) {
    if (m_paused) m_stepsLeft += std::min<std::uint64_t>(commands, 1'000'000);
}

void VenueThread::seek(UnixNanos to) {
    if (!m_core || !m_core->source().endTime()) return;
    to = std::clamp(to, m_core->source().startTime(), *m_core->source().endTime());
    if (to < m_core->now()) {
        notice(store::EventKind::ReplaySeek, fmt::format("back to {}: a new paper account begins", toIso8601(to)));
        const int next = m_runNumber + 1;
        const std::filesystem::path old = m_setup.folder / fmt::format("run-{}", m_runNumber - 1);
        closeCore();
        std::error_code ignored; // an old run that cannot be removed is only disk space
        std::filesystem::remove_all(old, ignored);
        if (!openRun(next)) return;
    }
    m_catchUpTo = to;
    m_nextState = 0;
}

void VenueThread::resetAccount() {
    whenReady([this] {
        m_core->resetAccount();
        m_pending.clear(); // of the account that is no longer shown
        m_urgent = true;
        notice(store::EventKind::AccountReset, "a new account begins");
        showAccount();
    });
}

void VenueThread::askState(std::function<void(StateHash, std::shared_ptr<const AccountView>)> answer) {
    post([this, answer = std::move(answer)] {
        const StateHash hash = m_core ? m_core->exchange().hash() : StateHash{};
        auto view = m_core ? viewOf(m_core->state(), m_core->user()) : nullptr;
        m_main.executor.post([answer, hash, view = std::move(view)] { answer(hash, view); });
    });
}

} // namespace qd::client
