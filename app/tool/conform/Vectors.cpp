#include "app/tool/conform/Vectors.h"

#include "app/tool/conform/Inputs.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace qd::tool::conform {
namespace {

constexpr int kDeepest = 32; // comparing and telling recurse

using Parsed = Result<Json, VectorCode>;

Parsed parseJson(std::string_view text, const std::string& name) {
    bool tooDeep = false;
    const auto watch = [&tooDeep](int depth, Json::parse_event_t, Json&) {
        tooDeep = tooDeep || depth > kDeepest;
        return !tooDeep; // what is too deep is thrown away while it is read
    };
    try {
        Json json = Json::parse(text, watch);
        if (tooDeep) return fail(VectorCode::TooDeep, name + ": nested too deeply");
        return json;
    } catch (const Json::parse_error& error) {
        return fail(VectorCode::NotJson, name + ": not JSON (byte " + std::to_string(error.byte) + ")");
    } catch (const Json::out_of_range&) { // a number like 1e999
        return fail(VectorCode::NotJson, name + ": not JSON (a number is out of range)");
    }
}

/// Everything of a vector but what makes it unique; a text says what is wrong.
std::expected<Vector, std::string> vectorOf(const Json& json) {
    if (!json.is_object()) return std::unexpected("is not an object");
    for (const char* key : {"id", "formula"}) {
        if (!json.contains(key) || !json[key].is_string())
            return std::unexpected("has no \"" + std::string(key) + "\" that is a text");
    }
    if (!json.contains("inputs") || !json["inputs"].is_object())
        return std::unexpected("has no \"inputs\" that are an object");
    if (!json.contains("expected")) return std::unexpected("has no \"expected\"");
    Vector vector{json["id"], json["formula"], json["inputs"], json["expected"], {}};
    if (!json.contains("tol")) return vector;
    if (!json["tol"].is_number() || json["tol"].get<double>() < 0)
        return std::unexpected("has a \"tol\" that is no number from 0 upwards");
    vector.tolerance = json["tol"].get<double>();
    return vector;
}

/// Adds one list of the document.
Result<void, VectorCode> append(std::vector<Vector>& all, std::set<std::string>& ids, const Json& list,
                                const std::string& place) {
    if (!list.is_array()) return fail(VectorCode::WrongShape, place + " is not a list");
    for (std::size_t i = 0; i < list.size(); ++i) {
        auto vector = vectorOf(list[i]);
        const std::string entry = place + "[" + std::to_string(i) + "] ";
        if (!vector) return fail(VectorCode::WrongShape, entry + vector.error());
        if (!ids.insert(vector->id).second)
            return fail(VectorCode::WrongShape, entry + "has the id \"" + vector->id + "\" of another");
        all.push_back(std::move(*vector));
    }
    return {};
}

/// A number of either kind, also a decimal text.
std::optional<double> realNumber(const Json& value) {
    if (value.is_number()) return value.get<double>();
    const auto whole = wholeNumber(value);
    return whole ? std::optional(static_cast<double>(*whole)) : std::nullopt;
}

bool sameLists(const Json& got, const Json& expected, std::optional<double> tolerance) {
    return got.is_array() && expected.is_array() &&
           std::ranges::equal(got, expected, [&](const Json& a, const Json& b) { return meets(a, b, tolerance); });
}

std::string shown(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

} // namespace

Result<std::vector<Vector>, VectorCode> parseVectors(std::string_view text, const std::string& name) {
    auto json = parseJson(text, name);
    if (!json) return std::unexpected(std::move(json.error()));
    if (!json->is_object() || !json->contains("vectors"))
        return fail(VectorCode::WrongShape, name + ": not an object with \"vectors\"");
    std::vector<Vector> all;
    std::set<std::string> ids;
    for (const char* list : {"vectors", "own_examples"}) {
        if (!json->contains(list)) continue;
        if (auto added = append(all, ids, (*json)[list], name + ": " + list); !added)
            return std::unexpected(std::move(added.error()));
    }
    if (all.empty()) return fail(VectorCode::WrongShape, name + ": holds no vector");
    return all;
}

bool meets(const Json& got, const Json& expected, std::optional<double> tolerance) {
    if (expected.is_array()) return sameLists(got, expected, tolerance);
    if (expected.is_string() && got.is_string()) return got == expected;
    const auto a = wholeNumber(got);
    const auto b = wholeNumber(expected);
    if (a && b) return *a == *b || (tolerance && meets(static_cast<double>(*a), static_cast<double>(*b), tolerance));
    const auto x = realNumber(got);
    const auto y = realNumber(expected);
    if (x && y) return std::abs(*x - *y) <= tolerance.value_or(0) * std::max(1.0, std::abs(*y));
    return got == expected;
}

std::optional<std::string> missOf(const Vector& vector) {
    const Answer got = evaluate(vector.formula, vector.inputs);
    if (got && meets(*got, vector.expected, vector.tolerance)) return std::nullopt;
    return "expected " + shown(vector.expected) + ", got " + (got ? shown(*got) : got.error().detail);
}

} // namespace qd::tool::conform
