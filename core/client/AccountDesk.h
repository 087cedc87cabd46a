#pragma once

#include "core/client/VenueCore.h"
#include "core/ports/AccountControl.h"
#include "core/ports/Executor.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace qd::client {

/// The main thread's end of what an owner does with accounts: turns it into commands of the exchange and sees to it
/// that every request is answered once, whatever becomes of the venue. Main thread.
class AccountDesk final : public ports::AccountControl {
  public:
    /// Hands a request to the venue; its answer comes on the main thread.
    struct Outbox {
        std::function<void(MakeCommand, ports::ControlDone)> control;
        std::function<void(AccountId, ports::ControlDone)> select;
        std::function<void(std::string, ports::AccountOpenedDone)> open;
    };
    /// Of the account that is selected when the venue gets to a request.
    AccountDesk(ports::Executor& executor, Outbox outbox) : m_executor(executor), m_outbox(std::move(outbox)) {}
    /// Of `account`, whichever is selected. What waits is answered by `main`, which outlives it.
    AccountDesk(AccountDesk& main, AccountId account)
        : m_executor(main.m_executor)
        , m_main(&main)
        , m_account(account) {}

    /// The venue stands still for good: what waits is answered.
    void venueFailed();

    void openSubAccount(std::string name, ports::AccountOpenedDone done) override;
    void selectAccount(AccountId account, ports::ControlDone done) override;
    void rename(AccountId account, std::string name, ports::ControlDone done) override;
    void closeAccount(AccountId account, ports::ControlDone done) override;
    void setDelegate(const ports::DelegateGrant& grant, ports::ControlDone done) override;
    void setReferrer(MasterId referrer, ports::ControlDone done) override;
    void depositPaperMoney(AssetId asset, Amount amount, ports::ControlDone done) override;
    void withdrawPaperMoney(AssetId asset, Amount amount, ports::ControlDone done) override;
    void transfer(const Transfer& transfer, ports::ControlDone done) override;
    void settlePnl(MarketId market, ports::ControlDone done) override;
    void stakeInsurance(Money amount, ports::ControlDone done) override;
    void requestUnstake(std::int64_t shares, ports::ControlDone done) override;
    void unstake(ports::ControlDone done) override;
    void setMarginMode(MarketId market, bool isolated, ports::ControlDone done) override;
    void moveIsolatedMargin(MarketId market, Money amount, ports::ControlDone done) override;
    void setUserMargin(std::optional<MarketId> market, Ratio userMargin, ports::ControlDone done) override;
    void setReduceOnly(bool reduceOnly, ports::ControlDone done) override;
    void liquidate(Liquidate terms, ports::ControlDone done) override;
    void fillAuction(FillAuction terms, ports::ControlDone done) override;

  private:
    /// The venue's answer on its way to whoever asked: given once, by the venue, or because it failed or gave the
    /// request up (VenueStopped).
    [[nodiscard]] ports::ControlDone waiting(ports::ControlDone done);
    /// A command of this desk's account, or why none is sent.
    using MakeFor =
        std::move_only_function<std::expected<decltype(Command::body), RejectCode>(const VenueCore&, AccountId)>;
    void send(MakeFor make, ports::ControlDone done);
    [[nodiscard]] AccountDesk& main() { return m_main != nullptr ? *m_main : *this; }

    class Pledge;
    void answer(std::uint64_t number, RejectCode code);

    ports::Executor& m_executor;
    Outbox m_outbox;
    AccountDesk* m_main = nullptr;      ///< null: it is this one
    std::optional<AccountId> m_account; ///< empty: the selected one
    std::map<std::uint64_t, ports::ControlDone> m_waiting;
    std::uint64_t m_next = 0;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace qd::client
