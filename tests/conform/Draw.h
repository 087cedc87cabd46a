#pragma once

#include "core/base/Random.h"
#include "core/base/Wide.h"
#include "core/domain/Units.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <initializer_list>
#include <limits>

namespace qd::test {

/// Random numbers as formulas meet them: of every order of magnitude, with zeros, ones, round numbers and extremes.
class Draw {
  public:
    explicit Draw(std::uint64_t seed) : m_random(seed) {}

    [[nodiscard]] std::int64_t below(std::int64_t n) {
        return static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(n));
    }
    /// Both ends included.
    [[nodiscard]] std::int64_t between(std::int64_t low, std::int64_t high) { return low + below(high - low + 1); }
    [[nodiscard]] bool oneIn(std::int64_t n) { return below(n) == 0; }
    template<class T>
    [[nodiscard]] T oneOf(std::initializer_list<T> values) {
        return values.begin()[below(static_cast<std::int64_t>(values.size()))];
    }
    /// [1, most], every power of two equally often.
    [[nodiscard]] std::int64_t magnitude(std::int64_t most) {
        const auto bits = static_cast<std::int64_t>(std::bit_width(static_cast<std::uint64_t>(most)));
        const auto mask = ~std::uint64_t{0} >> static_cast<unsigned>(64 - between(1, bits));
        return std::clamp<std::int64_t>(static_cast<std::int64_t>(m_random() & mask), 1, most);
    }
    /// [0, most]: zero, one, the most, round numbers, and every order of magnitude.
    [[nodiscard]] std::int64_t amount(std::int64_t most) {
        switch (below(16)) {
        case 0: return 0;
        case 1: return 1;
        case 2: return most - below(std::min<std::int64_t>(most, 3));
        case 3:
        case 4: {
            const std::int64_t value = magnitude(most);
            return value - value % std::min(value, powerBelow(value));
        }
        default: return magnitude(most);
        }
    }
    /// amount() with either sign.
    [[nodiscard]] std::int64_t either(std::int64_t most) { return oneIn(2) ? amount(most) : -amount(most); }
    /// `value` or a neighbour of it: where comparisons turn.
    [[nodiscard]] std::int64_t near(std::int64_t value) { return value + between(-1, 1); }
    /// `value` (>= 0) moved by at most `ppm` millionths of it, or two units, either way.
    [[nodiscard]] std::int64_t around(std::int64_t value, std::int64_t ppm) {
        const auto most = static_cast<std::int64_t>(std::max<Int128>(Int128{value} * ppm / Rate::kScale, 2));
        return value + between(-most, most);
    }
    [[nodiscard]] double unit() { return static_cast<double>(m_random() >> 11U) * 0x1.0p-53; }
    [[nodiscard]] double real(double low, double high) { return low + (high - low) * unit(); }

    // ---- the exchange's numbers, in its units

    /// > 0: cheap and dear assets; on a tick of a cent more often than not.
    [[nodiscard]] std::int64_t price() {
        if (oneIn(10)) return magnitude(10'000);
        const std::int64_t value = 10'000 + magnitude(1'000'000'000'000);
        return oneIn(3) ? value : value - value % 10'000;
    }
    /// >= 0, at most 10^8 units of base, worth at most 10^11 in quote at `price`.
    [[nodiscard]] std::int64_t size(std::int64_t price) {
        constexpr Int128 kWorth = Int128{100'000'000'000'000'000} * Quantity::kScale;
        const Int128 most = std::clamp<Int128>(kWorth / std::max<std::int64_t>(price, 1), 1, 100'000'000'000'000'000);
        const std::int64_t value = amount(static_cast<std::int64_t>(most));
        return oneIn(2) ? value : value - value % 10'000'000;
    }
    [[nodiscard]] std::int64_t position(std::int64_t price) { return oneIn(2) ? size(price) : -size(price); }
    [[nodiscard]] std::int64_t money() { return either(1'000'000'000'000'000); }
    [[nodiscard]] std::int64_t ratio() {
        return oneIn(2) ? oneOf<std::int64_t>({0, 1, 50, 100, 150, 200, 500, 1'000, 2'000, 5'000, 10'000})
                        : between(1, 12'000);
    }
    [[nodiscard]] std::int64_t imf() {
        return oneIn(2) ? oneOf<std::int64_t>({0, 1, 10, 50, 550, 1'000, 10'000}) : between(1, 100'000);
    }
    [[nodiscard]] std::int64_t ppm(std::int64_t most) { return amount(most); }
    [[nodiscard]] const char* side() { return oneIn(2) ? "buy" : "sell"; }

  private:
    static std::int64_t powerBelow(std::int64_t value) {
        std::int64_t power = 1;
        while (power <= value / 100) power *= 10;
        return power;
    }

    SplitMix64 m_random;
};

} // namespace qd::test
