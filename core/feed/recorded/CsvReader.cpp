#include "core/feed/recorded/CsvReader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace qd::feed {
namespace {

std::string_view withoutReturn(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

} // namespace

CsvReader::CsvReader(std::unique_ptr<LineSource> lines, std::string_view columns)
    : m_lines(std::move(lines))
    , m_columns(columns)
    , m_columnCount(columns.empty() ? 0 : static_cast<std::size_t>(std::ranges::count(columns, ',')) + 1) {}

FeedResult<CsvReader> CsvReader::open(const std::filesystem::path& path, std::string_view columns) {
    auto lines = openGzipLines(path);
    if (!lines) return std::unexpected(std::move(lines.error()));
    const auto header = (*lines)->next();
    if (!header) return std::unexpected(header.error());
    if (!*header) return fail(FeedCode::Empty, fmt::format("{}: holds no line", path.string()));
    if (!columns.empty() && withoutReturn(**header) != columns)
        return fail(FeedCode::Field, fmt::format("{}: line 1: the header is not \"{}\"", path.string(), columns));
    return CsvReader(std::move(*lines), columns);
}

FeedResult<bool> CsvReader::nextRow() {
    const auto line = m_lines->next();
    if (!line) return std::unexpected(line.error());
    if (!*line) return false;
    ++m_line;
    if (auto cut = split(withoutReturn(**line)); !cut) return std::unexpected(std::move(cut.error()));
    return true;
}

FeedResult<bool> CsvReader::lastRow() {
    bool any = false;
    for (;;) {
        const auto line = m_lines->next();
        if (!line) return std::unexpected(line.error());
        if (!*line) break;
        ++m_line;
        m_row.assign(**line);
        any = true;
    }
    if (!any) return false;
    if (auto cut = split(withoutReturn(m_row)); !cut) return std::unexpected(std::move(cut.error()));
    return true;
}

FeedResult<void> CsvReader::split(std::string_view row) {
    if (m_columnCount == 0) {
        m_cells.front() = row.substr(0, row.find(','));
        return {};
    }
    std::size_t count = 0;
    for (;;) {
        const std::size_t comma = row.find(',');
        if (count < m_columnCount) m_cells.at(count) = row.substr(0, comma);
        ++count;
        if (comma == std::string_view::npos) break;
        row.remove_prefix(comma + 1);
    }
    if (count == m_columnCount) return {};
    return fail(FeedCode::Field,
                fmt::format("{}: line {}: {} columns instead of {}", m_lines->name(), m_line, count, m_columnCount));
}

FeedResult<UnixNanos> CsvReader::time(std::size_t column) const {
    const auto ms = whole(column);
    if (!ms) return std::unexpected(ms.error());
    const auto time = timeFromMillis(*ms);
    if (!time) return bad(column, FeedCode::Number, "is not a time before the year 2200");
    return *time;
}

FeedResult<std::uint64_t> CsvReader::whole(std::size_t column) const {
    const std::string_view text = m_cells.at(column);
    std::uint64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size())
        return bad(column, FeedCode::Number, "is not a whole number of 64 bits");
    return number;
}

std::string_view CsvReader::columnName(std::size_t column) const {
    std::string_view names = m_columns;
    for (; column > 0 && !names.empty(); --column) names.remove_prefix(std::min(names.find(',') + 1, names.size()));
    return names.empty() ? "time" : names.substr(0, names.find(','));
}

std::unexpected<Error<FeedCode>> CsvReader::bad(std::size_t column, FeedCode code, std::string_view words) const {
    return fail(code, fmt::format("{}: line {}: column {}: \"{}\" {}", m_lines->name(), m_line, columnName(column),
                                  m_cells.at(column).substr(0, 40), words));
}

} // namespace qd::feed
