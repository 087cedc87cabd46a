#pragma once

#include "core/client/VenueThread.h"

#include <algorithm>

namespace qd::client {

/// What the engine took for its commands during the last whole second.
struct VenueThread::Meter {
    void add(std::int64_t nanos) {
        ++count;
        sum += nanos;
        worst = std::max(worst, nanos);
    }
    /// Fills in the figures of the last second, once a second.
    void tell(std::int64_t now, VenueHealth& health) {
        if (since == 0) since = now;
        if (now - since < kNanosPerSecond) return;
        health.commandsPerSecond =
            static_cast<std::uint64_t>(static_cast<double>(count) * 1e9 / static_cast<double>(now - since));
        health.enginePerCommandNanos = count == 0 ? 0 : sum / static_cast<std::int64_t>(count);
        health.engineWorstNanos = worst;
        *this = Meter{};
        since = now;
    }

    std::uint64_t count = 0;
    std::int64_t sum = 0;
    std::int64_t worst = 0;
    std::int64_t since = 0;
};

} // namespace qd::client
