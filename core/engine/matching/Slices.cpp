#include "core/engine/matching/Slices.h"

#include <algorithm>

namespace qd::matching {

Quantity fillable(Quantity remaining, bool reduceOnly, Side side, Quantity position) noexcept {
    if (!reduceOnly) return remaining;
    const bool reduces = side == Side::Buy ? position.raw() < 0 : position.raw() > 0;
    if (!reduces) return Quantity(0);
    const UInt128 most = std::min(magnitudeOf(remaining.raw()), magnitudeOf(position.raw()));
    return Quantity(static_cast<std::int64_t>(most));
}

RejectCode validateIceberg(const OrderTerms& t, Quantity step, Quantity minSize) {
    if (t.display.isZero()) return RejectCode::None;
    const bool rests = t.timeInForce == TimeInForce::GoodTillCancel || t.timeInForce == TimeInForce::GoodTillDate;
    if (t.type != OrderType::Limit || !rests || t.twap.durationMs != 0 || t.display.raw() < 0)
        return RejectCode::InvalidFlags;
    if (t.display.raw() % step.raw() != 0) return RejectCode::SizeNotStep;
    if (t.display < minSize && !t.reduceOnly) return RejectCode::SizeBelowMin;
    return t.display > t.size ? RejectCode::SizeAboveMax : RejectCode::None;
}

MathResult<Quantity> twapChildSize(Quantity total, Quantity filled, std::int64_t n, std::int64_t k, Quantity step) {
    const Int128 left = Int128{total.raw()} - filled.raw();
    const auto stepped = [&](Int128 size) { return size - size % step.raw(); };
    const Int128 even = std::max<Int128>(stepped(total.raw() / n), step.raw());
    const Int128 share = k == n - 1 ? left : stepped(left / (n - k));
    return Checked(std::min({share, 3 * even, left})).to<Quantity>();
}

RejectCode validateTwap(const OrderTerms& t) {
    if (t.twap.durationMs == 0) return t.twap == TwapSchedule{} ? RejectCode::None : RejectCode::InvalidFlags;
    const bool schedule =
        t.twap.durationMs > 0 && t.twap.durationMs <= kLongestTwapMs && t.twap.intervalMs >= kShortestTwapIntervalMs;
    const bool plain = t.type == OrderType::Market && t.timeInForce != TimeInForce::FillOrKill &&
                       t.postOnly == PostOnly::No && t.trigger.kind == TriggerKind::None &&
                       t.auction.durationSlots == 0 && t.display.isZero() && t.oracleOffset.isZero();
    return schedule && plain ? RejectCode::None : RejectCode::InvalidFlags;
}

Price scalePrice(const ScaleLadder& l, std::uint32_t k) noexcept {
    if (k + 1 == l.count) return l.end;
    const Int128 span = Int128{l.end.raw()} - l.start.raw();
    const Int128 stride = (span < 0 ? -span : span) / (l.count - 1);
    const Int128 price = l.start.raw() + (span > 0 ? stride : -stride) * k;
    return Price(static_cast<std::int64_t>(price)); // between two prices
}

MathResult<void> scaleSizes(const ScaleLadder& l, Quantity step, std::span<Quantity> out) {
    const Int128 total = l.total.raw();
    const Int128 n = l.count;
    const Int128 oneStep = step.raw();
    const bool flat = l.distribution == ScaleDistribution::Flat;
    const Int128 unit = total * 2 / (n * (n + 3) / 2);
    Int128 sum = 0;
    const auto put = [&](std::size_t k, Int128 size) {
        const auto value = Checked(size).to<Quantity>();
        if (value) out[k] = *value;
        return value.has_value();
    };
    for (std::size_t k = 0; k < out.size(); ++k) {
        const Int128 share = flat ? total / n : unit * (2 + static_cast<Int128>(k)) / 2;
        const Int128 size = std::max(share - share % oneStep, flat ? Int128{0} : oneStep);
        if (!put(k, size)) return std::unexpected(MathError::Overflow);
        sum += size;
    }
    const Int128 difference = total - sum;
    const Int128 last = out.back().raw() + difference;
    if (!put(out.size() - 1, difference < 0 ? std::max(oneStep, last) : last))
        return std::unexpected(MathError::Overflow);
    if (l.distribution == ScaleDistribution::Descending) std::ranges::reverse(out);
    return {};
}

RejectCode validateScale(const ScaleLadder& l, Price tick, Quantity step) {
    if (l.count < kMinScaleOrders || l.count > kMaxScaleOrders) return RejectCode::InvalidFlags;
    if (l.start.raw() <= 0 || l.end.raw() <= 0 || l.start.raw() % tick.raw() != 0 || l.end.raw() % tick.raw() != 0)
        return RejectCode::PriceNotTick;
    if (l.side == Side::Buy ? l.end >= l.start : l.end <= l.start) return RejectCode::InvalidFlags;
    if (l.total.raw() <= 0) return RejectCode::SizeZero;
    if (l.total.raw() % step.raw() != 0) return RejectCode::SizeNotStep;
    return l.total.raw() / step.raw() < std::int64_t{l.count} ? RejectCode::SizeBelowMin : RejectCode::None;
}

} // namespace qd::matching
