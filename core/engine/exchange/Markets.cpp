#include "core/engine/exchange/Markets.h"

#include "core/engine/exchange/Calm.h"
#include "core/engine/exchange/Lifecycle.h"
#include "core/engine/exchange/Liquidation.h"
#include "core/engine/exchange/Validation.h"
#include "core/engine/ledger/Position.h"

#include <algorithm>

namespace qd::exchange {
namespace {

constexpr std::uint8_t kAllOperations =
    paused::kLiquidation | paused::kFunding | paused::kTriggers | paused::kSettlePnl;

void cancelMarket(State& state, Emitter& emitter, MarketState& market) {
    for (const AccountId id : market.holders) {
        AccountState& account = *state.account(id);
        const OpenSlots open = openSlotsById(account);
        for (const std::uint8_t slot : open.all()) {
            if (account.orders[slot] && account.orders[slot]->order.terms.market == market.params.id)
                cancelAt(state, emitter, account, slot, CloseReason::MarketClosed);
        }
    }
}

/// What closing at `price` does to a position: floor for every one, so that the pool gains what is left over.
std::optional<ledger::PositionChange> closed(const Position& p, Price price) {
    const auto value = Checked(p.base.raw()).times(price.raw(), Quantity::kScale, Round::Down).to<Money>();
    if (!value) return std::nullopt;
    const auto change = ledger::withFill(p, Quantity(-p.base.raw()), *value);
    return change ? std::optional(*change) : std::nullopt;
}

bool canSettle(const State& state, const MarketState& market, Price price) {
    return std::ranges::all_of(market.holders, [&](AccountId id) {
        return closed(state.account(id)->find(market.params.id)->position, price).has_value();
    });
}

/// §3.6 (5): positions are worth the settlement price. The sum of what they receive is at most nothing; the rest goes
/// to the fee pool.
void settlePositions(State& state, Emitter& emitter, MarketState& market, Price price) {
    Int128 paid = 0;
    for (const AccountId id : market.holders) {
        PositionState& position = *state.account(id)->find(market.params.id);
        if (position.position.base.isZero()) continue;
        const auto change = closed(position.position, price);
        paid += change->after.quote.raw() - position.position.quote.raw();
        const Side side = position.position.base.raw() > 0 ? Side::Sell : Side::Buy;
        emitter.tell(PositionSettled{id, market.params.id, side, Quantity(std::abs(position.position.base.raw())),
                                     price, change->realised});
        position.position = change->after;
        disturb(state, *state.account(id), position.pool());
    }
    Counterparty& outside = market.outsideParty;
    const Int128 outsideValue = mulDiv(outside.base.raw(), price.raw(), Quantity::kScale, Round::Down).value_or(0);
    outside = {Quantity{}, Money(outside.quote.raw() + static_cast<std::int64_t>(outsideValue))};
    market.feePool = Money(market.feePool.raw() - static_cast<std::int64_t>(paid + outsideValue));
    market.openInterest = Quantity{};
}

} // namespace

void createAsset(State& state, Emitter& emitter, const CreateAsset& command) {
    const AssetParams& p = command.params;
    const auto refuse = [&](RejectCode code) { emitter.reject(AccountId{}, MarketId{}, {}, code); };
    if (p.id.value() != state.assets.size() || state.assets.size() == kMaxAssets)
        return refuse(RejectCode::DuplicateId);
    if (std::ranges::any_of(state.assets, [&](const AssetState& a) { return a.params.symbol == p.symbol; }))
        return refuse(RejectCode::DuplicateId);
    if (p.oracle.value() >= state.oracles.size()) return refuse(RejectCode::UnknownOracle);
    if (!acceptable(p)) return refuse(RejectCode::InvalidParameters);
    state.assets.push_back({p, Amount{}, Amount{}});
    emitter.tell(AssetCreated{p.id});
}

void createOracle(State& state, Emitter& emitter, const CreateOracle& command) {
    const OracleParams& p = command.params;
    const auto refuse = [&](RejectCode code) { emitter.reject(AccountId{}, MarketId{}, {}, code); };
    if (p.id.value() != state.oracles.size() || state.oracles.size() == kMaxOracles)
        return refuse(RejectCode::DuplicateId);
    if (!acceptable(p)) return refuse(RejectCode::InvalidParameters);
    state.oracles.emplace_back(p);
    emitter.tell(OracleCreated{p.id});
}

void createMarket(State& state, Emitter& emitter, const CreateMarket& command, std::uint32_t maxOrders) {
    const MarketParams& p = command.params;
    const auto refuse = [&](RejectCode code) { emitter.reject(AccountId{}, p.id, {}, code); };
    if (p.id.value() != state.markets.size() || state.markets.size() == kMaxMarkets)
        return refuse(RejectCode::DuplicateId);
    if (std::ranges::any_of(state.markets, [&](const auto& m) { return m->params.symbol == p.symbol; }))
        return refuse(RejectCode::DuplicateId);
    if (p.oracle.value() >= state.oracles.size()) return refuse(RejectCode::UnknownOracle);
    if (!acceptable(p)) return refuse(RejectCode::InvalidParameters);
    const auto capacity = static_cast<book::Tick>(p.maxPrice.raw() / p.tick.raw() + 1);
    state.markets.push_back(std::make_unique<MarketState>(p, capacity, maxOrders, state.now));
    if (p.funding) state.schedule({state.markets.back()->funding.nextSample(), TimerKind::Funding, p.id.value(), 0});
    emitter.tell(MarketCreated{p.id});
}

void setMarketStatus(State& state, Emitter& emitter, const SetMarketStatus& command) {
    MarketState* market = state.market(command.market);
    const auto refuse = [&](RejectCode code) { emitter.reject(AccountId{}, command.market, {}, code); };
    if (market == nullptr) return refuse(RejectCode::UnknownMarket);
    const bool over = market->status == MarketStatus::Settlement || market->status == MarketStatus::Delisted;
    const bool ends = command.status == MarketStatus::Settlement;
    if (over != (command.status == MarketStatus::Delisted) || (ends && command.settlementPrice.raw() <= 0) ||
        (!ends && !command.settlementPrice.isZero()) || (ends && command.settlementPrice > market->params.maxPrice))
        return refuse(RejectCode::InvalidParameters);
    if (ends) {
        if (!canSettle(state, *market, command.settlementPrice)) return refuse(RejectCode::MathOverflow);
        cancelMarket(state, emitter, *market);
        settlePositions(state, emitter, *market, command.settlementPrice);
        market->settlementPrice = command.settlementPrice;
    }
    market->status = command.status;
    market->touch(emitter.now());
    emitter.tell(MarketStatusChanged{command.market, command.status});
    if (ends) sweepMarket(state, emitter, *market); // what was settled may be out of danger, or in debt
}

void setPausedOperations(State& state, Emitter& emitter, const SetPausedOperations& command) {
    MarketState* market = state.market(command.market);
    if (market == nullptr) return emitter.reject(AccountId{}, command.market, {}, RejectCode::UnknownMarket);
    if ((command.operations & ~kAllOperations) != 0)
        return emitter.reject(AccountId{}, command.market, {}, RejectCode::InvalidParameters);
    market->pausedOperations = command.operations;
    emitter.tell(OperationsPaused{command.market, command.operations});
}

} // namespace qd::exchange
