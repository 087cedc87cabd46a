#pragma once

#include "widgets/ticket/TicketModel.h"

#include <cstdint>
#include <optional>

/// What an order would do to the account, before the click. Every amount comes from core/engine/risk and
/// core/engine/ledger; what cannot be known is empty.
namespace qd::ui {

/// The account with one of its positions, at one moment.
struct AccountNumbers {
    Money equity;
    Money margin;         ///< initial requirement
    Money freeCollateral; ///< initial
    int health = 100;
    std::optional<Price> liquidation; ///< of the order's market; empty: there is none
    Price mark;
    friend bool operator==(const AccountNumbers&, const AccountNumbers&) = default;
};

/// What the order does at once.
struct Effect {
    Quantity filled;
    Quantity remaining; ///< rests or is cancelled
    bool rests = false;
    Price price;                  ///< where it rests, or the worst price it accepts
    std::optional<Price> average; ///< of the fills, 1e-6, rounded against the account
    Price worst;
    std::optional<CloseReason> closed;
    Money fee;                   ///< of the fills
    std::optional<Money> rebate; ///< when the rest fills as maker; only when something rests
    Money realised;
    std::uint32_t ownLost = 0;
    friend bool operator==(const Effect&, const Effect&) = default;
};

/// The whole order filled at the worst price it accepts.
struct AtLimit {
    Price price;
    Money change; ///< of equity at the mark, fee included
    AccountNumbers after;
    friend bool operator==(const AtLimit&, const AtLimit&) = default;
};

struct Consequences {
    /// None: the exchange would accept the order as things stand.
    RejectCode refusal = RejectCode::None;
    std::optional<Money> notional; ///< size at the limit; market orders: at the mark
    std::optional<Price> limit;    ///< worst price; market orders: the protective limit
    std::optional<AccountNumbers> before;
    std::optional<Effect> effect; ///< needs a book; empty when the account could carry only a part of a level
    std::optional<AccountNumbers> after;
    std::optional<AtLimit> atLimit;
    /// The visible book ends, or the account stops, the order before it is filled: why, for a warning.
    std::optional<CloseReason> stopped;
    std::optional<Money> lossAtStop; ///< both fees included, > 0; needs a stop on the losing side
    friend bool operator==(const Consequences&, const Consequences&) = default;
};

/// `terms` may be empty: then only what the account is now.
[[nodiscard]] Consequences consequencesOf(const std::optional<OrderTerms>& terms, const TicketInputs& inputs,
                                          const TicketFacts& facts);

} // namespace qd::ui
