#pragma once

#include "core/base/Time.h"
#include "core/domain/Oracle.h"
#include "core/domain/Units.h"
#include "core/engine/liquidation/Shortage.h"

#include <cstdint>

/// The insurance fund as plain data and functions that return it changed: shares of its stakers, and how much of a
/// market's losses it pays. Source: spec/perps.md §3.13. Functions of their arguments, any thread.
namespace qd::liquidation {

/// Stakers own the vault in proportion to their shares. Fees and liquidations move the vault and never the shares. When
/// losses have emptied the vault, its shares are void: the next stake begins a new epoch.
struct InsuranceFund {
    Money vault;             ///< >= 0
    std::int64_t shares = 0; ///< of the present epoch, >= 0
    std::uint32_t epoch = 0;
    friend constexpr bool operator==(const InsuranceFund&, const InsuranceFund&) noexcept = default;
};
/// What an account owns of a fund.
struct InsuranceStake {
    std::int64_t shares = 0; ///< >= 0
    std::uint32_t epoch = 0; ///< in which they were minted
    friend constexpr bool operator==(const InsuranceStake&, const InsuranceStake&) noexcept = default;
};
/// Shares that still are shares: those of an earlier epoch are worth nothing.
[[nodiscard]] constexpr std::int64_t liveShares(const InsuranceFund& fund, const InsuranceStake& stake) noexcept {
    return stake.epoch == fund.epoch ? stake.shares : 0;
}

struct Staked {
    InsuranceFund fund; ///< after it
    std::int64_t minted = 0;
};
/// Adds `amount` > 0: mints floor(amount*shares/vault), one share a unit (1e-6) in a new epoch. What is in a vault
/// without shares belongs to nobody who stakes later: it keeps shares of its own. Errors: Overflow.
[[nodiscard]] MathResult<Staked> stake(const InsuranceFund& fund, Money amount);

/// floor(vault*n/shares), what `n` shares of the present epoch are worth, 0 <= n <= fund.shares. Errors: Overflow.
[[nodiscard]] MathResult<Money> worthOf(const InsuranceFund& fund, std::int64_t n);

struct Redeemed {
    InsuranceFund fund; ///< after it
    Money amount;       ///< worthOf
};
/// Takes `n` shares of the present epoch out. The caller has checked that its stake has them and the cooldown is over.
/// Errors: Overflow.
[[nodiscard]] MathResult<Redeemed> redeem(const InsuranceFund& fund, std::int64_t n);

/// Between asking for shares and taking them out.
inline constexpr std::int64_t kUnstakingNanos = 13 * kNanosPerDay;
[[nodiscard]] constexpr bool cooldownOver(UnixNanos requestedAt, UnixNanos now) noexcept {
    return now - requestedAt >= kUnstakingNanos;
}

/// What the fund pays for one market in all: A $100 M, B $1 M, C $100 k, others nothing.
[[nodiscard]] constexpr Money insuranceLimit(MarketTier tier) noexcept {
    switch (tier) {
    case MarketTier::A: return Money::of(100'000'000);
    case MarketTier::B: return Money::of(1'000'000);
    case MarketTier::C: return Money::of(100'000);
    case MarketTier::Speculative:
    case MarketTier::HighlySpeculative:
    case MarketTier::Isolated: break;
    }
    return Money(0);
}
/// Losses of one market take at most this part of its limit out of the fund within one period (our choice).
inline constexpr std::int64_t kInsurancePeriodNanos = kNanosPerDay;
[[nodiscard]] constexpr Money periodLimit(MarketTier tier) noexcept { return Money(insuranceLimit(tier).raw() / 10); }

/// What a market has taken out of the fund so far.
struct InsuranceClaim {
    Money paid; ///< since the market began
    Money paidThisPeriod;
    UnixNanos periodStart; ///< periods begin with the first payment after the one before is over
    friend constexpr bool operator==(const InsuranceClaim&, const InsuranceClaim&) noexcept = default;
};
/// The most the fund may pay for a market now: within its vault, the tier's limit and the period's. >= 0.
[[nodiscard]] Money payable(const InsuranceFund& fund, const InsuranceClaim& claim, MarketTier tier,
                            UnixNanos now) noexcept;
/// The claim after `amount` in [0, payable] was paid. Errors: Overflow.
[[nodiscard]] MathResult<InsuranceClaim> withPayment(const InsuranceClaim& claim, Money amount, UnixNanos now);

} // namespace qd::liquidation
