#pragma once

#include "core/ports/Actions.h"

#include <QtGlobal>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace qd::chart {

/// How prices are laid out and told.
enum class PriceScale : std::uint8_t {
    Linear,
    Log,     ///< equal distances are equal ratios
    Percent, ///< linear, told as percent from the first close in view
};

struct PriceScaleName {
    PriceScale scale;
    const char* key;   ///< in layouts, and typed in capitals
    const char* title; ///< for people, to be translated
};
inline constexpr std::array<PriceScaleName, 3> kPriceScales{
    {{PriceScale::Linear, "linear", QT_TRANSLATE_NOOP("qd::chart::PriceScale", "Linear")},
     {PriceScale::Log, "log", QT_TRANSLATE_NOOP("qd::chart::PriceScale", "Log")},
     {PriceScale::Percent, "percent", QT_TRANSLATE_NOOP("qd::chart::PriceScale", "Percent")}}};

/// By key, whatever the case.
[[nodiscard]] inline std::optional<PriceScale> priceScaleNamed(std::string_view text) {
    const std::string wanted = ports::toUpper(text);
    for (const PriceScaleName& row : kPriceScales) {
        if (ports::toUpper(row.key) == wanted) return row.scale;
    }
    return std::nullopt;
}
[[nodiscard]] inline const PriceScaleName& nameOf(PriceScale scale) {
    return *std::ranges::find(kPriceScales, scale, &PriceScaleName::scale);
}

} // namespace qd::chart
