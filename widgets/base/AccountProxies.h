#pragma once

#include "core/ports/AccountControl.h"
#include "core/ports/Accounts.h"
#include "core/ports/History.h"

#include <map>
#include <string>
#include <variant>

/// Ports that forward to those of one account, and of another one from some moment on. Without a target there is no
/// account: nothing is known, nothing is sent, and what is asked is refused. Main thread.
namespace qd::ui {

class AccountsProxy final : public ports::Accounts {
  public:
    explicit AccountsProxy(ports::Accounts& target) { setTarget(&target); }
    /// Tells those who listen, at once.
    void setTarget(ports::Accounts* target);

    [[nodiscard]] std::shared_ptr<const AccountView> account() const override;
    [[nodiscard]] const std::vector<TrackedOrder>& orders() const override;
    [[nodiscard]] const std::vector<FillView>& fills() const override;
    [[nodiscard]] const std::vector<LiquidationEntry>& liquidations() const override;
    [[nodiscard]] std::uint64_t historyVersion() const override;
    [[nodiscard]] ports::Subscription onChanged(std::function<void()> changed) override;

  private:
    void tell();

    ports::Accounts* m_target = nullptr;
    std::uint64_t m_versionOffset = 0; ///< so that the version grows with every change of the target
    ports::Subscription m_changes;
    std::map<int, std::function<void()>> m_listeners;
    int m_nextListener = 0;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

/// What is the owner's and no account's goes to `owner`.
class ControlProxy final : public ports::AccountControl {
  public:
    explicit ControlProxy(ports::AccountControl& owner) : m_owner(owner), m_target(&owner) {}
    void setTarget(ports::AccountControl* target) { m_target = target; }

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
    ports::AccountControl& m_owner;
    ports::AccountControl* m_target;
};

/// Questions that name no account are about this one.
class HistoryProxy final : public ports::History {
  public:
    struct Selected {
        friend bool operator==(Selected, Selected) = default;
    };
    /// A text: there is no account, and why.
    using Whose = std::variant<Selected, AccountId, std::string>;
    explicit HistoryProxy(ports::History& target) : m_target(target) {}
    void setAccount(Whose whose) { m_whose = std::move(whose); }

    void candles(MarketId market, Interval interval, UnixNanos before, std::size_t limit,
                 ports::HistoryAnswer<ports::CandleSeries> answer) override;
    void depth(const DepthWindow& window, ports::HistoryAnswer<std::vector<DepthColumn>> answer) override;
    void footprint(const FootprintWindow& window, ports::HistoryAnswer<FootprintPage> answer) override;
    void tradeBars(const TradeBarWindow& window, ports::HistoryAnswer<TradeBarPage> answer) override;
    void orders(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                ports::HistoryAnswer<std::vector<OrderRecord>> answer) override;
    void fills(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
               ports::HistoryAnswer<std::vector<FillView>> answer) override;
    void fundingPayments(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                         ports::HistoryAnswer<std::vector<FundingPayment>> answer) override;
    void liquidations(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                      ports::HistoryAnswer<std::vector<LiquidationEntry>> answer) override;
    void ledger(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                ports::HistoryAnswer<std::vector<LedgerMovement>> answer) override;
    void equity(const ports::HistoryFilter& filter, Interval interval, UnixNanos before, std::size_t limit,
                ports::HistoryAnswer<std::vector<EquitySample>> answer) override;
    void fundingRates(MarketId market, UnixNanos before, std::size_t limit,
                      ports::HistoryAnswer<std::vector<FundingRecord>> answer) override;
    void ownTrails(const OwnWindow& window, ports::HistoryAnswer<OwnPage> answer) override;

  private:
    /// The question with the account in it; false: there is none, and `answer` has been told why.
    template<class Question, class T>
    [[nodiscard]] bool name(Question& question, ports::HistoryAnswer<T>& answer) const;

    ports::History& m_target;
    Whose m_whose;
};

} // namespace qd::ui
