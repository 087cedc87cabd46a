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

} // namespace

Queries::Queries(SQLite::Database& db, std::filesystem::path file)
    : m_file(std::move(file))
    , m_candles(db, m_file)
    , m_trades(db, selectSql(tableOf<TradeRow>()) + "WHERE market = ? AND run = ? AND id <= ? ORDER BY id DESC LIMIT ?")
    , m_fills(db, selectSql(tableOf<FillRow>()) + "WHERE run = ? AND sequence <= ? ORDER BY sequence DESC LIMIT ?")
    , m_orders(db, numberedSql<OrderRow>() +
                       "INDEXED BY orders_by_run WHERE run = ? AND seq <= ? ORDER BY seq DESC LIMIT ?")
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
StoreResult<std::vector<FillRow>> Queries::fills(RunId run, std::uint64_t before, std::size_t limit) {
    return page<FillRow>(m_fills, run, lastBefore(before), pageLimit(limit));
}
StoreResult<std::vector<OrderRecord>> Queries::orders(RunId run, std::uint64_t before, std::size_t limit) {
    return page<OrderRecord>(m_orders, run, lastBefore(before), pageLimit(limit));
}
StoreResult<std::vector<FundingRow>> Queries::funding(MarketKey market, UnixNanos before, std::size_t limit) {
    return page<FundingRow>(m_funding, market, before, pageLimit(limit));
}
StoreResult<std::vector<EventRecord>> Queries::events(std::uint64_t before, std::size_t limit) {
    return page<EventRecord>(m_events, lastBefore(before), pageLimit(limit));
}
StoreResult<std::vector<RunRecord>> Queries::runs() { return page<RunRecord>(m_runs); }

} // namespace qd::store::sqlite
