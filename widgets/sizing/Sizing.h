#pragma once

#include "widgets/ticket/Consequences.h"

#include <array>
#include <cstdint>
#include <optional>

/// How large a position may be that loses a chosen amount at its stop. Every amount is the ticket's: its size by risk,
/// its largest order, its consequences; so the ticket shows the same for the same order. Pure.
namespace qd::ui {

inline constexpr int kSizingTargets = 3;

struct SizingInputs {
    Typed entry; ///< 1e-6; empty: the best opposite price of now, or the mark
    Typed stop;  ///< 1e-6; below the entry it is a long, above it a short
    Typed risk;  ///< 1e-9 of one percent of the equity, or of one USDC
    bool riskInPercent = true;
    Typed leverage; ///< whole, the most; empty: the account's own
    std::array<Typed, kSizingTargets> targets;
    friend bool operator==(const SizingInputs&, const SizingInputs&) = default;
};

/// Where profit is taken.
struct SizingTarget {
    Price price;
    bool typed = false;           ///< else one, two and three times the way to the stop
    std::optional<Money> outcome; ///< of the whole size, fees of entry and exit included; empty: on the losing side
    /// outcome / loss at the stop, hundredths, toward zero.
    std::optional<std::int64_t> centiR;
    friend bool operator==(const SizingTarget&, const SizingTarget&) = default;
};

/// Which bound the size has met.
enum class SizingBound : std::uint8_t { Risk, Collateral, LargestOrder };

struct Sizing {
    TicketCode code = TicketCode::NoMarket; ///< not Ready: why there is no size
    RejectCode refusal = RejectCode::None;  ///< the exchange would refuse the order as things stand
    std::optional<Side> side;
    std::optional<Price> entry;
    bool entryIsLive = false;
    std::optional<Price> stop;
    std::optional<Money> equity;    ///< of the account
    std::optional<Money> budget;    ///< what may be lost
    std::optional<Quantity> byRisk; ///< without regard to margin
    SizingBound bound = SizingBound::Risk;
    Quantity size; ///< the least of all bounds, down to the step; 0: none
    std::optional<Money> notional;
    std::optional<Money> margin; ///< initial requirement more than now
    std::optional<Money> freeAfter;
    std::optional<Money> lossAtStop; ///< both fees included
    std::optional<Money> feeIn;      ///< as taker
    std::optional<Money> feeOut;     ///< as taker at the stop
    /// What the whole position pays (< 0) or gets in 8 h at the rate of now.
    std::optional<Money> funding8h;
    bool liquidationKnown = false;
    std::optional<Price> liquidation; ///< of the result, with what the account holds already; empty: none
    bool liquidationFirst = false;    ///< it comes before the stop
    Price mark;
    std::optional<Price> breakEven; ///< of this trade alone
    std::array<std::optional<SizingTarget>, kSizingTargets> targets;
};
[[nodiscard]] Sizing sizingOf(const SizingInputs& inputs, const TicketFacts& facts);

} // namespace qd::ui
