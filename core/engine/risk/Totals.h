#pragma once

#include "core/engine/risk/Exposure.h"

#include <compare>
#include <cstddef>

/// What a pool has and what it must have. Source: spec/perps.md §3.7, 3.11. Any thread.
namespace qd::risk {

namespace formula { // Formulas.h: what of a part is the same for every kind
struct DepositParts;
struct PositionParts;
class Steps;
} // namespace formula

/// §3.7. TC and MR of one kind.
struct MarginTotals {
    Money collateral;  ///< TC: weighted deposits and profit and loss
    Money requirement; ///< MR: of the positions, and weighted liabilities
    [[nodiscard]] constexpr bool sufficient() const noexcept { return collateral >= requirement; }
    friend constexpr bool operator==(const MarginTotals&, const MarginTotals&) noexcept = default;
};

/// The sums of §3.7, one part after the other: what a part changes is known without adding up the others again.
class MarginSum {
  public:
    constexpr MarginSum(MarginKind kind, Strictness strictness, const QuotePrices& quote) noexcept
        : m_kind(kind)
        , m_strictness(strictness)
        , m_quote(quote) {}

    /// Deposits of the quote currency; < 0 is a liability.
    void addQuote(Money deposit);
    void add(const CollateralExposure& deposit);
    void add(const PositionExposure& position);
    /// Errors: the first of any part, Overflow.
    [[nodiscard]] MathResult<MarginTotals> totals() const;
    /// TC and MR so far, for longer formulas.
    [[nodiscard]] Checked collateral() const noexcept;
    [[nodiscard]] Checked requirement() const noexcept;

  private:
    friend MathResult<struct FullMargin> fullMargin(const AccountExposure& account);
    void add(formula::Steps& s, const formula::DepositParts& parts);
    void add(formula::Steps& s, const formula::PositionParts& parts) noexcept;

    MarginKind m_kind;
    Strictness m_strictness;
    QuotePrices m_quote;
    Int128 m_collateral = 0;
    Int128 m_requirement = 0;
    MathError m_error = MathError::None;
};

[[nodiscard]] MathResult<MarginTotals> marginTotals(const AccountExposure& account, MarginKind kind,
                                                    Strictness strictness = Strictness::Plain);

/// A pool but for position `index`: what changes one position adds it again and leaves the others.
[[nodiscard]] MarginSum sumWithout(const AccountExposure& account, std::size_t index, MarginKind kind,
                                   Strictness strictness = Strictness::Plain);

/// All kinds at once, for little more than one of them.
struct FullMargin {
    MarginTotals initial; ///< strict
    MarginTotals fill;
    MarginTotals maintenance;
};
[[nodiscard]] MathResult<FullMargin> fullMargin(const AccountExposure& account);

/// §3.7. Equal is safe.
[[nodiscard]] constexpr bool isLiquidatable(const MarginTotals& maintenance) noexcept {
    return maintenance.requirement.raw() > 0 && maintenance.requirement > maintenance.collateral;
}

/// §3.7: greater = `a` is riskier. An order among pools that require something.
[[nodiscard]] std::weak_ordering compareRisk(const MarginTotals& a, const MarginTotals& b);

// ---- liquidation

/// §3.11: what a buffer adds for one position, to both sums: ceil(liability * buffer) to the requirement and
/// floor(loss * buffer), <= 0, to the collateral.
[[nodiscard]] MathResult<MarginTotals> bufferOn(Money liability, Money pnl, Ratio buffer);
/// §3.11: TC' and MR': maintenance with plain prices and each market's buffer (liquidationBuffer).
[[nodiscard]] MathResult<MarginTotals> bufferedTotals(const AccountExposure& account);
/// §3.11: max(0, MR' - TC').
[[nodiscard]] MathResult<Money> shortageOf(const MarginTotals& buffered);

} // namespace qd::risk
