#include "widgets/terms/StopRules.h"

#include "core/base/Checked.h"

namespace qd::ui {
namespace {

/// In 1e-6 USDC, rounded up.
Checked distanceOf(const PriceOffset& offset, Price entry, const MarketParams& market) {
    switch (offset.unit) {
    case PriceOffset::Unit::Ticks: return Checked(offset.value) * Checked(market.tick.raw());
    case PriceOffset::Unit::Percent: return Checked(entry.raw()).times(offset.value, Rate::kScale, Round::Up);
    case PriceOffset::Unit::Price: break;
    }
    return Checked(offset.value);
}

bool isReached(const PriceOffset& after, const RuledStop& stop, const MarketParams& market) {
    const Checked profit = (Checked(stop.now.raw()) - stop.entry.raw()) * signOf(stop.side);
    const Checked wanted = distanceOf(after, stop.entry, market);
    const auto both = (profit - wanted).to<std::int64_t>();
    return both && *both >= 0;
}

/// `distance` from `from`, on the winning side of it or on the losing one, rounded to the tick away from it.
std::optional<Price> place(const RuledStop& stop, Price from, Checked distance, bool winning,
                           const MarketParams& market) {
    const bool buys = stop.side == Side::Buy;
    const Checked exact = buys == winning ? Checked(from.raw()) + distance : Checked(from.raw()) - distance;
    const Round round = buys == winning ? Round::Up : Round::Down;
    const auto price = (exact.dividedBy(market.tick.raw(), round) * Checked(market.tick.raw())).to<Price>();
    return price && price->raw() > 0 && *price <= market.maxPrice ? std::optional(*price) : std::nullopt;
}

/// Break-even, when its profit is reached and it has not been there.
std::optional<Price> evenPlace(const BracketRules& rules, const RuledStop& stop, const MarketParams& market) {
    if (!rules.even || stop.evenDone || !isReached(rules.even->after, stop, market)) return std::nullopt;
    const Checked plus = rules.even->plus ? distanceOf(*rules.even->plus, stop.entry, market) : Checked(0);
    return place(stop, stop.entry, plus, true, market);
}

/// How much tighter than now, in 1e-6 USDC; not above zero when it is not.
Int128 gain(const RuledStop& stop, Price to) { return (Int128{to.raw()} - stop.stands.raw()) * signOf(stop.side); }

/// A stop there would not fire at once.
bool waits(const RuledStop& stop, Price at) { return stop.side == Side::Buy ? at < stop.now : at > stop.now; }

} // namespace

std::optional<Price> averageOf(const Order& entry) {
    if (entry.filled.isZero()) return std::nullopt;
    const Round against = entry.terms.side == Side::Buy ? Round::Up : Round::Down;
    const auto price =
        Checked(entry.filledQuote.raw()).times(Quantity::kScale, entry.filled.raw(), against).to<Price>();
    return price && price->raw() > 0 ? std::optional(*price) : std::nullopt;
}

bool standsAtEven(const BracketRules& rules, const RuledStop& stop, const MarketParams& market) {
    const auto even = evenPlace(rules, stop, market);
    return even && gain(stop, *even) <= 0;
}

std::optional<StopMove> stopMove(const BracketRules& rules, const RuledStop& stop, const MarketParams& market) {
    std::optional<StopMove> best;
    const auto offer = [&](std::optional<Price> to, bool even, std::int64_t leastTicks) {
        if (!to || !waits(stop, *to) || gain(stop, *to) < Int128{leastTicks} * market.tick.raw()) return;
        if (!best || gain(stop, *to) > gain(stop, best->to)) best = StopMove{*to, even};
    };
    offer(evenPlace(rules, stop, market), true, 1);
    const TrailRule* trail = nullptr;
    for (const TrailRule& rule : rules.trail) {
        if (isReached(rule.after, stop, market)) trail = &rule;
    }
    if (trail != nullptr)
        offer(place(stop, stop.now, distanceOf(trail->distance, stop.entry, market), false, market), false,
              trail->stepTicks);
    return best;
}

} // namespace qd::ui
