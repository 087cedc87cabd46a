#include "core/store/sqlite/AccountCodec.h"

namespace qd::store::sqlite {
namespace {

using Columns = std::string_view;

constexpr std::array<Columns, 7> kPaymentColumns{"run", "number", "ts", "venue_market", "base", "amount", "rate"};
constexpr std::array<Columns, 11> kLedgerColumns{"run",          "number",   "ts",     "account", "kind", "asset",
                                                 "venue_market", "isolated", "amount", "balance", "other"};
constexpr std::array<Columns, 24> kLiquidationColumns{
    "run",          "number",    "ts",         "venue", "kind",           "account",    "isolated",    "pool_market",
    "venue_market", "side",      "size",       "price", "liquidator_fee", "insurance",  "realised",    "other",
    "loss",         "from_fees", "socialised", "level", "level_before",   "collateral", "requirement", "position"};
constexpr std::array<Columns, 5> kEquityColumns{"run", "ts", "equity", "unrealised", "net_deposits"};

constexpr Table kPayments{"payments", kPaymentColumns, 2};
constexpr Table kLedger{"ledger", kLedgerColumns, 2};
constexpr Table kLiquidations{"liquidations", kLiquidationColumns, 2};
constexpr Table kEquity{"equity", kEquityColumns, 2};

bool storable(std::uint64_t number) noexcept {
    return number >= 1 && number <= std::uint64_t{std::numeric_limits<std::int64_t>::max()};
}

} // namespace

template<>
const Table& tableOf<PaymentRow>() {
    return kPayments;
}
template<>
const Table& tableOf<LedgerRow>() {
    return kLedger;
}
template<>
const Table& tableOf<LiquidationRow>() {
    return kLiquidations;
}
template<>
const Table& tableOf<EquityRow>() {
    return kEquity;
}

void bindRow(SQLite::Statement& s, const PaymentRow& row) {
    const FundingPayment& p = row.payment;
    bindAll(s, row.run, p.number, p.ts, p.market, p.base, p.amount, p.rate8h);
}
void readRow(ColumnReader& in, PaymentRow& row) {
    FundingPayment& p = row.payment;
    in.get(row.run);
    in.get(p.number);
    in.get(p.ts);
    in.get(p.market);
    in.get(p.base);
    in.get(p.amount);
    in.get(p.rate8h);
}

void bindRow(SQLite::Statement& s, const LedgerRow& row) {
    const LedgerPosted& p = row.movement.posted;
    bindAll(s, row.run, row.movement.number, row.movement.ts, p.account, p.kind, p.asset, p.market, p.isolated,
            p.amount, p.balance, p.other);
}
void readRow(ColumnReader& in, LedgerRow& row) {
    LedgerPosted& p = row.movement.posted;
    in.get(row.run);
    in.get(row.movement.number);
    in.get(row.movement.ts);
    in.get(p.account);
    in.get(p.kind);
    in.get(p.asset);
    in.get(p.market);
    in.get(p.isolated);
    in.get(p.amount);
    in.get(p.balance);
    in.get(p.other);
}

void bindRow(SQLite::Statement& s, const LiquidationRow& row) {
    const LiquidationEntry& e = row.entry;
    bindAll(s, row.run, e.number, e.ts, e.venue, e.kind, e.account, e.pool.isolated, e.pool.market, e.market, e.side,
            e.size, e.price, e.liquidatorFee, e.insurance, e.realised, e.other, e.loss, e.fromFees, e.socialised,
            e.level, e.before, e.collateral, e.requirement, e.position);
}
void readRow(ColumnReader& in, LiquidationRow& row) {
    LiquidationEntry& e = row.entry;
    in.get(row.run);
    in.get(e.number);
    in.get(e.ts);
    in.get(e.venue);
    in.get(e.kind);
    in.get(e.account);
    in.get(e.pool.isolated);
    in.get(e.pool.market);
    in.get(e.market);
    in.get(e.side);
    in.get(e.size);
    in.get(e.price);
    in.get(e.liquidatorFee);
    in.get(e.insurance);
    in.get(e.realised);
    in.get(e.other);
    in.get(e.loss);
    in.get(e.fromFees);
    in.get(e.socialised);
    in.get(e.level);
    in.get(e.before);
    in.get(e.collateral);
    in.get(e.requirement);
    in.get(e.position);
}

void bindRow(SQLite::Statement& s, const EquityRow& row) {
    bindAll(s, row.run, row.sample.ts, row.sample.equity, row.sample.unrealised, row.sample.netDeposits);
}
void readRow(ColumnReader& in, EquityRow& row) {
    in.get(row.run);
    in.get(row.sample.ts);
    in.get(row.sample.equity);
    in.get(row.sample.unrealised);
    in.get(row.sample.netDeposits);
}

bool isStorable(const PaymentRow& row) noexcept { return storable(row.payment.number); }
bool isStorable(const LedgerRow& row) noexcept { return storable(row.movement.number); }
bool isStorable(const LiquidationRow& row) noexcept { return storable(row.entry.number); }

} // namespace qd::store::sqlite
