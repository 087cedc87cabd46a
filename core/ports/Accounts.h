#pragma once

#include "core/domain/Account.h"
#include "core/domain/Records.h"
#include "core/ports/Executor.h"

#include <functional>
#include <memory>
#include <vector>

/// The user's account: the sub-account that is selected (AccountControl). All calls on the terminal's main thread; none
/// of them waits.
namespace qd::ports {

class Accounts {
  public:
    Accounts() = default;
    Accounts(const Accounts&) = delete;
    Accounts& operator=(const Accounts&) = delete;
    virtual ~Accounts() = default;

    /// Null before the venue has started.
    [[nodiscard]] virtual std::shared_ptr<const AccountView> account() const = 0;
    /// Working orders and the last few hundred finished ones, by the time they were sent.
    [[nodiscard]] virtual const std::vector<TrackedOrder>& orders() const = 0;
    /// The newest fills, oldest first; older ones are in History.
    [[nodiscard]] virtual const std::vector<FillView>& fills() const = 0;
    /// What happened to the account's pools of late: margin calls, liquidations, deleveragings, oldest first; older
    /// entries are in History.
    [[nodiscard]] virtual const std::vector<LiquidationEntry>& liquidations() const = 0;
    /// Grows with every row of the account that History gets: who shows a part of it asks again when this changed.
    [[nodiscard]] virtual std::uint64_t historyVersion() const = 0;
    /// Called after anything of this changed, at most once a turn of the executor. After another account was selected
    /// everything is that account's.
    [[nodiscard]] virtual Subscription onChanged(std::function<void()> changed) = 0;
};

} // namespace qd::ports
