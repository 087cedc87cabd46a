#include "core/client/Standings.h"

#include "core/client/AccountViews.h"
#include "core/engine/exchange/Insurance.h"
#include "core/engine/exchange/Pools.h"

namespace qd::client {
namespace {

FundingStanding fundingOf(const exchange::MarketState& market) {
    const funding::FundingState& state = market.funding.state();
    FundingStanding f;
    f.charged = market.params.funding;
    f.paused = (market.pausedOperations & paused::kFunding) != 0;
    f.predicted8h = market.funding.rate8h();
    f.premium = market.funding.averagePremium();
    f.last8h = state.lastRate8h;
    f.lastUpdate = state.lastUpdate;
    f.nextUpdate = market.funding.nextUpdate();
    f.indexLong = market.fundingIndexLong;
    f.indexShort = market.fundingIndexShort;
    return f;
}

Price confidenceOf(const oracle::OracleState& state, OracleSource source) {
    if (source == OracleSource::Primary) return state.sources[0].confidence;
    return source == OracleSource::Secondary ? state.sources[1].confidence : Price{};
}

OracleStanding oracleOf(const oracle::Oracle& source, UnixNanos now) {
    const oracle::OracleState& state = source.state();
    OracleStanding o;
    o.params = source.params();
    o.status = source.status(now);
    o.source = source.source(PriceUse::Match, now);
    o.price = source.price(PriceUse::Match, now).value_or(Price{});
    o.displayPrice = source.displayPrice(now);
    o.confidence = confidenceOf(state, o.source);
    o.publishedAt = source.publishedAt(now);
    o.twap5 = source.twap5();
    o.twap60 = source.twap60();
    o.onSecondary = state.onSecondary;
    o.breaker = source.breaker(now);
    o.trippedAt = state.trippedAt;
    if (state.trippedAt != UnixNanos{}) o.resetsAt = state.trippedAt + oracle::kBreakerNanos;
    for (std::size_t i = 0; i < kOracleSources; ++i) {
        const oracle::SourceState& s = state.sources[i];
        if (!s.heard) continue;
        o.sources.push_back({static_cast<std::uint8_t>(i), o.params.weights[i], s.price, s.confidence, s.publishedAt,
                             s.enoughPublishers});
    }
    return o;
}

/// Who holds how much of a market.
void addHolders(MarketStanding& m, const exchange::State& state, const exchange::MarketState& market) {
    Int128 longs = 0;
    Int128 shorts = 0;
    for (const AccountId id : market.holders) {
        const std::int64_t base = state.account(id)->find(market.params.id)->position.base.raw();
        if (base > 0) ++m.longAccounts;
        if (base < 0) ++m.shortAccounts;
        (base > 0 ? longs : shorts) += base > 0 ? base : -base;
    }
    m.longInterest = Checked(longs).to<Quantity>().value_or(Quantity{});
    m.shortInterest = Checked(shorts).to<Quantity>().value_or(Quantity{});
}

} // namespace

MarketStanding standingOf(const exchange::State& state, const exchange::MarketState& market) {
    MarketStanding m;
    m.market = market.params.id;
    m.ts = state.now;
    m.status = market.status;
    m.pausedOperations = market.pausedOperations;
    m.settlementPrice = market.settlementPrice;
    m.funding = fundingOf(market);
    m.oracle = oracleOf(state.oracles[market.params.oracle.value()], state.now);
    m.markSources = market.mark.sources();
    m.markTwap5 = market.mark.twap5();
    m.publishedMark = market.publishedMark;
    m.openInterest = market.openInterest;
    m.openInterestValue = exchange::openInterestValue(market);
    addHolders(m, state, market);
    m.netUnsettledPnl = exchange::netUnsettledPnl(market);
    m.feePool = market.feePool;
    m.pnlPool = market.pnlPool;
    m.insuranceDue = market.insuranceDue;
    m.insurancePaid = market.insured.paid;
    m.insurancePayable = exchange::insurancePayable(state, market);
    return m;
}

std::vector<AssetStanding> assetsOf(const exchange::State& state) {
    std::vector<AssetStanding> list;
    for (const exchange::AssetState& asset : state.assets) {
        AssetStanding a;
        a.params = asset.params;
        a.deposits = Amount(asset.deposits.raw() - asset.withdrawals.raw());
        if (asset.params.id == kQuoteAsset) {
            a.price = a.twap5 = Price::of(1);
            a.value = Money(a.deposits.raw());
        } else {
            const oracle::Oracle& source = state.oracles[asset.params.oracle.value()];
            a.price = source.price(PriceUse::Margin, state.now).value_or(Price{});
            a.twap5 = source.twap5();
            a.value = exchange::valueOfDeposits(asset, a.price);
        }
        list.push_back(std::move(a));
    }
    return list;
}

InsuranceStanding insuranceOf(const exchange::State& state) {
    InsuranceStanding insurance{state.insurance.vault, state.insurance.shares, state.backstop, {}};
    if (state.backstop) insurance.backstopEquity = worthOf(state, *state.account(*state.backstop)).equity;
    return insurance;
}

} // namespace qd::client
