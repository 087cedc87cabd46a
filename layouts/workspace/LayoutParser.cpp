#include "layouts/workspace/Layout.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <set>

namespace qd::workspace {
namespace {

constexpr int kDeepest = 32;
constexpr std::size_t kLongestId = 64;
constexpr int kFarthest = 100'000;
/// The library builds and destroys what a dotted key names by recursion: a million parts would end the program.
constexpr int kMostKeyParts = 4'096;

using LayoutError = std::unexpected<Error<LayoutCode>>;

LayoutError malformed(const std::string& source, const toml::source_region& where, const std::string& what) {
    return fail(LayoutCode::Malformed, fmt::format("{}: line {}: {}", source, where.begin.line, what));
}

/// Ids and keys are plain ASCII: the library writes some other keys so that it cannot read them.
bool plain(std::string_view name) {
    return !name.empty() && name.size() <= kLongestId &&
           std::ranges::all_of(name, [](char c) { return c > ' ' && c < '\x7f' && c != '"' && c != '\\'; });
}

/// The line in which a key may have too many parts; 0: none. Points in texts count too, which is harmless.
int lineOfTooLongKey(std::string_view text) {
    int line = 1;
    int points = 0;
    for (const char c : text) {
        if (c == '\n') ++line;
        if (c == '\n' || c == '=' || c == ',' || c == '{' || c == '[') points = 0;
        if (c == '.' && ++points > kMostKeyParts) return line;
    }
    return 0;
}

class Parser {
  public:
    explicit Parser(const std::string& source) : m_source(source) {}
    Result<Layout, LayoutCode> parse(const toml::table& document);

  private:
    template<class T>
    using Read = Result<T, LayoutCode>;

    [[nodiscard]] LayoutError wrong(const toml::node& where, const std::string& what) const {
        return malformed(m_source, where.source(), what);
    }
    /// A value that may be left out, but not be of another type.
    template<class T>
    Read<T> value(const toml::table& table, const char* key, T standard, const char* type) const {
        const toml::node* node = table.get(key);
        if (node == nullptr) return standard;
        if (const auto read = node->value_exact<T>()) return *read;
        return wrong(*node, fmt::format("{} must be {}", key, type));
    }
    /// Null: it is left out.
    Read<const toml::array*> list(const toml::table& table, const char* key, std::size_t most) const {
        const toml::node* node = table.get(key);
        if (node == nullptr) return nullptr;
        if (!node->is_array()) return wrong(*node, fmt::format("{} must be a list", key));
        if (node->as_array()->size() > most) return wrong(*node, fmt::format("{} has more than {} entries", key, most));
        return node->as_array();
    }
    Read<const toml::table*> inner(const toml::table& table, const char* key) const {
        const toml::node* node = table.get(key);
        if (node != nullptr && !node->is_table()) return wrong(*node, fmt::format("{} must be a table", key));
        return node != nullptr ? node->as_table() : nullptr;
    }
    /// Reads every entry of a list of tables.
    template<class T, class Each>
    Read<std::vector<T>> each(const toml::table& table, const char* key, std::size_t most, Each read) const {
        std::vector<T> entries;
        const auto nodes = list(table, key, most);
        if (!nodes) return std::unexpected(nodes.error());
        if (*nodes == nullptr) return entries;
        for (const toml::node& node : **nodes) {
            if (!node.is_table()) return wrong(node, fmt::format("an entry of {} must be a table", key));
            auto entry = read(*node.as_table());
            if (!entry) return std::unexpected(entry.error());
            entries.push_back(std::move(*entry));
        }
        return entries;
    }

    Read<std::string> name(const toml::table& table, const char* key) const;
    Read<QRect> rect(const toml::table& table, bool needed) const;
    Read<std::vector<Monitor>> monitors(const toml::table& table) const;
    Read<WindowPlace> place(const toml::table& table) const;
    Read<Variant> variant(const toml::table& table) const;
    Read<WindowLayout> window(const toml::table& table);
    Read<PaneEntry> pane(const std::string& id, const toml::node& node);
    Read<DockNode> part(const toml::table& table, int depth) const;
    Read<DockNode> tabs(const toml::table& table, const toml::array& ids) const;
    Read<DockNode> sized(DockNode node, const toml::table& table) const;
    Read<void> check(const WindowLayout& window, const toml::table& table) const;

    const std::string& m_source;
    std::set<std::string> m_ids;
};

Result<Layout, LayoutCode> Parser::parse(const toml::table& document) {
    const auto version = document["version"].value_exact<std::int64_t>();
    if (!version) return wrong(document, "this is no layout, its version is missing");
    if (*version != kLayoutVersion)
        return fail(LayoutCode::Version,
                    fmt::format("{}: layout of version {}, this program reads {}", m_source, *version, kLayoutVersion));
    Layout layout;
    auto known = monitors(document);
    if (!known) return std::unexpected(known.error());
    auto windows =
        each<WindowLayout>(document, "window", kMostWindows, [this](const toml::table& t) { return window(t); });
    if (!windows) return std::unexpected(windows.error());
    if (windows->empty()) return wrong(document, "there is no window");
    auto variants =
        each<Variant>(document, "variant", kMostVariants, [this](const toml::table& t) { return variant(t); });
    if (!variants) return std::unexpected(variants.error());
    return Layout{std::move(*known), std::move(*windows), std::move(*variants)};
}

Result<std::string, LayoutCode> Parser::name(const toml::table& table, const char* key) const {
    auto text = value(table, key, std::string(), "a text");
    if (text && text->size() > kLongestText) return wrong(*table.get(key), fmt::format("{} is too long", key));
    return text;
}

Result<QRect, LayoutCode> Parser::rect(const toml::table& table, bool needed) const {
    const toml::node* node = table.get("geometry");
    if (node == nullptr && !needed) return QRect();
    if (node == nullptr) return wrong(table, "geometry is missing");
    const toml::array* numbers = node->as_array();
    if (numbers == nullptr || numbers->size() != 4) return wrong(*node, "a geometry is four whole numbers");
    int values[4] = {};
    for (std::size_t i = 0; i < 4; ++i) {
        const auto number = (*numbers)[i].value_exact<std::int64_t>();
        if (!number || *number < -kFarthest || *number > kFarthest)
            return wrong(*node, "a geometry is four whole numbers within reason");
        values[i] = static_cast<int>(*number);
    }
    if (values[2] < 0 || values[3] < 0) return wrong(*node, "width and height are not below zero");
    return QRect(values[0], values[1], values[2], values[3]);
}

Result<std::vector<Monitor>, LayoutCode> Parser::monitors(const toml::table& table) const {
    return each<Monitor>(table, "monitors", kMostMonitors, [this](const toml::table& entry) -> Read<Monitor> {
        auto called = name(entry, "name");
        if (!called) return std::unexpected(called.error());
        const auto geometry = rect(entry, true);
        if (!geometry) return std::unexpected(geometry.error());
        return Monitor{std::move(*called), *geometry};
    });
}

Result<WindowPlace, LayoutCode> Parser::place(const toml::table& table) const {
    auto screen = name(table, "screen");
    if (!screen) return std::unexpected(screen.error());
    const auto geometry = rect(table, false);
    if (!geometry) return std::unexpected(geometry.error());
    const auto maximised = value(table, "maximised", false, "true or false");
    if (!maximised) return std::unexpected(maximised.error());
    auto floating =
        each<FloatingPane>(table, "floating", kMostPanes, [this](const toml::table& entry) -> Read<FloatingPane> {
            auto id = name(entry, "id");
            if (!id) return std::unexpected(id.error());
            if (id->empty()) return wrong(entry, "a floating pane has id and geometry");
            const auto at = rect(entry, true);
            if (!at) return std::unexpected(at.error());
            return FloatingPane{std::move(*id), *at};
        });
    if (!floating) return std::unexpected(floating.error());
    return WindowPlace{std::move(*screen), *geometry, *maximised, std::move(*floating)};
}

Result<Variant, LayoutCode> Parser::variant(const toml::table& table) const {
    auto known = monitors(table);
    if (!known) return std::unexpected(known.error());
    if (known->empty()) return wrong(table, "a variant names its monitors");
    auto windows = each<WindowPlace>(table, "window", kMostWindows, [this](const toml::table& t) { return place(t); });
    if (!windows) return std::unexpected(windows.error());
    return Variant{std::move(*known), std::move(*windows)};
}

Result<WindowLayout, LayoutCode> Parser::window(const toml::table& table) {
    WindowLayout window;
    auto stands = place(table);
    if (!stands) return std::unexpected(stands.error());
    window.place = std::move(*stands);
    const auto panes = inner(table, "pane");
    if (!panes) return std::unexpected(panes.error());
    if (*panes != nullptr) {
        for (const auto& [id, node] : **panes) {
            auto entry = pane(std::string(id.str()), node);
            if (!entry) return std::unexpected(entry.error());
            window.panes.push_back(std::move(*entry));
        }
    }
    const auto root = inner(table, "root");
    if (!root) return std::unexpected(root.error());
    if (*root != nullptr) {
        auto node = part(**root, 0);
        if (!node) return std::unexpected(node.error());
        window.root = std::move(*node);
    }
    if (auto consistent = check(window, table); !consistent) return std::unexpected(consistent.error());
    return window;
}

Result<PaneEntry, LayoutCode> Parser::pane(const std::string& id, const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr || !plain(id)) return wrong(node, "a pane must be a table with a short, plain id");
    if (!m_ids.insert(id).second) return wrong(node, fmt::format("pane {} is there twice", id));
    if (m_ids.size() > kMostPanes) return wrong(node, "too many panes");
    PaneEntry entry{id, {}, {}};
    for (const auto& [key, value] : *table) {
        if (!plain(key.str())) return wrong(value, fmt::format("pane {}: a key must be short and plain", id));
        const auto text = value.value_exact<std::string>();
        if (!text || text->size() > kLongestText)
            return wrong(value,
                         fmt::format("pane {}: {} must be a text of at most {} bytes", id, key.str(), kLongestText));
        if (key.str() == "kind")
            entry.kind = *text;
        else
            entry.state[std::string(key.str())] = *text;
    }
    if (entry.kind.empty() || entry.kind.size() > kLongestId)
        return wrong(node, fmt::format("pane {} has no kind", id));
    return entry;
}

Result<DockNode, LayoutCode> Parser::part(const toml::table& table, int depth) const {
    if (depth > kDeepest) return wrong(table, "splits are nested too deep");
    const auto ids = list(table, "tabs", kMostPanes);
    if (!ids) return std::unexpected(ids.error());
    if (*ids != nullptr) return tabs(table, **ids);
    const auto split = table["split"].value_exact<std::string>();
    if (!split || (*split != "horizontal" && *split != "vertical"))
        return wrong(table, "a part of a window has tabs, or a split (horizontal or vertical) with children");
    DockNode node;
    node.horizontal = *split == "horizontal";
    auto children = each<DockNode>(table, "children", kMostPanes,
                                   [this, depth](const toml::table& t) { return part(t, depth + 1); });
    if (!children) return std::unexpected(children.error());
    if (children->empty()) return wrong(table, "a split has children");
    node.children = std::move(*children);
    return sized(std::move(node), table);
}

Result<DockNode, LayoutCode> Parser::tabs(const toml::table& table, const toml::array& ids) const {
    DockNode node;
    for (const toml::node& tab : ids) {
        const auto id = tab.value_exact<std::string>();
        if (!id) return wrong(tab, "tabs are pane ids");
        node.tabs.push_back(*id);
    }
    if (node.tabs.empty()) return wrong(ids, "tabs are empty");
    const auto current = value(table, "current", std::int64_t{0}, "a whole number");
    if (!current) return std::unexpected(current.error());
    const auto last = static_cast<std::int64_t>(node.tabs.size()) - 1;
    if (*current < 0 || *current > last) return wrong(table, fmt::format("current goes from 0 to {}", last));
    node.current = static_cast<int>(*current);
    return node;
}

Result<DockNode, LayoutCode> Parser::sized(DockNode node, const toml::table& table) const {
    node.sizes.assign(node.children.size(), 1.0 / static_cast<double>(node.children.size()));
    const auto sizes = list(table, "sizes", kMostPanes);
    if (!sizes) return std::unexpected(sizes.error());
    if (*sizes == nullptr) return node;
    if ((*sizes)->size() != node.children.size()) return wrong(**sizes, "there must be one size a child");
    double sum = 0;
    for (std::size_t i = 0; i < node.sizes.size(); ++i) {
        const auto size = (**sizes)[i].value<double>();
        if (!size || !(*size >= 1e-6 && *size <= 1e6)) return wrong(**sizes, "sizes are numbers above zero");
        node.sizes[i] = *size;
        sum += *size;
    }
    for (double& size : node.sizes) size /= sum;
    return node;
}

void collect(const DockNode& node, std::multiset<std::string>& ids) {
    ids.insert(node.tabs.begin(), node.tabs.end());
    for (const DockNode& child : node.children) collect(child, ids);
}

Result<void, LayoutCode> Parser::check(const WindowLayout& window, const toml::table& table) const {
    std::multiset<std::string> placed;
    collect(window.root, placed);
    for (const FloatingPane& f : window.place.floating) placed.insert(f.id);
    for (const PaneEntry& entry : window.panes) {
        if (placed.count(entry.id) != 1)
            return wrong(table, fmt::format("pane {} must stand in exactly one place", entry.id));
    }
    for (const std::string& id : placed) {
        if (std::ranges::find(window.panes, id, &PaneEntry::id) == window.panes.end())
            return wrong(table, fmt::format("pane {} has a place but is not there", id));
    }
    return {};
}

} // namespace

Result<Layout, LayoutCode> parseLayout(std::string_view text, const std::string& source) {
    if (const int line = lineOfTooLongKey(text); line != 0)
        return fail(LayoutCode::Malformed, fmt::format("{}: line {}: a key has too many parts", source, line));
    toml::table document;
    try { // the library reports by exception; none leaves this function
        document = toml::parse(text, source);
    } catch (const toml::parse_error& e) {
        return fail(LayoutCode::Unreadable,
                    fmt::format("{}: line {}: {}", source, e.source().begin.line, e.description()));
    }
    return Parser(source).parse(document);
}

} // namespace qd::workspace
