#include "widgets/base/FormLine.h"

#include "widgets/base/ChoiceBox.h"
#include "widgets/base/FlowLayout.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace qd::ui {
namespace {

constexpr int kGap = 4;

void name(QWidget* widget, const FormLine::Words& words) {
    widget->setObjectName(words.name);
    widget->setAccessibleName(words.label);
    widget->setToolTip(words.tip);
}

} // namespace

FormLine::FormLine(ThemeHost& themes, const QString& name, const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_flow(new FlowLayout(kGap))
    , m_title(new QLabel(title, this)) {
    setObjectName(name);
    setAccessibleName(title);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 2, 6, 2);
    column->addLayout(m_flow);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setVisible(!title.isEmpty());
    if (!title.isEmpty()) m_flow->addWidget(m_title);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&themes, &ThemeHost::changed, this, &FormLine::applyTheme);
    applyTheme();
}

/// Name and input stay together when the line breaks.
void FormLine::addNamed(const QString& label, QWidget* input) {
    auto* pair = new QWidget(this);
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGap);
    auto* says = new QLabel(label, pair);
    says->setProperty("label", true);
    says->setBuddy(input);
    m_labels.push_back(says);
    row->addWidget(says);
    row->addWidget(input);
    m_flow->addWidget(pair);
}

DecimalEdit* FormLine::addDecimal(const Words& words, int scaleDecimals, int digits) {
    auto* edit = new DecimalEdit(scaleDecimals, words.name, this);
    name(edit, words);
    m_inputs.emplace_back(edit, digits);
    connect(edit, &QLineEdit::returnPressed, this, &FormLine::press);
    addNamed(words.label, edit);
    applyTheme();
    return edit;
}

QLineEdit* FormLine::addText(const Words& words, int letters) {
    auto* edit = new QLineEdit(this);
    name(edit, words);
    m_inputs.emplace_back(edit, letters);
    connect(edit, &QLineEdit::returnPressed, this, &FormLine::press);
    addNamed(words.label, edit);
    applyTheme();
    return edit;
}

QComboBox* FormLine::addChoice(const Words& words) {
    auto* box = new ChoiceBox(m_themes, this);
    name(box, words);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    addNamed(words.label, box);
    return box;
}

QCheckBox* FormLine::addCheck(const Words& words) {
    auto* box = new QCheckBox(words.label, this);
    name(box, words);
    m_flow->addWidget(box);
    return box;
}

QPushButton* FormLine::addButton(const Words& words) {
    auto* button = new QPushButton(words.label, this);
    name(button, words);
    button->setAutoDefault(false);
    if (m_first == nullptr) m_first = button;
    m_flow->addWidget(button);
    return button;
}

QLabel* FormLine::addHint(const QString& name, const QString& text) {
    auto* hint = new QLabel(text, this);
    hint->setObjectName(name);
    hint->setTextFormat(Qt::PlainText);
    hint->setProperty("hint", true);
    m_flow->addWidget(hint);
    return hint;
}

void FormLine::press() {
    if (m_first != nullptr && m_first->isEnabled()) m_first->click();
}

void FormLine::applyTheme() {
    const Theme& theme = m_themes.theme();
    m_title->setFont(theme.font(FontRole::Strong));
    const int digit = QFontMetrics(theme.font(FontRole::Interface)).horizontalAdvance(QLatin1Char('0'));
    for (const auto& [input, letters] : m_inputs) input->setFixedWidth(digit * letters + theme.scaled(16));
}

void setChoices(QComboBox& box, const std::vector<std::pair<QString, int>>& choices) {
    bool same = static_cast<int>(choices.size()) == box.count();
    for (int i = 0; same && i < box.count(); ++i) {
        const auto& [text, number] = choices[static_cast<std::size_t>(i)];
        same = box.itemText(i) == text && box.itemData(i).toInt() == number;
    }
    if (same) return;
    const int chosen = chosenNumber(box);
    box.clear();
    for (const auto& [text, number] : choices) box.addItem(text, number);
    if (const int again = box.findData(chosen); again >= 0) box.setCurrentIndex(again);
}

int chosenNumber(const QComboBox& box) { return box.currentIndex() < 0 ? -1 : box.currentData().toInt(); }

} // namespace qd::ui
