#pragma once

#include "core/domain/Units.h"
#include "core/ports/History.h"

#include <map>
#include <memory>
#include <span>

namespace qd::ui {

/// How far prices go in an hour: the average true range of the latest 14 hourly bars that ended, as a part of their
/// last close. Main thread.
class RangeFeed {
  public:
    explicit RangeFeed(ports::History& history) : m_history(history) {}
    RangeFeed(const RangeFeed&) = delete;
    RangeFeed& operator=(const RangeFeed&) = delete;

    /// Asks history anew when an hour has begun; `now` in market time.
    void follow(MarketId market, UnixNanos now);
    /// 0 while it is not known.
    [[nodiscard]] Rate rangeOf(MarketId market) const;

  private:
    struct Known {
        UnixNanos hour; ///< that was asked for
        Rate range;
    };
    ports::History& m_history;
    std::map<MarketId, Known> m_known;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true); ///< answers may come when this is gone
};

/// Of the last 14 bars, oldest first, with the one before them; rounded up, 0 when there are fewer.
[[nodiscard]] Rate averageRange(std::span<const Candle> bars);

} // namespace qd::ui
