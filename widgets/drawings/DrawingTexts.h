#pragma once

#include "widgets/drawings/Drawing.h"

#include <string>
#include <string_view>

/// The drawings of a market as a file keeps them. Pure; any thread.
namespace qd::drawings {

/// What is longer is no file of ours: the most drawings with the most points are shorter.
inline constexpr std::size_t kLargestFile = 2U << 20U;

/// A first line "quantdesk drawings 1 SOL-PERP 2" (version, market, how many follow), then a drawing a line:
/// "trend accent 1 1710244800000000000@148.27 1710244860000000000@148.3": tool, colour, width, points as nanoseconds
/// since 1970 and an exact price; then perhaps "on" or "done" (its watch), and "= words" of a text.
[[nodiscard]] std::string drawingsText(std::string_view symbol, const std::vector<Drawing>& drawings);

/// What a file holds. Whatever it is: what can be read is answered, and why the rest cannot.
struct DrawingsRead {
    std::string symbol; ///< empty: it is no file of drawings
    std::vector<Drawing> drawings;
    QString problem; ///< the first one, as a sentence that names its line; empty: all was read
};
[[nodiscard]] DrawingsRead readDrawings(std::string_view text);

/// Letters, digits and - _ . : / of a market's name, at most 40.
[[nodiscard]] bool isSymbol(std::string_view symbol);

} // namespace qd::drawings
