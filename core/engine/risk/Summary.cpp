#include "core/engine/risk/Summary.h"

#include "core/engine/risk/Formulas.h"

#include <algorithm>

namespace qd::risk {
namespace {

using formula::kRatioScale;
using formula::Steps;

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

/// Deposits and profit and loss without weights, at plain prices.
Int128 sumOf(Steps& s, const AccountExposure& account) {
    const Price quote = account.quote.price;
    Int128 equity = formula::atQuote(s, account.collateral.raw(), quote, Round::Down);
    for (const CollateralExposure& c : account.assets)
        equity = s.sum(equity, formula::assetValue(s, c.amount.raw(), c.price, c.asset->decimals));
    for (const PositionExposure& p : account.positions)
        equity = s.sum(equity, formula::atQuote(s, formula::pnlOf(s, p), quote, Round::Down));
    return equity;
}

Int128 notionalOf(Steps& s, const AccountExposure& account) {
    Int128 notional = 0;
    for (const PositionExposure& p : account.positions) {
        const Int128 value = formula::liabilityOf(s, p.base.raw(), p.price);
        notional = s.sum(notional, formula::atQuote(s, value, account.quote.price, Round::Up));
    }
    return notional;
}

bool owesNothing(const AccountExposure& account, const MarginTotals& initial) {
    return initial.requirement.isZero() && account.collateral.raw() >= 0 &&
           std::ranges::all_of(account.positions, [](const PositionExposure& p) {
               Steps s;
               return formula::pnlOf(s, p) >= 0;
           });
}

/// A deposit as maxWithdraw needs it.
struct Withdrawn {
    Amount balance;
    Ratio weight;
    Price price;
    int decimals = Money::kDecimals;
};
MathResult<Withdrawn> withdrawnOf(const AccountExposure& account, std::optional<std::size_t> asset) {
    if (!asset)
        return Withdrawn{Amount(account.collateral.raw()), Ratio(kRatioScale), account.quote.low(Strictness::Strict)};
    const CollateralExposure& c = account.assets[*asset];
    const auto weight = collateralWeight(c, MarginKind::Initial);
    if (!weight) return std::unexpected(weight.error());
    return Withdrawn{c.amount, *weight, c.low(Strictness::Strict), c.asset->decimals};
}

} // namespace

MathResult<Money> equityOf(const AccountExposure& account) {
    Steps steps;
    return steps.as<Money>(sumOf(steps, account));
}

std::optional<std::int64_t> marginRatioBps(const MarginTotals& maintenance) {
    if (maintenance.requirement.isZero()) return 0;
    return ratioUp(maintenance.requirement.raw(), maintenance.collateral.raw(), kRatioScale);
}

MathResult<AccountSummary> summarise(const AccountExposure& account) {
    AccountSummary s;
    const auto margin = fullMargin(account);
    if (!margin) return std::unexpected(margin.error());
    Steps steps;
    const auto equity = steps.as<Money>(sumOf(steps, account));
    if (!equity) return std::unexpected(equity.error());
    const auto free = freeCollateral(margin->initial);
    if (!free) return std::unexpected(free.error());
    s.equity = *equity;
    s.freeCollateral = *free;
    s.initial = margin->initial;
    s.maintenance = margin->maintenance;
    s.health = account.beingLiquidated ? 0 : healthOf(s.maintenance);
    s.marginRatioBps = marginRatioBps(s.maintenance);
    const Int128 notional = notionalOf(steps, account);
    if (steps.error() == MathError::None) s.leverage = ratioUp(notional, equity->raw(), kRatioScale);
    return s;
}

MathResult<Money> freeCollateral(const MarginTotals& totals) {
    return max(Checked(0), Checked(totals.collateral.raw()) - totals.requirement.raw()).to<Money>();
}

MathResult<Money> buyingPower(Money free, const PositionExposure& market) {
    // The requirement of a notional of 1.000000 of the first tier is the ratio in ppm.
    PositionExposure empty = market;
    empty.openOrders = 0;
    Steps s;
    const Int128 ratio = formula::requirementOf(s, {empty}, formula::kRateScale, MarginKind::Initial);
    return s.as<Money>(s.times(free.raw(), formula::kRateScale, ratio, Round::Down));
}

MathResult<Amount> maxWithdraw(Money free, Ratio weight, Price price, int decimals) {
    const Checked left = max(Checked(0), Checked(free.raw()) - 1);
    const Checked tokens =
        left.times(kRatioScale, weight.raw(), Round::Down).times(Price::kScale, price.raw(), Round::Down);
    const Checked scale = formula::powerOfTen(std::abs(decimals - Money::kDecimals));
    return (decimals > Money::kDecimals ? tokens * scale : tokens.dividedBy(scale, Round::Down)).to<Amount>();
}

MathResult<Amount> maxWithdraw(const AccountExposure& account, std::optional<std::size_t> asset) {
    const auto deposit = withdrawnOf(account, asset);
    if (!deposit) return std::unexpected(deposit.error());
    const Amount balance = std::max(deposit->balance, Amount(0));
    const auto initial = marginTotals(account, MarginKind::Initial, Strictness::Strict);
    if (!initial) return std::unexpected(initial.error());
    if (owesNothing(account, *initial)) return balance;
    if (!initial->sufficient()) return Amount(0);
    // What counts for nothing is not missed.
    if (deposit->weight.isZero() || deposit->price.isZero()) return balance;
    const auto free = freeCollateral(*initial);
    if (!free) return std::unexpected(free.error());
    const auto covered = maxWithdraw(*free, deposit->weight, deposit->price, deposit->decimals);
    // More than fits is more than there is.
    return covered ? std::min(balance, *covered) : balance;
}

} // namespace qd::risk
