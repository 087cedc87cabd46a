#pragma once

#include "core/ports/Actions.h"
#include "widgets/base/SectionList.h"

/// What HELP says, as data.
namespace qd::ui {

/// How to begin, what the marks beside numbers mean, how paper orders are filled, then every command by its group.
/// Rows of commands have the command's name as id.
[[nodiscard]] std::vector<Section> helpSections(const ports::Actions& actions);

/// True when the command does something sensible without words behind its name: its usage has none, or has a form in
/// which all are optional.
[[nodiscard]] bool runsBare(const ports::Action& action);

} // namespace qd::ui
