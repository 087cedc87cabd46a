#include "core/engine/funding/Premium.h"

#include <algorithm>

namespace qd::funding {
namespace {

/// A price as a fraction, so that nothing is rounded before it is compared: amount / base in units of Price.
struct Impact {
    Checked amount; ///< quote * 1e9
    Checked base;
};

std::optional<Impact> impactOf(std::span<const BookLevel> levels, Money notional) {
    if (notional.isZero()) return Impact{levels[0].price.raw(), 1};
    const Checked amount = Checked(notional.raw()) * Quantity::kScale;
    Checked left = amount;
    Checked base = 0;
    for (const BookLevel& level : levels) {
        const Checked value = Checked(level.price.raw()) * level.size.raw();
        if (left.value() <= value.value()) return Impact{amount, base + left.dividedBy(level.price.raw(), Round::Up)};
        left -= value;
        base += level.size.raw();
    }
    return std::nullopt;
}

} // namespace

MathResult<std::optional<Price>> impactPrice(std::span<const BookLevel> levels, Quantity depth) {
    Checked quote = 0;
    Checked left = depth.raw();
    for (const BookLevel& level : levels) {
        const Checked taken = min(Checked(level.size.raw()), left);
        quote += Checked(level.price.raw()) * taken;
        left -= taken;
        if (left.value() != 0) continue;
        const auto price = quote.dividedBy(depth.raw(), Round::Down).to<Price>();
        if (!price) return std::unexpected(price.error());
        return std::optional(*price);
    }
    return std::optional<Price>{};
}

MathResult<Rate> premium(const PremiumInputs& in) {
    const bool above = !in.bids.empty() && in.index < in.bids[0].price;
    const bool below = !above && !in.asks.empty() && in.index > in.asks[0].price;
    if (!above && !below) return Rate{};
    const auto impact = impactOf(above ? in.bids : in.asks, in.impactNotional);
    if (!impact) return Rate{};
    // Rounded toward the index, which is toward zero; on the other side of it the premium is none.
    const Checked ratio =
        impact->amount.times(Rate::kScale, impact->base * in.index.raw(), above ? Round::Down : Round::Up);
    const Checked raw = ratio - Rate::kScale;
    const Checked limit = in.maxPremium.raw();
    return (above ? max(Checked(0), min(raw, limit)) : min(Checked(0), max(raw, -limit))).to<Rate>();
}

} // namespace qd::funding
