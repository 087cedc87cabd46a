#pragma once

#include "layouts/workspace/Layout.h"
#include "layouts/workspace/PaneDock.h"

#include <QMainWindow>

#include <map>

class QTabBar;

namespace qd::workspace {

class CommandBar;
class StatusBar;
class TopBar;

/// One top-level window: a top bar, docked panes that fill it, a status bar, and the frame clock of its panes. Main
/// thread.
class WorkspaceWindow : public QMainWindow {
    Q_OBJECT
  public:
    WorkspaceWindow(ui::PaneContext& context, int number);
    ~WorkspaceWindow() override;

    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] CommandBar& commandBar() const { return *m_command; }
    [[nodiscard]] TopBar& topBar() const { return *m_top; }
    [[nodiscard]] StatusBar& statusArea() const { return *m_status; }
    [[nodiscard]] ui::FrameClock& frameClock() { return m_clock; }

    /// Docks, in the order in which they came.
    [[nodiscard]] std::vector<PaneDock*> docks() const;
    /// Takes a dock in, in half of the largest pane seen or as a tab on it; a dock of another window leaves it.
    void adopt(PaneDock* dock);
    /// The same, beside or on the dock under a point (global): nearer to an edge beside it, in the middle as a tab.
    void adoptAt(PaneDock* dock, const QPoint& global);
    /// Where adoptAt would put it, in this window's coordinates; for the preview.
    [[nodiscard]] QRect dropRect(const QPoint& global) const;

    /// Arranges the docks as the tree says; docks it does not name come beside them.
    void arrange(const DockNode& root, const std::map<std::string, PaneDock*>& byId);
    /// The tree of the present arrangement.
    [[nodiscard]] DockNode arrangement() const;
    /// Shows where a dragged pane would go; an empty rectangle shows nothing.
    void showDropPreview(const QRect& rect);

    /// No menu of Qt's own that hides docks.
    [[nodiscard]] QMenu* createPopupMenu() override { return nullptr; }

  signals:
    void closing();
    void activated();
    void commandEntered(const QString& line);

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    enum class Edge { Left, Right, Top, Bottom, Middle };
    struct Drop {
        PaneDock* target = nullptr;
        Edge edge = Edge::Right;
    };
    [[nodiscard]] Drop dropAt(const QPoint& global) const;
    [[nodiscard]] static QRect partOf(const QRect& rect, Edge edge);
    void place(const DockNode& node, const std::map<std::string, PaneDock*>& byId);
    void applySizes(const DockNode& node, const std::map<std::string, PaneDock*>& byId, QSize size);
    void applyPendingSizes();
    [[nodiscard]] PaneDock* largestSeen(const PaneDock* newcomer) const;
    [[nodiscard]] QTabBar* tabBarOf(const QDockWidget* dock) const;
    /// The part of the window this dock stands in, with what is behind the same tabs.
    [[nodiscard]] PlacedTabs placed(PaneDock* dock) const;

    int m_number;
    ui::ThemeHost& m_themes;
    ui::FrameClock m_clock;
    CommandBar* m_command;
    TopBar* m_top;
    StatusBar* m_status;
    QWidget* m_preview;
    /// Sizes can only be given to docks that are on the screen.
    DockNode m_pendingSizes;
    std::map<std::string, PaneDock*> m_pendingDocks;
};

} // namespace qd::workspace
