#include "tests/wire/JsonSchema.h"

#include <algorithm>
#include <regex>
#include <set>

namespace qd::test {
namespace {

using Json = nlohmann::json;

bool hasType(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "null") return value.is_null();
    if (type == "integer") return value.is_number_integer();
    return type == "number" && value.is_number();
}

bool hasOneOf(const Json& value, const Json& types) {
    if (types.is_string()) return hasType(value, types.get<std::string>());
    return std::ranges::any_of(types, [&](const Json& t) { return hasType(value, t.get<std::string>()); });
}

} // namespace

std::vector<std::string> JsonSchema::complaints(const Json& document) const {
    std::vector<std::string> out;
    check({m_schema, document, ""}, out);
    return out;
}

const Json& JsonSchema::resolve(const std::string& reference) const {
    return m_schema.at(Json::json_pointer(reference.substr(1)));
}

bool JsonSchema::matchesAny(const Json& schemas, const Place& at) const {
    return std::ranges::any_of(schemas, [&](const Json& schema) {
        std::vector<std::string> complaints;
        check({schema, at.value, at.path}, complaints);
        return complaints.empty();
    });
}

void JsonSchema::check(const Place& at, std::vector<std::string>& out) const {
    for (const auto& [name, rule] : at.schema.items()) keyword(name, rule, at, out);
}

void JsonSchema::keyword(const std::string& name, const Json& rule, const Place& at,
                         std::vector<std::string>& out) const {
    static const std::set<std::string> kWords{"$schema", "$defs", "title", "description"};
    static const std::set<std::string> kLimits{"minimum", "maximum", "minItems", "maxItems"};
    if (kWords.contains(name)) return;
    if (name == "$ref") return check({resolve(rule.get<std::string>()), at.value, at.path}, out);
    if (name == "properties") return properties(rule, at, out);
    if (name == "additionalProperties") return additional(rule, at, out);
    if (name == "items" || name == "prefixItems") return items(rule, at, out);
    if (kLimits.contains(name)) return limits(name, rule, at, out);
    bool good = false;
    if (name == "type")
        good = hasOneOf(at.value, rule);
    else if (name == "enum")
        good = std::ranges::find(rule, at.value) != rule.end();
    else if (name == "anyOf")
        good = matchesAny(rule, at);
    else if (name == "pattern")
        good = !at.value.is_string() ||
               std::regex_search(at.value.get<std::string>(), std::regex(rule.get<std::string>()));
    else if (name == "required")
        good =
            !at.value.is_object() || std::ranges::all_of(rule, [&](const Json& key) { return at.value.contains(key); });
    if (!good) out.push_back(at.path + ": " + name + " is " + rule.dump() + ", the value " + at.value.dump());
}

void JsonSchema::properties(const Json& rule, const Place& at, std::vector<std::string>& out) const {
    if (!at.value.is_object()) return;
    for (const auto& [key, value] : at.value.items()) {
        if (rule.contains(key)) check({rule.at(key), value, at.path + "/" + key}, out);
    }
}

void JsonSchema::additional(const Json& rule, const Place& at, std::vector<std::string>& out) const {
    if (!at.value.is_object()) return;
    const Json known = at.schema.value("properties", Json::object());
    for (const auto& [key, value] : at.value.items()) {
        if (known.contains(key)) continue;
        if (rule.is_object())
            check({rule, value, at.path + "/" + key}, out);
        else if (!rule.get<bool>())
            out.push_back(at.path + "/" + key + ": is not in the schema");
    }
}

void JsonSchema::items(const Json& rule, const Place& at, std::vector<std::string>& out) const {
    if (!at.value.is_array()) return;
    for (std::size_t i = 0; i < at.value.size(); ++i) {
        if (rule.is_array() && i >= rule.size()) return;
        check({rule.is_array() ? rule[i] : rule, at.value[i], at.path + "/" + std::to_string(i)}, out);
    }
}

void JsonSchema::limits(const std::string& name, const Json& rule, const Place& at,
                        std::vector<std::string>& out) const {
    const bool counts = name.ends_with("Items");
    if (counts ? !at.value.is_array() : !at.value.is_number()) return;
    const double figure = counts ? static_cast<double>(at.value.size()) : at.value.get<double>();
    const bool least = name.starts_with("min");
    if (least ? figure < rule.get<double>() : figure > rule.get<double>())
        out.push_back(at.path + ": " + name + " is " + rule.dump());
}

} // namespace qd::test
