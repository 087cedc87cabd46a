#pragma once

#include "widgets/ticket/TicketModel.h"

#include <cstdint>
#include <optional>
#include <vector>

/// What orders would do to the account, before the click. Every amount comes from core/engine/risk and
/// core/engine/ledger; what cannot be known is empty.
namespace qd::ui {

/// The pool with one of its positions, at one moment.
struct AccountNumbers {
    Money equity;
    Money margin;         ///< initial requirement
    Money freeCollateral; ///< initial
    int health = 100;
    std::optional<Price> liquidation; ///< of the order's market; empty: there is none
    Price mark;
    friend bool operator==(const AccountNumbers&, const AccountNumbers&) = default;
};

/// What the orders do.
struct Effect {
    Side side = Side::Buy;
    Quantity filled;
    Quantity remaining; ///< rests or is cancelled
    bool rests = false;
    Price price;                  ///< where it rests, or the worst price it accepts
    std::optional<Price> average; ///< of the fills, 1e-6, rounded against the account
    Price worst;
    std::optional<CloseReason> closed;
    Money fee;                   ///< of the fills, < 0 received
    std::optional<Money> rebate; ///< when the rest fills as maker; only when something rests
    Money realised;
    std::uint32_t ownLost = 0;
    friend bool operator==(const Effect&, const Effect&) = default;
};

/// When the effect is.
enum class EffectBasis : std::uint8_t {
    Now,       ///< against the visible book
    Fired,     ///< when the order fires, filled at its trigger, or at its limit
    AllFilled, ///< when all orders of a scale, or all children of a TWAP at the price of now, are filled
};

/// The whole order filled at the worst price it accepts.
struct AtLimit {
    Price price;
    Money change; ///< of equity at the mark, fee included
    AccountNumbers after;
    friend bool operator==(const AtLimit&, const AtLimit&) = default;
};

/// An order of a set, or the children of a TWAP, for the list under the ticket.
struct PlanLine {
    enum class Role : std::uint8_t { Rung, Children, TakeProfit, Stop, Limit };
    Role role = Role::Rung;
    Price price; ///< Children: 0
    Quantity size;
    std::int64_t count = 1;       ///< Children
    std::optional<Money> outcome; ///< what it brings, fees of entry and exit included
    friend bool operator==(const PlanLine&, const PlanLine&) = default;
};

struct Consequences {
    /// None: the exchange would accept the orders as things stand.
    RejectCode refusal = RejectCode::None;
    std::optional<Money> notional; ///< size at the limit or trigger; market orders: at the mark
    std::optional<Price> limit;    ///< worst price; market orders: the protective limit; those that wait: none
    std::optional<AccountNumbers> before;
    EffectBasis basis = EffectBasis::Now;
    std::optional<Effect> effect; ///< needs a book; empty when the account could carry only a part of a level
    std::optional<AccountNumbers> after;
    std::optional<AtLimit> atLimit;
    /// The visible book ends, or the account stops, the order before it is filled: why, for a warning.
    std::optional<CloseReason> stopped;
    std::optional<Price> stop;         ///< where the loss is measured
    std::optional<Money> lossAtStop;   ///< both fees included, > 0; needs a stop on the losing side
    std::optional<Money> gainAtTarget; ///< of a bracket, both fees included
    std::optional<Money> funding8h;    ///< what the position pays (< 0) in 8 h at the rate of now, all filled
    std::vector<PlanLine> lines;
    friend bool operator==(const Consequences&, const Consequences&) = default;
};

/// `plan` may be empty: then only what the account is now.
[[nodiscard]] Consequences consequencesOf(const std::optional<OrderPlan>& plan, const TicketInputs& inputs,
                                          const TicketFacts& facts);

} // namespace qd::ui
