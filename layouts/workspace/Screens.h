#pragma once

#include "layouts/workspace/Layout.h"

#include <QObject>

class QScreen;

namespace qd::workspace {

/// The monitors of the desktop. Virtual so that tests can plug and unplug them. Main thread.
class Screens : public QObject {
    Q_OBJECT
  public:
    Screens();
    /// Where windows may stand, the primary monitor first; never empty.
    [[nodiscard]] virtual std::vector<ScreenArea> areas() const;
    [[nodiscard]] virtual std::vector<Monitor> monitors() const;

  signals:
    /// One came, went, moved or has another size.
    void changed();

  private:
    void watch(QScreen* screen);
};

} // namespace qd::workspace
