#pragma once

#include "core/domain/Account.h"
#include "widgets/base/Theme.h"

namespace qd::ui {

/// How near an account's pools are to liquidation: the worst of them, cross or isolated. What header, RISK and ACCT
/// show.
struct MarginStanding {
    int health = 100;
    MarginCall call = MarginCall::None;
    bool beingLiquidated = false;
    PoolId pool;
    friend bool operator==(const MarginStanding&, const MarginStanding&) = default;
};
[[nodiscard]] MarginStanding standingOf(const AccountView& account);
[[nodiscard]] MarginStanding standingOf(const PoolView& pool);
[[nodiscard]] MarginStanding standingOf(const SubAccountView& account);
/// The colour of its meaning: amber from the first notice, red from the margin call on; without either as `calm` says.
[[nodiscard]] Token tokenOf(const MarginStanding& standing, Token calm = Token::Up);
/// "Margin call", "Being liquidated"; empty when all is well.
[[nodiscard]] QString word(const MarginStanding& standing);

} // namespace qd::ui
