#pragma once

#include "core/domain/Units.h"
#include "core/engine/liquidation/Shortage.h"

#include <cstdint>
#include <optional>

/// A liquidator takes over part of a position at the index less a fee. Source: spec/perps.md §3.11 (3), 3.12. The parts
/// compose in planTakeOver; each stands alone as well. Functions of their arguments, any thread.
namespace qd::liquidation {

/// §3.12: the fee rises by 1 ppm a slot once the account has been inactive this long.
inline constexpr std::uint64_t kFeeGrowthAfterSlots = 1'500;
/// §3.11: shortages below are covered at once, positions up to it go whole.
inline constexpr Money kSmall = Money::of(50);

/// §3.12: `base` while fewer than 1,500 slots have passed since the account was last active, then
/// min(max, base + 1 ppm * all elapsed slots).
[[nodiscard]] Rate liquidatorFeeNow(Rate base, Rate max, std::uint64_t lastActiveSlot, std::uint64_t slot) noexcept;

/// How fast a pool may be taken over: part of the shortage after `slots` slots is slots / duration + initial.
struct Pace {
    std::uint64_t durationSlots = 150; ///< 0 = all at once
    Ratio initial{1'000};
};
/// §3.11: the part of `shortage` that may be covered now, truncated to basis points: pct of (shortage + freed) less
/// what was freed. All of it when the shortage is below $50. shortage > 0; freed >= 0: margin freed since this
/// liquidation began. Errors: DivideByZero when shortage is 0. Example: 90, freed 70.01, 75 slots -> 2'888.
[[nodiscard]] MathResult<Ratio> shareNow(Money shortage, Money freed, std::uint64_t slotsElapsed, Pace pace = {});

/// §3.11: position worth <= $50 go whole.
[[nodiscard]] constexpr bool goesWhole(Money value) noexcept { return value <= kSmall; }

/// What the fee and the size of a take-over depend on. Prices > 0; fees and ratios >= 0.
struct CoverTerms {
    Money shortage;                  ///< of the pool, > 0
    Ratio ratio;                     ///< R: the position's maintenance ratio for its size, plus the buffer
    Rate liquidatorFee;              ///< liquidatorFeeNow
    Price price;                     ///< index
    Price quotePrice{Price::kScale}; ///< of the quote currency, 1.000000 when it is the unit of account
};

/// §3.12: min(cap, max(0, R*100 - lf - shortage*1e9/|base| * 1e6 / floor(p*quotePx/1e6)) * 19/20), floored at each
/// division: what a take-over of the whole position could spare without leaving a shortage. 0 when R*100 <= lf or there
/// is no position or price. `cap` is the market's insurance fee. Errors: Overflow.
[[nodiscard]] MathResult<Rate> insuranceFeeNow(const CoverTerms& terms, Quantity base, Rate cap);

/// §3.11: shortage*1e21 / (p * (quotePx*(R*100 - lf) - 1e6*if)), floored once: the base whose take-over frees the
/// shortage. Empty: the whole position, whatever its size (a divisor <= 0, no price, or more than 64 bits hold).
/// Errors: Overflow when the divisor leaves 128 bits.
[[nodiscard]] MathResult<std::optional<Quantity>> baseToCover(const CoverTerms& terms, Rate insuranceFee);

/// Up to the next multiple of step (> 0); amount >= 0. Errors: Overflow.
[[nodiscard]] MathResult<Quantity> upToStep(Quantity amount, Quantity step);

/// Changes of balances; the three quotes add up to 0 exactly, and so do the two bases.
struct Transfer {
    Quantity userBase;
    Money userQuote; ///< +-v, less both fees
    Quantity liquidatorBase;
    Money liquidatorQuote; ///< -+v, and the liquidator's fee
    Money value;           ///< v = floor(amount * price)
    Money liquidatorFee;   ///< ceil(v * lf), >= 0
    Money insuranceFee;    ///< ceil(v * if), >= 0, to the insurance fund
};
/// §3.12. `amount` in (0, |base|]; base is the position's, signed, not 0. Errors: Overflow.
[[nodiscard]] MathResult<Transfer> transferOf(Quantity base, Quantity amount, Price price, Rate liquidatorFee,
                                              Rate insuranceFee);

/// A position about to be taken over.
struct TakeOverTerms {
    Quantity base; ///< signed, not 0
    CoverTerms cover;
    Rate maxInsuranceFee;       ///< the market's
    Quantity step;              ///< > 0
    Quantity maxTake;           ///< what the liquidator offers to take, > 0
    Ratio share{Ratio::kScale}; ///< shareNow
};
struct TakeOver {
    Quantity amount;   ///< > 0 unless the share is 0
    Rate insuranceFee; ///< charged
    Transfer transfer;
};
/// §3.11 (3): the amount that covers the share of the shortage allowed now, up to step, at most |base| and maxTake.
/// Never flips the position. An amount of 0 has no transfer. Errors: Overflow.
[[nodiscard]] MathResult<TakeOver> coverShortage(const TakeOverTerms& terms);
/// The same, but all of |base| when it is worth <= $50, whatever the liquidator offered. Errors: Overflow.
[[nodiscard]] MathResult<TakeOver> planTakeOver(const TakeOverTerms& terms);

} // namespace qd::liquidation
