#pragma once

#include "widgets/base/Theme.h"

#include <QFrame>

#include <functional>
#include <vector>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace qd::ui {

/// A small editor over the row of a table: a line of fields and buttons, and under it a note about what was wrong.
/// Escape closes it, Enter presses the button that has the keyboard; nothing is blocked meanwhile. Main thread.
class RowEditor : public QFrame {
    Q_OBJECT
  public:
    /// Stands at a row of the table: under it, or over it when there is no room. `anchor` in the parent's coordinates.
    void placeAt(const QRect& anchor);
    /// What was asked for is held back; the editor stays open and says why.
    void refuse(const QString& sentence);

  signals:
    void closed();

  protected:
    /// Object names begin with `name`: "amend" makes amendEditor, amendNote and amendClose. `width`: at least, at the
    /// usual font scale.
    RowEditor(ThemeHost& themes, const QString& name, int width, QWidget* parent);

    /// Parts of the line, from left to right.
    QLabel* addLabel(const QString& text = {});
    void addField(QWidget* field);
    /// A button that changes something: it can be pressed while the editor's row is there.
    void addDeed(const QString& text, const QString& name, const QString& tip, std::function<void()> deed);
    /// The last of the line.
    void addClose();

    void open(QWidget* first);
    void finish();
    /// There is nothing left to change, and why: deeds are off until it is open again, or resume() is said.
    void suspend(const QString& sentence);
    void resume();
    [[nodiscard]] bool isSuspended() const { return m_suspended; }

    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    QPushButton* addButton(const QString& text, const QString& name, const QString& tip);
    [[nodiscard]] int heightFor(int width) const;

    ThemeHost& m_themes;
    QString m_name;
    int m_width;
    QHBoxLayout* m_line;
    QLabel* m_note;
    std::vector<QPushButton*> m_deeds;
    bool m_suspended = false;
};

} // namespace qd::ui
