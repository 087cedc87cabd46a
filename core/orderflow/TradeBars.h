#pragma once

#include "core/domain/Book.h"
#include "core/domain/TradeBars.h"

#include <span>
#include <vector>

namespace qd::orderflow {

/// Makes bars of trades by what trades, not by the clock. Trades one at a time, all at once, or in parts with the state
/// carried over make the same bars, to the bit. Prices and volumes are exact integers. One thread.
///
/// A trade is never divided: it counts in one bar, whole. So the trades and the volume of all bars are those of the
/// market.
/// - Tick: a bar ends with its size-th trade.
/// - Volume: a bar ends with the trade that brings it to its size; what that trade is larger stays in the bar.
/// - Range: a bar ends before the trade that would carry its extremes further apart than its size. That trade opens the
///   next bar at its own price: where the price leaps there is a leap between bars, and every price of a bar was
///   traded. A bar that a leap ends may be lower than its size.
/// - Renko: a brick is one box high, between multiples of the box. The first is counted from the multiple nearest to
///   the first trade: one box up or down. After a brick that rose the next rises when a trade is a box above its close,
///   and falls when one is two boxes below, from where the last one opened; and the other way round. Wicks show how far
///   trades went against the brick since the last one. A trade that is several boxes away makes several bricks; it
///   counts in the first of them, and the others hold no trade. A leap of more than kMostBricks is not filled: a new
///   chain begins behind it. The bar that is being made, and one that is cut off, shows its trades as they were.
///
/// Bars are cut off, and counting begins anew,
/// - at 00:00 UTC, so that the bars of a day are the same wherever reading begins,
/// - where trades may be missing: the bar that is cut off by it is not reliable, nor are bars within,
/// - where the volume of a bar would leave its type.
///
/// A trade that is told with an earlier time than one before it counts where it was told. A bar that would open at the
/// time of the one before it opens a nanosecond later.
class TradeBars {
  public:
    static constexpr std::int64_t kMostBricks = 1'000; ///< of one trade

    /// rule.size > 0.
    explicit TradeBars(const TradeBarRule& rule, TradeBarState state = {});

    /// One of no size is none.
    void add(const Trade& trade);
    /// From here on trades may be missing, until endGap().
    void beginGap();
    void endGap();
    /// The bar that is being made ends as it is.
    void cut();

    [[nodiscard]] const TradeBarRule& rule() const noexcept { return m_rule; }
    [[nodiscard]] const TradeBarState& state() const noexcept { return m_state; }
    /// Finished bars, oldest first.
    [[nodiscard]] std::span<const TradeBar> finished() const noexcept { return m_finished; }
    /// Gives them away.
    [[nodiscard]] std::vector<TradeBar> takeFinished();

  private:
    void count(const Trade& trade, UnixNanos at);
    [[nodiscard]] bool hasRoom(const Trade& trade) const;
    [[nodiscard]] bool isFull() const;
    void makeBricks(Price price, UnixNanos at);
    void chainFrom(Price price);
    void addBrick(Price open, Price close, UnixNanos at);
    [[nodiscard]] UnixNanos nextOpening(UnixNanos at);

    TradeBarRule m_rule;
    TradeBarState m_state;
    std::vector<TradeBar> m_finished;
};

} // namespace qd::orderflow
