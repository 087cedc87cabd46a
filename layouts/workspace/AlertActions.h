#pragma once

#include "core/ports/Actions.h"
#include "widgets/base/PaneContext.h"

#include <QCoreApplication>

namespace qd::workspace {

/// ALERT: alerts on prices and studies by command. Main thread.
class AlertActions {
    Q_DECLARE_TR_FUNCTIONS(qd::workspace::AlertActions)
  public:
    explicit AlertActions(ui::PaneContext& context);

  private:
    [[nodiscard]] ports::ActionResult alert(const ports::ActionWords& words);
    [[nodiscard]] ports::ActionResult keep(ports::ActionWords words);
    [[nodiscard]] ports::ActionResult keepOnStudy(const std::string& text);
    [[nodiscard]] ports::ActionResult change(const std::string& deed, const std::string& which);
    [[nodiscard]] std::vector<std::string> choices(const ports::ActionWords& words) const;

    ui::PaneContext& m_context;
    ports::Subscription m_action;
};

} // namespace qd::workspace
