#include "layouts/workspace/CommandBar.h"

#include "layouts/workspace/HistoryText.h"

#include <QApplication>
#include <QFocusEvent>
#include <QKeyEvent>

namespace qd::workspace {
namespace {

constexpr std::size_t kShown = 12;

} // namespace

CommandBar::CommandBar(ports::Actions& actions, ui::ThemeHost& themes, QWidget* parent)
    : QLineEdit(parent)
    , m_actions(actions)
    , m_themes(themes)
    , m_list(new QListWidget(this)) {
    setObjectName(QStringLiteral("commandBar"));
    setAccessibleName(tr("Command"));
    setPlaceholderText(tr("Type a command   Ctrl+K"));
    m_list->setObjectName(QStringLiteral("completions"));
    m_list->setWindowFlags(Qt::ToolTip);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->hide();
    m_list->viewport()->installEventFilter(this);
    connect(this, &QLineEdit::textEdited, this, &CommandBar::showCompletions);
    connect(&m_themes, &ui::ThemeHost::changed, this, &CommandBar::applyTheme);
    applyTheme();
}

void CommandBar::applyTheme() {
    const ui::Theme& theme = m_themes.theme();
    setFont(theme.font(ui::FontRole::Mono));
    m_list->setFont(theme.font(ui::FontRole::Mono));
}

void CommandBar::begin(const QString& text) {
    if (QWidget* focused = QApplication::focusWidget(); focused != nullptr && focused != this) m_before = focused;
    setText(text);
    setFocus(Qt::ShortcutFocusReason);
    m_at = m_history.size();
    showCompletions();
}

void CommandBar::showCompletions() {
    m_list->clear();
    const auto lines = m_actions.complete(text().toStdString(), kShown);
    for (const std::string& line : lines) {
        const ports::Action* action = m_actions.find(line);
        auto* item = new QListWidgetItem(QString::fromStdString(line), m_list);
        if (action != nullptr)
            item->setText(item->text() + QStringLiteral("   ") + QString::fromStdString(action->summary));
        item->setData(Qt::UserRole, QString::fromStdString(line));
    }
    if (m_list->count() == 0 || !hasFocus()) return m_list->hide();
    placeList();
    m_list->show();
}

void CommandBar::placeList() {
    const int rows = m_list->count();
    m_list->resize(std::max(width(), m_themes.theme().scaled(420)),
                   rows * m_list->sizeHintForRow(0) + 2 * m_list->frameWidth());
    m_list->move(mapToGlobal(QPoint(0, height() + 2)));
}

void CommandBar::take(const QString& line) {
    setText(line + QLatin1Char(' '));
    showCompletions();
}

bool CommandBar::event(QEvent* event) {
    // Tab completes instead of moving the focus.
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Tab &&
        m_list->isVisible()) {
        const int row = std::max(m_list->currentRow(), 0);
        take(m_list->item(row)->data(Qt::UserRole).toString());
        return true;
    }
    return QLineEdit::event(event);
}

void CommandBar::keyPressEvent(QKeyEvent* event) {
    const bool listed = m_list->isVisible();
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (listed && m_list->currentRow() >= 0)
            take(m_list->currentItem()->data(Qt::UserRole).toString());
        else
            submit();
        return;
    case Qt::Key_Escape:
        if (listed) return m_list->hide();
        clear();
        clearFocus();
        if (m_before == nullptr) return;
        if (m_before->window() != window()) m_before->activateWindow();
        m_before->setFocus();
        return;
    case Qt::Key_Down:
        if (listed) return m_list->setCurrentRow(std::min(m_list->currentRow() + 1, m_list->count() - 1));
        return walkHistory(1);
    case Qt::Key_Up:
        if (listed && m_list->currentRow() > 0) return m_list->setCurrentRow(m_list->currentRow() - 1);
        return walkHistory(-1);
    default: QLineEdit::keyPressEvent(event);
    }
}

void CommandBar::walkHistory(int step) {
    m_list->hide();
    if (m_history.isEmpty()) return;
    m_at = std::clamp<qsizetype>(m_at + step, 0, m_history.size());
    setText(m_at == m_history.size() ? QString() : m_history[m_at]);
}

void CommandBar::setHistory(const QStringList& lines) {
    m_history = lines;
    m_at = m_history.size();
}

void CommandBar::submit() {
    const QString line = text().trimmed();
    m_list->hide();
    clear();
    if (line.isEmpty()) return;
    m_history.removeAll(line);
    m_history.append(line);
    if (m_history.size() > qsizetype(kMostHistory)) m_history.removeFirst();
    m_at = m_history.size();
    emit entered(line);
}

void CommandBar::focusOutEvent(QFocusEvent* event) {
    m_list->hide();
    QLineEdit::focusOutEvent(event);
}

bool CommandBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_list->viewport() && event->type() == QEvent::MouseButtonRelease &&
        m_list->currentItem() != nullptr) {
        take(m_list->currentItem()->data(Qt::UserRole).toString());
        setFocus();
        return true;
    }
    return QLineEdit::eventFilter(watched, event);
}

} // namespace qd::workspace
