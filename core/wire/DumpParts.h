#pragma once

#include "core/base/Decimal.h"
#include "core/domain/Account.h"
#include "core/domain/Standing.h"

#include <nlohmann/json.hpp>

#include <string>

/// The larger parts of the dump; only for Dump.cpp. Values as its schema says.
namespace qd::wire {

using Json = nlohmann::ordered_json;

[[nodiscard]] inline std::string wide(std::uint64_t value) { return std::to_string(value); }
[[nodiscard]] inline Json time(UnixNanos t) { return t.value() == 0 ? Json() : Json(toIso8601(t)); }
/// Prices that are 0 are not known.
template<class T>
[[nodiscard]] Json known(T value) {
    return value.isZero() ? Json() : Json(toString(value));
}
template<class T>
[[nodiscard]] Json optional(const std::optional<T>& value) {
    return value ? Json(*value) : Json();
}

[[nodiscard]] Json accountJson(const AccountView& account);
[[nodiscard]] Json positionJson(const PositionView& position, const std::string& symbol);
[[nodiscard]] Json orderJson(const TrackedOrder& order, const std::string& symbol);
/// Adds funding, oracle and open interest to a market's entry; null: not known.
void addStanding(Json& book, const MarketStanding* standing);
[[nodiscard]] Json insuranceJson(const InsuranceStanding& insurance);

} // namespace qd::wire
