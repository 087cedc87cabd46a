#include "app/tool/conform/Inputs.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace qd::tool::conform {
namespace {

constexpr std::size_t kMostDigits = 38; // 10^38 < 2^127

std::optional<Int128> wholeText(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (text.empty() || text.size() > kMostDigits) return std::nullopt;
    Int128 value = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9') return std::nullopt;
        value = value * 10 + (digit - '0');
    }
    return negative ? -value : value;
}

} // namespace

std::optional<Int128> wholeNumber(const Json& value) {
    if (value.is_number_unsigned()) return Int128{value.get<std::uint64_t>()};
    if (value.is_number_integer()) return Int128{value.get<std::int64_t>()};
    if (value.is_string()) return wholeText(value.get_ref<const std::string&>());
    return std::nullopt;
}

Reading<Int128> readWhole(const Json& value, Int128 least, Int128 most) {
    const auto whole = wholeNumber(value);
    if (!whole) return std::unexpected("is not a whole number");
    if (*whole < least || *whole > most) return std::unexpected("is out of range");
    return *whole;
}

Reading<double> readReal(const Json& value) {
    if (!value.is_number()) return std::unexpected("is not a number");
    return value.get<double>();
}

Reading<bool> readBool(const Json& value) {
    if (!value.is_boolean()) return std::unexpected("is neither true nor false");
    return value.get<bool>();
}

Reading<std::string> readText(const Json& value) {
    if (!value.is_string()) return std::unexpected("is not a text");
    return value.get<std::string>();
}

Reading<Side> readSide(const Json& value) {
    if (value == "buy") return Side::Buy;
    if (value == "sell") return Side::Sell;
    return std::unexpected("is neither \"buy\" nor \"sell\"");
}

Reading<BookLevel> readLevel(const Json& value) {
    if (!value.is_array() || value.size() != 2) return std::unexpected("is not a pair of price and size");
    const auto price = As<Price>::from(value[0]);
    const auto size = As<Quantity>::from(value[1]);
    if (!price) return std::unexpected("has a price that " + price.error());
    if (!size) return std::unexpected("has a size that " + size.error());
    if (price->raw() <= 0 || size->raw() < 0) return std::unexpected("has a price or a size that cannot be");
    return BookLevel{*price, *size};
}

Reading<LeverageTier> readTier(const Json& value) {
    if (!value.is_array() || value.size() != 2) return std::unexpected("is not a pair of notional and leverage");
    const auto lower = As<NotNegative<Money>>::from(value[0]);
    const auto leverage = As<std::uint32_t>::from(value[1]);
    if (!lower) return std::unexpected("has a notional that " + lower.error());
    if (!leverage) return std::unexpected("has a leverage that " + leverage.error());
    return LeverageTier{lower->value, *leverage};
}

Inputs::Inputs(const Json& json) : m_json(json) {
    if (!json.is_object()) refuse("the inputs are not an object");
}

const Json* Inputs::find(const char* name) const {
    if (!m_json.is_object()) return nullptr;
    const auto found = m_json.find(name);
    return found == m_json.end() ? nullptr : &*found;
}

void Inputs::refuse(std::string why) {
    if (!m_fault) m_fault = std::move(why);
}

} // namespace qd::tool::conform
