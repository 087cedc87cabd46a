#pragma once

#include "core/store/Store.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <limits>
#include <mutex>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace qd::store::sqlite {

/// A symbol and the number it was given.
struct MarketRecord {
    MarketKey market;
    std::string symbol;
};
/// Nothing of a market is known from a moment on, see Store::forget().
struct ForgetEntry {
    MarketKey market;
    UnixNanos from;
    [[nodiscard]] bool covers(const CandleRow& row) const noexcept {
        return row.market == market && row.bar.openTime > lastKept(row.interval);
    }
    /// Bars that open later end after `from`.
    [[nodiscard]] UnixNanos lastKept(Interval interval) const noexcept {
        const auto length = static_cast<std::int64_t>(interval);
        constexpr std::int64_t kFirst = std::numeric_limits<std::int64_t>::min();
        return UnixNanos(from.value() < kFirst + length ? kFirst : from.value() - length);
    }
};
/// What is never dropped, in the order in which it was written: a market or a run stands before the rows that name it.
using OwnEntry = std::variant<MarketRecord, RunRecord, OwnRow, ForgetEntry>;
using MarketEntry = std::variant<CandleRow, TradeRow>;

/// Rows of one transaction. Own rows are written first.
struct Batch {
    std::vector<OwnEntry> own;
    std::vector<MarketEntry> market;
    [[nodiscard]] std::size_t size() const noexcept { return own.size() + market.size(); }
    void clear() noexcept {
        own.clear();
        market.clear();
    }
};

/// Between the callers (any thread) and the writer thread. A caller holds the lock only to append.
class WriteQueue {
  public:
    WriteQueue(std::size_t marketRowsBound, std::size_t batchRows, std::chrono::milliseconds window);

    void push(OwnEntry entry);
    /// Rows that were queued before are gone with it, though they would be written after own entries.
    void push(const ForgetEntry& entry);
    void push(std::span<const CandleRow> rows) { pushMarket(rows); }
    void push(std::span<const TradeRow> rows) { pushMarket(rows); }
    void pushFlush(Answer<void> answer);
    /// No more waiting: what is queued is to be written now.
    void stop();

    /// Writer thread. Returns when a batch is worth writing: it is full, its rows have waited for the window, a flush
    /// asks for it or the end has come. `busy`: returns at once, there is other work.
    void waitForBatch(bool busy);
    /// Writer thread. Returns after `patience`, or earlier when a flush asks or the end comes.
    void pause(std::chrono::milliseconds patience);
    /// Writer thread. Returns when a flush asks or the end comes.
    void pauseForRequest();
    /// Writer thread. Moves the oldest rows into an empty batch, own rows first.
    void take(Batch& batch);
    /// Writer thread. So many rows of a batch have come to rest, in the database or refused.
    void settle(std::size_t rows);
    /// Answers of the flushes whose rows have all been taken or dropped.
    [[nodiscard]] std::vector<Answer<void>> takeServedFlushes();
    /// Answers of all flushes.
    [[nodiscard]] std::vector<Answer<void>> takeAllFlushes();

    /// Writer thread. The database is damaged: rows queued, in hand or still to come are given up; waiting() counts
    /// them.
    void abandon();

    [[nodiscard]] bool stopping() const;
    /// Rows not yet settled or dropped, those of the batch in hand included.
    [[nodiscard]] std::uint64_t waiting() const noexcept { return m_waiting.load(std::memory_order_relaxed); }
    /// Candles and trades dropped since the start.
    [[nodiscard]] std::uint64_t dropped() const noexcept { return m_dropped.load(std::memory_order_relaxed); }

  private:
    /// Counts of rows pushed before the flush; it is served when as many have left the queue at its front.
    struct Flush {
        std::uint64_t own = 0;
        std::uint64_t market = 0;
        Answer<void> answer;
    };

    template<class Row>
    void pushMarket(std::span<const Row> rows);
    /// With the lock held: flushes wait for the rows before them that are left.
    void erase(const ForgetEntry& entry);
    /// With the lock held: the writer is not to wait for more rows.
    [[nodiscard]] bool urgent() const;

    const std::size_t m_marketRowsBound;
    const std::size_t m_batchRows;
    const std::chrono::milliseconds m_window;

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<OwnEntry> m_own;
    std::deque<MarketEntry> m_market;
    std::deque<Flush> m_flushes;
    std::uint64_t m_ownLeft = 0;    ///< entries that have left m_own
    std::uint64_t m_marketLeft = 0; ///< entries that have left m_market at its front, dropped ones included
    bool m_stopping = false;
    bool m_abandoned = false;
    std::atomic<std::uint64_t> m_waiting{0};
    std::atomic<std::uint64_t> m_dropped{0};
};

} // namespace qd::store::sqlite
