#pragma once

#include "core/domain/Account.h"
#include "widgets/base/Theme.h"

#include <QString>

#include <functional>
#include <vector>

namespace qd::ui {

/// A figure of ACCT as data.
struct AccountFigure {
    QString name;  ///< object name, "equity"
    QString label; ///< for people
    QString tip;   ///< definition in words, unit, source
    std::function<QString(const AccountView&)> text;
    std::function<Token(const AccountView&)> token; ///< default: Text1
    bool strong = false;
};
/// In the order in which they are read.
[[nodiscard]] std::vector<AccountFigure> accountFigures();

} // namespace qd::ui
