#pragma once

#include "core/client/EmbeddedVenue.h"
#include "core/client/SimulatorSource.h"
#include "core/domain/PlainOrders.h"
#include "tests/support/QueueExecutor.h"

#include <filesystem>

namespace qd::test {

/// Set-up of a simulated venue that begins `warmUp` before the wall clock.
inline client::VenueSetup simulatedVenue(const std::filesystem::path& folder, std::uint64_t seed,
                                         std::int64_t warmUp = kNanosPerMinute) {
    client::VenueSetup setup;
    setup.folder = folder;
    setup.makeSource = [seed, warmUp](UnixNanos wall) -> client::VenueResult<std::unique_ptr<client::MarketSource>> {
        auto source = client::SimulatorSource::create(seed, wall + -warmUp);
        if (!source) return std::unexpected(source.error());
        return std::unique_ptr<client::MarketSource>(std::move(*source));
    };
    return setup;
}

/// A running embedded venue and the test's end of its executor.
struct RunningVenue {
    explicit RunningVenue(client::VenueSetup setup, VenueMode mode = VenueMode::Simulated)
        : venue(std::move(setup), mode, executor, clock) {}

    [[nodiscard]] bool waitFor(const std::function<bool()>& done) { return executor.waitFor(done); }
    /// Markets known, prices live, history caught up.
    [[nodiscard]] bool waitReady() {
        return waitFor([this] {
            return !venue.markets().empty() && venue.session().account() != nullptr &&
                   venue.ticker(MarketId(0)).prices.valid() && !venue.playback().catchingUp &&
                   venue.playback().now.value() > 0;
        });
    }
    /// How the order with this client id stands; null until it is known.
    [[nodiscard]] const TrackedOrder* order(ClientOrderId id) const {
        for (const TrackedOrder& o : venue.session().orders()) {
            if (o.order.terms.clientId == id) return &o;
        }
        return nullptr;
    }
    [[nodiscard]] bool waitState(ClientOrderId id, OrderState state) {
        return waitFor([&] { return order(id) != nullptr && order(id)->state == state; });
    }
    [[nodiscard]] const PositionView* position(MarketId market) const {
        for (const PositionView& p : venue.session().account()->positions) {
            if (p.market == market) return &p;
        }
        return nullptr;
    }

    SystemClock clock;
    QueueExecutor executor;
    mutable client::EmbeddedVenue venue;
};

} // namespace qd::test
