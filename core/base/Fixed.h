#pragma once

#include "core/base/Checked.h"

#include <compare>
#include <cstdint>
#include <expected>

namespace qd {

/// A strong fixed-point number: a signed 64-bit integer counting 1/Tag::kScale of the unit named by the tag.
/// There is no implicit conversion and no multiplication between kinds: formulas go through Checked.
template<class Tag>
class Fixed {
  public:
    using Rep = std::int64_t;
    static constexpr std::int64_t kScale = Tag::kScale;
    static constexpr int kDecimals = Tag::kDecimals;

    constexpr Fixed() noexcept = default;
    constexpr explicit Fixed(Rep raw) noexcept : m_raw(raw) {}
    /// `whole` units, e.g. Price::of(150) = 150.000000. For constants: the caller guarantees it fits.
    [[nodiscard]] static constexpr Fixed of(Rep whole) noexcept { return Fixed(whole * kScale); }

    [[nodiscard]] constexpr Rep raw() const noexcept { return m_raw; }
    [[nodiscard]] constexpr bool isZero() const noexcept { return m_raw == 0; }
    friend constexpr auto operator<=>(Fixed, Fixed) noexcept = default;

    /// Errors: Overflow.
    [[nodiscard]] constexpr std::expected<Fixed, MathError> plus(Fixed other) const noexcept {
        Rep sum = 0;
        if (__builtin_add_overflow(m_raw, other.m_raw, &sum)) return std::unexpected(MathError::Overflow);
        return Fixed(sum);
    }
    /// Errors: Overflow.
    [[nodiscard]] constexpr std::expected<Fixed, MathError> minus(Fixed other) const noexcept {
        Rep difference = 0;
        if (__builtin_sub_overflow(m_raw, other.m_raw, &difference)) return std::unexpected(MathError::Overflow);
        return Fixed(difference);
    }

  private:
    Rep m_raw = 0;
};

} // namespace qd
