#include "core/client/PaperMarket.h"

#include "core/engine/book/Book.h"
#include "core/feed/VenueTerms.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace qd::client {

MarketParams paperMarket(MarketId id, const PaperGrid& grid, Price reference) {
    MarketParams p;
    p.id = id;
    p.symbol = grid.symbol;
    p.baseAsset = grid.baseAsset;
    p.liquidity = Liquidity::External;
    p.tick = grid.tick;
    p.step = grid.step;
    p.minSize = grid.step;
    const std::int64_t mostTicks = std::min<std::int64_t>(std::int64_t{book::kMaxTicks} - 2,
                                                          std::numeric_limits<std::int64_t>::max() / grid.tick.raw());
    const auto ticks =
        static_cast<std::int64_t>(std::clamp<Int128>(Int128{reference.raw()} * 4 / grid.tick.raw(), 1, mostTicks));
    p.maxPrice = Price(ticks * grid.tick.raw());
    const Int128 affordable = Int128{Money::of(1'000'000'000).raw()} * Quantity::kScale / p.maxPrice.raw();
    const Int128 most =
        std::min<Int128>(book::kMaxOrderLots, std::numeric_limits<std::int64_t>::max() / grid.step.raw());
    p.maxSize = Quantity(static_cast<std::int64_t>(std::min(affordable / grid.step.raw(), most)) * grid.step.raw());
    p.oracle = OracleId(id.value());
    p.markModel = MarkModel::Published;
    feed::setMarginTerms(p, reference);
    p.takerFee = Rate(450);
    p.makerRebate = Rate(50);
    return p;
}

std::vector<Command> setUpPaper(std::span<const MarketParams> markets, UnixNanos at) {
    std::vector<Command> commands;
    const auto add = [&](decltype(Command::body) body) {
        commands.push_back({at, Origin::Operator, {}, std::move(body)});
    };
    for (const MarketParams& p : markets) add(CreateOracle{feed::oracleTerms(p.oracle, p.baseAsset, p.tier)});
    std::uint8_t next = kQuoteAsset.value() + 1;
    for (const MarketParams& p : markets) {
        auto asset = feed::collateralTerms(p.baseAsset);
        const auto first = std::ranges::find(markets, p.baseAsset, &MarketParams::baseAsset);
        if (!asset || first->id != p.id) continue;
        asset->id = AssetId(next++);
        asset->oracle = p.oracle;
        add(CreateAsset{std::move(*asset)});
    }
    for (const MarketParams& p : markets) add(CreateMarket{p});
    return commands;
}

} // namespace qd::client
