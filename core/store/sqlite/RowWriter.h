#pragma once

#include "core/store/sqlite/AccountCodec.h"
#include "core/store/sqlite/Codec.h"

#include <optional>
#include <string>

namespace qd::store::sqlite {

/// Writes rows within the caller's transaction. Writer thread. Throws SQLite::Exception: see guarded().
class RowWriter {
  public:
    explicit RowWriter(SQLite::Database& db);

    /// False when the row cannot be stored; nothing of it is then. `refusal()` says why.
    [[nodiscard]] bool write(const OwnEntry& entry);
    [[nodiscard]] bool write(const MarketEntry& entry);
    /// Of the last row refused.
    [[nodiscard]] const std::string& refusal() const noexcept { return m_refusal; }

  private:
    template<class Row>
    [[nodiscard]] bool writeRow(SQLite::Statement& insert, const Row& row);
    [[nodiscard]] bool writeOwn(const OwnRow& row);
    [[nodiscard]] bool writeOrder(const OrderRow& row);
    void forget(const ForgetEntry& entry);

    std::string m_refusal;
    SQLite::Statement m_market;
    SQLite::Statement m_run;
    SQLite::Statement m_candle;
    SQLite::Statement m_trade;
    SQLite::Statement m_adoptOrder;
    SQLite::Statement m_order;
    SQLite::Statement m_fill;
    SQLite::Statement m_funding;
    SQLite::Statement m_event;
    SQLite::Statement m_payment;
    SQLite::Statement m_ledger;
    SQLite::Statement m_liquidation;
    SQLite::Statement m_equity;
    SQLite::Statement m_gap;
    SQLite::Statement m_forgetCandles;
    SQLite::Statement m_forgetFunding;
    SQLite::Statement m_forgetGaps;
    SQLite::Statement m_endGap;
};

} // namespace qd::store::sqlite
