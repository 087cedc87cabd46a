#include "core/engine/oracle/Averages.h"

#include "core/engine/oracle/Tiers.h"

#include <algorithm>
#include <array>

namespace qd::oracle {
namespace {

constexpr std::int64_t kNanosPerTick = 100 * kNanosPerMilli;
constexpr std::int64_t kMillisPerTick = 100;
constexpr std::int64_t kDecayScale = 1'000'000'000;
constexpr std::int64_t kTauTicks = 1'500; ///< 150 s

constexpr std::uint64_t kOne = 1'000'000'000'000'000'000U;
constexpr std::uint64_t kStep = 999'333'555'506'181'068U;

constexpr std::uint64_t decayed(std::uint64_t t) noexcept {
    return static_cast<std::uint64_t>(UInt128(t) * kStep / kOne);
}

constexpr std::size_t kStride = 64;
/// From here on floor(T / 1e9) is 0.
constexpr std::size_t kLastStep = 486 * kStride;

/// T at every 64th step.
constexpr auto kMarks = [] {
    std::array<std::uint64_t, kLastStep / kStride + 1> marks{};
    std::uint64_t t = kOne;
    for (auto& mark : marks) {
        mark = t;
        for (std::size_t i = 0; i < kStride; ++i) t = decayed(t);
    }
    return marks;
}();
static_assert(kMarks.back() < kDecayScale, "beyond the table nothing is left");

std::int64_t secondsOf(UnixNanos t) noexcept { return t.value() / kNanosPerSecond; }
std::int64_t ticksOf(UnixNanos t) noexcept { return t.value() / kNanosPerTick; }

} // namespace

MathResult<std::int64_t> twap(std::int64_t old, std::int64_t x, std::int64_t since, std::int64_t period) {
    if (since == 0) return old;
    const Int128 left = std::max<Int128>(1, Int128{period} - since);
    const Int128 fresh = Int128{x} * since;
    const Checked kept = Checked(old) * Checked(left);
    if (!kept.ok()) return std::unexpected(kept.error());
    const Checked mean = (Checked(fresh) + kept).dividedBy(Int128{since} + left, Round::Zero);
    if (left <= 1 || kept.value() == fresh) return mean.to<std::int64_t>();
    const bool up = kept.value() > fresh;
    if (!up && mean.value() == 0) return mean.to<std::int64_t>();
    return (mean + (up ? 1 : -1)).to<std::int64_t>();
}

Price limitedInput(Price old, Price x, MarketTier tier) noexcept {
    const Int128 room = old.raw() / averageInputDivisor(tier);
    const Int128 limited = std::clamp(Int128{x.raw()}, old.raw() - room, old.raw() + room);
    return Price(static_cast<std::int64_t>(limited)); // between old and x
}

Average sampled(const Average& before, Price x, UnixNanos now, std::int64_t period, MarketTier tier) {
    const std::int64_t second = secondsOf(now);
    if (before.empty()) return {x, second};
    const std::int64_t since = second - before.second;
    const auto moved = twap(before.value.raw(), limitedInput(before.value, x, tier).raw(), since, period);
    return moved ? Average{Price(*moved), second} : before;
}

bool possible(const Average& a, UnixNanos now) noexcept {
    return a.value.raw() >= 0 && a.second >= 0 && a.second <= secondsOf(now);
}

std::int64_t emaDecay(std::int64_t steps) noexcept {
    const auto n = static_cast<std::size_t>(steps);
    if (n / kStride >= kMarks.size()) return 0;
    std::uint64_t t = kMarks[n / kStride];
    for (std::size_t i = n % kStride; i != 0; --i) t = decayed(t);
    return static_cast<std::int64_t>(t / kDecayScale);
}

Ema weighed(const Ema& before, std::int64_t x, std::int64_t millis, std::int64_t pace) noexcept {
    // Beyond the table everything is 0, and the number of steps cannot overflow.
    const std::int64_t ticks = std::min<std::int64_t>(millis / kMillisPerTick, kLastStep);
    const std::int64_t decay = emaDecay(ticks * pace);
    // Neither can overflow: every 100 ms the old loses more than a 1,501st of 127 (63) bits and the new brings less.
    const Checked sum = Checked(before.sum).times(decay, kDecayScale, Round::Zero) + Int128{x} * millis;
    const Checked weight = Checked(before.weight).times(decay, kDecayScale, Round::Zero) + millis;
    return {sum.value(), static_cast<std::int64_t>(weight.value()), before.tick};
}

MathResult<std::int64_t> valueOf(const Ema& ema) noexcept {
    return Checked(ema.sum).dividedBy(ema.weight, Round::Zero).to<std::int64_t>();
}

Ema sampled(const Ema& before, std::int64_t x, UnixNanos now, std::int64_t pace) noexcept {
    const std::int64_t tick = ticksOf(now);
    const std::int64_t ticks = before.empty() ? 1 : tick - before.tick;
    if (ticks <= 0) return before;
    Ema after = weighed(before, x, ticks * kMillisPerTick, pace);
    after.tick = tick;
    return after;
}

std::optional<std::int64_t> valueAt(const Ema& ema, UnixNanos now, std::int64_t pace) noexcept {
    if (ema.empty() || ticksOf(now) - ema.tick >= 10 * kTauTicks / pace) return std::nullopt;
    const auto value = valueOf(ema);
    return value ? std::optional(*value) : std::nullopt;
}

bool possible(const Ema& ema, UnixNanos now) noexcept {
    if (ema.empty()) return ema == Ema{};
    return ema.weight > 0 && ema.tick >= 0 && ema.tick <= ticksOf(now) && valueOf(ema).has_value();
}

} // namespace qd::oracle
