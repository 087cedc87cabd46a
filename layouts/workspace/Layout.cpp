#include "layouts/workspace/Layout.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

namespace qd::workspace {
namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::size_t kMostWindows = 16;
constexpr std::size_t kMostPanes = 200;
constexpr int kDeepest = 12;
constexpr std::size_t kMostChildren = 32;
constexpr std::size_t kLongestText = 4'096;
constexpr int kFarthest = 100'000;

std::unexpected<Error<LayoutCode>> malformed(const std::string& source, const toml::source_region& where,
                                             const std::string& what) {
    return fail(LayoutCode::Malformed, fmt::format("{}: line {}: {}", source, where.begin.line, what));
}

class Parser {
  public:
    explicit Parser(const std::string& source) : m_source(source) {}

    Result<Layout, LayoutCode> parse(const toml::table& document) {
        const auto version = document["version"].value<std::int64_t>();
        if (!version) return malformed(m_source, document.source(), "version is missing");
        if (*version != kVersion)
            return fail(LayoutCode::Version,
                        fmt::format("{}: layout of version {}, this program reads {}", m_source, *version, kVersion));
        const toml::array* windows = document["window"].as_array();
        if (windows == nullptr || windows->empty()) return malformed(m_source, document.source(), "there is no window");
        if (windows->size() > kMostWindows) return malformed(m_source, windows->source(), "too many windows");
        Layout layout;
        for (const toml::node& node : *windows) {
            const toml::table* table = node.as_table();
            if (table == nullptr) return malformed(m_source, node.source(), "a window must be a table");
            auto window = parseWindow(*table);
            if (!window) return std::unexpected(window.error());
            layout.windows.push_back(std::move(*window));
        }
        return layout;
    }

  private:
    Result<WindowLayout, LayoutCode> parseWindow(const toml::table& table) {
        WindowLayout window;
        window.screen = table["screen"].value_or(std::string());
        window.maximised = table["maximised"].value_or(false);
        if (window.screen.size() > kLongestText) return malformed(m_source, table.source(), "screen is too long");
        if (const toml::node* geometry = table.get("geometry"); geometry != nullptr) {
            auto rect = parseRect(*geometry);
            if (!rect) return std::unexpected(rect.error());
            window.geometry = *rect;
        }
        if (const toml::table* panes = table["pane"].as_table()) {
            for (const auto& [id, node] : *panes) {
                auto pane = parsePane(std::string(id.str()), node);
                if (!pane) return std::unexpected(pane.error());
                window.panes.push_back(std::move(*pane));
            }
        }
        if (const toml::table* root = table["root"].as_table()) {
            auto node = parseNode(*root, 0);
            if (!node) return std::unexpected(node.error());
            window.root = std::move(*node);
        }
        if (const toml::array* floating = table["floating"].as_array()) {
            if (auto read = parseFloating(*floating, window); !read) return std::unexpected(read.error());
        }
        if (auto consistent = check(window, table); !consistent) return std::unexpected(consistent.error());
        return window;
    }

    Result<QRect, LayoutCode> parseRect(const toml::node& node) {
        const toml::array* numbers = node.as_array();
        if (numbers == nullptr || numbers->size() != 4)
            return malformed(m_source, node.source(), "a geometry is four whole numbers");
        int values[4] = {};
        for (std::size_t i = 0; i < 4; ++i) {
            const auto value = (*numbers)[i].value_exact<std::int64_t>();
            if (!value || *value < -kFarthest || *value > kFarthest)
                return malformed(m_source, node.source(), "a geometry is four whole numbers within reason");
            values[i] = static_cast<int>(*value);
        }
        return QRect(values[0], values[1], values[2], values[3]);
    }

    Result<PaneEntry, LayoutCode> parsePane(const std::string& id, const toml::node& node) {
        const toml::table* table = node.as_table();
        if (table == nullptr || id.empty() || id.size() > 64)
            return malformed(m_source, node.source(), "a pane must be a table with a short id");
        if (!m_ids.insert(id).second)
            return malformed(m_source, node.source(), fmt::format("pane {} is there twice", id));
        if (m_ids.size() > kMostPanes) return malformed(m_source, node.source(), "too many panes");
        PaneEntry pane{id, {}, {}};
        for (const auto& [key, value] : *table) {
            const auto text = value.value_exact<std::string>();
            if (!text || text->size() > kLongestText)
                return malformed(m_source, value.source(), fmt::format("pane {}: {} must be a text", id, key.str()));
            if (key.str() == "kind")
                pane.kind = *text;
            else
                pane.state[std::string(key.str())] = *text;
        }
        if (pane.kind.empty()) return malformed(m_source, node.source(), fmt::format("pane {} has no kind", id));
        return pane;
    }

    Result<DockNode, LayoutCode> parseNode(const toml::table& table, int depth) {
        if (depth > kDeepest) return malformed(m_source, table.source(), "splits are nested too deep");
        DockNode node;
        if (const toml::array* tabs = table["tabs"].as_array()) {
            for (const toml::node& tab : *tabs) {
                const auto id = tab.value_exact<std::string>();
                if (!id) return malformed(m_source, tab.source(), "tabs are pane ids");
                node.tabs.push_back(*id);
            }
            if (node.tabs.empty()) return malformed(m_source, tabs->source(), "tabs are empty");
            node.current = static_cast<int>(std::clamp<std::int64_t>(table["current"].value_or(std::int64_t{0}), 0,
                                                                     static_cast<std::int64_t>(node.tabs.size()) - 1));
            return node;
        }
        const auto split = table["split"].value<std::string>();
        const toml::array* children = table["children"].as_array();
        if (!split || (*split != "horizontal" && *split != "vertical") || children == nullptr || children->empty() ||
            children->size() > kMostChildren)
            return malformed(m_source, table.source(),
                             "a part of a window has tabs, or a split (horizontal or vertical) with children");
        node.horizontal = *split == "horizontal";
        for (const toml::node& child : *children) {
            const toml::table* inner = child.as_table();
            if (inner == nullptr) return malformed(m_source, child.source(), "children are tables");
            auto parsed = parseNode(*inner, depth + 1);
            if (!parsed) return parsed;
            node.children.push_back(std::move(*parsed));
        }
        return withSizes(std::move(node), table);
    }

    Result<DockNode, LayoutCode> withSizes(DockNode node, const toml::table& table) {
        node.sizes.assign(node.children.size(), 1.0 / static_cast<double>(node.children.size()));
        const toml::array* sizes = table["sizes"].as_array();
        if (sizes == nullptr) return node;
        if (sizes->size() != node.children.size()) return malformed(m_source, sizes->source(), "one size a child");
        double sum = 0;
        for (std::size_t i = 0; i < sizes->size(); ++i) {
            const auto size = (*sizes)[i].value<double>();
            if (!size || !(*size > 0) || !(*size < 1e6))
                return malformed(m_source, sizes->source(), "sizes are numbers above zero");
            node.sizes[i] = *size;
            sum += *size;
        }
        for (double& size : node.sizes) size /= sum;
        return node;
    }

    Result<void, LayoutCode> parseFloating(const toml::array& list, WindowLayout& window) {
        for (const toml::node& node : list) {
            const toml::table* table = node.as_table();
            const auto id = table != nullptr ? (*table)["id"].value<std::string>() : std::nullopt;
            const toml::node* geometry = table != nullptr ? table->get("geometry") : nullptr;
            if (!id || geometry == nullptr)
                return malformed(m_source, node.source(), "a floating pane has id and geometry");
            auto rect = parseRect(*geometry);
            if (!rect) return std::unexpected(rect.error());
            window.floating.push_back({*id, *rect});
        }
        return {};
    }

    Result<void, LayoutCode> check(const WindowLayout& window, const toml::table& table) {
        std::multiset<std::string> placed;
        collect(window.root, placed);
        for (const FloatingPane& f : window.floating) placed.insert(f.id);
        for (const PaneEntry& pane : window.panes) {
            if (placed.count(pane.id) != 1)
                return malformed(m_source, table.source(),
                                 fmt::format("pane {} must stand in exactly one place", pane.id));
        }
        if (placed.size() != window.panes.size())
            return malformed(m_source, table.source(), "a tab or floating pane names a pane that is not there");
        return {};
    }
    static void collect(const DockNode& node, std::multiset<std::string>& ids) {
        ids.insert(node.tabs.begin(), node.tabs.end());
        for (const DockNode& child : node.children) collect(child, ids);
    }

    const std::string& m_source;
    std::set<std::string> m_ids;
};

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
        for (const double size : node.sizes) sizes.push_back(std::round(size * 10'000) / 10'000);
        table.insert("split", node.horizontal ? "horizontal" : "vertical");
        table.insert("sizes", std::move(sizes));
        table.insert("children", std::move(children));
    }
    table.is_inline(true);
    return table;
}

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

Result<Layout, LayoutCode> parseLayout(std::string_view text, const std::string& source) {
    toml::table document;
    try { // the library reports by exception; none leaves this function
        document = toml::parse(text, source);
    } catch (const toml::parse_error& e) {
        return fail(LayoutCode::Unreadable,
                    fmt::format("{}: line {}: {}", source, e.source().begin.line, e.description()));
    }
    return Parser(source).parse(document);
}

std::string writeLayout(const Layout& layout) {
    toml::array windows;
    for (const WindowLayout& w : layout.windows) {
        toml::table window;
        window.insert("screen", w.screen);
        window.insert("geometry", rectOf(w.geometry));
        window.insert("maximised", w.maximised);
        if (!w.root.empty()) window.insert("root", tableOf(w.root));
        toml::array floating;
        for (const FloatingPane& f : w.floating)
            floating.push_back(toml::table{{"id", f.id}, {"geometry", rectOf(f.geometry)}});
        if (!floating.empty()) window.insert("floating", std::move(floating));
        toml::table panes;
        for (const PaneEntry& pane : w.panes) {
            toml::table entry{{"kind", pane.kind}};
            for (const auto& [key, value] : pane.state) entry.insert_or_assign(key, value);
            panes.insert(pane.id, std::move(entry));
        }
        window.insert("pane", std::move(panes));
        windows.push_back(std::move(window));
    }
    std::ostringstream out;
    out << toml::table{{"version", kVersion}, {"window", std::move(windows)}} << '\n';
    return out.str();
}

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

QRect fitToScreens(const WindowLayout& window, const std::vector<ScreenArea>& screens) {
    auto named = std::ranges::find(screens, window.screen, &ScreenArea::name);
    // Layouts for every machine know no names, only "#2": the second monitor.
    if (window.screen.size() == 2 && window.screen[0] == '#' && window.screen[1] >= '1') {
        const auto index = static_cast<std::size_t>(window.screen[1] - '1');
        if (index < screens.size()) named = screens.begin() + static_cast<std::ptrdiff_t>(index);
    }
    if (window.geometry.isEmpty()) return named != screens.end() ? named->available : screens.front().available;
    // On the screen that shows most of it; if none shows any, on the one it was on, or the first.
    const auto shown = [&](const ScreenArea& s) {
        const QRect part = s.available & window.geometry;
        return part.isEmpty() ? 0 : part.width() * part.height();
    };
    auto best = std::ranges::max_element(screens, {}, shown);
    if (shown(*best) == 0) best = named != screens.end() ? named : screens.begin();
    const QRect area = best->available;
    QRect rect = window.geometry;
    rect.setSize(rect.size().expandedTo(QSize(320, 200)).boundedTo(area.size()));
    rect.moveLeft(std::clamp(rect.left(), area.left(), area.right() - rect.width() + 1));
    rect.moveTop(std::clamp(rect.top(), area.top(), area.bottom() - rect.height() + 1));
    return rect;
}

} // namespace qd::workspace
