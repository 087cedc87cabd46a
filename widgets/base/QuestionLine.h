#pragma once

#include "widgets/base/Theme.h"

#include <QWidget>

#include <functional>

class QLabel;
class QPushButton;

namespace qd::ui {

/// A question inside a pane before something that cannot be undone. The safe answer has the focus; Escape is the same.
/// Main thread.
class QuestionLine final : public QWidget {
    Q_OBJECT
  public:
    QuestionLine(const QString& name, QWidget* parent);
    /// Shows the question; `deed` runs when it is confirmed.
    void ask(const QString& question, const QString& keep, const QString& confirm, std::function<void()> deed);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QLabel* m_text;
    QPushButton* m_keep;
    QPushButton* m_confirm;
    std::function<void()> m_deed;
};

} // namespace qd::ui
