#include "core/store/SqliteStore.h"

#include "core/store/sqlite/Connection.h"
#include "core/store/sqlite/Reader.h"
#include "core/store/sqlite/WriteQueue.h"
#include "core/store/sqlite/Writer.h"

#include <fmt/format.h>

#include <utility>

namespace qd::store {
namespace {

/// On a file beside the database: the database's own descriptors belong to SQLite, closing another one would drop its
/// locks.
StoreResult<FileLock> lockFor(const std::filesystem::path& file) {
    auto lockFile = file;
    lockFile += ".lock";
    auto lock = FileLock::acquire(lockFile);
    if (lock) return std::move(*lock);
    switch (lock.error().code) {
    case FileCode::Locked: return fail(StoreCode::Locked, fmt::format("{}: in use by another process", file.string()));
    case FileCode::NoSpace: return fail(StoreCode::NoSpace, lock.error().detail);
    default: return fail(StoreCode::File, lock.error().detail);
    }
}

} // namespace

StoreResult<std::unique_ptr<SqliteStore>> SqliteStore::open(SqliteOptions options, ports::Executor& executor,
                                                            NoticeHandler onNotice) {
    std::error_code error;
    options.file =
        std::filesystem::absolute(options.file, error); // SQLite gives names like "file:x" a meaning of their own
    if (error) return fail(StoreCode::File, fmt::format("{}: {}", options.file.string(), error.message()));
    auto lock = lockFor(options.file);
    if (!lock) return std::unexpected(lock.error());
    auto opened = sqlite::openDatabase(options);
    if (!opened) return std::unexpected(opened.error());
    return sqlite::guarded(options.file, "preparing statements", [&]() -> StoreResult<std::unique_ptr<SqliteStore>> {
        return std::unique_ptr<SqliteStore>(
            new SqliteStore(std::move(*lock), std::move(*opened), options, executor, std::move(onNotice)));
    });
}

SqliteStore::SqliteStore(FileLock lock, sqlite::Opened opened, const SqliteOptions& options, ports::Executor& executor,
                         NoticeHandler onNotice)
    : m_lock(std::move(lock))
    , m_run(opened.lastRun.value())
    , m_queue(std::make_unique<sqlite::WriteQueue>(options.marketRowsQueued, options.batchRows, options.batchWindow)) {
    for (const auto& record : opened.markets) {
        m_keys.emplace(record.symbol, record.market);
        m_symbols.emplace(record.market, record.symbol);
        m_lastMarket = std::max(m_lastMarket, record.market.value());
    }
    m_reader = std::make_unique<sqlite::Reader>(std::move(opened.reader), options.file, executor);
    m_writer =
        std::make_unique<sqlite::Writer>(std::move(opened.writer), options, *m_queue, executor, std::move(onNotice));
}

SqliteStore::~SqliteStore() {
    m_reader.reset();
    m_queue->stop();
    m_writer.reset();
}

MarketKey SqliteStore::market(std::string_view symbol) {
    const std::lock_guard lock(m_namesMutex);
    if (const auto known = m_keys.find(symbol); known != m_keys.end()) return known->second;
    const MarketKey key(++m_lastMarket);
    m_keys.emplace(symbol, key);
    m_symbols.emplace(key, symbol);
    // Under the lock, so that no other thread can queue a row of this market before the market itself.
    m_queue->push(sqlite::MarketRecord{key, std::string(symbol)});
    return key;
}

std::optional<std::string> SqliteStore::symbolOf(MarketKey market) const {
    const std::lock_guard lock(m_namesMutex);
    const auto known = m_symbols.find(market);
    return known == m_symbols.end() ? std::nullopt : std::optional(known->second);
}

RunId SqliteStore::beginRun(RunStart start) {
    const std::lock_guard lock(m_namesMutex);
    const RunId run(m_run.load() + 1);
    m_queue->push(RunRecord{run, std::move(start)});
    m_run = run.value();
    return run;
}

RunId SqliteStore::currentRun() const { return RunId(m_run.load()); }

void SqliteStore::write(std::span<const CandleRow> rows) { m_queue->push(rows); }
void SqliteStore::write(std::span<const TradeRow> rows) { m_queue->push(rows); }
void SqliteStore::write(OwnRow row) { m_queue->push(sqlite::OwnEntry(std::move(row))); }
void SqliteStore::forget(MarketKey market, UnixNanos from) { m_queue->push(sqlite::ForgetEntry{market, from}); }
void SqliteStore::flush(Answer<void> answer) { m_queue->pushFlush(std::move(answer)); }

void SqliteStore::readCandles(MarketKey market, Interval interval, UnixNanos before, std::size_t limit,
                              Answer<CandlePage> answer) {
    m_reader->ask(std::move(answer),
                  [=](sqlite::Queries& q) { return q.candles().newest(market, interval, before, limit); });
}

void SqliteStore::readTrades(RunId run, MarketKey market, TradeId before, std::size_t limit,
                             Answer<std::vector<TradeRow>> answer) {
    m_reader->ask(std::move(answer), [=](sqlite::Queries& q) { return q.trades(run, market, before, limit); });
}

void SqliteStore::readFills(RunId run, const RowFilter& filter, std::uint64_t before, std::size_t limit,
                            Answer<std::vector<FillRow>> answer) {
    m_reader->ask(std::move(answer), [=](sqlite::Queries& q) { return q.fills(run, filter, before, limit); });
}

void SqliteStore::readOrders(RunId run, const RowFilter& filter, std::uint64_t before, std::size_t limit,
                             Answer<std::vector<NumberedOrder>> answer) {
    m_reader->ask(std::move(answer), [=](sqlite::Queries& q) { return q.orders(run, filter, before, limit); });
}

void SqliteStore::readPayments(RunId run, const RowFilter& filter, std::uint64_t before, std::size_t limit,
                               Answer<std::vector<PaymentRow>> answer) {
    m_reader->ask(std::move(answer), [=](sqlite::Queries& q) { return q.payments(run, filter, before, limit); });
}

void SqliteStore::readLedger(RunId run, const RowFilter& filter, std::uint64_t before, std::size_t limit,
                             Answer<std::vector<LedgerRow>> answer) {
    m_reader->ask(std::move(answer), [=](sqlite::Queries& q) { return q.ledger(run, filter, before, limit); });
}

void SqliteStore::readLiquidations(RunId run, const RowFilter& filter, std::uint64_t before, std::size_t limit,
                                   Answer<std::vector<LiquidationRow>> answer) {
    m_reader->ask(std::move(answer), [=](sqlite::Queries& q) { return q.liquidations(run, filter, before, limit); });
}

void SqliteStore::readEquity(RunId run, Interval interval, UnixNanos from, UnixNanos before, std::size_t limit,
                             Answer<std::vector<EquityRow>> answer) {
    m_reader->ask(std::move(answer), [=](sqlite::Queries& q) { return q.equity(run, interval, from, before, limit); });
}

void SqliteStore::readFunding(MarketKey market, UnixNanos before, std::size_t limit,
                              Answer<std::vector<FundingRow>> answer) {
    m_reader->ask(std::move(answer), [=](sqlite::Queries& q) { return q.funding(market, before, limit); });
}

void SqliteStore::readEvents(std::uint64_t before, std::size_t limit, Answer<std::vector<EventRecord>> answer) {
    m_reader->ask(std::move(answer), [=](sqlite::Queries& q) { return q.events(before, limit); });
}

void SqliteStore::readRuns(Answer<std::vector<RunRecord>> answer) {
    m_reader->ask(std::move(answer), [](sqlite::Queries& q) { return q.runs(); });
}

void SqliteStore::checkIntegrity(Answer<void> answer) { m_reader->checkIntegrity(std::move(answer)); }

StoreStatus SqliteStore::status() const {
    StoreStatus status = m_writer->status();
    status.queuedRows = m_queue->waiting();
    status.droppedRows = m_queue->dropped();
    return status;
}

} // namespace qd::store
