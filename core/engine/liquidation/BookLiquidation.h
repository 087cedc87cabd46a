#pragma once

#include "core/base/Time.h"
#include "core/base/Wide.h"
#include "core/domain/Units.h"
#include "core/engine/liquidation/Shortage.h"

#include <optional>

/// A position is liquidated in the book first, with a reduce-only immediate-or-cancel order whose limit is the fillable
/// price. Source: spec/perps.md §3.11 (2), 3.12. Functions of their arguments, any thread.
namespace qd::liquidation {

/// Positions worth more are sent in two parts.
inline constexpr Money kLargePosition = Money::of(100'000);
inline constexpr Ratio kFirstPart{2'000};                              ///< of a large position
inline constexpr std::int64_t kSecondPartAfter = 30 * kNanosPerSecond; ///< the first

/// §3.11 (2): size of the order to send now, >= 0, at most |base|. Up to $100,000 everything; above 20 % (up to step)
/// first, nothing for 30 s, then what is left. `value` is |base| at the index, `firstSentAt` when this pool's first
/// order of this market went out, empty before. 0: wait. Errors: Overflow.
[[nodiscard]] MathResult<Quantity> bookSize(Quantity base, Money value, Quantity step,
                                            std::optional<UnixNanos> firstSentAt, UnixNanos now);

/// What a bankruptcy value and a fillable price depend on; all with plain maintenance totals at the index.
struct FillableTerms {
    Quantity base;                  ///< signed, not 0
    Money netNotional;              ///< PNNV: of the position, signed as base
    Money maintenance;              ///< PMMR: of the position, >= 0
    PoolTotals pool;                ///< TNC and TMMR, TMMR > 0
    Rate adjustment{Rate::kScale};  ///< ba: how fast the limit moves away as the pool gets worse
    Rate spread{Rate::kScale / 10}; ///< s: how far at most, of the position's maintenance
};
/// §3.12: (PNNV - ABR*s*PMMR) / size with ABR = clamp(ba*(1 - TNC/TMMR), 0, 1), exact until its one rounding: to the
/// order's tick, a sell's up and a buy's down, so that the limit is never worse for the account than the formula; at
/// least one tick. Errors: DivideByZero, Overflow. Example: long 1, notional 50,000, PMMR 5,000, 499 of 500, ba 2 ->
/// 49,998.
[[nodiscard]] MathResult<Price> fillablePrice(const FillableTerms& terms, Price tick);

/// A quotient in lowest terms.
struct Quotient {
    Int128 numerator = 0;
    Int128 denominator = 1; ///< > 0
};
/// The same before its rounding, in units of Money (1e-6) for a unit of Quantity (1e-9). Errors: DivideByZero, Overflow
/// when its terms leave 128 bits, as those of fillablePrice need not.
[[nodiscard]] MathResult<Quotient> fillableQuotient(const FillableTerms& terms);

/// §3.12: quote the account must at least receive for closing a part (negative: may pay at most):
/// -dNNV - floor(TNC*|dMMR|/TMMR). `deltaNotional`: change of the signed notional; `deltaMaintenance`: of the
/// requirement. Errors: DivideByZero, Overflow. Example: 499 of 500, closing a long of 5,000 that required 500 ->
/// 4,501.
[[nodiscard]] MathResult<Money> bankruptcyValue(const PoolTotals& pool, Money deltaNotional, Money deltaMaintenance);

/// §3.12: > 0: what the insurance fund gets of a book liquidation, min(received - bankruptcyValue,
/// ceil(max*|received|));
/// <= 0: what it pays. `received` is the signed quote of the fill. Errors: Overflow.
[[nodiscard]] MathResult<Money> insuranceDelta(Money received, Money bankruptcy, Rate maxFee);

} // namespace qd::liquidation
