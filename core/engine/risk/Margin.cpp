#include "core/engine/risk/Margin.h"

#include <algorithm>

namespace qd::risk {
namespace {

constexpr std::int64_t kBaseScale = Quantity::kScale;
constexpr std::int64_t kRatioScale = Ratio::kScale;
constexpr std::int64_t kRateScale = Rate::kScale;

/// isqrt(10 * size + 1): turns 1e-9 units of size into 1e-5 units.
Int128 sizeRoot(Int128 size) noexcept { return static_cast<Int128>(integerSqrt(UInt128(10) * magnitudeOf(size) + 1)); }

/// Notional of |base| at price, rounded up.
Checked liabilityOf(Checked base, Price price) { return base.abs().times(price.raw(), kBaseScale, Round::Up); }

/// A plain difference check with 64-bit inputs: |a - b| * scale / b, truncated. b > 0.
Int128 relativeDifference(std::int64_t a, std::int64_t b, std::int64_t scale) noexcept {
    return (Int128{a} - b) * scale / b;
}

std::optional<std::int64_t> ratioUp(Int128 numerator, Int128 denominator, std::int64_t scale) {
    if (denominator <= 0) return std::nullopt;
    const auto value = Checked(numerator).times(scale, denominator, Round::Up).to<std::int64_t>();
    return value ? std::optional(*value) : std::nullopt;
}

int healthOf(const MarginTotals& m) {
    const std::int64_t required = m.requirement.raw();
    const std::int64_t owned = m.collateral.raw();
    if (required == 0 && owned >= 0) return 100;
    if (owned <= 0) return 0;
    const Int128 used = (Int128{required} * 100 + owned - 1) / owned;
    return static_cast<int>(std::clamp<Int128>(100 - used, 0, 100));
}

} // namespace

MathResult<Ratio> sizeMarginRatio(Ratio ratio, Rate imf, Quantity size) {
    if (imf.isZero()) return ratio;
    const Int128 r = ratio.raw();
    const Checked grown = Checked(r - r / 5) + Checked(sizeRoot(size.raw())).times(imf.raw(), 10'000'000, Round::Zero);
    return max(Checked(r), grown).to<Ratio>();
}

MathResult<Ratio> sizeAssetWeight(Ratio weight, Rate imf, Int128 size) {
    if (imf.isZero()) return weight;
    const Checked divisor = Checked(kRateScale) + Checked(sizeRoot(size)).times(imf.raw(), 100'000, Round::Zero);
    const Checked shrunk = Checked(kRateScale + kRateScale / 10).times(kRatioScale, divisor, Round::Zero);
    return min(Checked(weight.raw()), shrunk).to<Ratio>();
}

Ratio fillRatio(Ratio initial, Ratio maintenance) { return Ratio((initial.raw() + maintenance.raw()) / 2); }

Ratio ratioOf(const MarketParams& market, MarginKind kind) {
    switch (kind) {
    case MarginKind::Initial: return market.initialMargin;
    case MarginKind::Fill: return fillRatio(market.initialMargin, market.maintenanceMargin);
    case MarginKind::Maintenance: break;
    }
    return market.maintenanceMargin;
}

MathResult<WorstCase> worstCase(Quantity base, Quantity openBids, Quantity openAsks, Price price) {
    const Checked ifBids = Checked(base.raw()) + openBids.raw();
    const Checked ifAsks = Checked(base.raw()) + openAsks.raw();
    const Checked bidsLiability = liabilityOf(ifBids, price);
    const Checked asksLiability = liabilityOf(ifAsks, price);
    const bool asks = asksLiability.value() >= bidsLiability.value();
    const auto worst = (asks ? ifAsks : ifBids).to<Quantity>();
    const auto liability = max(asksLiability, bidsLiability).to<Money>();
    if (!worst) return std::unexpected(worst.error());
    if (!liability) return std::unexpected(liability.error());
    return WorstCase{*worst, *liability};
}

MathResult<Money> perpPnl(Quantity base, Price price, Money quote) {
    return (Checked(base.raw()).times(price.raw(), kBaseScale, Round::Down) + quote.raw()).to<Money>();
}

MathResult<Money> perpRequirement(const PositionExposure& p, MarginKind kind) {
    const auto worst = worstCase(p.base, p.openBids, p.openAsks, p.price);
    if (!worst) return std::unexpected(worst.error());
    const auto ratio = sizeMarginRatio(ratioOf(*p.market, kind), p.market->imf, worst->base);
    if (!ratio) return std::unexpected(ratio.error());
    return (Checked(worst->liability.raw()).times(ratio->raw(), kRatioScale, Round::Up) +
            Checked(kMarginPerOrder) * Checked(p.openOrders))
        .to<Money>();
}

MathResult<Money> weightedPnl(Money pnl, const MarketParams& market, MarginKind kind) {
    if (pnl.raw() <= 0) return pnl;
    Ratio weight = market.upnlWeightMaintenance;
    if (kind != MarginKind::Maintenance) {
        weight = market.upnlWeightInitial;
        const auto shrunk = sizeAssetWeight(weight, market.upnlImf, Int128{pnl.raw()} * 1'000);
        if (!shrunk) return std::unexpected(shrunk.error());
        if (weight.raw() > 0) weight = *shrunk;
    }
    Checked value = weight.raw() == kRatioScale ? Checked(pnl.raw())
                                                : Checked(pnl.raw()).times(weight.raw(), kRatioScale, Round::Down);
    if (kind == MarginKind::Initial && !market.maxPositiveUpnlInitial.isZero())
        value = min(value, Checked(market.maxPositiveUpnlInitial.raw()));
    return value.to<Money>();
}

MathResult<MarginTotals> marginTotals(const AccountExposure& account, MarginKind kind) {
    Checked collateral = account.collateral.raw();
    Checked requirement = 0;
    for (const PositionExposure& p : account.positions) {
        const auto pnl = perpPnl(p.base, p.price, p.quote);
        if (!pnl) return std::unexpected(pnl.error());
        const auto weighted = weightedPnl(*pnl, *p.market, kind);
        if (!weighted) return std::unexpected(weighted.error());
        collateral += weighted->raw();
        if (p.base.isZero() && p.openOrders == 0) continue;
        const auto required = perpRequirement(p, kind);
        if (!required) return std::unexpected(required.error());
        requirement += required->raw();
    }
    const auto tc = collateral.to<Money>();
    const auto mr = requirement.to<Money>();
    if (!tc) return std::unexpected(tc.error());
    if (!mr) return std::unexpected(mr.error());
    return MarginTotals{*tc, *mr};
}

MathResult<AccountSummary> summarise(const AccountExposure& account) {
    AccountSummary s;
    Checked equity = account.collateral.raw();
    Checked notional = 0;
    for (const PositionExposure& p : account.positions) {
        const auto pnl = perpPnl(p.base, p.price, p.quote);
        if (!pnl) return std::unexpected(pnl.error());
        equity += pnl->raw();
        notional += liabilityOf(p.base.raw(), p.price);
    }
    const auto initial = marginTotals(account, MarginKind::Initial);
    if (!initial) return std::unexpected(initial.error());
    const auto maintenance = marginTotals(account, MarginKind::Maintenance);
    if (!maintenance) return std::unexpected(maintenance.error());
    const auto total = equity.to<Money>();
    if (!total) return std::unexpected(total.error());
    s.equity = *total;
    s.initial = *initial;
    s.maintenance = *maintenance;
    const auto free = max(Checked(0), Checked(initial->collateral.raw()) - initial->requirement.raw()).to<Money>();
    if (!free) return std::unexpected(free.error());
    s.freeCollateral = *free;
    s.health = healthOf(*maintenance);
    if (maintenance->requirement.isZero())
        s.marginRatioBps = 0;
    else
        s.marginRatioBps = ratioUp(maintenance->requirement.raw(), maintenance->collateral.raw(), kRatioScale);
    if (notional.ok()) s.leverage = ratioUp(notional.value(), total->raw(), kRatioScale);
    return s;
}

MathResult<std::optional<Price>> liquidationPriceOf(Checked n, Quantity base, Quantity worstBase, Rate maintenance) {
    if (base.isZero()) return std::optional<Price>{};
    const Checked denominator = Checked(base.raw()) * kRateScale - Checked(worstBase.raw()).abs() * maintenance.raw();
    const Checked numerator = -n;
    if (!n.ok()) return std::unexpected(n.error());
    if (!denominator.ok()) return std::unexpected(denominator.error());
    const bool falls = denominator.value() > 0;
    if (denominator.value() == 0 || numerator.value() == 0 || (numerator.value() > 0) != falls)
        return std::optional<Price>{};
    // Both have the same sign, so the quotient is positive: up towards solvency when falling, down when rising.
    const auto price =
        numerator.times(Int128{kBaseScale} * kRateScale, denominator, falls ? Round::Up : Round::Down).to<Price>();
    if (!price) return std::optional<Price>{}; // beyond every price there can be
    if (price->raw() <= 0) return std::optional<Price>{};
    return std::optional(*price);
}

MathResult<std::optional<Price>> liquidationPrice(const AccountExposure& account, std::size_t index) {
    const PositionExposure& own = account.positions[index];
    if (own.base.isZero()) return std::optional<Price>{};
    Checked n =
        Checked(account.collateral.raw()) + own.quote.raw() - Checked(kMarginPerOrder) * Checked(own.openOrders);
    for (std::size_t i = 0; i < account.positions.size(); ++i) {
        if (i == index) continue;
        const auto totals = marginTotals({Money(0), account.positions.subspan(i, 1)}, MarginKind::Maintenance);
        if (!totals) return std::unexpected(totals.error());
        n += Checked(totals->collateral.raw()) - totals->requirement.raw();
    }
    const auto worst = worstCase(own.base, own.openBids, own.openAsks, own.price);
    if (!worst) return std::unexpected(worst.error());
    const auto ratio = sizeMarginRatio(own.market->maintenanceMargin, own.market->imf, worst->base);
    if (!ratio) return std::unexpected(ratio.error());
    return liquidationPriceOf(n, own.base, worst->base, Rate(ratio->raw() * (kRateScale / kRatioScale)));
}

bool isRiskIncreasing(Side side, bool reduceOnly, Quantity size, Quantity base, Quantity openBids, Quantity openAsks) {
    if (reduceOnly) return false;
    if (side == Side::Buy) return base.raw() >= 0 || Int128{openBids.raw()} + size.raw() > -Int128{base.raw()};
    return base.raw() <= 0 || Int128{size.raw()} - openAsks.raw() > base.raw();
}

bool limitBreachesBand(Side side, Price limit, Price index, Ratio band) {
    const Int128 beyond = side == Side::Buy ? Int128{limit.raw()} - index.raw() : Int128{index.raw()} - limit.raw();
    return beyond > 0 && beyond * kRatioScale / index.raw() >= band.raw();
}

bool fillInBand(Price fill, Price index, Ratio band, Price twap5, Rate twapBand) {
    const Int128 fromIndex = relativeDifference(fill.raw(), index.raw(), kRatioScale);
    const Int128 fromAverage = relativeDifference(fill.raw(), twap5.raw(), kRateScale);
    return (fromIndex < 0 ? -fromIndex : fromIndex) < band.raw() &&
           (fromAverage < 0 ? -fromAverage : fromAverage) < twapBand.raw();
}

MathResult<Price> protectiveLimit(Side side, Price index, Rate slippage, Ratio band) {
    // The farthest price that limitBreachesBand still accepts: (l - o) * 1e4 / o < band  <=>  (l - o) * 1e4 < band * o.
    const Checked widest = Checked(index.raw()).times(band.raw(), kRatioScale, Round::Up) - 1;
    const Checked wanted = Checked(index.raw()).times(slippage.raw(), kRateScale, Round::Down);
    const Checked distance = max(Checked(0), min(widest, wanted));
    return (Checked(index.raw()) + distance * Checked(signOf(side))).to<Price>();
}

} // namespace qd::risk
