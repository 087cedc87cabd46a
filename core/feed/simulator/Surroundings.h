#pragma once

#include "core/domain/Commands.h"
#include "core/feed/simulator/Config.h"
#include "core/feed/simulator/Flow.h"
#include "core/feed/simulator/Grid.h"
#include "core/feed/simulator/MarketView.h"

#include <cstdint>
#include <utility>

namespace qd::simulator {

/// What an agent knows when it wakes.
struct Surroundings {
    UnixNanos now;
    const MarketSetup& setup;
    const Grid& grid;
    const Flow& flow;
    Price index; ///< as the exchange told it last
    Touch touch;
    bool open; ///< the market takes new positions
};

using CommandBody = decltype(Command::body);

/// What an agent does when it wakes, and when it wants to wake again.
struct Move {
    CommandBody body;
    UnixNanos wake;
};

/// A limit order of these terms; the caller varies what is special.
[[nodiscard]] inline OrderTerms limitTerms(const Surroundings& s, Side side, std::int64_t tick, std::int64_t lots) {
    OrderTerms t;
    t.market = s.setup.params.id;
    t.side = side;
    t.price = s.grid.price(s.grid.limited(tick));
    t.size = s.grid.quantity(s.grid.limitedLots(lots));
    return t;
}

} // namespace qd::simulator
