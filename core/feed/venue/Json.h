#pragma once

#include "core/base/Time.h"
#include "core/domain/Book.h"
#include "core/domain/Units.h"
#include "core/feed/FeedError.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

/// Typed reading of a venue's JSON, private to this room. Every function names the field it failed at ("data.b") in the
/// words of a person; the caller adds the file and the line.
namespace qd::feed::json {

namespace od = simdjson::ondemand;

/// Text of a scalar as it stands in the message: a string without its quotes, or the token of a number, true, false,
/// null.
[[nodiscard]] std::string_view tokenOf(od::value& value) noexcept;

/// field `name`: `problem`.
[[nodiscard]] std::unexpected<Error<FeedCode>> badField(std::string_view name, std::string_view problem);
/// The text inside `name` is no JSON; an empty name stands for the whole line.
[[nodiscard]] std::unexpected<Error<FeedCode>> notJson(std::string_view name);

/// Each of these stores the value, or says why it cannot. A missing field is found afterwards by require().
[[nodiscard]] FeedResult<void> read(od::value value, std::string_view name, std::optional<std::uint64_t>& out);
[[nodiscard]] FeedResult<void> read(od::value value, std::string_view name, std::optional<bool>& out);
/// Not below 0. Text or JSON number.
[[nodiscard]] FeedResult<void> read(od::value value, std::string_view name, std::optional<Price>& out);
[[nodiscard]] FeedResult<void> read(od::value value, std::string_view name, std::optional<Quantity>& out);
/// A string; the view lives as long as the line. Escapes are left as they are: no field read this way has any.
[[nodiscard]] FeedResult<void> read(od::value value, std::string_view name, std::optional<std::string_view>& out);
/// Milliseconds since 1970.
[[nodiscard]] FeedResult<void> read(od::value value, std::string_view name, std::optional<UnixNanos>& out);
/// [["price","size"], ...]: prices above 0, sizes not below 0; further elements of a row are skipped.
[[nodiscard]] FeedResult<void> read(od::value value, std::string_view name, std::optional<std::vector<BookLevel>>& out);

/// A decimal of the venue in units of T, not below 0.
template<class T>
[[nodiscard]] FeedResult<T> readFixed(std::string_view token, std::string_view name);

/// Error for the first field that is not there.
[[nodiscard]] FeedResult<void> require(std::initializer_list<std::pair<std::string_view, bool>> fields);

/// Calls visit(key, value) for each field of an object until one fails.
template<class Visit>
[[nodiscard]] FeedResult<void> forEachField(od::object object, std::string_view name, Visit visit) {
    for (auto result : object) {
        od::field field;
        if (std::move(result).get(field) != simdjson::SUCCESS) return notJson(name);
        if (FeedResult<void> visited = visit(field.key(), field.value()); !visited) return visited;
    }
    return {};
}
template<class Visit>
[[nodiscard]] FeedResult<void> forEachField(od::value value, std::string_view name, Visit visit) {
    od::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) return badField(name, "not an object");
    return forEachField(object, name, visit);
}

/// Calls visit(element) for each element of an array until one fails.
template<class Visit>
[[nodiscard]] FeedResult<void> forEachElement(od::value value, std::string_view name, Visit visit) {
    od::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) return badField(name, "not an array");
    for (auto result : array) {
        od::value element;
        if (std::move(result).get(element) != simdjson::SUCCESS) return notJson(name);
        if (FeedResult<void> visited = visit(element); !visited) return visited;
    }
    return {};
}

} // namespace qd::feed::json
