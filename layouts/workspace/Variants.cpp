#include "layouts/workspace/Variants.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <tuple>

namespace qd::workspace {
namespace {

int likenessOf(const Monitor& a, const Monitor& b) {
    const bool sameName = a.name == b.name;
    const bool sameSize = a.geometry.size() == b.geometry.size();
    if (a.geometry == b.geometry) return sameName ? 8 : 6;
    if (sameSize) return sameName ? 5 : 3;
    return sameName ? 2 : 0;
}

} // namespace

std::vector<Monitor> inOrder(std::vector<Monitor> monitors) {
    std::ranges::sort(monitors, {}, [](const Monitor& m) {
        return std::tuple(m.name, m.geometry.x(), m.geometry.y(), m.geometry.width(), m.geometry.height());
    });
    return monitors;
}

int likeness(const std::vector<Monitor>& a, const std::vector<Monitor>& b) {
    if (inOrder(a) == inOrder(b)) return std::numeric_limits<int>::max();
    int sum = 0;
    std::vector<Monitor> left = b;
    for (const Monitor& monitor : a) {
        const auto like = [&](const Monitor& other) { return likenessOf(monitor, other); };
        const auto best = std::ranges::max_element(left, {}, like);
        if (best == left.end()) break;
        sum += like(*best);
        left.erase(best);
    }
    const auto difference = static_cast<int>(a.size()) - static_cast<int>(b.size());
    return sum - std::abs(difference);
}

void keep(std::vector<Variant>& variants, Variant variant) {
    const auto monitors = inOrder(variant.monitors);
    if (monitors.empty()) return;
    std::erase_if(variants, [&](const Variant& v) { return inOrder(v.monitors) == monitors; });
    if (variants.size() >= kMostVariants) variants.erase(variants.begin());
    variants.push_back(std::move(variant));
}

const Variant* nearest(const std::vector<Variant>& variants, const std::vector<Monitor>& monitors) {
    const Variant* best = nullptr;
    for (const Variant& v : variants) {
        if (best == nullptr || likeness(v.monitors, monitors) >= likeness(best->monitors, monitors)) best = &v;
    }
    return best;
}

WindowPlace moved(WindowPlace place, const WindowPlace& to) {
    place.screen = to.screen;
    place.geometry = to.geometry;
    place.maximised = to.maximised;
    for (FloatingPane& f : place.floating) {
        const auto there = std::ranges::find(to.floating, f.id, &FloatingPane::id);
        if (there != to.floating.end()) f.geometry = there->geometry;
    }
    return place;
}

Layout forMonitors(Layout layout, const std::vector<Monitor>& monitors) {
    if (inOrder(layout.monitors) == inOrder(monitors)) return layout;
    Variant before{inOrder(layout.monitors), {}};
    for (const WindowLayout& w : layout.windows) before.windows.push_back(w.place);
    keep(layout.variants, before); // its own places count among the variants, as the newest one
    if (const Variant* like = nearest(layout.variants, monitors)) {
        for (std::size_t i = 0; i < layout.windows.size() && i < like->windows.size(); ++i)
            layout.windows[i].place = moved(layout.windows[i].place, like->windows[i]);
    }
    layout.monitors = inOrder(monitors);
    std::erase_if(layout.variants, [&](const Variant& v) { return inOrder(v.monitors) == layout.monitors; });
    return layout;
}

} // namespace qd::workspace
