#include "widgets/base/BoardTexts.h"

#include "core/ports/Actions.h"
#include "widgets/base/BracketTexts.h"
#include "widgets/base/SplitWords.h"

#include <QCoreApplication>

#include <algorithm>
#include <ranges>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::BoardTexts", text); }

QString objection(const MarketList& board, const std::vector<MarketList>& before) {
    if (QString name = boardNameObjection(board.name); !name.isEmpty()) return name;
    if (findBoard(before, board.name) != nullptr) return tr("There is one of this name before it.");
    if (before.size() == kMostBoards) return tr("There are %1 before it, no more fit.").arg(before.size());
    if (board.symbols.size() > kMostOnBoard) return tr("It has more than %1 markets.").arg(kMostOnBoard);
    for (auto symbol = board.symbols.begin(); symbol != board.symbols.end(); ++symbol) {
        const QString shown = QString::fromStdString(*symbol);
        if (!isSymbolWord(*symbol)) return tr("\"%1\" is no market's symbol.").arg(shown);
        if (std::find(board.symbols.begin(), symbol, *symbol) != symbol) return tr("It has %1 twice.").arg(shown);
    }
    return {};
}

} // namespace

QString boardNameObjection(std::string_view name) {
    if (!isTemplateName(name)) return tr("A board's name has 1 to 16 letters, digits, - or _, and no spaces.");
    if (ports::toUpper(name) == "ALL") return tr("ALL stands for every market; a board wants another name.");
    return {};
}

std::expected<std::vector<MarketList>, QString> parseBoards(std::string_view text) {
    std::vector<MarketList> boards;
    for (const auto part : std::views::split(text, ';')) {
        const std::string_view one(part.begin(), part.end());
        auto words = splitWords(one);
        if (words.empty()) continue;
        MarketList board{words.front(), {words.begin() + 1, words.end()}};
        if (const QString wrong = objection(board, boards); !wrong.isEmpty())
            return std::unexpected(tr("\"%1\" is no board. %2")
                                       .arg(QString::fromUtf8(one.data(), static_cast<qsizetype>(one.size())), wrong));
        boards.push_back(std::move(board));
    }
    return boards;
}

std::string boardsText(const std::vector<MarketList>& boards) {
    std::string text;
    for (const MarketList& board : boards) {
        text += (text.empty() ? "" : "; ") + board.name;
        for (const std::string& symbol : board.symbols) text += " " + symbol;
    }
    return text;
}

const MarketList* findBoard(const std::vector<MarketList>& boards, std::string_view name) {
    const std::string wanted = ports::toUpper(name);
    const auto found = std::ranges::find(boards, wanted, [](const MarketList& b) { return ports::toUpper(b.name); });
    return found == boards.end() ? nullptr : &*found;
}

} // namespace qd::ui
