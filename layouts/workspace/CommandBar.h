#pragma once

#include "core/ports/Actions.h"
#include "widgets/base/Theme.h"

#include <QLineEdit>
#include <QListWidget>
#include <QPointer>

namespace qd::workspace {

/// Where commands are typed: completion below it while typing, Tab takes the first, arrows choose or walk the history,
/// Enter runs. Main thread.
class CommandBar : public QLineEdit {
    Q_OBJECT
  public:
    CommandBar(ports::Actions& actions, ui::ThemeHost& themes, QWidget* parent = nullptr);
    /// Makes it ready for typing, with a beginning of a line.
    void begin(const QString& text = {});
    /// Where Escape leads.
    void leadBackTo(QWidget* widget) { m_before = widget; }
    [[nodiscard]] const QStringList& history() const { return m_history; }
    void setHistory(const QStringList& lines);

  signals:
    /// A line is to be run.
    void entered(const QString& line);

  protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void showCompletions();
    void placeList();
    void take(const QString& line);
    void submit();
    void walkHistory(int step);
    void applyTheme();

    ports::Actions& m_actions;
    ui::ThemeHost& m_themes;
    QListWidget* m_list;
    QStringList m_history;      ///< oldest first
    qsizetype m_at = 0;         ///< place in the history while walking
    QPointer<QWidget> m_before; ///< where Escape leads: what had the keyboard, or the pane a command has opened
};

} // namespace qd::workspace
