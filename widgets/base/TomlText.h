#pragma once

#include <toml++/toml.h>

#include <expected>
#include <string>
#include <string_view>

namespace qd::ui {

/// Reads a TOML text. The error is a sentence: "<source>: line N: <what>". Nothing is thrown.
[[nodiscard]] std::expected<toml::table, std::string> parseToml(std::string_view text, const std::string& source);

} // namespace qd::ui
