#pragma once

#include "core/domain/Commands.h"
#include "core/domain/Order.h"

#include <expected>
#include <functional>
#include <optional>
#include <string>

/// What an owner does with accounts and their money, beside orders. All calls on the terminal's main thread; none of
/// them waits. Every answer comes once, on the same thread, when the venue has the change on disk or has refused it;
/// Accounts::account() shows it then. A venue that stands still answers VenueStopped.
namespace qd::ports {

/// RejectCode::None: done.
using ControlDone = std::move_only_function<void(RejectCode)>;
using AccountOpenedDone = std::move_only_function<void(std::expected<AccountId, RejectCode>)>;

/// A delegate as its owner wants it; permissions 0 removes it. Source: spec/perps.md §2.2.
struct DelegateGrant {
    MasterId delegate;
    std::uint8_t permissions = 0; ///< see namespace permission in core/domain/Commands.h
    UnixNanos expiry;             ///< last moment, market time; 0 = none
    Money maxOrderNotional;       ///< 0 = no limit
    friend constexpr bool operator==(const DelegateGrant&, const DelegateGrant&) noexcept = default;
};

/// Where no account is named, the selected one is meant.
class AccountControl {
  public:
    AccountControl() = default;
    AccountControl(const AccountControl&) = delete;
    AccountControl& operator=(const AccountControl&) = delete;
    virtual ~AccountControl() = default;

    // ---- sub-accounts

    /// The next sub-account of the same owner, empty; it is not selected by that.
    virtual void openSubAccount(std::string name, AccountOpenedDone done) = 0;
    /// From now on Accounts shows it and orders go to it. Refused: UnknownAccount for somebody else's or a closed one.
    virtual void selectAccount(AccountId account, ControlDone done) = 0;
    /// At most 32 bytes.
    virtual void rename(AccountId account, std::string name, ControlDone done) = 0;
    /// Only without positions, orders and balances; not sub-account 0 and not the selected one.
    virtual void closeAccount(AccountId account, ControlDone done) = 0;
    virtual void setDelegate(const DelegateGrant& grant, ControlDone done) = 0;
    /// Who brought the owner here: once and for all. Source: spec/perps.md §4.9. Refused: UnknownReferrer,
    /// SelfReferral, ReferrerKept.
    virtual void setReferrer(MasterId referrer, ControlDone done) = 0;

    // ---- money

    /// The paper venue gives play money: there is no deposit of real funds behind it. amount > 0, in the mint's unit.
    virtual void depositPaperMoney(AssetId asset, Amount amount, ControlDone done) = 0;
    /// Gives play money back to the paper venue.
    virtual void withdrawPaperMoney(AssetId asset, Amount amount, ControlDone done) = 0;
    /// Between two accounts of the owner.
    virtual void transfer(const Transfer& transfer, ControlDone done) = 0;
    /// Realised profit and loss of the market's position to the deposit it belongs to.
    virtual void settlePnl(MarketId market, ControlDone done) = 0;
    /// From the quote currency into the insurance fund.
    virtual void stakeInsurance(Money amount, ControlDone done) = 0;
    /// Begins the cooldown; 0 takes the request back.
    virtual void requestUnstake(std::int64_t shares, ControlDone done) = 0;
    /// What was asked for, after the cooldown.
    virtual void unstake(ControlDone done) = 0;

    // ---- margin

    /// Only without a position and orders in the market.
    virtual void setMarginMode(MarketId market, bool isolated, ControlDone done) = 0;
    /// > 0 from the account to its isolated position, < 0 back.
    virtual void moveIsolatedMargin(MarketId market, Money amount, ControlDone done) = 0;
    /// A market's, or the account's own where none is given; 0 = as much as the market allows. risk::leverageRatio
    /// gives it for a leverage. Example: 10x is Ratio(1'000).
    virtual void setUserMargin(std::optional<MarketId> market, Ratio userMargin, ControlDone done) = 0;
    /// Only orders that reduce, until it is taken back.
    virtual void setReduceOnly(bool reduceOnly, ControlDone done) = 0;

    // ---- other people's pools and orders

    /// Takes over a part of a pool that is being liquidated, at the index less the fee. `account` is set to the
    /// selected one.
    virtual void liquidate(Liquidate terms, ControlDone done) = 0;
    /// Answers an order in its auction. `account` is set to the selected one.
    virtual void fillAuction(FillAuction terms, ControlDone done) = 0;
};

} // namespace qd::ports
