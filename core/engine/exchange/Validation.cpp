#include "core/engine/exchange/Validation.h"

#include "core/engine/risk/Acceptable.h"
#include "core/engine/risk/Admission.h"

namespace qd::exchange {
namespace {

constexpr std::int64_t kLowestIndex = 10'000; // one cent, spec/perps.md §1.1

risk::MarketNow nowOf(const MarketState& market, const OrderTerms* entry = nullptr) {
    return {market.params, market.status, market.prices, market.lastTrade, entry};
}

RejectCode indexGood(const State& state, const MarketState& market) {
    const oracle::Oracle& index = state.oracles[market.params.oracle.value()];
    return index.price(PriceUse::Match, state.now) ? RejectCode::None : RejectCode::OracleInvalid;
}

} // namespace

RejectCode validateTerms(const State& state, const MarketState& market, const Surroundings& beside,
                         const OrderTerms& t) {
    const PositionState* position = beside.position;
    const risk::Holding holding = position == nullptr
                                      ? risk::Holding{}
                                      : risk::Holding{position->position.base, position->openBids, position->openAsks};
    if (const RejectCode code = risk::validateTerms(nowOf(market, beside.entry), holding, t, state.now);
        code != RejectCode::None)
        return code;
    return indexGood(state, market);
}

RejectCode validateAmend(const State& state, const MarketState& market, const OrderTerms& terms, Quantity filled) {
    if (market.status != MarketStatus::Active && market.status != MarketStatus::ReduceOnly)
        return RejectCode::MarketPaused;
    if (terms.size <= filled) return RejectCode::SizeZero;
    if (const RejectCode code = risk::validateSize(market.params, terms); code != RejectCode::None) return code;
    if (const RejectCode code = risk::validatePrice(nowOf(market), terms); code != RejectCode::None) return code;
    return indexGood(state, market);
}

bool floatsNow(const State& state, const MarketState& market) {
    return market.prices.valid() &&
           state.oracles[market.params.oracle.value()].price(PriceUse::OffsetOrder, state.now).has_value();
}

bool priceFits(const MarketState& market, const OrderTerms& terms) {
    return risk::validatePrice(nowOf(market), terms) == RejectCode::None;
}

FillBand fillBandOf(const MarketState& market) {
    const risk::TickRange band = risk::fillBand(market.params, market.prices, market.lastTick());
    return {static_cast<book::Tick>(band.low), static_cast<book::Tick>(band.high)};
}

bool acceptable(const MarketParams& p) {
    const auto multiple = [](std::int64_t value, std::int64_t unit) { return value > 0 && value % unit == 0; };
    const bool named = !p.symbol.empty() && p.symbol.size() <= kLongestMarketSymbol && !p.baseAsset.empty() &&
                       p.baseAsset.size() <= kLongestAssetSymbol;
    const bool grid = p.tick.raw() > 0 && p.step.raw() > 0 && multiple(p.minSize.raw(), p.step.raw()) &&
                      multiple(p.maxSize.raw(), p.step.raw()) && multiple(p.maxPrice.raw(), p.tick.raw()) &&
                      p.minSize <= p.maxSize;
    if (!named || !grid) return false;
    // Sizes fit the book's 32-bit lots; the whole range of prices fits its levels; a full order at the top price fits
    // money.
    if (static_cast<std::uint64_t>(p.maxSize.raw() / p.step.raw()) > book::kMaxOrderLots) return false;
    if (p.maxPrice.raw() / p.tick.raw() >= std::int64_t{book::kMaxTicks}) return false;
    if (!Checked(p.maxSize.raw()).times(p.maxPrice.raw(), Quantity::kScale, Round::Up).to<Money>()) return false;
    const bool fees = p.makerRebate.raw() >= 0 && p.makerRebate <= p.takerFee && p.takerFee.raw() <= Rate::kScale / 10;
    const bool bands = p.orderBand.raw() > 0 && p.orderBand.raw() <= Ratio::kScale && p.twapBand.raw() > 0 &&
                       p.twapBand.raw() <= Rate::kScale && p.defaultSlippage.raw() > 0 &&
                       p.defaultSlippage.raw() <= Rate::kScale;
    return fees && bands && risk::acceptableRisk(p) == risk::ParameterFault::None;
}

bool acceptable(const AssetParams& p) {
    return !p.symbol.empty() && p.symbol.size() <= kLongestAssetSymbol &&
           risk::acceptableRisk(p) == risk::ParameterFault::None;
}

bool acceptable(const OracleParams& p) {
    constexpr std::int64_t kLongestMs = 24LL * 3'600 * 1'000;
    return !p.symbol.empty() && p.symbol.size() <= kLongestOracleSymbol && p.volatileRatio >= 1 &&
           p.volatileRatio <= 1'000 && p.maxConfidence.raw() > 0 && p.maxConfidence.raw() <= Rate::kScale &&
           p.staleForFillMs > 0 && p.staleForMarginMs >= p.staleForFillMs && p.staleForMarginMs <= kLongestMs &&
           p.breakerMove.raw() >= 0 && p.breakerMove.raw() <= Rate::kScale && p.maxSpread.raw() > 0 &&
           p.maxSpread.raw() <= Rate::kScale;
}

bool acceptable(const MarketParams& market, const MarketPrices& p) {
    const Price highest = market.maxPrice;
    return p.valid() && p.index.raw() >= kLowestIndex && p.index <= highest && p.mark <= highest && p.twap5 <= highest;
}

bool acceptable(const MarketParams& market, const SetPrices& p) {
    const bool index = p.index.isZero() || (p.index.raw() >= kLowestIndex && p.index <= market.maxPrice);
    return index && p.mark.raw() >= 0 && p.mark <= market.maxPrice;
}

} // namespace qd::exchange
