#include "core/engine/risk/LiquidationPrice.h"

#include "core/engine/risk/Formulas.h"
#include "core/engine/risk/Totals.h"

#include <algorithm>
#include <limits>

namespace qd::risk {
namespace {

using formula::kBaseScale;
using formula::kPriceScale;
using formula::kRateScale;
using formula::kRatioScale;

constexpr std::int64_t kHighestPrice = std::numeric_limits<std::int64_t>::max();

/// What a pool must be good for at the price looked for.
enum class Limit : std::uint8_t { Maintenance, Nothing };

/// Where a straight line of value over price meets zero.
struct Zero {
    std::int64_t price = 0; ///< 0 when it is not above that, kHighestPrice when it is beyond every price
    bool falls = false;     ///< the value falls with the price
};
/// Zero of n + slope * price / scale, in whole units on the side of positive values. Empty: the line is level.
MathResult<std::optional<Zero>> zeroOf(Checked n, Checked slope, Checked scale) {
    const Checked numerator = -n;
    if (!numerator.ok()) return std::unexpected(numerator.error());
    if (!slope.ok()) return std::unexpected(slope.error());
    if (slope.value() == 0) return std::optional<Zero>{};
    const bool falls = slope.value() > 0;
    if (numerator.value() == 0 || (numerator.value() > 0) != falls) return std::optional(Zero{0, falls});
    const auto price = numerator.times(scale, slope, falls ? Round::Up : Round::Down).to<std::int64_t>();
    return std::optional(Zero{price.value_or(kHighestPrice), falls});
}

/// The value a pool has beyond what it needs, over the price of one market: straight between the prices where the
/// position changes its tier or the weight of its profit, bent downwards there.
class ValueOverPrice {
  public:
    ValueOverPrice(const PositionExposure& own, Checked sameAsset, Checked rest, Price quote, Limit limit)
        : m_own(own)
        , m_sameAsset(sameAsset)
        , m_rest(rest)
        , m_quote(quote.raw())
        , m_limit(limit)
        , m_worst(worstBase(own)) {}

    /// A straight part of the line.
    struct Part {
        std::size_t tier = 0;
        bool gains = false;
        friend bool operator==(const Part&, const Part&) = default;
    };
    [[nodiscard]] Part at(std::int64_t price) const {
        formula::Steps s; // a number beyond all prices is in the last part, as far as it matters
        Part part;
        if (tiered()) {
            const Int128 value = formula::liabilityOf(s, m_worst, Price(price));
            part.tier = tierAt(tiersOf(*m_own.market), formula::atQuote(s, value, Price(m_quote), Round::Up));
        }
        PositionExposure there = m_own;
        there.price = Price(price);
        part.gains = m_own.market->upnlWeightMaintenance.raw() != kRatioScale && formula::pnlOf(s, there) > 0;
        return part;
    }
    /// In units of 1e-10 of money, so that the weights of profit leave no fraction.
    [[nodiscard]] MathResult<std::optional<Zero>> zeroOfPart(const Part& part) const {
        const Checked weight = part.gains ? m_own.market->upnlWeightMaintenance.raw() : kRatioScale;
        const Fraction required = requirement(part);
        const Checked gain = Checked(m_own.base.raw()) * weight * m_quote * required.divisor;
        const Checked deposit = m_sameAsset * kPriceScale * required.divisor;
        const Checked liability = Checked(m_worst).abs() * m_quote * kRatioScale * required.factor;
        const Checked quote = Checked(m_own.quote.raw()) + m_own.pendingFunding.raw();
        const Checked n = (m_rest + required.deduction) * kRatioScale * kPriceScale + quote * weight * m_quote;
        return zeroOf(n, gain + deposit - liability, required.divisor * kBaseScale);
    }

  private:
    /// liability * factor / divisor - deduction.
    struct Fraction {
        Checked factor;
        Checked divisor;
        Checked deduction;
    };
    [[nodiscard]] static Int128 worstBase(const PositionExposure& p) {
        const Int128 ifBids = Int128{p.base.raw()} + p.openBids.raw();
        const Int128 ifAsks = Int128{p.base.raw()} + p.openAsks.raw();
        return magnitudeOf(ifAsks) >= magnitudeOf(ifBids) ? ifAsks : ifBids;
    }
    [[nodiscard]] bool tiered() const {
        return m_limit == Limit::Maintenance && m_own.market->marginModel == MarginModel::Tiers;
    }
    [[nodiscard]] Fraction requirement(const Part& part) const {
        const MarketParams& m = *m_own.market;
        if (m_limit == Limit::Nothing) return {0, 1, 0};
        formula::Steps s;
        if (tiered()) {
            const Tiers tiers = tiersOf(m);
            const Int128 deduction = formula::tierDeduction(s, tiers, part.tier);
            return {1, Checked(tiers[part.tier].maxLeverage) * 2, s.result(deduction)};
        }
        const Int128 ratio = formula::grownRatio(s, m.maintenanceMargin, formula::growthOf(s, m.imf, m_worst));
        return {s.result(ratio), kRatioScale, 0};
    }

    const PositionExposure& m_own;
    Checked m_sameAsset; ///< deposits of the market's asset, amount (1e-9) * weight
    Checked m_rest;      ///< of the pool without the position and those deposits
    std::int64_t m_quote;
    Limit m_limit;
    Int128 m_worst;
};

/// Solves in the part where the price is now, then in the part where that falls, until it falls into its own. The line
/// is bent downwards only, so every part is met at most once on the way to a zero; a pool that is liquidatable already
/// may have none. Where the rounded deductions of two tiers make a step, each may say that it is the other's: the one
/// on the solvent side then.
MathResult<std::optional<Price>> solve(const ValueOverPrice& value, Price now, std::size_t parts) {
    struct Step {
        ValueOverPrice::Part part;
        Zero zero;
    };
    std::optional<Step> before;
    auto part = value.at(now.raw());
    for (std::size_t i = 0; i <= parts; ++i) {
        const auto zero = value.zeroOfPart(part);
        if (!zero) return std::unexpected(zero.error());
        if (!*zero) break;
        const auto [price, falls] = **zero;
        const auto next = value.at(price);
        if (next == part) return std::optional(Price(price));
        if (before && next == before->part && falls == before->zero.falls)
            return std::optional(
                Price(falls ? std::max(price, before->zero.price) : std::min(price, before->zero.price)));
        before = Step{part, **zero};
        part = next;
    }
    return std::optional<Price>{};
}

bool movesWith(const CollateralExposure& c, const MarketParams& market) {
    return c.asset->oracle == market.oracle && !c.price.isZero();
}

/// What the pool has beyond what it needs without the position's own part and deposits that move with its market.
Checked restOf(const AccountExposure& account, std::size_t index, Limit limit) {
    MarginSum deposits(MarginKind::Maintenance, Strictness::Plain, account.quote);
    MarginSum others = deposits;
    deposits.addQuote(account.collateral);
    for (const CollateralExposure& c : account.assets) {
        if (!movesWith(c, *account.positions[index].market)) deposits.add(c);
    }
    for (std::size_t i = 0; i < account.positions.size(); ++i) {
        if (i != index) others.add(account.positions[i]);
    }
    Checked rest = deposits.collateral() - deposits.requirement() + others.collateral();
    if (limit == Limit::Nothing) return rest;
    return rest - others.requirement() - Checked(kMarginPerOrder) * Checked(account.positions[index].openOrders);
}

MathResult<std::optional<Price>> priceAt(const AccountExposure& account, std::size_t index, Limit limit) {
    const PositionExposure& own = account.positions[index];
    const MarketParams& market = *own.market;
    if (own.base.isZero() || own.settled) return std::optional<Price>{};
    Checked sameAsset;
    for (const CollateralExposure& c : account.assets) {
        if (!movesWith(c, market)) continue;
        formula::Steps s;
        const Int128 weight = formula::weightOf(s, formula::partsOf(s, c), MarginKind::Maintenance);
        sameAsset += s.result(s.product(formula::sizeOf(s, c), weight));
    }
    const ValueOverPrice value(own, sameAsset, restOf(account, index, limit), account.quote.price, limit);
    const auto price = solve(value, own.price, std::size_t{market.tierCount} + 2);
    if (!price) return price;
    if (*price && ((*price)->raw() <= 0 || **price > market.maxPrice)) return std::optional<Price>{};
    return price;
}

} // namespace

MathResult<std::optional<Price>> liquidationPrice(const AccountExposure& account, std::size_t index) {
    return priceAt(account, index, Limit::Maintenance);
}

MathResult<std::optional<Price>> bankruptcyPrice(const AccountExposure& account, std::size_t index) {
    return priceAt(account, index, Limit::Nothing);
}

MathResult<std::optional<Price>> liquidationPriceOf(Checked n, Quantity base, Quantity worstBase, Rate maintenance,
                                                    const SameAsset& same) {
    const Checked slope = Checked(base.raw()) * kRateScale +
                          Checked(same.amount.raw()) * same.weight.raw() * formula::kPerBasisPoint -
                          Checked(worstBase.raw()).abs() * maintenance.raw();
    const auto zero = zeroOf(n, slope, Int128{kBaseScale} * kRateScale);
    if (!zero) return std::unexpected(zero.error());
    const bool meets = *zero && n.value() != 0 && (n.value() < 0) == (*zero)->falls;
    if (!meets || (*zero)->price == kHighestPrice) return std::optional<Price>{};
    return std::optional(Price((*zero)->price));
}

} // namespace qd::risk
