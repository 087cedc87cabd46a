#pragma once

#include "core/base/Error.h"
#include "core/domain/Candle.h"
#include "core/domain/DepthColumn.h"
#include "core/domain/Footprint.h"
#include "core/domain/OwnTrail.h"
#include "core/domain/Records.h"
#include "core/domain/TradeBars.h"
#include "core/ports/Executor.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

/// What was. Calls on the terminal's main thread return at once; answers are delivered on its executor.
namespace qd::ports {

enum class HistoryCode : std::uint8_t { Unavailable, Damaged };

template<class T>
using HistoryAnswer = std::move_only_function<void(Result<T, HistoryCode>)>;

/// Bars of one market and interval.
struct CandleSeries {
    std::vector<Candle> bars; ///< oldest first, no two with the same open time
    TradeId lastTrade;        ///< newest trade counted in, 0 = none: live trades after it continue the last bar
    bool more = false;        ///< older bars exist
    /// Where trades may be missing between the first bar and the end of what was asked for, oldest first: the feed had
    /// lost messages, or nobody recorded. A bar that is not there was missed in them, and had no trade elsewhere.
    std::vector<TradeGap> gaps{};
};

/// Which rows are wanted; what is empty does not choose. Fields that a kind of row does not have do not choose either.
struct HistoryFilter {
    std::optional<AccountId> account; ///< one of the owner's; empty = the selected one
    std::optional<MarketId> market;
    std::optional<Side> side;
    std::optional<PostingKind> posting;                        ///< of ledger movements
    std::optional<AssetId> asset;                              ///< of ledger movements
    UnixNanos from{std::numeric_limits<std::int64_t>::min()};  ///< market time, included
    UnixNanos until{std::numeric_limits<std::int64_t>::max()}; ///< the same, not included
};

/// Rows before the first page of a list.
inline constexpr std::uint64_t kNewestRow = std::numeric_limits<std::int64_t>::max();

/// A page is the newest `limit` rows whose number (of fills: sequence; of samples and rates: time) is below `before`,
/// newest first. A page with fewer rows than `limit` is the last one.
class History {
  public:
    History() = default;
    History(const History&) = delete;
    History& operator=(const History&) = delete;
    virtual ~History() = default;

    /// The newest `limit` bars that open before `before`.
    virtual void candles(MarketId market, Interval interval, UnixNanos before, std::size_t limit,
                         HistoryAnswer<CandleSeries> answer) = 0;
    /// What the book displayed in a window, column by column, oldest first; where nothing was recorded there is none.
    virtual void depth(const DepthWindow& window, HistoryAnswer<std::vector<DepthColumn>> answer) = 0;
    /// What traded in a window, by bar and price. A window of no or too many bars is Unavailable; where nothing was
    /// recorded the page is empty.
    virtual void footprint(const FootprintWindow& window, HistoryAnswer<FootprintPage> answer) = 0;
    /// Bars that the trades of a window end. A window that is none or longer than it may be, and a size of bars that is
    /// none, is Unavailable; where nothing was recorded the page is empty and its state the window's.
    virtual void tradeBars(const TradeBarWindow& window, HistoryAnswer<TradeBarPage> answer) = 0;
    virtual void orders(const HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                        HistoryAnswer<std::vector<OrderRecord>> answer) = 0;
    virtual void fills(const HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                       HistoryAnswer<std::vector<FillView>> answer) = 0;
    virtual void fundingPayments(const HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                                 HistoryAnswer<std::vector<FundingPayment>> answer) = 0;
    /// Margin calls, liquidations and deleveragings of the owner's account.
    virtual void liquidations(const HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                              HistoryAnswer<std::vector<LiquidationEntry>> answer) = 0;
    virtual void ledger(const HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                        HistoryAnswer<std::vector<LedgerMovement>> answer) = 0;
    /// Samples at multiples of `interval` (a minute or longer; a day: 00:00 UTC). Moments at which the venue did not
    /// run have none.
    virtual void equity(const HistoryFilter& filter, Interval interval, UnixNanos before, std::size_t limit,
                        HistoryAnswer<std::vector<EquitySample>> answer) = 0;
    /// A market's funding as it was charged or published.
    virtual void fundingRates(MarketId market, UnixNanos before, std::size_t limit,
                              HistoryAnswer<std::vector<FundingRecord>> answer) = 0;
    /// The user's own orders and fills in a window, step by step. Where nothing was recorded the page is empty.
    virtual void ownTrails(const OwnWindow& window, HistoryAnswer<OwnPage> answer) = 0;
};

} // namespace qd::ports
