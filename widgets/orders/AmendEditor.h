#pragma once

#include "widgets/base/Inputs.h"
#include "widgets/orders/OrderRows.h"

#include <QFrame>

#include <optional>

class QLabel;
class QPushButton;

namespace qd::ui {

/// A small editor over the row of a working order: its price, its trigger and its whole size, as far as it has them.
/// Enter applies, Escape closes; nothing is blocked meanwhile. Main thread.
class AmendEditor final : public QFrame {
    Q_OBJECT
  public:
    AmendEditor(ThemeHost& themes, QWidget* parent);

    /// Opens for an order as it stands.
    void open(const OrderRow& row);
    /// The order as it stands now; null when it is not working any more, which is said and ends applying.
    void follow(const OrderRow* row);
    [[nodiscard]] const OrderKey& key() const { return m_key; }
    /// Stands at a row of the table: under it, or over it when there is no room. `anchor` in the parent's coordinates.
    void placeAt(const QRect& anchor);
    /// The change was held back; the editor stays open and says why.
    void refuse(const QString& sentence);

  signals:
    void applied(const qd::ports::Amendment& to);
    void closed();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void apply();
    void finish();
    /// What is wrong with the input, empty when nothing is.
    [[nodiscard]] QString objection() const;
    void mark();
    [[nodiscard]] bool hasPrice() const;
    [[nodiscard]] bool hasTrigger() const;
    /// An exit has no size before its entry has fills.
    [[nodiscard]] bool hasSize() const;
    /// What it is changed to; empty: nothing changes.
    [[nodiscard]] std::optional<ports::Amendment> amendment() const;
    QPushButton* addButton(const QString& text, const QString& name);

    ThemeHost& m_themes;
    OrderRow m_row;
    OrderKey m_key;
    QLabel* m_what;
    QLabel* m_note;
    DecimalEdit* m_price;
    QLabel* m_at;
    DecimalEdit* m_trigger;
    QLabel* m_times;
    DecimalEdit* m_size;
    QPushButton* m_apply;
};

} // namespace qd::ui
