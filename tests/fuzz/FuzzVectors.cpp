#include "app/tool/conform/Inputs.h"
#include "app/tool/conform/Vectors.h"
#include "tests/fuzz/Fuzz.h"

#include <set>

using namespace qd::tool::conform;
using qd::fuzz::require;

namespace {

/// A file of vectors: refused with a sentence, or vectors with names of their own that read the same when written.
void checkVectors(const std::vector<Vector>& vectors) {
    Json list = Json::array();
    std::set<std::string> ids;
    for (const Vector& vector : vectors) {
        require(ids.insert(vector.id).second && vector.inputs.is_object());
        require(!vector.tolerance || *vector.tolerance >= 0);
        Json entry{{"id", vector.id}, {"formula", vector.formula}, {"inputs", vector.inputs}};
        entry["expected"] = vector.expected;
        if (vector.tolerance) entry["tol"] = *vector.tolerance;
        list.push_back(std::move(entry));
    }
    const auto again = parseVectors(Json{{"vectors", list}}.dump(), "written");
    require(again && again->size() == vectors.size());
    for (std::size_t i = 0; i < vectors.size(); ++i)
        require((*again)[i].id == vectors[i].id && (*again)[i].inputs == vectors[i].inputs);
}

/// Any inputs: a result, or a reason why there is none; the result is what is expected of it and nothing else is.
void checkFormula(const Vector& vector) {
    const Answer answer = evaluate(vector.formula, vector.inputs);
    const auto miss = missOf(vector);
    if (!answer) require(!answer.error().detail.empty() && miss.has_value());
    if (answer && !answer->is_number_float()) require(meets(*answer, *answer, {}));
    if (answer) require(miss.has_value() != meets(*answer, vector.expected, vector.tolerance));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto vectors = parseVectors(qd::fuzz::textOf(data, size), "fuzz");
    if (!vectors) {
        require(vectors.error().detail.starts_with("fuzz: "));
        return 0;
    }
    checkVectors(*vectors);
    for (const Vector& vector : *vectors) checkFormula(vector);
    return 0;
}
