#pragma once

#include "core/store/sqlite/Values.h"
#include "core/store/sqlite/WriteQueue.h"

#include <array>
#include <span>
#include <string>
#include <string_view>

/// How each kind of row lies in its table. Binding and reading follow the order of `columns`.
namespace qd::store::sqlite {

struct Table {
    std::string_view name;
    std::span<const std::string_view> columns;
    std::size_t keys = 0;       ///< the first so many columns identify a row
    std::string_view kept = {}; ///< a column that stays when the row is written again without it
};

template<class Row>
[[nodiscard]] const Table& tableOf();

/// What happens when a row with the same key exists.
enum class OnConflict : std::uint8_t { Keep, Replace };
[[nodiscard]] std::string insertSql(const Table& table, OnConflict onConflict);
/// "SELECT <columns> FROM <table> ".
[[nodiscard]] std::string selectSql(const Table& table);

void bindRow(SQLite::Statement& statement, const MarketRecord& row);
void bindRow(SQLite::Statement& statement, const RunRecord& row);
void bindRow(SQLite::Statement& statement, const CandleRow& row);
void bindRow(SQLite::Statement& statement, const TradeRow& row);
void bindRow(SQLite::Statement& statement, const OrderRow& row);
void bindRow(SQLite::Statement& statement, const FillRow& row);
void bindRow(SQLite::Statement& statement, const FundingRow& row);
void bindRow(SQLite::Statement& statement, const EventRow& row);
void bindRow(SQLite::Statement& statement, const GapRow& row);

/// Reads the columns of the row's table.
void readRow(ColumnReader& in, MarketRecord& row);
void readRow(ColumnReader& in, RunRecord& row);
void readRow(ColumnReader& in, TradeRow& row);
void readRow(ColumnReader& in, OrderRow& row);
void readRow(ColumnReader& in, FillRow& row);
void readRow(ColumnReader& in, FundingRow& row);
void readRow(ColumnReader& in, EventRow& row);
void readRow(ColumnReader& in, GapRow& row);
/// Reads open_time to trades: market and interval are known to who asks. Refuses times off the interval's grid.
void readBar(ColumnReader& in, Interval interval, Candle& bar);

/// Whether the row's key can be stored and found again; see Rows.h.
[[nodiscard]] bool isStorable(const CandleRow& row) noexcept;
[[nodiscard]] bool isStorable(const TradeRow& row) noexcept;
[[nodiscard]] bool isStorable(const FillRow& row) noexcept;
template<class Row>
[[nodiscard]] constexpr bool isStorable(const Row&) noexcept {
    return true;
}

/// Intervals a bar may have, shortest first.
inline constexpr std::array kIntervals{Interval::S1,  Interval::S5, Interval::S15, Interval::M1, Interval::M5,
                                       Interval::M15, Interval::H1, Interval::H4,  Interval::D1};

/// Bars open within these times, so that every interval's bounds can be computed in 64 bits.
inline constexpr UnixNanos kFirstOpenTime{std::numeric_limits<std::int64_t>::min() + kNanosPerDay};
inline constexpr UnixNanos kLastOpenTime{std::numeric_limits<std::int64_t>::max() - kNanosPerDay};

} // namespace qd::store::sqlite
