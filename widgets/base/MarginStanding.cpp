#include "widgets/base/MarginStanding.h"

#include "widgets/base/Words.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd::ui {

MarginStanding standingOf(const AccountView& account) {
    const MarginCall least = account.mayOnlyReduce ? MarginCall::Liquidation : MarginCall::None;
    MarginStanding worst{account.health, least, false, kCrossPool};
    for (const PoolView& pool : account.pools) {
        if (pool.health < worst.health) worst.pool = pool.pool;
        worst.health = std::min(worst.health, pool.health);
        worst.call = std::max(worst.call, pool.call);
        worst.beingLiquidated = worst.beingLiquidated || pool.beingLiquidated;
    }
    return worst;
}

MarginStanding standingOf(const PoolView& pool) { return {pool.health, pool.call, pool.beingLiquidated, pool.pool}; }

MarginStanding standingOf(const SubAccountView& account) {
    return {account.health, account.call, account.beingLiquidated, kCrossPool};
}

Token tokenOf(const MarginStanding& standing, Token calm) {
    if (standing.beingLiquidated || standing.call >= MarginCall::Call) return Token::Danger;
    return standing.call == MarginCall::None ? calm : Token::Warn;
}

QString word(const MarginStanding& standing) {
    if (standing.beingLiquidated) return QCoreApplication::translate("qd::ui::Words", "Being liquidated");
    return word(standing.call);
}

} // namespace qd::ui
