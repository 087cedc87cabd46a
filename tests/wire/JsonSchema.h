#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace qd::test {

/// Checks a document against the part of JSON Schema 2020-12 that our schemas use. A keyword it does not know is a
/// complaint too: a schema must not promise what nobody checks.
class JsonSchema {
  public:
    explicit JsonSchema(nlohmann::json schema) : m_schema(std::move(schema)) {}
    /// What is wrong, each with its place in the document ("/account/equity: …"); empty: it is valid.
    [[nodiscard]] std::vector<std::string> complaints(const nlohmann::json& document) const;

  private:
    using Json = nlohmann::json;
    struct Place {
        const Json& schema;
        const Json& value;
        std::string path;
    };
    void check(const Place& at, std::vector<std::string>& out) const;
    void keyword(const std::string& name, const Json& rule, const Place& at, std::vector<std::string>& out) const;
    void properties(const Json& rule, const Place& at, std::vector<std::string>& out) const;
    void additional(const Json& rule, const Place& at, std::vector<std::string>& out) const;
    void items(const Json& rule, const Place& at, std::vector<std::string>& out) const;
    void limits(const std::string& name, const Json& rule, const Place& at, std::vector<std::string>& out) const;
    [[nodiscard]] bool matchesAny(const Json& schemas, const Place& at) const;
    [[nodiscard]] const Json& resolve(const std::string& reference) const;

    Json m_schema;
};

} // namespace qd::test
