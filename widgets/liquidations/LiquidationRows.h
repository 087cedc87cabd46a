#pragma once

#include "core/domain/Records.h"
#include "widgets/base/PaneContext.h"
#include "widgets/base/Table.h"

#include <span>
#include <string>
#include <vector>

namespace qd::ui {

/// A line of LIQ.
struct LiquidationRow {
    LiquidationEntry entry;
    std::optional<MarketId> market; ///< empty: the step concerns a whole pool of many
    QString symbol;
    int priceDecimals = 0;
    int sizeDecimals = 0;
    std::optional<Money> value; ///< size * price, rounded down; empty: the step moved no size
    bool own = false;           ///< of one of the owner's accounts
};
[[nodiscard]] LiquidationRow liquidationRow(const PaneContext& context, const LiquidationEntry& entry);
/// Names the row's market and tells whether it is the owner's, as far as that is known now.
void nameRow(const PaneContext& context, LiquidationRow& row);

/// What rows are named by. Main thread.
struct LiquidationNames {
    struct Market {
        MarketId id;
        std::string symbol;
        Price tick;
        Quantity step;
        friend bool operator==(const Market&, const Market&) = default;
    };
    std::vector<Market> markets;
    std::vector<AccountId> own;
    friend bool operator==(const LiquidationNames&, const LiquidationNames&) = default;
};
[[nodiscard]] LiquidationNames liquidationNames(const PaneContext& context);

/// Which steps are shown.
enum class LiquidationSteps : std::uint8_t {
    All,
    Sized, ///< those that closed or moved a position
    Book,
    TakeOver,
    Backstop,
    Deleveraged,
    Bankrupt, ///< ended with a debt, and who paid for it
};
[[nodiscard]] QString word(LiquidationSteps steps);
/// As typed after LIQ: "ALL", "SIZED", "BOOK" …
[[nodiscard]] std::string typedWord(LiquidationSteps steps);
[[nodiscard]] std::optional<LiquidationSteps> stepsOf(std::string_view typed);
inline constexpr int kLiquidationSteps = 7;

/// What of the feed is shown.
struct LiquidationFilter {
    QString symbol; ///< of one market, which the venue need not have any more; empty: all
    LiquidationSteps steps = LiquidationSteps::All;
    Money least;     ///< steps of less value, and with more than 0 those without a size, are left out
    QString venue{}; ///< of one venue; empty: all
    [[nodiscard]] bool takes(const LiquidationRow& row) const;
};

/// Sums over rows; empty when one does not fit 64 bits. Deleveraging is not counted in longs and shorts: it closes
/// positions that were not liquidated.
struct LiquidationTotals {
    std::size_t count = 0;
    std::optional<Money> longs;     ///< value of positions that were liquidated
    std::optional<Money> shorts;    ///< the same
    std::optional<Money> insurance; ///< > 0 into the fund
    std::optional<Money> losses;
};
[[nodiscard]] LiquidationTotals totalsOf(std::span<const LiquidationRow> rows);

enum class LiquidationColumn : int { Time, Market, Step, Side, Size, Price, Value, Insurance, Loss, Venue };
/// `now`: market time; times of another day are written with their date.
[[nodiscard]] std::vector<Column<LiquidationRow>> liquidationColumns(std::function<UnixNanos()> now);

} // namespace qd::ui
