#include "core/engine/funding/Funding.h"

#include <algorithm>

namespace qd::funding {
namespace {

constexpr std::int64_t kRateScale = Rate::kScale;
constexpr std::int64_t kInterestRoom = 500;
constexpr std::int64_t kClampFactor = 6;
constexpr std::int64_t kRatesPerRatio = Rate::kScale / Ratio::kScale;
constexpr std::int64_t kDaySeconds = 24 * 3'600;
constexpr std::int64_t kEightHours = 8 * 3'600;
constexpr std::int64_t kIndexPerPrice = FundingIndex::kScale / Price::kScale;
/// index * base in 1e-9 * 1e-9 is this many times money in 1e-6.
constexpr std::int64_t kPaymentScale = 1'000'000'000'000;
constexpr int kMostDigits = 18;

Checked powerOfTen(int exponent) noexcept {
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i) power *= 10;
    return power;
}

} // namespace

MathResult<Rate> trimmedMean(std::span<Rate> samples, Rate tail) {
    const auto count = Checked(samples.size());
    const auto removed = (count * 2).times(tail.raw(), kRateScale, Round::Zero).to<std::size_t>();
    if (!removed) return std::unexpected(removed.error());
    if (*removed >= samples.size()) return Rate{};
    std::ranges::sort(samples);
    const std::size_t bottom = *removed / 2;
    const auto kept = samples.subspan(bottom, samples.size() - *removed);
    Checked sum = 0;
    for (const Rate r : kept) sum += r.raw();
    return sum.dividedBy(Checked(kept.size()), Round::Zero).to<Rate>();
}

Rate rate8h(Rate premium, Rate interest) noexcept {
    const Int128 towards = Int128{interest.raw()} - premium.raw();
    return Rate(static_cast<std::int64_t>(premium.raw() + std::clamp<Int128>(towards, -kInterestRoom, kInterestRoom)));
}

MathResult<Rate> marginClamp(Rate factor, Rate initial, Rate maintenance) {
    return (Checked(initial.raw()) - maintenance.raw()).times(factor.raw(), kRateScale, Round::Down).to<Rate>();
}

Rate largestRate8h(Ratio initial, Ratio maintenance) noexcept {
    const Int128 byMargin = (Int128{initial.raw()} - maintenance.raw()) * kRatesPerRatio * kClampFactor;
    return Rate(static_cast<std::int64_t>(std::clamp<Int128>(byMargin, 0, kLargestRate8h.raw())));
}

MathResult<FundingIndex> twapRate(const TwapInputs& in) {
    const Checked oracle = in.oracleTwap.raw();
    const auto limit = spreadClamp(in.oracleTwap, in.clampDivisor);
    if (!limit) return std::unexpected(limit.error());
    Checked spread = Checked(in.markTwap.raw()) - oracle;
    if (in.offsetDivisor != 0) spread += oracle.abs().dividedBy(in.offsetDivisor, Round::Down);
    spread = max(Checked(-limit->raw()), min(Checked(limit->raw()), spread));
    const std::int64_t periodsPerDay = kDaySeconds / std::max(kPeriodSeconds, in.period);
    return spread.times(kIndexPerPrice, periodsPerDay, Round::Zero).to<FundingIndex>();
}

MathResult<Price> spreadClamp(Price oracleTwap, std::int64_t clampDivisor) {
    return Checked(oracleTwap.raw()).dividedBy(clampDivisor, Round::Down).to<Price>();
}

MathResult<FundingIndex> indexDelta(Rate rate, std::int64_t seconds, Price price, int exponent) {
    if (exponent > kMostDigits || exponent < -kMostDigits) return std::unexpected(MathError::Overflow);
    const Checked rated = Checked(rate.raw()) * seconds;
    const Checked factor = exponent > 0 ? Checked(price.raw()) * powerOfTen(exponent) : Checked(price.raw());
    const Checked divisor = exponent < 0 ? Checked(kEightHours) * powerOfTen(-exponent) : Checked(kEightHours);
    return rated.times(factor, divisor, Round::Zero).to<FundingIndex>();
}

MathResult<Money> payment(FundingIndex index, FundingIndex last, Quantity base) {
    return (Checked(last.raw()) - index.raw()).times(base.raw(), kPaymentScale, Round::Down).to<Money>();
}

std::int64_t wait(std::int64_t now, std::int64_t last, std::int64_t period) noexcept {
    std::int64_t whole = period;
    const std::int64_t late = last % period;
    if (period > 1 && late != 0) whole = late > period / 3 ? 2 * period - late : period - late;
    return std::max<std::int64_t>(0, whole - (now - last));
}

} // namespace qd::funding
