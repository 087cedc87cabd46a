#include "core/engine/liquidation/BookLiquidation.h"

#include <utility>

namespace qd::liquidation {
namespace {

struct Fraction {
    Checked numerator;
    Checked denominator; ///< > 0
};

UInt128 commonDivisor(Int128 a, Int128 b) noexcept {
    UInt128 greater = magnitudeOf(a);
    UInt128 lesser = magnitudeOf(b);
    while (lesser != 0) greater = std::exchange(lesser, greater % lesser);
    return greater;
}

/// Divides both by what they have in common.
void cancel(Checked& numerator, Checked& denominator) {
    const auto divisor = static_cast<Int128>(commonDivisor(numerator.value(), denominator.value()));
    if (!numerator.ok() || !denominator.ok() || divisor == 0) return;
    numerator = numerator.dividedBy(divisor, Round::Zero);
    denominator = denominator.dividedBy(divisor, Round::Zero);
}

/// Cancelled before it is multiplied, so that it overflows only when the result does.
Fraction product(Fraction a, Fraction b) {
    cancel(a.numerator, a.denominator);
    cancel(b.numerator, b.denominator);
    cancel(a.numerator, b.denominator);
    cancel(b.numerator, a.denominator);
    return {a.numerator * b.numerator, a.denominator * b.denominator};
}

/// ABR = clamp(ba * (1 - TNC/TMMR), 0, 1); TMMR > 0.
Fraction adjustmentOf(const FillableTerms& t) {
    const Checked required = t.pool.requirement.raw();
    const Checked whole = required * Checked(Rate::kScale);
    const Checked part = (required - t.pool.collateral.raw()) * Checked(t.adjustment.raw());
    return {max(Checked(0), min(whole, part)), whole};
}

} // namespace

MathResult<Quantity> bookSize(Quantity base, Money value, Quantity step, std::optional<UnixNanos> firstSentAt,
                              UnixNanos now) {
    const Checked held = Checked(base.raw()).abs();
    if (firstSentAt) return now - *firstSentAt < kSecondPartAfter ? MathResult<Quantity>{} : held.to<Quantity>();
    if (value <= kLargePosition) return held.to<Quantity>();
    const Checked steps = held.times(kFirstPart.raw(), Ratio::kScale, Round::Up).dividedBy(step.raw(), Round::Up);
    return min(held, steps * Checked(step.raw())).to<Quantity>();
}

MathResult<Price> fillablePrice(const FillableTerms& t, Price tick) {
    if (t.pool.requirement.raw() <= 0 || t.base.isZero()) return std::unexpected(MathError::DivideByZero);
    // Notionals are scaled to 1e-15, so that notional / base is a price; the scale of the spread leaves 1e3 of it.
    const auto [part, whole] = adjustmentOf(t);
    constexpr std::int64_t kSpreadScale = Quantity::kScale / Rate::kScale;
    const Checked widest = Checked(t.spread.raw()) * Checked(t.maintenance.raw()) * Checked(kSpreadScale);
    // Nested floors by whole numbers are one floor, and so are ceilings: the result is the exact quotient, rounded
    // once.
    const Checked give = widest.times(part, whole, Round::Down);
    const Checked notional = Checked(t.netNotional.raw()) * Checked(Quantity::kScale);
    const bool sells = t.base.raw() > 0;
    const Checked worth = sells ? notional - give : give - notional;
    const Checked grid = Checked(t.base.raw()).abs() * Checked(tick.raw());
    const Checked ticks = worth.dividedBy(grid, sells ? Round::Up : Round::Down);
    return (max(ticks, Checked(1)) * Checked(tick.raw())).to<Price>();
}

MathResult<Quotient> fillableQuotient(const FillableTerms& t) {
    if (t.pool.requirement.raw() <= 0 || t.base.isZero()) return std::unexpected(MathError::DivideByZero);
    const Fraction spread = product({t.spread.raw(), Rate::kScale}, {t.maintenance.raw(), 1});
    const Fraction give = product(adjustmentOf(t), spread);
    const Checked sign = t.base.raw() > 0 ? 1 : -1;
    const Checked worth = Checked(t.netNotional.raw()) * give.denominator - give.numerator;
    const Fraction quotient = product({sign * worth, give.denominator}, {1, Checked(t.base.raw()).abs()});
    if (!quotient.numerator.ok()) return std::unexpected(quotient.numerator.error());
    if (!quotient.denominator.ok()) return std::unexpected(quotient.denominator.error());
    return Quotient{quotient.numerator.value(), quotient.denominator.value()};
}

MathResult<Money> bankruptcyValue(const PoolTotals& pool, Money deltaNotional, Money deltaMaintenance) {
    const Checked share = Checked(pool.collateral.raw())
                              .times(Checked(deltaMaintenance.raw()).abs(), pool.requirement.raw(), Round::Down);
    return (-Checked(deltaNotional.raw()) - share).to<Money>();
}

MathResult<Money> insuranceDelta(Money received, Money bankruptcy, Rate maxFee) {
    const Checked surplus = Checked(received.raw()) - bankruptcy.raw();
    if (surplus.ok() && surplus.value() <= 0) return surplus.to<Money>();
    const Checked most = Checked(received.raw()).abs().times(maxFee.raw(), Rate::kScale, Round::Up);
    return min(surplus, most).to<Money>();
}

} // namespace qd::liquidation
