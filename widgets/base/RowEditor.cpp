#include "widgets/base/RowEditor.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace qd::ui {

RowEditor::RowEditor(ThemeHost& themes, const QString& name, int width, QWidget* parent)
    : QFrame(parent)
    , m_themes(themes)
    , m_name(name)
    , m_width(width)
    , m_line(new QHBoxLayout)
    , m_note(new QLabel(this)) {
    setObjectName(name + QStringLiteral("Editor"));
    m_note->setObjectName(name + QStringLiteral("Note"));
    m_note->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 4, 6, 4);
    column->setSpacing(2);
    m_line->setSpacing(4);
    column->addLayout(m_line);
    column->addWidget(m_note);
    hide();
}

QLabel* RowEditor::addLabel(const QString& text) {
    auto* label = new QLabel(text, this);
    m_line->addWidget(label);
    return label;
}

void RowEditor::addField(QWidget* field) { m_line->addWidget(field, 1); }

QPushButton* RowEditor::addButton(const QString& text, const QString& name, const QString& tip) {
    auto* button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setAccessibleName(text);
    button->setToolTip(tip);
    button->setAutoDefault(false);
    m_line->addWidget(button);
    return button;
}

void RowEditor::addDeed(const QString& text, const QString& name, const QString& tip, std::function<void()> deed) {
    QPushButton* button = addButton(text, name, tip);
    connect(button, &QPushButton::clicked, this, std::move(deed));
    m_deeds.push_back(button);
}

void RowEditor::addClose() {
    QPushButton* button = addButton(tr("Close"), m_name + QStringLiteral("Close"), tr("Leaves everything as it is"));
    connect(button, &QPushButton::clicked, this, &RowEditor::finish);
}

void RowEditor::open(QWidget* first) {
    resume();
    m_note->hide();
    show();
    raise();
    first->setFocus();
}

void RowEditor::finish() {
    hide();
    emit closed();
}

void RowEditor::suspend(const QString& sentence) {
    m_suspended = true;
    for (QPushButton* deed : m_deeds) deed->setEnabled(false);
    refuse(sentence);
}

void RowEditor::resume() {
    if (!m_suspended) return;
    m_suspended = false;
    for (QPushButton* deed : m_deeds) deed->setEnabled(true);
    m_note->hide();
}

int RowEditor::heightFor(int width) const { return std::max(sizeHint().height(), layout()->heightForWidth(width)); }

void RowEditor::placeAt(const QRect& anchor) {
    const int wanted = std::max(minimumSizeHint().width(), m_themes.theme().scaled(m_width));
    const int width = std::min(parentWidget()->width() - 8, wanted);
    const int height = heightFor(width);
    const bool under = anchor.bottom() + 1 + height <= parentWidget()->height();
    const int top = under ? anchor.bottom() + 1 : std::max(0, anchor.top() - height);
    setGeometry(parentWidget()->width() - width - 4, top, width, height);
}

void RowEditor::refuse(const QString& sentence) {
    m_note->setText(sentence);
    m_note->setStyleSheet(QStringLiteral("color: %1;").arg(m_themes.theme().color(Token::Warn).name()));
    m_note->show();
    const QRect old = geometry();
    const int height = heightFor(old.width());
    setGeometry(old.x(), std::min(old.y(), std::max(0, parentWidget()->height() - height)), old.width(), height);
}

/// Nothing goes on to the table under it: Enter there would open the editor again.
void RowEditor::keyPressEvent(QKeyEvent* event) {
    event->accept();
    if (event->key() == Qt::Key_Escape) return finish();
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter) return;
    if (auto* button = qobject_cast<QPushButton*>(QApplication::focusWidget())) button->click();
}

void RowEditor::paintEvent(QPaintEvent*) {
    const Theme& theme = m_themes.theme();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(Token::Accent));
    painter.fillRect(rect().adjusted(1, 1, -1, -1), theme.color(Token::Bg2));
}

} // namespace qd::ui
