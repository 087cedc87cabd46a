#include "widgets/base/TomlText.h"

#include <fmt/format.h>

namespace qd::ui {
namespace {

/// The library builds and destroys what a dotted key names by recursion: a million parts would end the program.
constexpr int kMostKeyParts = 4'096;

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

} // namespace

std::expected<toml::table, std::string> parseToml(std::string_view text, const std::string& source) {
    if (const int line = lineOfTooLongKey(text); line != 0)
        return std::unexpected(fmt::format("{}: line {}: a key has too many parts", source, line));
    try { // the library reports by exception; none leaves this function
        return toml::parse(text, source);
    } catch (const toml::parse_error& e) {
        return std::unexpected(fmt::format("{}: line {}: {}", source, e.source().begin.line, e.description()));
    }
}

} // namespace qd::ui
