#pragma once

#include "core/base/Error.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qd::tool::conform {

/// A table of numbers by named columns.
struct CsvTable {
    struct Column {
        std::string name;
        std::vector<double> cells; ///< finite; quiet NaN where the file has an empty cell
    };
    std::vector<Column> columns;
    std::size_t rows = 0;

    /// Null: there is none of this name.
    [[nodiscard]] const Column* find(std::string_view name) const;
};

enum class CsvCode : std::uint8_t {
    Empty,  ///< no line, or none below the header
    Header, ///< a column without a name, or a name twice
    Row,    ///< another number of cells than the header
    Cell,   ///< neither empty nor a finite decimal number
};

/// Commas, no quotes; lines end with \n or \r\n. Any text: a table or an error "<name>: line N: <what>". Any thread.
[[nodiscard]] Result<CsvTable, CsvCode> parseCsv(std::string_view text, const std::string& name);

} // namespace qd::tool::conform
