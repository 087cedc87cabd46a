#include "widgets/orders/AmendEditor.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QLabel>

namespace qd::ui {
namespace {

constexpr int kWidth = 430;

using Number = std::optional<std::int64_t>;

Number priceOf(const OrderRow& row) {
    const OrderTerms& t = row.order().terms;
    return t.type == OrderType::Limit && t.oracleOffset.isZero() ? Number(t.price.raw()) : std::nullopt;
}

/// Of a trailing stop its distance; percent stay as they are.
Number triggerOf(const OrderRow& row) {
    const Trigger& t = row.order().terms.trigger;
    if (!row.isWaiting() || t.kind == TriggerKind::None) return std::nullopt;
    if (t.kind != TriggerKind::Trailing) return t.price.raw();
    return t.distance.isZero() ? std::nullopt : Number(t.distance.raw());
}

/// An exit has no size before its entry has fills.
Number sizeOf(const OrderRow& row) {
    const Quantity size = row.order().terms.size;
    return size.isZero() ? std::nullopt : Number(size.raw());
}

} // namespace

AmendEditor::AmendEditor(ThemeHost& themes, QWidget* parent)
    : RowEditor(themes, QStringLiteral("amend"), kWidth, parent)
    , m_what(addLabel()) {
    setAccessibleName(tr("Amend the order"));
    const auto add = [this](Field& field, int decimals, const QString& name, const QString& called) {
        field.edit = new DecimalEdit(decimals, name, this);
        field.edit->setAccessibleName(called);
        addField(field.edit);
        connect(field.edit, &QLineEdit::returnPressed, this, &AmendEditor::apply);
        connect(field.edit, &DecimalEdit::valueChanged, this, &AmendEditor::mark);
    };
    add(m_price, Price::kDecimals, QStringLiteral("amendPrice"), tr("New price"));
    m_trigger.before = addLabel();
    add(m_trigger, Price::kDecimals, QStringLiteral("amendTrigger"), tr("New trigger"));
    m_size.before = addLabel(QStringLiteral("×"));
    add(m_size, Quantity::kDecimals, QStringLiteral("amendSize"), tr("New whole size"));
    m_price.edit->setToolTip(tr("New limit price, USDC; arrow keys step by a tick"));
    m_trigger.edit->setToolTip(tr("The price that fires it, USDC; of a trailing stop its distance"));
    m_size.edit->setToolTip(tr("New whole size in the base asset, above what is filled already"));
    addDeed(tr("Apply"), QStringLiteral("amendApply"), tr("Changes the order; it stands as it was if that is refused"),
            [this] { apply(); });
    addClose();
}

void AmendEditor::Field::put(Number now) {
    const bool typed = now && isTyped();
    if (now && now != stands && !typed) edit->setRaw(*now);
    stands = now;
    edit->setVisible(now.has_value());
    if (before != nullptr) before->setVisible(now.has_value());
}

void AmendEditor::open(const OrderRow& row, AccountId account) {
    m_row = row;
    m_account = account;
    m_key = keyOf(row);
    m_what->setText(tr("%1 %2").arg(word(row.order().terms.side), row.symbol));
    m_price.edit->setUnit(row.tick.raw());
    m_trigger.edit->setUnit(row.tick.raw());
    m_size.edit->setUnit(row.step.raw());
    for (Field* field : {&m_price, &m_trigger, &m_size}) field->stands.reset(); // what was typed before is forgotten
    showOrder();
    DecimalEdit* first = (m_trigger.stands ? m_trigger : m_price.stands ? m_price : m_size).edit;
    RowEditor::open(first);
    first->selectAll();
}

void AmendEditor::showOrder() {
    m_trigger.before->setText(trails() ? tr("trails") : tr("fires at"));
    m_price.put(priceOf(m_row));
    m_trigger.put(triggerOf(m_row));
    m_size.put(sizeOf(m_row));
    mark();
}

void AmendEditor::follow(const OrderRow* row, AccountId account) {
    if (account != m_account) return suspend(tr("Another account is selected; the order stands as it was."));
    if (row == nullptr) return suspend(tr("The order is not working any more."));
    m_row = *row;
    if (!row->isAmendable()) return suspend(tr("Only an order in the book or one that waits can be amended."));
    resume();
    showOrder();
}

std::optional<ports::Amendment> AmendEditor::amendment() const {
    if (!m_price.isTyped() && !m_trigger.isTyped() && !m_size.isTyped()) return std::nullopt;
    ports::Amendment to{Price(), m_row.order().terms.size};
    if (m_price.stands) to.price = Price(*m_price.edit->raw());
    if (m_size.stands) to.size = Quantity(*m_size.edit->raw());
    if (m_trigger.isTyped()) to.trigger = Price(*m_trigger.edit->raw());
    return to;
}

QString AmendEditor::offTick() const {
    return tr("The price must be a multiple of the tick, %1.").arg(text(m_row.tick, m_row.priceDecimals));
}

QString AmendEditor::priceObjection() const {
    if (!m_price.stands) return {};
    const Number price = m_price.edit->raw();
    if (!price || *price <= 0) return tr("The price must be a number above zero.");
    return *price % m_row.tick.raw() == 0 ? QString() : offTick();
}

QString AmendEditor::triggerObjection() const {
    if (!m_trigger.stands) return {};
    const Number trigger = m_trigger.edit->raw();
    if (!trigger || *trigger <= 0) return tr("The trigger must be a number above zero.");
    return trails() || *trigger % m_row.tick.raw() == 0 ? QString() : offTick();
}

QString AmendEditor::sizeObjection() const {
    if (!m_size.stands) return {};
    const Number size = m_size.edit->raw();
    if (!size || *size <= m_row.order().filled.raw())
        return tr("The size must be above what is filled already, %1.")
            .arg(text(m_row.order().filled, m_row.sizeDecimals));
    if (*size % m_row.step.raw() != 0)
        return tr("The size must be a multiple of the step, %1.").arg(text(m_row.step, m_row.sizeDecimals));
    return {};
}

void AmendEditor::mark() {
    setWrong(*m_price.edit, !priceObjection().isEmpty());
    setWrong(*m_trigger.edit, !triggerObjection().isEmpty());
    setWrong(*m_size.edit, !sizeObjection().isEmpty());
}

void AmendEditor::apply() {
    if (isSuspended()) return;
    for (const QString& wrong : {priceObjection(), triggerObjection(), sizeObjection()}) {
        if (!wrong.isEmpty()) return refuse(wrong);
    }
    const auto to = amendment();
    if (!to) return finish();
    emit applied(*to);
}

} // namespace qd::ui
