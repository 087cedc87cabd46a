#pragma once

#include "core/base/Error.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace qd::terminal {

inline constexpr const char* kVersion = "0.1.0"; ///< of the terminal

/// A monitor of the offscreen desktop, in pixels.
struct ScreenSize {
    int width = 1920;
    int height = 1080;
    friend bool operator==(const ScreenSize&, const ScreenSize&) = default;
};

/// What the command line asked for.
struct Options {
    std::optional<std::filesystem::path> profile; ///< all state below it; empty: the XDG folders
    std::optional<std::filesystem::path>
        replay;                      ///< a capture, or the folder of a recording; empty: the simulated market
    std::uint64_t seed = 42;         ///< of the simulated market
    std::uint16_t markets = 3;       ///< of the simulated market, 3 to 64
    std::uint32_t takersAnHour = 0;  ///< of each simulated market, see SimulatorSource; 0: as each has them
    double speed = 1.0;              ///< in [0.1, 1000]
    std::string layout;              ///< to begin with; empty: as it was left
    std::vector<std::string> script; ///< command lines to run
    std::vector<ScreenSize> screens = std::vector<ScreenSize>(1); ///< of the offscreen desktop, from left to right
    std::vector<std::string> qtArguments; ///< program name and what belongs to Qt, e.g. -platform offscreen
};

/// Why there is nothing to run: help was asked for (exit code 0, text for stdout) or the line is wrong.
struct NoRun {
    int exitCode = 0;
    std::string text;
};

/// Reads the command line and the script file it names. Options of Qt (one dash, a whole word) are kept apart. Usable
/// before there is an application.
[[nodiscard]] std::expected<Options, NoRun> parseOptions(const std::vector<std::string>& arguments);

} // namespace qd::terminal
