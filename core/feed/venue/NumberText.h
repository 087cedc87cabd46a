#pragma once

#include "core/base/Decimal.h"
#include "core/base/Time.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

namespace qd::feed {

/// What to do with digits beyond the last place kept.
enum class Excess : std::uint8_t {
    Refuse, ///< non-zero ones are an error
    Drop,   ///< cut off, toward zero
};

/// A number as venues write it, as an integer of 10^-decimals units: plain decimal text or a JSON number with an
/// exponent
/// ("1.5e-7"). Exact; never goes through a double. Errors: see DecimalError.
[[nodiscard]] std::expected<std::int64_t, DecimalError> parseNumber(std::string_view text, int decimals,
                                                                    Excess excess = Excess::Refuse);

/// "not a number", "has more decimals than can be kept", "out of range": the end of a sentence.
[[nodiscard]] std::string_view wordsFor(DecimalError error) noexcept;

/// Milliseconds since 1970; empty beyond the year 2200, which no recording of ours can hold.
[[nodiscard]] std::optional<UnixNanos> timeFromMillis(std::uint64_t ms) noexcept;
/// Microseconds since 1970, with the same bound.
[[nodiscard]] std::optional<UnixNanos> timeFromMicros(std::uint64_t us) noexcept;

/// "2021-07-22T22:36:08.396Z", with or without a fraction of 1 to 9 digits, years 1970 to 2200.
[[nodiscard]] std::optional<UnixNanos> timeFromIso8601(std::string_view text) noexcept;

} // namespace qd::feed
