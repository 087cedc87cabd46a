#pragma once

#include "core/client/OrderTracker.h"
#include "core/client/OwnEvents.h"

#include <limits>
#include <set>

namespace qd::client {

/// Makes what is recorded of the user's accounts: every change of an order, every fill, and what stands, from time to
/// time. The venue's thread.
class OwnRecorder {
  public:
    static constexpr std::int64_t kStandingEvery = 5 * kNanosPerMinute; ///< market time

    /// The recording has own events of the market already: what stands there of the tracker's accounts is told with the
    /// next command, though it may be nothing.
    void expect(MarketId market, const OrderTracker& tracker);
    /// Of the command `sequence`, which made it `now` and which the tracker has read.
    [[nodiscard]] std::vector<OwnEvent> read(std::uint64_t sequence, UnixNanos now,
                                             const OrderTracker::Changes& changes, const OrderTracker& tracker);

  private:
    void addStanding(std::vector<OwnEvent>& events, std::uint64_t sequence, UnixNanos now, const OrderTracker& tracker);

    static constexpr UnixNanos kNow{std::numeric_limits<std::int64_t>::min()};
    UnixNanos m_next = kNow;                         ///< when what stands is told
    std::set<std::pair<AccountId, MarketId>> m_told; ///< where something stood when it was told last
};

} // namespace qd::client
