#pragma once

#include "core/base/Time.h"
#include "core/domain/Units.h"
#include "core/ports/Executor.h"
#include "core/ports/MarketData.h"

#include <cstdint>
#include <optional>
#include <string>

/// The embedded venue's own controls and its state of health. All calls on the terminal's main thread.
namespace qd::ports {

/// Replay position and pace; a simulated market has a pace but no end.
struct PlaybackState {
    VenueMode mode = VenueMode::Simulated;
    bool paused = false;
    double speed = 1.0;
    UnixNanos begin;          ///< replay: first event
    UnixNanos end;            ///< replay: last event
    UnixNanos now;            ///< market time
    std::uint64_t event = 0;  ///< replay: events played
    std::uint64_t events = 0; ///< replay: events in all, 0 while still counting
    bool catchingUp = false;  ///< building history or seeking: faster than the pace
    bool ended = false;
};

/// Figures for the status bar and the STATUS pane. Durations in nanoseconds.
struct VenueHealth {
    bool running = false;
    std::optional<std::string> fault; ///< why the venue stands still: journal damage, full disk
    std::string notice;               ///< something worth telling that did no harm, e.g. a torn record dropped
    std::optional<std::int64_t>
        feedLagNanos; ///< receive minus event time as recorded; may be negative (clock differences)
    std::int64_t enginePerCommandNanos = 0; ///< mean over the last second
    std::int64_t engineWorstNanos = 0;      ///< worst over the last second
    std::uint64_t commandsPerSecond = 0;
    std::uint64_t commands = 0;
    std::uint64_t durableCommands = 0; ///< on disk
    std::int64_t syncNanos = 0;        ///< last group commit
    std::uint32_t requestQueue = 0;    ///< requests of the terminal not yet applied
    std::uint32_t storeQueue = 0;      ///< rows not yet in the database
    std::uint64_t journalBytes = 0;
    std::uint64_t gaps = 0; ///< of the feed so far
    std::uint64_t resyncs = 0;
    std::uint64_t invalid = 0; ///< feed messages refused
};

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
