#include "widgets/base/ClosingOrders.h"

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

} // namespace qd::ui
