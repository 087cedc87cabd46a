#pragma once

#include "core/base/File.h"
#include "core/ports/Executor.h"
#include "core/store/Store.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace qd::store {

namespace sqlite {
struct Opened;
class Reader;
class WriteQueue;
class Writer;
} // namespace sqlite

struct SqliteOptions {
    std::filesystem::path file; ///< made when absent; the folder must exist
    /// Size of the file beyond which the oldest public trades are removed, then the oldest candles, those of the
    /// shortest interval first; never rows of accounts, funding, gaps, runs or events. The write-ahead log beside it
    /// (some MB) is extra.
    std::uint64_t maxBytes = 4ULL << 30U;
    std::uint64_t tradesKept = 2'000'000;       ///< public trades of all markets together; about 60 bytes each
    std::size_t marketRowsQueued = 100'000;     ///< candles and trades waiting; about 10 MB
    std::size_t batchRows = 8'192;              ///< rows a transaction, at most
    std::chrono::milliseconds batchWindow{100}; ///< rows are collected this long before a transaction is begun
    /// Files up to this size are compared with themselves before anything is written to them (about 3 ms a megabyte).
    /// Larger ones: Store::checkIntegrity().
    std::uint64_t checkedBytes = 32ULL << 20U;
    std::chrono::milliseconds busyTimeout{2'000}; ///< patience with another process that holds SQLite's lock
    std::string
        vfs; ///< SQLite's name of the file layer; empty = the system's. Replaced in tests to make the disk fail.
};

/// The store in one SQLite file. It has two threads, "qd-store-write" and "qd-store-read", each with its own
/// connection.
class SqliteStore final : public Store {
  public:
    using NoticeHandler = std::function<void(const StoreNotice&)>;

    /// Opens, making or migrating the database first. Waits for the disk: not for the main thread. Answers and notices
    /// are delivered on the executor, which must outlive the store; what they use must still be there when the executor
    /// runs them. Errors: all but Closed; a refused file is left as it is.
    [[nodiscard]] static StoreResult<std::unique_ptr<SqliteStore>>
    open(SqliteOptions options, ports::Executor& executor, NoticeHandler onNotice);
    ~SqliteStore() override;

    using Store::readFills;
    using Store::readOrders;
    using Store::write;
    [[nodiscard]] MarketKey market(std::string_view symbol) override;
    [[nodiscard]] std::optional<std::string> symbolOf(MarketKey market) const override;
    RunId beginRun(RunStart start) override;
    [[nodiscard]] RunId currentRun() const override;
    void write(std::span<const CandleRow> rows) override;
    void write(std::span<const TradeRow> rows) override;
    void write(OwnRow row) override;
    void forget(MarketKey market, UnixNanos from) override;
    void flush(Answer<void> answer) override;
    void readCandles(MarketKey market, Interval interval, UnixNanos before, std::size_t limit,
                     Answer<CandlePage> answer) override;
    void readTrades(RunId run, MarketKey market, TradeId before, std::size_t limit,
                    Answer<std::vector<TradeRow>> answer) override;
    void readFills(RunId run, const RowFilter& filter, std::uint64_t before, std::size_t limit,
                   Answer<std::vector<FillRow>> answer) override;
    void readOrders(RunId run, const RowFilter& filter, std::uint64_t before, std::size_t limit,
                    Answer<std::vector<NumberedOrder>> answer) override;
    void readPayments(RunId run, const RowFilter& filter, std::uint64_t before, std::size_t limit,
                      Answer<std::vector<PaymentRow>> answer) override;
    void readLedger(RunId run, const RowFilter& filter, std::uint64_t before, std::size_t limit,
                    Answer<std::vector<LedgerRow>> answer) override;
    void readLiquidations(RunId run, const RowFilter& filter, std::uint64_t before, std::size_t limit,
                          Answer<std::vector<LiquidationRow>> answer) override;
    void readEquity(RunId run, Interval interval, UnixNanos from, UnixNanos before, std::size_t limit,
                    Answer<std::vector<EquityRow>> answer) override;
    void readFunding(MarketKey market, UnixNanos before, std::size_t limit,
                     Answer<std::vector<FundingRow>> answer) override;
    void readEvents(std::uint64_t before, std::size_t limit, Answer<std::vector<EventRecord>> answer) override;
    void readRuns(Answer<std::vector<RunRecord>> answer) override;
    void checkIntegrity(Answer<void> answer) override;
    [[nodiscard]] StoreStatus status() const override;

  private:
    SqliteStore(FileLock lock, sqlite::Opened opened, const SqliteOptions& options, ports::Executor& executor,
                NoticeHandler onNotice);

    FileLock m_lock; ///< outlives both connections
    mutable std::mutex m_namesMutex;
    std::map<std::string, MarketKey, std::less<>> m_keys;
    std::map<MarketKey, std::string> m_symbols;
    std::uint32_t m_lastMarket = 0;
    std::atomic<std::uint32_t> m_run;
    std::unique_ptr<sqlite::WriteQueue> m_queue;
    std::unique_ptr<sqlite::Writer> m_writer;
    std::unique_ptr<sqlite::Reader> m_reader; ///< ends first, so that the writer's connection is the last to close
};

} // namespace qd::store
