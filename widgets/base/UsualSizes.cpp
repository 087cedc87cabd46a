#include "widgets/base/UsualSizes.h"

namespace qd::ui {
namespace {

constexpr std::size_t kOrders = 500; ///< of all markets, the newest

} // namespace

UsualSizes::UsualSizes(PaneContext& context) : m_context(context) {
    m_changes = m_context.accounts.onChanged([this] { ask(); });
}

void UsualSizes::ask() {
    if (m_asked || !m_context.accounts.account()) return;
    m_asked = true;
    m_context.history.orders({}, ports::kNewestRow, kOrders, [this, here = std::weak_ptr(m_here)](auto rows) {
        if (!here.expired() && rows) m_context.gate.recall(*rows);
    });
}

} // namespace qd::ui
