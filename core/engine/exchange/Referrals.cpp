#include "core/engine/exchange/Referrals.h"

#include "core/engine/exchange/Accounts.h"
#include "core/engine/exchange/Volumes.h"

namespace qd::exchange {

void setReferrer(State& state, Emitter& emitter, const SetReferrer& command) {
    const auto refuse = [&](RejectCode code) { emitter.reject(AccountId{}, MarketId{}, {}, code); };
    const auto master = state.masters.find(command.master);
    if (master == state.masters.end()) return refuse(RejectCode::UnknownAccount);
    if (command.referrer == command.master) return refuse(RejectCode::SelfReferral);
    if (master->second.referrer) return refuse(RejectCode::ReferrerKept);
    const auto referrer = state.masters.find(command.referrer);
    if (referrer == state.masters.end() || liveAccount(state, referrer->second.accounts.front()) == nullptr)
        return refuse(RejectCode::UnknownReferrer);
    master->second.referrer = command.referrer;
    followReferrer(state, master->second);
    emitter.tell(ReferrerNamed{command.master, command.referrer});
}

void followReferrer(State& state, MasterState& master) {
    if (!master.referrer) return;
    const AccountId rewarded = state.masters.at(*master.referrer).accounts.front();
    for (const AccountId own : master.accounts) {
        state.account(own)->referred = true;
        state.account(own)->referrer = rewarded;
    }
}

AccountState* rewardedBy(State& state, const AccountState& taker) noexcept {
    return isRewarded(state, taker) ? state.account(taker.referrer) : nullptr;
}

void HandedOn::takeBack() const noexcept {
    referrer->referralRewards = rewards;
    referrer->balances[kQuoteAsset.value()] = referrersBalance;
    taker->balances[kQuoteAsset.value()] = takersBalance;
}

std::optional<HandedOn> handOn(AccountState& taker, PositionState& position, AccountState& referrer, Money reward) {
    Amount& from = taker.balances[kQuoteAsset.value()];
    Amount& to = referrer.balances[kQuoteAsset.value()];
    const auto quote = position.position.quote.plus(reward);
    const auto settled = position.settled.minus(reward);
    const auto margin = position.isolatedMargin.minus(position.isolated ? reward : Money{});
    const auto balance = from.minus(Amount(position.isolated ? 0 : reward.raw()));
    const auto credited = to.plus(Amount(reward.raw()));
    const auto rewards = referrer.referralRewards.plus(reward);
    if (!quote || !settled || !margin || !balance || !credited || !rewards) return std::nullopt;
    const HandedOn before{&taker, &referrer, from, to, referrer.referralRewards};
    position.position.quote = *quote;
    position.settled = *settled;
    position.isolatedMargin = *margin;
    from = *balance;
    to = *credited;
    referrer.referralRewards = *rewards;
    return before;
}

void tellReward(Emitter& emitter, const AccountState& taker, const PositionState& position,
                const AccountState& referrer, Money reward) {
    const Amount left = position.isolated ? Amount(position.isolatedMargin.raw()) : taker.balances[kQuoteAsset.value()];
    emitter.tell(LedgerPosted{taker.id, PostingKind::ReferralFee, kQuoteAsset, position.market, position.isolated,
                              Amount(-reward.raw()), left, referrer.id});
    emitter.tell(LedgerPosted{referrer.id, PostingKind::ReferralReward, kQuoteAsset, position.market, false,
                              Amount(reward.raw()), referrer.balances[kQuoteAsset.value()], taker.id});
}

} // namespace qd::exchange
