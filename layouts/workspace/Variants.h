#pragma once

#include "layouts/workspace/Layout.h"

/// A layout keeps where its windows stand for every arrangement of monitors it has met. Pure.
namespace qd::workspace {

/// By name and place, so that arrangements can be compared.
[[nodiscard]] std::vector<Monitor> inOrder(std::vector<Monitor> monitors);

/// How much two arrangements have in common: monitors of the same name, place and size count most, then those of the
/// same size, then of the same name; a different number of monitors counts against it. Equal ones: the largest value.
[[nodiscard]] int likeness(const std::vector<Monitor>& a, const std::vector<Monitor>& b);

/// Keeps a variant as the one used last; one of the same monitors gives way, and the oldest one when there are too
/// many.
void keep(std::vector<Variant>& variants, Variant variant);

/// The variant most like these monitors, the newest of equals. Null: there is none.
[[nodiscard]] const Variant* nearest(const std::vector<Variant>& variants, const std::vector<Monitor>& monitors);

/// A window's place with screen, geometry and the geometry of its floating panes from another one; which panes float
/// stays as it is.
[[nodiscard]] WindowPlace moved(WindowPlace place, const WindowPlace& to);

/// The same layout for these monitors: the places come from the most alike variant, what it had before becomes one.
[[nodiscard]] Layout forMonitors(Layout layout, const std::vector<Monitor>& monitors);

} // namespace qd::workspace
