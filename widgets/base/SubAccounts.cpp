#include "widgets/base/SubAccounts.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr std::size_t kLongestName = 32; ///< bytes

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::SubAccounts", text); }

} // namespace

QString accountName(const SubAccountView& account) {
    return account.name.empty() ? tr("Account %1").arg(account.number) : QString::fromStdString(account.name);
}

std::string nameKey(QString name) {
    name.removeIf([](QChar c) { return c.isSpace(); });
    return name.toCaseFolded().toStdString();
}

std::optional<QString> nameObjection(const AccountView* owner, std::string_view name, std::optional<AccountId> except) {
    const std::string wanted = nameKey(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    if (wanted.empty()) return tr("An account wants a name of at least one letter.");
    if (std::ranges::all_of(wanted, [](char c) { return c >= '0' && c <= '9'; }))
        return tr("A name of digits only could be taken for the number of another account.");
    if (name.size() > kLongestName) return tr("The name is longer than %1 bytes.").arg(kLongestName);
    if (owner == nullptr) return std::nullopt;
    // One without a name is told apart by what is shown in its place.
    const auto taken = std::ranges::find_if(owner->subAccounts, [&](const SubAccountView& account) {
        return !account.closed && account.id != except && nameKey(accountName(account)) == wanted;
    });
    if (taken == owner->subAccounts.end()) return std::nullopt;
    return tr("There is an account called %1 already.").arg(accountName(*taken));
}

} // namespace qd::ui
