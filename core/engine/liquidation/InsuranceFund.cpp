#include "core/engine/liquidation/InsuranceFund.h"

#include <algorithm>

namespace qd::liquidation {
namespace {

bool periodIsOver(const InsuranceClaim& claim, UnixNanos now) noexcept {
    return now - claim.periodStart >= kInsurancePeriodNanos;
}

} // namespace

MathResult<Staked> stake(const InsuranceFund& fund, Money amount) {
    InsuranceFund before = fund;
    if (before.vault.isZero() && before.shares != 0) {
        before.shares = 0;
        ++before.epoch;
    }
    if (before.shares == 0) before.shares = before.vault.raw();
    const Checked minted = before.shares == 0
                               ? Checked(amount.raw())
                               : Checked(amount.raw()).times(before.shares, before.vault.raw(), Round::Down);
    const auto given = minted.to<std::int64_t>();
    const auto shares = (minted + before.shares).to<std::int64_t>();
    const auto vault = before.vault.plus(amount);
    if (!given) return std::unexpected(given.error());
    if (!shares) return std::unexpected(shares.error());
    if (!vault) return std::unexpected(vault.error());
    return Staked{{*vault, *shares, before.epoch}, *given};
}

MathResult<Money> worthOf(const InsuranceFund& fund, std::int64_t n) {
    if (n == 0) return Money(0);
    return Checked(fund.vault.raw()).times(n, fund.shares, Round::Down).to<Money>();
}

MathResult<Redeemed> redeem(const InsuranceFund& fund, std::int64_t n) {
    const auto worth = worthOf(fund, n);
    if (!worth) return std::unexpected(worth.error());
    return Redeemed{{Money(fund.vault.raw() - worth->raw()), fund.shares - n, fund.epoch}, *worth};
}

Money payable(const InsuranceFund& fund, const InsuranceClaim& claim, MarketTier tier, UnixNanos now) noexcept {
    const Int128 inAll = Int128{insuranceLimit(tier).raw()} - claim.paid.raw();
    const Int128 thisPeriod =
        Int128{periodLimit(tier).raw()} - (periodIsOver(claim, now) ? 0 : claim.paidThisPeriod.raw());
    const Int128 most = std::min({Int128{fund.vault.raw()}, inAll, thisPeriod});
    return Money(static_cast<std::int64_t>(std::max<Int128>(0, most)));
}

MathResult<InsuranceClaim> withPayment(const InsuranceClaim& claim, Money amount, UnixNanos now) {
    if (amount.isZero()) return claim;
    InsuranceClaim after = claim;
    if (periodIsOver(claim, now)) {
        after.periodStart = now;
        after.paidThisPeriod = Money(0);
    }
    const auto paid = after.paid.plus(amount);
    const auto paidThisPeriod = after.paidThisPeriod.plus(amount);
    if (!paid) return std::unexpected(paid.error());
    if (!paidThisPeriod) return std::unexpected(paidThisPeriod.error());
    after.paid = *paid;
    after.paidThisPeriod = *paidThisPeriod;
    return after;
}

} // namespace qd::liquidation
