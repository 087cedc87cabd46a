#pragma once

#include "core/base/Error.h"
#include "core/store/Rows.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The terminal's memory: candles, public trades, the user's orders, fills and other rows of accounts, funding rates
/// and own events.
namespace qd::store {

enum class StoreCode : std::uint8_t {
    File,        ///< the operating system refused; see detail
    ForeignFile, ///< not a database of ours
    Version,     ///< made by a newer version
    Damaged,     ///< the database contradicts itself; nothing more is written to it
    Locked,      ///< another process has it open
    NoSpace,     ///< the disk is full
    Closed,      ///< the store ended before the request was served
};
template<class T>
using StoreResult = Result<T, StoreCode>;

/// Called exactly once, on the store's executor.
template<class T>
using Answer = std::move_only_function<void(StoreResult<T>)>;

enum class NoticeKind : std::uint8_t {
    RowsDropped,      ///< the queue was full: the oldest candles or trades in it were given up
    RowsRefused,      ///< rows with values that cannot be stored, or of an unknown market or run
    WriteFailed,      ///< rows are kept and tried again
    WriteRecovered,   ///< after WriteFailed: everything kept is in the database
    DamageFound,      ///< nothing more is written until the store is opened anew: rows are given up
    LimitUnreachable, ///< the database is over its limit and holds nothing that may be removed
    RowsLost,         ///< the store ended with rows it could not write
};
struct StoreNotice {
    NoticeKind kind = NoticeKind::WriteFailed;
    std::string text; ///< a sentence; names the file
};

/// Figures for the STATUS pane.
struct StoreStatus {
    std::uint64_t queuedRows = 0;  ///< not in the database (yet)
    std::uint64_t writtenRows = 0; ///< since the store was opened
    std::uint64_t droppedRows = 0; ///< candles and trades given up since then
    std::uint64_t refusedRows = 0;
    std::uint64_t fileBytes = 0;
    std::optional<std::string> fault; ///< why writing stands still
};

/// A page never holds more rows or bars than this; a larger limit is cut to it.
inline constexpr std::size_t kMaxPageRows = 1'000'000;

/// All calls from any thread; none of them waits for the disk. A read sees what was committed when it is served, not
/// what is still queued: flush() first where that matters.
class Store {
  public:
    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    /// Writes everything queued. Waits for the disk; call it where waiting is allowed.
    virtual ~Store() = default;

    /// The number of a symbol, given on first use. "SOL-PERP" of another venue is another symbol: the caller names
    /// them.
    [[nodiscard]] virtual MarketKey market(std::string_view symbol) = 0;
    /// Empty when no market has this key.
    [[nodiscard]] virtual std::optional<std::string> symbolOf(MarketKey market) const = 0;

    /// Begins the next run; its number is final at once.
    virtual RunId beginRun(RunStart start) = 0;
    [[nodiscard]] virtual RunId currentRun() const = 0;

    /// Candles and trades wait in a bounded queue: beyond it the oldest are dropped, counted and reported. A bulk
    /// import therefore writes in pieces well below the bound and waits for flush() after each.
    virtual void write(std::span<const CandleRow> rows) = 0;
    virtual void write(std::span<const TradeRow> rows) = 0;
    virtual void write(OwnRow row) = 0;
    /// The market begins anew at `from`: bars that end later, and funding rates and gaps from then on, are removed,
    /// whether they are in the database or wait to be written. What is written afterwards stays.
    virtual void forget(MarketKey market, UnixNanos from) = 0;
    void write(const CandleRow& row) { write(std::span(&row, 1)); }
    void write(const TradeRow& row) { write(std::span(&row, 1)); }
    /// Answers when everything written before is in the database and the database is within its limit, or with the
    /// error that kept it out. It then survives the end of the process in any way.
    virtual void flush(Answer<void> answer) = 0;

    /// The newest `limit` bars that open before `before`, made of the shortest stored bars: of one second for intervals
    /// below a minute, of one minute from there on. A bar for which there are none is made of the shortest longer
    /// stored bars instead; one bar never mixes two. A stretch without bars in which nothing was missing had no trades:
    /// the page says where something was. Errors (all reads): File, Damaged, Locked, Closed.
    virtual void readCandles(MarketKey market, Interval interval, UnixNanos before, std::size_t limit,
                             Answer<CandlePage> answer) = 0;
    /// The newest `limit` trades with id < before, newest first.
    virtual void readTrades(RunId run, MarketKey market, TradeId before, std::size_t limit,
                            Answer<std::vector<TradeRow>> answer) = 0;
    /// The newest `limit` rows that `filter` takes with sequence (fills) or number < before, newest first. Orders are
    /// numbered as they were first written.
    virtual void readFills(RunId run, const RowFilter& filter, std::uint64_t before, std::size_t limit,
                           Answer<std::vector<FillRow>> answer) = 0;
    virtual void readOrders(RunId run, const RowFilter& filter, std::uint64_t before, std::size_t limit,
                            Answer<std::vector<NumberedOrder>> answer) = 0;
    virtual void readPayments(RunId run, const RowFilter& filter, std::uint64_t before, std::size_t limit,
                              Answer<std::vector<PaymentRow>> answer) = 0;
    virtual void readLedger(RunId run, const RowFilter& filter, std::uint64_t before, std::size_t limit,
                            Answer<std::vector<LedgerRow>> answer) = 0;
    virtual void readLiquidations(RunId run, const RowFilter& filter, std::uint64_t before, std::size_t limit,
                                  Answer<std::vector<LiquidationRow>> answer) = 0;
    void readFills(RunId run, std::uint64_t before, std::size_t limit, Answer<std::vector<FillRow>> answer) {
        readFills(run, {}, before, limit, std::move(answer));
    }
    void readOrders(RunId run, std::uint64_t before, std::size_t limit, Answer<std::vector<NumberedOrder>> answer) {
        readOrders(run, {}, before, limit, std::move(answer));
    }
    /// The newest `limit` samples at multiples of `interval` with `from` <= ts < before, newest first.
    virtual void readEquity(RunId run, Interval interval, UnixNanos from, UnixNanos before, std::size_t limit,
                            Answer<std::vector<EquityRow>> answer) = 0;
    /// The newest `limit` rates with ts < before, newest first.
    virtual void readFunding(MarketKey market, UnixNanos before, std::size_t limit,
                             Answer<std::vector<FundingRow>> answer) = 0;
    /// The `limit` events written last, with number < before, newest first.
    virtual void readEvents(std::uint64_t before, std::size_t limit, Answer<std::vector<EventRecord>> answer) = 0;
    /// All runs, newest first.
    virtual void readRuns(Answer<std::vector<RunRecord>> answer) = 0;

    /// Reads the whole database and compares it with itself; about 6 ms a megabyte, during which other reads wait.
    virtual void checkIntegrity(Answer<void> answer) = 0;

    [[nodiscard]] virtual StoreStatus status() const = 0;
};

} // namespace qd::store
