#include "app/tool/conform/CsvTable.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace qd::tool::conform {
namespace {

std::optional<std::string_view> takeLine(std::string_view& text) {
    if (text.empty()) return std::nullopt;
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::vector<std::string_view> cellsOf(std::string_view line) {
    std::vector<std::string_view> cells;
    for (;;) {
        const std::size_t comma = line.find(',');
        cells.push_back(line.substr(0, comma));
        if (comma == std::string_view::npos) return cells;
        line.remove_prefix(comma + 1);
    }
}

/// NaN for an empty cell.
std::optional<double> numberOf(std::string_view cell) {
    if (cell.empty()) return std::numeric_limits<double>::quiet_NaN();
    double number = 0;
    const auto read = std::from_chars(cell.data(), cell.data() + cell.size(), number);
    if (read.ec != std::errc{} || read.ptr != cell.data() + cell.size() || !std::isfinite(number)) return std::nullopt;
    return number;
}

auto fail(CsvCode code, const std::string& name, std::size_t line, std::string_view words) {
    return std::unexpected(Error<CsvCode>{code, fmt::format("{}: line {}: {}", name, line, words)});
}

} // namespace

const CsvTable::Column* CsvTable::find(std::string_view name) const {
    const auto found = std::ranges::find(columns, name, &Column::name);
    return found == columns.end() ? nullptr : &*found;
}

Result<CsvTable, CsvCode> parseCsv(std::string_view text, const std::string& name) {
    CsvTable table;
    const auto header = takeLine(text);
    if (!header) return fail(CsvCode::Empty, name, 1, "there is no header");
    for (const std::string_view column : cellsOf(*header)) {
        if (column.empty()) return fail(CsvCode::Header, name, 1, "a column has no name");
        if (table.find(column) != nullptr)
            return fail(CsvCode::Header, name, 1, fmt::format("two columns have the name \"{}\"", column));
        table.columns.push_back({std::string(column), {}});
    }
    while (const auto line = takeLine(text)) {
        const std::size_t number = table.rows + 2;
        const auto cells = cellsOf(*line);
        if (cells.size() != table.columns.size())
            return fail(CsvCode::Row, name, number,
                        fmt::format("{} cells instead of {}", cells.size(), table.columns.size()));
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const auto cell = numberOf(cells[i]);
            if (!cell)
                return fail(
                    CsvCode::Cell, name, number,
                    fmt::format("column {}: \"{}\" is not a number", table.columns[i].name, cells[i].substr(0, 40)));
            table.columns[i].cells.push_back(*cell);
        }
        ++table.rows;
    }
    if (table.rows == 0) return fail(CsvCode::Empty, name, 2, "there is no row below the header");
    return table;
}

} // namespace qd::tool::conform
