#pragma once

#include "core/wire/Places.h"
#include "layouts/workspace/Workspace.h"

#include <vector>

namespace qd::terminal {

/// Where windows, panes, controls and orders are, and on panes that show orders the given prices. Main thread.
[[nodiscard]] std::vector<wire::WindowPlace>
placesOf(const ui::PaneContext& context, const workspace::Workspace& workspace, const std::vector<Price>& prices);

} // namespace qd::terminal
