#include "widgets/terms/KeptRunning.h"

namespace qd::ui {

std::vector<RunningBracket> keptRunning(const Settings& settings) {
    // The settings keep nothing else.
    return parseRunning(settings.text(setting::kRunning)).value_or(std::vector<RunningBracket>());
}

Result<void, SettingsCode> keepRunning(Settings& settings, const std::vector<RunningBracket>& running) {
    return settings.set(setting::kRunning, runningText(running));
}

Result<std::size_t, SettingsCode> endRunning(Settings& settings,
                                             const std::function<bool(const RunningBracket&)>& which) {
    auto running = keptRunning(settings);
    const std::size_t ended = std::erase_if(running, which);
    if (const auto kept = keepRunning(settings, running); !kept) return std::unexpected(kept.error());
    return ended;
}

} // namespace qd::ui
