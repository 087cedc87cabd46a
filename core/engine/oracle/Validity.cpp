#include "core/engine/oracle/Validity.h"

#include "core/engine/oracle/Tiers.h"

#include <algorithm>
#include <array>

namespace qd::oracle {
namespace {

constexpr std::int64_t kRateScale = Rate::kScale;
constexpr Rate kLeastDivergence{100'000};
constexpr std::size_t kStates = static_cast<std::size_t>(OracleStatus::Valid) + 1;
constexpr std::size_t kUses = static_cast<std::size_t>(PriceUse::Average) + 1;

constexpr bool x = false; // NOLINT: the table below is to look like the one it comes from
constexpr bool Y = true;  // NOLINT
constexpr std::array<std::array<bool, kStates>, kUses> kAllowed{{
    // NonPositive, TooVolatile, TooUncertain, StaleForMargin, InsufficientData, StaleForFill, Valid
    {x, x, x, x, x, x, Y}, // PoolFill
    {x, x, x, x, Y, Y, Y}, // OffsetOrder
    {x, x, x, x, Y, Y, Y}, // Margin
    {x, x, x, Y, Y, Y, Y}, // Match
    {x, x, x, Y, Y, Y, Y}, // Funding
    {x, x, Y, Y, Y, Y, Y}, // Trigger
    {x, Y, Y, Y, Y, Y, Y}, // Average
}};

constexpr std::array<std::int64_t, 19> kPowersOfTen = [] {
    std::array<std::int64_t, 19> powers{};
    std::int64_t power = 1;
    for (std::size_t i = 0; i < powers.size(); ++i, power *= i < powers.size() ? 10 : 1) powers[i] = power;
    return powers;
}();

Int128 distance(Price a, Price b) noexcept {
    const Int128 difference = Int128{a.raw()} - b.raw();
    return difference < 0 ? -difference : difference;
}

} // namespace

OracleStatus validity(const Reading& r, const OracleParams& params) noexcept {
    const std::int64_t price = r.price.raw();
    const std::int64_t average = r.average.raw();
    if (price <= 0) return OracleStatus::NonPositive;
    const std::int64_t ratio = std::max(price, average) / std::max<std::int64_t>(1, std::min(price, average));
    if (ratio > params.volatileRatio) return OracleStatus::TooVolatile;
    // trunc(confidence / price) > limit, without the division
    const Int128 limit = Int128{params.maxConfidence.raw()} * confidenceFactor(params.tier);
    if (Int128{r.confidence.raw()} * kRateScale >= (limit + 1) * price) return OracleStatus::TooUncertain;
    const Int128 patience = params.stableCoin ? 3 : 1;
    if (r.delayMs > params.staleForMarginMs * patience) return OracleStatus::StaleForMargin;
    if (!r.enoughPublishers) return OracleStatus::InsufficientData;
    if (r.delayMs > params.staleForFillMs * patience) return OracleStatus::StaleForFill;
    return OracleStatus::Valid;
}

bool allowed(OracleStatus status, PriceUse use) noexcept {
    return kAllowed[static_cast<std::size_t>(use)][static_cast<std::size_t>(status)];
}

MathResult<Price> normalised(std::int64_t value, int exponent, Round round) noexcept {
    const int shift = exponent + Price::kDecimals;
    const auto digits = static_cast<std::size_t>(shift < 0 ? -shift : shift);
    if (value == 0) return Price{};
    if (digits >= kPowersOfTen.size()) {
        if (shift > 0) return std::unexpected(MathError::Overflow);
        // Less than one unit, and more than nothing.
        if (round == Round::Up && value > 0) return Price(1);
        return Price(round == Round::Down && value < 0 ? -1 : 0);
    }
    if (shift >= 0) return (Checked(value) * kPowersOfTen[digits]).to<Price>();
    return Checked(value).dividedBy(kPowersOfTen[digits], round).to<Price>();
}

MathResult<Rate> divergence(Price other, Price average) noexcept {
    return (Checked(other.raw()) - average.raw()).times(kRateScale, other.raw(), Round::Zero).to<Rate>();
}

bool markTooDivergent(Price mark, Price twap5, Rate maxDivergence) noexcept {
    const auto found = divergence(mark, twap5);
    if (!found) return true;
    const Int128 size = found->raw() < 0 ? -Int128{found->raw()} : Int128{found->raw()};
    return size > std::max(maxDivergence, kLeastDivergence).raw();
}

bool averageDivergent(Price price, Price average, Rate maxDivergence) noexcept {
    const Int128 size = distance(average, Price{});
    return size == 0 || distance(price, average) * kRateScale / size >= maxDivergence.raw();
}

bool apart(Price a, Price b, Rate maxSpread) noexcept {
    return distance(a, b) * kRateScale > Int128{maxSpread.raw()} * std::min(a, b).raw();
}

} // namespace qd::oracle
