#pragma once

#include "app/tool/conform/Formulas.h"
#include "core/base/Fixed.h"
#include "core/domain/Book.h"
#include "core/domain/Market.h"
#include "core/domain/Order.h"

#include <concepts>
#include <cstdint>
#include <expected>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

/// JSON values as the engine's types.
namespace qd::tool::conform {

/// A value, or what is wrong with it: "is not a whole number".
template<class T>
using Reading = std::expected<T, std::string>;

/// What `function` makes of the value; an error stays (the library of g++ 12 has no expected::transform).
template<class T, class E, class F>
[[nodiscard]] auto mapped(std::expected<T, E> result, F function) -> std::expected<std::invoke_result_t<F, T>, E> {
    if (!result) return std::unexpected(std::move(result.error()));
    return function(std::move(*result));
}

/// A whole number: a JSON integer or a decimal text of at most 38 digits. Empty for anything else.
[[nodiscard]] std::optional<Int128> wholeNumber(const Json& value);

[[nodiscard]] Reading<Int128> readWhole(const Json& value, Int128 least, Int128 most);
[[nodiscard]] Reading<double> readReal(const Json& value);
[[nodiscard]] Reading<bool> readBool(const Json& value);
[[nodiscard]] Reading<std::string> readText(const Json& value);
[[nodiscard]] Reading<Side> readSide(const Json& value);
[[nodiscard]] Reading<BookLevel> readLevel(const Json& value);
[[nodiscard]] Reading<LeverageTier> readTier(const Json& value);

/// A number that the formula divides by, or that means nothing otherwise: > 0.
template<class T>
struct Positive {
    T value{};
};

/// A number without a sign: >= 0.
template<class T>
struct NotNegative {
    T value{};
};
/// Decimals of a token.
struct Decimals {
    int value = 0; ///< 0 to 18
};

template<class T>
struct As;

/// Whole numbers of a type; Int128 is kept within what Checked can still multiply by a scale.
template<class T>
    requires std::integral<T> || std::same_as<T, Int128>
struct As<T> {
    static Reading<T> from(const Json& value) {
        Int128 least = -(Int128{1} << 100U);
        Int128 most = Int128{1} << 100U;
        if constexpr (std::integral<T>) {
            least = std::numeric_limits<T>::min();
            most = std::numeric_limits<T>::max();
        }
        return mapped(readWhole(value, least, most), [](Int128 v) { return static_cast<T>(v); });
    }
};
template<>
struct As<Json> {
    static Reading<Json> from(const Json& value) { return value; }
};
template<>
struct As<bool> {
    static Reading<bool> from(const Json& value) { return readBool(value); }
};
template<>
struct As<double> {
    static Reading<double> from(const Json& value) { return readReal(value); }
};
template<>
struct As<std::string> {
    static Reading<std::string> from(const Json& value) { return readText(value); }
};
template<>
struct As<Side> {
    static Reading<Side> from(const Json& value) { return readSide(value); }
};
template<>
struct As<BookLevel> {
    static Reading<BookLevel> from(const Json& value) { return readLevel(value); }
};
template<>
struct As<LeverageTier> {
    static Reading<LeverageTier> from(const Json& value) { return readTier(value); }
};
template<class Tag>
struct As<Fixed<Tag>> {
    static Reading<Fixed<Tag>> from(const Json& value) {
        return mapped(As<std::int64_t>::from(value), [](std::int64_t v) { return Fixed<Tag>(v); });
    }
};
/// Ratios and weights have 32 bits, rates too, with or without a sign. Source: spec/perps.md §1.1.
template<>
struct As<Ratio> {
    static Reading<Ratio> from(const Json& value) {
        return mapped(As<std::uint32_t>::from(value), [](std::uint32_t v) { return Ratio(v); });
    }
};
template<>
struct As<Rate> {
    static Reading<Rate> from(const Json& value) {
        return mapped(
            readWhole(value, std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::uint32_t>::max()),
            [](Int128 v) { return Rate(static_cast<std::int64_t>(v)); });
    }
};
template<>
struct As<Decimals> {
    static Reading<Decimals> from(const Json& value) {
        return mapped(readWhole(value, 0, 18), [](Int128 v) { return Decimals{static_cast<int>(v)}; });
    }
};
template<class T>
struct As<Positive<T>> {
    static Reading<Positive<T>> from(const Json& value) {
        auto read = As<T>::from(value);
        if (!read) return std::unexpected(read.error());
        if (*read <= T{}) return std::unexpected("is not above 0");
        return Positive<T>{*read};
    }
};
template<class T>
struct As<NotNegative<T>> {
    static Reading<NotNegative<T>> from(const Json& value) {
        auto read = As<T>::from(value);
        if (!read) return std::unexpected(read.error());
        if (*read < T{}) return std::unexpected("is below 0");
        return NotNegative<T>{*read};
    }
};
/// null is no value.
template<class T>
struct As<std::optional<T>> {
    static Reading<std::optional<T>> from(const Json& value) {
        if (value.is_null()) return std::optional<T>{};
        return mapped(As<T>::from(value), [](T v) { return std::optional<T>(std::move(v)); });
    }
};
template<class T>
struct As<std::vector<T>> {
    static Reading<std::vector<T>> from(const Json& value) {
        if (!value.is_array()) return std::unexpected("is not a list");
        std::vector<T> list;
        for (const Json& element : value) {
            auto read = As<T>::from(element);
            if (!read) return std::unexpected("holds something that " + read.error());
            list.push_back(std::move(*read));
        }
        return list;
    }
};

/// An input's name and what it is worth when the vector does not have it.
struct Key {
    const char* name;
    std::optional<std::int64_t> otherwise;
    constexpr Key(const char* key) noexcept : name(key) {} // NOLINT: implicit on purpose
    constexpr Key(const char* key, std::int64_t worth) noexcept : name(key), otherwise(worth) {}
};

/// The inputs of one vector. Remembers the first thing that is wrong, so that all are read before it is asked.
class Inputs {
  public:
    /// `json` outlives this.
    explicit Inputs(const Json& json);

    /// A default-made T when something is wrong.
    template<class T>
    [[nodiscard]] T read(const Key& key) {
        const Json* const value = find(key.name);
        if (value == nullptr && key.otherwise) return take(key, As<T>::from(Json(*key.otherwise)));
        if (value == nullptr && isOptional<T>) return T{};
        if (value == nullptr) {
            refuse("no input \"" + std::string(key.name) + "\"");
            return T{};
        }
        return take(key, As<T>::from(*value));
    }

    [[nodiscard]] const std::optional<std::string>& fault() const noexcept { return m_fault; }

  private:
    template<class T>
    static constexpr bool isOptional = requires(T t) { t.has_value(); };

    [[nodiscard]] const Json* find(const char* name) const;
    void refuse(std::string why);
    template<class T>
    T take(const Key& key, Reading<T> reading) {
        if (reading) return std::move(*reading);
        refuse("input \"" + std::string(key.name) + "\" " + reading.error());
        return T{};
    }

    const Json& m_json;
    std::optional<std::string> m_fault;
};

} // namespace qd::tool::conform
