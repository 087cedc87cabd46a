#pragma once

#include "widgets/base/PaneContext.h"

#include <memory>

namespace qd::ui {

/// Tells the gate, once the account is known, what was ordered before this start: the guard of the usual size works
/// from the first order on. A history that cannot be read leaves it to learn anew. Main thread.
class UsualSizes {
  public:
    explicit UsualSizes(PaneContext& context);

  private:
    void ask();
    PaneContext& m_context;
    bool m_asked = false;
    ports::Subscription m_changes;
    std::shared_ptr<char> m_here = std::make_shared<char>(); ///< answers may come when this is gone
};

} // namespace qd::ui
