#include "layouts/workspace/Layout.h"
#include "tests/fuzz/Fuzz.h"

#include <cmath>
#include <set>

using namespace qd::workspace;
using qd::fuzz::require;

namespace {

void collect(const DockNode& node, std::multiset<std::string>& ids) {
    double sum = 0;
    for (const double size : node.sizes) {
        require(size > 0 && size <= 1);
        sum += size;
    }
    require(node.sizes.size() == node.children.size());
    require(node.children.empty() || std::abs(sum - 1) < 1e-6);
    require(node.tabs.empty() || (node.current >= 0 && static_cast<std::size_t>(node.current) < node.tabs.size()));
    ids.insert(node.tabs.begin(), node.tabs.end());
    for (const DockNode& child : node.children) collect(child, ids);
}

/// Written sizes have four digits.
bool sameNode(const DockNode& a, const DockNode& b) {
    if (a.tabs != b.tabs || a.current != b.current || a.children.size() != b.children.size()) return false;
    if (!a.children.empty() && a.horizontal != b.horizontal) return false;
    for (std::size_t i = 0; i < a.children.size(); ++i) {
        if (std::abs(a.sizes[i] - b.sizes[i]) > 0.01 || !sameNode(a.children[i], b.children[i])) return false;
    }
    return true;
}

} // namespace

/// Arbitrary text as a layout: refused with a sentence that names the source, or consistent, and what is written of it
/// reads as the same layout.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto layout = parseLayout(qd::fuzz::textOf(data, size), "fuzz.toml");
    if (!layout) {
        require(layout.error().detail.starts_with("fuzz.toml: "));
        return 0;
    }
    std::multiset<std::string> placed;
    for (const WindowLayout& window : layout->windows) {
        collect(window.root, placed);
        for (const PaneEntry& pane : window.panes) require(!pane.kind.empty() && placed.count(pane.id) <= 1);
    }
    const std::string text = writeLayout(*layout);
    auto again = parseLayout(text, "written.toml");
    if (!again) std::fprintf(stderr, "%s\n%s\n", again.error().detail.c_str(), text.c_str());
    require(again.has_value());
    require(again->windows.size() == layout->windows.size());
    for (std::size_t i = 0; i < layout->windows.size(); ++i) {
        require(sameNode(layout->windows[i].root, again->windows[i].root));
        again->windows[i].root = layout->windows[i].root;
    }
    require(*again == *layout);
    return 0;
}
