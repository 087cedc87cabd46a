#include "core/engine/risk/PositionMargin.h"

#include "core/engine/risk/Formulas.h"

namespace qd::risk {
MathResult<WorstCase> worstCase(Quantity base, Quantity openBids, Quantity openAsks, Price price) {
    formula::Steps s;
    const formula::Worst worst = formula::worstOf(s, base, openBids, openAsks, price);
    const auto signedBase = s.as<Quantity>(worst.base);
    if (!signedBase) return std::unexpected(signedBase.error());
    const auto liability = s.as<Money>(worst.liability);
    if (!liability) return std::unexpected(liability.error());
    return WorstCase{*signedBase, *liability};
}

MathResult<Money> notionalOf(Quantity base, Price price) {
    formula::Steps s;
    return s.as<Money>(formula::liabilityOf(s, base.raw(), price));
}

MathResult<Money> perpPnl(Quantity base, Price price, Money quote) {
    formula::Steps s;
    return s.as<Money>(formula::pnlOf(s, base, price, quote));
}

MathResult<Money> perpRequirement(const PositionExposure& p, MarginKind kind, Price quoteHigh) {
    formula::Steps s;
    const formula::PositionParts parts = formula::partsOf(s, p);
    const Int128 liability = formula::atQuote(s, parts.worst.liability, quoteHigh, Round::Up);
    return s.as<Money>(formula::requirementOf(s, parts, liability, kind));
}

GainTerms gainTerms(const MarketParams& market, MarginKind kind, Money netUnsettledPnl) {
    if (kind == MarginKind::Maintenance) return {market.upnlWeightMaintenance, {}, {}, {}, {}};
    GainTerms terms{market.upnlWeightInitial, market.upnlImf, market.maxPnlImbalance, netUnsettledPnl, {}};
    if (kind == MarginKind::Initial && !market.maxPositiveUpnlInitial.isZero())
        terms.cap = market.maxPositiveUpnlInitial;
    return terms;
}

MathResult<Money> weightedPnl(Money pnl, const GainTerms& terms, Price quotePrice) {
    formula::Steps s;
    const Int128 largest = formula::largestWeight(s, terms.imf, Int128{pnl.raw()} * 1'000);
    return s.as<Money>(formula::weightedPnl(s, pnl.raw(), terms, largest, quotePrice));
}

MathResult<Money> weightedPnl(Money pnl, const MarketParams& market, MarginKind kind) {
    return weightedPnl(pnl, gainTerms(market, kind));
}

} // namespace qd::risk
