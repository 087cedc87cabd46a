#include "widgets/terms/BreakEven.h"

#include "core/base/Checked.h"
#include "widgets/base/Format.h"
#include "widgets/terms/Waiting.h"

#include <QCoreApplication>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::BreakEven", text); }

bool protects(const TrackedOrder& o, const PositionView& p, Side closing) {
    const OrderTerms& t = o.order.terms;
    return !isFinal(o.state) && t.market == p.market && t.side == closing && t.trigger.kind == TriggerKind::Stop &&
           waits(o.order);
}

OrderTerms stopAt(const PositionView& p, Side closing, Price at) {
    OrderTerms t;
    t.market = p.market;
    t.side = closing;
    t.type = OrderType::Market;
    t.timeInForce = TimeInForce::ImmediateOrCancel;
    t.size = Quantity(p.position.base.raw() < 0 ? -p.position.base.raw() : p.position.base.raw());
    t.reduceOnly = true;
    t.followsPosition = true;
    t.trigger.kind = TriggerKind::Stop;
    t.trigger.price = at;
    return t;
}

} // namespace

std::optional<Price> breakEvenPrice(const Position& position, Price tick) {
    const std::int64_t base = position.base.raw();
    if (base == 0) return std::nullopt;
    // A long paid: its break-even is below zero.
    const Checked cash = base > 0 ? -Checked(position.breakEven.raw()) : Checked(position.breakEven.raw());
    const Round against = base > 0 ? Round::Up : Round::Down;
    const auto price =
        (cash.times(Quantity::kScale, Checked(base).abs() * Checked(tick.raw()), against) * Checked(tick.raw()))
            .to<Price>();
    return price && price->raw() > 0 ? std::optional(*price) : std::nullopt;
}

std::expected<BreakEvenDeed, QString> breakEvenDeed(const PositionView& p, std::span<const TrackedOrder> orders,
                                                    Price tick) {
    const auto at = breakEvenPrice(p.position, tick);
    if (!at) return std::unexpected(tr("There is no price at which this position breaks even."));
    const bool isLong = p.position.base.raw() > 0;
    if (isLong ? p.mark <= *at : p.mark >= *at)
        return std::unexpected(tr("The position has not earned its costs yet: a stop at break-even, %1, would fire at "
                                  "once.")
                                   .arg(text(*at, decimalsOf(tick))));
    const Side closing = isLong ? Side::Sell : Side::Buy;
    BreakEvenDeed deed{*at, {}, {}, {}};
    bool any = false;
    for (const TrackedOrder& o : orders) {
        if (!protects(o, p, closing)) continue;
        any = true;
        const Price now = o.order.terms.trigger.price;
        if (isLong ? now >= *at : now <= *at) continue;
        if (const auto amendment = movedTo(o.order, *at))
            deed.amends.emplace_back(o.order, *amendment);
        else
            deed.stuck.emplace_back(o.order, amendment.error());
    }
    if (any && deed.amends.empty() && deed.stuck.empty())
        return std::unexpected(tr("The stop stands at break-even or better already."));
    if (!any) deed.place = stopAt(p, closing, *at);
    return deed;
}

} // namespace qd::ui
