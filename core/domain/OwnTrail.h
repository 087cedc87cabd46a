#pragma once

#include "core/domain/Account.h"
#include "core/domain/OrderPlace.h"

#include <cstddef>
#include <optional>
#include <vector>

/// What became of the user's own orders over time, as a heat map shows it.
namespace qd {

/// Whose orders are wanted, and when.
struct OwnWindow {
    /// So many events has a page, and a few more where one moment has them.
    static constexpr std::size_t kMostEvents = 20'000;

    MarketId market;
    std::optional<AccountId> account; ///< one of the owner's; empty = the selected one
    UnixNanos from;                   ///< market time, included
    UnixNanos to;                     ///< not included; > from
    friend bool operator==(const OwnWindow&, const OwnWindow&) = default;
};

/// How an order stood from a moment on.
struct OwnStep {
    UnixNanos t;
    std::optional<OrderState> state; ///< empty: what became of it is not known
    Price price;                     ///< as placeOf(); 0 = it had no place
    Quantity remaining;
    bool inBook = false; ///< otherwise it waited, or was over
    friend constexpr bool operator==(const OwnStep&, const OwnStep&) noexcept = default;
};
[[nodiscard]] constexpr OwnStep stepOf(const TrackedOrder& o, UnixNanos t) noexcept {
    const bool over = isFinal(o.state);
    return {t, o.state, placeOf(o.order).value_or(Price()), o.order.remaining(),
            !over && o.order.progress.phase == OrderPhase::Book};
}
[[nodiscard]] constexpr bool isOver(const OwnStep& step) noexcept { return !step.state || isFinal(*step.state); }
/// But for the time.
[[nodiscard]] constexpr bool sameStanding(OwnStep a, const OwnStep& b) noexcept {
    a.t = b.t;
    return a == b;
}

struct OwnOrder {
    OrderId id;
    Side side = Side::Buy;
    std::vector<OwnStep> steps; ///< oldest first; the first may be from before the window
    friend bool operator==(const OwnOrder&, const OwnOrder&) = default;
};

/// What was recorded in a window.
struct OwnPage {
    std::vector<OwnOrder> orders; ///< by id: those that had not ended before the window
    std::vector<FillView> fills;  ///< oldest first
    UnixNanos until;              ///< up to here; before the window's end where it has more than a page may have
};

} // namespace qd
