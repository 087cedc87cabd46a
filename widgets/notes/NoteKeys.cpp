#include "widgets/notes/NotePane.h"

namespace qd::notes {

std::vector<ui::KeyHint> NotePane::keys() {
    return {
        {QStringLiteral("Ctrl+Enter"), tr("In the note keeps it")},
        {QStringLiteral("Esc"), tr("Leaves a note that is edited as it was, after a question when its words were "
                                   "changed; to a question the safe answer")},
        {QStringLiteral("Enter"), tr("Edits the chosen note")},
        {QStringLiteral("Del"), tr("Deletes the chosen note, after a question")},
    };
}

} // namespace qd::notes
