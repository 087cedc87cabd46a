#include "widgets/terms/OwnTrails.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace qd::ui {

void OwnTrails::show(MarketId market, UnixNanos now) {
    m_market = market;
    m_fills.show(market);
    restart(now);
    readAccount(now);
}

void OwnTrails::restart(UnixNanos now) {
    m_question = std::make_shared<int>(0);
    m_asked = m_failed = false;
    m_orders.clear();
    m_steps = 0;
    m_since = m_knownFrom = now;
    ++m_revision;
}

void OwnTrails::readAccount(UnixNanos now) {
    m_fills.readAccount();
    const auto account = m_accounts.account();
    const auto id = account ? std::optional(account->id) : std::nullopt;
    if (id != std::exchange(m_account, id)) restart(now);
    if (m_steps > 2 * kMostSteps) restart(now); // what is in view is asked for anew
    if (!account) return;
    for (const TrackedOrder& order : m_accounts.orders()) {
        if (order.order.terms.market == m_market && order.order.id.value() != 0) follow(order, now);
    }
}

void OwnTrails::follow(const TrackedOrder& tracked, UnixNanos now) {
    const bool over = isFinal(tracked.state);
    const auto [found, added] = m_orders.try_emplace(tracked.order.id);
    OwnOrder& order = found->second;
    if (added) {
        if (over && tracked.order.createdAt < m_since) { // what was before is known from the recording
            m_orders.erase(found);
            return;
        }
        order.id = tracked.order.id;
        order.side = tracked.order.terms.side;
        TrackedOrder begun = tracked; // it may have ended since
        if (over) begun.state = OrderState::Working;
        add(order, stepOf(begun, std::max(tracked.order.createdAt, m_since)));
    }
    const OwnStep& last = order.steps.back();
    if (!isOver(last)) add(order, stepOf(tracked, std::max(now, last.t)));
}

void OwnTrails::add(OwnOrder& order, const OwnStep& step) {
    if (!order.steps.empty() && sameStanding(order.steps.back(), step)) return;
    order.steps.push_back(step);
    ++m_steps;
    ++m_revision;
}

void OwnTrails::reach(UnixNanos from) {
    m_fills.reach(from);
    if (!m_account || m_asked || m_failed || from >= m_knownFrom || m_steps > kMostSteps) return;
    // As much again, so that panning finds it.
    const UnixNanos all(std::max<std::int64_t>(0, from.value() - (m_knownFrom - from)));
    if (all < m_knownFrom) ask(all, m_knownFrom, all);
}

void OwnTrails::ask(UnixNanos from, UnixNanos to, UnixNanos all) {
    m_asked = true;
    const OwnWindow window{m_market, m_account, from, to};
    m_history.ownTrails(window, [this, window, all, question = std::weak_ptr(m_question)](auto answer) {
        if (question.expired()) return;
        m_asked = false;
        m_failed = !answer;
        if (answer) take(window, std::move(*answer), all);
    });
}

void OwnTrails::take(const OwnWindow& window, OwnPage page, UnixNanos all) {
    for (const FillView& fill : page.fills) m_fills.add(fill);
    const bool whole = page.until >= window.to;
    for (OwnOrder& recorded : page.orders) join(std::move(recorded), whole ? std::optional(window.to) : std::nullopt);
    ++m_revision;
    if (whole)
        m_knownFrom = std::min(m_knownFrom, all);
    else
        ask(page.until, window.to, all);
}

void OwnTrails::join(OwnOrder recorded, std::optional<UnixNanos> end) {
    OwnOrder& order = m_orders[recorded.id];
    const bool goesOn = !order.steps.empty();
    m_steps -= order.steps.size();
    std::vector<OwnStep> steps;
    std::ranges::merge(recorded.steps, order.steps, std::back_inserter(steps), {}, &OwnStep::t, &OwnStep::t);
    const auto same = std::ranges::unique(steps, sameStanding);
    steps.erase(same.begin(), same.end());
    // The record breaks off, and nobody knows it after that: when it ended is not known.
    if (end && !goesOn && !isOver(steps.back())) {
        OwnStep last = steps.back();
        last.t = *end;
        last.state.reset();
        last.inBook = false;
        steps.push_back(last);
    }
    m_steps += steps.size();
    recorded.steps = std::move(steps);
    order = std::move(recorded);
}

} // namespace qd::ui
