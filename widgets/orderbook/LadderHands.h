#pragma once

#include "widgets/base/PaneContext.h"
#include "widgets/terms/KeptBrackets.h"

#include <QCoreApplication>
#include <QString>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace qd::ui {

inline constexpr int kQuickSizes = static_cast<int>(setting::kLadderSizes.size());

/// What the hands of a ladder mean: makes the terms of orders, says in words what they will do, and sends them through
/// the gate as one-click orders. Knows no widget. Main thread.
class LadderHands {
    Q_DECLARE_TR_FUNCTIONS(LadderHands)
  public:
    enum class How : std::uint8_t {
        Limit,     ///< rests, or takes what it crosses
        PostOnly,  ///< rests or is rejected
        Immediate, ///< takes up to the price, the rest is cancelled
        Market,    ///< takes; the market's protective limit
        Stop,      ///< waits until the mark has gone against it to the price, then takes
        Profit,    ///< waits until the mark has gone its way to the price, then takes
    };
    /// What came of a request, in words.
    struct Answer {
        QString text;
        bool good = true;
    };

    explicit LadderHands(PaneContext& context) : m_context(context) {}
    void setMarket(std::optional<MarketId> market);
    [[nodiscard]] const MarketInfo* info() const;

    /// Quick size in [0, kQuickSizes).
    void chooseSize(int index);
    [[nodiscard]] int sizeIndex() const { return m_size; }
    [[nodiscard]] Quantity quickSize(int index) const;
    void setReduceOnly(bool on) { m_reduceOnly = on; }
    [[nodiscard]] bool reduceOnly() const { return m_reduceOnly; }

    [[nodiscard]] OrderTerms terms(Side side, Price price, How how) const;
    /// "Buy 0.5 SOL limit 148.25"; `opposite` is the best price it could take.
    [[nodiscard]] QString described(const OrderTerms& terms, std::optional<Price> opposite) const;
    /// Why the market cannot take this size; empty when it can.
    [[nodiscard]] std::optional<QString> wrongSize(const OrderTerms& terms) const;

    /// An order of the quick size; one that opens gets the bracket that is chosen for the ladder, or does not go.
    [[nodiscard]] Answer order(Side side, Price price, How how);
    /// The template that opening orders get.
    [[nodiscard]] LadderBracket bracket() const;
    /// An order like this one gets the bracket.
    [[nodiscard]] bool opens(const OrderTerms& terms) const;
    /// Why an order that opens cannot go: its bracket was deleted, or cannot be read. Empty when nothing is wrong.
    [[nodiscard]] std::optional<QString> lostBracket(const OrderTerms& terms) const;
    [[nodiscard]] Answer closePosition();
    /// Closes numerator / denominator of the position, down to the step.
    [[nodiscard]] Answer closePart(int numerator, int denominator);
    /// Moves the position's stop to where closing it loses nothing, or places one there.
    [[nodiscard]] Answer breakEven();
    /// Moves every stop of the position, up or with less than 0 down.
    [[nodiscard]] Answer moveStops(int ticks);
    [[nodiscard]] Answer reversePosition();
    /// Cancels the market's orders and closes its position; disarmed with a position to close, nothing at all.
    [[nodiscard]] Answer flatten();
    [[nodiscard]] Answer cancelSide(Side side);
    [[nodiscard]] Answer cancelMarket();
    /// Those that rest in the book with a limit; stops, take-profits and algos stay.
    [[nodiscard]] Answer cancelLimits();
    [[nodiscard]] Answer cancel(const TrackedOrder& order);
    /// Cancels these, of whatever kind: all that stand in a row.
    [[nodiscard]] Answer cancelRow(const std::vector<TrackedOrder>& orders, Price price);
    /// One atomic amend of where it stands, its limit or its trigger; the old order stands if it is refused.
    [[nodiscard]] Answer amend(const TrackedOrder& order, Price price);
    /// So many ticks from where it stands.
    [[nodiscard]] Answer amendByTicks(const TrackedOrder& order, int ticks);

    /// After the account changed: words about a request of ours that was refused since; empty when none was.
    [[nodiscard]] std::optional<Answer> refusal();
    /// Where an amend that is still pending moves an order to, when it was asked for here.
    [[nodiscard]] std::optional<Price> target(OrderId order) const;
    /// Orders of the market that have a place on the ladder, resting or waiting, oldest first.
    [[nodiscard]] std::vector<TrackedOrder> working() const;
    /// An order of this side closes the open position.
    [[nodiscard]] bool closes(Side side) const;
    /// Open position in the market; empty when flat.
    [[nodiscard]] std::optional<PositionView> position() const;

    [[nodiscard]] QString priceText(Price price) const;
    /// "0.5 SOL"
    [[nodiscard]] QString sizeText(Quantity size) const;

  private:
    /// Why nothing here can be cancelled: until the account is told its orders are not known, and a cancel of all would
    /// reach those of the next one.
    [[nodiscard]] std::optional<QString> unknown() const;
    struct Move {
        OrderId order;
        Price to;
    };
    [[nodiscard]] Answer send(const OrderTerms& terms);
    /// Sends the plan; `what` says it in words.
    [[nodiscard]] Answer send(const OrderPlan& plan, const QString& what);
    /// The order with the chosen bracket; the order alone when it closes or none is chosen. Error: the bracket cannot
    /// be.
    [[nodiscard]] std::expected<OrderPlan, QString> withBracket(const OrderTerms& terms) const;
    [[nodiscard]] QString describedTrigger(const OrderTerms& terms, const QString& what, const QString& reduce) const;
    [[nodiscard]] OrderTerms closing(const PositionView& position, bool reverse) const;
    [[nodiscard]] std::optional<Answer> refusalOf(const TrackedOrder& order) const;

    PaneContext& m_context;
    std::optional<MarketId> m_market;
    int m_size = 0;
    bool m_reduceOnly = false;
    std::vector<ClientOrderId> m_sent; ///< placed here and not heard of yet
    std::vector<Move> m_moves;         ///< amended here and not answered yet
};

} // namespace qd::ui
