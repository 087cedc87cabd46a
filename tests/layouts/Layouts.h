#pragma once

#include "layouts/workspace/Layout.h"
#include "tests/support/Property.h"

#include <map>
#include <string>
#include <vector>

/// Random layouts. Inside a property only.
namespace qd::test {

inline QRect anyRect() {
    const auto at = [] { return *rc::gen::inRange(-5'000, 5'000); };
    const auto length = [] { return *rc::gen::inRange(0, 8'000); };
    return {at(), at(), length(), length()};
}

/// Text as people and programs write it: quotes, line ends, control characters and letters of all lengths in UTF-8.
inline std::string anyText() {
    static const std::vector<std::string> kParts{"a",
                                                 "Z",
                                                 "0",
                                                 " ",
                                                 ".",
                                                 "\"",
                                                 "\\",
                                                 "\n",
                                                 "\t",
                                                 "\x01",
                                                 "\x7f",
                                                 "#",
                                                 "=",
                                                 "[",
                                                 "'",
                                                 "ä",
                                                 "€",
                                                 "漢",
                                                 "\xf0\x9f\x93\x88",
                                                 "\r\n"};
    std::string text;
    for (const auto& part : *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kParts))) text += part;
    return text;
}

/// A tree with these panes, in order, all sizes whole ten-thousandths.
inline workspace::DockNode anyTree(const std::vector<std::string>& ids, bool horizontal) {
    workspace::DockNode node;
    if (ids.size() == 1 || *rc::gen::inRange(0, 4) == 0) {
        node.tabs = ids;
        node.current = *rc::gen::inRange(0, static_cast<int>(ids.size()));
        return node;
    }
    const int most = static_cast<int>(std::min<std::size_t>(ids.size(), 4));
    const auto count = static_cast<std::size_t>(*rc::gen::inRange(2, most + 1));
    node.horizontal = horizontal;
    std::size_t from = 0;
    int left = 10'000;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t rest = count - i - 1;
        const std::size_t to = rest == 0 ? ids.size() : from + 1;
        const int size = rest == 0 ? left : *rc::gen::inRange(1'000, left - 1'000 * static_cast<int>(rest) + 1);
        node.children.push_back(
            anyTree({ids.begin() + static_cast<std::ptrdiff_t>(from), ids.begin() + static_cast<std::ptrdiff_t>(to)},
                    !horizontal));
        node.sizes.push_back(size / 10'000.0);
        left -= size;
        from = to;
    }
    return node;
}

inline workspace::WindowLayout anyWindow(int number) {
    workspace::WindowLayout window;
    window.place = {anyText(), anyRect(), *rc::gen::arbitrary<bool>(), {}};
    std::vector<std::string> docked;
    for (int i = *rc::gen::inRange(0, 9); i > 0; --i) {
        workspace::PaneEntry pane{"CHART-" + std::to_string(number) + "." + std::to_string(i), "CHART", {}};
        for (int k = *rc::gen::inRange(0, 3); k > 0; --k)
            pane.state[*rc::gen::element<std::string>("group", "1", "a.b", "x-y", "sizes[0]", "#")] = anyText();
        window.panes.push_back(pane);
        if (*rc::gen::inRange(0, 5) == 0)
            window.place.floating.push_back({pane.id, anyRect()});
        else
            docked.push_back(pane.id);
    }
    std::ranges::sort(window.panes, {}, &workspace::PaneEntry::id);
    if (!docked.empty()) window.root = anyTree(docked, *rc::gen::arbitrary<bool>());
    return window;
}

inline workspace::Layout anyLayout() {
    workspace::Layout layout;
    for (int i = *rc::gen::inRange(1, 4); i > 0; --i) layout.windows.push_back(anyWindow(i));
    for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
        workspace::Variant variant{{{anyText(), anyRect()}}, {}};
        for (const auto& w : layout.windows) variant.windows.push_back({"", anyRect(), false, w.place.floating});
        layout.variants.push_back(variant);
    }
    if (*rc::gen::arbitrary<bool>()) layout.monitors = {{"Left", anyRect()}, {anyText(), anyRect()}};
    return layout;
}

/// The rectangles a window of this size would show, with nothing between them.
inline void lay(const workspace::DockNode& node, const QRect& in, std::vector<workspace::PlacedTabs>& out) {
    if (!node.tabs.empty()) out.push_back({in, node.tabs, node.current});
    double before = 0;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        const int whole = node.horizontal ? in.width() : in.height();
        const int from = qRound(before * whole);
        before += node.sizes[i];
        const int to = qRound(before * whole);
        lay(node.children[i],
            node.horizontal ? QRect(in.x() + from, in.y(), to - from, in.height())
                            : QRect(in.x(), in.y() + from, in.width(), to - from),
            out);
    }
}

} // namespace qd::test
