#pragma once

#include "widgets/trades/TapeColumns.h"
#include "widgets/trades/TapeModel.h"

#include <QString>

#include <array>
#include <vector>

namespace qd::ui::trades {

/// How numbers of a market are written.
struct TapeFormat {
    int priceDecimals = 2;
    int sizeDecimals = 2;
    QString base; ///< "SOL"
};

/// The texts of a row, by TapeColumn.
using RowTexts = std::array<QString, kTapeColumns>;
[[nodiscard]] RowTexts textsOf(const TapeRow& row, const TapeFormat& format);
/// Everything that is known of a row, for a tool tip.
[[nodiscard]] QString detailOf(const TapeRow& row, const TapeFormat& format);
/// "Each", "50 ms", "1 s": a window of joining.
[[nodiscard]] QString windowText(std::int64_t window);
/// A sum of sizes in few characters, also beyond 64 bits.
[[nodiscard]] QString shortSum(Int128 raw);

/// Keeps the texts of the rows on the screen, so that a frame writes only those of new rows. Main thread.
class TapeTexts {
  public:
    /// `fresh` tells whether they had to be written.
    [[nodiscard]] const RowTexts& of(const TapeRow& row, const TapeFormat& format, bool& fresh);
    /// The format changed, or sequences mean other rows.
    void clear();

  private:
    struct Entry {
        std::uint64_t sequence = 0;
        std::uint32_t prints = 0;
        RowTexts texts;
    };
    static constexpr std::size_t kKept = 512; ///< more than fit on a screen
    std::vector<Entry> m_entries{kKept};
};

} // namespace qd::ui::trades
