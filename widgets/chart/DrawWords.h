#pragma once

#include "core/ports/Actions.h"
#include "widgets/drawings/Drawing.h"

#include <expected>

namespace qd::chart {

/// What is typed after CHART DRAW.
struct DrawCommand {
    enum class Deed : std::uint8_t {
        Choose, ///< a tool into the hand
        Add,    ///< a drawing whose points are typed
        Off,    ///< no tool
        Clear,
        Undo,
        Redo,
        Magnet,
    };
    Deed deed = Deed::Off;
    drawings::Drawing drawing; ///< of Choose its tool, of Add all of it
    bool on = false;           ///< of Magnet
};

/// What the points of a typed drawing are read with.
struct DrawMoment {
    UnixNanos now; ///< market time
    Price last;    ///< the price a vertical line is held by
    Price tick;
};

/// "TREND", "TREND 14:00 148.2 14:30 149", "HORIZONTAL 148.2", "VERTICAL 14:00", "TEXT 14:00 148.2 words", "CLEAR",
/// "MAGNET ON" … Prices go to the nearest tick. Error: a sentence.
[[nodiscard]] std::expected<DrawCommand, QString> readDrawWords(const ports::ActionWords& words,
                                                                const DrawMoment& moment);
/// What may stand after DRAW, and after `words`.
[[nodiscard]] std::vector<std::string> drawChoices(const ports::ActionWords& words);

} // namespace qd::chart
