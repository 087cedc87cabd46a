#pragma once

#include "widgets/drawings/Drawings.h"

#include <QObject>

#include <map>

namespace qd::drawings {

/// The drawings of all markets, by symbol: whoever shows a market shows the same ones. Main thread.
class DrawingBook : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    /// Those of a market; they stay where they are for as long as the book lives.
    [[nodiscard]] Drawings& of(const std::string& symbol);
    [[nodiscard]] const std::map<std::string, Drawings, std::less<>>& all() const { return m_all; }

  signals:
    void changed(const std::string& symbol);

  private:
    std::map<std::string, Drawings, std::less<>> m_all;
};

} // namespace qd::drawings
