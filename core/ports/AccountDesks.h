#pragma once

#include "core/domain/Order.h"
#include "core/ports/AccountControl.h"
#include "core/ports/Accounts.h"
#include "core/ports/OrderEntry.h"

#include <cstddef>
#include <memory>

/// Accounts of the owner that are shown and traded from beside the selected one. All calls on the terminal's main
/// thread; none of them waits.
namespace qd::ports {

/// One account, whichever is selected: it is followed as long as somebody holds this. To be let go before the venue.
class AccountPorts {
  public:
    AccountPorts() = default;
    AccountPorts(const AccountPorts&) = delete;
    AccountPorts& operator=(const AccountPorts&) = delete;
    virtual ~AccountPorts() = default;

    [[nodiscard]] virtual AccountId id() const = 0;
    /// As the selected one's; Accounts::account() is null until the venue has told it, and while it refuses to.
    [[nodiscard]] virtual Accounts& accounts() = 0;
    /// Orders go to this account, and are rejected while the venue refuses it.
    [[nodiscard]] virtual OrderEntry& entry() = 0;
    /// Where no account is named, this one is meant.
    [[nodiscard]] virtual AccountControl& control() = 0;
    /// Why the account is not shown: UnknownAccount when it is closed or not the owner's. None: it is, or will be.
    /// Accounts::onChanged tells when it changed.
    [[nodiscard]] virtual RejectCode refusal() const = 0;
};

class AccountDesks {
  public:
    static constexpr std::size_t kMostFollowed = 8; ///< accounts at once

    AccountDesks() = default;
    AccountDesks(const AccountDesks&) = delete;
    AccountDesks& operator=(const AccountDesks&) = delete;
    virtual ~AccountDesks() = default;

    /// The same for everybody who follows the account at the same time. Null: as many as can be are followed.
    [[nodiscard]] virtual std::shared_ptr<AccountPorts> follow(AccountId account) = 0;
};

} // namespace qd::ports
