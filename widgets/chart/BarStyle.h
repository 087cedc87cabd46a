#pragma once

#include <QtGlobal>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace qd::chart {

/// How bars are drawn. Where they are narrower than two pixels only their extremes are seen, whatever the style.
enum class BarStyle : std::uint8_t {
    Candles,    ///< filled bodies; colour by close against open
    Hollow,     ///< bodies of bars that rose are empty; colour by close against the close before
    HeikinAshi, ///< averaged bars
    Bars,       ///< open to the left, close to the right
    Line,       ///< closes
    Area,       ///< closes over their ground
};

struct BarStyleName {
    BarStyle style;
    const char* key;   ///< in layouts, and typed in capitals
    const char* title; ///< for people, to be translated
};
inline constexpr std::array<BarStyleName, 6> kBarStyles{
    {{BarStyle::Candles, "candles", QT_TRANSLATE_NOOP("qd::chart::BarStyle", "Candles")},
     {BarStyle::Hollow, "hollow", QT_TRANSLATE_NOOP("qd::chart::BarStyle", "Hollow candles")},
     {BarStyle::HeikinAshi, "heikin", QT_TRANSLATE_NOOP("qd::chart::BarStyle", "Heikin-Ashi")},
     {BarStyle::Bars, "bars", QT_TRANSLATE_NOOP("qd::chart::BarStyle", "Bars")},
     {BarStyle::Line, "line", QT_TRANSLATE_NOOP("qd::chart::BarStyle", "Line")},
     {BarStyle::Area, "area", QT_TRANSLATE_NOOP("qd::chart::BarStyle", "Area")}}};

/// By key, whatever the case.
[[nodiscard]] std::optional<BarStyle> barStyleNamed(std::string_view text);
[[nodiscard]] const BarStyleName& nameOf(BarStyle style);
[[nodiscard]] constexpr bool isLine(BarStyle style) { return style == BarStyle::Line || style == BarStyle::Area; }

} // namespace qd::chart
