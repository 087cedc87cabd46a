#pragma once

#include "core/domain/Account.h"

#include <QString>

#include <optional>
#include <string>
#include <string_view>

/// What an owner's accounts are called. Pure; any thread.
namespace qd::ui {

/// "Scalping", or "Account 3" when it has no name.
[[nodiscard]] QString accountName(const SubAccountView& account);
/// A name as people tell names apart: case and spaces do not count.
[[nodiscard]] std::string nameKey(QString name);
/// Why no account can be called so: no name, digits only, more than 32 bytes, or what another open account of the owner
/// is called; empty when it can. `owner`: null while it is not known; `except`: the account that is renamed.
[[nodiscard]] std::optional<QString> nameObjection(const AccountView* owner, std::string_view name,
                                                   std::optional<AccountId> except);

} // namespace qd::ui
