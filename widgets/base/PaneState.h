#pragma once

#include <map>
#include <string>

namespace qd::ui {

/// What a pane keeps in a layout: short keys (letters, digits, _ and -) and texts of at most 16 KiB. Keys of all panes:
/// "market", "group", "link", "account". "kind" is the layout's own.
using PaneState = std::map<std::string, std::string>;

} // namespace qd::ui
