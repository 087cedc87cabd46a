#pragma once

#include "layouts/workspace/Layout.h"
#include "widgets/base/Pane.h"

namespace qd::workspace {

/// Stands where a layout names a kind of pane that this program does not have, and keeps its state, so that saving does
/// not lose what another version knows. Main thread.
class MissingPane : public ui::Pane {
    Q_OBJECT
  public:
    MissingPane(ui::PaneContext& context, const PaneEntry& entry);
    [[nodiscard]] ui::PaneState state() const override { return m_state; }
    void restore(const ui::PaneState& state) override { m_state = state; }

  private:
    ui::PaneState m_state;
};

} // namespace qd::workspace
