#pragma once

#include "core/domain/Account.h"
#include "core/domain/Book.h"
#include "core/domain/Standing.h"
#include "core/domain/Venue.h"
#include "core/engine/ledger/FeeTiers.h"
#include "core/engine/risk/Preview.h"
#include "widgets/ticket/TicketInputs.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

/// The ticket without its controls: what was typed and what is known become orders, or the reason why not. Pure
/// functions on integers; the rules are the engine's.
namespace qd::ui {

/// What the terminal knows at one moment.
struct TicketFacts {
    std::span<const MarketInfo> markets; ///< of MarketData: valid until the list of markets changes
    std::optional<MarketId> market;
    Ticker ticker;
    std::shared_ptr<const BookSnapshot> book; ///< null: none received
    std::shared_ptr<const MarketStanding> standing;
    std::shared_ptr<const AccountView> account;
    std::vector<risk::OwnOrder> own; ///< orders of ours in this market's book, by id
    UnixNanos now;                   ///< market time
    bool running = false;            ///< the venue accepts requests

    [[nodiscard]] const MarketParams* params() const;
    /// Nothing when that side of the book is empty or unknown.
    [[nodiscard]] std::optional<Price> best(Side side) const;
    /// The rates of the account's fee tier in the market; needs params().
    [[nodiscard]] ledger::FeeTerms feeTerms() const;
    /// The pool of the market as the preview takes it; needs account and params(). Refers to account and markets.
    [[nodiscard]] risk::PreviewAccount previewAccount() const;
    /// The market as the rules of admission take it; needs params().
    [[nodiscard]] risk::MarketNow marketNow() const;
    /// What a long pays in 8 h as far as known now.
    [[nodiscard]] std::optional<Rate> fundingRate() const;
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
    TriggerMissing,
    TriggerUnreadable,
    DistanceMissing,
    DistanceUnreadable,
    LevelsMissing, ///< neither take-profit nor stop
    LevelUnreadable,
    ProfitWrongSide,
    ScheduleMissing,
    ScheduleTooRare,
    DisplayMissing,
    EndMissing,
    CountMissing,
    OffsetMissing,
    AuctionUnreadable,
    LeverageUnreadable,
    Refused, ///< by a rule of the exchange; see Draft::refusal
};
/// Something is only not typed yet, as against wrong.
[[nodiscard]] bool isIncomplete(TicketCode code);

struct Draft {
    TicketCode code = TicketCode::NoMarket;
    RejectCode refusal = RejectCode::None; ///< of Refused
    std::optional<OrderPlan> plan;         ///< when Ready; client ids 0
    std::optional<Quantity> size;          ///< as soon as it is known
};
[[nodiscard]] Draft draft(const TicketInputs& inputs, const TicketFacts& facts);

/// The price sizes are computed with: the limit or the trigger, or for market orders the best opposite price, or the
/// mark.
[[nodiscard]] std::optional<Price> referencePrice(const TicketInputs& inputs, const TicketFacts& facts);

/// Where the loss is measured: the stop that is typed for sizing, a bracket's own. Empty when there is none yet.
[[nodiscard]] std::optional<Price> stopPrice(const TicketInputs& inputs, const TicketFacts& facts);

enum class QuickPrice : std::uint8_t { Bid, Mid, Ask };
/// The mid is rounded to the tick away from crossing: a buy down, a sell up.
[[nodiscard]] std::optional<Price> quickPrice(QuickPrice which, Side side, const TicketFacts& facts);

/// The largest order the exchange would admit now, times numerator / denominator, down to the step.
[[nodiscard]] std::optional<Quantity> partOfLargest(const TicketInputs& inputs, const TicketFacts& facts, int numerator,
                                                    int denominator);

} // namespace qd::ui
