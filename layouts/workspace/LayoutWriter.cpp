#include "layouts/workspace/Layout.h"

#include <QString>

#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace qd::workspace {
namespace {

/// Sizes are written as whole millionths: the library computes wrongly with fractions below a tenth in one line.
constexpr double kSizeSteps = 1'000'000;

/// Text of another part of the program or of a venue may be no UTF-8, which the file must be.
std::string clean(const std::string& text) { return QString::fromStdString(text).toStdString(); }

toml::array rectOf(const QRect& r) { return toml::array{r.x(), r.y(), r.width(), r.height()}; }

toml::table tableOf(const DockNode& node) {
    toml::table table;
    if (!node.tabs.empty()) {
        toml::array tabs;
        for (const std::string& id : node.tabs) tabs.push_back(id);
        table.insert("tabs", std::move(tabs));
        if (node.current != 0) table.insert("current", node.current);
    } else {
        toml::array children;
        toml::array sizes;
        for (const DockNode& child : node.children) children.push_back(tableOf(child));
        for (const double size : node.sizes)
            sizes.push_back(std::max<std::int64_t>(1, std::llround(size * kSizeSteps)));
        table.insert("split", node.horizontal ? "horizontal" : "vertical");
        table.insert("sizes", std::move(sizes));
        table.insert("children", std::move(children));
    }
    table.is_inline(true);
    return table;
}

toml::array listOf(const std::vector<Monitor>& monitors) {
    toml::array list;
    for (const Monitor& m : monitors) {
        toml::table entry{{"name", clean(m.name)}, {"geometry", rectOf(m.geometry)}};
        entry.is_inline(true);
        list.push_back(std::move(entry));
    }
    return list;
}

toml::table tableOf(const WindowPlace& place) {
    toml::table table{{"screen", clean(place.screen)}, {"geometry", rectOf(place.geometry)}};
    table.insert("maximised", place.maximised);
    toml::array floating;
    for (const FloatingPane& f : place.floating) {
        toml::table entry{{"id", f.id}, {"geometry", rectOf(f.geometry)}};
        entry.is_inline(true);
        floating.push_back(std::move(entry));
    }
    if (!floating.empty()) table.insert("floating", std::move(floating));
    return table;
}

toml::table tableOf(const PaneEntry& pane) {
    toml::table entry;
    for (const auto& [key, value] : pane.state) entry.insert_or_assign(key, clean(value));
    entry.insert_or_assign("kind", clean(pane.kind));
    return entry;
}

} // namespace

std::string writeLayout(const Layout& layout) {
    toml::table document{{"version", kLayoutVersion}};
    if (!layout.monitors.empty()) document.insert("monitors", listOf(layout.monitors));
    toml::array windows;
    for (const WindowLayout& w : layout.windows) {
        toml::table window = tableOf(w.place);
        if (!w.root.empty()) window.insert("root", tableOf(w.root));
        toml::table panes;
        for (const PaneEntry& pane : w.panes) panes.insert(pane.id, tableOf(pane));
        window.insert("pane", std::move(panes));
        windows.push_back(std::move(window));
    }
    document.insert("window", std::move(windows));
    toml::array variants;
    for (const Variant& v : layout.variants) {
        toml::array places;
        for (const WindowPlace& place : v.windows) places.push_back(tableOf(place));
        variants.push_back(toml::table{{"monitors", listOf(v.monitors)}, {"window", std::move(places)}});
    }
    if (!variants.empty()) document.insert("variant", std::move(variants));
    std::ostringstream out;
    // Without the forms for literal and for multi-line texts: the library loses a line end at their beginning.
    constexpr auto kForms = toml::toml_formatter::default_flags & ~toml::format_flags::allow_multi_line_strings &
                            ~toml::format_flags::allow_literal_strings;
    out << toml::toml_formatter(document, kForms) << '\n';
    return out.str();
}

} // namespace qd::workspace
