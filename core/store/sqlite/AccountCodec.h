#pragma once

#include "core/store/sqlite/Codec.h"

/// Rows of accounts beside orders and fills, in their tables.
namespace qd::store::sqlite {

void bindRow(SQLite::Statement& statement, const PaymentRow& row);
void bindRow(SQLite::Statement& statement, const LedgerRow& row);
void bindRow(SQLite::Statement& statement, const LiquidationRow& row);
void bindRow(SQLite::Statement& statement, const EquityRow& row);

void readRow(ColumnReader& in, PaymentRow& row);
void readRow(ColumnReader& in, LedgerRow& row);
void readRow(ColumnReader& in, LiquidationRow& row);
void readRow(ColumnReader& in, EquityRow& row);

[[nodiscard]] bool isStorable(const PaymentRow& row) noexcept;
[[nodiscard]] bool isStorable(const LedgerRow& row) noexcept;
[[nodiscard]] bool isStorable(const LiquidationRow& row) noexcept;

} // namespace qd::store::sqlite
