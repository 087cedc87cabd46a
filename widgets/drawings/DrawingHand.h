#pragma once

#include "widgets/drawings/Places.h"

namespace qd::drawings {

/// What the hand does with a tool, or with a drawing that is there, until it lets go: nothing is kept before that.
/// Points are set by clicks, or the first two by one drag. Pure.
class DrawingHand {
  public:
    // ---- the tool

    /// The next presses draw with it; empty: none. What was begun is given up.
    void choose(std::optional<Tool> tool);
    [[nodiscard]] std::optional<Tool> tool() const { return m_tool; }
    /// Colour and width of what is drawn next.
    void setStyle(std::uint8_t colour, std::uint8_t width);

    // ---- what is in the hand

    /// Null when there is nothing.
    [[nodiscard]] const Drawing* drawing() const { return m_drawing ? &*m_drawing : nullptr; }
    [[nodiscard]] bool isPlacing() const { return m_drawing && m_drawing->id == 0; }
    /// Another drawing is moved far enough to mean it.
    [[nodiscard]] bool isMoving() const { return m_drawing && m_drawing->id != 0 && m_moved; }

    /// Presses with the tool at `at`, which means `anchor`.
    void press(const QPointF& at, const Anchor& anchor);
    /// Presses on a drawing: on one of its points, or on the whole.
    void grab(const Drawing& drawing, std::optional<std::size_t> handle, const QPointF& at);
    /// The pointer moves, `held` with the button down.
    void moveTo(const QPointF& at, const Anchor& anchor, const Places& places, bool held);
    /// Lets go. Answers what is to be kept: a new drawing (its id is 0), or one that was moved. Empty: nothing yet, or
    /// nothing changed.
    [[nodiscard]] std::optional<Drawing> release(const QPointF& at, const Anchor& anchor);
    /// Gives up what is in the hand; the tool stays.
    void cancel();

  private:
    void setRest(const Anchor& anchor);

    std::optional<Tool> m_tool;
    std::uint8_t m_colour = 0;
    std::uint8_t m_width = 1;
    std::optional<Drawing> m_drawing;
    Drawing m_before;         ///< of one that is moved
    std::size_t m_placed = 0; ///< points that are set, of a new one
    bool m_first = false;     ///< the button is down for its first point
    bool m_moved = false;     ///< since the button went down
    std::optional<std::size_t> m_handle;
    QPointF m_pressedAt;
    QPointF m_lastAt;
};

/// The same drawing elsewhere: `pixels` to the right and down, its shape kept; prices stay on ticks.
[[nodiscard]] Drawing shifted(const Drawing& drawing, const QPointF& pixels, const Places& places);

} // namespace qd::drawings
