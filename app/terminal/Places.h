#pragma once

#include "layouts/workspace/Workspace.h"

#include <string>
#include <vector>

namespace qd::terminal {

/// Where things are on the desktop, as JSON, so that a script outside can work the terminal with a real mouse: windows,
/// panes with their headers, named controls, and of panes that show orders where each can be grabbed and where the
/// given prices are. Coordinates are of the whole desktop; what is not to be seen is left out. Main thread.
[[nodiscard]] std::string placesOf(const ui::PaneContext& context, const workspace::Workspace& workspace,
                                   const std::vector<Price>& prices);

} // namespace qd::terminal
