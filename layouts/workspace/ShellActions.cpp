#include "layouts/workspace/ShellActions.h"

#include "core/base/Decimal.h"
#include "layouts/workspace/Answers.h"
#include "layouts/workspace/PaneOpening.h"
#include "widgets/base/LimitTexts.h"

#include <algorithm>

namespace qd::workspace {
namespace {

using ports::ActionCode;
using ports::ActionDone;
using ports::ActionResult;
using ports::ActionWords;

} // namespace

ShellActions::ShellActions(ui::PaneContext& context, Workspace& workspace)
    : m_context(context)
    , m_workspace(workspace) {
    for (const ui::PaneKind& kind : m_workspace.kinds()) {
        if (kind.mnemonic != QLatin1String("ORDER")) addPane(kind); // ORDER also places orders: see TradingActions
    }
    addPaneAction();
    addWindowAction();
    addLayout();
    addSettings();
    addVenue();
}

ShellActions::~ShellActions() = default;

void ShellActions::add(ports::Action action) { m_actions.push_back(m_context.actions.add(std::move(action))); }

void ShellActions::addPane(const ui::PaneKind& kind) {
    ports::Action action;
    action.name = kind.mnemonic.toStdString();
    action.group = tr("Panes").toStdString();
    action.summary = kind.summary.toStdString();
    action.usage = kind.usage.toStdString();
    if (kind.mnemonic == QLatin1String("HELP")) action.key = "F1";
    if (kind.mnemonic == QLatin1String("SETTINGS")) action.key = "Ctrl+,";
    action.run = [this, &kind](const ActionWords& words, const ActionDone& done) {
        openPane(m_context, m_workspace, kind.mnemonic.toStdString(), words, done);
    };
    if (kind.showsMarket) {
        action.complete = [this, &kind](const ActionWords& words) { return completePane(kind, words); };
    }
    add(std::move(action));
}

std::vector<std::string> ShellActions::completePane(const ui::PaneKind& kind, ActionWords words) const {
    if (words.size() > 1 && ports::toUpper(words.front()) == "NEW") words.erase(words.begin());
    std::vector<std::string> choices;
    if (words.size() == 1) {
        for (const MarketInfo& info : m_context.market.markets()) choices.push_back(info.params.symbol);
    } else if (m_context.marketNamed(words.front())) {
        words.erase(words.begin());
    }
    if (!kind.complete) return choices;
    const std::vector<std::string> own = kind.complete(words);
    choices.insert(choices.end(), own.begin(), own.end());
    return choices;
}

std::vector<std::string> ShellActions::paneIds() const {
    std::vector<std::string> ids;
    for (PaneDock* dock : m_workspace.docks()) ids.push_back(dock->id());
    return ids;
}

void ShellActions::addPaneAction() {
    ports::Action pane;
    pane.name = "PANE";
    pane.group = tr("Workspace").toStdString();
    pane.summary = tr("Closes, floats, docks or moves a pane, or links it to a group").toStdString();
    pane.usage = "PANE CLOSE|FLOAT|DOCK id  |  PANE MOVE id window|NEW  |  PANE GROUP id A-J|NONE";
    pane.run = [this](const ActionWords& words, const ActionDone& done) { this->pane(words, done); };
    pane.complete = [this](const ActionWords& words) {
        return words.size() == 1   ? std::vector<std::string>{"CLOSE", "FLOAT", "DOCK", "MOVE", "GROUP"}
               : words.size() == 2 ? paneIds()
                                   : std::vector<std::string>{};
    };
    add(std::move(pane));
}

void ShellActions::addWindowAction() {
    ports::Action window;
    window.name = "WINDOW";
    window.group = tr("Workspace").toStdString();
    window.summary = tr("Opens another window, or closes one").toStdString();
    window.usage = "WINDOW NEW  |  WINDOW CLOSE number";
    window.key = "Ctrl+Shift+N";
    window.run = [this](const ActionWords& words, const ActionDone& done) { this->window(words, done); };
    window.complete = [](const ActionWords& words) {
        return words.size() == 1 ? std::vector<std::string>{"NEW", "CLOSE"} : std::vector<std::string>{};
    };
    add(std::move(window));
}

WorkspaceWindow* ShellActions::windowOf(const std::string& number) const {
    const auto wanted = parseUnsigned(number);
    for (WorkspaceWindow* w : m_workspace.windows()) {
        if (wanted && static_cast<std::uint64_t>(w->number()) == *wanted) return w;
    }
    return nullptr;
}

void ShellActions::pane(const ActionWords& words, const ActionDone& done) {
    if (words.size() < 2) return done(badArguments(tr("PANE wants what to do and the pane's name")));
    PaneDock* dock = m_workspace.find(words[1]);
    if (dock == nullptr) return done(badArguments(tr("there is no pane %1").arg(shown(words[1]))));
    const std::string verb = ports::toUpper(words[0]);
    if (verb == "CLOSE" && words.size() == 2) {
        m_workspace.close(dock);
    } else if ((verb == "FLOAT" || verb == "DOCK") && words.size() == 2) {
        dock->setFloating(verb == "FLOAT");
    } else if (verb == "MOVE" && words.size() == 3) {
        return move(dock, words[2], done);
    } else if (verb == "GROUP" && words.size() == 3) {
        const std::string group = ports::toUpper(words[2]);
        const bool letter = group.size() == 1 && group[0] >= 'A' && group[0] <= 'J';
        if (!letter && group != "NONE") return done(badArguments(tr("a group is a letter from A to J, or NONE")));
        dock->pane().setGroup(letter ? group[0] : ui::kNoGroup);
    } else {
        return done(
            badArguments(tr("PANE wants CLOSE, FLOAT or DOCK and a pane, MOVE with a window, or GROUP with a letter")));
    }
    done(std::string());
}

void ShellActions::move(PaneDock* dock, const std::string& where, const ActionDone& done) {
    const bool fresh = ports::toUpper(where) == "NEW";
    WorkspaceWindow* target = fresh ? m_workspace.openWindow() : windowOf(where);
    if (target == nullptr && fresh) return done(refused(tooManyWindows()));
    if (target == nullptr) return done(badArguments(tr("there is no window %1").arg(shown(where))));
    m_workspace.moveTo(dock, target);
    done(std::string());
}

QString ShellActions::tooManyWindows() {
    return tr("There are %1 windows, which is as many as a layout can hold.").arg(kMostWindows);
}

void ShellActions::window(const ActionWords& words, const ActionDone& done) {
    const std::string verb = words.empty() ? std::string("NEW") : ports::toUpper(words[0]);
    if (verb == "NEW" && words.size() <= 1) {
        const WorkspaceWindow* made = m_workspace.openWindow();
        if (made == nullptr) return done(refused(tooManyWindows()));
        return done(answer(tr("Window %1 is open.").arg(made->number())));
    }
    if (verb != "CLOSE" || words.size() != 2) return done(badArguments(tr("WINDOW wants NEW, or CLOSE and a number")));
    WorkspaceWindow* target = windowOf(words[1]);
    if (target == nullptr) return done(badArguments(tr("there is no window %1").arg(shown(words[1]))));
    target->close();
    done(std::string());
}

void ShellActions::addSettings() {
    ports::Action set;
    set.name = "SET";
    set.group = tr("Workspace").toStdString();
    set.summary = tr("Changes a setting").toStdString();
    set.usage = "SET key value";
    set.run = [this](const ActionWords& words, const ActionDone& done) {
        const auto known = [&](const ui::SettingInfo& info) { return info.key == words[0]; };
        const auto none = [&] { return answer(tr("%1 is none.").arg(shown(words[0]))); };
        if (words.size() == 1 && std::ranges::any_of(ui::Settings::table(), known)) {
            const std::string value = m_context.settings.textOf(words[0]);
            return done(value.empty() ? none() : ActionResult(words[0] + " = " + value));
        }
        if (words.size() == 1) return done(badArguments(tr("there is no setting %1").arg(shown(words[0]))));
        if (words.size() != 2) return done(badArguments(tr("SET wants a key and a value")));
        if (m_context.gate.lock() && ui::isOfLimits(words[0]))
            return done(refused(tr("Opening is locked: limits cannot be changed until the lock ends")));
        if (auto changed = m_context.settings.set(words[0], words[1]); !changed)
            return done(badArguments(shown(changed.error().detail)));
        const QString value = shown(m_context.settings.textOf(words[0]));
        done(value.isEmpty() ? none() : answer(tr("%1 is %2.").arg(shown(words[0]), value)));
    };
    set.complete = [](const ActionWords& words) {
        std::vector<std::string> choices;
        for (const ui::SettingInfo& info : ui::Settings::table()) {
            if (words.size() == 1) choices.push_back(info.key);
            if (words.size() == 2 && info.key == words[0]) {
                choices = info.choices;
                if (std::holds_alternative<bool>(info.standard)) choices = {"on", "off"};
            }
        }
        return choices;
    };
    add(std::move(set));
}

} // namespace qd::workspace
