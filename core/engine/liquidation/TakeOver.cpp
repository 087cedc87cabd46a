#include "core/engine/liquidation/TakeOver.h"

#include "core/domain/Slots.h"

#include <algorithm>

namespace qd::liquidation {
namespace {

constexpr std::int64_t kPpmPerBasisPoint = Rate::kScale / Ratio::kScale;
constexpr std::int64_t kMaxPpm = 4'294'967'295; // the anchor's rates are 32-bit; a larger quotient counts as this

Int128 ratioPpm(Ratio ratio) noexcept { return Int128{ratio.raw()} * kPpmPerBasisPoint; }

} // namespace

Rate liquidatorFeeNow(Rate base, Rate max, std::uint64_t lastActiveSlot, std::uint64_t slot) noexcept {
    const std::uint64_t elapsed = slotsElapsed(lastActiveSlot, slot);
    if (elapsed < kFeeGrowthAfterSlots) return base;
    return Rate(static_cast<std::int64_t>(std::min<Int128>(max.raw(), Int128{base.raw()} + Int128{elapsed})));
}

MathResult<Ratio> shareNow(Money shortage, Money freed, std::uint64_t slots, Pace pace) {
    if (shortage < kSmall) return Ratio(Ratio::kScale);
    const Checked paced = pace.durationSlots == 0
                              ? Checked(Ratio::kScale)
                              : Checked(Int128{slots}).times(Ratio::kScale, pace.durationSlots, Round::Zero);
    const Checked part = min(Checked(Ratio::kScale), paced + pace.initial.raw());
    const Checked total = Checked(shortage.raw()) + freed.raw();
    const Checked toFree = max(Checked(0), total.times(part, Ratio::kScale, Round::Down) - freed.raw());
    return toFree.times(Ratio::kScale, shortage.raw(), Round::Down).to<Ratio>();
}

MathResult<Rate> insuranceFeeNow(const CoverTerms& t, Quantity base, Rate cap) {
    const Int128 room = ratioPpm(t.ratio) - t.liquidatorFee.raw();
    if (base.isZero() || room <= 0) return Rate(0);
    const Checked price = Checked(t.price.raw()).times(t.quotePrice.raw(), Price::kScale, Round::Zero);
    if (price.ok() && price.value() == 0) return Rate(0);
    const Checked perBase = Checked(t.shortage.raw()).times(Quantity::kScale, Checked(base.raw()).abs(), Round::Zero);
    const Checked lacking = min(perBase.times(Price::kScale, price, Round::Zero), Checked(kMaxPpm));
    const Checked spare = max(Checked(0), Checked(room) - lacking).times(19, 20, Round::Zero);
    return min(Checked(cap.raw()), spare).to<Rate>();
}

MathResult<std::optional<Quantity>> baseToCover(const CoverTerms& t, Rate insuranceFee) {
    const Int128 room = ratioPpm(t.ratio) - t.liquidatorFee.raw();
    if (t.price.isZero() || room <= 0) return std::optional<Quantity>{};
    const Checked freedPerBase = Checked(t.price.raw()) * (Checked(t.quotePrice.raw()) * Checked(room) -
                                                           Checked(Price::kScale) * Checked(insuranceFee.raw()));
    if (!freedPerBase.ok()) return std::unexpected(freedPerBase.error());
    if (freedPerBase.value() <= 0) return std::optional<Quantity>{};
    constexpr Int128 kScales = Int128{Quantity::kScale} * Price::kScale * Rate::kScale;
    const auto amount = Checked(t.shortage.raw()).times(kScales, freedPerBase, Round::Down).to<Quantity>();
    if (!amount) return std::optional<Quantity>{};
    return std::optional(*amount);
}

MathResult<Quantity> upToStep(Quantity amount, Quantity step) {
    return (Checked(amount.raw()).dividedBy(step.raw(), Round::Up) * Checked(step.raw())).to<Quantity>();
}

MathResult<Transfer> transferOf(Quantity base, Quantity amount, Price price, Rate liquidatorFee, Rate insuranceFee) {
    const int sign = base.raw() > 0 ? 1 : -1;
    const Checked value = Checked(amount.raw()).times(price.raw(), Quantity::kScale, Round::Down);
    const Checked forLiquidator = value.times(liquidatorFee.raw(), Rate::kScale, Round::Up);
    const Checked forInsurance = value.times(insuranceFee.raw(), Rate::kScale, Round::Up);
    const Checked signedValue = Checked(sign) * value;
    const auto userQuote = (signedValue - forLiquidator - forInsurance).to<Money>();
    const auto liquidatorQuote = (forLiquidator - signedValue).to<Money>();
    const auto insurance = forInsurance.to<Money>();
    if (!userQuote) return std::unexpected(userQuote.error());
    if (!liquidatorQuote) return std::unexpected(liquidatorQuote.error());
    if (!insurance) return std::unexpected(insurance.error());
    const auto worth = value.to<Money>();
    const auto fee = forLiquidator.to<Money>();
    if (!worth) return std::unexpected(worth.error());
    if (!fee) return std::unexpected(fee.error());
    return Transfer{Quantity(-sign * amount.raw()),
                    *userQuote,
                    Quantity(sign * amount.raw()),
                    *liquidatorQuote,
                    *worth,
                    *fee,
                    *insurance};
}

namespace {

/// What covers the share of the shortage, within the position and the offer; 128 bits until then, for a step up may
/// leave 64.
MathResult<Quantity> wanted(const TakeOverTerms& t, Rate insuranceFee, Checked held) {
    const auto covering = baseToCover(t.cover, insuranceFee);
    if (!covering) return std::unexpected(covering.error());
    const Checked all = *covering ? Checked((*covering)->raw()) : held;
    const Checked allowed = all.times(t.share.raw(), Ratio::kScale, Round::Down);
    const Checked stepped = allowed.dividedBy(t.step.raw(), Round::Up) * Checked(t.step.raw());
    return min(held, min(stepped, Checked(t.maxTake.raw()))).to<Quantity>();
}

MathResult<TakeOver> takeOverOf(const TakeOverTerms& t, Rate insuranceFee, Quantity amount) {
    TakeOver plan{amount, insuranceFee, {}};
    if (amount.isZero()) return plan;
    const auto transfer = transferOf(t.base, amount, t.cover.price, t.cover.liquidatorFee, insuranceFee);
    if (!transfer) return std::unexpected(transfer.error());
    plan.transfer = *transfer;
    return plan;
}

} // namespace

MathResult<TakeOver> coverShortage(const TakeOverTerms& t) {
    const auto fee = insuranceFeeNow(t.cover, t.base, t.maxInsuranceFee);
    if (!fee) return std::unexpected(fee.error());
    const auto amount = wanted(t, *fee, Checked(t.base.raw()).abs());
    if (!amount) return std::unexpected(amount.error());
    return takeOverOf(t, *fee, *amount);
}

MathResult<TakeOver> planTakeOver(const TakeOverTerms& t) {
    const Checked held = Checked(t.base.raw()).abs();
    const auto value = held.times(t.cover.price.raw(), Quantity::kScale, Round::Up).to<Money>();
    if (!value || !goesWhole(*value)) return coverShortage(t);
    const auto fee = insuranceFeeNow(t.cover, t.base, t.maxInsuranceFee);
    const auto amount = held.to<Quantity>();
    if (!fee) return std::unexpected(fee.error());
    if (!amount) return std::unexpected(amount.error());
    return takeOverOf(t, *fee, *amount);
}

} // namespace qd::liquidation
