#pragma once

#include "core/ports/Actions.h"
#include "widgets/base/PaneState.h"
#include "widgets/trades/TapeColumns.h"
#include "widgets/trades/TapeModel.h"

#include <array>
#include <map>
#include <optional>
#include <string>

namespace qd::ui::trades {

/// What the user chose for one tape. Sizes are kept by market: 10 SOL is no size for BTC.
struct TapeChoices {
    /// Windows in which prints may be joined, nanoseconds.
    static constexpr std::array<std::int64_t, 4> kWindows{0, 50 * kNanosPerMilli, 200 * kNanosPerMilli,
                                                          kNanosPerSecond};

    std::map<std::string, Quantity> minimums; ///< by symbol; none = all sizes
    std::map<std::string, Quantity> bigSizes; ///< by symbol; none = as `top` says
    bool top = true;                          ///< the largest hundredth stands out
    std::int64_t window = 0;                  ///< one of kWindows
    bool sound = false;                       ///< what stands out rings the bell
    ColumnChoice columns;

    [[nodiscard]] Quantity minimumOf(const std::string& symbol) const;
    void setMinimum(const std::string& symbol, Quantity size);
    [[nodiscard]] Highlight highlightOf(const std::string& symbol) const;
    void setHighlight(const std::string& symbol, Highlight highlight);

    void write(PaneState& state) const;
    /// Takes what is well-formed and leaves the rest as it is.
    void read(const PaneState& state);
    /// Words after "TAPE market": "10" or "ALL", "EACH" or a window, "BIG 50", "BIG TOP" or "BIG OFF", "SOUND" or
    /// "QUIET". Returns the first word that is wrong, and changes nothing then.
    [[nodiscard]] std::optional<std::string> apply(const ports::ActionWords& words, const std::string& symbol);

    friend bool operator==(const TapeChoices&, const TapeChoices&) = default;
};

/// "EACH", "50ms", "200ms", "1s": a window as typed.
[[nodiscard]] std::string windowWord(std::int64_t window);

} // namespace qd::ui::trades
