#pragma once

#include "core/base/Time.h"

#include <cstdint>

namespace qd {

/// Auctions and liquidations are paced in slots of 400 ms, as on the chain; the engine counts them from its own time.
inline constexpr std::int64_t kNanosPerSlot = 400 * kNanosPerMilli;

/// The slot of a time since 1970; times before are in slot 0.
[[nodiscard]] constexpr std::uint64_t slotAt(UnixNanos t) noexcept {
    return t.value() <= 0 ? 0 : static_cast<std::uint64_t>(t.value() / kNanosPerSlot);
}

/// Whole slots from `since` to `now`; 0 when `now` is not later.
[[nodiscard]] constexpr std::uint64_t slotsElapsed(std::uint64_t since, std::uint64_t now) noexcept {
    return now > since ? now - since : 0;
}

} // namespace qd
