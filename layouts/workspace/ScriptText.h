#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The text of scripts. Pure.
namespace qd::workspace {

/// Splits "CMD; CMD" at semicolons outside quotes, and at line ends; empty parts are left out, and from a # that begins
/// a part all up to the end of the line.
[[nodiscard]] std::vector<std::string> splitScript(std::string_view text);

/// Does `left` stand in this relation to `right`? Numbers compare as numbers, everything else as text (== and != only).
/// Empty: no such operator, or texts cannot be ordered.
[[nodiscard]] std::optional<bool> compare(std::string_view left, std::string_view op, std::string_view right);

} // namespace qd::workspace
