#include "layouts/workspace/Layout.h"

#include <algorithm>
#include <cmath>

namespace qd::workspace {
namespace {

/// Groups of parts between straight cuts across `from` .. `to`, in order.
std::vector<std::vector<PlacedTabs>> cut(std::vector<PlacedTabs> parts, bool horizontal) {
    const auto begin = [&](const PlacedTabs& p) { return horizontal ? p.rect.left() : p.rect.top(); };
    const auto end = [&](const PlacedTabs& p) { return horizontal ? p.rect.right() : p.rect.bottom(); };
    std::ranges::sort(parts, {}, begin);
    std::vector<std::vector<PlacedTabs>> groups;
    int reach = 0;
    for (PlacedTabs& part : parts) {
        if (groups.empty() || begin(part) > reach) groups.emplace_back();
        reach = groups.back().empty() ? end(part) : std::max(reach, end(part));
        groups.back().push_back(std::move(part));
    }
    return groups;
}

QRect boundsOf(const std::vector<PlacedTabs>& parts) {
    QRect bounds;
    for (const PlacedTabs& p : parts) bounds |= p.rect;
    return bounds;
}

} // namespace

DockNode divide(const std::vector<PlacedTabs>& parts) {
    DockNode node;
    if (parts.empty()) return node;
    if (parts.size() == 1) {
        node.tabs = parts.front().tabs;
        node.current = parts.front().current;
        return node;
    }
    auto groups = cut(parts, true);
    node.horizontal = groups.size() > 1;
    if (groups.size() == 1) groups = cut(parts, false);
    if (groups.size() == 1) { // no straight cut: side by side, in reading order
        groups.clear();
        node.horizontal = true;
        for (const PlacedTabs& part : parts) groups.push_back({part});
    }
    double sum = 0;
    for (const auto& group : groups) {
        node.children.push_back(divide(group));
        const QRect bounds = boundsOf(group);
        node.sizes.push_back(std::max(1, node.horizontal ? bounds.width() : bounds.height()));
        sum += node.sizes.back();
    }
    for (double& size : node.sizes) size /= sum;
    return node;
}

std::vector<int> share(int whole, const std::vector<double>& fractions) {
    std::vector<int> pixels;
    double before = 0;
    int given = 0;
    for (const double fraction : fractions) {
        before += fraction;
        pixels.push_back(std::max(1, static_cast<int>(std::lround(before * whole)) - given));
        given += pixels.back();
    }
    return pixels;
}

QRect fitToScreens(const WindowPlace& place, const std::vector<ScreenArea>& screens) {
    auto named = std::ranges::find(screens, place.screen, &ScreenArea::name);
    // Layouts for every machine know no names, only "#2": the second monitor.
    if (place.screen.size() == 2 && place.screen[0] == '#' && place.screen[1] >= '1') {
        const auto index = static_cast<std::size_t>(place.screen[1] - '1');
        if (index < screens.size()) named = screens.begin() + static_cast<std::ptrdiff_t>(index);
    }
    if (place.geometry.isEmpty()) return named != screens.end() ? named->available : screens.front().available;
    // On the screen that shows most of it; if none shows any, on the one it was on, or the first.
    const auto shown = [&](const ScreenArea& s) {
        const QRect part = s.available & place.geometry;
        return part.isEmpty() ? 0 : part.width() * part.height();
    };
    auto best = std::ranges::max_element(screens, {}, shown);
    if (shown(*best) == 0) best = named != screens.end() ? named : screens.begin();
    const QRect area = best->available;
    QRect rect = place.geometry;
    rect.setSize(rect.size().expandedTo(QSize(320, 200)).boundedTo(area.size()));
    rect.moveLeft(std::clamp(rect.left(), area.left(), area.right() - rect.width() + 1));
    rect.moveTop(std::clamp(rect.top(), area.top(), area.bottom() - rect.height() + 1));
    return rect;
}

} // namespace qd::workspace
