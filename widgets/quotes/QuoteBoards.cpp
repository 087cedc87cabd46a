// Of QM: the boards it shows and what is done with them.
#include "widgets/base/PaneHeader.h"
#include "widgets/quotes/Boards.h"
#include "widgets/quotes/QuotePane.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QShortcut>
#include <QToolTip>

namespace qd::ui::quotes {
namespace {

QString shown(const std::string& text) { return QString::fromStdString(text); }

} // namespace

void QuotePane::createBoards() {
    m_boardButton = menuButton(this, QStringLiteral("quoteBoard"), tr("Which markets are shown"),
                               [this](QMenu& menu) { fillBoardMenu(menu); });
    m_boardName = new QLineEdit(this);
    m_boardName->setObjectName(QStringLiteral("quoteBoardName"));
    m_boardName->setAccessibleName(tr("Name of the board"));
    m_boardName->setToolTip(tr("1 to 16 letters, digits, - or _; Enter keeps it, Esc does not."));
    m_boardName->setMaxLength(16);
    m_boardName->hide();
    connect(m_boardName, &QLineEdit::returnPressed, this, [this] {
        if (!tell(renameBoard(context().settings, m_board, m_boardName->text().toStdString()))) return;
        const std::string name = m_boardName->text().toStdString();
        m_boardName->hide();
        showBoard(name);
    });
    auto* stop = new QShortcut(QKeySequence(Qt::Key_Escape), m_boardName, nullptr, nullptr, Qt::WidgetShortcut);
    connect(stop, &QShortcut::activated, m_boardName, &QWidget::hide);
    controls()->addWidget(m_boardName);
    controls()->addWidget(m_boardButton);
    const auto key = [this](const QKeySequence& keys, auto deed) {
        auto* shortcut = new QShortcut(keys, &table(), nullptr, nullptr, Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, deed] {
            if (const int row = table().currentSourceRow(); row >= 0) deed(m_model.row(row).symbol.toStdString());
        });
    };
    key(QKeySequence(Qt::ALT | Qt::Key_Up), [this](const std::string& symbol) { moveRow(symbol, -1); });
    key(QKeySequence(Qt::ALT | Qt::Key_Down), [this](const std::string& symbol) { moveRow(symbol, 1); });
    key(QKeySequence(Qt::Key_Delete), [this](const std::string& symbol) { removeRow(symbol); });
    m_boards = keptBoards(context().settings);
    connect(&context().settings, &Settings::changed, this, [this](const QString& changed) {
        if (changed == QLatin1String(setting::kBoards)) m_boards = keptBoards(context().settings);
    });
    showBoard({});
}

bool QuotePane::tell(const std::expected<void, QString>& done) {
    if (!done) QToolTip::showText(table().viewport()->mapToGlobal(QPoint(12, 12)), done.error(), &table());
    return done.has_value();
}

void QuotePane::showBoard(const std::string& name) {
    m_board = name;
    m_boardButton->setText(name.empty() ? tr("All markets") : shown(name));
    m_boardButton->setAccessibleDescription(m_boardButton->text());
}

void QuotePane::fillBoardMenu(QMenu& menu) {
    const auto add = [&](const QString& text, const std::string& name) {
        QAction* entry = menu.addAction(text, this, [this, name] { showBoard(name); });
        entry->setCheckable(true);
        entry->setChecked(name == m_board);
    };
    add(tr("All markets"), {});
    for (const MarketList& board : m_boards) add(shown(board.name), board.name);
    menu.addSeparator();
    menu.addAction(tr("New board"), this, [this] {
        const std::string name = freeBoardName(context().settings);
        if (!tell(addToBoard(context().settings, name, {}))) return;
        showBoard(name);
        editName();
    });
    if (m_board.empty()) return;
    menu.addAction(tr("Rename %1").arg(shown(m_board)), this, &QuotePane::editName);
    menu.addAction(tr("Delete %1").arg(shown(m_board)), this, [this] {
        if (tell(deleteBoard(context().settings, m_board))) showBoard({});
    });
    menu.addSeparator();
    menu.addAction(tr("Rows in the board's order"), this, [this] { table().sortByColumn(-1, Qt::AscendingOrder); });
}

void QuotePane::editName() {
    m_boardName->setText(shown(m_board));
    m_boardName->show();
    m_boardName->selectAll();
    m_boardName->setFocus();
}

void QuotePane::addBoardEntries(QMenu& menu, const QuoteRow& quote) {
    const std::string symbol = quote.symbol.toStdString();
    QMenu* boards = menu.addMenu(tr("Put on board"));
    for (const MarketList& board : m_boards) {
        const bool there = std::ranges::find(board.symbols, symbol) != board.symbols.end();
        boards
            ->addAction(shown(board.name), this,
                        [this, name = board.name, symbol] { tell(addToBoard(context().settings, name, {symbol})); })
            ->setEnabled(!there);
    }
    boards->addAction(tr("New board"), this, [this, symbol] {
        tell(addToBoard(context().settings, freeBoardName(context().settings), {symbol}));
    });
    if (m_board.empty()) return;
    menu.addAction(tr("Move up"), this, [this, symbol] { moveRow(symbol, -1); });
    menu.addAction(tr("Move down"), this, [this, symbol] { moveRow(symbol, 1); });
    menu.addAction(tr("Take off %1").arg(shown(m_board)), this, [this, symbol] { removeRow(symbol); });
}

/// In the order of the board, which is then what is shown.
void QuotePane::moveRow(const std::string& symbol, int by) {
    if (m_board.empty()) return;
    if (tell(moveOnBoard(context().settings, m_board, symbol, by))) table().sortByColumn(-1, Qt::AscendingOrder);
}

void QuotePane::removeRow(const std::string& symbol) {
    if (!m_board.empty()) tell(removeFromBoard(context().settings, m_board, symbol));
}

std::vector<const MarketInfo*> QuotePane::shownMarkets() {
    std::vector<const MarketInfo*> list;
    m_absent = 0;
    const auto& markets = context().market.markets();
    const MarketList* board = findBoard(m_boards, m_board);
    if (board == nullptr) {
        if (!m_board.empty()) showBoard({}); // it was deleted elsewhere
        for (const MarketInfo& info : markets) list.push_back(&info);
        return list;
    }
    for (const std::string& symbol : board->symbols) {
        const auto found =
            std::ranges::find(markets, symbol, [](const MarketInfo& info) { return info.params.symbol; });
        if (found == markets.end())
            ++m_absent;
        else
            list.push_back(&*found);
    }
    return list;
}

void QuotePane::showEmpty() {
    if (context().market.markets().empty())
        table().setEmptyText(tr("No market yet."), tr("They appear when the venue has started."));
    else
        table().setEmptyText(
            tr("No market of this venue is on the board %1.").arg(shown(m_board)),
            tr("QM BOARD %1 ADD and symbols put some on it; so does the menu of a row of another board.")
                .arg(shown(m_board)));
}

std::expected<void, QString> QuotePane::boardDeed(const std::string& board, const std::string& deed,
                                                  std::vector<std::string> words) {
    Settings& settings = context().settings;
    if (deed == "DELETE" && words.empty()) return deleteBoard(settings, board);
    if (deed == "NAME" && words.size() == 1) return renameBoard(settings, board, words[0]);
    for (std::string& word : words) {
        const auto market = context().marketNamed(word);
        if (!market) return std::unexpected(tr("There is no market %1.").arg(shown(word)));
        word = context().info(*market)->params.symbol;
    }
    if (deed == "ADD" && !words.empty()) return addToBoard(settings, board, words);
    if (deed == "UP" && words.size() == 1) return moveOnBoard(settings, board, words[0], -1);
    if (deed == "DOWN" && words.size() == 1) return moveOnBoard(settings, board, words[0], 1);
    if (deed != "REMOVE" || words.empty())
        return std::unexpected(
            tr("BOARD wants a name or ALL, and ADD, REMOVE, UP or DOWN with markets, NAME with a new "
               "name, DELETE, or nothing."));
    for (const std::string& symbol : words) {
        if (auto done = removeFromBoard(settings, board, symbol); !done) return done;
    }
    return {};
}

std::optional<QString> QuotePane::applyWords(const ports::ActionWords& words) {
    if (words.empty()) return std::nullopt;
    if (words.size() < 2 || ports::toUpper(words[0]) != "BOARD") return tr("QM wants a market, or BOARD and a name.");
    const bool all = ports::toUpper(words[1]) == "ALL";
    if (all && words.size() == 2) {
        showBoard({});
        return std::nullopt;
    }
    const std::string deed = words.size() > 2 ? ports::toUpper(words[2]) : std::string();
    if (words.size() > 2) {
        if (auto done = boardDeed(words[1], deed, {words.begin() + 3, words.end()}); !done) return done.error();
        if (deed == "DELETE") {
            showBoard({});
            return std::nullopt;
        }
    }
    const MarketList* board = findBoard(m_boards, deed == "NAME" ? words[3] : words[1]);
    if (board == nullptr)
        return tr("There is no board %1; QM BOARD %1 ADD and markets makes one.").arg(shown(words[1]));
    showBoard(board->name);
    return std::nullopt;
}

} // namespace qd::ui::quotes
