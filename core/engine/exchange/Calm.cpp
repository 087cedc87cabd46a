#include "core/engine/exchange/Calm.h"

#include <algorithm>

namespace qd::exchange {
namespace {

constexpr std::int64_t kHighestRatio = Ratio::kScale / 2;

/// May a position's requirement grow with at most half its notional, also when it grows by `more`? Then twice the
/// requirement of any growth is at most twice the growth's notional and a half (the root in the ratio adds a half).
bool boundedRatio(const risk::PositionExposure& p, Quantity more) {
    const MarketParams& m = *p.market;
    if (m.marginModel == MarginModel::Tiers) return true;
    const Int128 worst = Int128{std::abs(p.base.raw())} + p.openBids.raw() - p.openAsks.raw() + more.raw();
    const auto size = Checked(worst).to<Quantity>();
    const auto ratio = size ? risk::sizeMarginRatio(m.maintenanceMargin, m.imf, *size)
                            : risk::MathResult<Ratio>(std::unexpected(MathError::Overflow));
    return ratio && ratio->raw() <= kHighestRatio;
}

/// |dS / dp| at most, in base: the position itself, and twice a requirement of at most half of the worst case, and half
/// of that again for a ratio that grows.
Int128 sensitivity(const risk::PositionExposure& p) {
    const Int128 base = std::abs(p.base.raw());
    return base * 3 + (Int128{p.openBids.raw()} - p.openAsks.raw()) * 2;
}

void setBand(MarketState& market, const PositionState& position, Price low, Price high) {
    Band& band = market.bands[position.band];
    band.low = low;
    band.high = high;
}

} // namespace

void settleCalm(State& state, AccountState& account, PoolId pool, const risk::AccountExposure& exposure,
                const risk::MarginTotals& totals) {
    disturb(state, account, pool);
    PoolRisk& risk = account.riskOf(pool);
    if (risk.call != MarginCall::None || risk.beingLiquidated) return;
    const Int128 required = totals.requirement.raw();
    const Int128 spare = Int128{totals.collateral.raw()} - required * 2 - required / 100 - 1;
    const auto reserve = Checked(spare / 2).to<std::int64_t>();
    const auto count = static_cast<Int128>(exposure.positions.size());
    if (!reserve || *reserve <= 0 || count == 0) return;
    for (const risk::PositionExposure& p : exposure.positions) {
        // What the reserve could buy at the lowest mark the band allows is at most twice what it buys now.
        const auto more = p.price.raw() <= 0
                              ? risk::MathResult<Quantity>(std::unexpected(MathError::DivideByZero))
                              : Checked(*reserve).times(Quantity::kScale, p.price.raw(), Round::Up).to<Quantity>();
        if (!more || !boundedRatio(p, Quantity(more->raw() * 2))) return;
    }
    for (const risk::PositionExposure& p : exposure.positions) {
        const auto more = Checked(*reserve).times(Quantity::kScale, p.price.raw(), Round::Up);
        const Int128 k = sensitivity(p) + more.value() * 2 * 3 + 1;
        const auto allowed = Checked(*reserve).times(Quantity::kScale, k * count, Round::Down).to<std::int64_t>();
        const std::int64_t distance = std::min(allowed.value_or(0), p.price.raw() / 2);
        MarketState& market = *state.market(p.market->id);
        setBand(market, *account.find(p.market->id), Price(p.price.raw() - distance), Price(p.price.raw() + distance));
    }
    risk.reserve = *reserve;
    risk.calmFor = account.positionCount;
}

void disturb(State& state, AccountState& account, PoolId pool) noexcept {
    account.riskOf(pool).reserve = 0;
    for (PositionState& p : account.used()) {
        if (p.pool() == pool) setBand(*state.market(p.market), p, Price(1), Price(0));
    }
}

void collectDisturbed(const MarketState& market, bool everything, std::vector<AccountId>& out) {
    out.clear();
    const Price mark = market.prices.mark;
    for (const Band& band : market.bands) {
        if (everything || mark < band.low || mark > band.high) out.push_back(band.account);
    }
    std::ranges::sort(out);
}

} // namespace qd::exchange
