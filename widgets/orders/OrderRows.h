#pragma once

#include "core/domain/Account.h"
#include "core/domain/Market.h"
#include "widgets/base/PaneContext.h"
#include "widgets/base/Table.h"
#include "widgets/terms/Waiting.h"

#include <optional>
#include <vector>

namespace qd::ui {

/// A line of ORDERS.
struct OrderRow {
    TrackedOrder tracked;
    QString symbol;
    int priceDecimals = 0;
    int sizeDecimals = 0;
    Price tick{1};
    Quantity step{1};
    Liquidity liquidity = Liquidity::Native;
    std::int64_t age = 0;         ///< since it was sent; how long it lived when it is finished. Nanoseconds
    std::optional<Price> watched; ///< the price its trigger looks at, now
    QString tie;                  ///< what it is tied to, "OCO 12", "exit of 12"; empty: nothing
    bool triggerIsPrice = false;  ///< while it waits, its trigger stands where the price does

    [[nodiscard]] const Order& order() const { return tracked.order; }
    [[nodiscard]] bool isFinished() const { return isFinal(tracked.state); }
    /// In the book: it has a queue, and can be amended.
    [[nodiscard]] bool isResting() const;
    /// Waits for its trigger or its entry: it can be amended too.
    [[nodiscard]] bool isWaiting() const;
    [[nodiscard]] bool isAmendable() const { return isResting() || isWaiting(); }
    /// Not fired yet; also before the venue has answered.
    [[nodiscard]] bool awaitsTrigger() const;
    [[nodiscard]] bool isTwap() const;
    [[nodiscard]] bool isPaused() const { return isTwap() && order().progress.paused; }
    [[nodiscard]] OrderReference reference() const { return {order().id, order().terms.clientId}; }
};

/// Tells orders apart over their life; a finished order is another row than a working one of the same name.
struct OrderKey {
    std::uint64_t client = 0;
    std::uint32_t id = 0;
    std::int64_t sentAt = 0;
    friend bool operator==(const OrderKey&, const OrderKey&) = default;
};
[[nodiscard]] OrderKey keyOf(const OrderRow& row);

/// Working orders, the newest first; with `all`, then the finished ones, the last finished first.
[[nodiscard]] std::vector<OrderRow> orderRows(const PaneContext& context, bool all, UnixNanos wall);

/// "Working · amending": the state, and what is asked of it or was refused.
[[nodiscard]] QString stateText(const OrderRow& row);
[[nodiscard]] Token stateToken(const OrderRow& row);
/// Why it was refused or closed; empty when the state says all.
[[nodiscard]] QString reasonText(const OrderRow& row);

/// Columns of ORDERS; the last holds links.
enum class OrderColumn : int {
    Market,
    Side,
    Type,
    Price,
    Trigger,
    Distance,
    Size,
    Filled,
    Queue,
    State,
    Tie,
    Age,
    RoundTrip,
    Reason,
    Deeds,
};
/// `links` are those of the last column.
[[nodiscard]] std::vector<Column<OrderRow>> orderColumns(std::vector<CellLink<OrderRow>> links);

} // namespace qd::ui
