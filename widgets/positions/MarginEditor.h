#pragma once

#include "widgets/base/Inputs.h"
#include "widgets/positions/PositionRows.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace qd::ui {

/// A small editor over the row of an isolated position: how much margin is moved to it or back. Enter adds, Escape
/// closes; nothing is blocked meanwhile. Main thread.
class MarginEditor final : public QFrame {
    Q_OBJECT
  public:
    MarginEditor(ThemeHost& themes, QWidget* parent);
    void open(const PositionRow& row);
    /// Stands under a row of the table, or over it when there is no room. `anchor` in the parent's coordinates.
    void placeAt(const QRect& anchor);
    [[nodiscard]] MarketId market() const { return m_market; }
    [[nodiscard]] const QString& symbol() const { return m_symbol; }

  signals:
    /// > 0 to the position, < 0 back to the account.
    void moved(qd::Money amount);
    void closed();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    QPushButton* addButton(const QString& text, const QString& name, const QString& tip);
    void ask(int sign);
    void finish();

    ThemeHost& m_themes;
    MarketId m_market;
    QString m_symbol;
    QLabel* m_what;
    QLabel* m_note;
    DecimalEdit* m_amount;
};

} // namespace qd::ui
