#pragma once

#include "app/terminal/Options.h"

#include <filesystem>

namespace qd::terminal {

/// Qt's offscreen platform has one monitor of 800 x 800 unless a file describes others: writes that file for the
/// monitors of `options.screens` and names it in `options.qtArguments`. Does nothing on another platform, or when the
/// user names a file. Before there is an application.
void describeOffscreenDesktop(Options& options, const std::filesystem::path& folder);

} // namespace qd::terminal
