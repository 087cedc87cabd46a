#include "core/engine/risk/Admission.h"

#include <algorithm>

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

bool validExpiry(const OrderTerms& t, UnixNanos now) {
    if (t.timeInForce != TimeInForce::GoodTillDate) return t.expiry == UnixNanos{};
    return t.expiry > now &&
           t.expiry.value() / kNanosPerMilli - now.value() / kNanosPerMilli <= kLongestGoodTillDate / kNanosPerMilli;
}

} // namespace

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
    if (market.status == MarketStatus::Paused) return RejectCode::MarketPaused;
    if (!consistentFlags(t)) return RejectCode::InvalidFlags;
    if (market.status == MarketStatus::ReduceOnly &&
        isRiskIncreasing(t.side, t.reduceOnly, t.size, holding.base, holding.openBids, holding.openAsks))
        return RejectCode::MarketReduceOnly;
    if (const RejectCode code = validateSize(market.params, t); code != RejectCode::None) return code;
    if (t.type == OrderType::Limit) {
        if (const RejectCode code = validatePrice(market, t); code != RejectCode::None) return code;
    } else if (!market.prices.valid()) {
        return RejectCode::OracleInvalid;
    }
    if (!validExpiry(t, now)) return RejectCode::InvalidExpiry;
    return RejectCode::None;
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

RejectCode checkInitialMargin(Money collateral, std::span<PositionExposure> positions, std::size_t index, Side side,
                              bool reduceOnly, Quantity size) {
    PositionExposure& own = positions[index];
    if (!isRiskIncreasing(side, reduceOnly, size, own.base, own.openBids, own.openAsks)) return RejectCode::None;
    const auto openBids = (Checked(own.openBids.raw()) + (side == Side::Buy ? size.raw() : 0)).to<Quantity>();
    const auto openAsks = (Checked(own.openAsks.raw()) - (side == Side::Sell ? size.raw() : 0)).to<Quantity>();
    if (!openBids || !openAsks) return RejectCode::MathOverflow;
    const PositionExposure before = own;
    own.openBids = *openBids;
    own.openAsks = *openAsks;
    ++own.openOrders;
    const auto totals = marginTotals({collateral, positions}, MarginKind::Initial);
    own = before;
    if (!totals) return RejectCode::MathOverflow;
    return totals->sufficient() ? RejectCode::None : RejectCode::InsufficientCollateral;
}

Quantity largestSize(Money collateral, std::span<PositionExposure> positions, std::size_t index, Side side,
                     bool reduceOnly) {
    const MarketParams& p = *positions[index].market;
    const std::int64_t step = p.step.raw();
    std::int64_t refused = p.maxSize.raw() / step + 1;
    if (reduceOnly)
        return Quantity(std::min(reducibleBy(positions[index].base, side).raw() / step, refused - 1) * step);
    const auto passes = [&](std::int64_t steps) {
        return checkInitialMargin(collateral, positions, index, side, false, Quantity(steps * step)) ==
               RejectCode::None;
    };
    std::int64_t passed = 0;
    while (refused - passed > 1) {
        const std::int64_t middle = passed + (refused - passed) / 2;
        (passes(middle) ? passed : refused) = middle;
    }
    return Quantity(passed * step);
}

} // namespace qd::risk
