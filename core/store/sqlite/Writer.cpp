#include "core/store/sqlite/Writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <pthread.h>
#include <utility>

namespace qd::store::sqlite {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr auto kFirstPatience = 250ms;
constexpr auto kLongestPatience = 10'000ms;
/// Retention between two batches: more than a batch adds, little enough for the next one not to wait long.
constexpr auto kTrimBudget = 50ms;
constexpr auto kLossInterval = 5s;

} // namespace

Writer::Writer(SQLite::Database db, const SqliteOptions& options, WriteQueue& queue, ports::Executor& executor,
               SqliteStore::NoticeHandler onNotice)
    : m_db(std::move(db))
    , m_file(options.file)
    , m_rows(m_db)
    , m_retention(m_db, {options.maxBytes, options.tradesKept})
    , m_queue(queue)
    , m_executor(executor)
    , m_onNotice(std::move(onNotice))
    , m_patience(kFirstPatience)
    , m_thread([this] { run(); }) {
    pthread_setname_np(m_thread.native_handle(), "qd-store-write");
}

Writer::~Writer() { m_thread.join(); }

StoreStatus Writer::status() const {
    StoreStatus status;
    status.writtenRows = m_written;
    status.refusedRows = m_refused;
    status.fileBytes = m_fileBytes;
    const std::lock_guard lock(m_faultMutex);
    status.fault = m_fault;
    return status;
}

void Writer::run() {
    bool trimming = true; // the limits may have been lowered since the last time
    while (true) {
        m_queue.waitForBatch(trimming || m_failing.has_value());
        const bool last = m_queue.stopping(); // rows pushed after this are not expected
        const auto worked = work();
        if (worked) {
            trimming = *worked;
            onWorked(trimming);
            if (last && m_queue.waiting() == 0) break;
            continue;
        }
        onFailed(worked.error());
        if (last) break;
        if (m_failing == StoreCode::Damaged)
            m_queue.pauseForRequest();
        else
            m_queue.pause(
                std::exchange(m_patience, std::min<std::chrono::milliseconds>(m_patience * 2, kLongestPatience)));
    }
    finish();
}

StoreResult<bool> Writer::work() {
    if (m_failing == StoreCode::Damaged) return fail(StoreCode::Damaged, *m_fault);
    if (m_batch.size() == 0) m_queue.take(m_batch);
    if (auto written = writeBatch(); !written) return std::unexpected(written.error());
    return trim();
}

StoreResult<void> Writer::writeBatch() {
    if (m_batch.size() == 0) return {};
    std::uint64_t refused = 0;
    auto written = guarded(m_file, "writing", [&]() -> StoreResult<void> {
        SQLite::Transaction transaction(m_db, SQLite::TransactionBehavior::IMMEDIATE);
        for (const OwnEntry& entry : m_batch.own) refused += m_rows.write(entry) ? 0U : 1U;
        for (const MarketEntry& entry : m_batch.market) refused += m_rows.write(entry) ? 0U : 1U;
        transaction.commit();
        return {};
    });
    if (!written) return written;
    m_written += m_batch.size() - refused;
    m_refused += refused;
    m_queue.settle(m_batch.size());
    m_batch.clear();
    return {};
}

StoreResult<bool> Writer::trim() {
    return guarded(m_file, "removing old rows", [&]() -> StoreResult<bool> {
        const auto end = steady_clock::now() + kTrimBudget;
        auto step = Retention::Step::Worked;
        while (step == Retention::Step::Worked && steady_clock::now() < end) step = m_retention.step();
        m_fileBytes = m_retention.fileBytes();
        if (step != Retention::Step::Worked) reportUnreachable(step == Retention::Step::Unreachable);
        return step == Retention::Step::Worked;
    });
}

void Writer::onWorked(bool trimming) {
    if (std::exchange(m_failing, std::nullopt)) {
        m_patience = kFirstPatience;
        {
            const std::lock_guard lock(m_faultMutex);
            m_fault.reset();
        }
        notify(NoticeKind::WriteRecovered, fmt::format("{}: written again, nothing kept was lost", m_file.string()));
    }
    reportLosses(false);
    if (!trimming) answerFlushes(m_queue.takeServedFlushes(), {});
}

void Writer::onFailed(const Error<StoreCode>& error) {
    const bool damaged = error.code == StoreCode::Damaged;
    if (std::exchange(m_failing, error.code) != error.code) {
        {
            const std::lock_guard lock(m_faultMutex);
            m_fault = error.detail;
        }
        notify(damaged ? NoticeKind::DamageFound : NoticeKind::WriteFailed,
               fmt::format("{}; {}", error.detail,
                           damaged ? "nothing more is written to it" : "rows are kept and tried again"));
    }
    if (damaged) {
        m_batch.clear();
        m_queue.abandon();
    }
    reportLosses(false);
    answerFlushes(m_queue.takeAllFlushes(), std::unexpected(error));
}

/// The end: everything is written, or the last attempt failed.
void Writer::finish() {
    reportLosses(true);
    if (m_failing) {
        notify(NoticeKind::RowsLost,
               fmt::format("{}: closed with {} rows not written: {}", m_file.string(), m_queue.waiting(), *m_fault));
        answerFlushes(m_queue.takeAllFlushes(), fail(*m_failing, *m_fault));
    } else {
        answerFlushes(m_queue.takeAllFlushes(), {});
    }
}

void Writer::reportLosses(bool now) {
    const std::uint64_t dropped = m_queue.dropped() - m_droppedReported;
    const std::uint64_t refused = m_refused - m_refusedReported;
    if (dropped == 0 && refused == 0) return;
    const auto time = steady_clock::now();
    if (!now && m_lossesReportedAt && time - *m_lossesReportedAt < kLossInterval) return;
    m_lossesReportedAt = time;
    m_droppedReported += dropped;
    m_refusedReported += refused;
    if (dropped > 0)
        notify(NoticeKind::RowsDropped,
               fmt::format("{}: {} candles and trades dropped, the database cannot follow", m_file.string(), dropped));
    if (refused > 0)
        notify(NoticeKind::RowsRefused,
               fmt::format("{}: {} rows refused, the last one: {}", m_file.string(), refused, m_rows.refusal()));
}

void Writer::reportUnreachable(bool unreachable) {
    if (std::exchange(m_unreachable, unreachable) || !unreachable) return;
    notify(NoticeKind::LimitUnreachable,
           fmt::format("{}: {} bytes, more than its limit, and nothing left that may be removed", m_file.string(),
                       m_fileBytes.load()));
}

void Writer::notify(NoticeKind kind, std::string text) {
    if (!m_onNotice) return;
    m_executor.post([handler = m_onNotice, notice = StoreNotice{kind, std::move(text)}] { handler(notice); });
}

void Writer::answerFlushes(std::vector<Answer<void>> flushes, const StoreResult<void>& result) {
    for (auto& answer : flushes) {
        m_executor.post([answer = std::move(answer), result]() mutable { answer(std::move(result)); });
    }
}

} // namespace qd::store::sqlite
