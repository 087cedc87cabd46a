#pragma once

#include "core/domain/Account.h"
#include "widgets/base/PaneContext.h"
#include "widgets/base/Table.h"

#include <optional>
#include <vector>

namespace qd::ui {

/// A line of TWAP.
struct TwapRow {
    TrackedOrder tracked;
    QString symbol;
    int priceDecimals = 0;
    int sizeDecimals = 0;
    std::optional<Price> average; ///< of what is filled, rounded against the account
    std::optional<Price> mark;
    std::int64_t children = 1;
    std::int64_t untilNext = 0; ///< nanoseconds of market time until the next child, >= 0
    std::int64_t untilEnd = 0;  ///< until the last one, >= 0

    [[nodiscard]] const Order& order() const { return tracked.order; }
    [[nodiscard]] bool isFinished() const { return isFinal(tracked.state); }
    [[nodiscard]] bool isPaused() const { return order().progress.paused; }
    [[nodiscard]] OrderReference reference() const { return {order().id, order().terms.clientId}; }
};

/// TWAPs of the account: running ones by when they began, the newest first; with `all`, then the finished ones.
[[nodiscard]] std::vector<TwapRow> twapRows(const PaneContext& context, bool all);

/// How much better than the mark the average is for its sender, parts per million of the mark, rounded down; empty when
/// one of them is not known.
[[nodiscard]] std::optional<std::int64_t> betterThanMark(const TwapRow& row);

/// "0:14", "paused", "–" when it is over.
[[nodiscard]] QString nextText(const TwapRow& row);

enum class TwapColumn : int { Market, Side, Filled, Done, Children, Average, Mark, Better, Next, Ends, State, Deeds };
[[nodiscard]] std::vector<Column<TwapRow>> twapColumns(std::vector<CellLink<TwapRow>> links);

} // namespace qd::ui
