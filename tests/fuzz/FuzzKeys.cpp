#include "layouts/workspace/KeyMap.h"
#include "tests/fuzz/Fuzz.h"

using namespace qd;
using namespace qd::workspace;
using qd::fuzz::require;

namespace {

/// A line, or a deed, with a key: refused and nothing changed, or it is kept in a way that stays as it is.
void checkTyped(std::string_view text) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return;
    const std::string what(text.substr(0, end));
    const std::string_view key = text.substr(end + 1);
    KeyMap map;
    const auto line = map.choose(what, key);
    require(line.has_value() ? map.chosen().size() == 1 : !line.error().detail.empty() && map == KeyMap());
    if (line) {
        KeyMap again;
        const auto& [kept, keptKey] = *map.chosen().begin();
        require(again.choose(kept, keptKey).has_value() && again == map);
        const auto normal = ports::normalLine(kept);
        require(normal.has_value() && *normal == kept);
        again.forget(what);
        require(again == KeyMap());
    }
    KeyMap places;
    const auto deed = places.chooseIn("ladder", what, key);
    require(deed.has_value() || (!deed.error().detail.empty() && places == KeyMap()));
    require(*KeyMap::parse(places.write(), "written.toml") == places);
}

} // namespace

/// Arbitrary text as a file of keys: refused with a sentence that names the source, or what is written of it reads the
/// same; and as a line with its key.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = qd::fuzz::textOf(data, size);
    const auto map = KeyMap::parse(text, "fuzz.toml");
    if (!map)
        require(map.error().detail.starts_with("fuzz.toml: "));
    else
        require(*KeyMap::parse(map->write(), "written.toml") == *map);
    checkTyped(text);
    return 0;
}
