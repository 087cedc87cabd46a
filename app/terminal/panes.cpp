// What the terminal is made of: every kind of pane and every shipped layout, a row each.
#include "app/terminal/Terminal.h"
#include "widgets/help/HelpPane.h"
#include "widgets/orderbook/LadderPane.h"
#include "widgets/quotes/QuotePane.h"
#include "widgets/shortcuts/ShortcutsPane.h"
#include "widgets/status/StatusPane.h"
#include "widgets/ticket/TicketPane.h"
#include "widgets/trades/TapePane.h"

#include <QFile>

namespace qd::terminal {
namespace {

QString words(const char* text) { return QCoreApplication::translate("qd::terminal::panes", text); }

template<class Pane>
ui::PaneKind kind(const char* mnemonic, const char* title, const char* summary, const char* usage, bool showsMarket,
                  QSize size) {
    return {QLatin1String(mnemonic),
            words(title),
            words(summary),
            QLatin1String(usage),
            showsMarket,
            size,
            [](ui::PaneContext& context) { return std::make_unique<Pane>(context); },
            Pane::keys()};
}

/// S lists the keys of all the others.
ui::PaneKind shortcuts(const std::vector<ui::PaneKind>& others) {
    std::vector<ui::KeyHints> places{{words("Everywhere"), workspace::Keys::fixedKeys()}};
    for (const ui::PaneKind& k : others) {
        if (!k.keys.empty()) places.push_back({k.title, k.keys});
    }
    return {QStringLiteral("S"),
            words("Shortcuts"),
            words("Lists every key: of commands, of the terminal and of panes"),
            QStringLiteral("S [words to look for]"),
            false,
            {420, 560},
            [places](ui::PaneContext& context) { return std::make_unique<ui::ShortcutsPane>(context, places); },
            {}};
}

} // namespace

std::vector<ui::PaneKind> paneKinds() {
    std::vector<ui::PaneKind> kinds{
        kind<ui::quotes::QuotePane>("QM", "Quotes", "Shows the quotes of all markets", "QM", false, {560, 180}),
        kind<ui::LadderPane>("ORDERBOOK", "Order book", "Opens the price ladder of a market",
                             "ORDERBOOK [market] [grouping in ticks]", true, {340, 800}),
        kind<ui::trades::TapePane>("TAPE", "Time and sales", "Opens the tape of a market",
                                   "TAPE [market] [least size] [joining] [BIG size]", true, {260, 800}),
        kind<ui::TicketPane>("ORDER", "Ticket", "Opens the ticket", "ORDER [market]", true, {340, 640}),
        kind<ui::StatusPane>("STATUS", "Status", "Shows the health of feed, engine, journal and frames", "STATUS",
                             false, {420, 480}),
        kind<ui::HelpPane>("HELP", "Help", "Explains the terminal and every command", "HELP [words to look for]", false,
                           {560, 600}),
    };
    kinds.push_back(shortcuts(kinds));
    return kinds;
}

std::vector<workspace::Workspace::Preset> presets() {
    std::vector<workspace::Workspace::Preset> list;
    for (const char* name : {"trader", "scalper"}) {
        QFile file(QStringLiteral(":/presets/%1.toml").arg(QLatin1String(name)));
        if (!file.open(QIODevice::ReadOnly)) qFatal("the layout %s is not in the program", name);
        list.push_back({name, file.readAll().toStdString()});
    }
    return list;
}

} // namespace qd::terminal
