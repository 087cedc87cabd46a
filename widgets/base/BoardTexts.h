#pragma once

#include <QString>

#include <expected>
#include <string>
#include <string_view>
#include <vector>

/// Named boards of markets, as they are kept in a setting. Pure; any thread.
namespace qd::ui {

struct MarketList {
    std::string name;                 ///< as a template's; not ALL, which stands for every market
    std::vector<std::string> symbols; ///< in the owner's order, none twice; a venue need not have them
    friend bool operator==(const MarketList&, const MarketList&) = default;
};
inline constexpr std::size_t kMostBoards = 32;
inline constexpr std::size_t kMostOnBoard = 100;

/// All of a setting: "majors BTC-PERP ETH-PERP; watch SOL-PERP". Error: a sentence that quotes what it is about.
[[nodiscard]] std::expected<std::vector<MarketList>, QString> parseBoards(std::string_view text);
[[nodiscard]] std::string boardsText(const std::vector<MarketList>& boards);
/// Why a board cannot be called so; empty when it can.
[[nodiscard]] QString boardNameObjection(std::string_view name);
/// By name, case ignored; null when there is none.
[[nodiscard]] const MarketList* findBoard(const std::vector<MarketList>& boards, std::string_view name);

} // namespace qd::ui
