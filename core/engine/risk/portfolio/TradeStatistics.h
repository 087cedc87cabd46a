#pragma once

#include "core/base/Time.h"
#include "core/domain/Ids.h"
#include "core/engine/risk/portfolio/Statistics.h"

#include <cstddef>
#include <expected>
#include <map>
#include <optional>
#include <span>
#include <vector>

/// What an account's trades were like. A trade is a position from flat to flat, or to the other side. Source:
/// spec/perps.md §6.1; a fill through zero is divided as §3.10 divides it. Any thread.
namespace qd::portfolio {

/// One fill of the account's.
struct TradeFill {
    MarketId market;
    UnixNanos at;
    Quantity base; ///< signed, > 0 bought
    Money quote;   ///< signed, < 0 when buying
    Money fee;     ///< > 0 charged, < 0 rebate
};

struct Trade {
    MarketId market;
    UnixNanos openedAt;
    std::optional<UnixNanos> closedAt; ///< empty: still open
    bool isLong = true;
    Quantity base;    ///< signed; 0 when closed
    Quantity largest; ///< |base| at its largest
    Money traded;     ///< sum of |quote| of its fills
    Money result;     ///< cash: closed, the profit and loss with fees and funding, exactly
};

/// Follows fills in the order of time and makes trades of them.
class RoundTrips {
  public:
    /// Fills through zero close a trade and open another: quote of the closed part truncated, its fee rounded up, the
    /// rest is the new one's. A fill of base 0 changes nothing. Errors: Overflow; then nothing changes.
    [[nodiscard]] std::expected<void, MathError> addFill(const TradeFill& fill);
    /// Funding received (> 0) or paid by the open position; without one it is no trade's. Errors: Overflow.
    [[nodiscard]] std::expected<void, MathError> addFunding(MarketId market, Money payment);
    /// In the order in which they closed.
    [[nodiscard]] std::span<const Trade> closed() const noexcept { return m_closed; }
    /// By market.
    [[nodiscard]] std::vector<Trade> open() const;

  private:
    std::map<MarketId, Trade> m_open;
    std::vector<Trade> m_closed;
};

struct TradeStatistics {
    std::size_t trades = 0;
    std::size_t wins = 0;   ///< result > 0
    std::size_t losses = 0; ///< result < 0
    Money profit;           ///< sum of the wins
    Money loss;             ///< sum of the losses, >= 0
    Money net;
    Money traded;
    std::optional<double> winRate;      ///< wins / trades
    std::optional<Money> averageWin;    ///< rounded down
    std::optional<Money> averageLoss;   ///< >= 0, rounded up
    std::optional<double> payoff;       ///< average win / average loss
    std::optional<double> profitFactor; ///< profit / loss
    std::optional<Money> expectancy;    ///< net / trades, rounded down
};
/// Of closed trades. What has no divisor is empty. Errors: Overflow.
[[nodiscard]] MathResult<TradeStatistics> statisticsOf(std::span<const Trade> closed);

/// Traded quote / mean equity of the time in which it was traded. Empty without samples or when that mean is <= 0.
[[nodiscard]] std::optional<double> turnover(Money traded, std::span<const Money> equity);

/// The part of [from, to) in which at least one of the trades was open, in [0, 1]. Empty when to <= from.
[[nodiscard]] std::optional<double> exposureTime(std::span<const Trade> trades, UnixNanos from, UnixNanos to);

} // namespace qd::portfolio
