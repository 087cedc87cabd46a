#pragma once

#include "core/engine/risk/Collateral.h"
#include "core/engine/risk/PositionMargin.h"
#include "core/engine/risk/Tiers.h"

#include <algorithm>
#include <array>
#include <limits>

/// The formulas of this room on plain 128-bit numbers: only a result has to fit its type, and a sum over an account is
/// asked for an error once. What does not depend on the kind of margin stands apart (parts), for whoever asks for
/// several. For the files of this room alone.
namespace qd::risk::formula {

inline constexpr std::int64_t kBaseScale = Quantity::kScale;
inline constexpr std::int64_t kPriceScale = Price::kScale;
inline constexpr std::int64_t kRatioScale = Ratio::kScale;
inline constexpr std::int64_t kRateScale = Rate::kScale;
inline constexpr std::int64_t kPerBasisPoint = kRateScale / kRatioScale;

/// The steps of formulas: as Checked, but the first error is kept here instead of in every number, so that numbers stay
/// in registers. After an error they mean nothing.
class Steps {
  public:
    Steps() noexcept = default;
    /// Goes on where others stopped.
    explicit Steps(MathError before) noexcept : m_error(before) {}
    /// a * b / c, one rounding, 256-bit product.
    [[nodiscard]] Int128 times(Int128 a, Int128 b, Int128 c, Round round) noexcept {
        Int128 out = 0;
        if (narrowMulDiv(a, b, c, round, out)) [[likely]]
            return out;
        return wideTimes(a, b, c, round);
    }
    [[nodiscard]] Int128 product(Int128 a, Int128 b) noexcept { return times(a, b, 1, Round::Zero); }
    [[nodiscard]] Int128 sum(Int128 a, Int128 b) noexcept {
        Int128 r = 0;
        return __builtin_add_overflow(a, b, &r) ? fail(MathError::Overflow) : r;
    }
    [[nodiscard]] Int128 difference(Int128 a, Int128 b) noexcept {
        Int128 r = 0;
        return __builtin_sub_overflow(a, b, &r) ? fail(MathError::Overflow) : r;
    }
    Int128 fail(MathError e) noexcept {
        if (m_error == MathError::None) m_error = e;
        return 0;
    }
    [[nodiscard]] MathError error() const noexcept { return m_error; }
    /// A number with the error of the steps that led to it.
    [[nodiscard]] Checked result(Int128 value) const noexcept {
        return m_error == MathError::None ? Checked(value) : Checked::failed(m_error);
    }
    template<class T>
    [[nodiscard]] MathResult<T> as(Int128 value) const {
        return result(value).template to<T>();
    }

  private:
    [[gnu::noinline]] Int128 wideTimes(Int128 a, Int128 b, Int128 c, Round round) noexcept {
        const auto quotient = mulDiv(a, b, c, round);
        return quotient ? *quotient : fail(quotient.error());
    }

    MathError m_error = MathError::None;
};

// ---- weights

/// isqrt(10 * |size| + 1): turns 1e-9 units of size into 1e-5 units.
[[nodiscard]] inline Int128 sizeRoot(Steps& s, Int128 size) noexcept {
    const UInt128 magnitude = magnitudeOf(size);
    if (magnitude >> 120U != 0) return s.fail(MathError::Overflow);
    return static_cast<Int128>(integerSqrt(magnitude * 10 + 1));
}
/// What the size adds to four fifths of a ratio (1e-4); 0 = nothing.
[[nodiscard]] inline Int128 growthOf(Steps& s, Rate imf, Int128 size) noexcept {
    return imf.isZero() ? 0 : s.times(sizeRoot(s, size), imf.raw(), 10'000'000, Round::Zero);
}
[[nodiscard]] inline Int128 grownRatio(Steps& s, Ratio ratio, Int128 growth) noexcept {
    if (growth == 0) return ratio.raw();
    return std::max(Int128{ratio.raw()}, s.sum(ratio.raw() - ratio.raw() / 5, growth));
}
/// The largest weight a size leaves.
[[nodiscard]] inline Int128 largestWeight(Steps& s, Rate imf, Int128 size) noexcept {
    if (imf.isZero()) return std::numeric_limits<std::int64_t>::max();
    const Int128 divisor = s.sum(kRateScale, s.times(sizeRoot(s, size), imf.raw(), 100'000, Round::Zero));
    return s.times(kRateScale + kRateScale / 10, kRatioScale, divisor, Round::Zero);
}
[[nodiscard]] inline Int128 scaledWeight(Steps& s, Int128 weight, Money start, Money value) noexcept {
    if (start.isZero() || value < start) return weight;
    return s.times(weight, start.raw(), value.raw(), Round::Down);
}
[[nodiscard]] inline Int128 openInterestRate(Steps& s, Int128 base, Money lower, Money upper,
                                             Money openInterest) noexcept {
    if (upper.isZero() || openInterest <= lower) return base;
    if (openInterest >= upper) return kRateScale;
    const Int128 above = Int128{openInterest.raw()} - lower.raw();
    return s.sum(base, s.times(s.difference(kRateScale, base), above, Int128{upper.raw()} - lower.raw(), Round::Down));
}
/// Of two values for initial margin and maintenance that of a kind.
[[nodiscard]] inline Ratio pick(Ratio initial, Ratio maintenance, MarginKind kind) noexcept {
    switch (kind) {
    case MarginKind::Initial: return initial;
    case MarginKind::Fill: return Ratio((initial.raw() + maintenance.raw()) / 2);
    case MarginKind::Maintenance: break;
    }
    return maintenance;
}

// ---- tiers, see Tiers.h

[[nodiscard]] Int128 tierDeduction(Steps& s, Tiers tiers, std::size_t n) noexcept;
[[nodiscard]] Int128 tierRequirement(Steps& s, Tiers tiers, Int128 notional, MarginKind kind) noexcept;

// ---- a position

/// Notional of |base| at price, rounded up.
[[nodiscard]] inline Int128 liabilityOf(Steps& s, Int128 base, Price price) noexcept {
    return s.times(base < 0 ? s.difference(0, base) : base, price.raw(), kBaseScale, Round::Up);
}
/// What `value` quote units are worth, rounded as named.
[[nodiscard]] inline Int128 atQuote(Steps& s, Int128 value, Price quotePrice, Round round) noexcept {
    return quotePrice.raw() == kPriceScale ? value : s.times(value, quotePrice.raw(), kPriceScale, round);
}
[[nodiscard]] inline Int128 pnlOf(Steps& s, Quantity base, Price price, Money quote) noexcept {
    return s.sum(s.times(base.raw(), price.raw(), kBaseScale, Round::Down), quote.raw());
}
[[nodiscard]] inline Int128 pnlOf(Steps& s, const PositionExposure& p) noexcept {
    return s.sum(pnlOf(s, p.base, p.price, p.quote), p.pendingFunding.raw());
}

struct Worst {
    Int128 base = 0;      ///< signed
    Int128 liability = 0; ///< rounded up
};
[[nodiscard]] inline Worst worstOf(Steps& s, Quantity base, Quantity openBids, Quantity openAsks,
                                   Price price) noexcept {
    const Int128 ifBids = Int128{base.raw()} + openBids.raw();
    const Int128 bidsLiability = liabilityOf(s, ifBids, price);
    if (openBids == openAsks) return {ifBids, bidsLiability};
    const Int128 ifAsks = Int128{base.raw()} + openAsks.raw();
    const Int128 asksLiability = liabilityOf(s, ifAsks, price);
    return asksLiability >= bidsLiability ? Worst{ifAsks, asksLiability} : Worst{ifBids, bidsLiability};
}

struct PositionParts {
    const PositionExposure& exposure;
    Worst worst;
    Int128 growth = 0;      ///< of the ratio with the worst case
    Int128 pnl = 0;         ///< with pending funding
    Int128 largestGain = 0; ///< largest weight of a gain of this size, but for maintenance
};
[[nodiscard]] inline PositionParts partsOf(Steps& s, const PositionExposure& p) noexcept {
    PositionParts parts{p, worstOf(s, p.base, p.openBids, p.openAsks, p.price)};
    parts.growth = growthOf(s, p.market->imf, parts.worst.base);
    parts.pnl = pnlOf(s, p);
    if (parts.pnl > 0) parts.largestGain = largestWeight(s, p.market->upnlImf, s.product(parts.pnl, 1'000));
    return parts;
}

/// §3.4, 3.5: the rate (ppm) that the open interest and the user's own leverage make of an initial one.
[[nodiscard]] inline Int128 openingRate(Steps& s, const PositionExposure& p, Int128 rate) noexcept {
    const MarketParams& m = *p.market;
    const Int128 crowd = openInterestRate(s, rate, m.openInterestLower, m.openInterestUpper, p.openInterestValue);
    return std::max({rate, crowd, Int128{p.userMargin.raw()} * kPerBasisPoint});
}
/// `liability`: of the worst case at the price of the quote currency.
[[nodiscard]] inline Int128 requirementOf(Steps& s, const PositionParts& parts, Int128 liability,
                                          MarginKind kind) noexcept {
    const PositionExposure& p = parts.exposure;
    if (p.settled) return 0;
    const MarketParams& m = *p.market;
    const Int128 orders = kMarginPerOrder * std::int64_t{p.openOrders};
    if (m.marginModel == MarginModel::Sized) {
        const Int128 ratio = grownRatio(s, pick(m.initialMargin, m.maintenanceMargin, kind), parts.growth);
        Int128 rate = s.product(ratio, kPerBasisPoint);
        if (kind == MarginKind::Initial) rate = openingRate(s, p, rate);
        return s.sum(s.times(liability, rate, kRateScale, Round::Up), orders);
    }
    const Tiers tiers = tiersOf(m);
    Int128 required = tierRequirement(s, tiers, liability, kind);
    if (kind == MarginKind::Initial) {
        const Int128 own = s.times(1, kRateScale, tiers[tierAt(tiers, liability)].maxLeverage, Round::Zero);
        const Int128 rate = openingRate(s, p, own);
        // The leverage is exact, its truncated rate is not.
        if (rate > own) required = std::max(required, s.times(liability, rate, kRateScale, Round::Up));
    }
    return s.sum(required, orders);
}

/// `largest`: what the gain's size leaves of its weight.
[[nodiscard]] inline Int128 weightedPnl(Steps& s, Int128 pnl, const GainTerms& terms, Int128 largest,
                                        Price quotePrice) noexcept {
    Int128 value = pnl;
    if (pnl > 0) {
        const Int128 sized = std::min(Int128{terms.weight.raw()}, largest);
        const Int128 weight = scaledWeight(s, sized, terms.imbalanceLimit, terms.netUnsettledPnl);
        if (weight != kRatioScale) value = s.times(pnl, weight, kRatioScale, Round::Down);
    }
    value = atQuote(s, value, quotePrice, Round::Down);
    return terms.cap ? std::min(value, Int128{terms.cap->raw()}) : value;
}

// ---- a deposit

/// 10^exponent, 0 to 18.
[[nodiscard]] inline std::int64_t powerOfTen(int exponent) {
    constexpr auto kPowers = [] {
        std::array<std::int64_t, 19> powers{1};
        for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
        return powers;
    }();
    return kPowers.at(static_cast<std::size_t>(exponent));
}
/// Tokens in the unit of a size, 1e-9.
[[nodiscard]] inline Int128 sizeOf(Steps& s, const CollateralExposure& c) {
    const int more = Quantity::kDecimals - c.asset->decimals;
    return more >= 0 ? s.product(c.amount.raw(), powerOfTen(more))
                     : s.times(c.amount.raw(), 1, powerOfTen(-more), Round::Down);
}
[[nodiscard]] inline Int128 assetValue(Steps& s, Int128 amount, Price price, int decimals) {
    return s.times(amount, price.raw(), powerOfTen(decimals), Round::Down);
}
[[nodiscard]] inline Int128 liabilityValue(Steps& s, Int128 owed, Price price, int decimals) {
    return s.times(owed, price.raw(), powerOfTen(decimals), Round::Up);
}

struct DepositParts {
    const CollateralExposure& exposure;
    Int128 bySize = 0; ///< of a deposit the largest weight, of a liability the growth of its weight
};
[[nodiscard]] inline DepositParts partsOf(Steps& s, const CollateralExposure& c) {
    const Rate imf = c.asset->imf;
    const Int128 size = imf.isZero() ? 0 : sizeOf(s, c);
    return {c, c.amount.raw() < 0 ? growthOf(s, imf, size) : largestWeight(s, imf, size)};
}
[[nodiscard]] inline Int128 weightOf(Steps& s, const DepositParts& parts, MarginKind kind) noexcept {
    const CollateralExposure& c = parts.exposure;
    const AssetParams& a = *c.asset;
    if (c.amount.raw() < 0)
        return grownRatio(s, pick(a.initialLiabilityWeight, a.maintenanceLiabilityWeight, kind), parts.bySize);
    Int128 weight = pick(a.initialWeight, a.maintenanceWeight, kind).raw();
    if (kind == MarginKind::Initial) weight = scaledWeight(s, weight, a.scaleStart, c.allDeposits);
    return std::min(weight, parts.bySize);
}

} // namespace qd::risk::formula
