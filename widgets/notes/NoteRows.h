#pragma once

#include "widgets/base/Table.h"
#include "widgets/notes/NoteIndex.h"

#include <vector>

namespace qd::notes {

enum class NoteColumn : int { Time, Market, Text, Facts, Deeds };
[[nodiscard]] std::vector<ui::Column<NoteRow>> noteColumns(std::vector<ui::CellLink<NoteRow>> links);

} // namespace qd::notes
