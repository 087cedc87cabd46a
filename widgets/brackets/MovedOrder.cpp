#include "widgets/brackets/MovedOrder.h"

#include "widgets/terms/Waiting.h"

namespace qd::ui {
namespace {

constexpr std::int64_t kRestAfterRefusal = 3 * kNanosPerSecond;

} // namespace

MovedOrder::News MovedOrder::see(const TrackedOrder& order, std::int64_t nanos) {
    const Price at = standsAt(order.order).value_or(Price());
    if (m_stands.isZero()) m_stands = at;
    // An answer may come after it was taken for a refusal.
    const bool moved = at != m_stands;
    if (moved && at == m_last) {
        m_stands = at;
        m_asked.reset();
        m_refusals = 0;
        m_notBefore = 0;
        return News::Done;
    }
    if (moved) {
        m_stands = at;
        m_asked.reset();
        return News::ByHand;
    }
    if (!m_asked) return News::None;
    if (order.pendingAmend || order.changedAt == m_asked->changedAt || order.rejectCode == RejectCode::None)
        return News::Pending;
    m_asked.reset();
    if (order.rejectCode != RejectCode::TriggerWouldFireImmediately) ++m_refusals;
    m_notBefore = nanos + kRestAfterRefusal;
    return News::Refused;
}

void MovedOrder::ask(const TrackedOrder& order, Price to) {
    m_last = to;
    m_asked = Asked{to, order.changedAt};
}

bool MovedOrder::free(const TrackedOrder& order, std::int64_t nanos) const {
    return !m_asked && !order.pendingAmend && !order.pendingCancel && order.order.id.value() != 0 &&
           nanos >= m_notBefore;
}

} // namespace qd::ui
