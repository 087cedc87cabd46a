#pragma once

#include "core/domain/Account.h"
#include "core/domain/Book.h"
#include "core/domain/Standing.h"
#include "core/domain/Venue.h"
#include "core/engine/risk/Preview.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

/// The ticket without its controls: what was typed and what is known become an order, or the reason why not. Pure
/// functions on integers; the rules are the engine's.
namespace qd::ui {

/// What the typed size means.
enum class SizeUnit : std::uint8_t {
    Base,
    Quote,         ///< USDC at the reference price
    EquityPercent, ///< notional as a part of the account's equity
    RiskToStop,    ///< USDC lost when the position is closed at the stop, without fees
};
enum class DurationUnit : std::uint8_t { Minutes, Hours, Days };

/// The number in an edit.
struct Typed {
    bool empty = true;
    std::optional<std::int64_t> value; ///< empty when the text is no number of its scale
    [[nodiscard]] static Typed of(std::int64_t raw) { return {false, raw}; }
    friend bool operator==(const Typed&, const Typed&) = default;
};

struct TicketInputs {
    Side side = Side::Buy;
    OrderType type = OrderType::Limit;
    TimeInForce timeInForce = TimeInForce::GoodTillCancel;
    PostOnly postOnly = PostOnly::No;
    bool reduceOnly = false;
    SelfTradePrevention selfTrade = SelfTradePrevention::ExpireMaker;
    Typed price;  ///< 1e-6
    Typed amount; ///< 1e-9 of its unit; percent: 1e-9 of one percent
    SizeUnit unit = SizeUnit::Base;
    Typed stop;     ///< 1e-6; sizes the order, is not sent
    Typed duration; ///< whole units, good-till-date only
    DurationUnit durationUnit = DurationUnit::Hours;
    Typed slippage; ///< parts per million, market orders only; empty: the market's default
};

/// The same with what the type rules out put to what it means: a market order is immediate and never post-only.
[[nodiscard]] TicketInputs effective(TicketInputs inputs);

/// What the terminal knows at one moment.
struct TicketFacts {
    std::span<const MarketInfo> markets; ///< of MarketData: valid until the list of markets changes
    std::optional<MarketId> market;
    Ticker ticker;
    std::shared_ptr<const BookSnapshot> book;       ///< null: none received
    std::shared_ptr<const MarketStanding> standing; ///< null: not known
    std::shared_ptr<const AccountView> account;
    std::vector<risk::OwnOrder> own; ///< working orders in this market, by id
    UnixNanos now;                   ///< market time
    bool running = false;            ///< the venue accepts requests

    [[nodiscard]] const MarketParams* params() const;
    /// Nothing when that side of the book is empty or unknown.
    [[nodiscard]] std::optional<Price> best(Side side) const;
    /// The account as the preview takes it; needs account and params().
    [[nodiscard]] risk::PreviewAccount previewAccount() const;
};

/// Why the inputs are no order yet.
enum class TicketCode : std::uint8_t {
    Ready,
    NoMarket,
    NotRunning,
    NoAccount,
    NoPrices,
    PriceMissing,
    PriceUnreadable,
    SizeMissing,
    SizeUnreadable,
    SizeBelowStep, ///< the amount buys less than one step
    SizeTooLarge,  ///< beyond all integers
    NoEquity,
    StopMissing,
    StopUnreadable,
    StopWrongSide,
    DurationMissing,
    SlippageUnreadable,
};
/// Something is only not typed yet, as against wrong.
[[nodiscard]] bool isIncomplete(TicketCode code);

struct Draft {
    TicketCode code = TicketCode::NoMarket;
    std::optional<OrderTerms> terms; ///< when Ready; client id 0
    std::optional<Quantity> size;    ///< as soon as it is known
};
[[nodiscard]] Draft draft(const TicketInputs& inputs, const TicketFacts& facts);

/// The price sizes are computed with: the limit, or for market orders the best opposite price, or the mark.
[[nodiscard]] std::optional<Price> referencePrice(const TicketInputs& inputs, const TicketFacts& facts);

enum class QuickPrice : std::uint8_t { Bid, Mid, Ask };
/// The mid is rounded to the tick away from crossing: a buy down, a sell up.
[[nodiscard]] std::optional<Price> quickPrice(QuickPrice which, Side side, const TicketFacts& facts);

/// The largest order the exchange would admit now, times numerator / denominator, down to the step.
[[nodiscard]] std::optional<Quantity> partOfLargest(const TicketInputs& inputs, const TicketFacts& facts, int numerator,
                                                    int denominator);

} // namespace qd::ui
