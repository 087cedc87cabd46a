#pragma once

#include "app/tool/conform/Inputs.h"
#include "core/base/Checked.h"

#include <array>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

/// How a row of the table is made of an engine function and the names of its inputs:
///     table["perp_pnl"] = calls(risk::perpPnl, "base", "price", "quote");
/// The parameters' types say how the inputs are read (Inputs.h), the result's type how it is told.
namespace qd::tool::conform {

// ---- results

[[nodiscard]] inline Json told(std::integral auto value) { return value; }
[[nodiscard]] inline Json told(double value) { return value; }
[[nodiscard]] inline Json told(Json value) { return value; }
[[nodiscard]] inline Json told(const char* value) { return value; }
[[nodiscard]] inline Json told(const std::string& value) { return value; }
/// Decimal text beyond 64 bits.
[[nodiscard]] Json told(Int128 value);
template<class Tag>
[[nodiscard]] Json told(Fixed<Tag> value) {
    return value.raw();
}
template<class T>
[[nodiscard]] Json told(const std::optional<T>& value) {
    return value ? told(*value) : Json();
}
template<class T>
[[nodiscard]] Json told(const std::vector<T>& list) {
    Json json = Json::array();
    for (const T& element : list) json.push_back(told(element));
    return json;
}
template<class... T>
[[nodiscard]] Json told(const std::tuple<T...>& list) {
    Json json = Json::array();
    std::apply([&](const auto&... element) { (json.push_back(told(element)), ...); }, list);
    return json;
}

[[nodiscard]] std::unexpected<Error<AnswerCode>> refusal(MathError error);

[[nodiscard]] inline Answer answerOf(Answer answer) { return answer; }
template<class T>
[[nodiscard]] Answer answerOf(const T& value) {
    return told(value);
}
template<class T>
[[nodiscard]] Answer answerOf(const std::expected<T, MathError>& result) {
    if (!result) return refusal(result.error());
    return told(*result);
}

// ---- functions

template<class F>
struct Signature : Signature<decltype(&F::operator())> {};
template<class R, class... A>
struct Signature<R (*)(A...)> {
    using Arguments = std::tuple<std::remove_cvref_t<A>...>;
};
template<class R, class... A>
struct Signature<R (*)(A...) noexcept> : Signature<R (*)(A...)> {};
template<class C, class R, class... A>
struct Signature<R (C::*)(A...) const> : Signature<R (*)(A...)> {};

/// A formula that reads one input a parameter, in order, and calls `function`.
template<class F, class... K>
[[nodiscard]] Formula calls(F function, K... names) {
    using Arguments = typename Signature<F>::Arguments;
    static_assert(std::tuple_size_v<Arguments> == sizeof...(K), "a name for every parameter");
    return [function, keys = std::array<Key, sizeof...(K)>{Key(names)...}](const Json& json) -> Answer {
        Inputs inputs(json);
        auto arguments = [&]<std::size_t... I>(std::index_sequence<I...>) {
            return Arguments{inputs.read<std::tuple_element_t<I, Arguments>>(keys[I])...};
        }(std::index_sequence_for<K...>());
        if (inputs.fault()) return fail(AnswerCode::WrongInput, *inputs.fault());
        return answerOf(std::apply(function, std::move(arguments)));
    };
}

} // namespace qd::tool::conform
