#include "widgets/base/QuestionLine.h"

#include "widgets/base/FlowLayout.h"
#include "widgets/base/Pane.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace qd::ui {
namespace {

constexpr int kKeep = 0;
constexpr int kConfirm = 1;
constexpr int kOther = 2;

Pane* paneOf(QWidget* widget) {
    for (; widget != nullptr; widget = widget->parentWidget()) {
        if (auto* pane = qobject_cast<Pane*>(widget)) return pane;
    }
    return nullptr;
}

} // namespace

QuestionLine::QuestionLine(const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_text(new QLabel(this))
    , m_buttons{new QPushButton(this), new QPushButton(this), new QPushButton(this)} {
    setObjectName(name);
    m_text->setObjectName(name + QStringLiteral("Text"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_buttons[kKeep]->setObjectName(name + QStringLiteral("Keep"));
    m_buttons[kConfirm]->setObjectName(name + QStringLiteral("Confirm"));
    m_buttons[kOther]->setObjectName(name + QStringLiteral("Other"));
    auto* lines = new QVBoxLayout(this);
    lines->setContentsMargins(6, 2, 6, 4);
    lines->setSpacing(4);
    lines->addWidget(m_text);
    auto* answers = new FlowLayout(6);
    lines->addLayout(answers);
    for (int i = 0; i < int(m_buttons.size()); ++i) {
        QPushButton* button = m_buttons[std::size_t(i)];
        button->setAccessibleName(tr("Answer"));
        button->setAutoDefault(true); // Enter presses the one that has the focus
        button->installEventFilter(this);
        answers->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, i] { answer(i); });
    }
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget* old, QWidget* now) {
        if (now != nullptr && isAncestorOf(now) && old != nullptr && !isAncestorOf(old)) m_before = old;
    });
    hide();
}

void QuestionLine::ask(const QString& question, const QString& keep, const QString& confirm,
                       std::function<void()> deed) {
    ask(question, keep, {confirm, std::move(deed)}, {});
}

void QuestionLine::ask(const QString& question, const QString& keep, Answer confirm, Answer other) {
    rememberFocus();
    m_deeds = {nullptr, std::move(confirm.deed), std::move(other.deed)};
    m_text->setText(question);
    const std::array<QString, 3> labels{keep, confirm.label, other.label};
    for (std::size_t i = 0; i < labels.size(); ++i) {
        m_buttons[i]->setText(labels[i]);
        m_buttons[i]->setAccessibleName(labels[i]);
        m_buttons[i]->setVisible(!labels[i].isEmpty());
    }
    show();
    m_buttons[kKeep]->setFocus();
}

void QuestionLine::rememberFocus() {
    QWidget* has = window()->focusWidget();
    if (has != nullptr && !isAncestorOf(has)) m_before = has;
}

void QuestionLine::answer(int which) {
    auto deed = std::exchange(m_deeds[std::size_t(which)], nullptr);
    hide(); // first: what is done then may ask again, or take the focus
    if (which == kKeep) emit kept();
    if (deed) deed();
}

void QuestionLine::walk(int step) {
    const int count = m_buttons[kOther]->isHidden() ? 2 : 3;
    for (int i = 0; i < count; ++i) {
        if (m_buttons[std::size_t(i)]->hasFocus())
            return m_buttons[std::size_t((i + step + count) % count)]->setFocus(Qt::TabFocusReason);
    }
}

/// An arrow on a button would else walk to whatever stands beside it, in the end to another pane.
bool QuestionLine::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Escape: answer(kKeep); return true;
    case Qt::Key_Left:
    case Qt::Key_Up: walk(-1); return true;
    case Qt::Key_Right:
    case Qt::Key_Down: walk(1); return true;
    default: return QWidget::eventFilter(watched, event);
    }
}

/// What the buttons leave is no key of the pane while it asks.
void QuestionLine::keyPressEvent(QKeyEvent* event) {
    event->setAccepted((event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::NoModifier);
}

/// Qt would give the keyboard to the next widget of the window that takes it, which may be a ladder.
void QuestionLine::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    QWidget* has = window()->focusWidget();
    if (!isHidden() || has == nullptr || !isAncestorOf(has))
        return; // only what it stands in is hidden, or it is not here
    if (QWidget* to = next())
        to->setFocus(Qt::OtherFocusReason);
    else
        has->clearFocus();
}

QWidget* QuestionLine::next() const {
    Pane* own = paneOf(parentWidget());
    if (m_before && m_before->isVisible() && m_before->isEnabled() && m_before->window() == window()) {
        const Pane* pane = paneOf(m_before);
        if (pane == own || pane == nullptr) return m_before; // of no pane is the command bar
    }
    return own != nullptr ? own : parentWidget();
}

} // namespace qd::ui
