#pragma once

#include "core/ports/Executor.h"
#include "widgets/base/PaneContext.h"

#include <QWidget>

class QButtonGroup;
class QHBoxLayout;
class QLabel;
class QMenu;
class QToolButton;

namespace qd::ui {
class IconButton;
}

namespace qd::workspace {

class CommandBar;

/// The bar at the top of every window: menu, layouts, command bar, and the account in four numbers. Main thread.
class TopBar : public QWidget {
    Q_OBJECT
  public:
    TopBar(ui::PaneContext& context, CommandBar* command);
    /// Names of the layouts, the current one marked.
    void setLayouts(const QStringList& names, const QString& current);

  signals:
    void layoutChosen(const QString& name);
    void saveLayoutWanted();

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void makeNews();
    void applyTheme();
    void showAccount();
    [[nodiscard]] QString othersInDanger(const AccountView& account) const;
    void openMenu();
    void showNews();

    ui::PaneContext& m_context;
    CommandBar* m_command;
    QLabel* m_brand;
    ui::IconButton* m_menu;
    ui::IconButton* m_add;
    QHBoxLayout* m_tabs;
    QButtonGroup* m_group;
    QToolButton* m_news; ///< how many were not read; only while there are some
    QLabel* m_account;
    ports::Subscription m_changes;
};

} // namespace qd::workspace
