#include "core/engine/exchange/Prices.h"

#include "core/engine/exchange/Calm.h"
#include "core/engine/exchange/Liquidation.h"
#include "core/engine/exchange/Twap.h"
#include "core/engine/exchange/Validation.h"
#include "core/engine/exchange/Waiting.h"
#include "core/engine/funding/Funding.h"
#include "core/engine/funding/Premium.h"
#include "core/engine/ledger/Position.h"

#include <algorithm>

namespace qd::exchange {
namespace {

constexpr std::size_t kMostLevels = 512; ///< looked at for an impact price

void tellChange(State& state, Emitter& emitter, OracleId id, const oracle::OracleChange& change) {
    using What = OracleChanged::What;
    if (change.failedOver) emitter.tell(OracleChanged{id, What::FailedOver});
    if (change.recovered) emitter.tell(OracleChanged{id, What::Recovered});
    if (change.breakerReset) emitter.tell(OracleChanged{id, What::BreakerReset});
    if (change.tripped != oracle::BreakerCause::None) {
        emitter.tell(OracleChanged{id, What::BreakerTripped});
        state.schedule({UnixNanos(state.now.value() + oracle::kBreakerNanos), TimerKind::BreakerCheck, id.value(), 0});
    }
}

Price bestOf(const MarketState& market, Side side) {
    const book::Tick own = market.book.best(side);
    const book::Tick other = market.outside ? market.outside->best(side) : book::kNoTick;
    if (own == book::kNoTick && other == book::kNoTick) return {};
    if (own == book::kNoTick || other == book::kNoTick) return market.toPrice(own == book::kNoTick ? other : own);
    return market.toPrice(side == Side::Buy ? std::max(own, other) : std::min(own, other));
}

/// A venue's mark counts for as long as an index would count for a fill.
Price outsideMark(const MarketState& market, const oracle::Oracle& index, UnixNanos now) {
    const std::int64_t age = now - market.publishedAt;
    return age <= index.params().staleForFillMs * kNanosPerMilli ? market.publishedMark : Price{};
}

/// The market's prices made anew. True when they may be used; otherwise those before stand.
bool formPrices(State& state, Emitter& emitter, MarketState& market, bool estimated) {
    const oracle::Oracle& source = state.oracles[market.params.oracle.value()];
    const auto index = source.price(PriceUse::Match, state.now);
    const auto mark =
        market.mark.update({source.price(PriceUse::Trigger, state.now).value_or(Price{}), bestOf(market, Side::Buy),
                            bestOf(market, Side::Sell), market.lastTrade, outsideMark(market, source, state.now)},
                           state.now);
    const MarketPrices fresh{index.value_or(market.prices.index), mark.value_or(market.prices.mark), source.twap5(),
                             estimated};
    if (!acceptable(market.params, fresh)) return false;
    market.prices = fresh;
    market.touch(emitter.now());
    emitter.tell(PricesChanged{market.params.id, fresh});
    return true;
}

void followPrices(State& state, Emitter& emitter, MarketState& market, const MarketPrices& before) {
    if (market.prices.index != before.index) {
        moveFloating(state, emitter, market);
        evaluateTriggers(state, emitter, market, TriggerSource::Index, before.index);
    }
    if (market.prices.mark != before.mark) evaluateTriggers(state, emitter, market, TriggerSource::Mark, before.mark);
    workAgenda(state, emitter);
}

/// An oracle has a new price: every market and asset it prices follows.
void spread(State& state, Emitter& emitter, OracleId id) {
    for (const auto& market : state.markets) {
        if (market->params.oracle != id) continue;
        const MarketPrices before = market->prices;
        if (formPrices(state, emitter, *market, market->prices.estimated))
            followPrices(state, emitter, *market, before);
    }
    sweepDepositors(state, emitter, id);
    for (const auto& market : state.markets) {
        if (market->params.oracle == id) sweepMarket(state, emitter, *market);
    }
}

void advanceOracle(State& state, Emitter& emitter, OracleId id) {
    const oracle::OracleChange change = state.oracles[id.value()].advance(state.now);
    tellChange(state, emitter, id, change);
    if (change.failedOver) spread(state, emitter, id); // another source's price counts from now on
}

/// Levels of one side, best first, until they are worth `enough`.
void collectLevels(const MarketState& market, Side side, Money enough, std::vector<BookLevel>& out) {
    out.clear();
    Int128 worth = 0;
    const auto add = [&](book::Tick tick, book::Lots lots) {
        const Price price = market.toPrice(tick);
        const Quantity size = market.toQuantity(lots);
        out.push_back({price, size});
        worth += Int128{price.raw()} * size.raw() / Quantity::kScale;
        return worth <= enough.raw() && out.size() < kMostLevels;
    };
    if (market.outside) {
        const book::ExternalDepth& depth = *market.outside;
        for (book::Tick t = depth.best(side); t != book::kNoTick; t = depth.nextWorse(side, t)) {
            if (!add(t, depth.available(side, t))) return;
        }
        return;
    }
    for (book::Tick t = market.book.best(side); t != book::kNoTick; t = market.book.nextWorse(side, t)) {
        if (!add(t, market.book.level(t).lots)) return;
    }
}

std::optional<Rate> premiumOf(State& state, const MarketState& market) {
    const auto index = state.oracles[market.params.oracle.value()].price(PriceUse::Funding, state.now);
    if (!index) return std::nullopt;
    Agenda& memory = state.agenda;
    collectLevels(market, Side::Buy, market.params.impactNotional, memory.bids);
    collectLevels(market, Side::Sell, market.params.impactNotional, memory.asks);
    const auto rate =
        funding::premium({memory.bids, memory.asks, *index, market.params.impactNotional, market.params.maxPremium});
    return rate ? std::optional(*rate) : std::nullopt;
}

/// What a step of the funding indexes does to a position.
class FundingCharge {
  public:
    FundingCharge(FundingIndex longs, FundingIndex shorts) : m_longs(longs), m_shorts(shorts) {}

    struct Paid {
        Position position;
        Money fundingPaid;
        Money amount; ///< > 0 received
    };
    [[nodiscard]] std::expected<Money, MathError> of(Quantity base) const {
        return funding::payment(base.raw() > 0 ? m_longs : m_shorts, FundingIndex{}, base);
    }
    [[nodiscard]] std::optional<Paid> after(const PositionState& p) const {
        const auto amount = of(p.position.base);
        if (!amount) return std::nullopt;
        const auto position = ledger::withFee(p.position, Money(-amount->raw()));
        const auto paid = p.fundingPaid.minus(*amount);
        return position && paid ? std::optional(Paid{*position, *paid, *amount}) : std::nullopt;
    }

  private:
    FundingIndex m_longs;
    FundingIndex m_shorts;
};

void updateFunding(State& state, Emitter& emitter, MarketState& market) {
    const oracle::Oracle& source = state.oracles[market.params.oracle.value()];
    const auto update = market.funding.update({source.price(PriceUse::Funding, state.now), market.prices.mark,
                                               source.twap5(), source.twap60(), source.publishedAt(state.now), Rate{}},
                                              state.now);
    if (!update) {
        if (update.error() != funding::FundingRefusal::NotDue) emitter.tell(FundingSkipped{market.params.id});
        return;
    }
    if (!chargeFunding(state, emitter, market, update->delta, update->delta))
        return emitter.tell(FundingSkipped{market.params.id});
    emitter.tell(FundingUpdated{market.params.id, update->rate8h, update->delta, market.fundingIndexLong});
    sweepMarket(state, emitter, market);
}

} // namespace

void reportPrice(State& state, Emitter& emitter, const ReportPrice& command) {
    const OracleReport& report = command.report;
    if (report.oracle.value() >= state.oracles.size())
        return emitter.reject(AccountId{}, MarketId{}, {}, RejectCode::UnknownOracle);
    oracle::Oracle& source = state.oracles[report.oracle.value()];
    const oracle::OracleChange change = source.report(report, state.now);
    tellChange(state, emitter, report.oracle, change);
    if (!change.accepted) return emitter.reject(AccountId{}, MarketId{}, {}, RejectCode::InvalidParameters);
    spread(state, emitter, report.oracle);
}

void setPrices(State& state, Emitter& emitter, const SetPrices& command) {
    const auto refuse = [&](RejectCode code) { emitter.reject(AccountId{}, command.market, {}, code); };
    MarketState* market = state.market(command.market);
    if (market == nullptr) return refuse(RejectCode::UnknownMarket);
    const bool empty = command.index.isZero() && command.mark.isZero();
    if (empty || !acceptable(market->params, command)) return refuse(RejectCode::InvalidParameters);
    if (!command.mark.isZero()) {
        market->publishedMark = command.mark;
        market->publishedAt = state.now;
        market->prices.estimated = command.estimated;
    }
    const OracleId id = market->params.oracle;
    if (!command.index.isZero())
        tellChange(state, emitter, id,
                   state.oracles[id.value()].report({id, 0, command.index, Price{}, state.now, true}, state.now));
    spread(state, emitter, id);
}

void resetBreaker(State& state, Emitter& emitter, const ResetBreaker& command) {
    if (command.oracle.value() >= state.oracles.size())
        return emitter.reject(AccountId{}, MarketId{}, {}, RejectCode::UnknownOracle);
    if (!state.oracles[command.oracle.value()].resetBreaker())
        return emitter.reject(AccountId{}, MarketId{}, {}, RejectCode::InvalidParameters);
    emitter.tell(OracleChanged{command.oracle, OracleChanged::What::BreakerReset});
}

void advanceOracles(State& state, Emitter& emitter) {
    for (std::size_t i = 0; i < state.oracles.size(); ++i)
        advanceOracle(state, emitter, OracleId(static_cast<std::uint16_t>(i)));
}

void checkBreaker(State& state, Emitter& emitter, OracleId id, UnixNanos due) {
    const oracle::OracleState& past = state.oracles[id.value()].state();
    if (past.breaker == oracle::BreakerCause::None || due - past.trippedAt != oracle::kBreakerNanos) return;
    advanceOracle(state, emitter, id);
}

void stepFunding(State& state, Emitter& emitter, MarketState& market) {
    const bool over = market.status == MarketStatus::Settlement || market.status == MarketStatus::Delisted;
    if (over) return;
    market.book.fitPages(); // here, because no order waits for it
    market.funding.addSample(premiumOf(state, market), state.now);
    if ((market.pausedOperations & paused::kFunding) == 0 && market.funding.nextUpdate() <= state.now)
        updateFunding(state, emitter, market);
    state.schedule({market.funding.nextSample(), TimerKind::Funding, market.params.id.value(), 0});
}

bool chargeFunding(State& state, Emitter& emitter, MarketState& market, FundingIndex longs, FundingIndex shorts) {
    const FundingCharge charge(longs, shorts);
    const auto indexLong = market.fundingIndexLong.plus(longs);
    const auto indexShort = market.fundingIndexShort.plus(shorts);
    const auto outside = charge.of(market.outsideParty.base);
    const auto outsideQuote = outside ? market.outsideParty.quote.plus(*outside) : std::unexpected(MathError::Overflow);
    Checked received = outside ? outside->raw() : 0;
    bool fits = indexLong && indexShort && outsideQuote;
    for (const AccountId id : market.holders) {
        const auto paid = fits ? charge.after(*state.account(id)->find(market.params.id)) : std::nullopt;
        fits = paid.has_value();
        if (!fits) break;
        received += paid->amount.raw();
    }
    const auto pool = (Checked(market.feePool.raw()) - received).to<Money>();
    if (!fits || !pool) return false;
    for (const AccountId id : market.holders) {
        AccountState& account = *state.account(id);
        PositionState& p = *account.find(market.params.id);
        if (p.position.base.isZero()) continue;
        disturb(state, account, p.pool());
        const FundingCharge::Paid paid = *charge.after(p);
        p.position = paid.position;
        p.fundingPaid = paid.fundingPaid;
        emitter.tell(FundingPaid{id, market.params.id, p.position.base, paid.amount});
    }
    market.outsideParty.quote = *outsideQuote;
    market.feePool = *pool;
    market.fundingIndexLong = *indexLong;
    market.fundingIndexShort = *indexShort;
    return true;
}

} // namespace qd::exchange
