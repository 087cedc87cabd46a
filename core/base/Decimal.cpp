#include "core/base/Decimal.h"

#include <algorithm>
#include <charconv>

namespace qd {

std::expected<std::int64_t, DecimalError> parseDecimal(std::string_view text, int decimals) noexcept {
    const bool negative = !text.empty() && text.front() == '-';
    if (negative || (!text.empty() && text.front() == '+')) text.remove_prefix(1);
    std::int64_t value = 0; // kept negative: the smallest 64-bit value has no positive twin
    int places = -1;        // digits after the point so far, -1 before the point
    bool anyDigit = false;
    for (const char c : text) {
        if (c == '.') {
            if (places >= 0) return std::unexpected(DecimalError::NotANumber);
            places = 0;
            continue;
        }
        if (c < '0' || c > '9') return std::unexpected(DecimalError::NotANumber);
        anyDigit = true;
        if (places >= 0 && places == decimals) {
            if (c != '0') return std::unexpected(DecimalError::TooPrecise);
            continue;
        }
        if (__builtin_mul_overflow(value, 10, &value) || __builtin_sub_overflow(value, c - '0', &value))
            return std::unexpected(DecimalError::OutOfRange);
        if (places >= 0) ++places;
    }
    if (!anyDigit) return std::unexpected(DecimalError::NotANumber);
    if (__builtin_mul_overflow(value, powerOfTen(decimals - std::max(places, 0)), &value))
        return std::unexpected(DecimalError::OutOfRange);
    if (negative) return value;
    if (__builtin_sub_overflow(std::int64_t{0}, value, &value)) return std::unexpected(DecimalError::OutOfRange);
    return value;
}

std::expected<std::uint64_t, DecimalError> parseUnsigned(std::string_view text) noexcept {
    std::uint64_t value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec == std::errc::result_out_of_range) return std::unexpected(DecimalError::OutOfRange);
    if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size())
        return std::unexpected(DecimalError::NotANumber);
    return value;
}

std::string formatDecimal(Int128 raw, int decimals, int minFraction) {
    UInt128 magnitude = magnitudeOf(raw);
    std::string digits; // least significant first
    do {
        digits.push_back(static_cast<char>('0' + static_cast<int>(magnitude % 10)));
        magnitude /= 10;
    } while (magnitude != 0);
    const auto places = static_cast<std::size_t>(decimals);
    if (digits.size() <= places) digits.append(places + 1 - digits.size(), '0');
    std::size_t drop = 0;
    while (places - drop > static_cast<std::size_t>(minFraction) && drop < places && digits[drop] == '0') ++drop;
    std::string text;
    text.reserve(digits.size() + 2);
    if (raw < 0) text.push_back('-');
    for (std::size_t i = digits.size(); i-- > drop;) {
        text.push_back(digits[i]);
        if (i == places && i != drop) text.push_back('.');
    }
    return text;
}

} // namespace qd
