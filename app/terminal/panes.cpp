// Size: a row a pane.
// What the terminal is made of: every kind of pane and every shipped layout, a row each.
#include "app/terminal/Terminal.h"
#include "widgets/account/AccountPane.h"
#include "widgets/alerts/AlertPane.h"
#include "widgets/brackets/BracketPane.h"
#include "widgets/chart/ChartPane.h"
#include "widgets/correlation/CorrelationPane.h"
#include "widgets/depth/DepthPane.h"
#include "widgets/fills/FillsPane.h"
#include "widgets/footprint/FootprintPane.h"
#include "widgets/funding/FundingPane.h"
#include "widgets/heatmap/HeatPane.h"
#include "widgets/help/HelpPane.h"
#include "widgets/history/HistoryPane.h"
#include "widgets/liquidations/LiquidationsPane.h"
#include "widgets/notes/NotePane.h"
#include "widgets/orderbook/LadderPane.h"
#include "widgets/orders/OrdersPane.h"
#include "widgets/portfolio/PortfolioPane.h"
#include "widgets/positions/PositionsPane.h"
#include "widgets/profile/ProfilePane.h"
#include "widgets/quotes/QuotePane.h"
#include "widgets/replay/ReplayPane.h"
#include "widgets/report/ReportPane.h"
#include "widgets/risk/RiskPane.h"
#include "widgets/settings/SettingsPane.h"
#include "widgets/shortcuts/ShortcutsPane.h"
#include "widgets/sizing/SizingPane.h"
#include "widgets/status/StatusPane.h"
#include "widgets/ticket/TicketPane.h"
#include "widgets/trades/TapePane.h"
#include "widgets/twap/TwapPane.h"

#include <QFile>

namespace qd::terminal {
namespace {

/// What is about an account, and can be about the one of its link group. ACCT is not: what an owner does with all
/// accounts is done there.
const QStringList kOfAnAccount{QStringLiteral("ORDERBOOK"), QStringLiteral("CHART"),   QStringLiteral("HEATMAP"),
                               QStringLiteral("DEPTH"),     QStringLiteral("ORDER"),   QStringLiteral("CALC"),
                               QStringLiteral("ORDERS"),    QStringLiteral("TWAP"),    QStringLiteral("POSITIONS"),
                               QStringLiteral("FILLS"),     QStringLiteral("HISTORY"), QStringLiteral("FUNDING"),
                               QStringLiteral("PF"),        QStringLiteral("RISK")};

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

std::vector<ui::KeyHints> keysOf(const std::vector<ui::PaneKind>& kinds) {
    std::vector<ui::KeyHints> places;
    for (const ui::PaneKind& k : kinds) {
        if (!k.keys.empty()) places.push_back({k.title, k.keys});
    }
    return places;
}

/// HELP explains the keys that can be chosen.
ui::PaneKind help(const std::vector<ui::PaneKind>& others) {
    return {
        QStringLiteral("HELP"),
        words("Help"),
        words("Explains the terminal and every command"),
        QStringLiteral("HELP [words to look for]"),
        false,
        {560, 600},
        [places = keysOf(others)](ui::PaneContext& context) { return std::make_unique<ui::HelpPane>(context, places); },
        ui::HelpPane::keys()};
}

/// S lists the keys of all the others.
ui::PaneKind shortcuts(const std::vector<ui::PaneKind>& others) {
    std::vector<ui::KeyHints> places = keysOf(others);
    places.insert(places.begin(), {words("Everywhere"), workspace::Keys::fixedKeys()});
    return {QStringLiteral("S"),
            words("Shortcuts"),
            words("Lists every key: of commands, of the terminal and of panes"),
            QStringLiteral("S [words to look for]"),
            false,
            {420, 560},
            [places](ui::PaneContext& context) { return std::make_unique<ui::ShortcutsPane>(context, places); },
            {}};
}

/// RISK shows what the guard watches, whether the pane is open or not.
ui::PaneKind risk(const ui::RiskGuard& guard) {
    return {QStringLiteral("RISK"),
            words("Risk"),
            words("Health, margin by pool, what-if, stress grid, value at risk, exposure, and limits"),
            QStringLiteral("RISK [MARGIN|WHATIF|STRESS|VAR|EXPOSURE|LIMITS]"),
            false,
            {960, 520},
            [&guard](ui::PaneContext& context) { return std::make_unique<ui::RiskPane>(context, guard); },
            ui::RiskPane::keys()};
}

/// AL shows what the watches wait for, whether the pane is open or not.
ui::PaneKind alertsAndNews(const ui::AlertSources& sources) {
    return {QStringLiteral("AL"),
            words("Alerts and news"),
            words("Alerts on prices, studies and drawn lines, and what was told since the start"),
            QStringLiteral("AL"),
            true,
            {900, 420},
            [sources](ui::PaneContext& context) { return std::make_unique<ui::AlertPane>(context, sources); },
            ui::AlertPane::keys()};
}

/// All journals are one; the command NOTE writes into it too.
ui::PaneKind journal(notes::NoteBook& book) {
    return {QStringLiteral("JOURNAL"),
            words("Journal"),
            words("Your notes, with what you held when you wrote them; NOTE writes one at once"),
            QStringLiteral("JOURNAL [market] [FIND words]  |  JOURNAL EXPORT file.csv"),
            true,
            {640, 560},
            [&book](ui::PaneContext& context) { return std::make_unique<notes::NotePane>(context, book); },
            notes::NotePane::keys(),
            &notes::NotePane::complete};
}

/// All charts of a market show the same drawings.
ui::PaneKind charts(drawings::DrawingBook& book) {
    return {QStringLiteral("CHART"),
            words("Chart"),
            words("Candles with studies over and below them, drawings, own orders, position and fills"),
            QStringLiteral("CHART [market] [1s|5s|15s|1m|5m|15m|1h|4h|1d] "
                           "[BARS TICK|VOLUME|RANGE|RENKO size|TIME] [STUDY name numbers [@1h] [OFF]] "
                           "[SCALE linear|log|percent] [COMPARE markets|OFF] "
                           "[SESSIONS utc|asia|london|newyork|markets|13:30|off] "
                           "[PROFILE visible|session|fixed from to|off] "
                           "[STYLE candles|hollow|heikin|bars|line|area]  |  CHART [market] DRAW "
                           "trend|ray|horizontal|vertical|channel|rectangle|fibonacci|ruler|risk|text|brush "
                           "[time price ...]  |  CHART [market] DRAW CLEAR|UNDO|REDO|OFF|MAGNET ON|MAGNET OFF  |  "
                           "CHART [market] EXPORT picture.png|bars.csv"),
            true,
            {900, 600},
            [&book](ui::PaneContext& context) { return std::make_unique<chart::ChartPane>(context, book); },
            chart::ChartPane::keys(),
            &chart::ChartPane::complete};
}

ui::PaneKind replay() {
    ui::PaneKind made = kind<ui::ReplayPane>(
        "REPLAY", "Replay", "What is played and where it is: pause, speed, steps by events and time, any moment",
        "REPLAY [PAUSE|PLAY|SPEED 0.1-1000|STEP events|STEP 1s|STEP 1m|TO time|TO +30s [CONFIRM]]", false, {560, 360});
    made.complete = &ui::ReplayPane::complete;
    return made;
}

ui::PaneKind errorReport() {
    ui::PaneKind made = kind<report::ReportPane>(
        "ERR", "Error report",
        "What went wrong since the start, to be copied or saved for whoever helps; nothing of an account",
        "ERR [SAVE file]", false, {640, 560});
    made.complete = &report::ReportPane::complete;
    return made;
}

} // namespace

std::vector<ui::PaneKind> paneKinds(const ui::RiskGuard& guard, const ui::AlertSources& alerts,
                                    drawings::DrawingBook& book, notes::NoteBook& notes) {
    std::vector<ui::PaneKind> kinds{
        kind<ui::quotes::QuotePane>(
            "QM", "Quote board", "Shows the quotes of all markets and leads its link group",
            "QM [market]  |  QM BOARD name|ALL [ADD|REMOVE|UP|DOWN markets | NAME name | DELETE]", true, {980, 240}),
        kind<ui::LadderPane>("ORDERBOOK", "Price ladder", "Price ladder with depth, own orders and one-click trading",
                             "ORDERBOOK [market] [1|2|5|10|25|50|100] [CENTRE|FREE] [TICKS|LEVELS] [VOLUME] "
                             "[DEPTH|SIZE] [AT price]",
                             true, {340, 800}),
        kind<ui::trades::TapePane>("TAPE", "Time and sales", "Opens the tape of a market",
                                   "TAPE [market] [least size] [joining] [BIG size] [SOUND|QUIET]", true, {260, 800}),
        charts(book),
        kind<heatmap::HeatPane>(
            "HEATMAP", "Heat map", "What the book displayed at every price over time, with trades",
            "HEATMAP [market] [AT moment] [AUTO|FULL size] [TRADES least size] [LARGE|ABSORB AUTO|size|OFF] "
            "[BUBBLES|BEST|ORDERS|TRAILS|FILLS ON|OFF]",
            true, {900, 600}),
        kind<footprint::FootprintPane>(
            "FOOTPRINT", "Footprint", "What traded at the bid and the ask, by bar and price",
            "FOOTPRINT [market] [1m|5m|15m|1h] [BIDASK|DELTA|VOLUME] [ROW ticks|AUTO] "
            "[RATIO percent] [LEAST size|AUTO] [STACK rows] [IMBALANCES|NAKED|TOTALS ON|OFF]",
            true, {900, 600}),
        kind<profile::ProfilePane>("VOLUME", "Volume profile", "What traded at every price over a stretch of time",
                                   "VOLUME [market] [VISIBLE|SESSION|PREVIOUS|HOUR|FROM time TO time] "
                                   "[ROW ticks|AUTO] [AREA percent] [SPLIT ON|OFF]",
                                   true, {320, 600}),
        kind<ui::DepthPane>("DEPTH", "Depth",
                            "The book added up around the mid, and what an order of a size would meet",
                            "DEPTH [market] [0.1%|0.25%|0.5%|1%|2%|5%|10%|WHOLE] [SIZE number]", true, {560, 400}),
        kind<ui::TicketPane>("ORDER", "Ticket", "An order of any kind by hand, with what it leads to before the click",
                             "ORDER [market]", true, {340, 640}),
        kind<ui::SizingPane>("CALC", "Position sizing",
                             "How large a position may be that loses a chosen amount at its stop",
                             "CALC [market] [ENTRY price] [STOP price] [RISK 1%|sum] [LEV n] [T1 price] [T2 price] "
                             "[T3 price]",
                             true, {360, 640}),
        kind<ui::OrdersPane>("ORDERS", "Orders", "Working orders, to be amended and cancelled", "ORDERS [ALL|WORKING]",
                             false, {800, 220}),
        kind<ui::TwapPane>("TWAP", "TWAP", "Large orders sent in parts: progress, average, next child",
                           "TWAP [RUNNING|ALL]", false, {800, 180}),
        kind<ui::BracketPane>("BRACKET", "Brackets", "Templates of take-profit and stop", "BRACKET [market]", true,
                              {640, 360}),
        kind<ui::PositionsPane>("POSITIONS", "Positions", "Open positions with profit and loss and liquidation price",
                                "POSITIONS [CLOSED|OPEN]", false, {800, 220}),
        kind<ui::FillsPane>("FILLS", "Fills", "Every fill of the account", "FILLS [market|ALL]", false, {800, 260}),
        kind<ui::HistoryPane>("HISTORY", "History",
                              "Orders, fills, funding, liquidations and transfers, to be filtered "
                              "and written to CSV",
                              "HISTORY [ORDERS|FILLS|FUNDING|LIQUIDATIONS|LEDGER] [market|ALL] [EXPORT file]", false,
                              {960, 480}),
        kind<ui::FundingPane>("FUNDING", "Funding", "Funding of every market: rates, countdown, oracle, history",
                              "FUNDING [market] [RATES|PAYMENTS]", true, {960, 480}),
        kind<ui::LiquidationsPane>("LIQ", "Liquidations", "Everybody's liquidations, and the insurance fund",
                                   "LIQ [market|ALL] [least value] [VENUE name] "
                                   "[SIZED|BOOK|TAKEOVER|BACKSTOP|DELEVERAGED|BANKRUPT]",
                                   false, {800, 320}),
        kind<ui::CorrelationPane>("CORR", "Correlation",
                                  "How the returns of all markets move together, and their betas",
                                  "CORR [1m|5m|15m|1h|4h|1d] [30|60|120|250|500] [BASE market]", false, {520, 320}),
        kind<ui::AccountPane>("ACCT", "Account",
                              "The account: figures, sub-accounts, collateral, margin, delegates, "
                              "insurance; ACCT RESET begins a new one",
                              "ACCT [OVERVIEW|ACCOUNTS|COLLATERAL|MARGIN|DELEGATES|INSURANCE|REFERRAL|RESET]", false,
                              {480, 420}),
        kind<ui::PortfolioPane>("PF", "Portfolio", "Equity curve, profit and loss, drawdown, allocation and statistics",
                                "PF [1D|1W|1M|3M|1Y|ALL]", false, {960, 640}),
        risk(guard),
        alertsAndNews(alerts),
        replay(),
        journal(notes),
        kind<ui::StatusPane>("STATUS", "Status", "The health of everything, and the market's playback", "STATUS", false,
                             {620, 560}),
        errorReport(),
        kind<ui::SettingsPane>("SETTINGS", "Settings", "Everything that can be set, to be searched and changed",
                               "SETTINGS [words to look for]", false, {560, 640}),
    };
    for (ui::PaneKind& made : kinds) made.linksAccount = kOfAnAccount.contains(made.mnemonic);
    kinds.push_back(help(kinds));
    kinds.push_back(shortcuts(kinds));
    return kinds;
}

std::vector<workspace::Workspace::Preset> presets() {
    std::vector<workspace::Workspace::Preset> list;
    for (const char* name : {"trader", "scalper", "flow", "risk"}) {
        QFile file(QStringLiteral(":/presets/%1.toml").arg(QLatin1String(name)));
        if (!file.open(QIODevice::ReadOnly)) qFatal("the layout %s is not in the program", name);
        list.push_back({name, file.readAll().toStdString()});
    }
    return list;
}

} // namespace qd::terminal
