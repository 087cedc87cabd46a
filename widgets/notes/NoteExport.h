#pragma once

#include "widgets/base/CsvExport.h"
#include "widgets/notes/Note.h"

#include <vector>

namespace qd::notes {

/// Notes as a table, the newest first: time (ISO 8601), market, note, facts. `notes` in the order of writing.
[[nodiscard]] ui::CsvSource csvSource(std::vector<Note> notes);

} // namespace qd::notes
