#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

/// The two settings of RISK that are typed as a line of text, and which settings are its limits. Errors are sentences
/// that quote the part they are about.
namespace qd::ui {

/// A number by asset.
struct AssetNumber {
    std::string asset; ///< in capitals
    std::int64_t raw = 0;
    friend bool operator==(const AssetNumber&, const AssetNumber&) = default;
};
template<class T>
using ReadText = std::expected<T, std::string>;

/// "SOL 50000, BTC 100000.5": USDC as Money has it, not below zero. "Others" is refused: those have the limit of each
/// asset.
[[nodiscard]] ReadText<std::vector<AssetNumber>> readAssetLimits(std::string_view text);

/// A limit, what reaching it does, or the lock: what must not be changed while a lock on opening runs.
[[nodiscard]] bool isOfLimits(std::string_view key);

/// Moves of prices in parts per million.
struct NamedMoves {
    std::string name;
    std::vector<AssetNumber> moves;
};
/// The asset of a move that every asset has which is not named.
inline constexpr std::string_view kOtherAssets = "OTHERS";
/// "Crash: SOL -40, others -30; Rally: SOL 30": percent, above -100 and up to 1000.
[[nodiscard]] ReadText<std::vector<NamedMoves>> readScenarios(std::string_view text);

} // namespace qd::ui
