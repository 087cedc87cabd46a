#include "core/store/sqlite/RowWriter.h"

#include "core/store/sqlite/Connection.h"

#include <fmt/format.h>

namespace qd::store::sqlite {
namespace {

template<class... F>
struct Overloaded : F... {
    using F::operator()...;
};

template<class Row>
std::string sqlFor(OnConflict onConflict) {
    return insertSql(tableOf<Row>(), onConflict);
}

} // namespace

RowWriter::RowWriter(SQLite::Database& db)
    : m_market(db, sqlFor<MarketRecord>(OnConflict::Keep))
    , m_run(db, sqlFor<RunRecord>(OnConflict::Keep))
    , m_candle(db, sqlFor<CandleRow>(OnConflict::Replace))
    , m_trade(db, sqlFor<TradeRow>(OnConflict::Keep))
    , m_adoptOrder(db, "UPDATE OR REPLACE orders SET order_id = ?, unnumbered = 0 "
                       "WHERE run = ? AND order_id = 0 AND unnumbered = ?")
    , m_order(db, sqlFor<OrderRow>(OnConflict::Replace))
    , m_fill(db, sqlFor<FillRow>(OnConflict::Keep))
    , m_funding(db, sqlFor<FundingRow>(OnConflict::Replace))
    , m_event(db, sqlFor<EventRow>(OnConflict::Keep))
    , m_payment(db, sqlFor<PaymentRow>(OnConflict::Keep))
    , m_ledger(db, sqlFor<LedgerRow>(OnConflict::Keep))
    , m_liquidation(db, sqlFor<LiquidationRow>(OnConflict::Keep))
    , m_equity(db, sqlFor<EquityRow>(OnConflict::Keep))
    , m_gap(db, sqlFor<GapRow>(OnConflict::Replace))
    , m_forgetCandles(db, "DELETE FROM candles WHERE market = ? AND interval = ? AND open_time > ?")
    , m_forgetFunding(db, "DELETE FROM funding WHERE market = ? AND ts >= ?")
    , m_forgetGaps(db, "DELETE FROM gaps WHERE market = ? AND ts >= ?")
    , m_endGap(db, "INSERT INTO gaps (market, ts, missing) SELECT market, ?, 0 FROM "
                   "(SELECT market, missing FROM gaps WHERE market = ? ORDER BY ts DESC LIMIT 1) WHERE missing = 1") {}

template<class Row>
bool RowWriter::writeRow(SQLite::Statement& insert, const Row& row) {
    if (!isStorable(row)) {
        m_refusal = fmt::format("table {}: key out of range", tableOf<Row>().name);
        return false;
    }
    const Rewind rewind(insert);
    try {
        bindRow(insert, row);
        insert.exec();
    } catch (const SQLite::Exception& e) {
        if (!isRowRefused(e)) throw;
        m_refusal = fmt::format("table {}: {}", tableOf<Row>().name, e.what());
        return false;
    }
    return true;
}

bool RowWriter::write(const OwnEntry& entry) {
    return std::visit(Overloaded{[this](const MarketRecord& row) { return writeRow(m_market, row); },
                                 [this](const RunRecord& row) { return writeRow(m_run, row); },
                                 [this](const OwnRow& row) { return writeOwn(row); },
                                 [this](const ForgetEntry& market) {
                                     forget(market);
                                     return true;
                                 }},
                      entry);
}

bool RowWriter::write(const MarketEntry& entry) {
    return std::visit(Overloaded{[this](const CandleRow& row) { return writeRow(m_candle, row); },
                                 [this](const TradeRow& row) { return writeRow(m_trade, row); }},
                      entry);
}

bool RowWriter::writeOwn(const OwnRow& row) {
    return std::visit(Overloaded{[this](const OrderRow& order) { return writeOrder(order); },
                                 [this](const FillRow& fill) { return writeRow(m_fill, fill); },
                                 [this](const FundingRow& funding) { return writeRow(m_funding, funding); },
                                 [this](const EventRow& event) { return writeRow(m_event, event); },
                                 [this](const PaymentRow& payment) { return writeRow(m_payment, payment); },
                                 [this](const LedgerRow& movement) { return writeRow(m_ledger, movement); },
                                 [this](const LiquidationRow& entry) { return writeRow(m_liquidation, entry); },
                                 [this](const EquityRow& sample) { return writeRow(m_equity, sample); },
                                 [this](const GapRow& gap) { return writeRow(m_gap, gap); }},
                      row);
}

/// An order that has got its number takes the row it had while it was known by its client id.
bool RowWriter::writeOrder(const OrderRow& row) {
    const Order& order = row.order.order;
    if (order.id.value() != 0 && order.terms.clientId.value() != 0)
        execute(m_adoptOrder, order.id, row.run, order.terms.clientId);
    return writeRow(m_order, row);
}

void RowWriter::forget(const ForgetEntry& entry) {
    for (const Interval i : kIntervals) execute(m_forgetCandles, entry.market, i, entry.lastKept(i));
    execute(m_forgetFunding, entry.market, entry.from);
    execute(m_forgetGaps, entry.market, entry.from);
    execute(m_endGap, entry.from, entry.market);
}

} // namespace qd::store::sqlite
