#include "widgets/base/Csv.h"

namespace qd::ui::csv {

std::string field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted.push_back('"');
        quoted.push_back(c);
    }
    quoted.push_back('"');
    return quoted;
}

void add(std::string& line, std::string_view text, bool first) {
    if (!first) line.push_back(',');
    line += field(text);
}

} // namespace qd::ui::csv
