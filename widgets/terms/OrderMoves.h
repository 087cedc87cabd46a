#pragma once

#include "core/domain/Account.h"
#include "widgets/base/PaneContext.h"

#include <QStringList>

#include <expected>
#include <optional>
#include <span>
#include <vector>

namespace qd::ui {

/// An order between being grabbed and being let go. Nothing is sent before that. Pure.
class OrderDrag {
  public:
    [[nodiscard]] bool active() const { return m_order.has_value(); }
    /// Pressed, and moved far enough to mean it.
    [[nodiscard]] bool moving() const { return m_target.has_value(); }
    [[nodiscard]] std::optional<OrderId> order() const { return m_order; }
    [[nodiscard]] Price target() const { return m_target.value_or(Price()); }

    void grab(OrderId order) {
        m_order = order;
        m_target.reset();
    }
    void moveTo(Price price) { m_target = price; }
    void nudge(std::int64_t ticks, Price tick);
    /// Ends the drag without a trace.
    void cancel() {
        m_order.reset();
        m_target.reset();
    }

  private:
    std::optional<OrderId> m_order;
    std::optional<Price> m_target;
};

/// Amends that were sent and not answered. What the venue says of the order decides how each ended. Pure.
class OrderMoves {
  public:
    struct Refusal {
        OrderId order;
        RejectCode code = RejectCode::None;
        Price stands; ///< where the order still is
    };
    /// `order` as it stood when the amend was sent.
    void sent(const TrackedOrder& order, Price to);
    /// Where the order is to go; empty when nothing is on its way.
    [[nodiscard]] std::optional<Price> target(OrderId order) const;
    /// Ends what was answered; tells what was refused.
    [[nodiscard]] std::vector<Refusal> follow(std::span<const TrackedOrder> orders);

  private:
    struct Move {
        OrderId order;
        Price from;
        Price to;
        UnixNanos changedAt;
    };
    std::vector<Move> m_moves;
};

/// The working order of this id; null when there is none.
[[nodiscard]] const TrackedOrder* workingOrder(std::span<const TrackedOrder> orders, OrderId id);

/// What is in the hand is let go: one amend, as a one-click order, of the order as it stands now to where it was let
/// go. Main thread. Error: why nothing was sent though a move was meant.
[[nodiscard]] std::expected<void, QString> dropOrder(PaneContext& context, const OrderDrag& drag, OrderMoves& moves);
/// Ends what was answered, and says of each refusal where the order still stands.
[[nodiscard]] QStringList refusedMoves(OrderMoves& moves, std::span<const TrackedOrder> orders, int decimals);

} // namespace qd::ui
