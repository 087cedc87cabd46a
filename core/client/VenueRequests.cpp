#include "core/client/AccountViews.h"
#include "core/client/VenueMeter.h"
#include "core/client/VenueThread.h"

#include <fmt/format.h>

#include <utility>

namespace qd::client {
namespace {

constexpr std::uint64_t kMostSteps = 1'000'000; ///< asked for at once

} // namespace

void VenueThread::whenReady(std::move_only_function<void()> request, std::move_only_function<void()> refuse) {
    if (!m_core) return; // the session learns of the fault and says so
    if (m_catchUpTo)
        m_deferred.push_back({std::move(request), std::move(refuse)});
    else
        request();
}

void VenueThread::refuseDeferred() {
    for (Deferred& request : std::exchange(m_deferred, {})) request.refuse();
}

void VenueThread::refuse(AccountId account, std::span<const OrderTerms> orders, SentRequest sent) {
    AccountBatch batch;
    for (const OrderTerms& terms : orders) {
        TrackedOrder& order = batch.orders.emplace_back();
        order.order.terms = terms;
        order.account = account;
        order.state = OrderState::Rejected;
        order.rejectCode = RejectCode::VenueStopped;
        order.sentAt = sent.sentAt;
        order.changedAt = m_clock.now();
    }
    for (const auto& [id, view] : m_views) {
        if (accountOf(view) == account) tell(id, batch);
    }
}

RejectCode VenueThread::executeUser(decltype(Command::body) body) {
    const std::int64_t now = m_clock.monotonicNanos();
    const UnixNanos market = marketTime(now);
    const UnixNanos end = m_core->source().endTime().value_or(market);
    UnixNanos ts = std::max(m_core->now(), std::min(market, end));
    // Nothing of the source that is due before may come after it.
    if (const auto due = m_core->source().nextTime(); due && *due) ts = std::max(m_core->now(), std::min(ts, **due));
    RejectCode code = RejectCode::None;
    m_arrivedAt = now;
    for (const Event& e : m_core->executeUser(ts, std::move(body))) {
        if (const auto* refused = std::get_if<RequestRejected>(&e.body)) code = refused->code;
    }
    m_meter->add(m_clock.monotonicNanos() - now);
    if (!m_unpublishedSince) m_unpublishedSince = now;
    m_urgent = true;
    return code;
}

VenueThread::Pending& VenueThread::pendingNow() {
    if (m_pending.empty() || m_pending.back().sequence != m_core->state().commands) {
        Pending pending;
        pending.sequence = m_core->state().commands;
        m_pending.push_back(std::move(pending));
    }
    return m_pending.back();
}

void VenueThread::answerWhenDurable(std::move_only_function<void()> answer) {
    pendingNow().answers.push_back(std::move(answer));
}

void VenueThread::openView(ViewId view, AccountId account) {
    m_views[view] = {account};
    if (m_core) pendingNow().shows.push_back(view); // what was done before is in the history then
}

void VenueThread::place(Whose whose, const OrderTerms& terms, SentRequest sent) {
    whenReady(
        [this, whose, terms, sent] {
            const AccountId account = whose.value_or(m_core->user());
            m_tracker.sent(account, terms.clientId, sent);
            executeUser(PlaceOrder{account, terms});
        },
        [this, whose, terms, sent] { refuse(whose.value_or(m_user), std::span(&terms, 1), sent); });
}

void VenueThread::placeSet(Whose whose, OrderRelation relation, const std::vector<OrderTerms>& orders,
                           SentRequest sent) {
    whenReady(
        [this, whose, relation, orders, sent] {
            const AccountId account = whose.value_or(m_core->user());
            for (const OrderTerms& terms : orders) m_tracker.sent(account, terms.clientId, sent);
            executeUser(PlaceOrders{account, relation, orders});
        },
        [this, whose, orders, sent] { refuse(whose.value_or(m_user), orders, sent); });
}

void VenueThread::cancel(Whose whose, OrderReference order) {
    whenReady([this, whose, order] { executeUser(CancelOrder{whose.value_or(m_core->user()), order}); });
}

void VenueThread::cancelAll(Whose whose, std::optional<MarketId> market, std::optional<Side> side) {
    whenReady([this, whose, market, side] { executeUser(CancelAll{whose.value_or(m_core->user()), market, side}); });
}

void VenueThread::amend(Whose whose, OrderReference order, const ports::Amendment& to) {
    whenReady([this, whose, order, to] {
        executeUser(AmendOrder{whose.value_or(m_core->user()), order, to.price, to.size, to.trigger});
    });
}

void VenueThread::pauseTwap(Whose whose, OrderReference order, bool paused) {
    whenReady([this, whose, order, paused] { executeUser(PauseTwap{whose.value_or(m_core->user()), order, paused}); });
}

void VenueThread::control(MakeCommand make, ports::ControlDone done) {
    if (!m_core) return m_main.executor.post([done = std::move(done)]() mutable { done(RejectCode::VenueStopped); });
    whenReady([this, make = std::move(make), done = std::move(done)]() mutable {
        auto body = make(*m_core);
        const RejectCode code = body ? executeUser(std::move(*body)) : body.error();
        answerWhenDurable([done = std::move(done), code]() mutable { done(code); });
    });
}

void VenueThread::selectAccount(AccountId account, ports::ControlDone done) {
    if (!m_core) return m_main.executor.post([done = std::move(done)]() mutable { done(RejectCode::VenueStopped); });
    whenReady([this, account, done = std::move(done)]() mutable {
        const RejectCode code = executeUser(VenueCore::selection(account));
        // Refused: the main thread has left the account it was shown, and is shown it again.
        m_user = m_core->user();
        answerWhenDurable([done = std::move(done), code]() mutable { done(code); });
        m_pending.back().shows.push_back(kSelected);
    });
}

void VenueThread::openSubAccount(std::string name, ports::AccountOpenedDone done) {
    if (!m_core)
        return m_main.executor.post(
            [done = std::move(done)]() mutable { done(std::unexpected(RejectCode::VenueStopped)); });
    whenReady([this, name = std::move(name), done = std::move(done)]() mutable {
        const OpenAccount request = m_core->nextSubAccount(std::move(name));
        const RejectCode code = executeUser(request);
        answerWhenDurable([done = std::move(done), account = request.account, code]() mutable {
            if (code == RejectCode::None)
                done(account);
            else
                done(std::unexpected(code));
        });
    });
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
    if (m_paused) m_stepsLeft += std::min(commands, kMostSteps);
}

void VenueThread::seek(UnixNanos to, bool back) {
    if (!m_core || !m_core->source().endTime()) return;
    to = std::clamp(to, m_core->source().startTime(), *m_core->source().endTime());
    m_stepsLeft = 0; // they would be played beyond the time that is sought
    if (!back) to = std::max(to, m_core->now());
    if (to < m_core->now()) {
        notice(store::EventKind::ReplaySeek, fmt::format("back to {}: a new paper account begins", toIso8601(to)));
        const int next = m_runNumber + 1;
        const std::filesystem::path old = m_setup.folder / fmt::format("run-{}", m_runNumber - 1);
        closeCore();
        std::error_code ignored; // an old run that cannot be removed is only disk space
        std::filesystem::remove_all(old, ignored);
        const bool opened = openRun(next);
        refuseDeferred(); // they were meant for the account before, which is not shown any more
        if (!opened) return;
    }
    if (m_recording) m_recording->interrupt(m_core->now()); // what is passed over is not recorded
    m_catchUpTo = to;
    m_nextState = 0;
}

void VenueThread::resetAccount() {
    whenReady([this] {
        m_core->resetAccount();
        m_user = m_core->user();
        for (Pending& pending : m_pending) pending.batches.clear(); // of an owner whose accounts are no longer shown
        m_urgent = true;
        notice(store::EventKind::AccountReset, "a new account begins");
        showAll();
    });
}

void VenueThread::askState(std::function<void(StateHash, std::shared_ptr<const AccountView>)> answer) {
    request([this, answer = std::move(answer)] {
        const StateHash hash = m_core ? m_core->exchange().hash() : StateHash{};
        auto view =
            m_core ? viewOf(m_core->state(), m_core->user(), m_deleveraging, m_clock.monotonicNanos()) : nullptr;
        m_main.executor.post([answer, hash, view = std::move(view)] { answer(hash, view); });
    });
}

} // namespace qd::client
