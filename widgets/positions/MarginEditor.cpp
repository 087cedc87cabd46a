#include "widgets/positions/MarginEditor.h"

#include "widgets/base/Format.h"

#include <QLabel>

namespace qd::ui {
namespace {

constexpr int kWidth = 480;

} // namespace

MarginEditor::MarginEditor(ThemeHost& themes, QWidget* parent)
    : RowEditor(themes, QStringLiteral("margin"), kWidth, parent)
    , m_what(addLabel())
    , m_amount(new DecimalEdit(Money::kDecimals, QStringLiteral("marginAmount"), this)) {
    setAccessibleName(tr("Move isolated margin"));
    m_what->setObjectName(QStringLiteral("marginHas"));
    m_amount->setAccessibleName(tr("Amount in USDC"));
    m_amount->setToolTip(tr("USDC between the account and this position"));
    m_amount->setUnit(Money::kScale);
    addField(m_amount);
    addDeed(tr("Add"), QStringLiteral("marginAdd"), tr("From the account to the position"), [this] { ask(1); });
    addDeed(tr("Take back"), QStringLiteral("marginBack"),
            tr("From the position to the account; what is left must cover its initial margin"), [this] { ask(-1); });
    addClose();
    connect(m_amount, &QLineEdit::returnPressed, this, [this] { ask(1); });
}

void MarginEditor::open(const PositionRow& row, AccountId account) {
    m_market = row.view.market;
    m_account = account;
    m_symbol = row.symbol;
    m_amount->clear();
    RowEditor::open(m_amount);
    follow(&row, account);
}

void MarginEditor::follow(const PositionRow* row, AccountId account) {
    if (account != m_account) return suspend(tr("Another account is traded from now."));
    if (row == nullptr) return suspend(tr("%1 is not among the positions any more.").arg(m_symbol));
    m_what->setText(tr("%1 has %2 USDC").arg(m_symbol, text(row->view.isolatedMargin)));
    if (!row->view.isolated) return suspend(tr("%1 uses the account's collateral now.").arg(m_symbol));
    resume();
}

void MarginEditor::ask(int sign) {
    if (isSuspended()) return;
    const auto amount = m_amount->raw();
    if (!amount || *amount <= 0) return refuse(tr("The amount must be a number above zero."));
    hide();
    emit moved(Money(sign * *amount));
    emit closed();
}

} // namespace qd::ui
