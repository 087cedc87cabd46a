#pragma once

#include "core/domain/Account.h"

#include <memory>

namespace qd::test {

/// 100 000 deposited, 4 236.91 realised, 1.26 unrealised; healthy.
[[nodiscard]] inline std::shared_ptr<AccountView> anAccount(std::uint32_t id = 1) {
    auto a = std::make_shared<AccountView>();
    a->id = AccountId(id);
    a->name = "Scalping";
    a->collateral = Money::of(100'000);
    a->balance = Money(104'236'910'000);
    a->volume30Days = Money(2'500'000'600'000);
    a->master = MasterId(3);
    a->taker = {Ratio(9'000), true};
    a->referrer = MasterId(7);
    a->referralRewards = Money(12'345'678);
    a->equity = a->totalEquity = Money(104'238'170'000);
    a->deposits = Money::of(100'000);
    a->realised = Money(4'236'910'000);
    a->unrealised = Money(1'260'000);
    a->freeCollateral = Money(101'274'570'000);
    a->initialMargin = Money(2'963'600'000);
    a->maintenanceMargin = Money(1'481'800'000);
    a->health = 98;
    a->marginRatioBps = 143;
    a->leverage = 14'201;
    return a;
}

} // namespace qd::test
