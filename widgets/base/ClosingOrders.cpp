#include "widgets/base/ClosingOrders.h"

#include <QCoreApplication>

#include <algorithm>
#include <ranges>

namespace qd::ui {
namespace {

std::optional<OrderTerms> against(const PositionView& position, Checked size, bool reduceOnly) {
    const auto fits = size.to<Quantity>();
    if (!fits || fits->isZero()) return std::nullopt;
    OrderTerms terms;
    terms.market = position.market;
    terms.side = position.position.base.raw() > 0 ? Side::Sell : Side::Buy;
    terms.type = OrderType::Market;
    terms.timeInForce = TimeInForce::ImmediateOrCancel;
    terms.size = *fits;
    terms.reduceOnly = reduceOnly;
    return terms;
}

Checked sizeOf(const PositionView& position) { return Checked(position.position.base.raw()).abs(); }

} // namespace

std::optional<OrderTerms> closingTerms(const PositionView& position) {
    return against(position, sizeOf(position), true);
}

std::optional<OrderTerms> partClosingTerms(const PositionView& position, Quantity step, int numerator,
                                           int denominator) {
    if (numerator == denominator) return closingTerms(position);
    const Checked steps = sizeOf(position).times(numerator, Checked(step.raw()) * Checked(denominator), Round::Down);
    return against(position, steps * step.raw(), true);
}

std::optional<OrderTerms> halvingTerms(const PositionView& position, Quantity step) {
    return partClosingTerms(position, step, 1, 2);
}

std::optional<OrderTerms> reversingTerms(const PositionView& position) {
    return against(position, sizeOf(position) * 2, false);
}

std::optional<QString> unsettled(const ports::Accounts& accounts, const PositionView& position) {
    const auto sent = [&](const TrackedOrder& o) {
        return o.state == OrderState::Sent && o.order.terms.market == position.market;
    };
    const auto account = accounts.account();
    const auto& fills = accounts.fills();
    // The newest fill says what it left. A take-over changes the position without one, but later than the fill.
    const auto last = std::ranges::find(fills | std::views::reverse, position.market,
                                        [](const FillView& f) { return f.fill.market; });
    const bool behind =
        account && last != fills.rend() && last->ts >= account->ts && last->fill.position != position.position.base;
    if (!behind && std::ranges::none_of(accounts.orders(), sent)) return std::nullopt;
    return QCoreApplication::translate("qd::ui::ClosingOrders",
                                       "An order here is on its way, so the position is not certain; nothing was "
                                       "sent.");
}

} // namespace qd::ui
