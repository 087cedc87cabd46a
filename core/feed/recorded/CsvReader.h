#pragma once

#include "core/base/Time.h"
#include "core/feed/FeedError.h"
#include "core/feed/recorded/LineSource.h"
#include "core/feed/venue/NumberText.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

namespace qd::feed {

/// Rows of a CSV file without quotes, by a fixed list of columns. Private to this room. One thread.
class CsvReader {
  public:
    static constexpr std::size_t kMaxColumns = 6;

    /// Opens the file and checks its header line, which must be `columns` (comma separated, at most kMaxColumns names).
    /// An empty `columns` takes any header and looks only at the first column of the rows. `columns` outlives the
    /// reader.
    [[nodiscard]] static FeedResult<CsvReader> open(const std::filesystem::path& path, std::string_view columns);

    /// Goes to the next row; false at the end.
    [[nodiscard]] FeedResult<bool> nextRow();
    /// Goes to the last row. False when there is none behind the current one.
    [[nodiscard]] FeedResult<bool> lastRow();

    /// Column of milliseconds since 1970.
    [[nodiscard]] FeedResult<UnixNanos> time(std::size_t column) const;
    [[nodiscard]] FeedResult<std::uint64_t> whole(std::size_t column) const;
    /// Column of a decimal.
    template<class T>
    [[nodiscard]] FeedResult<T> fixed(std::size_t column, Excess excess = Excess::Refuse) const {
        const auto number = parseNumber(m_cells.at(column), T::kDecimals, excess);
        if (!number) return bad(column, FeedCode::Number, wordsFor(number.error()));
        return T(*number);
    }
    /// "<file>: line N: column X: "value" <words>".
    [[nodiscard]] std::unexpected<Error<FeedCode>> bad(std::size_t column, FeedCode code, std::string_view words) const;

  private:
    CsvReader(std::unique_ptr<LineSource> lines, std::string_view columns);
    [[nodiscard]] FeedResult<void> split(std::string_view row);
    [[nodiscard]] std::string_view columnName(std::size_t column) const;

    std::unique_ptr<LineSource> m_lines;
    std::string_view m_columns;
    std::size_t m_columnCount;
    std::uint64_t m_line = 1;
    std::string m_row; ///< keeps the last row while lastRow() reads past it
    std::array<std::string_view, kMaxColumns> m_cells;
};

} // namespace qd::feed
