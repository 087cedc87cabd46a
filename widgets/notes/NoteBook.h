#pragma once

#include "widgets/notes/NoteTexts.h"

#include <QObject>

#include <expected>
#include <vector>

namespace qd::notes {

/// The journal: all notes, in the order of writing. Main thread.
class NoteBook : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    [[nodiscard]] const std::vector<Note>& notes() const { return m_notes; }
    /// Null: there is none.
    [[nodiscard]] const Note* find(std::int64_t number) const;
    /// Keeps a note under the next number, and answers that; or a sentence why it is not kept.
    [[nodiscard]] std::expected<std::int64_t, QString> add(Note note);
    /// Other words for a note; moment, market and facts stay. A sentence when it stays as it was.
    [[nodiscard]] std::expected<void, QString> rewrite(std::int64_t number, std::string text);
    /// False: there is none.
    bool remove(std::int64_t number);
    /// Replaces all by those of a file, whose numbers rise.
    void load(std::vector<Note> notes) { m_notes = std::move(notes); }

  signals:
    void changed();

  private:
    std::vector<Note> m_notes;
    std::int64_t m_last = 0; ///< number given last: one that was deleted is not given again
};

} // namespace qd::notes
