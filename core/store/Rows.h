#pragma once

#include "core/base/Ids.h"
#include "core/domain/Account.h"
#include "core/domain/Book.h"
#include "core/domain/Candle.h"
#include "core/domain/Footprint.h"
#include "core/domain/Records.h"
#include "core/domain/Units.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What the store keeps: plain values, every integer as in core/domain.
namespace qd::store {

/// The store's own number of a market symbol, from 1, the same after a restart. Given by Store::market().
using MarketKey = StrongId<struct MarketKeyTag, std::uint32_t>;
/// Number of a paper account's life, from 1: a reset or a seek back begins a new one. 0 = none yet.
using RunId = StrongId<struct RunIdTag, std::uint32_t>;

/// A bar. Written again it replaces the one before. openTime must be a multiple of the interval.
struct CandleRow {
    MarketKey market;
    Interval interval = Interval::M1;
    Candle bar;
    friend constexpr bool operator==(const CandleRow&, const CandleRow&) noexcept = default;
};

/// A public trade; trade.id in [1, 2^63) and unique within market and run. Written again it changes nothing.
struct TradeRow {
    RunId run;
    MarketKey market;
    Trade trade;
    friend constexpr bool operator==(const TradeRow&, const TradeRow&) noexcept = default;
};

/// The last state of one of the user's orders, known by run and order id. While the id is 0 (sent or refused, never
/// acknowledged) it is known by run and client id; the row that brings the id takes that place.
struct OrderRow {
    RunId run;
    MarketKey market;
    TrackedOrder order;
};

/// One fill of the user's, known by run and sequence, which is in [1, 2^63). Written again it changes nothing.
struct FillRow {
    RunId run;
    MarketKey market;
    FillView fill;
};

/// A market's funding as published or charged. Written again it replaces the one before.
struct FundingRow {
    MarketKey market;
    FundingRecord record;
    friend constexpr bool operator==(const FundingRow&, const FundingRow&) noexcept = default;
};

/// From `ts` on trades of the market may be missing, or are no more: where bars are not there between the two they were
/// missed. Known by market and time; written again it replaces the one before.
struct GapRow {
    MarketKey market;
    UnixNanos ts;
    bool missing = false;
    friend constexpr bool operator==(const GapRow&, const GapRow&) noexcept = default;
};

/// Rows of an account, known by run and number, which is in [1, 2^63). Written again they change nothing.
struct PaymentRow {
    RunId run;
    FundingPayment payment;
};
struct LedgerRow {
    RunId run;
    LedgerMovement movement;
};
struct LiquidationRow {
    RunId run;
    LiquidationEntry entry;
};
/// What an account was worth, known by run and time.
struct EquityRow {
    RunId run;
    EquitySample sample;
    friend constexpr bool operator==(const EquityRow&, const EquityRow&) noexcept = default;
};

/// Numbers are stored: add at the end only.
enum class EventKind : std::uint8_t {
    VenueStarted,
    VenueStopped,
    ReplaySeek,
    AccountReset,
    FeedGap,
    FeedResynced,
    DamageFound,
    Fault,
    Notice,
};

/// Something that happened to the terminal itself.
struct EventRow {
    UnixNanos ts; ///< wall clock
    EventKind kind = EventKind::Notice;
    std::string text; ///< UTF-8, for people
    friend bool operator==(const EventRow&, const EventRow&) noexcept = default;
};

/// Rows that are never dropped, whatever the length of the queue.
using OwnRow =
    std::variant<OrderRow, FillRow, FundingRow, EventRow, PaymentRow, LedgerRow, LiquidationRow, EquityRow, GapRow>;

/// How a run began.
struct RunStart {
    UnixNanos startedAt; ///< wall clock
    std::string label;   ///< for people: "simulator, seed 42"
    friend bool operator==(const RunStart&, const RunStart&) noexcept = default;
};

/// Which rows of a run are wanted; what is empty does not choose, nor does what a kind of row has not.
struct RowFilter {
    std::optional<MarketId> market; ///< by its id within the run
    std::optional<Side> side;
    std::optional<PostingKind> posting;
    std::optional<AssetId> asset;
    UnixNanos from{
        std::numeric_limits<std::int64_t>::min()}; ///< market time, included; of orders when they were taken or refused
    UnixNanos until{std::numeric_limits<std::int64_t>::max()}; ///< not included
};

/// Bars of one market and interval.
struct CandlePage {
    std::vector<Candle> bars; ///< oldest first, no two with the same open time
    bool more = false;        ///< older bars exist
    /// Where trades may be missing from the first bar on, before the time that was asked for; oldest first.
    std::vector<TradeGap> gaps{};
};

/// A row with its place in the order of first writing; `number` is the cursor of the next page.
template<class Row>
struct Numbered {
    std::uint64_t number = 0;
    Row row;
};
using NumberedOrder = Numbered<OrderRow>;
using EventRecord = Numbered<EventRow>;

struct RunRecord {
    RunId run;
    RunStart start;
    friend bool operator==(const RunRecord&, const RunRecord&) noexcept = default;
};

} // namespace qd::store
