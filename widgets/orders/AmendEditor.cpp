#include "widgets/orders/AmendEditor.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace qd::ui {
namespace {

void setWrong(QLineEdit* edit, bool wrong) {
    if (edit->property("wrong").toBool() == wrong) return;
    edit->setProperty("wrong", wrong);
    edit->style()->unpolish(edit);
    edit->style()->polish(edit);
}

} // namespace

AmendEditor::AmendEditor(ThemeHost& themes, QWidget* parent)
    : QFrame(parent)
    , m_themes(themes)
    , m_what(new QLabel(this))
    , m_note(new QLabel(this))
    , m_price(new DecimalEdit(Price::kDecimals, QStringLiteral("amendPrice"), this))
    , m_size(new DecimalEdit(Quantity::kDecimals, QStringLiteral("amendSize"), this)) {
    setObjectName(QStringLiteral("amendEditor"));
    setAccessibleName(tr("Amend the order"));
    m_note->setObjectName(QStringLiteral("amendNote"));
    m_note->setWordWrap(true);
    m_price->setAccessibleName(tr("New price"));
    m_price->setToolTip(tr("New limit price, USDC; arrow keys step by a tick"));
    m_size->setAccessibleName(tr("New whole size"));
    m_size->setToolTip(tr("New whole size in the base asset, above what is filled already"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 4, 6, 4);
    column->setSpacing(2);
    auto* line = new QHBoxLayout;
    line->setSpacing(4);
    line->addWidget(m_what);
    line->addWidget(m_price, 1);
    line->addWidget(new QLabel(QStringLiteral("×"), this));
    line->addWidget(m_size, 1);
    m_apply = addButton(tr("Apply"), QStringLiteral("amendApply"));
    line->addWidget(m_apply);
    QPushButton* discard = addButton(tr("Close"), QStringLiteral("amendClose"));
    line->addWidget(discard);
    column->addLayout(line);
    column->addWidget(m_note);
    connect(m_apply, &QPushButton::clicked, this, &AmendEditor::apply);
    connect(discard, &QPushButton::clicked, this, &AmendEditor::finish);
    for (DecimalEdit* edit : {m_price, m_size}) {
        connect(edit, &QLineEdit::returnPressed, this, &AmendEditor::apply);
        connect(edit, &DecimalEdit::valueChanged, this, &AmendEditor::mark);
    }
    hide();
}

QPushButton* AmendEditor::addButton(const QString& text, const QString& name) {
    auto* button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setAccessibleName(text);
    button->setAutoDefault(false);
    return button;
}

void AmendEditor::open(const OrderRow& row) {
    m_row = row;
    m_key = keyOf(row);
    m_what->setText(tr("%1 %2").arg(word(row.order().terms.side), row.symbol));
    m_price->setUnit(row.tick.raw());
    m_size->setUnit(row.step.raw());
    m_price->setRaw(row.order().terms.price.raw());
    m_size->setRaw(row.order().terms.size.raw());
    m_apply->setEnabled(true);
    m_note->hide();
    show();
    raise();
    m_price->setFocus();
    m_price->selectAll();
}

void AmendEditor::follow(const OrderRow* row) {
    if (row != nullptr) {
        m_row = *row;
        return;
    }
    m_apply->setEnabled(false);
    refuse(tr("The order is not working any more."));
}

void AmendEditor::placeAt(const QRect& anchor) {
    const int width = std::min(parentWidget()->width() - 8, m_themes.theme().scaled(430));
    const int height = std::max(sizeHint().height(), layout()->heightForWidth(width));
    const bool under = anchor.bottom() + 1 + height <= parentWidget()->height();
    const int top = under ? anchor.bottom() + 1 : std::max(0, anchor.top() - height);
    setGeometry(parentWidget()->width() - width - 4, top, width, height);
}

void AmendEditor::refuse(const QString& sentence) {
    m_note->setText(sentence);
    m_note->setStyleSheet(QStringLiteral("color: %1;").arg(m_themes.theme().color(Token::Warn).name()));
    m_note->show();
    const QRect old = geometry();
    const int height = std::max(sizeHint().height(), layout()->heightForWidth(width()));
    setGeometry(old.x(), std::min(old.y(), std::max(0, parentWidget()->height() - height)), old.width(), height);
}

QString AmendEditor::objection() const {
    const auto price = m_price->raw();
    const auto size = m_size->raw();
    if (!price || *price <= 0) return tr("The price must be a number above zero.");
    if (*price % m_row.tick.raw() != 0)
        return tr("The price must be a multiple of the tick, %1.").arg(text(m_row.tick, m_row.priceDecimals));
    if (!size || *size <= m_row.order().filled.raw())
        return tr("The size must be above what is filled already, %1.")
            .arg(text(m_row.order().filled, m_row.sizeDecimals));
    if (*size % m_row.step.raw() != 0)
        return tr("The size must be a multiple of the step, %1.").arg(text(m_row.step, m_row.sizeDecimals));
    return {};
}

void AmendEditor::mark() {
    const auto price = m_price->raw();
    const auto size = m_size->raw();
    setWrong(m_price, !price || *price <= 0 || *price % m_row.tick.raw() != 0);
    setWrong(m_size, !size || *size <= m_row.order().filled.raw() || *size % m_row.step.raw() != 0);
}

void AmendEditor::apply() {
    if (!m_apply->isEnabled()) return;
    if (const QString wrong = objection(); !wrong.isEmpty()) return refuse(wrong);
    if (*m_price->raw() == m_row.order().terms.price.raw() && *m_size->raw() == m_row.order().terms.size.raw())
        return finish();
    emit applied(Price(*m_price->raw()), Quantity(*m_size->raw()));
}

void AmendEditor::finish() {
    hide();
    emit closed();
}

/// Nothing goes on to the table under it: Enter there would open the editor again.
void AmendEditor::keyPressEvent(QKeyEvent* event) {
    event->accept();
    if (event->key() == Qt::Key_Escape) return finish();
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter) return;
    if (auto* button = qobject_cast<QPushButton*>(QApplication::focusWidget())) button->click();
}

void AmendEditor::paintEvent(QPaintEvent*) {
    const Theme& theme = m_themes.theme();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(Token::Accent));
    painter.fillRect(rect().adjusted(1, 1, -1, -1), theme.color(Token::Bg2));
}

} // namespace qd::ui
