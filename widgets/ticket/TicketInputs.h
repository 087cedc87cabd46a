#pragma once

#include "core/domain/Order.h"
#include "core/domain/Scale.h"
#include "widgets/terms/Brackets.h"

#include <cstdint>
#include <optional>
#include <string>

/// What is typed into the ticket. Plain values.
namespace qd::ui {

/// What is placed. Source: spec/perps.md §4.2.
enum class TicketKind : std::uint8_t {
    Market,
    Limit,
    Stop,
    StopLimit,
    TakeProfit,
    TakeProfitLimit,
    Trailing,
    Bracket,
    OneCancelsOther, ///< a limit that takes profit, or enters; and a stop
    Twap,
    Iceberg,
    Scale,
    IndexLimit, ///< follows the index
};
inline constexpr int kTicketKinds = 13;

/// What the typed size means.
enum class SizeUnit : std::uint8_t {
    Base,
    Quote,         ///< USDC at the reference price
    EquityPercent, ///< notional as a part of the account's equity
    RiskToStop,    ///< USDC lost when the position is closed at the stop, both fees included
    RiskPercent,   ///< the same as a part of the account's equity
};
enum class DurationUnit : std::uint8_t { Minutes, Hours, Days };

/// The number in an edit.
struct Typed {
    bool empty = true;
    std::optional<std::int64_t> value; ///< empty when the text is no number of its scale
    [[nodiscard]] static Typed of(std::int64_t raw) { return {false, raw}; }
    [[nodiscard]] bool positive() const { return value && *value > 0; }
    friend bool operator==(const Typed&, const Typed&) = default;
};

/// A bracket's level: where it is, or how far from the entry.
enum class LevelUnit : std::uint8_t { Price, Ticks, Percent, Distance };
struct LevelInput {
    Typed value; ///< 1e-6 of a price, a tick, a percent or USDC
    LevelUnit unit = LevelUnit::Price;
    friend bool operator==(const LevelInput&, const LevelInput&) = default;
};

struct TicketInputs {
    TicketKind kind = TicketKind::Limit;
    Side side = Side::Buy;
    TimeInForce timeInForce = TimeInForce::GoodTillCancel;
    PostOnly postOnly = PostOnly::No;
    bool reduceOnly = false;
    SelfTradePrevention selfTrade = SelfTradePrevention::ExpireMaker;
    Typed price;  ///< 1e-6; of a scale its start
    Typed amount; ///< 1e-9 of its unit; percent: 1e-9 of one percent
    SizeUnit unit = SizeUnit::Base;
    Typed stop;     ///< 1e-6; sizes the order, is not sent; a bracket's own stop is `stopLoss`
    Typed duration; ///< whole units, good-till-date only
    DurationUnit durationUnit = DurationUnit::Hours;
    Typed slippage; ///< parts per million, market orders only; empty: the market's default
    Typed leverage; ///< whole; empty: the account's own

    Typed trigger; ///< 1e-6; of a trailing stop where it begins to follow, empty: at once
    TriggerSource source = TriggerSource::Mark;
    bool wholePosition = false; ///< a stop or take-profit that closes whatever the position is then
    Typed distance;             ///< trailing: 1e-6 of USDC, or of a percent
    bool distanceInPercent = true;
    bool marketEntry = false; ///< bracket
    LevelInput takeProfit;
    LevelInput stopLoss;
    bool restingProfit = false;
    std::string templateName; ///< the template that was chosen; empty: none
    BracketRules rules;       ///< of it
    Typed twapMinutes;
    Typed twapSeconds; ///< between children
    Typed display;     ///< 1e-9
    Typed end;         ///< scale, 1e-6
    Typed count;       ///< scale
    ScaleDistribution distribution = ScaleDistribution::Flat;
    Typed offset; ///< from the index, 1e-6
    bool offsetAbove = false;
    Typed auctionSlots; ///< empty or 0: no auction
};

/// Which fields a kind of order needs.
struct KindFields {
    bool price = false;
    bool trigger = false;
    bool trailing = false;
    bool bracket = false;
    bool twap = false;
    bool display = false;
    bool scale = false;
    bool offset = false;
    bool rests = false;      ///< time in force and post-only are a choice
    bool sizingStop = false; ///< the stop that sizes it is typed for that only
    bool slippage = false;
    bool auction = false;
    bool leverage = false; ///< it may open
};
[[nodiscard]] KindFields fieldsOf(const TicketInputs& inputs);

/// The order that stands in, or enters, the book: market or limit.
[[nodiscard]] OrderType typeOf(const TicketInputs& inputs);
/// It waits for a price before it is sent.
[[nodiscard]] bool waitsForPrice(TicketKind kind);

/// The same with what the kind rules out put to what it means: a market order is immediate and never post-only, a
/// trailing stop only reduces.
[[nodiscard]] TicketInputs effective(TicketInputs inputs);

/// A template's distances as they would be typed; the rest stays.
void applyTemplate(const BracketTemplate& bracket, TicketInputs& inputs);

} // namespace qd::ui
