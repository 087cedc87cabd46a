#include "core/engine/risk/Admission.h"

#include "core/engine/matching/Auction.h"
#include "core/engine/matching/Slices.h"
#include "core/engine/matching/Triggers.h"

#include <algorithm>
#include <array>

namespace qd::risk {
namespace {

constexpr std::int64_t kLongestGoodTillDate = 30 * kNanosPerDay;

bool consistentFlags(const OrderTerms& t) {
    if (t.type == OrderType::Market) {
        return t.price.isZero() && t.postOnly == PostOnly::No && t.timeInForce != TimeInForce::GoodTillDate &&
               t.maxSlippage.raw() >= 0 && t.maxSlippage.raw() <= Rate::kScale;
    }
    const bool immediate = t.timeInForce == TimeInForce::ImmediateOrCancel || t.timeInForce == TimeInForce::FillOrKill;
    return t.maxSlippage.isZero() && !(immediate && t.postOnly != PostOnly::No);
}

/// The price of the trigger's source when the order begins to look at it: now; for the exit of a bracket the price at
/// which its entry trades, its limit unless the market has better.
std::optional<Price> priceAtBegin(const MarketNow& market, const OrderTerms& t) {
    const auto now = triggerPrice(market, t.trigger.source);
    if (!now || market.entry == nullptr) return now;
    const OrderTerms& entry = *market.entry;
    if (entry.type == OrderType::Market || entry.price.isZero()) return now;
    return entry.side == Side::Buy ? std::min(*now, entry.price) : std::max(*now, entry.price);
}

/// Rules of the kinds of orders that do more than rest or trade at once.
RejectCode validateKinds(const MarketNow& market, const OrderTerms& t) {
    const MarketParams& p = market.params;
    const std::array codes{
        matching::validateOffset(t),
        matching::validateTrigger(t, p.tick, p.maxPrice, priceAtBegin(market, t)),
        matching::validateAuction(t),
        matching::validateTwap(t),
        matching::validateIceberg(t, p.step, p.minSize),
    };
    const auto* const first = std::ranges::find_if(codes, [](RejectCode c) { return c != RejectCode::None; });
    return first == codes.end() ? RejectCode::None : *first;
}

/// A plain limit has its price checked now; what waits or floats only its grid.
RejectCode validateLimit(const MarketNow& market, const OrderTerms& t) {
    if (!t.oracleOffset.isZero()) return t.price.isZero() ? RejectCode::None : RejectCode::InvalidFlags;
    if (t.trigger.kind == TriggerKind::None) return validatePrice(market, t);
    if (t.price.raw() <= 0 || t.price.raw() % market.params.tick.raw() != 0) return RejectCode::PriceNotTick;
    return t.price > market.params.maxPrice ? RejectCode::PriceOutOfBand : RejectCode::None;
}

bool validExpiry(const OrderTerms& t, UnixNanos now) {
    if (t.timeInForce != TimeInForce::GoodTillDate) return t.expiry == UnixNanos{};
    return t.expiry > now &&
           t.expiry.value() / kNanosPerMilli - now.value() / kNanosPerMilli <= kLongestGoodTillDate / kNanosPerMilli;
}

bool isLiability(const PositionExposure& p) { return !p.base.isZero() || !p.openBids.isZero() || !p.openAsks.isZero(); }

/// Initial margin of the pool at strict prices, but for one position.
MarginSum othersOf(const AccountExposure& pool, std::size_t index) {
    return sumWithout(pool, index, MarginKind::Initial, Strictness::Strict);
}

/// The rest of the pool and this position with one order more.
RejectCode judge(MarginSum sum, PositionExposure own, Side side, Quantity size) {
    const auto openBids = (Checked(own.openBids.raw()) + (side == Side::Buy ? size.raw() : 0)).to<Quantity>();
    const auto openAsks = (Checked(own.openAsks.raw()) - (side == Side::Sell ? size.raw() : 0)).to<Quantity>();
    if (!openBids || !openAsks) return RejectCode::MathOverflow;
    own.openBids = *openBids;
    own.openAsks = *openAsks;
    ++own.openOrders;
    sum.add(own);
    const auto totals = sum.totals();
    if (!totals) return RejectCode::MathOverflow;
    return totals->sufficient() ? RejectCode::None : RejectCode::InsufficientCollateral;
}

} // namespace

std::optional<Price> triggerPrice(const MarketNow& market, TriggerSource source) {
    const Price price = source == TriggerSource::Mark    ? market.prices.mark
                        : source == TriggerSource::Index ? market.prices.index
                                                         : market.last;
    return price.isZero() ? std::nullopt : std::optional(price);
}

RejectCode validateSize(const MarketParams& p, const OrderTerms& t) {
    if (t.size.raw() <= 0) return RejectCode::SizeZero;
    if (t.size < p.minSize && !t.reduceOnly) return RejectCode::SizeBelowMin;
    if (t.size.raw() % p.step.raw() != 0) return RejectCode::SizeNotStep;
    if (t.size > p.maxSize) return RejectCode::SizeAboveMax;
    return RejectCode::None;
}

RejectCode validatePrice(const MarketNow& market, const OrderTerms& t) {
    const MarketParams& p = market.params;
    if (t.price.raw() <= 0 || t.price.raw() % p.tick.raw() != 0) return RejectCode::PriceNotTick;
    if (t.price > p.maxPrice) return RejectCode::PriceOutOfBand;
    if (!market.prices.valid()) return RejectCode::OracleInvalid;
    const Price index = market.prices.index;
    if (limitBreachesBand(t.side, t.price, index, p.initialMargin)) return RejectCode::PriceOutOfBand;
    // The outer bound holds on both sides of the index and is inclusive.
    const Int128 distance = Int128{t.price.raw()} - index.raw();
    if ((distance < 0 ? -distance : distance) * Ratio::kScale > Int128{p.orderBand.raw()} * index.raw())
        return RejectCode::PriceOutOfBand;
    return RejectCode::None;
}

RejectCode validateTerms(const MarketNow& market, const Holding& holding, const OrderTerms& t, UnixNanos now) {
    if (market.status != MarketStatus::Active && market.status != MarketStatus::ReduceOnly)
        return RejectCode::MarketPaused;
    if (!consistentFlags(t)) return RejectCode::InvalidFlags;
    if (market.status == MarketStatus::ReduceOnly &&
        isRiskIncreasing(t.side, t.reduceOnly, t.size, holding.base, holding.openBids, holding.openAsks))
        return RejectCode::MarketReduceOnly;
    if (const RejectCode code = validateSize(market.params, t); code != RejectCode::None) return code;
    if (t.type == OrderType::Limit) {
        if (const RejectCode code = validateLimit(market, t); code != RejectCode::None) return code;
    } else if (!market.prices.valid()) {
        return RejectCode::OracleInvalid;
    }
    if (const RejectCode code = validateKinds(market, t); code != RejectCode::None) return code;
    if (const RejectCode code = validateLeverage(market.params, t.userMargin); code != RejectCode::None) return code;
    if (!validExpiry(t, now)) return RejectCode::InvalidExpiry;
    return RejectCode::None;
}

RejectCode validateLeverage(const MarketParams& p, Ratio userMargin) {
    if (userMargin.raw() < 0 || userMargin.raw() > Ratio::kScale) return RejectCode::InvalidParameters;
    return !userMargin.isZero() && userMargin < p.initialMargin ? RejectCode::LeverageTooHigh : RejectCode::None;
}

bool mayRest(const OrderTerms& t) noexcept {
    return t.type == OrderType::Limit &&
           (t.timeInForce == TimeInForce::GoodTillCancel || t.timeInForce == TimeInForce::GoodTillDate);
}

Quantity reducibleBy(Quantity base, Side side) noexcept {
    if (side == Side::Buy) return Quantity(base.raw() < 0 ? -base.raw() : 0);
    return Quantity(base.raw() > 0 ? base.raw() : 0);
}

Price marketOrderLimit(const MarketParams& p, const MarketPrices& prices, const OrderTerms& t) {
    const Rate slippage = t.maxSlippage.isZero() ? p.defaultSlippage : t.maxSlippage;
    const auto limit = protectiveLimit(t.side, prices.index, slippage, p.initialMargin);
    const std::int64_t tick = p.tick.raw();
    const std::int64_t raw = limit ? std::clamp(limit->raw(), tick, p.maxPrice.raw()) : prices.index.raw();
    return Price(t.side == Side::Buy ? raw / tick * tick : (raw + tick - 1) / tick * tick);
}

TickRange fillBand(const MarketParams& p, const MarketPrices& prices, std::int64_t lastTick) {
    // trunc(|f - o| * 1e4 / o) < band  <=>  |f - o| <= ceil(band * o / 1e4) - 1, and the same for the average.
    const auto widest = [](Price centre, std::int64_t band, std::int64_t scale) {
        return static_cast<std::int64_t>(mulDiv(centre.raw(), band, scale, Round::Up).value_or(0)) - 1;
    };
    const std::int64_t fromIndex = widest(prices.index, p.initialMargin.raw(), Ratio::kScale);
    const std::int64_t fromAverage = widest(prices.twap5, p.twapBand.raw(), Rate::kScale);
    const std::int64_t tick = p.tick.raw();
    const std::int64_t low = std::max(prices.index.raw() - fromIndex, prices.twap5.raw() - fromAverage);
    const std::int64_t high = std::min(prices.index.raw() + fromIndex, prices.twap5.raw() + fromAverage);
    if (high < tick || low > high) return {};
    const std::int64_t lowTick = std::max<std::int64_t>(1, (low + tick - 1) / tick);
    return {std::min(lowTick, lastTick), std::min(high / tick, lastTick)};
}

bool breaksIsolation(const AccountExposure& pool, std::size_t index) {
    bool isolated = false;
    bool others = pool.collateral.raw() < 0 ||
                  std::ranges::any_of(pool.assets, [](const CollateralExposure& c) { return c.amount.raw() < 0; });
    for (std::size_t i = 0; i < pool.positions.size(); ++i) {
        if (i != index && !isLiability(pool.positions[i])) continue;
        isolated = isolated || pool.positions[i].market->tier == MarketTier::Isolated;
        others = others || i != index;
    }
    return isolated && others;
}

RejectCode checkInitialMargin(const AccountExposure& pool, std::size_t index, Side side, bool reduceOnly,
                              Quantity size) {
    const PositionExposure& own = pool.positions[index];
    if (!isRiskIncreasing(side, reduceOnly, size, own.base, own.openBids, own.openAsks)) return RejectCode::None;
    if (breaksIsolation(pool, index)) return RejectCode::OneLiability;
    return judge(othersOf(pool, index), own, side, size);
}

Quantity largestSize(const AccountExposure& pool, std::size_t index, Side side, bool reduceOnly) {
    const PositionExposure& own = pool.positions[index];
    const std::int64_t step = own.market->step.raw();
    std::int64_t refused = own.market->maxSize.raw() / step + 1;
    if (reduceOnly) return Quantity(std::min(reducibleBy(own.base, side).raw() / step, refused - 1) * step);
    const MarginSum others = othersOf(pool, index);
    const bool mayOpen = !breaksIsolation(pool, index);
    const auto passes = [&](std::int64_t steps) {
        const Quantity size(steps * step);
        return !isRiskIncreasing(side, false, size, own.base, own.openBids, own.openAsks) ||
               (mayOpen && judge(others, own, side, size) == RejectCode::None);
    };
    std::int64_t passed = 0;
    while (refused - passed > 1) {
        const std::int64_t middle = passed + (refused - passed) / 2;
        (passes(middle) ? passed : refused) = middle;
    }
    return Quantity(passed * step);
}

} // namespace qd::risk
