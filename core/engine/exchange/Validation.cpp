#include "core/engine/exchange/Validation.h"

#include "core/engine/risk/Admission.h"

namespace qd::exchange {
namespace {

constexpr std::int64_t kLowestIndex = 10'000; // one cent, spec/perps.md §1.1

risk::MarketNow nowOf(const MarketState& market) { return {market.params, market.status, market.prices}; }

} // namespace

RejectCode validateTerms(const MarketState& market, const PositionState* position, const OrderTerms& t, UnixNanos now) {
    const risk::Holding holding = position == nullptr
                                      ? risk::Holding{}
                                      : risk::Holding{position->position.base, position->openBids, position->openAsks};
    return risk::validateTerms(nowOf(market), holding, t, now);
}

RejectCode validateAmend(const MarketState& market, const OrderTerms& terms, Quantity filled) {
    if (market.status == MarketStatus::Paused) return RejectCode::MarketPaused;
    if (terms.size <= filled) return RejectCode::SizeZero;
    if (const RejectCode code = risk::validateSize(market.params, terms); code != RejectCode::None) return code;
    return risk::validatePrice(nowOf(market), terms);
}

FillBand fillBandOf(const MarketState& market) {
    const risk::TickRange band = risk::fillBand(market.params, market.prices, market.lastTick());
    return {static_cast<book::Tick>(band.low), static_cast<book::Tick>(band.high)};
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

bool acceptable(const MarketParams& market, const MarketPrices& p) {
    const Price highest = market.maxPrice;
    return p.valid() && p.index.raw() >= kLowestIndex && p.index <= highest && p.mark <= highest && p.twap5 <= highest;
}

} // namespace qd::exchange
