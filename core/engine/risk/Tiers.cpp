#include "core/engine/risk/Tiers.h"

#include "core/engine/risk/Formulas.h"

#include <numeric>

namespace qd::risk {
namespace {

/// Divisor of a notional that gives the maintenance margin of a tier.
std::int64_t divisorOf(const LeverageTier& tier) { return 2 * std::int64_t{tier.maxLeverage}; }

/// An exact sum of whole units and fractions: the leverages of a market have small common multiples.
class ExactSum {
  public:
    void add(formula::Steps& s, Int128 amount, std::int64_t divisor, int sign) noexcept {
        const Int128 quotient = s.times(amount, 1, divisor, Round::Down);
        m_whole = s.sum(m_whole, quotient * sign);
        const Int128 rest = amount - quotient * divisor;
        if (divisor == 0 || rest == 0) return;
        const std::int64_t common = std::gcd(divisor, static_cast<std::int64_t>(m_divisor % divisor));
        const Int128 factor = divisor / common;
        m_rest = s.sum(s.product(m_rest, factor), s.product(rest * sign, m_divisor / common));
        m_divisor = s.product(m_divisor, factor);
    }
    [[nodiscard]] Int128 floor(formula::Steps& s) const noexcept {
        return m_rest == 0 ? m_whole : s.sum(m_whole, s.times(m_rest, 1, m_divisor, Round::Down));
    }

  private:
    Int128 m_whole = 0;
    Int128 m_rest = 0;
    Int128 m_divisor = 1;
};

Int128 maintenanceOf(formula::Steps& s, Tiers tiers, std::size_t n, Int128 notional) noexcept {
    const Int128 whole = s.times(notional, 1, divisorOf(tiers[n]), Round::Up);
    return s.difference(whole, formula::tierDeduction(s, tiers, n));
}

} // namespace

namespace formula {

Int128 tierDeduction(Steps& s, Tiers tiers, std::size_t n) noexcept {
    if (n == 0) return 0;
    // The recurrence summed by parts: lower_n / (2 L_n) less what the tiers below ask of the notional up to lower_n.
    ExactSum sum;
    sum.add(s, tiers[n].lowerNotional.raw(), divisorOf(tiers[n]), 1);
    for (std::size_t k = 0; k < n; ++k) {
        const std::int64_t from = k == 0 ? 0 : tiers[k].lowerNotional.raw();
        sum.add(s, Int128{tiers[k + 1].lowerNotional.raw()} - from, divisorOf(tiers[k]), -1);
    }
    return sum.floor(s);
}

Int128 tierRequirement(Steps& s, Tiers tiers, Int128 notional, MarginKind kind) noexcept {
    const std::size_t n = tierAt(tiers, notional);
    if (kind == MarginKind::Maintenance) return maintenanceOf(s, tiers, n, notional);
    const Int128 initial = s.times(notional, 1, tiers[n].maxLeverage, Round::Up);
    if (kind == MarginKind::Initial) return initial;
    return s.times(s.sum(initial, maintenanceOf(s, tiers, n, notional)), 1, 2, Round::Up);
}

} // namespace formula

MathResult<Money> tierDeduction(Tiers tiers, std::size_t n) {
    formula::Steps s;
    return s.as<Money>(formula::tierDeduction(s, tiers, n));
}

MathResult<Money> tierRequirement(Tiers tiers, Money notional, MarginKind kind) {
    formula::Steps s;
    return s.as<Money>(formula::tierRequirement(s, tiers, notional.raw(), kind));
}

} // namespace qd::risk
