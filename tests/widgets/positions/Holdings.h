#pragma once

#include "core/domain/Account.h"

#include <memory>
#include <vector>

namespace qd::test {

/// A position of `base` (1e-9) entered for `entry` money and marked at `mark`, as the account would tell it.
[[nodiscard]] inline PositionView holding(std::uint16_t market, std::int64_t base, Money entry, Price mark,
                                          Money unrealised) {
    PositionView view;
    view.market = MarketId(market);
    view.position.base = Quantity(base);
    view.position.entry = entry;
    view.mark = mark;
    view.unrealised = unrealised;
    return view;
}

/// 12.5 SOL long from 148.12, and 0.003 BTC short from 67 980.0 which is 4 % from liquidation; JTO is closed.
[[nodiscard]] inline std::shared_ptr<AccountView> twoPositions() {
    auto account = std::make_shared<AccountView>();
    account->id = AccountId(7);
    PositionView sol = holding(0, 12'500'000'000, Money(-1'851'500'000), Price(148'270'000), Money(1'875'000));
    sol.entryPrice = Price(148'120'000);
    sol.realised = Money(-834'170);
    sol.requirement = Money(46'334'375);
    sol.liquidationPrice = Price(121'400'000);
    PositionView btc = holding(1, -3'000'000, Money(203'940'000), Price(68'412'500'000), Money(-1'297'500));
    btc.entryPrice = Price(67'980'000'000);
    btc.requirement = Money(5'130'938);
    btc.liquidationPrice = Price(71'149'000'000);
    account->positions = {sol, btc};
    return account;
}

} // namespace qd::test
