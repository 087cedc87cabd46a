#pragma once

#include "core/domain/Account.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// What goes with an order that is cancelled: the exchange cancels the rest of its group, and the entry that an exit
/// waits for. Pure; any thread.
namespace qd::ui {

enum class CancelKind : std::uint8_t {
    Limits, ///< in the book or on their way there; a stop that fired and rests is none
    Stops,  ///< stops and trailing stops that wait
};

/// The working orders of a kind: those that are cancelled alone, and how many would take others with them.
struct CancelChoice {
    std::vector<OrderReference> alone;
    int tied = 0;
};
/// `market` empty: of every market. Before the venue has answered, orders sent together count as tied.
[[nodiscard]] CancelChoice cancelChoice(std::span<const TrackedOrder> orders, CancelKind kind,
                                        std::optional<MarketId> market);

/// How many stay and why; empty for none.
[[nodiscard]] QString tiedText(int tied);

/// The working orders that a position which stays open must keep: what reduces it, follows it or is an exit of a
/// bracket, what stops it out, reduce-only or not, and what goes with any of these.
[[nodiscard]] std::vector<TrackedOrder> protectorsOf(const PositionView& position,
                                                     std::span<const TrackedOrder> orders);

} // namespace qd::ui
