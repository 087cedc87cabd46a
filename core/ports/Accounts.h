#pragma once

#include "core/domain/Account.h"
#include "core/ports/Executor.h"

#include <functional>
#include <memory>
#include <vector>

/// The user's account. All calls on the terminal's main thread; none of them waits.
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
    /// Called after account(), orders() or fills() changed, at most once a turn of the executor.
    [[nodiscard]] virtual Subscription onChanged(std::function<void()> changed) = 0;
};

} // namespace qd::ports
