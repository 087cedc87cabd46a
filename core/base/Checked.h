#pragma once

#include "core/base/SquareRoot.h"
#include "core/base/Wide.h"

#include <concepts>
#include <cstdint>
#include <expected>
#include <limits>

namespace qd {

/// Where a quotient goes when it is not whole. Source: spec/perps.md §1.2.
enum class Round : std::uint8_t {
    Down, ///< toward minus infinity: anything added to an account
    Up,   ///< toward plus infinity: anything an account owes or must hold
    Zero, ///< toward zero: rates and weights
};

enum class MathError : std::uint8_t { None, Overflow, DivideByZero };

/// a * b / c with a 256-bit product, rounded as named. Errors: Overflow when the quotient leaves 128 bits (two's
/// complement), DivideByZero. Example: mulDiv(-1, 1, 2, Round::Down) = -1.
[[nodiscard]] constexpr std::expected<Int128, MathError> mulDiv(Int128 a, Int128 b, Int128 c, Round round) noexcept;

/// mulDiv of what most amounts are: not negative, and 64 bits are enough. False: something is not; `out` is untouched.
[[nodiscard, gnu::always_inline]] constexpr bool narrowMulDiv(Int128 a, Int128 b, Int128 c, Round round,
                                                              Int128& out) noexcept {
    const auto divisor = static_cast<std::uint64_t>(c);
    if ((static_cast<UInt128>(a | b) >> 64U) != 0 || c != Int128(divisor)) return false;
    const UInt128 product = UInt128(static_cast<std::uint64_t>(a)) * static_cast<std::uint64_t>(b);
    const auto high = static_cast<std::uint64_t>(product >> 64U);
    const auto low = static_cast<std::uint64_t>(product);
    if (high >= divisor) return false; // also a divisor of 0
    const NarrowResult r = high == 0 ? NarrowResult{low / divisor, low % divisor} : divideNarrow(high, low, divisor);
    const std::uint64_t quotient = r.quotient + (round == Round::Up && r.remainder != 0 ? 1U : 0U);
    if (quotient < r.quotient) return false;
    out = Int128(quotient);
    return true;
}

/// A 128-bit signed integer that remembers the first error of a formula instead of wrapping around. A formula is
/// written as it stands in the specification and asked once, at its end, for a value:
///     const auto fee = (Checked(quote) * rate).dividedBy(1'000'000, Round::Up).to<std::int64_t>();
class Checked {
  public:
    constexpr Checked() noexcept = default;
    constexpr Checked(std::integral auto value) noexcept : m_value(value) {} // NOLINT: implicit on purpose
    constexpr Checked(Int128 value) noexcept : m_value(value) {}             // NOLINT: implicit on purpose

    /// A value that was never there.
    [[nodiscard]] static constexpr Checked failed(MathError e) noexcept {
        Checked r;
        r.fail(e);
        return r;
    }

    [[nodiscard]] constexpr bool ok() const noexcept { return m_error == MathError::None; }
    [[nodiscard]] constexpr MathError error() const noexcept { return m_error; }
    /// The value; meaningless unless ok().
    [[nodiscard]] constexpr Int128 value() const noexcept { return m_value; }

    friend constexpr Checked operator+(Checked a, Checked b) noexcept {
        Checked r = merged(a, b);
        if (__builtin_add_overflow(a.m_value, b.m_value, &r.m_value)) r.fail(MathError::Overflow);
        return r;
    }
    friend constexpr Checked operator-(Checked a, Checked b) noexcept {
        Checked r = merged(a, b);
        if (__builtin_sub_overflow(a.m_value, b.m_value, &r.m_value)) r.fail(MathError::Overflow);
        return r;
    }
    friend constexpr Checked operator*(Checked a, Checked b) noexcept {
        Checked r = merged(a, b);
        if (multiplyOverflows(a.m_value, b.m_value, r.m_value)) r.fail(MathError::Overflow);
        return r;
    }
    constexpr Checked operator-() const noexcept { return Checked(0) - *this; }
    constexpr Checked& operator+=(Checked b) noexcept { return *this = *this + b; }
    constexpr Checked& operator-=(Checked b) noexcept { return *this = *this - b; }

    [[nodiscard]] constexpr Checked dividedBy(Checked divisor, Round round) const noexcept {
        return times(1, divisor, round);
    }
    /// this * factor / divisor, one rounding, 256-bit product.
    [[nodiscard]] constexpr Checked times(Checked factor, Checked divisor, Round round) const noexcept {
        Checked r = merged(merged(*this, factor), divisor);
        if (!r.ok() || narrowMulDiv(m_value, factor.m_value, divisor.m_value, round, r.m_value)) [[likely]]
            return r;
        r.wideTimes(m_value, factor.m_value, divisor.m_value, round);
        return r;
    }
    [[nodiscard]] constexpr Checked abs() const noexcept { return m_value < 0 ? -*this : *this; }

    /// The value as T. Errors: the first error of the formula; Overflow when the value does not fit T.
    template<std::integral T>
    [[nodiscard]] constexpr std::expected<T, MathError> to() const noexcept {
        if (!ok()) return std::unexpected(m_error);
        if (m_value < Int128(std::numeric_limits<T>::min()) || m_value > Int128(std::numeric_limits<T>::max()))
            return std::unexpected(MathError::Overflow);
        return static_cast<T>(m_value);
    }
    /// The value as a fixed-point type (core/base/Fixed.h).
    template<class F>
        requires requires { typename F::Rep; }
    [[nodiscard]] constexpr std::expected<F, MathError> to() const noexcept {
        const auto raw = to<typename F::Rep>();
        if (!raw) return std::unexpected(raw.error());
        return F(*raw);
    }

    friend constexpr Checked max(Checked a, Checked b) noexcept { return pick(a, b, a.m_value >= b.m_value); }
    friend constexpr Checked min(Checked a, Checked b) noexcept { return pick(a, b, a.m_value <= b.m_value); }

  private:
    // libgcc has no overflow-checked 128-bit multiply that clang's sanitizer run time shares, so check by hand.
    static constexpr bool multiplyOverflows(Int128 a, Int128 b, Int128& out) noexcept {
        if (fitsInt64(a) && fitsInt64(b)) {
            out = a * b;
            return false;
        }
        const auto product = mulDiv(a, b, 1, Round::Zero);
        if (!product) return true;
        out = *product;
        return false;
    }
    [[gnu::noinline]] constexpr void wideTimes(Int128 a, Int128 b, Int128 c, Round round) noexcept {
        const auto quotient = mulDiv(a, b, c, round);
        if (quotient)
            m_value = *quotient;
        else
            fail(quotient.error());
    }
    static constexpr Checked merged(Checked a, Checked b) noexcept {
        Checked r;
        r.m_error = a.ok() ? b.m_error : a.m_error;
        return r;
    }
    static constexpr Checked pick(Checked a, Checked b, bool first) noexcept {
        Checked r = merged(a, b);
        r.m_value = first ? a.m_value : b.m_value;
        return r;
    }
    constexpr void fail(MathError e) noexcept {
        if (m_error == MathError::None) m_error = e;
        m_value = 0;
    }

    Int128 m_value = 0;
    MathError m_error = MathError::None;
};

constexpr std::expected<Int128, MathError> mulDiv(Int128 a, Int128 b, Int128 c, Round round) noexcept {
    if (c == 0) return std::unexpected(MathError::DivideByZero);
    const bool negative = ((a < 0) != (b < 0)) != (c < 0);
    const Round ofMagnitude = round == (negative ? Round::Down : Round::Up) ? Round::Up : Round::Zero;
    if (Int128 narrow = 0; narrowMulDiv(static_cast<Int128>(magnitudeOf(a)), static_cast<Int128>(magnitudeOf(b)),
                                        static_cast<Int128>(magnitudeOf(c)), ofMagnitude, narrow)) [[likely]]
        return negative ? -narrow : narrow;
    UInt128 quotient = 0;
    bool remainder = false;
    if (fitsInt64(a) && fitsInt64(b)) {
        const Int128 product = a * b;
        const UInt128 magnitude = magnitudeOf(product);
        const UInt128 divisor = magnitudeOf(c);
        quotient = magnitude / divisor;
        remainder = quotient * divisor != magnitude;
    } else {
        const UInt256 product = multiplyFull(magnitudeOf(a), magnitudeOf(b));
        const DivideResult result = divideFull(product, magnitudeOf(c));
        if (result.overflow) return std::unexpected(MathError::Overflow);
        quotient = result.quotient;
        remainder = result.remainder != 0;
    }
    const bool zeroProduct = a == 0 || b == 0;
    const bool isNegative = negative && !zeroProduct;
    if (remainder && ((round == Round::Up && !isNegative) || (round == Round::Down && isNegative))) {
        if (++quotient == 0) return std::unexpected(MathError::Overflow);
    }
    constexpr UInt128 kLimit = UInt128(1) << 127U;
    if (isNegative ? quotient > kLimit : quotient >= kLimit) return std::unexpected(MathError::Overflow);
    return isNegative ? static_cast<Int128>(UInt128(0) - quotient) : static_cast<Int128>(quotient);
}

} // namespace qd
