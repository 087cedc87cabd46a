#pragma once

#include "core/base/Error.h"
#include "core/domain/Account.h"
#include "core/domain/Candle.h"
#include "core/domain/Events.h"
#include "core/ports/Executor.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

/// What was. Calls on the terminal's main thread return at once; answers are delivered on its executor.
namespace qd::ports {

enum class HistoryCode : std::uint8_t { Unavailable, Damaged };

/// Bars of one market and interval.
struct CandleSeries {
    std::vector<Candle> bars; ///< oldest first, no two with the same open time
    TradeId lastTrade;        ///< newest trade counted in, 0 = none: live trades after it continue the last bar
    bool more = false;        ///< older bars exist
};

class History {
  public:
    History() = default;
    History(const History&) = delete;
    History& operator=(const History&) = delete;
    virtual ~History() = default;

    /// The newest `limit` bars that open before `before`.
    virtual void candles(MarketId market, Interval interval, UnixNanos before, std::size_t limit,
                         std::move_only_function<void(Result<CandleSeries, HistoryCode>)> answer) = 0;
    /// The user's newest `limit` fills with sequence < before, newest first.
    virtual void fills(std::uint64_t before, std::size_t limit,
                       std::move_only_function<void(Result<std::vector<FillView>, HistoryCode>)> answer) = 0;
};

} // namespace qd::ports
