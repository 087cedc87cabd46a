#include "core/engine/exchange/Accounts.h"

#include "core/engine/exchange/Books.h"
#include "core/engine/exchange/Calm.h"
#include "core/engine/exchange/Insurance.h"
#include "core/engine/exchange/Liquidation.h"
#include "core/engine/exchange/Pools.h"
#include "core/engine/exchange/Referrals.h"
#include "core/engine/risk/Admission.h"

#include <algorithm>

namespace qd::exchange {
namespace {

constexpr std::uint32_t kMostClientIds = 1U << 20U;

bool knownAsset(const State& state, AssetId asset) noexcept { return asset.value() < state.assets.size(); }

/// Would all deposits of the asset, `more` included, be worth more than its cap?
RejectCode checkCap(const State& state, const AssetState& asset, Amount more) {
    if (asset.params.cap.isZero()) return RejectCode::None;
    const auto price = state.oracles[asset.params.oracle.value()].price(PriceUse::Margin, state.now);
    if (!price) return RejectCode::OracleInvalid;
    Int128 unit = 1;
    for (int i = 0; i < asset.params.decimals; ++i) unit *= 10;
    const auto worth = (Checked(asset.deposits.raw()) - asset.withdrawals.raw() + more.raw())
                           .times(price->raw(), unit, Round::Up)
                           .to<Money>();
    return worth && *worth <= asset.params.cap ? RejectCode::None : RejectCode::DepositCap;
}

/// §2.6: may something leave the cross pool towards another? Judged after it has left.
RejectCode checkLeft(const State& state, const AccountState& account, PoolId towards) {
    if (!pricesGood(state, account, kCrossPool, PriceUse::Margin)) return RejectCode::OracleInvalid;
    if (const RejectCode code = checkInitial(state, account, kCrossPool); code != RejectCode::None) return code;
    const PoolList pools = poolsOf(account);
    const bool maintained = std::ranges::all_of(pools.all(), [&](PoolId pool) {
        return pool == kCrossPool || pool == towards || isMaintained(state, account, pool);
    });
    return maintained ? RejectCode::None : RejectCode::InsufficientCollateral;
}

bool isEmpty(const State& state, const AccountState& account) {
    const auto positions = account.used();
    return account.openOrderCount == 0 && liquidation::liveShares(state.insurance, account.stake) == 0 &&
           std::ranges::all_of(account.balances, [](Amount a) { return a.isZero(); }) &&
           std::ranges::all_of(positions, [](const PositionState& p) {
               return p.idle() && p.position.quote.isZero() && p.isolatedMargin.isZero();
           });
}

/// Initial margin of every pool of the account.
RejectCode initialOfAll(const State& state, const AccountState& account) {
    RejectCode code = RejectCode::None;
    const PoolList pools = poolsOf(account);
    for (const PoolId pool : pools.all()) {
        if (code == RejectCode::None) code = checkInitial(state, account, pool);
    }
    return code;
}

/// How far the index may be from its average for profit and loss to be settled. §3.10.
Rate settleTolerance(MarketTier tier) {
    switch (tier) {
    case MarketTier::A:
    case MarketTier::B: return Rate(5'000);
    case MarketTier::C: return Rate(10'000);
    default: return Rate(25'000);
    }
}

RejectCode maintained(const State& state, const AccountState& account, PoolId pool) {
    const ExposureOf exposure(state, account, pool);
    const auto totals =
        risk::marginTotals(exposure.exposure(), risk::MarginKind::Maintenance, risk::Strictness::Strict);
    if (!totals) return RejectCode::MathOverflow;
    return totals->sufficient() ? RejectCode::None : RejectCode::InsufficientCollateral;
}

RejectCode maySettle(const State& state, const AccountState& account, const PositionState& position) {
    const MarketState& market = *state.market(position.market);
    if ((market.pausedOperations & paused::kSettlePnl) != 0) return RejectCode::MarketPaused;
    if (market.status == MarketStatus::Settlement || market.status == MarketStatus::Delisted)
        return maintained(state, account, position.pool()); // no price matters to it any more
    const oracle::Oracle& source = state.oracles[market.params.oracle.value()];
    const auto index = source.price(PriceUse::Funding, state.now);
    if (!index) return RejectCode::OracleInvalid;
    const Int128 distance = Int128{index->raw()} - source.twap5().raw();
    if ((distance < 0 ? -distance : distance) * Rate::kScale >=
        Int128{settleTolerance(market.params.tier).raw()} * source.twap5().raw())
        return RejectCode::PriceBandsBreached;
    return maintained(state, account, position.pool());
}

} // namespace

RejectCode mayTakeOut(const State& state, AccountState& account, AssetId asset, Amount amount, PoolId towards) {
    if (account.frozen) return RejectCode::AccountFrozen;
    if (account.risk.beingLiquidated) return RejectCode::BeingLiquidated;
    if (amount.raw() <= 0) return RejectCode::InvalidParameters;
    Amount& balance = account.balances[asset.value()];
    if (amount > balance)
        return asset == kQuoteAsset ? RejectCode::InsufficientCollateral : RejectCode::SpotBorrowDisabled;
    const Amount before = balance;
    balance = Amount(balance.raw() - amount.raw());
    const RejectCode code = checkLeft(state, account, towards);
    balance = before;
    return code;
}

AccountState* liveAccount(State& state, AccountId id) noexcept {
    AccountState* account = state.account(id);
    return account == nullptr || account->closed ? nullptr : account;
}

void joinHolders(MarketState& market, const AccountState& account, PositionState& position) {
    market.holders.insert(std::ranges::lower_bound(market.holders, account.id), account.id);
    position.band = static_cast<std::uint32_t>(market.bands.size());
    market.bands.push_back({account.id});
}

PositionState* positionFor(MarketState& market, AccountState& account, bool& made) {
    made = false;
    if (PositionState* found = account.find(market.params.id)) return found;
    if (account.positionCount == kMaxPositions) return nullptr;
    made = true;
    PositionState& fresh = account.positions[account.positionCount++];
    fresh = PositionState{};
    fresh.market = market.params.id;
    joinHolders(market, account, fresh);
    return &fresh;
}

void dropPosition(MarketState& market, AccountState& account) {
    --account.positionCount;
    market.holders.erase(std::ranges::lower_bound(market.holders, account.id));
    market.bands.pop_back();
}

void openAccount(State& state, Emitter& emitter, const OpenAccount& command) {
    const auto refuse = [&](RejectCode code) { emitter.reject(command.account, MarketId{}, {}, code); };
    if (command.account.value() != state.accounts.size() || state.accounts.size() == kMaxAccounts)
        return refuse(RejectCode::DuplicateId);
    if (command.name.size() > kLongestAccountName || command.clientIdCapacity > kMostClientIds)
        return refuse(RejectCode::InvalidParameters);
    MasterState& master = state.masters[command.master];
    if (master.accounts.size() == kMaxSubAccounts) return refuse(RejectCode::MaxSubAccounts);
    AccountState& account =
        state.accounts.add(command.account, command.master, command.name, ClientIds(command.clientIdCapacity));
    account.subAccount = static_cast<std::uint16_t>(master.accounts.size());
    account.lastActive = emitter.now();
    master.accounts.push_back(command.account);
    followReferrer(state, master);
    emitter.tell(AccountOpened{command.account, command.master, account.subAccount});
}

void updateAccount(State& state, Emitter& emitter, const UpdateAccount& command) {
    const auto refuse = [&](RejectCode code) { emitter.reject(command.account, MarketId{}, {}, code); };
    AccountState* account = liveAccount(state, command.account);
    if (account == nullptr) return refuse(RejectCode::UnknownAccount);
    const bool named = command.name && command.name->size() > kLongestAccountName;
    const bool leveraged =
        command.userMargin && (command.userMargin->raw() < 0 || command.userMargin->raw() > Ratio::kScale);
    if (named || leveraged) return refuse(RejectCode::InvalidParameters);
    if (account->frozen) return refuse(RejectCode::AccountFrozen);
    if (command.userMargin) {
        const Ratio before = account->userMargin;
        account->userMargin = *command.userMargin;
        const RejectCode code = *command.userMargin > before ? initialOfAll(state, *account) : RejectCode::None;
        if (code != RejectCode::None) {
            account->userMargin = before;
            return refuse(code);
        }
    }
    if (command.name) account->name = *command.name;
    if (command.reduceOnly) account->reduceOnly = *command.reduceOnly;
    emitter.tell(AccountUpdated{command.account});
}

void closeAccount(State& state, Emitter& emitter, const CloseAccount& command) {
    AccountState* account = liveAccount(state, command.account);
    if (account == nullptr) return emitter.reject(command.account, MarketId{}, {}, RejectCode::UnknownAccount);
    if (!isEmpty(state, *account)) return emitter.reject(command.account, MarketId{}, {}, RejectCode::AccountNotEmpty);
    account->closed = true;
    emitter.tell(AccountClosed{command.account});
}

void freezeAccount(State& state, Emitter& emitter, const FreezeAccount& command) {
    AccountState* account = liveAccount(state, command.account);
    if (account == nullptr) return emitter.reject(command.account, MarketId{}, {}, RejectCode::UnknownAccount);
    account->frozen = command.frozen;
    emitter.tell(AccountUpdated{command.account});
}

void setDelegate(State& state, Emitter& emitter, const SetDelegate& command) {
    const auto refuse = [&](RejectCode code) { emitter.reject(AccountId{}, MarketId{}, {}, code); };
    const auto master = state.masters.find(command.master);
    if (master == state.masters.end()) return refuse(RejectCode::UnknownAccount);
    if ((command.permissions & ~permission::kAll) != 0 || command.delegate == command.master ||
        command.maxOrderNotional.raw() < 0 || command.expiry < UnixNanos{})
        return refuse(RejectCode::InvalidParameters);
    auto& delegates = master->second.delegates;
    const auto at = std::ranges::lower_bound(delegates, command.delegate, {}, &DelegateState::delegate);
    const bool known = at != delegates.end() && at->delegate == command.delegate;
    if (command.permissions == 0) {
        if (known) delegates.erase(at);
    } else if (known) {
        *at = {command.delegate, command.permissions, command.expiry, command.maxOrderNotional};
    } else {
        if (delegates.size() == kMaxDelegates) return refuse(RejectCode::InvalidParameters);
        delegates.insert(at, {command.delegate, command.permissions, command.expiry, command.maxOrderNotional});
    }
    emitter.tell(DelegateChanged{command.master, command.delegate, command.permissions});
}

void deposit(State& state, Emitter& emitter, const Deposit& command) {
    const auto refuse = [&](RejectCode code) { emitter.reject(command.account, MarketId{}, {}, code); };
    AccountState* account = liveAccount(state, command.account);
    if (account == nullptr) return refuse(RejectCode::UnknownAccount);
    if (!knownAsset(state, command.asset)) return refuse(RejectCode::UnknownAsset);
    if (command.amount.raw() <= 0) return refuse(RejectCode::InvalidParameters);
    AssetState& asset = state.assets[command.asset.value()];
    if (const RejectCode code = checkCap(state, asset, command.amount); code != RejectCode::None) return refuse(code);
    const auto total = asset.deposits.plus(command.amount);
    if (!total ||
        !post(emitter, *account, {PostingKind::Deposit, command.asset, MarketId{}, account->id}, command.amount))
        return refuse(RejectCode::MathOverflow);
    asset.deposits = *total;
    checkPools(state, emitter, *account); // it may be out of danger
}

void withdraw(State& state, Emitter& emitter, const Withdraw& command) {
    const auto refuse = [&](RejectCode code) { emitter.reject(command.account, MarketId{}, {}, code); };
    AccountState* account = liveAccount(state, command.account);
    if (account == nullptr) return refuse(RejectCode::UnknownAccount);
    if (!knownAsset(state, command.asset)) return refuse(RejectCode::UnknownAsset);
    if (const RejectCode code = mayTakeOut(state, *account, command.asset, command.amount); code != RejectCode::None)
        return refuse(code);
    AssetState& asset = state.assets[command.asset.value()];
    const auto total = asset.withdrawals.plus(command.amount);
    // Gains are cash before the losses of others have been: what an account owes is lent by the other depositors.
    if (total && *total > asset.deposits) return refuse(RejectCode::InsufficientVaultBalance);
    if (!total || !post(emitter, *account, {PostingKind::Withdrawal, command.asset, MarketId{}, account->id},
                        Amount(-command.amount.raw())))
        return refuse(RejectCode::MathOverflow);
    asset.withdrawals = *total;
    disturb(state, *account, kCrossPool);
}

void transfer(State& state, Emitter& emitter, const Transfer& command) {
    const auto refuse = [&](RejectCode code) { emitter.reject(command.from, MarketId{}, {}, code); };
    AccountState* from = liveAccount(state, command.from);
    AccountState* to = liveAccount(state, command.to);
    if (from == nullptr || to == nullptr) return refuse(RejectCode::UnknownAccount);
    if (from == to) return refuse(RejectCode::InvalidParameters);
    if (from->master != to->master) return refuse(RejectCode::Unauthorized);
    if (!knownAsset(state, command.asset)) return refuse(RejectCode::UnknownAsset);
    if (const RejectCode code = mayTakeOut(state, *from, command.asset, command.amount); code != RejectCode::None)
        return refuse(code);
    if (!to->balances[command.asset.value()].plus(command.amount)) return refuse(RejectCode::MathOverflow);
    // Both fit: taking out was rehearsed, putting in was just tried.
    (void)post(emitter, *from, {PostingKind::TransferOut, command.asset, MarketId{}, to->id},
               Amount(-command.amount.raw()));
    (void)post(emitter, *to, {PostingKind::TransferIn, command.asset, MarketId{}, from->id}, command.amount);
    disturb(state, *from, kCrossPool);
    checkPools(state, emitter, *to);
}

void setMarginMode(State& state, Emitter& emitter, const SetMarginMode& command) {
    const auto refuse = [&](RejectCode code) { emitter.reject(command.account, command.market, {}, code); };
    AccountState* account = liveAccount(state, command.account);
    MarketState* market = state.market(command.market);
    if (market == nullptr) return refuse(RejectCode::UnknownMarket);
    if (account == nullptr) return refuse(RejectCode::UnknownAccount);
    if (account->frozen) return refuse(RejectCode::AccountFrozen);
    bool made = false;
    PositionState* position = positionFor(*market, *account, made);
    if (position == nullptr) return refuse(RejectCode::MaxPositions);
    // What is left of profit and loss would change its pool without having been moved there; so would a debt.
    if (!position->idle() || !position->position.quote.isZero() || position->isolatedMargin.raw() < 0)
        return refuse(RejectCode::PoolNotEmpty);
    if (position->risk.beingLiquidated) return refuse(RejectCode::BeingLiquidated);
    if (!command.isolated && !position->isolatedMargin.isZero()) {
        const Money back = position->isolatedMargin;
        if (!post(emitter, *account, {PostingKind::IsolatedMargin, kQuoteAsset, command.market, account->id},
                  Amount(back.raw())))
            return refuse(RejectCode::MathOverflow);
        (void)postIsolated(emitter, *account, *position, PostingKind::IsolatedMargin, Money(-back.raw()));
    }
    position->isolated = command.isolated;
    position->risk = PoolRisk{};
    emitter.tell(AccountUpdated{command.account});
    checkPools(state, emitter, *account);
}

void moveIsolatedMargin(State& state, Emitter& emitter, const MoveIsolatedMargin& command) {
    const auto refuse = [&](RejectCode code) { emitter.reject(command.account, command.market, {}, code); };
    AccountState* account = liveAccount(state, command.account);
    if (state.market(command.market) == nullptr) return refuse(RejectCode::UnknownMarket);
    if (account == nullptr) return refuse(RejectCode::UnknownAccount);
    PositionState* position = account->find(command.market);
    if (position == nullptr || !position->isolated || command.amount.isZero())
        return refuse(RejectCode::InvalidParameters);
    if (account->frozen) return refuse(RejectCode::AccountFrozen);
    const Money amount = command.amount;
    if (amount.raw() > 0) {
        if (const RejectCode code = mayTakeOut(state, *account, kQuoteAsset, Amount(amount.raw()), position->pool());
            code != RejectCode::None)
            return refuse(code);
    } else if (position->risk.beingLiquidated) {
        return refuse(RejectCode::BeingLiquidated);
    }
    const auto margin = position->isolatedMargin.plus(amount);
    const auto balance = account->quote().minus(amount);
    if (!margin || !balance) return refuse(RejectCode::MathOverflow);
    if (amount.raw() < 0) {
        const Money before = std::exchange(position->isolatedMargin, *margin);
        RejectCode code = pricesGood(state, *account, position->pool(), PriceUse::Margin)
                              ? checkInitial(state, *account, position->pool())
                              : RejectCode::OracleInvalid;
        if (margin->raw() < 0) code = RejectCode::InsufficientCollateral;
        position->isolatedMargin = before;
        if (code != RejectCode::None) return refuse(code);
    }
    (void)post(emitter, *account, {PostingKind::IsolatedMargin, kQuoteAsset, command.market, account->id},
               Amount(-amount.raw()));
    (void)postIsolated(emitter, *account, *position, PostingKind::IsolatedMargin, amount);
    checkPools(state, emitter, *account);
}

void setLeverage(State& state, Emitter& emitter, const SetLeverage& command) {
    const auto refuse = [&](RejectCode code) { emitter.reject(command.account, command.market, {}, code); };
    AccountState* account = liveAccount(state, command.account);
    MarketState* market = state.market(command.market);
    if (market == nullptr) return refuse(RejectCode::UnknownMarket);
    if (account == nullptr) return refuse(RejectCode::UnknownAccount);
    if (account->frozen) return refuse(RejectCode::AccountFrozen);
    if (const RejectCode code = risk::validateLeverage(market->params, command.userMargin); code != RejectCode::None)
        return refuse(code);
    bool made = false;
    PositionState* position = positionFor(*market, *account, made);
    if (position == nullptr) return refuse(RejectCode::MaxPositions);
    const Ratio before = position->userMargin;
    position->userMargin = command.userMargin;
    if (command.userMargin > before && !position->idle()) {
        if (const RejectCode code = checkInitial(state, *account, position->pool()); code != RejectCode::None) {
            position->userMargin = before;
            return refuse(code);
        }
    }
    emitter.tell(AccountUpdated{command.account});
}

void settlePnl(State& state, Emitter& emitter, const SettlePnl& command) {
    const auto refuse = [&](RejectCode code) { emitter.reject(command.account, command.market, {}, code); };
    AccountState* account = liveAccount(state, command.account);
    MarketState* market = state.market(command.market);
    if (market == nullptr) return refuse(RejectCode::UnknownMarket);
    if (account == nullptr) return refuse(RejectCode::UnknownAccount);
    PositionState* position = account->find(command.market);
    const auto realised = position == nullptr ? std::expected<Money, MathError>(Money{})
                                              : position->position.quote.minus(position->position.entry);
    if (!realised) return refuse(RejectCode::MathOverflow);
    if (realised->isZero()) return refuse(RejectCode::NothingToSettle);
    if (const RejectCode code = maySettle(state, *account, *position); code != RejectCode::None) return refuse(code);
    const Money amount = std::min(*realised, std::max(market->pnlPool, Money{}));
    if (amount.isZero()) return refuse(RejectCode::PnlPoolEmpty);
    const auto quote = position->position.quote.minus(amount);
    const auto settled = position->settled.plus(amount);
    const auto pool = market->pnlPool.minus(amount);
    if (!quote || !settled || !pool || !postToPool(emitter, *account, *position, PostingKind::PnlSettled, amount))
        return refuse(RejectCode::MathOverflow);
    position->position.quote = *quote;
    position->settled = *settled;
    market->pnlPool = *pool;
    collectInsurance(state, emitter, *market);
    disturb(state, *account, position->pool());
}

} // namespace qd::exchange
