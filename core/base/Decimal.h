#pragma once

#include "core/base/Fixed.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace qd {

enum class DecimalError : std::uint8_t {
    NotANumber, ///< empty, or anything but an optional sign, digits and at most one point between or after digits
    TooPrecise, ///< non-zero digits beyond the last place kept
    OutOfRange, ///< does not fit 64 bits at this scale
};

/// Exact decimal text to an integer of 10^-decimals units; never goes through a double. Accepts "12", "12.5", "-0.10",
/// ".5", "12."; refuses exponents, separators and spaces. decimals in [0, 18].
/// Example: parseDecimal("148.27", 6) = 148270000. Errors: see DecimalError.
[[nodiscard]] std::expected<std::int64_t, DecimalError> parseDecimal(std::string_view text, int decimals) noexcept;

/// A whole number of all 64 bits: digits only. Errors: NotANumber, OutOfRange.
[[nodiscard]] std::expected<std::uint64_t, DecimalError> parseUnsigned(std::string_view text) noexcept;

/// A whole number in [least, most]; empty for anything else.
[[nodiscard]] inline std::optional<std::int64_t> parseWhole(std::string_view text, std::int64_t least,
                                                            std::int64_t most) noexcept {
    const auto value = parseDecimal(text, 0);
    return value && *value >= least && *value <= most ? std::optional(*value) : std::nullopt;
}

template<class F>
[[nodiscard]] std::expected<F, DecimalError> parseFixed(std::string_view text) noexcept {
    const auto raw = parseDecimal(text, F::kDecimals);
    if (!raw) return std::unexpected(raw.error());
    return F(*raw);
}

/// Exact text of raw * 10^-decimals with an ASCII minus and point; trailing zeros are dropped down to `minFraction`
/// digits after the point. Takes 128 bits for totals of volume and notional. Example: formatDecimal(148270000, 6) =
/// "148.27". decimals in [0, 18].
[[nodiscard]] std::string formatDecimal(Int128 raw, int decimals, int minFraction = 0);

template<class Tag>
[[nodiscard]] std::string toString(Fixed<Tag> value, int minFraction = 0) {
    return formatDecimal(value.raw(), Tag::kDecimals, minFraction);
}

[[nodiscard]] constexpr std::int64_t powerOfTen(int exponent) noexcept {
    std::int64_t p = 1;
    for (int i = 0; i < exponent; ++i) p *= 10;
    return p;
}

} // namespace qd
