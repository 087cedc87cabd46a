#include "core/engine/risk/portfolio/StressGrid.h"

#include "core/engine/risk/portfolio/Exposure.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace qd::portfolio {
namespace {

constexpr std::int64_t kOne = Rate::kScale;

/// Step k of the range, k in [-kPriceSteps, kPriceSteps].
Rate stepOf(Rate range, int k) { return Rate(range.raw() * k / kPriceSteps); }

/// A row of the price axis: an even step of the range, or a move beyond it.
struct AxisPoint {
    std::optional<int> step; ///< empty: extended
    Rate extended;
    [[nodiscard]] Rate moveOf(Rate range) const { return step ? stepOf(range, *step) : extended; }
    [[nodiscard]] Rate weight() const { return step ? Rate(kOne) : kExtendedWeight; }
};
std::vector<AxisPoint> priceAxis() {
    std::vector<AxisPoint> axis;
    for (int k = -kPriceSteps; k <= kPriceSteps; ++k) axis.push_back({k, {}});
    for (const Rate move : kExtendedMoves) axis.push_back({{}, move});
    return axis;
}

Rate betaMove(double beta, Rate move) {
    constexpr double kFarthest = 1e15; // no price survives that
    return Rate(std::llround(std::clamp(beta * static_cast<double>(move.raw()), -kFarthest, kFarthest)));
}

/// What has a price of its own, by name.
std::set<std::string> assetsOf(std::span<const Pool> pools, const SecondAxis& second) {
    std::set<std::string> assets;
    for (const Pool& pool : pools) {
        for (const auto& position : pool.positions) assets.insert(position.market->baseAsset);
        for (const auto& deposit : pool.assets) {
            if (!second.isStable(deposit.asset->id)) assets.insert(deposit.asset->symbol);
        }
    }
    return assets;
}

/// The second axis of the asset's own markets.
SecondAxis axisOf(std::span<const Pool> pools, const std::string& asset, const SecondAxis& all) {
    SecondAxis own{{}, all.stableCoins};
    for (const Pool& pool : pools) {
        for (const auto& position : pool.positions) {
            const auto shock = all.markets.find(position.market->id);
            if (position.market->baseAsset == asset && shock != all.markets.end()) own.markets.insert(*shock);
        }
    }
    return own;
}

MathResult<StressCell> cellOf(std::span<const Pool> pools, const Revaluation& change, Money equity, Rate weight) {
    const auto moved = revalued(pools, change);
    if (!moved) return std::unexpected(moved.error());
    const auto value = valueOf(*moved);
    if (!value) return std::unexpected(value.error());
    const auto profit = value->equity.minus(equity);
    if (!profit) return std::unexpected(profit.error());
    const auto counted = Checked(profit->raw()).times(weight.raw(), kOne, Round::Down).to<Money>();
    if (!counted) return std::unexpected(counted.error());
    const auto first = firstLiquidation(pools, change);
    if (!first) return std::unexpected(first.error());
    return StressCell{value->equity, *profit, *counted, value->marginRatioBps, *first};
}

struct Axes {
    std::vector<StressRow> rows;
    std::vector<Shock> columns;
};
MathResult<StressGrid> gridOf(std::span<const Pool> pools, Axes axes, const SecondAxis& second) {
    StressGrid grid{std::move(axes.rows), std::move(axes.columns), {}, 0, {}};
    const auto now = valueOf(pools);
    if (!now) return std::unexpected(now.error());
    for (const StressRow& row : grid.rows) {
        for (const Shock& column : grid.columns) {
            auto cell = cellOf(pools, {row.moves, column, second}, now->equity, row.weight);
            if (!cell) return std::unexpected(cell.error());
            if (!grid.cells.empty() && cell->counted < grid.cells[grid.worst].counted) grid.worst = grid.cells.size();
            grid.cells.push_back(std::move(*cell));
        }
    }
    if (grid.cells.empty()) return grid;
    const auto loss = max(Checked(0), -Checked(grid.cells[grid.worst].counted.raw())).to<Money>();
    if (!loss) return std::unexpected(loss.error());
    grid.worstLoss = *loss;
    return grid;
}

/// The columns without their haircuts, each once.
std::vector<Shock> basisOnly(std::span<const Shock> columns) {
    std::vector<Shock> shocks;
    for (const Shock& column : columns) {
        const Shock basis{column.basisStep, Rate(0)};
        if (std::ranges::find(shocks, basis) == shocks.end()) shocks.push_back(basis);
    }
    return shocks;
}

MathResult<Money> haircutAlone(std::span<const Pool> pools, const StressTerms& terms) {
    Shock largest;
    for (const Shock& column : terms.columns) largest.haircut = std::max(largest.haircut, column.haircut);
    const auto grid = gridOf(pools, {{StressRow{}}, {largest}}, {{}, terms.second.stableCoins});
    if (!grid) return std::unexpected(grid.error());
    return grid->worstLoss;
}

} // namespace

Rate scanRange(std::string_view asset) {
    if (asset == "BTC") return Rate(160'000);
    if (asset == "ETH") return Rate(180'000);
    if (asset == "SOL") return Rate(250'000);
    return Rate(350'000);
}

std::vector<Shock> standardShocks() {
    std::vector<Shock> shocks;
    for (const Rate haircut : {Rate(0), kStableHaircut}) {
        for (const int step : {-1, 0, 1}) shocks.push_back({step, haircut});
    }
    return shocks;
}

MathResult<StressGrid> stressTogether(std::span<const Pool> pools, const StressTerms& terms) {
    Axes axes{{}, terms.columns};
    for (const AxisPoint& point : priceAxis()) {
        StressRow row{{}, point.moveOf(scanRange(terms.reference)), point.weight(), {}};
        for (const std::string& asset : assetsOf(pools, terms.second)) {
            const auto beta = terms.betas.find(asset);
            const bool known = beta != terms.betas.end() && std::isfinite(beta->second);
            row.moves.set(asset, known ? betaMove(beta->second, row.move) : point.moveOf(scanRange(asset)));
        }
        row.moves.set(terms.reference, row.move);
        axes.rows.push_back(std::move(row));
    }
    return gridOf(pools, std::move(axes), terms.second);
}

MathResult<StressAlone> stressAlone(std::span<const Pool> pools, const StressTerms& terms) {
    StressAlone result;
    Checked sum = 0;
    for (const std::string& asset : assetsOf(pools, terms.second)) {
        Axes axes{{}, basisOnly(terms.columns)};
        for (const AxisPoint& point : priceAxis()) {
            StressRow row{{}, point.moveOf(scanRange(asset)), point.weight(), {}};
            row.moves.set(asset, row.move);
            axes.rows.push_back(std::move(row));
        }
        auto grid = gridOf(pools, std::move(axes), axisOf(pools, asset, terms.second));
        if (!grid) return std::unexpected(grid.error());
        sum += grid->worstLoss.raw();
        result.assets.push_back({asset, std::move(*grid)});
    }
    const auto haircut = haircutAlone(pools, terms);
    if (!haircut) return std::unexpected(haircut.error());
    result.haircutLoss = *haircut;
    const auto summed = (sum + haircut->raw()).to<Money>();
    if (!summed) return std::unexpected(summed.error());
    result.summedLoss = *summed;
    return result;
}

MathResult<Rate> moveBetween(Price from, Price to) {
    return (Checked(to.raw()) - from.raw()).times(kOne, from.raw(), Round::Zero).to<Rate>();
}

MathResult<StressGrid> stressScenarios(std::span<const Pool> pools, std::span<const Scenario> scenarios,
                                       const StressTerms& terms) {
    Axes axes{{}, terms.columns};
    for (const Scenario& scenario : scenarios)
        axes.rows.push_back({scenario.name, Rate(0), Rate(kOne), scenario.moves});
    return gridOf(pools, std::move(axes), terms.second);
}

MathResult<PortfolioMargin> portfolioMargin(std::span<const Pool> pools, Money worstLoss) {
    const auto lines = positionLines(pools);
    if (!lines) return std::unexpected(lines.error());
    const auto exposure = exposureOf(*lines, ExposureBy::Asset);
    if (!exposure) return std::unexpected(exposure.error());
    Checked offsetting = 0;
    for (const ExposureGroup& group : exposure->groups) offsetting += std::min(group.longs, group.shorts).raw();
    const Checked contingency =
        (Checked(exposure->gross.raw()) * kContingency.raw() + offsetting * kOffsetContingency.raw())
            .dividedBy(kOne, Round::Up);
    const Checked loss = max(Checked(0), Checked(worstLoss.raw()));
    const auto held = contingency.to<Money>();
    const auto required = (loss + contingency).to<Money>();
    const auto lost = loss.to<Money>();
    if (!held) return std::unexpected(held.error());
    if (!required) return std::unexpected(required.error());
    if (!lost) return std::unexpected(lost.error());
    return PortfolioMargin{*lost, *held, *required};
}

} // namespace qd::portfolio
