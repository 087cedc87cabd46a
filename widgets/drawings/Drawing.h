#pragma once

#include "core/base/Time.h"
#include "core/domain/Units.h"
#include "widgets/base/Theme.h"

#include <QString>
#include <QtGlobal>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What people draw on charts. Pure but where it says otherwise.
namespace qd::drawings {

enum class Tool : std::uint8_t {
    Trend,
    Ray,
    Horizontal,
    Vertical,
    Channel,
    Rectangle,
    Fibonacci,
    Ruler,
    Risk,
    Text,
    Brush
};

struct ToolInfo {
    Tool tool;
    const char* word;   ///< typed in capitals, kept in files
    const char* title;  ///< for people, to be translated
    const char* hint;   ///< what the hand does, to be translated
    std::size_t points; ///< that it has; of Brush: at least
    char key;
};
inline constexpr std::array<ToolInfo, 11> kTools{{
    {Tool::Trend, "trend", QT_TRANSLATE_NOOP("qd::drawings", "Trend line"),
     QT_TRANSLATE_NOOP("qd::drawings", "one end, then the other"), 2, 'T'},
    {Tool::Ray, "ray", QT_TRANSLATE_NOOP("qd::drawings", "Ray"),
     QT_TRANSLATE_NOOP("qd::drawings", "where it begins, then where it leads"), 2, 'Y'},
    {Tool::Horizontal, "horizontal", QT_TRANSLATE_NOOP("qd::drawings", "Horizontal line"),
     QT_TRANSLATE_NOOP("qd::drawings", "the price"), 1, 'H'},
    {Tool::Vertical, "vertical", QT_TRANSLATE_NOOP("qd::drawings", "Vertical line"),
     QT_TRANSLATE_NOOP("qd::drawings", "the moment"), 1, 'V'},
    {Tool::Channel, "channel", QT_TRANSLATE_NOOP("qd::drawings", "Channel"),
     QT_TRANSLATE_NOOP("qd::drawings", "both ends of a line, then where its parallel is"), 3, 'C'},
    {Tool::Rectangle, "rectangle", QT_TRANSLATE_NOOP("qd::drawings", "Rectangle"),
     QT_TRANSLATE_NOOP("qd::drawings", "one corner, then the other"), 2, 'B'},
    {Tool::Fibonacci, "fibonacci", QT_TRANSLATE_NOOP("qd::drawings", "Fibonacci retracement"),
     QT_TRANSLATE_NOOP("qd::drawings", "where the move began, then where it ended"), 2, 'F'},
    {Tool::Ruler, "ruler", QT_TRANSLATE_NOOP("qd::drawings", "Ruler"),
     QT_TRANSLATE_NOOP("qd::drawings", "from where, then to where"), 2, 'U'},
    {Tool::Risk, "risk", QT_TRANSLATE_NOOP("qd::drawings", "Risk and reward"),
     QT_TRANSLATE_NOOP("qd::drawings", "the entry, then the stop, then the target"), 3, 'P'},
    {Tool::Text, "text", QT_TRANSLATE_NOOP("qd::drawings", "Text"),
     QT_TRANSLATE_NOOP("qd::drawings", "where it stands"), 1, 'X'},
    {Tool::Brush, "brush", QT_TRANSLATE_NOOP("qd::drawings", "Brush"),
     QT_TRANSLATE_NOOP("qd::drawings", "press and draw"), 1, 'W'},
}};
[[nodiscard]] constexpr const ToolInfo& infoOf(Tool tool) { return kTools[static_cast<std::size_t>(tool)]; }
/// By its word, whatever the case.
[[nodiscard]] std::optional<Tool> toolNamed(std::string_view word);
[[nodiscard]] QString titleOf(Tool tool);
[[nodiscard]] QString hintOf(Tool tool);

/// Colours are tokens, so that a drawing is seen in every theme.
struct ColourInfo {
    const char* word; ///< in files
    const char* title;
    ui::Token token;
};
inline constexpr std::array<ColourInfo, 8> kColours{{
    {"accent", QT_TRANSLATE_NOOP("qd::drawings", "Accent"), ui::Token::Accent},
    {"warn", QT_TRANSLATE_NOOP("qd::drawings", "Yellow"), ui::Token::Warn},
    {"sim", QT_TRANSLATE_NOOP("qd::drawings", "Violet"), ui::Token::Sim},
    {"up", QT_TRANSLATE_NOOP("qd::drawings", "As a gain"), ui::Token::Up},
    {"down", QT_TRANSLATE_NOOP("qd::drawings", "As a loss"), ui::Token::Down},
    {"danger", QT_TRANSLATE_NOOP("qd::drawings", "Danger"), ui::Token::Danger},
    {"text", QT_TRANSLATE_NOOP("qd::drawings", "Text"), ui::Token::Text1},
    {"quiet", QT_TRANSLATE_NOOP("qd::drawings", "Quiet"), ui::Token::Text2},
}};

/// A place in the market, whatever the view.
struct Anchor {
    UnixNanos t;
    Price price;
    friend bool operator==(const Anchor&, const Anchor&) = default;
};

/// Whether a line tells when the last price crosses it.
enum class Watch : std::uint8_t {
    Off,
    On,
    Done, ///< it was crossed
};

struct Drawing {
    std::uint32_t id = 0; ///< among those of its market, from 1; 0: not among them yet
    Tool tool = Tool::Trend;
    std::uint8_t colour = 0;    ///< index in kColours
    std::uint8_t width = 1;     ///< of its lines, 1 to kWidest pixels
    std::vector<Anchor> points; ///< in the order in which they were set
    std::string text = {};      ///< of Text: UTF-8, one line, at most kLongestText bytes
    Watch watch = Watch::Off;   ///< of lines, see canWatch
    friend bool operator==(const Drawing&, const Drawing&) = default;
};
inline constexpr std::size_t kMostDrawings = 200;      ///< of a market
inline constexpr std::size_t kMostPoints = 20'000;     ///< of all drawings of a market
inline constexpr std::size_t kMostBrushPoints = 1'000; ///< of one
inline constexpr std::size_t kLongestText = 120;
inline constexpr std::uint8_t kWidest = 4;
inline constexpr UnixNanos kLastTime{4'000'000'000'000'000'000}; ///< 2096; the first is 1970
inline constexpr Price kMostPrice{4'000'000'000'000'000'000};

/// Why it cannot be kept, as a sentence; empty when it can.
[[nodiscard]] std::optional<QString> objectionTo(const Drawing& drawing);
/// UTF-8 without control characters, not empty and not too long.
[[nodiscard]] bool isText(std::string_view text);
/// The nearest place that can be kept.
[[nodiscard]] Anchor bounded(Anchor anchor);

/// Lines that have one price at a moment.
[[nodiscard]] constexpr bool canWatch(Tool tool) {
    return tool == Tool::Trend || tool == Tool::Ray || tool == Tool::Horizontal;
}
/// The price of a line at a moment, to the nearest; empty: the line is not there at that moment, or is upright.
[[nodiscard]] std::optional<Price> priceAt(const Drawing& line, UnixNanos t);
/// On which side of a line a price is at a moment: -1 below, 0 on it, 1 above. Exact: on the straight line between its
/// points over time and price. Empty: the line is not there at that moment, or is upright.
[[nodiscard]] std::optional<int> sideOf(const Drawing& line, UnixNanos t, Price price);

} // namespace qd::drawings
