#pragma once

#include "widgets/alerts/OrderWatch.h"

#include <map>
#include <memory>

namespace qd::ui {

/// Watches the orders of every account that a link group carries, as OrderWatch does those of the selected one, which
/// is left to it. Main thread.
class LinkedOrderWatch : public QObject {
    Q_OBJECT
  public:
    explicit LinkedOrderWatch(PaneContext& context, QObject* parent = nullptr);

  signals:
    void told(const qd::ui::News& news);

  private:
    struct Watched {
        std::shared_ptr<ports::AccountPorts> access; ///< outlives the watch
        std::unique_ptr<OrderWatch> watch;
    };
    void look();

    PaneContext& m_context;
    std::map<AccountId, Watched> m_watched;
    ports::Subscription m_changes; ///< another account may have been selected
};

} // namespace qd::ui
