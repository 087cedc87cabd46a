#pragma once

#include "core/domain/Account.h"
#include "core/domain/Venue.h"
#include "widgets/base/Theme.h"
#include "widgets/chart/OrderDraft.h"
#include "widgets/terms/OrderMoves.h"

#include <QString>

#include <span>
#include <vector>

namespace qd::chart {

using ui::OrderDrag;
using ui::OrderMoves;

enum class MarkKind : std::uint8_t {
    Last,
    MarkPrice,
    Bid,
    Ask,
    Entry,
    Liquidation,
    Order,
    Target, ///< where an order or an alert is dragged, or an order is on its way to
    Alert,
    Draft, ///< of an order that was not sent yet
};

/// A price that is marked on the axis, and perhaps by a line and a label in the plot.
struct Mark {
    MarkKind kind = MarkKind::Last;
    Price price;
    ui::Token token = ui::Token::Text1;
    QString label; ///< in the plot; empty: none
    QString brief; ///< the label where there is little room
    QString tail;  ///< after the label, in tailToken
    ui::Token tailToken = ui::Token::Text1;
    OrderId order;                                   ///< of Order and Target
    std::uint32_t alert = 0;                         ///< of Alert: its number
    OrderDraft::Part part = OrderDraft::Part::Entry; ///< of Draft
    bool removable = false;                          ///< has a × that cancels the order
    bool waiting = false;                            ///< something was asked of the venue and not answered
    bool trigger = false;                            ///< the order is not in the book: this price fires it
};

/// An alert that waits for a price, or for a line of a study to be at it.
struct AlertMark {
    std::uint32_t number = 0;
    Price level;
    QString label; ///< "Alert 1: last at or above"
};

/// What marks are made from, at one moment.
struct MarkSources {
    const MarketInfo* info = nullptr;
    Ticker ticker;
    const AccountView* account = nullptr;
    std::span<const TrackedOrder> orders;
    const OrderDrag* drag = nullptr;
    const OrderMoves* moves = nullptr;
    std::span<const AlertMark> alerts;      ///< of the market, those that wait
    std::optional<std::uint32_t> alertHeld; ///< the one in the hand
    std::optional<Price> alertTarget;       ///< where it is dragged
    const OrderDraft* draft = nullptr;      ///< null: none
    std::optional<Price> exit;              ///< where an exit of the position is dragged
    bool quotes = true;                     ///< mark price, bid and ask too
};

/// Everything that is marked, in no particular order. Numbers are the sources' own, only written out.
[[nodiscard]] std::vector<Mark> marksOf(const MarkSources& sources);

/// "2", "0.25": as many digits as the size needs.
[[nodiscard]] QString plainText(Quantity size);
/// The same in few characters: "12", "1.5", "12.4k".
[[nodiscard]] QString briefText(Quantity size);

} // namespace qd::chart
