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

// What a layout may hold; whoever opens windows and panes keeps to it, so that what is saved can be read.
inline constexpr std::int64_t kLayoutVersion = 1;
inline constexpr std::size_t kMostWindows = 16;
inline constexpr std::size_t kMostPanes = 200;
inline constexpr std::size_t kMostVariants = 8;
inline constexpr std::size_t kMostMonitors = 32;
inline constexpr std::size_t kLongestText = 16'384; ///< of one value of a pane's state, bytes

struct PaneEntry {
    std::string id;      ///< unique in the layout, "CHART-1"; up to 64 visible ASCII characters, no quote or backslash
    std::string kind;    ///< mnemonic
    ui::PaneState state; ///< keys like ids
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

/// Where a window stands on one arrangement of monitors.
struct WindowPlace {
    std::string screen; ///< name of the monitor it was on, or "#2" for the second one
    QRect geometry;     ///< on the desktop; empty: the whole screen
    bool maximised = false;
    std::vector<FloatingPane> floating;
    friend bool operator==(const WindowPlace&, const WindowPlace&) = default;
};

struct WindowLayout {
    WindowPlace place;
    DockNode root;
    std::vector<PaneEntry> panes; ///< by id
    friend bool operator==(const WindowLayout&, const WindowLayout&) = default;
};

struct Monitor {
    std::string name;
    QRect geometry; ///< all of it, on the desktop
    friend bool operator==(const Monitor&, const Monitor&) = default;
};

/// Where the windows stood when there were other monitors.
struct Variant {
    std::vector<Monitor> monitors;    ///< by name; not empty
    std::vector<WindowPlace> windows; ///< windows[i] is of Layout::windows[i]; may be fewer
    friend bool operator==(const Variant&, const Variant&) = default;
};

struct Layout {
    std::vector<Monitor> monitors; ///< those the windows' places are of, by name; empty: of any
    std::vector<WindowLayout> windows;
    std::vector<Variant> variants; ///< of other monitors, the one used last behind
    friend bool operator==(const Layout&, const Layout&) = default;
};

/// Errors name the source, the line where the library knows it, and what is wrong. What passes is consistent: every id
/// in a tree names a pane, every pane stands in one place, sizes are fractions, depth and counts are bounded.
[[nodiscard]] Result<Layout, LayoutCode> parseLayout(std::string_view text, const std::string& source);
/// Sizes are kept to 1e-6. A pane's own "kind" key gives way to the layout's.
[[nodiscard]] std::string writeLayout(const Layout& layout);

/// The tree of splits that divides a window into these rectangles (each with its tabs), found by cutting straight
/// through; what cannot be cut is put side by side.
struct PlacedTabs {
    QRect rect;
    std::vector<std::string> tabs;
    int current = 0;
};
[[nodiscard]] DockNode divide(const std::vector<PlacedTabs>& parts);

/// Whole pixels for fractions: they sum up to `whole` (when there is one for each), so that saving and restoring does
/// not move anything.
[[nodiscard]] std::vector<int> share(int whole, const std::vector<double>& fractions);

/// The rectangle a window gets on the present monitors: as saved where that is visible, otherwise moved onto a screen,
/// never larger than it. `available` holds the usable area of every screen, the primary one first; not empty.
struct ScreenArea {
    std::string name;
    QRect available;
};
[[nodiscard]] QRect fitToScreens(const WindowPlace& place, const std::vector<ScreenArea>& screens);

} // namespace qd::workspace
