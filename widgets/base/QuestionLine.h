#pragma once

#include <QPointer>
#include <QWidget>

#include <array>
#include <functional>

class QLabel;
class QPushButton;

namespace qd::ui {

/// A question inside a pane before something that cannot be undone. The safe answer has the focus; Escape is the same.
/// While it asks letters do nothing. Afterwards the keyboard is where it was, or at least in the pane of the question:
/// never in the next one, where letters may trade. Main thread.
class QuestionLine final : public QWidget {
    Q_OBJECT
  public:
    struct Answer {
        QString label;
        std::function<void()> deed; ///< runs when it is given; empty: nothing happens
    };
    QuestionLine(const QString& name, QWidget* parent);
    /// Shows the question; `keep` is the safe answer, `deed` runs when the other one is given.
    void ask(const QString& question, const QString& keep, const QString& confirm, std::function<void()> deed);
    /// The same with a third answer.
    void ask(const QString& question, const QString& keep, Answer confirm, Answer other);
    [[nodiscard]] bool isAsking() const { return !isHidden(); }

  signals:
    /// The safe answer was given.
    void kept();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    void rememberFocus();
    void walk(int step);
    void answer(int which);
    /// Who gets the keyboard when the question goes.
    [[nodiscard]] QWidget* next() const;

    QLabel* m_text;
    std::array<QPushButton*, 3> m_buttons; ///< keep, confirm, other
    std::array<std::function<void()>, 3> m_deeds;
    QPointer<QWidget> m_before; ///< had the focus last before the question had it
};

} // namespace qd::ui
