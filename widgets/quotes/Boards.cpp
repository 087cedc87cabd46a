#include "widgets/quotes/Boards.h"

#include "core/ports/Actions.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd::ui::quotes {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::quotes::Boards", text); }
QString shown(const std::string& text) { return QString::fromStdString(text); }

BoardDone keep(Settings& settings, const std::vector<MarketList>& boards) {
    if (const auto kept = settings.set(setting::kBoards, boardsText(boards)); !kept)
        return std::unexpected(shown(kept.error().detail) + QLatin1Char('.'));
    return {};
}

/// Changes one board of those that are kept.
template<class F>
BoardDone change(Settings& settings, const std::string& name, F deed) {
    auto boards = keptBoards(settings);
    const MarketList* found = findBoard(boards, name);
    if (found == nullptr) return std::unexpected(tr("There is no board %1.").arg(shown(name)));
    const auto at = boards.begin() + (found - boards.data());
    if (BoardDone done = deed(boards, at); !done) return done;
    return keep(settings, boards);
}

std::unexpected<QString> notOn(const std::string& board, const std::string& symbol) {
    return std::unexpected(tr("%1 is not on %2.").arg(shown(symbol), shown(board)));
}

} // namespace

std::vector<MarketList> keptBoards(const Settings& settings) {
    // The settings keep nothing else.
    return parseBoards(settings.text(setting::kBoards)).value_or(std::vector<MarketList>());
}

BoardDone addToBoard(Settings& settings, const std::string& board, const std::vector<std::string>& symbols) {
    auto boards = keptBoards(settings);
    const MarketList* found = findBoard(boards, board);
    if (found == nullptr) boards.push_back({board, {}});
    MarketList& list = found == nullptr ? boards.back() : boards[static_cast<std::size_t>(found - boards.data())];
    for (const std::string& symbol : symbols) {
        if (std::ranges::find(list.symbols, symbol) == list.symbols.end()) list.symbols.push_back(symbol);
    }
    return keep(settings, boards);
}

BoardDone removeFromBoard(Settings& settings, const std::string& board, const std::string& symbol) {
    return change(settings, board, [&](auto&, auto at) -> BoardDone {
        if (std::erase(at->symbols, symbol) == 0) return notOn(board, symbol);
        return {};
    });
}

BoardDone moveOnBoard(Settings& settings, const std::string& board, const std::string& symbol, int by) {
    return change(settings, board, [&](auto&, auto at) -> BoardDone {
        auto& symbols = at->symbols;
        const auto found = std::ranges::find(symbols, symbol);
        if (found == symbols.end()) return notOn(board, symbol);
        const auto from = found - symbols.begin();
        const auto to = std::clamp<std::ptrdiff_t>(from + by, 0, static_cast<std::ptrdiff_t>(symbols.size()) - 1);
        symbols.erase(found);
        symbols.insert(symbols.begin() + to, symbol);
        return {};
    });
}

BoardDone renameBoard(Settings& settings, const std::string& board, const std::string& name) {
    return change(settings, board, [&](auto& boards, auto at) -> BoardDone {
        if (const QString wrong = boardNameObjection(name); !wrong.isEmpty()) return std::unexpected(wrong);
        if (const MarketList* other = findBoard(boards, name); other != nullptr && other != &*at)
            return std::unexpected(tr("There is a board %1 already.").arg(shown(other->name)));
        at->name = name;
        return {};
    });
}

BoardDone deleteBoard(Settings& settings, const std::string& board) {
    return change(settings, board, [&](auto& boards, auto at) -> BoardDone {
        boards.erase(at);
        return {};
    });
}

std::string freeBoardName(const Settings& settings) {
    const auto boards = keptBoards(settings);
    int number = 1;
    while (findBoard(boards, "board-" + std::to_string(number)) != nullptr) ++number;
    return "board-" + std::to_string(number);
}

} // namespace qd::ui::quotes
