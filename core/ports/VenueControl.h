#pragma once

#include "core/base/Time.h"
#include "core/domain/Venue.h"
#include "core/ports/Executor.h"

#include <cstdint>
#include <functional>

/// The embedded venue's own controls and its state of health. All calls on the terminal's main thread.
namespace qd::ports {

class VenueControl {
  public:
    VenueControl() = default;
    VenueControl(const VenueControl&) = delete;
    VenueControl& operator=(const VenueControl&) = delete;
    virtual ~VenueControl() = default;

    [[nodiscard]] virtual PlaybackState playback() const = 0;
    [[nodiscard]] virtual VenueHealth health() const = 0;
    virtual void setPaused(bool paused) = 0;
    /// In [0.1, 1000].
    virtual void setSpeed(double speed) = 0;
    /// Replay, while paused: play this many events.
    virtual void step(std::uint64_t events) = 0;
    /// Replay: forward plays everything in between; back begins a new paper account, so the caller has asked first.
    virtual void seek(UnixNanos to) = 0;
    /// Begins a new account with its first deposit; history is kept.
    virtual void resetAccount() = 0;
    /// Called when playback() or health().fault changed.
    [[nodiscard]] virtual Subscription onChanged(std::function<void()> changed) = 0;
};

} // namespace qd::ports
