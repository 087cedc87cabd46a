#include "layouts/workspace/Keys.h"

#include "layouts/workspace/CommandBar.h"
#include "layouts/workspace/KeyMap.h"

#include <QKeyEvent>

namespace qd::workspace {

Keys::Keys(ui::PaneContext& context, Workspace& workspace) : m_context(context), m_workspace(workspace) {
    connect(&m_held, &HeldKey::letGo, this, [this] { m_workspace.say(tr("Let go: nothing was done."), false); });
    m_rebind.setSingleShot(true);
    m_rebind.setInterval(0);
    connect(&m_rebind, &QTimer::timeout, this, &Keys::bind);
    m_changes = m_context.actions.onChanged([this] { m_rebind.start(); });
    connect(&m_workspace, &Workspace::commandEntered, this, &Keys::runLine);
    connect(&m_workspace, &Workspace::arrangementChanged, &m_rebind, qOverload<>(&QTimer::start));
    m_rebind.start();
    QCoreApplication::instance()->installEventFilter(this);
}

Keys::~Keys() = default;

std::vector<ui::KeyHint> Keys::fixedKeys() { return {{QStringLiteral("Ctrl+K / `"), tr("Opens the command bar")}}; }

void Keys::bind() {
    for (const auto& shortcut : m_shortcuts) delete shortcut.get();
    m_shortcuts.clear();
    const auto lines = m_context.actions.bound();
    for (WorkspaceWindow* window : m_workspace.windows()) {
        const auto make = [&](const QString& keys, std::function<void()> run) {
            auto* shortcut = new QShortcut(QKeySequence(keys), window);
            shortcut->setAutoRepeat(false);
            connect(shortcut, &QShortcut::activated, this, std::move(run));
            connect(shortcut, &QShortcut::activatedAmbiguously, this, [this, keys] {
                m_workspace.say(
                    tr("%1 is the key of two commands, so it does nothing. S shows which; KEY frees it.").arg(keys),
                    true);
            });
            m_shortcuts.emplace_back(shortcut);
        };
        make(QStringLiteral("Ctrl+K"), [window] { window->commandBar().begin(); });
        make(QStringLiteral("`"), [window] { window->commandBar().begin(); });
        for (const ports::BoundLine& bound : lines) {
            if (isTypedOnly(bound.line)) continue;
            const QString line = QString::fromStdString(bound.line);
            const QString key = QString::fromStdString(bound.key);
            make(key, [this, line, key] { press(line, key); });
        }
    }
}

/// A shortcut comes without its event, which is seen here before.
bool Keys::eventFilter(QObject*, QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyRelease)
        m_repeating = m_repeats.isRepeat(static_cast<QKeyEvent&>(*event));
    return false;
}

void Keys::press(const QString& line, const QString& key) {
    const auto words = ports::splitWords(line.toStdString());
    const ports::Action* action = words && !words->empty() ? m_context.actions.find(words->front()) : nullptr;
    if (action == nullptr) return;
    if (m_repeating && !action->mustBeHeld) return;
    if (action->mustBeHeld) {
        if (!m_held.isHeld())
            m_workspace.say(tr("Hold %1 for %2; letting go earlier does nothing.").arg(key, line), false);
        return m_held.begin([this, line] { runLine(line); });
    }
    if (ports::sendsOrders(*action, {words->begin() + 1, words->end()}) && !m_context.gate.armed())
        return m_workspace.say(
            tr("One-click trading is off: %1 sends nothing by key. ARM ON turns it on; typing %1 works.").arg(line),
            true);
    runLine(line);
}

void Keys::runLine(const QString& line) {
    m_context.actions.run(line.toStdString(), [this](const ports::ActionResult& result) {
        if (!result)
            m_workspace.say(QString::fromStdString(result.error().detail), true);
        else if (!result->empty())
            m_workspace.say(QString::fromStdString(*result), false);
    });
}

} // namespace qd::workspace
