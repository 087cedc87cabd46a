#include "core/engine/matching/Triggers.h"

#include <algorithm>

namespace qd::matching {
namespace {

bool onGrid(Price price, Price tick, Price maxPrice) {
    return price.raw() > 0 && price <= maxPrice && price.raw() % tick.raw() == 0;
}

bool trailsByOneDistance(const Trigger& t, Price maxPrice) {
    if (t.distance.raw() < 0 || t.distanceRate.raw() < 0) return false;
    if (!t.distance.isZero()) return t.distanceRate.isZero() && t.distance <= maxPrice;
    return !t.distanceRate.isZero() && t.distanceRate.raw() <= Rate::kScale;
}

RejectCode validateTrailing(const OrderTerms& terms, Price tick, Price maxPrice) {
    const Trigger& t = terms.trigger;
    if (!t.price.isZero() && !onGrid(t.price, tick, maxPrice)) return RejectCode::InvalidTrigger;
    if (!trailsByOneDistance(t, maxPrice)) return RejectCode::InvalidTrigger;
    if (terms.type == OrderType::Limit && terms.oracleOffset.isZero()) return RejectCode::InvalidTrigger;
    return terms.reduceOnly ? RejectCode::None : RejectCode::InvalidFlags;
}

bool wouldFire(const OrderTerms& terms, Price tick, Price now) {
    const Trigger& t = terms.trigger;
    if (t.kind != TriggerKind::Trailing) return fires(terms.side, t.kind, now, t.price);
    const auto first = trail(terms.side, t, Price(0), now, tick);
    return first && first->fired;
}

} // namespace

bool fires(Side side, TriggerKind kind, Price price, Price trigger) noexcept {
    if (kind == TriggerKind::None) return false;
    const bool above = (side == Side::Buy) != (kind == TriggerKind::TakeProfit);
    return above ? price >= trigger : price <= trigger;
}

MathResult<Trail> trail(Side side, const Trigger& trigger, Price extreme, Price price, Price tick) {
    const bool sells = side == Side::Sell;
    if (extreme.isZero()) {
        const bool reached = sells ? price >= trigger.price : price <= trigger.price;
        if (!trigger.price.isZero() && !reached) return Trail{};
        extreme = price;
    } else {
        extreme = sells ? std::max(extreme, price) : std::min(extreme, price);
    }
    const Checked best = extreme.raw();
    Checked stop;
    if (!trigger.distance.isZero())
        stop = sells ? best - trigger.distance.raw() : best + trigger.distance.raw();
    else
        stop = best.times(sells ? Rate::kScale - trigger.distanceRate.raw() : Rate::kScale + trigger.distanceRate.raw(),
                          Rate::kScale, sells ? Round::Down : Round::Up);
    const auto onTick = toTick(stop, tick, side); // a sell's up, a buy's down: tighter
    if (!onTick) return std::unexpected(onTick.error());
    return Trail{extreme, *onTick, sells ? price <= *onTick : price >= *onTick};
}

RejectCode validateTrigger(const OrderTerms& terms, Price tick, Price maxPrice, std::optional<Price> now) {
    const Trigger& t = terms.trigger;
    if (t.kind == TriggerKind::None) {
        if (t != Trigger{}) return RejectCode::InvalidTrigger;
        return terms.followsPosition ? RejectCode::InvalidFlags : RejectCode::None;
    }
    if (terms.followsPosition && !terms.reduceOnly) return RejectCode::InvalidFlags;
    if (t.kind == TriggerKind::Trailing) {
        if (const RejectCode code = validateTrailing(terms, tick, maxPrice); code != RejectCode::None) return code;
    } else if (!onGrid(t.price, tick, maxPrice) || !t.distance.isZero() || !t.distanceRate.isZero()) {
        return RejectCode::InvalidTrigger;
    }
    if (now && !t.mayFireAtOnce && wouldFire(terms, tick, *now)) return RejectCode::TriggerWouldFireImmediately;
    return RejectCode::None;
}

} // namespace qd::matching
