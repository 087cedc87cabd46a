#pragma once

#include "core/domain/Position.h"
#include "core/domain/Units.h"

#include <cstdint>
#include <expected>

/// Positions and the money that moves with a fill. Source: spec/perps.md §3.10, 4.9. Any thread.
namespace qd::ledger {

template<class T>
using MathResult = std::expected<T, MathError>;

struct PositionChange {
    Position after;
    Money realised;
};
/// Adds a fill of `base` (signed) for `quote` (signed, negative when buying). Errors: Overflow.
[[nodiscard]] MathResult<PositionChange> withFill(const Position& before, Quantity base, Money quote);
/// Adds a fee (> 0 charged, < 0 rebate): quote and break-even move, entry does not. Errors: Overflow.
[[nodiscard]] MathResult<Position> withFee(const Position& before, Money fee);

/// |entry| * 1e9 / |base|, rounded against the holder: a long's up, a short's down. Zero when there is no position.
[[nodiscard]] Price entryPrice(const Position& position);

/// Quote of a fill, >= 0, the same for both sides: down when the maker buys, up when it sells, so that the maker is
/// never worse than its limit. Errors: Overflow.
[[nodiscard]] MathResult<Money> fillQuote(Quantity size, Price price, bool makerBuys);

/// Fees of one fill.
struct Fees {
    Money taker;    ///< what the taker pays, after the discount
    Money rebate;   ///< what the maker receives
    Money market;   ///< what stays with the market: taker - rebate - reward, >= 0 when rebate <= fee
    Money discount; ///< taken off the taker's fee for being referred
    Money reward;   ///< to the referrer
};
/// Rates as numerator / denominator (ppm: denominator 1e6), a market adjustment in percent [-100, 100], and whether the
/// taker was referred. §4.9. Errors: Overflow, DivideByZero.
struct FeeTerms {
    std::int64_t takerRate = 0;
    std::int64_t makerRate = 0;
    std::int64_t denominator = Rate::kScale;
    int adjustmentPercent = 0;
    bool referred = false;
    bool rewarded = false; ///< with `referred`: the referrer gets its part; else the market keeps it
};
[[nodiscard]] MathResult<Fees> crossFees(Money quote, const FeeTerms& terms);

} // namespace qd::ledger
