#include "core/engine/oracle/Mark.h"

#include "core/engine/oracle/Tiers.h"

#include <algorithm>
#include <array>

namespace qd::oracle {
namespace {

constexpr std::int64_t kRateScale = Rate::kScale;
constexpr Rate kBookBand{150'000};
constexpr std::int64_t kUsualDailyRate = 200'000; ///< what a mark at its usual premium pays, 1/5000 in 1e-9

/// Rounded down; of 64-bit prices it fits.
Price meanOf(Price a, Price b) noexcept {
    const Int128 sum = Int128{a.raw()} + b.raw();
    return Price(static_cast<std::int64_t>(sum >= 0 ? sum / 2 : (sum - 1) / 2));
}

} // namespace

std::optional<Price> markPrice(const MarkInputs& inputs) noexcept {
    std::array<Price, 3> p{};
    std::size_t count = 0;
    for (const auto& input : {inputs.basis, inputs.book, inputs.external}) {
        if (input) p[count++] = *input;
    }
    if (count == 2 && inputs.bookAverage) p[count++] = *inputs.bookAverage;
    switch (count) {
    case 0: return std::nullopt;
    case 1: return p[0];
    case 2: return meanOf(p[0], p[1]);
    default: return std::clamp(p[2], std::min(p[0], p[1]), std::max(p[0], p[1]));
    }
}

Price bookMedian(Price bid, Price ask, Price lastTrade) noexcept {
    if (lastTrade.isZero()) return meanOf(bid, ask);
    return std::clamp(lastTrade, std::min(bid, ask), std::max(bid, ask));
}

Price clampedMark(Price mark, Price index, MarketTier tier) noexcept {
    const Int128 width = Int128{index.raw()} * markBand(tier).raw() / kRateScale;
    const Int128 clamped = std::clamp(Int128{mark.raw()}, index.raw() - width, index.raw() + width);
    return Price(static_cast<std::int64_t>(clamped)); // between index and mark
}

bool withinBookBand(Price level, Price index) noexcept {
    const Int128 difference = Int128{level.raw()} - index.raw();
    return (difference < 0 ? -difference : difference) * kRateScale <= Int128{index.raw()} * kBookBand.raw();
}

MathResult<std::int64_t> fundingBasis(const TriggerInputs& in) {
    if (in.lastFundingTwap.raw() <= 0) return 0;
    const Checked daily = Checked(in.lastRate).times(kRateScale, in.lastFundingTwap.raw(), Round::Zero) * 24;
    const std::int64_t left = in.period - std::min(in.elapsed, in.period);
    return Checked(in.oracle.raw())
        .times(daily - kUsualDailyRate, kRateScale, Round::Zero)
        .times(left, in.period, Round::Zero)
        .dividedBy(1'000, Round::Zero)
        .to<std::int64_t>();
}

MathResult<Price> triggerPrice(const TriggerInputs& in, std::int64_t divisor) {
    const Checked oracle = in.oracle.raw();
    const auto basis = fundingBasis(in);
    if (!basis) return std::unexpected(basis.error());
    const Checked byFunding = oracle + *basis;
    const Checked byMark = oracle + in.markTwap5.raw() - in.oracleTwap5.raw();
    const Checked fill = in.lastFill.raw() > 0 ? Checked(in.lastFill.raw()) : oracle.abs();
    const auto median = max(min(fill, byFunding), min(max(fill, byFunding), byMark)).to<Price>();
    if (!median) return std::unexpected(median.error());
    return clampedTrigger(in.oracle, *median, divisor);
}

MathResult<Price> clampedTrigger(Price oracle, Price median, std::int64_t divisor) {
    const Checked width = Checked(oracle.raw()).dividedBy(divisor, Round::Down);
    return max(Checked(oracle.raw()) - width, min(Checked(oracle.raw()) + width, Checked(median.raw()))).to<Price>();
}

} // namespace qd::oracle
