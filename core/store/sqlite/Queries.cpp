#include "core/store/sqlite/Queries.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace qd::store::sqlite {
namespace {

/// The last number below `before`. Stored numbers are in [1, 2^63).
std::int64_t lastBefore(std::uint64_t before) noexcept {
    constexpr std::uint64_t kLargest = std::numeric_limits<std::int64_t>::max();
    return static_cast<std::int64_t>(before == 0 ? 0 : std::min(before - 1, kLargest));
}

std::int64_t pageLimit(std::size_t limit) noexcept { return static_cast<std::int64_t>(std::min(limit, kMaxPageRows)); }

/// "SELECT seq, <columns> FROM <table> ".
template<class Row>
std::string numberedSql() {
    std::string sql = selectSql(tableOf<Row>());
    return sql.replace(0, std::string_view("SELECT").size(), "SELECT seq,");
}

template<class Row>
const Table& tableOfRow(const Row&) {
    return tableOf<Row>();
}
template<class Row>
const Table& tableOfRow(const Numbered<Row>&) {
    return tableOf<Row>();
}

template<class Row>
void readColumns(ColumnReader& in, Row& row) {
    readRow(in, row);
}
template<class Row>
void readColumns(ColumnReader& in, Numbered<Row>& record) {
    in.get(record.number);
    readRow(in, record.row);
}

/// "column IS NULL parameter or equal": a choice that is not made takes every row. It follows the parameters before it.
std::string chosen(const char* column) { return fmt::format(" AND {} = coalesce(?, {})", column, column); }
/// A page of a run's rows in the order of `number`, newest first; the parameters are those of pageOf below.
std::string pageSql(const std::string& select, const char* number, const char* time, const std::string& choices) {
    return select + fmt::format("WHERE run = ? AND {0} <= ? AND {1} >= ? AND {1} < ?{2} ORDER BY {0} DESC LIMIT ?",
                                number, time, choices);
}
template<class T>
std::optional<std::int64_t> choice(const std::optional<T>& value) {
    return value ? std::optional(stored(*value)) : std::nullopt;
}

} // namespace

Queries::Queries(SQLite::Database& db, std::filesystem::path file)
    : m_file(std::move(file))
    , m_candles(db, m_file)
    , m_trades(db, selectSql(tableOf<TradeRow>()) + "WHERE market = ? AND run = ? AND id <= ? ORDER BY id DESC LIMIT ?")
    , m_fills(db, pageSql(selectSql(tableOf<FillRow>()), "sequence", "ts", chosen("venue_market") + chosen("side")))
    , m_orders(db, pageSql(numberedSql<OrderRow>() + "INDEXED BY orders_by_run ", "seq", "created_at",
                           chosen("venue_market") + chosen("side")))
    , m_payments(db, pageSql(selectSql(tableOf<PaymentRow>()), "number", "ts", chosen("venue_market")))
    , m_ledger(db, pageSql(selectSql(tableOf<LedgerRow>()), "number", "ts", chosen("kind") + chosen("asset")))
    , m_liquidations(db, pageSql(selectSql(tableOf<LiquidationRow>()), "number", "ts", chosen("venue_market")))
    , m_equity(db, selectSql(tableOf<EquityRow>()) +
                       "WHERE run = ? AND ts >= ? AND ts < ? AND ts % ? = 0 ORDER BY ts DESC LIMIT ?")
    , m_funding(db, selectSql(tableOf<FundingRow>()) + "WHERE market = ? AND ts < ? ORDER BY ts DESC LIMIT ?")
    , m_events(db, numberedSql<EventRow>() + "WHERE seq <= ? ORDER BY seq DESC LIMIT ?")
    , m_runs(db, selectSql(tableOf<RunRecord>()) + "ORDER BY id DESC") {}

template<class Row, class... Values>
StoreResult<std::vector<Row>> Queries::page(SQLite::Statement& select, const Values&... values) {
    const Rewind rewind(select);
    bindAll(select, values...);
    std::vector<Row> rows;
    while (select.executeStep()) {
        Row row;
        ColumnReader in(select);
        readColumns(in, row);
        if (!in.ok())
            return fail(StoreCode::Damaged, fmt::format("{}: table {}, row {} of the page: bad {}", m_file.string(),
                                                        tableOfRow(row).name, rows.size() + 1, in.badColumn()));
        rows.push_back(std::move(row));
    }
    return rows;
}

StoreResult<std::vector<TradeRow>> Queries::trades(RunId run, MarketKey market, TradeId before, std::size_t limit) {
    return page<TradeRow>(m_trades, market, run, lastBefore(before.value()), pageLimit(limit));
}
StoreResult<std::vector<FillRow>> Queries::fills(RunId run, const RowFilter& f, std::uint64_t before,
                                                 std::size_t limit) {
    return page<FillRow>(m_fills, run, lastBefore(before), f.from, f.until, choice(f.market), choice(f.side),
                         pageLimit(limit));
}
StoreResult<std::vector<NumberedOrder>> Queries::orders(RunId run, const RowFilter& f, std::uint64_t before,
                                                        std::size_t limit) {
    return page<NumberedOrder>(m_orders, run, lastBefore(before), f.from, f.until, choice(f.market), choice(f.side),
                               pageLimit(limit));
}
StoreResult<std::vector<PaymentRow>> Queries::payments(RunId run, const RowFilter& f, std::uint64_t before,
                                                       std::size_t limit) {
    return page<PaymentRow>(m_payments, run, lastBefore(before), f.from, f.until, choice(f.market), pageLimit(limit));
}
StoreResult<std::vector<LedgerRow>> Queries::ledger(RunId run, const RowFilter& f, std::uint64_t before,
                                                    std::size_t limit) {
    return page<LedgerRow>(m_ledger, run, lastBefore(before), f.from, f.until, choice(f.posting), choice(f.asset),
                           pageLimit(limit));
}
StoreResult<std::vector<LiquidationRow>> Queries::liquidations(RunId run, const RowFilter& f, std::uint64_t before,
                                                               std::size_t limit) {
    return page<LiquidationRow>(m_liquidations, run, lastBefore(before), f.from, f.until, choice(f.market),
                                pageLimit(limit));
}
StoreResult<std::vector<EquityRow>> Queries::equity(RunId run, Interval interval, UnixNanos from, UnixNanos before,
                                                    std::size_t limit) {
    return page<EquityRow>(m_equity, run, from, before, interval, pageLimit(limit));
}
StoreResult<std::vector<FundingRow>> Queries::funding(MarketKey market, UnixNanos before, std::size_t limit) {
    return page<FundingRow>(m_funding, market, before, pageLimit(limit));
}
StoreResult<std::vector<EventRecord>> Queries::events(std::uint64_t before, std::size_t limit) {
    return page<EventRecord>(m_events, lastBefore(before), pageLimit(limit));
}
StoreResult<std::vector<RunRecord>> Queries::runs() { return page<RunRecord>(m_runs); }

} // namespace qd::store::sqlite
