#include "widgets/base/Inputs.h"

#include "core/base/Decimal.h"
#include "widgets/base/Format.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QRegularExpressionValidator>
#include <QStyle>
#include <QToolButton>
#include <QWheelEvent>

namespace qd::ui {
namespace {

int unitsFor(Qt::KeyboardModifiers modifiers) {
    if (modifiers.testFlag(Qt::ControlModifier)) return 100;
    return modifiers.testFlag(Qt::ShiftModifier) ? 10 : 1;
}

} // namespace

DecimalEdit::DecimalEdit(int scaleDecimals, const QString& name, QWidget* parent)
    : QLineEdit(parent)
    , m_scale(scaleDecimals) {
    setObjectName(name);
    setAlignment(Qt::AlignRight);
    setValidator(
        new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[0-9]{0,12}([.,][0-9]{0,12})?")), this));
    connect(this, &QLineEdit::textChanged, this, &DecimalEdit::valueChanged);
}

void DecimalEdit::setScale(int scaleDecimals) {
    if (m_scale == scaleDecimals) return;
    m_scale = scaleDecimals;
    emit valueChanged();
}

void DecimalEdit::setUnit(std::int64_t unit) { m_unit = unit; }

std::optional<std::int64_t> DecimalEdit::raw() const {
    const auto value = parseDecimal(text().replace(QLatin1Char(','), QLatin1Char('.')).toStdString(), m_scale);
    return value ? std::optional(*value) : std::nullopt;
}

void DecimalEdit::setRaw(std::int64_t raw) {
    setText(QString::fromStdString(formatDecimal(raw, m_scale, decimalsOf(m_unit, m_scale))));
}

void DecimalEdit::step(int units, std::int64_t otherwise) {
    const std::int64_t from = raw().value_or(otherwise);
    // Onto the grid first, then along it.
    const std::int64_t grid = from / m_unit * m_unit;
    const std::int64_t next = grid + units * m_unit;
    setRaw(std::max<std::int64_t>(next, 0));
}

void DecimalEdit::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down) {
        step((event->key() == Qt::Key_Up ? 1 : -1) * unitsFor(event->modifiers()));
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void DecimalEdit::wheelEvent(QWheelEvent* event) {
    if (!hasFocus() || event->angleDelta().y() == 0) return event->ignore();
    step((event->angleDelta().y() > 0 ? 1 : -1) * unitsFor(event->modifiers()));
    event->accept();
}

void setWrong(QLineEdit& edit, bool wrong) {
    if (edit.property("wrong").toBool() == wrong) return;
    edit.setProperty("wrong", wrong);
    edit.style()->unpolish(&edit);
    edit.style()->polish(&edit);
}

Segmented::Segmented(const QStringList& choices, const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this)) {
    setObjectName(name);
    setAccessibleName(name);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    for (int i = 0; i < choices.size(); ++i) {
        auto* button = new QToolButton(this);
        button->setText(choices[i]);
        button->setObjectName(name + QLatin1Char('-') + choices[i]);
        button->setAccessibleName(choices[i]);
        button->setProperty("segment", true);
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        m_group->addButton(button, i);
        row->addWidget(button);
    }
    m_group->setExclusive(true);
    connect(m_group, &QButtonGroup::idClicked, this, &Segmented::chosen);
}

void Segmented::setCurrent(int index) {
    if (QAbstractButton* button = m_group->button(index)) return button->setChecked(true);
    m_group->setExclusive(false);
    if (QAbstractButton* chosen = m_group->checkedButton()) chosen->setChecked(false);
    m_group->setExclusive(true);
}

void Segmented::setChoiceEnabled(int index, bool enabled, const QString& reason) {
    QAbstractButton* button = m_group->button(index);
    if (button == nullptr) return;
    button->setEnabled(enabled);
    button->setToolTip(enabled ? QString() : reason);
}

} // namespace qd::ui
