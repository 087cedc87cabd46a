#include "app/tool/conform/CsvTable.h"
#include "app/tool/conform/IndicatorColumns.h"
#include "tests/fuzz/Fuzz.h"

#include <cmath>
#include <set>

using namespace qd::tool::conform;
using qd::fuzz::require;

/// Any text: refused with file and line, or a table of whole columns of finite numbers and empty cells, which compares
/// with itself as bars without harm: every column is met, or says why not.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto table = parseCsv(qd::fuzz::textOf(data, size), "fuzz");
    if (!table) {
        require(table.error().detail.starts_with("fuzz: line "));
        return 0;
    }
    require(table->rows > 0 && !table->columns.empty());
    std::set<std::string> names;
    for (const CsvTable::Column& column : table->columns) {
        require(!column.name.empty() && names.insert(column.name).second && column.cells.size() == table->rows);
        for (const double cell : column.cells) require(std::isfinite(cell) || std::isnan(cell));
    }
    const auto outcomes = compareIndicators(*table, *table, "fuzz");
    if (!outcomes) {
        require(!outcomes.error().empty());
        return 0;
    }
    for (const ColumnOutcome& column : *outcomes) require(!column.miss.empty() || column.worst <= column.bound);
    return 0;
}
