#pragma once

#include "core/ports/Actions.h"
#include "widgets/base/KeyHint.h"
#include "widgets/base/SectionList.h"

/// What HELP says, as data.
namespace qd::ui {

/// How to begin, what the marks beside numbers mean, how paper orders are filled, then every command by its group, and
/// the keys of `places` that can be chosen. Rows of commands have the command's name as id.
[[nodiscard]] std::vector<Section> helpSections(const ports::Actions& actions,
                                                const std::vector<KeyHints>& places = {});

} // namespace qd::ui
