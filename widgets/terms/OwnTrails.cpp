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
    m_asked = false;
    m_problem.clear();
    m_orders.clear();
    m_ending.clear();
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
    if (!m_account || m_asked || !m_problem.empty() || from >= m_knownFrom || m_steps > kMostSteps) return;
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
        if (answer) return take(window, std::move(*answer), all);
        m_problem = answer.error().detail;
        ++m_revision;
    });
}

void OwnTrails::take(const OwnWindow& window, OwnPage page, UnixNanos all) {
    for (const FillView& fill : page.fills) m_fills.add(fill);
    for (OwnOrder& recorded : page.orders) {
        if (!m_orders.contains(recorded.id)) m_ending.insert(recorded.id);
        join(std::move(recorded));
    }
    ++m_revision;
    if (page.until < window.to) return ask(page.until, window.to, all);
    for (const OrderId id : std::exchange(m_ending, {})) breakOff(m_orders[id], window.to);
    m_knownFrom = std::min(m_knownFrom, all);
}

void OwnTrails::join(OwnOrder recorded) {
    OwnOrder& order = m_orders[recorded.id];
    m_steps -= order.steps.size();
    std::vector<OwnStep> steps;
    std::ranges::merge(recorded.steps, order.steps, std::back_inserter(steps), {}, &OwnStep::t, &OwnStep::t);
    const auto same = std::ranges::unique(steps, sameStanding);
    steps.erase(same.begin(), same.end());
    m_steps += steps.size();
    recorded.steps = std::move(steps);
    order = std::move(recorded);
}

void OwnTrails::breakOff(OwnOrder& order, UnixNanos end) {
    if (order.steps.empty() || isOver(order.steps.back()) || order.steps.back().t >= end) return;
    OwnStep last = order.steps.back();
    last.t = end;
    last.state.reset();
    last.inBook = false;
    order.steps.push_back(last);
    ++m_steps;
}

} // namespace qd::ui
