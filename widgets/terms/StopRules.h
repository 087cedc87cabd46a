#pragma once

#include "core/domain/Market.h"
#include "core/domain/Order.h"
#include "widgets/base/BracketRules.h"

#include <optional>

/// Where the rules of a bracket want its stop. Pure, integers only; any thread.
namespace qd::ui {

/// A bracket's entry with its stop at one moment.
struct RuledStop {
    Side side = Side::Buy; ///< of the entry
    Price entry;           ///< average of what it has filled, > 0
    Price stands;          ///< where the stop is
    Price now;             ///< of the price that fires it, > 0
    bool evenDone = false; ///< the stop has been to break-even already
};
struct StopMove {
    Price to;          ///< on the tick, on the winning side of where it stands, and not yet reached by the price
    bool even = false; ///< by EVEN, else by TRAIL
    friend bool operator==(const StopMove&, const StopMove&) = default;
};

/// What a fill costs a unit on the average, to 1e-6: a buy's rounded up, a sell's down. Empty before the first fill.
[[nodiscard]] std::optional<Price> averageOf(const Order& entry);

/// EVEN has reached its profit and the stop stands where it wants it, or better: it has done its work.
[[nodiscard]] bool standsAtEven(const BracketRules& rules, const RuledStop& stop, const MarketParams& market);

/// The tightest place the rules want now, when it is tighter than where the stop stands: by EVEN at least by a tick, by
/// TRAIL at least by its step. Distances are rounded away from the price, break-even so that nothing is lost. Never a
/// looser one. Empty: it stays.
[[nodiscard]] std::optional<StopMove> stopMove(const BracketRules& rules, const RuledStop& stop,
                                               const MarketParams& market);

} // namespace qd::ui
