#pragma once

#include "core/store/sqlite/AccountCodec.h"
#include "core/store/sqlite/CandleQuery.h"
#include "core/store/sqlite/Codec.h"

#include <filesystem>
#include <vector>

namespace qd::store::sqlite {

/// The prepared reads of Store on the read-only connection. Reader thread. Throws SQLite::Exception: see guarded().
class Queries {
  public:
    Queries(SQLite::Database& db, std::filesystem::path file);

    [[nodiscard]] CandleQuery& candles() noexcept { return m_candles; }
    [[nodiscard]] StoreResult<std::vector<TradeRow>> trades(RunId run, MarketKey market, TradeId before,
                                                            std::size_t limit);
    [[nodiscard]] StoreResult<std::vector<FillRow>> fills(RunId run, const RowFilter& filter, std::uint64_t before,
                                                          std::size_t limit);
    [[nodiscard]] StoreResult<std::vector<NumberedOrder>> orders(RunId run, const RowFilter& filter,
                                                                 std::uint64_t before, std::size_t limit);
    [[nodiscard]] StoreResult<std::vector<PaymentRow>> payments(RunId run, const RowFilter& filter,
                                                                std::uint64_t before, std::size_t limit);
    [[nodiscard]] StoreResult<std::vector<LedgerRow>> ledger(RunId run, const RowFilter& filter, std::uint64_t before,
                                                             std::size_t limit);
    [[nodiscard]] StoreResult<std::vector<LiquidationRow>> liquidations(RunId run, const RowFilter& filter,
                                                                        std::uint64_t before, std::size_t limit);
    [[nodiscard]] StoreResult<std::vector<EquityRow>> equity(RunId run, Interval interval, UnixNanos from,
                                                             UnixNanos before, std::size_t limit);
    [[nodiscard]] StoreResult<std::vector<FundingRow>> funding(MarketKey market, UnixNanos before, std::size_t limit);
    [[nodiscard]] StoreResult<std::vector<EventRecord>> events(std::uint64_t before, std::size_t limit);
    [[nodiscard]] StoreResult<std::vector<RunRecord>> runs();

  private:
    template<class Row, class... Values>
    [[nodiscard]] StoreResult<std::vector<Row>> page(SQLite::Statement& select, const Values&... values);

    std::filesystem::path m_file;
    CandleQuery m_candles;
    SQLite::Statement m_trades;
    SQLite::Statement m_fills;
    SQLite::Statement m_orders;
    SQLite::Statement m_payments;
    SQLite::Statement m_ledger;
    SQLite::Statement m_liquidations;
    SQLite::Statement m_equity;
    SQLite::Statement m_funding;
    SQLite::Statement m_events;
    SQLite::Statement m_runs;
};

} // namespace qd::store::sqlite
