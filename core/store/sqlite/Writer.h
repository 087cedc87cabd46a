#pragma once

#include "core/ports/Executor.h"
#include "core/store/SqliteStore.h"
#include "core/store/sqlite/Connection.h"
#include "core/store/sqlite/Retention.h"
#include "core/store/sqlite/RowWriter.h"
#include "core/store/sqlite/WriteQueue.h"

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace qd::store::sqlite {

/// The writer thread: takes batches from the queue, writes each in one transaction, then keeps the file within its
/// limits. A batch that fails is kept and tried again, less and less often; damage ends writing.
class Writer {
  public:
    /// Throws SQLite::Exception when the tables are not ours.
    Writer(SQLite::Database db, const SqliteOptions& options, WriteQueue& queue, ports::Executor& executor,
           SqliteStore::NoticeHandler onNotice);
    /// Writes what is queued. The queue has been stopped.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Any thread; the queue's part is not filled in.
    [[nodiscard]] StoreStatus status() const;

  private:
    void run();
    /// One batch and a bounded amount of retention. The value tells whether retention has more to do.
    [[nodiscard]] StoreResult<bool> work();
    [[nodiscard]] StoreResult<void> writeBatch();
    [[nodiscard]] StoreResult<bool> trim();
    void onWorked(bool trimming);
    void onFailed(const Error<StoreCode>& error);
    /// Tells of rows dropped or refused, at most every few seconds unless it is to be `now`.
    void reportLosses(bool now);
    void reportUnreachable(bool unreachable);
    void finish();
    void notify(NoticeKind kind, std::string text);
    void answerFlushes(std::vector<Answer<void>> flushes, const StoreResult<void>& result);

    SQLite::Database m_db;
    std::filesystem::path m_file;
    RowWriter m_rows;
    Retention m_retention;
    WriteQueue& m_queue;
    ports::Executor& m_executor;
    SqliteStore::NoticeHandler m_onNotice;

    // Writer thread only.
    Batch m_batch;                        ///< in hand: not empty after a failure
    std::chrono::milliseconds m_patience; ///< until the next attempt
    std::optional<StoreCode> m_failing;
    bool m_unreachable = false;
    std::uint64_t m_droppedReported = 0;
    std::uint64_t m_refusedReported = 0;
    std::optional<std::chrono::steady_clock::time_point> m_lossesReportedAt;

    std::atomic<std::uint64_t> m_written{0};
    std::atomic<std::uint64_t> m_refused{0};
    std::atomic<std::uint64_t> m_fileBytes{0};
    mutable std::mutex m_faultMutex;
    std::optional<std::string> m_fault;

    std::jthread m_thread;
};

} // namespace qd::store::sqlite
