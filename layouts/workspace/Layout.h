#pragma once

#include "core/base/Error.h"
#include "widgets/base/PaneState.h"

#include <QRect>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// A workspace as data: windows, how their docks divide them, and what each pane shows. Text form: TOML, one [[window]]
/// each with geometry, a `root` of nested splits and tabs, and a table a pane.
namespace qd::workspace {

enum class LayoutCode : std::uint8_t { Unreadable, Malformed, Version };

struct PaneEntry {
    std::string id;   ///< unique in the layout, "CHART-1"
    std::string kind; ///< mnemonic
    ui::PaneState state;
    friend bool operator==(const PaneEntry&, const PaneEntry&) = default;
};

/// A part of a window: panes behind tabs, or parts side by side.
struct DockNode {
    std::vector<std::string> tabs; ///< ids; a leaf when not empty
    int current = 0;               ///< which tab is in front
    bool horizontal = true;        ///< children from left to right, otherwise from top to bottom
    std::vector<double> sizes;     ///< fractions of the children, sum 1
    std::vector<DockNode> children;
    friend bool operator==(const DockNode&, const DockNode&) = default;
    [[nodiscard]] bool empty() const { return tabs.empty() && children.empty(); }
};

struct FloatingPane {
    std::string id;
    QRect geometry;
    friend bool operator==(const FloatingPane&, const FloatingPane&) = default;
};

struct WindowLayout {
    std::string screen; ///< name of the monitor it was on, or "#2" for the second one
    QRect geometry;     ///< on the desktop; empty: the whole screen
    bool maximised = false;
    DockNode root;
    std::vector<FloatingPane> floating;
    std::vector<PaneEntry> panes; ///< by id
    friend bool operator==(const WindowLayout&, const WindowLayout&) = default;
};

struct Layout {
    std::vector<WindowLayout> windows;
    friend bool operator==(const Layout&, const Layout&) = default;
};

/// Errors name the source, the line where the library knows it, and what is wrong. What passes is consistent: every id
/// in a tree names a pane, every pane stands in one place, sizes are fractions, depth and counts are bounded.
[[nodiscard]] Result<Layout, LayoutCode> parseLayout(std::string_view text, const std::string& source);
[[nodiscard]] std::string writeLayout(const Layout& layout);

/// The tree of splits that divides a window into these rectangles (each with its tabs), found by cutting straight
/// through; what cannot be cut is put side by side.
struct PlacedTabs {
    QRect rect;
    std::vector<std::string> tabs;
    int current = 0;
};
[[nodiscard]] DockNode divide(const std::vector<PlacedTabs>& parts);

/// The rectangle a window gets on the present monitors: as saved where that is visible, otherwise moved onto a screen,
/// never larger than it. `available` holds the usable area of every screen, the primary one first; not empty.
struct ScreenArea {
    std::string name;
    QRect available;
};
[[nodiscard]] QRect fitToScreens(const WindowLayout& window, const std::vector<ScreenArea>& screens);

} // namespace qd::workspace
