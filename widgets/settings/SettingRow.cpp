#include "widgets/settings/SettingRow.h"

#include "widgets/base/ChoiceBox.h"
#include "widgets/base/Inputs.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>

#include <utility>

namespace qd::ui {
namespace {

constexpr int kStacked = 420; ///< narrower rows have the control below the sentence
constexpr int kNumberDigits = 13;
constexpr int kTextLetters = 26;

QString shown(const std::string& text) { return QString::fromStdString(text); }

QLabel* label(const QString& text, const char* role, QWidget* parent) {
    auto* made = new QLabel(text, parent);
    made->setTextFormat(Qt::PlainText);
    made->setWordWrap(true);
    if (role != nullptr) made->setProperty(role, true);
    return made;
}

} // namespace

SettingRow::SettingRow(ThemeHost& themes, Settings& settings, const SettingInfo& info, QWidget* parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_settings(settings)
    , m_info(info)
    , m_grid(new QGridLayout(this))
    , m_summary(label(shown(info.summary), nullptr, this))
    , m_key(label(shown(info.key), "hint", this))
    , m_standard(label({}, "hint", this))
    , m_side(new QWidget(this))
    , m_reset(new QToolButton(m_side))
    , m_wrong(label({}, nullptr, this)) {
    setObjectName(QStringLiteral("setting-") + shown(info.key));
    const QString range = rangeText(info);
    const QString standard = tr("standard: %1").arg(valueText(info, standardOf(info)));
    m_standard->setText(range.isEmpty() ? standard : tr("%1 · %2").arg(standard, range));
    m_wrong->setObjectName(QStringLiteral("wrong"));
    m_wrong->hide();
    m_reset->setObjectName(QStringLiteral("reset"));
    m_reset->setText(tr("Reset"));
    m_reset->setAccessibleName(tr("Reset %1").arg(shown(info.key)));
    m_reset->setToolTip(tr("Back to the standard: %1").arg(valueText(info, standardOf(info))));
    m_reset->setFocusPolicy(Qt::TabFocus);
    connect(m_reset, &QToolButton::clicked, this, [this] {
        apply(shown(standardOf(m_info)));
        control()->setFocus(); // the button goes
    });
    createControl();
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setVerticalSpacing(1);
    applyTheme();
    connect(&themes, &ThemeHost::changed, this, &SettingRow::applyTheme);
    refresh();
}

QWidget* SettingRow::control() const {
    if (m_switch != nullptr) return m_switch;
    return m_choice != nullptr ? static_cast<QWidget*>(m_choice) : m_edit;
}

void SettingRow::createControl() {
    switch (kindOf(m_info)) {
    case SettingKind::Switch:
        m_switch = new QCheckBox(m_side);
        connect(m_switch, &QCheckBox::clicked, this,
                [this](bool on) { apply(on ? QStringLiteral("on") : QStringLiteral("off")); });
        break;
    case SettingKind::Choice:
        m_choice = new ChoiceBox(m_themes, m_side);
        for (const std::string& choice : m_info.choices) m_choice->addItem(shown(choice));
        connect(m_choice, &QComboBox::textActivated, this, &SettingRow::apply);
        break;
    case SettingKind::Number:
    case SettingKind::Text: createEdit(); break;
    }
    control()->setObjectName(QStringLiteral("control"));
    control()->setAccessibleName(shown(m_info.summary));
    control()->setToolTip(shown(m_info.key));
    auto* row = new QHBoxLayout(m_side);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(m_reset);
    row->addWidget(control());
    if (!m_info.unit.empty()) {
        auto* unit = label(shown(m_info.unit), "label", m_side);
        unit->setWordWrap(false);
        row->addWidget(unit);
    }
}

void SettingRow::createEdit() {
    if (kindOf(m_info) == SettingKind::Number) {
        auto* number = new DecimalEdit(kStepDecimals, {}, m_side);
        number->setUnit(stepOf(m_info));
        m_edit = number;
    } else {
        m_edit = new QLineEdit(m_side);
    }
    m_edit->installEventFilter(this);
    connect(m_edit, &QLineEdit::editingFinished, this, &SettingRow::applyEdit);
    connect(m_edit, &QLineEdit::textEdited, this, [this] { m_typing = true; });
    connect(m_edit, &QLineEdit::textChanged, this, [this] {
        const bool typing = std::exchange(m_typing, false);
        if (!m_showing && !typing) applyEdit(); // stepped by keys or wheel
    });
}

void SettingRow::arrange() {
    for (QWidget* part : std::initializer_list<QWidget*>{m_summary, m_key, m_standard, m_side, m_wrong})
        m_grid->removeWidget(part);
    m_grid->addWidget(m_summary, 0, 0);
    m_grid->addWidget(m_key, 1, 0);
    m_grid->addWidget(m_standard, 2, 0);
    // A text is as long as it likes, and gives way where there is no room.
    const bool text = kindOf(m_info) == SettingKind::Text;
    if (m_edit != nullptr) {
        const bool free = m_stacked && text;
        m_edit->setMinimumWidth(free ? m_themes.theme().scaled(60) : m_editWidth);
        m_edit->setMaximumWidth(free ? QWIDGETSIZE_MAX : m_editWidth);
    }
    if (m_stacked)
        m_grid->addWidget(m_side, 3, 0, text ? Qt::Alignment() : Qt::AlignLeft);
    else
        m_grid->addWidget(m_side, 0, 1, 3, 1, Qt::AlignRight | Qt::AlignTop);
    m_grid->addWidget(m_wrong, 4, 0, 1, m_stacked ? 1 : 2);
    m_grid->setColumnStretch(0, 1);
}

void SettingRow::applyTheme() {
    const Theme& theme = m_themes.theme();
    m_summary->setFont(theme.font(FontRole::Interface));
    m_key->setFont(theme.font(FontRole::Mono));
    m_standard->setFont(theme.font(FontRole::Hint));
    m_wrong->setStyleSheet(QStringLiteral("color: %1;").arg(theme.color(Token::Danger).name()));
    if (m_edit != nullptr) {
        const int letters = kindOf(m_info) == SettingKind::Number ? kNumberDigits : kTextLetters;
        const int digit = QFontMetrics(theme.font(FontRole::Interface)).horizontalAdvance(QLatin1Char('0'));
        m_editWidth = digit * letters + theme.scaled(16);
    }
    arrange();
}

void SettingRow::refresh() {
    m_reset->setVisible(differs(m_settings, m_info));
    if (m_edit != nullptr && m_edit->hasFocus() && m_edit->isModified()) return;
    showValue();
}

void SettingRow::showValue() {
    const QString value = shown(m_settings.textOf(m_info.key));
    if (m_switch != nullptr) {
        m_switch->setChecked(value == QLatin1String("on"));
        m_switch->setText(m_switch->isChecked() ? tr("on") : tr("off"));
    } else if (m_choice != nullptr) {
        m_choice->setCurrentText(value);
    } else {
        m_showing = true;
        if (m_edit->text() != value) m_edit->setText(value);
        m_edit->setModified(false);
        m_showing = false;
    }
    showWrong({});
}

void SettingRow::setLocked(const QString& reason) {
    m_side->setEnabled(reason.isEmpty());
    m_side->setToolTip(reason);
}

void SettingRow::apply(const QString& typed) {
    if (const auto wrong = setTyped(m_settings, m_info, typed)) {
        if (m_edit == nullptr) showValue();
        return showWrong(*wrong);
    }
    m_reset->setVisible(differs(m_settings, m_info));
    showValue();
    emit kept();
}

void SettingRow::applyEdit() {
    if (!m_edit->isModified() && m_edit->text() == shown(m_settings.textOf(m_info.key))) return;
    apply(m_edit->text());
}

void SettingRow::showWrong(const QString& sentence) {
    m_wrong->setText(sentence);
    m_wrong->setVisible(!sentence.isEmpty());
    if (m_edit != nullptr) setWrong(*m_edit, !sentence.isEmpty());
}

bool SettingRow::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_edit || event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    if (static_cast<QKeyEvent*>(event)->key() != Qt::Key_Escape) return false;
    showValue(); // as it was
    return true;
}

void SettingRow::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool stacked = width() < m_themes.theme().scaled(kStacked);
    if (stacked == m_stacked) return;
    m_stacked = stacked;
    arrange();
}

} // namespace qd::ui
