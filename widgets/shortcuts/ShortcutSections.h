#pragma once

#include "core/ports/Actions.h"
#include "widgets/base/KeyHint.h"
#include "widgets/base/SectionList.h"

/// The list of shortcuts, as data.
namespace qd::ui {

/// Keys of commands as they are now, by group, then those of `places` (everywhere, panes). A key that two commands
/// have, or that a command takes from a place, is marked and says so.
[[nodiscard]] std::vector<Section> shortcutSections(const ports::Actions& actions, const std::vector<KeyHints>& places);

/// Rows that say that a key is wanted twice.
[[nodiscard]] int conflictsIn(const std::vector<Section>& sections);

} // namespace qd::ui
