#include "widgets/positions/MarginEditor.h"

#include "widgets/base/Format.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace qd::ui {

MarginEditor::MarginEditor(ThemeHost& themes, QWidget* parent)
    : QFrame(parent)
    , m_themes(themes)
    , m_what(new QLabel(this))
    , m_note(new QLabel(this))
    , m_amount(new DecimalEdit(Money::kDecimals, QStringLiteral("marginAmount"), this)) {
    setObjectName(QStringLiteral("marginEditor"));
    setAccessibleName(tr("Move isolated margin"));
    m_note->setObjectName(QStringLiteral("marginNote"));
    m_note->setWordWrap(true);
    m_amount->setAccessibleName(tr("Amount in USDC"));
    m_amount->setToolTip(tr("USDC between the account and this position"));
    m_amount->setUnit(Money::kScale);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 4, 6, 4);
    column->setSpacing(2);
    auto* line = new QHBoxLayout;
    line->setSpacing(4);
    line->addWidget(m_what);
    line->addWidget(m_amount, 1);
    QPushButton* add = addButton(tr("Add"), QStringLiteral("marginAdd"), tr("From the account to the position"));
    QPushButton* back = addButton(tr("Take back"), QStringLiteral("marginBack"),
                                  tr("From the position to the account; what is left must cover its initial margin"));
    QPushButton* discard = addButton(tr("Close"), QStringLiteral("marginClose"), tr("Leaves everything as it is"));
    for (QPushButton* button : {add, back, discard}) line->addWidget(button);
    column->addLayout(line);
    column->addWidget(m_note);
    connect(add, &QPushButton::clicked, this, [this] { ask(1); });
    connect(back, &QPushButton::clicked, this, [this] { ask(-1); });
    connect(discard, &QPushButton::clicked, this, &MarginEditor::finish);
    connect(m_amount, &QLineEdit::returnPressed, this, [this] { ask(1); });
    hide();
}

QPushButton* MarginEditor::addButton(const QString& text, const QString& name, const QString& tip) {
    auto* button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setAccessibleName(text);
    button->setToolTip(tip);
    button->setAutoDefault(false);
    return button;
}

void MarginEditor::open(const PositionRow& row) {
    m_market = row.view.market;
    m_symbol = row.symbol;
    m_what->setText(tr("%1 has %2 USDC").arg(row.symbol, text(row.view.isolatedMargin)));
    m_amount->clear();
    m_note->hide();
    show();
    raise();
    m_amount->setFocus();
}

void MarginEditor::placeAt(const QRect& anchor) {
    const int width = std::min(parentWidget()->width() - 8, std::max(sizeHint().width(), m_themes.theme().scaled(480)));
    const int height = std::max(sizeHint().height(), layout()->heightForWidth(width));
    const bool under = anchor.bottom() + 1 + height <= parentWidget()->height();
    const int top = under ? anchor.bottom() + 1 : std::max(0, anchor.top() - height);
    setGeometry(parentWidget()->width() - width - 4, top, width, height);
}

void MarginEditor::ask(int sign) {
    const auto amount = m_amount->raw();
    if (!amount || *amount <= 0) {
        m_note->setText(tr("The amount must be a number above zero."));
        m_note->setStyleSheet(QStringLiteral("color: %1;").arg(m_themes.theme().color(Token::Warn).name()));
        m_note->show();
        return resize(width(), std::max(sizeHint().height(), layout()->heightForWidth(width())));
    }
    hide();
    emit moved(Money(sign * *amount));
    emit closed();
}

void MarginEditor::finish() {
    hide();
    emit closed();
}

/// Nothing goes on to the table under it.
void MarginEditor::keyPressEvent(QKeyEvent* event) {
    event->accept();
    if (event->key() == Qt::Key_Escape) return finish();
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter) return;
    if (auto* button = qobject_cast<QPushButton*>(QApplication::focusWidget())) button->click();
}

void MarginEditor::paintEvent(QPaintEvent*) {
    const Theme& theme = m_themes.theme();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(Token::Accent));
    painter.fillRect(rect().adjusted(1, 1, -1, -1), theme.color(Token::Bg2));
}

} // namespace qd::ui
