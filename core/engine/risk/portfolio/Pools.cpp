#include "core/engine/risk/portfolio/Pools.h"

#include <algorithm>
#include <utility>

namespace qd::portfolio {
namespace {

constexpr std::int64_t kOne = Rate::kScale;
constexpr Int128 kWholes = Int128{kOne} * kOne;
constexpr Rate kAllLost{-kOne};

Checked factorOf(Rate move) { return max(Checked(0), Checked(kOne) + move.raw()); }

/// value * (1 + move) * (1 + more).
Checked moved(std::int64_t value, Rate move, Rate more, Round round) {
    return (Checked(value) * factorOf(move)).times(factorOf(more), kWholes, round);
}

Rate times(Rate rate, int step) { return Rate(rate.raw() * step); }

MathResult<Money> fundingPaid(Quantity base, Price price, Rate rate) {
    return (-Checked(base.raw()))
        .times(Checked(price.raw()) * rate.raw(), Int128{Quantity::kScale} * kOne, Round::Down)
        .to<Money>();
}

std::expected<void, MathError> revaluePosition(risk::PositionExposure& p, const Revaluation& change) {
    if (p.settled) return {};
    const auto found = change.second.markets.find(p.market->id);
    const MarketShock shock = found == change.second.markets.end() ? MarketShock{} : found->second;
    const Rate move = change.moves.of(p.market->baseAsset);
    const Rate basis = times(shock.basis, change.shock.basisStep);
    const auto price = movedPrice(p.price, move, basis, p.base);
    if (!price) return std::unexpected(price.error());
    const auto funding = fundingPaid(p.base, *price, times(shock.funding, change.shock.basisStep));
    if (!funding) return std::unexpected(funding.error());
    const auto quote = p.quote.plus(*funding);
    if (!quote) return std::unexpected(quote.error());
    const auto openInterest = moved(p.openInterestValue.raw(), move, basis, Round::Up).to<Money>();
    if (!openInterest) return std::unexpected(openInterest.error());
    p.price = *price;
    p.quote = *quote;
    p.openInterestValue = *openInterest;
    return {};
}

std::expected<void, MathError> revalueDeposit(risk::CollateralExposure& c, const Revaluation& change) {
    const Rate move = change.moves.of(c.asset->symbol);
    const bool cut = c.amount.raw() > 0 && change.second.isStable(c.asset->id);
    const Rate haircut = cut ? times(change.shock.haircut, -1) : Rate(0);
    for (Price* const price : {&c.price, &c.twap5}) {
        if (price->isZero()) continue;
        const auto after = movedPrice(*price, move, haircut, Quantity(c.amount.raw()));
        if (!after) return std::unexpected(after.error());
        *price = *after;
    }
    const auto all = moved(c.allDeposits.raw(), move, haircut, Round::Up).to<Money>();
    if (!all) return std::unexpected(all.error());
    c.allDeposits = *all;
    return {};
}

MathResult<Money> afterHaircut(Money balance, Rate haircut) {
    if (balance.raw() <= 0) return balance;
    return (Checked(balance.raw()) - Checked(balance.raw()).times(haircut.raw(), kOne, Round::Up)).to<Money>();
}

MathResult<bool> liquidatable(const Pool& pool, const Revaluation& change) {
    const auto after = revalued(pool, change);
    if (!after) return std::unexpected(after.error());
    const auto totals = risk::marginTotals(after->exposure(), risk::MarginKind::Maintenance);
    if (!totals) return std::unexpected(totals.error());
    return risk::isLiquidatable(*totals);
}

MathResult<bool> liquidatableAt(const Pool& pool, const Revaluation& change, Rate part) {
    return liquidatable(pool, {change.moves.scaled(part), change.shock, change.second});
}

/// The part of the way at which the pool becomes liquidatable; empty when it does not.
MathResult<std::optional<Rate>> crossing(const Pool& pool, const Revaluation& change) {
    const auto atStart = liquidatableAt(pool, change, Rate(0));
    if (!atStart) return std::unexpected(atStart.error());
    if (*atStart) return std::optional(Rate(0));
    const auto atEnd = liquidatable(pool, change);
    if (!atEnd) return std::unexpected(atEnd.error());
    if (!*atEnd) return std::optional<Rate>{};
    std::int64_t solvent = 0;
    std::int64_t beyond = kOne;
    while (beyond - solvent > 1) {
        const std::int64_t middle = (solvent + beyond) / 2;
        const auto there = liquidatableAt(pool, change, Rate(middle));
        if (!there) return std::unexpected(there.error());
        (*there ? beyond : solvent) = middle;
    }
    return std::optional(Rate(beyond));
}

struct Burden {
    std::int64_t loss = 0;
    std::int64_t requirement = 0;
    friend auto operator<=>(const Burden&, const Burden&) = default;
};
MathResult<Burden> burdenOf(const risk::PositionExposure& before, const risk::PositionExposure& after) {
    const auto then = risk::perpPnl(before.base, before.price, before.quote);
    const auto now = risk::perpPnl(after.base, after.price, after.quote);
    const auto required = risk::perpRequirement(after, risk::MarginKind::Maintenance);
    if (!then) return std::unexpected(then.error());
    if (!now) return std::unexpected(now.error());
    if (!required) return std::unexpected(required.error());
    const auto loss = then->minus(*now);
    if (!loss) return std::unexpected(loss.error());
    return Burden{loss->raw(), required->raw()};
}

MathResult<std::optional<std::size_t>> heaviest(const Pool& pool, const Revaluation& change, Rate part) {
    const auto after = revalued(pool, {change.moves.scaled(part), change.shock, change.second});
    if (!after) return std::unexpected(after.error());
    std::optional<std::size_t> index;
    Burden most;
    for (std::size_t i = 0; i < pool.positions.size(); ++i) {
        const auto burden = burdenOf(pool.positions[i], after->positions[i]);
        if (!burden) return std::unexpected(burden.error());
        if (index && *burden <= most) continue;
        index = i;
        most = *burden;
    }
    return index;
}

/// Keeps the higher ratio; none is higher than any.
void takeWorse(std::optional<std::int64_t>& worst, std::optional<std::int64_t> ratio) {
    if (!ratio || !worst)
        worst.reset();
    else
        worst = std::max(*worst, *ratio);
}

} // namespace

PriceMoves::PriceMoves(Rate others) : m_others(std::max(others, kAllLost)) {}

void PriceMoves::set(std::string asset, Rate move) {
    m_moves.insert_or_assign(std::move(asset), std::max(move, kAllLost));
}

Rate PriceMoves::of(std::string_view asset) const {
    const auto found = m_moves.find(asset);
    return found == m_moves.end() ? m_others : found->second;
}

PriceMoves PriceMoves::scaled(Rate part) const {
    const auto scale = [&](Rate move) {
        return Rate(static_cast<std::int64_t>(Int128{move.raw()} * part.raw() / kOne)); // part <= 1
    };
    PriceMoves moves(scale(m_others));
    for (const auto& [asset, move] : m_moves) moves.set(asset, scale(move));
    return moves;
}

bool SecondAxis::isStable(AssetId asset) const { return std::ranges::find(stableCoins, asset) != stableCoins.end(); }

MathResult<Price> movedPrice(Price price, Rate move, Rate basis, Quantity base) {
    return max(Checked(1), moved(price.raw(), move, basis, base.raw() > 0 ? Round::Down : Round::Up)).to<Price>();
}

MathResult<Pool> revalued(const Pool& pool, const Revaluation& change) {
    Pool after = pool;
    for (risk::PositionExposure& position : after.positions) {
        if (const auto ok = revaluePosition(position, change); !ok) return std::unexpected(ok.error());
    }
    for (risk::CollateralExposure& deposit : after.assets) {
        if (const auto ok = revalueDeposit(deposit, change); !ok) return std::unexpected(ok.error());
    }
    const auto collateral = afterHaircut(pool.collateral, change.shock.haircut);
    if (!collateral) return std::unexpected(collateral.error());
    after.collateral = *collateral;
    return after;
}

MathResult<std::vector<Pool>> revalued(std::span<const Pool> pools, const Revaluation& change) {
    std::vector<Pool> after;
    after.reserve(pools.size());
    for (const Pool& pool : pools) {
        auto next = revalued(pool, change);
        if (!next) return std::unexpected(next.error());
        after.push_back(std::move(*next));
    }
    return after;
}

bool PoolsValue::anyLiquidatable() const noexcept {
    return std::ranges::any_of(pools, [](const auto& s) { return risk::isLiquidatable(s.maintenance); });
}

MathResult<PoolsValue> valueOf(std::span<const Pool> pools) {
    PoolsValue value;
    Checked equity = 0;
    for (const Pool& pool : pools) {
        const auto summary = risk::summarise(pool.exposure());
        if (!summary) return std::unexpected(summary.error());
        equity += summary->equity.raw();
        takeWorse(value.marginRatioBps, summary->marginRatioBps);
        value.pools.push_back(*summary);
    }
    const auto total = equity.to<Money>();
    if (!total) return std::unexpected(total.error());
    value.equity = *total;
    return value;
}

MathResult<std::optional<FirstLiquidation>> firstLiquidation(std::span<const Pool> pools, const Revaluation& change) {
    std::optional<FirstLiquidation> first;
    for (std::size_t i = 0; i < pools.size(); ++i) {
        const auto at = crossing(pools[i], change);
        if (!at) return std::unexpected(at.error());
        if (!*at || (first && **at >= first->at)) continue;
        const auto position = heaviest(pools[i], change, **at);
        if (!position) return std::unexpected(position.error());
        first = FirstLiquidation{i, *position, **at};
    }
    return first;
}

} // namespace qd::portfolio
