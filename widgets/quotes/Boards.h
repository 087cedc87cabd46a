#pragma once

#include "widgets/base/BoardTexts.h"
#include "widgets/base/Settings.h"

/// The boards of the settings, and what is done with them. Every change is kept at once; an error is a sentence and
/// changes nothing. Main thread.
namespace qd::ui::quotes {

using BoardDone = std::expected<void, QString>;

[[nodiscard]] std::vector<MarketList> keptBoards(const Settings& settings);
/// Makes the board when there is none of that name. Markets that are on it already stay where they are.
BoardDone addToBoard(Settings& settings, const std::string& board, const std::vector<std::string>& symbols);
BoardDone removeFromBoard(Settings& settings, const std::string& board, const std::string& symbol);
/// So many places down, < 0 up, as far as there are places.
BoardDone moveOnBoard(Settings& settings, const std::string& board, const std::string& symbol, int by);
BoardDone renameBoard(Settings& settings, const std::string& board, const std::string& name);
BoardDone deleteBoard(Settings& settings, const std::string& board);
/// "board-1", or the next that is free.
[[nodiscard]] std::string freeBoardName(const Settings& settings);

} // namespace qd::ui::quotes
