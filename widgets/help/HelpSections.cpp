// Mostly sentences; their number is what makes the file long.
#include "widgets/help/HelpSections.h"

#include "widgets/base/PaneKeys.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::Help", text); }

QString from(const std::string& text) { return QString::fromStdString(text); }

SectionRow entry(const char* term, const QString& text, Token token = Token::Text1) {
    return {.term = QString::fromUtf8(term), .text = text, .token = token};
}

Section startHere() {
    return {tr("Start here"),
            {entry("Ctrl+K", tr("Opens the command bar; the back-tick key does too. Tab completes, Enter runs, the "
                                "arrow keys walk through what you typed before.")),
             entry("CHART", tr("The name of a pane opens it, with a market behind it if you like. NEW opens another "
                               "one. Drag a pane by its header; panes of one colour show one market.")),
             entry("ORDER", tr("Opens the ticket. With words it places an order: ORDER BUY size market LIMIT price. "
                               "CANCEL, AMEND and CLOSE work by typing too.")),
             entry("ARM ON", tr("Lets single clicks and order keys send orders. Off at every start; the lock in the "
                                "status bar shows it. Typed orders and the ticket's button work without it.")),
             entry("LAYOUT", tr("LAYOUT SAVE name keeps this arrangement, LAYOUT name brings one back. What you see "
                                "is saved by itself every few seconds."))}};
}

Section marks() {
    return {tr("What the marks mean"),
            {entry("SIMULATED",
                   tr("The market is made by a simulator in this program: its index, its traders, its "
                      "book. No price, trade or profit here is real."),
                   Token::Sim),
             entry("REPLAY",
                   tr("A recorded market is played back as it happened. Nothing you do changes what it does "
                      "next. What this program recorded of its markets is replayed too, all of them together: start "
                      "it with --venue replay: and the folder, which is venues/…/run-…/recording below the profile. "
                      "Its books are those that were seen ten times a second; the orders you had then are not sent "
                      "again."),
                   Token::Sim),
             entry("PAPER", tr("Your orders are filled by a model against the recorded book. None is sent anywhere."),
                   Token::Sim),
             entry("est.",
                   tr("Estimated here, not told by the venue: a mark price made from the book, a place in the "
                      "queue."),
                   Token::Warn)}};
}

/// Source: core/engine/exchange/Outside.h.
Section paperFills() {
    return {tr("How paper orders are filled"),
            {entry("Taking", tr("An order that can trade at once takes the displayed quantity, price by price. What it "
                                "took is gone until the venue shows that price anew.")),
             entry("Resting", tr("An order that waits starts behind the quantity displayed at its price when it "
                                 "joined.")),
             entry("Queue", tr("Trades at its price shorten the queue ahead first; what is left of them fills the "
                               "order. A level that shrinks below the queue shortens it to what is displayed.")),
             entry("Through", tr("A trade beyond its price, or a quote of the other side that reaches it, fills it at "
                                 "its own price.")),
             entry("Limits", tr("The model cannot know hidden orders, which cancels were ahead of you, or how others "
                                "would have answered you, and adds no delay of a network. Real fills are often "
                                "worse.")),
             entry("Simulated", tr("In the simulated market orders rest in the exchange's own book and trade by price "
                                   "and time; the place in the queue is exact."))}};
}

SectionRow rowOf(const ports::Actions& actions, const ports::Action& action) {
    SectionRow row;
    row.term = row.id = from(action.name);
    row.text = from(action.summary);
    if (action.usage != action.name) row.detail = from(action.usage);
    row.mark = from(actions.keyOf(action));
    return row;
}

} // namespace

std::vector<Section> helpSections(const ports::Actions& actions, const std::vector<KeyHints>& places) {
    std::vector<Section> sections{startHere(), marks(), paperFills()};
    std::map<std::string, Section> groups;
    for (const ports::Action* action : actions.all()) {
        Section& group = groups[action->group];
        group.title = action->group.empty() ? tr("Other commands") : from(action->group);
        group.rows.push_back(rowOf(actions, *action));
    }
    for (auto& [name, group] : groups) sections.push_back(std::move(group));
    for (const KeyHints& place : places) {
        Section keys{tr("Keys: %1").arg(place.title), {}};
        for (const KeyHint& hint : place.keys) {
            if (hint.deed.empty()) continue;
            const QString deed = from(hint.place + ' ' + hint.deed);
            keys.rows.push_back({.term = deed,
                                 .text = hint.does,
                                 .detail = QStringLiteral("KEY %1 Shift+X|NONE|DEFAULT").arg(deed),
                                 .mark = keyNow(actions, hint)});
        }
        if (!keys.rows.empty()) sections.push_back(std::move(keys));
    }
    return sections;
}

} // namespace qd::ui
