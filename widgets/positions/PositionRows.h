#pragma once

#include "core/domain/Account.h"
#include "core/domain/Venue.h"
#include "widgets/base/PaneContext.h"
#include "widgets/base/Table.h"

#include <algorithm>
#include <vector>

namespace qd::ui {

/// A line of POSITIONS: the account's own numbers and what it takes to write them.
struct PositionRow {
    PositionView view;
    QString symbol;
    int priceDecimals = 0;
    int sizeDecimals = 0;
    Quantity step{1};
    DataStatus status = DataStatus::Unknown; ///< of the market's data
    std::int64_t age = 0;                    ///< of the market's last change, nanoseconds of market time
    Ratio marketMargin;                      ///< initial margin the market wants at least
    Ratio chosenMargin;                      ///< the larger of what was chosen for market and account, 0 = none

    /// What opening takes at least: 10'000 / the leverage that applies before the position's size counts.
    [[nodiscard]] Ratio appliedMargin() const { return std::max(marketMargin, chosenMargin); }

    [[nodiscard]] bool isOpen() const { return !view.position.base.isZero(); }
};

/// Open positions by market, then markets without a position that still hold an isolated deposit; with `closed` those
/// too that realised something.
[[nodiscard]] std::vector<PositionRow> positionRows(const PaneContext& context, const AccountView& account,
                                                    bool closed);

/// Sums over rows, empty when one does not fit 64 bits.
struct PositionTotals {
    std::optional<Money> unrealised;
    std::optional<Money> realised;
    std::optional<Money> requirement;
};
[[nodiscard]] PositionTotals totalsOf(const std::vector<PositionRow>& rows);

/// Columns of POSITIONS; the last two hold links.
enum class PositionColumn : int {
    Market,
    Side,
    Size,
    Entry,
    Mark,
    Pnl,
    PnlPercent,
    Realised,
    Margin,
    Liquidation,
    Distance,
    Mode,
    Leverage,
    IsolatedMargin,
    Adl,
    Unsettled,
    Funding,
    Deeds,
    Money,
};
/// `deeds` trade, `money` moves margin and settles: the links of the last two columns.
[[nodiscard]] std::vector<Column<PositionRow>> positionColumns(std::vector<CellLink<PositionRow>> deeds,
                                                               std::vector<CellLink<PositionRow>> money);

/// Colour of a profit or loss.
[[nodiscard]] Token resultToken(Money money);

} // namespace qd::ui
