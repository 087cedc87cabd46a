#include "core/engine/exchange/Insurance.h"

#include "core/engine/exchange/Accounts.h"
#include "core/engine/exchange/Books.h"
#include "core/engine/exchange/Calm.h"

#include <algorithm>

namespace qd::exchange {
namespace {

void tellFund(const State& state, Emitter& emitter) {
    emitter.tell(InsuranceChanged{state.insurance.vault, state.insurance.shares});
}

/// Moves `amount` between a position's quote and anything else; its break-even knows it as a cost.
bool moveQuote(PositionState& position, std::int64_t amount) {
    const auto quote = position.position.quote.plus(Money(amount));
    const auto breakEven = position.position.breakEven.plus(Money(amount));
    if (!quote || !breakEven) return false;
    position.position.quote = *quote;
    position.position.breakEven = *breakEven;
    return true;
}

std::int64_t presentShares(const State& state, const AccountState& account) {
    return liquidation::liveShares(state.insurance, account.stake);
}

} // namespace

void stakeInsurance(State& state, Emitter& emitter, const StakeInsurance& command) {
    const auto refuse = [&](RejectCode code) { emitter.reject(command.account, MarketId{}, {}, code); };
    AccountState* account = liveAccount(state, command.account);
    if (account == nullptr) return refuse(RejectCode::UnknownAccount);
    if (const RejectCode code = mayTakeOut(state, *account, kQuoteAsset, Amount(command.amount.raw()));
        code != RejectCode::None)
        return refuse(code);
    const auto staked = liquidation::stake(state.insurance, command.amount);
    if (!staked) return refuse(RejectCode::MathOverflow);
    if (staked->minted == 0) return refuse(RejectCode::InsufficientShares);
    const std::int64_t own = staked->fund.epoch == account->stake.epoch ? account->stake.shares : 0;
    if (!post(emitter, *account, {PostingKind::InsuranceStaked, kQuoteAsset, MarketId{}, account->id},
              Amount(-command.amount.raw())))
        return refuse(RejectCode::MathOverflow);
    state.insurance = staked->fund;
    disturb(state, *account, kCrossPool);
    // Shares of an earlier epoch are void, and so is what was asked for them.
    if (staked->fund.epoch != account->stake.epoch) account->unstaking = {};
    account->stake = {own + staked->minted, staked->fund.epoch};
    tellFund(state, emitter);
}

void requestUnstake(State& state, Emitter& emitter, const RequestUnstake& command) {
    const auto refuse = [&](RejectCode code) { emitter.reject(command.account, MarketId{}, {}, code); };
    AccountState* account = liveAccount(state, command.account);
    if (account == nullptr) return refuse(RejectCode::UnknownAccount);
    if (account->frozen) return refuse(RejectCode::AccountFrozen);
    if (command.shares < 0 || command.shares > presentShares(state, *account))
        return refuse(RejectCode::InsufficientShares);
    account->unstaking = {command.shares, command.shares == 0 ? UnixNanos{} : state.now};
    emitter.tell(AccountUpdated{command.account});
}

void unstake(State& state, Emitter& emitter, const Unstake& command) {
    const auto refuse = [&](RejectCode code) { emitter.reject(command.account, MarketId{}, {}, code); };
    AccountState* account = liveAccount(state, command.account);
    if (account == nullptr) return refuse(RejectCode::UnknownAccount);
    if (account->frozen) return refuse(RejectCode::AccountFrozen);
    const std::int64_t shares = std::min(account->unstaking.shares, presentShares(state, *account));
    if (shares == 0) return refuse(RejectCode::InsufficientShares);
    if (!liquidation::cooldownOver(account->unstaking.since, state.now)) return refuse(RejectCode::InsuranceCooldown);
    const auto redeemed = liquidation::redeem(state.insurance, shares);
    if (!redeemed || !post(emitter, *account, {PostingKind::InsuranceUnstaked, kQuoteAsset, MarketId{}, account->id},
                           Amount(redeemed->amount.raw())))
        return refuse(RejectCode::MathOverflow);
    state.insurance = redeemed->fund;
    account->stake.shares -= shares;
    account->unstaking = {};
    tellFund(state, emitter);
}

void settleRevenue(State& state, Emitter& emitter, const SettleRevenue& command) {
    MarketState* market = state.market(command.market);
    const auto refuse = [&](RejectCode code) { emitter.reject(AccountId{}, command.market, {}, code); };
    if (market == nullptr) return refuse(RejectCode::UnknownMarket);
    if (command.amount.raw() <= 0) return refuse(RejectCode::InvalidParameters);
    if (command.amount > market->feePool) return refuse(RejectCode::NothingToSettle);
    if (command.amount > market->pnlPool) return refuse(RejectCode::PnlPoolEmpty);
    const auto vault = state.insurance.vault.plus(command.amount);
    if (!vault) return refuse(RejectCode::MathOverflow);
    market->feePool = Money(market->feePool.raw() - command.amount.raw());
    market->pnlPool = Money(market->pnlPool.raw() - command.amount.raw());
    state.insurance.vault = *vault;
    tellFund(state, emitter);
}

Money payToInsurance(State& state, Emitter& emitter, MarketState& market, PositionState& position, Money amount) {
    const auto due = market.insuranceDue.plus(amount);
    if (!due || !moveQuote(position, -amount.raw())) return Money{};
    market.insuranceDue = *due;
    collectInsurance(state, emitter, market);
    return amount;
}

Money insurancePayable(const State& state, const MarketState& market) {
    liquidation::InsuranceFund fund = state.insurance;
    fund.vault = fund.vault.plus(market.insuranceDue).value_or(fund.vault);
    return liquidation::payable(fund, market.insured, market.params.tier, state.now);
}

Money payFromInsurance(State& state, Emitter& emitter, MarketState& market, PositionState& position, Money amount) {
    const Money paid = std::min(amount, insurancePayable(state, market));
    if (paid.raw() <= 0) return Money{};
    const auto claim = liquidation::withPayment(market.insured, paid, state.now);
    const Money owed = std::min(paid, market.insuranceDue);
    const Money cash(paid.raw() - owed.raw());
    const auto pool = market.pnlPool.plus(cash);
    if (!claim || !pool || !moveQuote(position, paid.raw())) return Money{};
    // What the market owes the fund is paid by owing less; the rest is cash that joins the settled losses.
    market.insuranceDue = Money(market.insuranceDue.raw() - owed.raw());
    market.pnlPool = *pool;
    state.insurance.vault = Money(state.insurance.vault.raw() - cash.raw());
    market.insured = *claim;
    tellFund(state, emitter);
    return paid;
}

void collectInsurance(State& state, Emitter& emitter, MarketState& market) {
    const Money cash = std::min(market.insuranceDue, std::max(market.pnlPool, Money{}));
    const auto vault = state.insurance.vault.plus(cash);
    if (cash.isZero() || !vault) return;
    market.insuranceDue = Money(market.insuranceDue.raw() - cash.raw());
    market.pnlPool = Money(market.pnlPool.raw() - cash.raw());
    state.insurance.vault = *vault;
    tellFund(state, emitter);
}

} // namespace qd::exchange
