#pragma once

#include "widgets/notes/Note.h"

#include <QString>

#include <optional>
#include <string_view>
#include <vector>

/// Notes as a file keeps them, and what a note may be. Pure; any thread.
namespace qd::notes {

/// What is longer is no file of ours: the most notes of the longest texts are shorter.
inline constexpr std::size_t kLargestFile = 40U << 20U;

/// A first line "quantdesk notes 1 2" (version, how many follow), then a note a line, in the order of writing: number,
/// nanoseconds since 1970, symbol, facts and text, parted by tabs. In the text a line's end is written \n and a
/// backslash \\.
[[nodiscard]] std::string notesText(const std::vector<Note>& notes);

/// What a file holds. Whatever it is: what can be read is answered, and why the rest cannot.
struct NotesRead {
    std::vector<Note> notes; ///< numbers rise
    QString problem;         ///< the first one, as part of a sentence that names its line; empty: all was read
};
[[nodiscard]] NotesRead readNotes(std::string_view text);

/// What is being written, as a file keeps it: a first line "quantdesk drafts 1 2", then a draft a line: number of the
/// note it is of or 0, symbol and text, as in notes.
[[nodiscard]] std::string draftsText(const std::vector<Draft>& drafts);
struct DraftsRead {
    std::vector<Draft> drafts;
    QString problem; ///< as above
};
[[nodiscard]] DraftsRead readDrafts(std::string_view text);

/// A text as it is kept: tabs are spaces, other control characters and white space at the end are gone.
[[nodiscard]] std::string tidied(const QString& typed);

/// Why a note cannot be kept, to stand in a sentence; empty: it can.
[[nodiscard]] std::optional<QString> objectionTo(const Note& note);

} // namespace qd::notes
