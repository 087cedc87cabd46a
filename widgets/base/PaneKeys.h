#pragma once

#include "core/ports/Actions.h"
#include "widgets/base/KeyHint.h"

/// Keys of panes as they are now.
namespace qd::ui {

/// The key of a hint: the one chosen for its deed, or else its own; empty when the deed has none.
[[nodiscard]] QString keyNow(const ports::Actions& actions, const KeyHint& hint);

} // namespace qd::ui
