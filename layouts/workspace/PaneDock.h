#pragma once

#include "widgets/base/Pane.h"

#include <QDockWidget>

#include <memory>

namespace qd::workspace {

/// Holds one pane; the pane's header is the bar it is dragged by.
class PaneDock : public QDockWidget {
    Q_OBJECT
  public:
    /// `size`: what the pane would like, at font scale 1.
    PaneDock(const QString& id, std::unique_ptr<ui::Pane> pane, QSize size);
    [[nodiscard]] ui::Pane& pane() const { return *m_pane; }
    [[nodiscard]] QSize likedSize() const { return m_size; }
    [[nodiscard]] std::string id() const { return objectName().toStdString(); }

  protected:
    /// Closed from outside, e.g. by Alt+F4 while floating: the pane goes, it is not only hidden.
    void closeEvent(QCloseEvent* event) override;

  private:
    ui::Pane* m_pane;
    QSize m_size;
};

} // namespace qd::workspace
