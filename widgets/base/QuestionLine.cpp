#include "widgets/base/QuestionLine.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>

#include <utility>

namespace qd::ui {

QuestionLine::QuestionLine(const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_text(new QLabel(this))
    , m_keep(new QPushButton(this))
    , m_confirm(new QPushButton(this)) {
    setObjectName(name);
    m_text->setObjectName(name + QStringLiteral("Text"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_keep->setObjectName(name + QStringLiteral("Keep"));
    m_confirm->setObjectName(name + QStringLiteral("Confirm"));
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(6, 0, 6, 2);
    line->setSpacing(6);
    line->addWidget(m_text, 1);
    for (QPushButton* button : {m_keep, m_confirm}) {
        button->setAutoDefault(true); // Enter presses the one that has the focus
        button->installEventFilter(this);
        line->addWidget(button);
    }
    connect(m_keep, &QPushButton::clicked, this, &QWidget::hide);
    connect(m_confirm, &QPushButton::clicked, this, [this] {
        hide();
        if (auto deed = std::exchange(m_deed, nullptr)) deed();
    });
    hide();
}

void QuestionLine::ask(const QString& question, const QString& keep, const QString& confirm,
                       std::function<void()> deed) {
    m_deed = std::move(deed);
    m_text->setText(question);
    m_keep->setText(keep);
    m_keep->setAccessibleName(keep);
    m_confirm->setText(confirm);
    m_confirm->setAccessibleName(confirm);
    show();
    m_keep->setFocus();
}

bool QuestionLine::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        hide();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace qd::ui
