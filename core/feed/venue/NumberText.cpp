#include "core/feed/venue/NumberText.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string>

namespace qd::feed {
namespace {

constexpr std::uint64_t kLastMillis = 7'258'118'400'000; // 2200-01-01
constexpr int kLargestExponent = 64;                     // beyond it nothing fits 64 bits and 18 decimals

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// Plain decimal text of "mantissa e exponent": moves the point.
std::expected<std::string, DecimalError> withoutExponent(std::string_view text, std::size_t mark) {
    std::string_view mantissa = text.substr(0, mark);
    std::string_view power = text.substr(mark + 1);
    if (power.starts_with('+')) power.remove_prefix(1);
    int exponent = 0;
    const auto read = std::from_chars(power.data(), power.data() + power.size(), exponent);
    if (read.ec == std::errc::invalid_argument || read.ptr != power.data() + power.size())
        return std::unexpected(DecimalError::NotANumber);
    if (read.ec != std::errc{} || std::abs(exponent) > kLargestExponent)
        return std::unexpected(DecimalError::OutOfRange);
    std::string out;
    if (mantissa.starts_with('-')) out = "-";
    mantissa.remove_prefix(out.size());
    const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
    std::string digits(mantissa.substr(0, point));
    if (point < mantissa.size()) digits += mantissa.substr(point + 1);
    if (digits.empty() || !std::ranges::all_of(digits, isDigit)) return std::unexpected(DecimalError::NotANumber);
    const int place = static_cast<int>(point) + exponent; // of the point within `digits`
    if (place < 0) digits.insert(0, static_cast<std::size_t>(-place), '0');
    if (place > static_cast<int>(digits.size())) digits.append(static_cast<std::size_t>(place) - digits.size(), '0');
    digits.insert(static_cast<std::size_t>(std::max(place, 0)), 1, '.');
    return out + digits;
}

std::expected<std::int64_t, DecimalError> parsePlain(std::string_view text, int decimals, Excess excess) {
    const auto exact = parseDecimal(text, decimals);
    if (exact || exact.error() != DecimalError::TooPrecise || excess == Excess::Refuse) return exact;
    const std::size_t kept = text.find('.') + 1 + static_cast<std::size_t>(decimals);
    if (!std::ranges::all_of(text.substr(kept), isDigit)) return std::unexpected(DecimalError::NotANumber);
    return parseDecimal(text.substr(0, kept), decimals);
}

/// A fixed number of digits as a number; empty when one of them is no digit.
std::optional<int> digitsAt(std::string_view text, std::size_t at, std::size_t count) {
    int value = 0;
    for (const char c : text.substr(at, count)) {
        if (!isDigit(c)) return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

/// ".396" -> 396'000'000 ns; "" -> 0.
std::optional<std::int64_t> fractionNanos(std::string_view text) {
    if (text.empty()) return 0;
    if (text.front() != '.' || text.size() < 2 || text.size() > 10) return std::nullopt;
    const auto nanos = parseDecimal(text, 9);
    if (!nanos) return std::nullopt;
    return *nanos;
}

} // namespace

std::expected<std::int64_t, DecimalError> parseNumber(std::string_view text, int decimals, Excess excess) {
    const std::size_t mark = text.find_first_of("eE");
    if (mark == std::string_view::npos) return parsePlain(text, decimals, excess);
    const auto plain = withoutExponent(text, mark);
    if (!plain) return std::unexpected(plain.error());
    return parsePlain(*plain, decimals, excess);
}

std::string_view wordsFor(DecimalError error) noexcept {
    switch (error) {
    case DecimalError::NotANumber: return "not a number";
    case DecimalError::TooPrecise: return "has more decimals than can be kept";
    case DecimalError::OutOfRange: return "out of range";
    }
    return "";
}

std::optional<UnixNanos> timeFromMillis(std::uint64_t ms) noexcept {
    if (ms > kLastMillis) return std::nullopt;
    return UnixNanos::fromMillis(static_cast<std::int64_t>(ms));
}

std::optional<UnixNanos> timeFromMicros(std::uint64_t us) noexcept {
    if (us / 1'000 > kLastMillis) return std::nullopt;
    return UnixNanos::fromMicros(static_cast<std::int64_t>(us));
}

std::optional<UnixNanos> timeFromIso8601(std::string_view text) noexcept {
    using namespace std::chrono;
    constexpr std::string_view kShape = "0000-00-00T00:00:00";
    if (text.size() < kShape.size() + 1 || text.back() != 'Z') return std::nullopt;
    for (const std::size_t at : {4U, 7U, 10U, 13U, 16U}) {
        if (text[at] != kShape[at]) return std::nullopt;
    }
    const auto y = digitsAt(text, 0, 4);
    const auto month = digitsAt(text, 5, 2);
    const auto day = digitsAt(text, 8, 2);
    const auto hour = digitsAt(text, 11, 2);
    const auto minute = digitsAt(text, 14, 2);
    const auto second = digitsAt(text, 17, 2);
    if (!y || !month || !day || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59)
        return std::nullopt;
    const auto fraction = fractionNanos(text.substr(kShape.size(), text.size() - kShape.size() - 1));
    const year_month_day date{year(*y), std::chrono::month(static_cast<unsigned>(*month)),
                              std::chrono::day(static_cast<unsigned>(*day))};
    if (!fraction || !date.ok() || *y < 1970 || *y > 2200) return std::nullopt;
    const nanoseconds sinceEpoch =
        sys_days(date).time_since_epoch() + hours(*hour) + minutes(*minute) + seconds(*second);
    return UnixNanos(sinceEpoch.count()) + *fraction;
}

} // namespace qd::feed
