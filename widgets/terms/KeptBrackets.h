#pragma once

#include "widgets/base/Settings.h"
#include "widgets/terms/Brackets.h"

#include <optional>
#include <string>
#include <vector>

/// The bracket templates of the settings, and the one that opening orders of the ladder get. Main thread.
namespace qd::ui {

struct LadderBracket {
    std::string name;                    ///< as it was chosen; empty: orders get none
    std::optional<BracketTemplate> kept; ///< empty with a name: it was deleted
    /// Opening orders were meant to have a stop that is not known any more, and must not go without it.
    [[nodiscard]] bool lost() const { return !name.empty() && !kept; }
};

[[nodiscard]] std::vector<BracketTemplate> keptTemplates(const Settings& settings);
[[nodiscard]] LadderBracket ladderBracket(const Settings& settings);

/// Deletes the template of this name, case ignored; the ladder uses it no more. Error: what could not be kept.
Result<void, SettingsCode> removeTemplate(Settings& settings, std::string_view name);

} // namespace qd::ui
