#include "core/feed/simulator/Distributions.h"

#include "core/base/Checked.h"

#include <algorithm>
#include <array>
#include <bit>

namespace qd::simulator {
namespace {

constexpr std::int64_t kLn2Q16 = 45'426; // ln 2 = 0.693147
constexpr unsigned kTableBits = 8;
constexpr std::size_t kTableSize = (1U << kTableBits) + 1;

/// log2(1 + i/256) in Q32, bit by bit: squaring a number doubles its logarithm; whenever the square reaches 2 the next
/// bit of the logarithm is 1.
constexpr std::array<std::uint64_t, kTableSize> makeLogarithms() {
    std::array<std::uint64_t, kTableSize> table{};
    for (std::size_t i = 0; i + 1 < kTableSize; ++i) {
        std::uint64_t y = (std::uint64_t{1} << 62U) + (static_cast<std::uint64_t>(i) << (62U - kTableBits)); // Q62
        std::uint64_t logarithm = 0;
        for (int bit = 0; bit < 32; ++bit) {
            const UInt128 square = (UInt128(y) * y) >> 62U;
            const bool two = square >= (UInt128(1) << 63U);
            logarithm = (logarithm << 1U) | (two ? 1U : 0U);
            y = static_cast<std::uint64_t>(two ? square >> 1U : square);
        }
        table[i] = logarithm;
    }
    table[kTableSize - 1] = std::uint64_t{1} << 32U;
    return table;
}

/// 2^(i/256) in Q32: the product of the roots 2^(1/2), 2^(1/4), ... that i's bits name; each root is the square root of
/// the one before it.
constexpr std::array<std::uint64_t, kTableSize> makePowers() {
    std::array<UInt128, kTableBits> roots{}; // Q62
    UInt128 root = UInt128(2) << 62U;
    for (UInt128& r : roots) r = root = integerSqrt(root << 62U);
    std::array<std::uint64_t, kTableSize> table{};
    for (std::size_t i = 0; i + 1 < kTableSize; ++i) {
        UInt128 product = UInt128(1) << 62U;
        for (unsigned bit = 0; bit < kTableBits; ++bit) {
            if ((i >> (kTableBits - 1U - bit)) & 1U) product = (product * roots[bit]) >> 62U;
        }
        table[i] = static_cast<std::uint64_t>(product >> 30U);
    }
    table[kTableSize - 1] = std::uint64_t{2} << 32U;
    return table;
}

constexpr auto kLogarithms = makeLogarithms();
constexpr auto kPowers = makePowers();
static_assert(kLogarithms[128] == 2'512'394'809U); // log2(1.5) = 0.584962500721
static_assert(kPowers[128] == 6'074'000'999U);     // sqrt(2) = 1.414213562373

/// Between entry i and the next, `fraction` of 2^16 of the way.
constexpr std::uint64_t interpolate(const std::array<std::uint64_t, kTableSize>& table, std::size_t i,
                                    std::uint64_t fraction) noexcept {
    return table[i] + (((table[i + 1] - table[i]) * fraction) >> 16U);
}

} // namespace

SplitMix64 streamOf(std::uint64_t seed, std::uint64_t number) noexcept {
    SplitMix64 mix(seed);
    SplitMix64 stream(mix() ^ (number * 0xD1342543DE82EF95U));
    return SplitMix64(stream());
}

std::uint64_t below(SplitMix64& random, std::uint64_t n) noexcept {
    return static_cast<std::uint64_t>((UInt128(random()) * n) >> 64U);
}

std::int64_t between(SplitMix64& random, std::int64_t low, std::int64_t high) noexcept {
    return low + static_cast<std::int64_t>(below(random, static_cast<std::uint64_t>(high - low) + 1));
}

bool chance(SplitMix64& random, std::uint64_t permille) noexcept { return below(random, 1'000) < permille; }

std::int64_t gaussian(SplitMix64& random) noexcept {
    std::int64_t sum = 0;
    for (int draw = 0; draw < 3; ++draw) {
        const std::uint64_t x = random();
        for (unsigned shift = 0; shift < 64; shift += 16) sum += static_cast<std::int64_t>((x >> shift) & 0xFFFFU);
    }
    return sum - 12 * 65'535 / 2;
}

std::int64_t exponential(SplitMix64& random, std::int64_t mean) noexcept {
    const std::int64_t halvings = 64 * kOneQ16 - log2Q16(random() | 1U);
    return static_cast<std::int64_t>((Int128(mean) * halvings * kLn2Q16) >> 32);
}

std::int64_t logNormal(SplitMix64& random, std::int64_t median, std::int64_t spread) noexcept {
    const std::int64_t factor = exp2Q16((gaussian(random) * spread) / kOneQ16);
    return std::max<std::int64_t>(1, static_cast<std::int64_t>((Int128(median) * factor) >> 16));
}

std::int64_t log2Q16(std::uint64_t x) noexcept {
    const int whole = 63 - std::countl_zero(x);
    const std::uint64_t mantissa = x << static_cast<unsigned>(63 - whole); // the leading one at bit 63
    const auto entry = static_cast<std::size_t>((mantissa >> (63U - kTableBits)) & (kTableSize - 2));
    const std::uint64_t fraction = (mantissa >> (47U - kTableBits)) & 0xFFFFU;
    return whole * kOneQ16 + static_cast<std::int64_t>(interpolate(kLogarithms, entry, fraction) >> 16U);
}

std::int64_t exp2Q16(std::int64_t x) noexcept {
    const std::int64_t limited = std::clamp(x, -24 * kOneQ16, 24 * kOneQ16);
    const std::int64_t whole = limited >> 16;
    const auto part = static_cast<std::uint64_t>(limited & 0xFFFF);
    const std::uint64_t power = interpolate(kPowers, part >> kTableBits, (part & 0xFFU) << kTableBits);
    return static_cast<std::int64_t>(whole >= 0 ? (UInt128(power) << static_cast<unsigned>(whole)) >> 16U
                                                : UInt128(power) >> static_cast<unsigned>(16 - whole));
}

std::int64_t decayed(std::int64_t value, std::int64_t elapsed, std::int64_t halfLife) noexcept {
    if (elapsed / halfLife >= 24) return 0;
    return static_cast<std::int64_t>((Int128(value) * exp2Q16(-(elapsed * kOneQ16 / halfLife))) >> 16);
}

} // namespace qd::simulator
