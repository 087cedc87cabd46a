#include "tests/fuzz/Fuzz.h"
#include "widgets/notes/NoteTexts.h"

using namespace qd::notes;
using qd::fuzz::require;

/// Arbitrary text as a journal, and as what is being written: what is read can be kept, what is not has a reason, and
/// what is written of it reads as the same notes. The same text as a note that was typed: it is one that can be kept,
/// or it is refused with a reason.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = qd::fuzz::textOf(data, size);
    const NotesRead read = readNotes(text);
    require(read.notes.size() <= kMostNotes);
    std::int64_t last = 0;
    for (const Note& note : read.notes) {
        require(!objectionTo(note) && note.number > last && note.number <= kLastNumber);
        last = note.number;
    }
    const std::string written = notesText(read.notes);
    require(written.size() <= kLargestFile);
    const NotesRead again = readNotes(written);
    require(again.problem.isEmpty() && again.notes == read.notes);

    const DraftsRead drafts = readDrafts(text);
    const DraftsRead draftsAgain = readDrafts(draftsText(drafts.drafts));
    require(draftsAgain.problem.isEmpty() && draftsAgain.drafts == drafts.drafts);

    const Note typed{1, qd::UnixNanos(1), "SOL-PERP", "", tidied(QString::fromUtf8(text.data(), qsizetype(size)))};
    if (const auto objection = objectionTo(typed)) {
        require(!objection->isEmpty());
        return 0;
    }
    const NotesRead kept = readNotes(notesText({typed}));
    require(kept.problem.isEmpty() && kept.notes.size() == 1 && kept.notes.front() == typed);
    return 0;
}
