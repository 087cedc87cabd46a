#include "widgets/terms/Exits.h"

#include "core/base/Checked.h"
#include "widgets/base/Format.h"
#include "widgets/terms/Waiting.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::Exits", text); }

Quantity sizeOf(const PositionView& p) {
    return Quantity(p.position.base.raw() < 0 ? -p.position.base.raw() : p.position.base.raw());
}

std::optional<Money> valueOf(Checked exact) {
    const auto money = exact.to<Money>();
    return money ? std::optional(*money) : std::nullopt;
}

} // namespace

Side closingSide(const PositionView& p) { return p.position.base.raw() > 0 ? Side::Sell : Side::Buy; }

OrderTerms closingOrder(const PositionView& p, TriggerKind kind, Price at) {
    OrderTerms t;
    t.market = p.market;
    t.side = closingSide(p);
    t.type = OrderType::Market;
    t.timeInForce = TimeInForce::ImmediateOrCancel;
    t.size = sizeOf(p);
    t.reduceOnly = true;
    t.followsPosition = true;
    t.trigger.kind = kind;
    t.trigger.price = at;
    return t;
}

std::expected<OrderTerms, QString> exitAt(const PositionView& p, Price at, std::span<const TrackedOrder> orders,
                                          int decimals) {
    if (p.position.base.isZero()) return std::unexpected(tr("There is no position to close."));
    if (p.mark.isZero()) return std::unexpected(tr("The mark price is not known yet; nothing was sent."));
    if (at == p.mark) return std::unexpected(tr("The mark price stands there; nothing was sent."));
    const bool wins = (closingSide(p) == Side::Sell) == (at > p.mark);
    const TriggerKind kind = wins ? TriggerKind::TakeProfit : TriggerKind::Stop;
    const auto whole = std::ranges::find_if(orders, [&](const TrackedOrder& o) {
        const OrderTerms& t = o.order.terms;
        return !isFinal(o.state) && t.market == p.market && t.side == closingSide(p) && t.trigger.kind == kind &&
               waits(o.order) && (t.followsPosition || o.order.remaining() >= sizeOf(p));
    });
    if (whole == orders.end()) return closingOrder(p, kind, at);
    const QString stands = text(standsAt(whole->order).value_or(Price()), decimals);
    return std::unexpected(
        (wins ? tr("A take-profit of the whole position stands at %1 already: move that one; nothing was sent.")
              : tr("A stop of the whole position stands at %1 already: move that one; nothing was sent."))
            .arg(stands));
}

std::optional<Money> resultOf(Side side, Quantity size, Price entry, Price exit) {
    const Checked gain = Checked(exit.raw()) - Checked(entry.raw());
    return valueOf((gain * signOf(side)).times(size.raw(), Quantity::kScale, Round::Down));
}

std::optional<Money> resultOf(const PositionView& p, Price exit) {
    const Checked worth = Checked(p.position.base.raw()).times(exit.raw(), Quantity::kScale, Round::Down);
    return valueOf(worth + Checked(p.position.entry.raw()));
}

} // namespace qd::ui
