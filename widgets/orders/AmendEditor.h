#pragma once

#include "widgets/base/Inputs.h"
#include "widgets/base/RowEditor.h"
#include "widgets/orders/OrderRows.h"

#include <optional>

namespace qd::ui {

/// Over the row of a working order: its price, its trigger and its whole size, as far as it has them. It follows the
/// order: what was not typed over shows the order's numbers of now, what was typed stays. Enter applies. Main thread.
class AmendEditor final : public RowEditor {
    Q_OBJECT
  public:
    AmendEditor(ThemeHost& themes, QWidget* parent);

    /// Opens for an order of an account as it stands.
    void open(const OrderRow& row, AccountId account);
    /// The order as it stands now, null when it is not working any more, and the account that is selected: what ends
    /// applying is said.
    void follow(const OrderRow* row, AccountId account);
    [[nodiscard]] const OrderKey& key() const { return m_key; }
    [[nodiscard]] AccountId account() const { return m_account; }

  signals:
    void applied(const qd::ports::Amendment& to);

  private:
    /// A number of the order and where it is typed.
    struct Field {
        DecimalEdit* edit = nullptr;
        QLabel* before = nullptr;           ///< the word in front of it; null: none
        std::optional<std::int64_t> stands; ///< the order's own; empty: it has none, and there is no field
        [[nodiscard]] bool isTyped() const { return stands && edit->raw() != stands; }
        void put(std::optional<std::int64_t> now);
    };
    void showOrder();
    void apply();
    void mark();
    /// What is wrong with a field, empty when nothing is or the order has no such number.
    [[nodiscard]] QString priceObjection() const;
    [[nodiscard]] QString triggerObjection() const;
    [[nodiscard]] QString sizeObjection() const;
    [[nodiscard]] QString offTick() const;
    [[nodiscard]] bool trails() const { return m_row.order().terms.trigger.kind == TriggerKind::Trailing; }
    /// What it is changed to; empty: nothing changes. Asked when no field has an objection.
    [[nodiscard]] std::optional<ports::Amendment> amendment() const;

    OrderRow m_row;
    OrderKey m_key;
    AccountId m_account;
    QLabel* m_what;
    Field m_price;
    Field m_trigger;
    Field m_size;
};

} // namespace qd::ui
