#pragma once

#include "app/tool/conform/Formulas.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Files of test vectors, and whether the engine meets them. Format: `{vectors: [...], own_examples: [...]}`, the
/// second list may be absent; an entry has `id` (unique), `formula`, `inputs`, `expected` and maybe `tol`; what else it
/// has is for people. Any thread.
namespace qd::tool::conform {

struct Vector {
    std::string id;
    std::string formula;
    Json inputs;
    Json expected;
    std::optional<double> tolerance; ///< of real numbers: |got - expected| <= tolerance * max(1, |expected|)
};

enum class VectorCode : std::uint8_t {
    NotJson,
    TooDeep,    ///< more than 32 lists and objects inside each other
    WrongShape, ///< not a document of vectors
};

/// All vectors of a document, both lists, in order. `name` begins the sentence of an error.
[[nodiscard]] Result<std::vector<Vector>, VectorCode> parseVectors(std::string_view text, const std::string& name);

/// Whole numbers compare as such, also where one of them is a decimal text; lists element by element; texts, truth and
/// null exactly; other numbers within the tolerance, without one exactly.
[[nodiscard]] bool meets(const Json& got, const Json& expected, std::optional<double> tolerance);

/// Runs one vector. Empty: met. Otherwise for people: `expected 5, got 6`.
[[nodiscard]] std::optional<std::string> missOf(const Vector& vector);

} // namespace qd::tool::conform
