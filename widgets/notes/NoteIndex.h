#pragma once

#include "widgets/notes/Note.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <string_view>
#include <vector>

namespace qd::notes {

/// A note, and what is made of it once instead of at every look.
struct IndexedNote {
    Note note;
    QString line;       ///< its words on one line, as many as a table may show
    std::string folded; ///< all of it in UTF-8, without upper case: what is searched
};
using NoteRow = std::shared_ptr<const IndexedNote>;

/// A note as it is read: time and market, its words, its facts.
[[nodiscard]] QString wholeText(const Note& note);

/// Finds words in thousands of notes while they are typed. Main thread.
class NoteIndex {
  public:
    /// The notes now, in the order of writing. What has not changed is not read again.
    void read(const std::vector<Note>& notes);
    /// Those that hold all the words, whatever their case, in text, market, facts or time; the newest first. `symbol`:
    /// only those about this market; empty: about any or none.
    [[nodiscard]] std::vector<NoteRow> find(const QStringList& words, std::string_view symbol) const;

  private:
    std::vector<NoteRow> m_rows; ///< in the order of writing
};

} // namespace qd::notes
