#pragma once

#include "widgets/base/RunningTexts.h"
#include "widgets/base/Settings.h"

#include <functional>
#include <vector>

/// The brackets of the settings whose rules are at work. Main thread.
namespace qd::ui {

[[nodiscard]] std::vector<RunningBracket> keptRunning(const Settings& settings);
/// Error: what could not be kept.
Result<void, SettingsCode> keepRunning(Settings& settings, const std::vector<RunningBracket>& running);

/// Ends the rules of those that `which` takes; their orders stand where they are. Answers how many there were. Error:
/// what could not be kept.
Result<std::size_t, SettingsCode> endRunning(Settings& settings,
                                             const std::function<bool(const RunningBracket&)>& which);

} // namespace qd::ui
