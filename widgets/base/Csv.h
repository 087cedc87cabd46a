#pragma once

#include <string>
#include <string_view>

/// Tables as text for spreadsheets and programs. Source: RFC 4180.
namespace qd::ui::csv {

/// A field as it stands in a line: quoted when it holds a comma, a quote or a line's end; quotes inside are doubled.
[[nodiscard]] std::string field(std::string_view text);

/// Adds a field to a line that is being made; `first`: no comma before it.
void add(std::string& line, std::string_view text, bool first);

/// What ends every line, the last one too.
inline constexpr std::string_view kEnd = "\r\n";

} // namespace qd::ui::csv
