#include "core/engine/liquidation/Deleveraging.h"

#include "core/base/Wide.h"

#include <algorithm>

namespace qd::liquidation {
namespace {

/// The magnitude of a score as a fraction of two 126-bit products.
struct Score {
    int sign = 0;
    UInt128 numerator = 0;
    UInt128 denominator = 1;
};

UInt128 atLeastOne(Money m) noexcept { return m.raw() < 1 ? 1 : magnitudeOf(m.raw()); }

Score scoreOf(const DeleverageCandidate& c) noexcept {
    const UInt128 gain = magnitudeOf(c.upnl.raw());
    const UInt128 entry = atLeastOne(c.entryNotional);
    const UInt128 notional = atLeastOne(c.notional);
    const UInt128 equity = atLeastOne(c.equity);
    if (c.upnl.raw() > 0) return {1, gain * notional, entry * equity};
    return {c.upnl.isZero() ? 0 : -1, gain * equity, entry * notional};
}

std::strong_ordering compare(const UInt256& a, const UInt256& b) noexcept {
    return a.high != b.high ? a.high <=> b.high : a.low <=> b.low;
}

std::strong_ordering compareScores(const Score& a, const Score& b) noexcept {
    if (a.sign != b.sign) return a.sign <=> b.sign;
    const auto magnitudes = compare(multiplyFull(a.numerator, b.denominator), multiplyFull(b.numerator, a.denominator));
    return a.sign < 0 ? 0 <=> magnitudes : magnitudes;
}

} // namespace

std::strong_ordering compareDeleverage(const DeleverageCandidate& a, const DeleverageCandidate& b) noexcept {
    if (const auto byScore = compareScores(scoreOf(b), scoreOf(a)); byScore != 0) return byScore;
    if (a.notional != b.notional) return b.notional <=> a.notional;
    return a.account <=> b.account;
}

std::size_t rankForDeleveraging(std::span<DeleverageCandidate> candidates) {
    const auto last = std::partition(candidates.begin(), candidates.end(), mayBeDeleveraged);
    std::sort(candidates.begin(), last, [](const auto& a, const auto& b) { return compareDeleverage(a, b) < 0; });
    return static_cast<std::size_t>(last - candidates.begin());
}

} // namespace qd::liquidation
