#pragma once

#include "core/base/Error.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

/// The formulas of spec/perps.md under the names that test vectors give them, each through the engine's own function:
/// what stands here turns JSON into the engine's types and results back, and computes nothing. Any thread.
namespace qd::tool::conform {

using Json = nlohmann::json;

/// Why there is no result.
enum class AnswerCode : std::uint8_t {
    UnknownFormula,
    WrongInput,   ///< an input is missing, of the wrong kind, or outside what the formula takes
    Overflow,     ///< the result does not fit the engine's type
    DivideByZero, ///< of a formula that divides by an input
    Undefined,    ///< a statistic of samples that have none
};

/// Whole numbers beyond 64 bits are decimal texts. The detail of an error is for people: `no input "base"`.
using Answer = Result<Json, AnswerCode>;
using Formula = std::function<Answer(const Json& inputs)>;
using Formulas = std::map<std::string, Formula, std::less<>>;

/// All of them, by name.
[[nodiscard]] const Formulas& formulas();

/// The result of one formula. `inputs`: an object with the keys of the vectors; keys it does not need are ignored.
[[nodiscard]] Answer evaluate(std::string_view formula, const Json& inputs);

// The areas of the table; each adds its own rows.
void addMargin(Formulas& table);
void addLiquidation(Formulas& table);
void addPrices(Formulas& table);
void addOrders(Formulas& table);
void addAnalytics(Formulas& table);

} // namespace qd::tool::conform
