#pragma once

#include "core/domain/Events.h"
#include "core/engine/exchange/State.h"

#include <vector>

namespace qd::exchange {

/// Appends the events of one command, all with its number and time.
class Emitter {
  public:
    Emitter(std::vector<Event>& events, std::uint64_t command, UnixNanos now)
        : m_events(events)
        , m_command(command)
        , m_now(now) {}

    template<class Body>
    void tell(const Body& body) {
        m_events.emplace_back(m_command, m_now, body);
    }
    void reject(AccountId account, MarketId market, OrderReference order, RejectCode code) {
        tell(RequestRejected{account, market, order, code});
    }
    void closed(AccountId account, const Order& order, CloseReason reason) {
        tell(OrderClosed{account, order.id, order.terms.clientId, order.terms.market, reason, order.filled,
                         order.remaining()});
    }
    [[nodiscard]] UnixNanos now() const noexcept { return m_now; }

  private:
    std::vector<Event>& m_events;
    std::uint64_t m_command;
    UnixNanos m_now;
};

} // namespace qd::exchange
