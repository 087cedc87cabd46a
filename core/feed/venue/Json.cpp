#include "core/feed/venue/Json.h"

#include "core/feed/venue/NumberText.h"

namespace qd::feed::json {
namespace {

std::string_view trimmed(std::string_view token) noexcept {
    while (!token.empty() &&
           (token.back() == ' ' || token.back() == '\t' || token.back() == '\r' || token.back() == '\n'))
        token.remove_suffix(1);
    return token;
}

bool isQuoted(std::string_view token) noexcept {
    return token.size() >= 2 && token.front() == '"' && token.back() == '"';
}

std::string_view unquoted(std::string_view token) noexcept {
    token = trimmed(token);
    return isQuoted(token) ? token.substr(1, token.size() - 2) : token;
}

/// A hostile file can hold megabytes in one token.
std::string_view shortened(std::string_view token) noexcept { return token.substr(0, 40); }

std::unexpected<Error<FeedCode>> badNumber(std::string_view name, std::string_view token, DecimalError error) {
    return fail(FeedCode::Number, fmt::format("field {}: \"{}\" {}", name, shortened(token),
                                              error == DecimalError::NotANumber ? "is not a number" : wordsFor(error)));
}

template<class T>
FeedResult<void> readInto(od::value value, std::string_view name, std::optional<T>& out) {
    const auto parsed = readFixed<T>(tokenOf(value), name);
    if (!parsed) return std::unexpected(parsed.error());
    out = *parsed;
    return {};
}

/// One row of a side of a book. Errors are rare, so they are worded by the caller's slow path.
FeedResult<BookLevel> readRow(od::array& cells, std::string_view name) {
    BookLevel level;
    int column = 0;
    for (auto cell : cells) {
        std::string_view token;
        if (cell.raw_json_token().get(token) != simdjson::SUCCESS) return notJson(name);
        if (column > 1) continue;
        const auto number = parseNumber(unquoted(token), column == 0 ? Price::kDecimals : Quantity::kDecimals);
        if (!number) return badNumber(name, unquoted(token), number.error());
        if (*number < 0 || (column == 0 && *number == 0))
            return fail(FeedCode::Number, fmt::format("field {}: \"{}\" is below the smallest {}", name,
                                                      shortened(unquoted(token)), column == 0 ? "price" : "size"));
        if (column == 0)
            level.price = Price(*number);
        else
            level.size = Quantity(*number);
        ++column;
    }
    if (column < 2) return badField(name, "a level without price and size");
    return level;
}

} // namespace

std::string_view tokenOf(od::value& value) noexcept { return unquoted(value.raw_json_token()); }

std::unexpected<Error<FeedCode>> badField(std::string_view name, std::string_view problem) {
    return fail(FeedCode::Field, fmt::format("field {}: {}", name, problem));
}

std::unexpected<Error<FeedCode>> notJson(std::string_view name) {
    if (name.empty()) return fail(FeedCode::NotJson, "not a JSON object");
    return fail(FeedCode::NotJson, fmt::format("field {}: not valid JSON", name));
}

template<class T>
FeedResult<T> readFixed(std::string_view token, std::string_view name) {
    const auto number = parseNumber(token, T::kDecimals);
    if (!number) return badNumber(name, token, number.error());
    if (*number < 0) return fail(FeedCode::Number, fmt::format("field {}: \"{}\" is below 0", name, shortened(token)));
    return T(*number);
}
template FeedResult<Price> readFixed<Price>(std::string_view, std::string_view);
template FeedResult<Quantity> readFixed<Quantity>(std::string_view, std::string_view);

FeedResult<void> read(od::value value, std::string_view name, std::optional<std::uint64_t>& out) {
    std::uint64_t number = 0;
    if (value.get_uint64().get(number) != simdjson::SUCCESS) return badField(name, "not a whole number of 64 bits");
    out = number;
    return {};
}

FeedResult<void> read(od::value value, std::string_view name, std::optional<bool>& out) {
    bool flag = false;
    if (value.get_bool().get(flag) != simdjson::SUCCESS) return badField(name, "neither true nor false");
    out = flag;
    return {};
}

FeedResult<void> read(od::value value, std::string_view name, std::optional<Price>& out) {
    return readInto(value, name, out);
}
FeedResult<void> read(od::value value, std::string_view name, std::optional<Quantity>& out) {
    return readInto(value, name, out);
}

FeedResult<void> read(od::value value, std::string_view name, std::optional<std::string_view>& out) {
    const std::string_view token = trimmed(value.raw_json_token());
    if (!isQuoted(token)) return badField(name, "not a string");
    out = token.substr(1, token.size() - 2);
    return {};
}

FeedResult<void> read(od::value value, std::string_view name, std::optional<UnixNanos>& out) {
    std::optional<std::uint64_t> ms;
    if (auto number = read(value, name, ms); !number) return number;
    const auto time = timeFromMillis(*ms);
    if (!time) return badField(name, "not a time before the year 2200");
    out = *time;
    return {};
}

FeedResult<void> read(od::value value, std::string_view name, std::optional<std::vector<BookLevel>>& out) {
    out.emplace();
    return forEachElement(value, name, [&](od::value row) -> FeedResult<void> {
        od::array cells;
        if (row.get_array().get(cells) != simdjson::SUCCESS) return badField(name, "a level is not an array");
        const auto level = readRow(cells, name);
        if (!level) return std::unexpected(level.error());
        out->push_back(*level);
        return {};
    });
}

FeedResult<void> require(std::initializer_list<std::pair<std::string_view, bool>> fields) {
    for (const auto& [name, present] : fields) {
        if (!present) return badField(name, "missing");
    }
    return {};
}

} // namespace qd::feed::json
