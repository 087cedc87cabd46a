#include "core/store/sqlite/Codec.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

namespace qd::store::sqlite {
namespace {

using Columns = std::string_view;

constexpr std::array<Columns, 2> kMarketColumns{"id", "symbol"};
constexpr std::array<Columns, 3> kRunColumns{"id", "started_at", "label"};
constexpr std::array<Columns, 10> kCandleColumns{"market", "interval", "open_time", "open",       "high",
                                                 "low",    "close",    "volume",    "buy_volume", "trades"};
constexpr std::array<Columns, 7> kTradeColumns{"run", "market", "id", "ts", "price", "size", "aggressor"};
constexpr std::array<Columns, 54> kOrderColumns{"run",
                                                "order_id",
                                                "unnumbered",
                                                "market",
                                                "venue_market",
                                                "side",
                                                "type",
                                                "time_in_force",
                                                "post_only",
                                                "reduce_only",
                                                "self_trade",
                                                "price",
                                                "size",
                                                "client_id",
                                                "expiry",
                                                "max_slippage",
                                                "filled",
                                                "filled_quote",
                                                "created_at",
                                                "state",
                                                "close_reason",
                                                "reject_code",
                                                "pending_amend",
                                                "pending_cancel",
                                                "queue_ahead",
                                                "sent_at",
                                                "changed_at",
                                                "round_trip",
                                                "oracle_offset",
                                                "display",
                                                "user_margin",
                                                "follows_position",
                                                "trigger_kind",
                                                "trigger_source",
                                                "trigger_at_once",
                                                "trigger_price",
                                                "trigger_distance",
                                                "trigger_distance_rate",
                                                "twap_duration",
                                                "twap_interval",
                                                "auction_duration",
                                                "auction_start",
                                                "auction_end",
                                                "phase",
                                                "triggered",
                                                "paused",
                                                "parent",
                                                "order_group",
                                                "extreme",
                                                "stop",
                                                "child",
                                                "next_child",
                                                "auction_slot",
                                                "triggered_at"};
constexpr std::array<Columns, 20> kFillColumns{
    "run",  "sequence", "market", "ts",    "account", "order_id", "client_id", "venue_market", "trade",    "side",
    "role", "price",    "size",   "quote", "fee",     "realised", "position",  "remaining",    "discount", "reward"};
constexpr std::array<Columns, 5> kFundingColumns{"market", "ts", "rate", "change", "index_after"};
constexpr std::array<Columns, 3> kEventColumns{"ts", "kind", "text"};
constexpr std::array<Columns, 3> kGapColumns{"market", "ts", "missing"};

constexpr Table kMarkets{"markets", kMarketColumns, 1};
constexpr Table kRuns{"runs", kRunColumns, 1};
constexpr Table kCandles{"candles", kCandleColumns, 3};
constexpr Table kTrades{"trades", kTradeColumns, 3};
/// What is read back from a journal does not know how long it took.
constexpr Table kOrders{"orders", kOrderColumns, 3, "round_trip"};
constexpr Table kFills{"fills", kFillColumns, 2};
constexpr Table kFunding{"funding", kFundingColumns, 2};
constexpr Table kEvents{"events", kEventColumns, 0};
constexpr Table kGaps{"gaps", kGapColumns, 2};

constexpr std::uint64_t kLargestKey = std::numeric_limits<std::int64_t>::max();

} // namespace

template<>
const Table& tableOf<MarketRecord>() {
    return kMarkets;
}
template<>
const Table& tableOf<RunRecord>() {
    return kRuns;
}
template<>
const Table& tableOf<CandleRow>() {
    return kCandles;
}
template<>
const Table& tableOf<TradeRow>() {
    return kTrades;
}
template<>
const Table& tableOf<OrderRow>() {
    return kOrders;
}
template<>
const Table& tableOf<FillRow>() {
    return kFills;
}
template<>
const Table& tableOf<FundingRow>() {
    return kFunding;
}
template<>
const Table& tableOf<EventRow>() {
    return kEvents;
}
template<>
const Table& tableOf<GapRow>() {
    return kGaps;
}

std::string insertSql(const Table& table, OnConflict onConflict) {
    const std::vector<std::string_view> places(table.columns.size(), "?");
    const std::string insert = fmt::format("INSERT INTO {} ({}) VALUES ({})", table.name,
                                           fmt::join(table.columns, ", "), fmt::join(places, ", "));
    if (table.keys == 0) return insert;
    if (onConflict == OnConflict::Keep) return insert + " ON CONFLICT DO NOTHING";
    std::vector<std::string> sets;
    for (const auto column : table.columns.subspan(table.keys)) {
        sets.push_back(column == table.kept ? fmt::format("{0} = coalesce(excluded.{0}, {0})", column)
                                            : fmt::format("{0} = excluded.{0}", column));
    }
    return fmt::format("{} ON CONFLICT DO UPDATE SET {}", insert, fmt::join(sets, ", "));
}

std::string selectSql(const Table& table) {
    return fmt::format("SELECT {} FROM {} ", fmt::join(table.columns, ", "), table.name);
}

void bindRow(SQLite::Statement& s, const MarketRecord& row) { bindAll(s, row.market, row.symbol); }
void readRow(ColumnReader& in, MarketRecord& row) {
    in.get(row.market);
    in.get(row.symbol);
}

void bindRow(SQLite::Statement& s, const RunRecord& row) { bindAll(s, row.run, row.start.startedAt, row.start.label); }
void readRow(ColumnReader& in, RunRecord& row) {
    in.get(row.run);
    in.get(row.start.startedAt);
    in.get(row.start.label);
}

void bindRow(SQLite::Statement& s, const CandleRow& row) {
    const Candle& b = row.bar;
    bindAll(s, row.market, row.interval, b.openTime, b.open, b.high, b.low, b.close, b.volume, b.buyVolume, b.trades);
}
void readBar(ColumnReader& in, Interval interval, Candle& bar) {
    in.get(bar.openTime);
    const bool inRange = bar.openTime >= kFirstOpenTime && bar.openTime <= kLastOpenTime;
    if (!inRange || openTimeOf(bar.openTime, interval) != bar.openTime) in.refuse();
    in.get(bar.open);
    in.get(bar.high);
    in.get(bar.low);
    in.get(bar.close);
    in.get(bar.volume);
    in.get(bar.buyVolume);
    in.get(bar.trades);
}

void bindRow(SQLite::Statement& s, const TradeRow& row) {
    bindAll(s, row.run, row.market, row.trade.id, row.trade.ts, row.trade.price, row.trade.size, row.trade.aggressor);
}
void readRow(ColumnReader& in, TradeRow& row) {
    in.get(row.run);
    in.get(row.market);
    in.get(row.trade.id);
    in.get(row.trade.ts);
    in.get(row.trade.price);
    in.get(row.trade.size);
    in.get(row.trade.aggressor);
}

void bindRow(SQLite::Statement& s, const OrderRow& row) {
    const TrackedOrder& o = row.order;
    const OrderTerms& t = o.order.terms;
    const OrderProgress& p = o.order.progress;
    const ClientOrderId unnumbered = o.order.id.value() == 0 ? t.clientId : ClientOrderId{};
    bindAll(s, row.run, o.order.id, unnumbered, row.market, t.market, t.side, t.type, t.timeInForce, t.postOnly,
            t.reduceOnly, t.selfTrade, t.price, t.size, t.clientId, t.expiry, t.maxSlippage, o.order.filled,
            o.order.filledQuote, o.order.createdAt, o.state, o.closeReason, o.rejectCode, o.pendingAmend,
            o.pendingCancel, o.queueAhead, o.sentAt, o.changedAt, o.roundTripNanos, t.oracleOffset, t.display,
            t.userMargin, t.followsPosition, t.trigger.kind, t.trigger.source, t.trigger.mayFireAtOnce, t.trigger.price,
            t.trigger.distance, t.trigger.distanceRate, t.twap.durationMs, t.twap.intervalMs, t.auction.durationSlots,
            t.auction.start, t.auction.end, p.phase, p.triggered, p.paused, p.parent, p.group, p.extreme, p.stop,
            p.child, p.nextChild, p.auctionSlot, o.triggeredAt);
}
namespace {

void readWaiting(ColumnReader& in, OrderTerms& t) {
    in.get(t.oracleOffset);
    in.get(t.display);
    in.get(t.userMargin);
    in.get(t.followsPosition);
    in.get(t.trigger.kind);
    in.get(t.trigger.source);
    in.get(t.trigger.mayFireAtOnce);
    in.get(t.trigger.price);
    in.get(t.trigger.distance);
    in.get(t.trigger.distanceRate);
    in.get(t.twap.durationMs);
    in.get(t.twap.intervalMs);
    in.get(t.auction.durationSlots);
    in.get(t.auction.start);
    in.get(t.auction.end);
}

void readProgress(ColumnReader& in, OrderProgress& p) {
    in.get(p.phase);
    in.get(p.triggered);
    in.get(p.paused);
    in.get(p.parent);
    in.get(p.group);
    in.get(p.extreme);
    in.get(p.stop);
    in.get(p.child);
    in.get(p.nextChild);
    in.get(p.auctionSlot);
}

} // namespace

void readRow(ColumnReader& in, OrderRow& row) {
    TrackedOrder& o = row.order;
    OrderTerms& t = o.order.terms;
    ClientOrderId unnumbered;
    in.get(row.run);
    in.get(o.order.id);
    in.get(unnumbered);
    in.get(row.market);
    in.get(t.market);
    in.get(t.side);
    in.get(t.type);
    in.get(t.timeInForce);
    in.get(t.postOnly);
    in.get(t.reduceOnly);
    in.get(t.selfTrade);
    in.get(t.price);
    in.get(t.size);
    in.get(t.clientId);
    in.get(t.expiry);
    in.get(t.maxSlippage);
    in.get(o.order.filled);
    in.get(o.order.filledQuote);
    in.get(o.order.createdAt);
    in.get(o.state);
    in.get(o.closeReason);
    in.get(o.rejectCode);
    in.get(o.pendingAmend);
    in.get(o.pendingCancel);
    in.get(o.queueAhead);
    in.get(o.sentAt);
    in.get(o.changedAt);
    in.get(o.roundTripNanos);
    readWaiting(in, t);
    readProgress(in, o.order.progress);
    in.get(o.triggeredAt);
}

void bindRow(SQLite::Statement& s, const FillRow& row) {
    const OrderFilled& f = row.fill.fill;
    bindAll(s, row.run, f.sequence, row.market, row.fill.ts, f.account, f.order, f.clientId, f.market, f.trade, f.side,
            f.role, f.price, f.size, f.quote, f.fee, f.realised, f.position, f.remaining, f.discount, f.reward);
}
void readRow(ColumnReader& in, FillRow& row) {
    OrderFilled& f = row.fill.fill;
    in.get(row.run);
    in.get(f.sequence);
    in.get(row.market);
    in.get(row.fill.ts);
    in.get(f.account);
    in.get(f.order);
    in.get(f.clientId);
    in.get(f.market);
    in.get(f.trade);
    in.get(f.side);
    in.get(f.role);
    in.get(f.price);
    in.get(f.size);
    in.get(f.quote);
    in.get(f.fee);
    in.get(f.realised);
    in.get(f.position);
    in.get(f.remaining);
    in.get(f.discount);
    in.get(f.reward);
}

void bindRow(SQLite::Statement& s, const FundingRow& row) {
    const FundingRecord& r = row.record;
    bindAll(s, row.market, r.ts, r.rate8h, r.change, r.index);
}
void readRow(ColumnReader& in, FundingRow& row) {
    in.get(row.market);
    in.get(row.record.ts);
    in.get(row.record.rate8h);
    in.get(row.record.change);
    in.get(row.record.index);
}

void bindRow(SQLite::Statement& s, const EventRow& row) { bindAll(s, row.ts, row.kind, row.text); }
void readRow(ColumnReader& in, EventRow& row) {
    in.get(row.ts);
    in.get(row.kind);
    in.get(row.text);
}

void bindRow(SQLite::Statement& s, const GapRow& row) { bindAll(s, row.market, row.ts, row.missing); }
void readRow(ColumnReader& in, GapRow& row) {
    in.get(row.market);
    in.get(row.ts);
    in.get(row.missing);
}

bool isStorable(const CandleRow& row) noexcept {
    return std::ranges::find(kIntervals, row.interval) != kIntervals.end() && row.bar.openTime >= kFirstOpenTime &&
           row.bar.openTime <= kLastOpenTime && openTimeOf(row.bar.openTime, row.interval) == row.bar.openTime;
}
bool isStorable(const TradeRow& row) noexcept {
    return row.trade.id.value() >= 1 && row.trade.id.value() <= kLargestKey;
}
bool isStorable(const FillRow& row) noexcept {
    return row.fill.fill.sequence >= 1 && row.fill.fill.sequence <= kLargestKey;
}

} // namespace qd::store::sqlite
