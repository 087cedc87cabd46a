#include "core/engine/exchange/Validation.h"

#include "core/engine/exchange/Settlement.h"
#include "core/engine/risk/Margin.h"

#include <algorithm>

namespace qd::exchange {
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

RejectCode validateSize(const MarketState& market, const OrderTerms& t) {
    const MarketParams& p = market.params;
    if (t.size.raw() <= 0) return RejectCode::SizeZero;
    if (t.size < p.minSize && !t.reduceOnly) return RejectCode::SizeBelowMin;
    if (t.size.raw() % p.step.raw() != 0) return RejectCode::SizeNotStep;
    if (t.size > p.maxSize) return RejectCode::SizeAboveMax;
    return RejectCode::None;
}

RejectCode validatePrice(const MarketState& market, const OrderTerms& t) {
    const MarketParams& p = market.params;
    if (t.price.raw() <= 0 || t.price.raw() % p.tick.raw() != 0) return RejectCode::PriceNotTick;
    if (t.price > p.maxPrice) return RejectCode::PriceOutOfBand;
    if (!market.prices.valid()) return RejectCode::OracleInvalid;
    const Price index = market.prices.index;
    if (risk::limitBreachesBand(t.side, t.price, index, p.initialMargin)) return RejectCode::PriceOutOfBand;
    // The outer bound holds on both sides of the index and is inclusive.
    const Int128 distance = Int128{t.price.raw()} - index.raw();
    if ((distance < 0 ? -distance : distance) * Ratio::kScale > Int128{p.orderBand.raw()} * index.raw())
        return RejectCode::PriceOutOfBand;
    return RejectCode::None;
}

bool validExpiry(const OrderTerms& t, UnixNanos now) {
    if (t.timeInForce != TimeInForce::GoodTillDate) return t.expiry == UnixNanos{};
    return t.expiry > now &&
           t.expiry.value() / kNanosPerMilli - now.value() / kNanosPerMilli <= kLongestGoodTillDate / kNanosPerMilli;
}

} // namespace

RejectCode validateTerms(const MarketState& market, const PositionState* position, const OrderTerms& t, UnixNanos now) {
    if (market.status == MarketStatus::Paused) return RejectCode::MarketPaused;
    if (!consistentFlags(t)) return RejectCode::InvalidFlags;
    const PositionState none;
    const PositionState& p = position != nullptr ? *position : none;
    if (market.status == MarketStatus::ReduceOnly &&
        risk::isRiskIncreasing(t.side, t.reduceOnly, t.size, p.position.base, p.openBids, p.openAsks))
        return RejectCode::MarketReduceOnly;
    if (const RejectCode code = validateSize(market, t); code != RejectCode::None) return code;
    if (t.type == OrderType::Limit) {
        if (const RejectCode code = validatePrice(market, t); code != RejectCode::None) return code;
    } else if (!market.prices.valid()) {
        return RejectCode::OracleInvalid;
    }
    if (!validExpiry(t, now)) return RejectCode::InvalidExpiry;
    return RejectCode::None;
}

RejectCode validateAmend(const MarketState& market, const OrderTerms& terms, Quantity filled) {
    if (market.status == MarketStatus::Paused) return RejectCode::MarketPaused;
    if (terms.size <= filled) return RejectCode::SizeZero;
    if (const RejectCode code = validateSize(market, terms); code != RejectCode::None) return code;
    return validatePrice(market, terms);
}

FillBand fillBandOf(const MarketState& market) {
    const MarketParams& p = market.params;
    // trunc(|f - o| * 1e4 / o) < band  <=>  |f - o| <= ceil(band * o / 1e4) - 1, and the same for the average.
    const auto widest = [](Price centre, std::int64_t band, std::int64_t scale) {
        return static_cast<std::int64_t>(mulDiv(centre.raw(), band, scale, Round::Up).value_or(0)) - 1;
    };
    const std::int64_t fromIndex = widest(market.prices.index, p.initialMargin.raw(), Ratio::kScale);
    const std::int64_t fromAverage = widest(market.prices.twap5, p.twapBand.raw(), Rate::kScale);
    const std::int64_t tick = p.tick.raw();
    const std::int64_t low = std::max(market.prices.index.raw() - fromIndex, market.prices.twap5.raw() - fromAverage);
    const std::int64_t high = std::min(market.prices.index.raw() + fromIndex, market.prices.twap5.raw() + fromAverage);
    if (high < tick || low > high) return {1, 0};
    const std::int64_t lowTick = std::max<std::int64_t>(1, (low + tick - 1) / tick);
    return {static_cast<book::Tick>(std::min<std::int64_t>(lowTick, market.lastTick())),
            static_cast<book::Tick>(std::min<std::int64_t>(high / tick, market.lastTick()))};
}

bool acceptable(const MarketParams& p) {
    const auto multiple = [](std::int64_t value, std::int64_t unit) { return value > 0 && value % unit == 0; };
    const bool named = !p.symbol.empty() && p.symbol.size() <= 24 && !p.baseAsset.empty() && p.baseAsset.size() <= 12;
    const bool grid = p.tick.raw() > 0 && p.step.raw() > 0 && multiple(p.minSize.raw(), p.step.raw()) &&
                      multiple(p.maxSize.raw(), p.step.raw()) && multiple(p.maxPrice.raw(), p.tick.raw()) &&
                      p.minSize <= p.maxSize;
    if (!named || !grid) return false;
    // Sizes fit the book's 32-bit lots; the whole range of prices fits its levels; a full order at the top price fits
    // money.
    if (static_cast<std::uint64_t>(p.maxSize.raw() / p.step.raw()) > book::kMaxOrderLots) return false;
    if (p.maxPrice.raw() / p.tick.raw() >= std::int64_t{book::kMaxTicks}) return false;
    if (!Checked(p.maxSize.raw()).times(p.maxPrice.raw(), Quantity::kScale, Round::Up).to<Money>()) return false;
    const bool margins = p.maintenanceMargin.raw() > 0 && p.initialMargin > p.maintenanceMargin &&
                         p.initialMargin.raw() <= Ratio::kScale && p.imf.raw() >= 0;
    const bool weights = p.upnlWeightInitial.raw() >= 0 && p.upnlWeightInitial.raw() <= Ratio::kScale &&
                         p.upnlWeightMaintenance.raw() >= 0 && p.upnlWeightMaintenance.raw() <= Ratio::kScale &&
                         p.upnlImf.raw() >= 0 && p.maxPositiveUpnlInitial.raw() >= 0;
    const bool fees = p.makerRebate.raw() >= 0 && p.makerRebate <= p.takerFee && p.takerFee.raw() <= Rate::kScale / 10;
    const bool bands = p.orderBand.raw() > 0 && p.orderBand.raw() <= Ratio::kScale && p.twapBand.raw() > 0 &&
                       p.twapBand.raw() <= Rate::kScale && p.defaultSlippage.raw() > 0 &&
                       p.defaultSlippage.raw() <= Rate::kScale;
    return margins && weights && fees && bands;
}

} // namespace qd::exchange
