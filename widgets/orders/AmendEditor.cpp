// Size: the widgets of one line, made one after the other.
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
    , m_at(new QLabel(QStringLiteral("@"), this))
    , m_trigger(new DecimalEdit(Price::kDecimals, QStringLiteral("amendTrigger"), this))
    , m_times(new QLabel(QStringLiteral("×"), this))
    , m_size(new DecimalEdit(Quantity::kDecimals, QStringLiteral("amendSize"), this)) {
    setObjectName(QStringLiteral("amendEditor"));
    setAccessibleName(tr("Amend the order"));
    m_note->setObjectName(QStringLiteral("amendNote"));
    m_note->setWordWrap(true);
    m_price->setAccessibleName(tr("New price"));
    m_price->setToolTip(tr("New limit price, USDC; arrow keys step by a tick"));
    m_trigger->setAccessibleName(tr("New trigger"));
    m_trigger->setToolTip(tr("The price that fires it, USDC; of a trailing stop its distance"));
    m_size->setAccessibleName(tr("New whole size"));
    m_size->setToolTip(tr("New whole size in the base asset, above what is filled already"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 4, 6, 4);
    column->setSpacing(2);
    auto* line = new QHBoxLayout;
    line->setSpacing(4);
    line->addWidget(m_what);
    line->addWidget(m_price, 1);
    line->addWidget(m_at);
    line->addWidget(m_trigger, 1);
    line->addWidget(m_times);
    line->addWidget(m_size, 1);
    m_apply = addButton(tr("Apply"), QStringLiteral("amendApply"));
    line->addWidget(m_apply);
    QPushButton* discard = addButton(tr("Close"), QStringLiteral("amendClose"));
    line->addWidget(discard);
    column->addLayout(line);
    column->addWidget(m_note);
    connect(m_apply, &QPushButton::clicked, this, &AmendEditor::apply);
    connect(discard, &QPushButton::clicked, this, &AmendEditor::finish);
    for (DecimalEdit* edit : {m_price, m_trigger, m_size}) {
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
    m_trigger->setUnit(row.tick.raw());
    const OrderTerms& t = row.order().terms;
    m_price->setRaw(t.price.raw());
    m_size->setRaw(t.size.raw());
    m_trigger->setRaw((t.trigger.kind == TriggerKind::Trailing ? t.trigger.distance : t.trigger.price).raw());
    m_price->setVisible(hasPrice());
    m_trigger->setVisible(hasTrigger());
    m_at->setVisible(hasTrigger());
    m_at->setText(t.trigger.kind == TriggerKind::Trailing ? tr("trails") : tr("fires at"));
    m_size->setVisible(hasSize());
    m_times->setVisible(hasSize());
    m_apply->setEnabled(true);
    m_note->hide();
    show();
    raise();
    DecimalEdit* first = hasTrigger() ? m_trigger : hasPrice() ? m_price : m_size;
    first->setFocus();
    first->selectAll();
}

bool AmendEditor::hasPrice() const {
    const OrderTerms& t = m_row.order().terms;
    return t.type == OrderType::Limit && t.oracleOffset.isZero();
}

bool AmendEditor::hasTrigger() const {
    const Trigger& t = m_row.order().terms.trigger;
    if (!m_row.isWaiting() || t.kind == TriggerKind::None) return false;
    return t.kind != TriggerKind::Trailing || !t.distance.isZero(); // percent stay as they are
}

bool AmendEditor::hasSize() const { return !m_row.order().terms.size.isZero(); }

std::optional<ports::Amendment> AmendEditor::amendment() const {
    const OrderTerms& t = m_row.order().terms;
    ports::Amendment to{hasPrice() ? t.price : Price(), t.size};
    if (hasPrice()) to.price = Price(*m_price->raw());
    if (hasSize()) to.size = Quantity(*m_size->raw());
    const Price trigger = t.trigger.kind == TriggerKind::Trailing ? t.trigger.distance : t.trigger.price;
    if (hasTrigger() && *m_trigger->raw() != trigger.raw()) to.trigger = Price(*m_trigger->raw());
    const bool same = (!hasPrice() || to.price == t.price) && to.size == t.size && to.trigger.isZero();
    return same ? std::nullopt : std::optional(to);
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
    const auto trigger = m_trigger->raw();
    const auto size = m_size->raw();
    if (hasPrice() && (!price || *price <= 0)) return tr("The price must be a number above zero.");
    if (hasTrigger() && (!trigger || *trigger <= 0)) return tr("The trigger must be a number above zero.");
    const bool offGrid =
        (hasPrice() && *price % m_row.tick.raw() != 0) ||
        (hasTrigger() && m_row.order().terms.trigger.kind != TriggerKind::Trailing && *trigger % m_row.tick.raw() != 0);
    if (offGrid) return tr("The price must be a multiple of the tick, %1.").arg(text(m_row.tick, m_row.priceDecimals));
    if (!hasSize()) return {};
    if (!size || *size <= m_row.order().filled.raw())
        return tr("The size must be above what is filled already, %1.")
            .arg(text(m_row.order().filled, m_row.sizeDecimals));
    if (*size % m_row.step.raw() != 0)
        return tr("The size must be a multiple of the step, %1.").arg(text(m_row.step, m_row.sizeDecimals));
    return {};
}

void AmendEditor::mark() {
    const auto price = m_price->raw();
    const auto trigger = m_trigger->raw();
    const auto size = m_size->raw();
    setWrong(m_price, !price || *price <= 0 || *price % m_row.tick.raw() != 0);
    setWrong(m_trigger, !trigger || *trigger <= 0);
    setWrong(m_size, !size || *size <= m_row.order().filled.raw() || *size % m_row.step.raw() != 0);
}

void AmendEditor::apply() {
    if (!m_apply->isEnabled()) return;
    if (const QString wrong = objection(); !wrong.isEmpty()) return refuse(wrong);
    const auto to = amendment();
    if (!to) return finish();
    emit applied(*to);
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
