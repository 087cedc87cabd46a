#pragma once

#include "widgets/base/Table.h"
#include "widgets/notes/Note.h"

#include <vector>

namespace qd::notes {

enum class NoteColumn : int { Time, Market, Text, Facts, Deeds };
[[nodiscard]] std::vector<ui::Column<Note>> noteColumns(std::vector<ui::CellLink<Note>> links);

/// All the words are somewhere in it, whatever their case: in its text, market, facts or time.
[[nodiscard]] bool holds(const Note& note, const QStringList& words);

/// A note as it is read: time and market, its words, its facts.
[[nodiscard]] QString wholeText(const Note& note);

} // namespace qd::notes
