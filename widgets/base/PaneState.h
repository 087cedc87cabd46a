#pragma once

#include <map>
#include <string>

namespace qd::ui {

/// What a pane keeps in a layout: short keys and texts. Keys of all panes: "market", "group".
using PaneState = std::map<std::string, std::string>;

} // namespace qd::ui
