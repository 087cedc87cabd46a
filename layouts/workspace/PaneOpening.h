#pragma once

#include "layouts/workspace/Workspace.h"

namespace qd::workspace {

/// Shows the pane of this kind that is meant, or another one when the words begin with NEW; then a market among them is
/// shown in it, and the rest are its own words. Another one of another market than its group shows gets a group of its
/// own, so that the others keep theirs. Main thread.
void openPane(ui::PaneContext& context, Workspace& workspace, const std::string& mnemonic, ports::ActionWords words,
              const ports::ActionDone& done);

} // namespace qd::workspace
