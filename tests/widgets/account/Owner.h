// Size: one account with everything an account may have, a line a figure.
#pragma once

#include "core/domain/Commands.h"
#include "tests/widgets/account/AnAccount.h"

namespace qd::test {

/// An owner with three accounts (the third closed), SOL beside USDC, an isolated SOL position, two delegates and a
/// stake.
[[nodiscard]] inline std::shared_ptr<AccountView> anOwner() {
    auto a = anAccount();
    a->subAccounts = {{AccountId(1), 0, "Scalping", Money(104'238'170'000), 98},
                      {AccountId(4), 1, "Trend", Money(2'500'000'000), 21},
                      {AccountId(5), 2, "Old", Money(), 100},
                      {AccountId(6), 3, "", Money(), 100}};
    a->subAccounts[1].call = MarginCall::Warning;
    a->subAccounts[2].closed = true;
    BalanceView usdc;
    usdc.asset.id = AssetId(0);
    usdc.asset.symbol = "USDC";
    usdc.amount = Amount(100'000'000'000);
    usdc.price = usdc.twap5 = Price::of(1);
    usdc.value = usdc.initialValue = usdc.maintenanceValue = Money::of(100'000);
    usdc.initialWeight = usdc.maintenanceWeight = Ratio(10'000);
    usdc.maxWithdraw = Amount(90'000'123'456);
    BalanceView sol;
    sol.asset.id = AssetId(1);
    sol.asset.symbol = "SOL";
    sol.asset.decimals = 9;
    sol.amount = Amount(12'345'678'901);
    sol.price = Price::of(150);
    sol.twap5 = Price::of(149);
    sol.value = Money(1'851'851'835);
    sol.initialWeight = Ratio(8'000);
    sol.maintenanceWeight = Ratio(9'000);
    sol.initialValue = Money(1'471'604'924);
    sol.maintenanceValue = Money(1'666'666'651);
    sol.maxWithdraw = Amount(12'345'678'901);
    a->balances = {usdc, sol};
    PoolView cross;
    cross.deposit = Money::of(100'000);
    cross.initial = {Money::of(101'471), Money(2'963'600'000)};
    cross.maintenance = {Money::of(101'666), Money(1'481'800'000)};
    cross.equity = Money(104'238'170'000);
    cross.freeCollateral = Money(101'274'570'000);
    cross.health = 98;
    cross.marginRatioBps = 143;
    cross.leverage = 14'201;
    PoolView isolated;
    isolated.pool = {true, MarketId(0)};
    isolated.deposit = Money::of(500);
    isolated.equity = Money::of(430);
    isolated.initial = {Money::of(430), Money::of(420)};
    isolated.maintenance = {Money::of(430), Money::of(380)};
    isolated.health = 11;
    isolated.marginRatioBps = 8'837;
    isolated.leverage = 98'000;
    isolated.call = MarginCall::Call;
    a->pools = {cross, isolated};
    PositionView position;
    position.market = MarketId(0);
    position.position.base = Quantity::of(28);
    position.isolated = true;
    position.isolatedMargin = Money::of(500);
    position.userMargin = Ratio(1'000);
    a->positions = {position};
    a->delegates = {{MasterId(9), permission::kTrade | permission::kCancel, {}, Money::of(5'000)},
                    {MasterId(12), permission::kAll, UnixNanos(1), Money()}};
    a->stake = {1'000'000, Money::of(1'012), 0, {}, {}};
    return a;
}

} // namespace qd::test
