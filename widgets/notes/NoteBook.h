#pragma once

#include "widgets/notes/NoteTexts.h"

#include <QObject>

#include <expected>
#include <optional>
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
    /// Replaces all by those of a file, whose numbers rise, and by what was being written then.
    void load(std::vector<Note> notes, std::vector<Draft> drafts);

    /// What is being written outlives the form it is written in. `writer` names the form, here and below. Without words
    /// there is none any more.
    void keepDraft(const void* writer, Draft draft);
    /// The writer goes; another one may take up what was left.
    void leaveDraft(const void* writer);
    /// Something that was left; empty: there is nothing.
    [[nodiscard]] std::optional<Draft> takeDraft(const void* writer);
    /// All that is being written, or was left.
    [[nodiscard]] std::vector<Draft> drafts() const;

    /// Why the notes are not in their file, to stand in a sentence; empty: they are, or will be in a moment.
    [[nodiscard]] const QString& trouble() const { return m_trouble; }
    void setTrouble(const QString& trouble);

  signals:
    void changed();
    void draftsChanged();
    void troubleChanged();

  private:
    struct Writing {
        const void* writer = nullptr; ///< null: it was left
        Draft draft;
    };
    std::vector<Note> m_notes;
    std::vector<Writing> m_writing;
    /// Number given last: one that was deleted in this run is not given again, so that what was said about note 3 is
    /// about no other one.
    std::int64_t m_last = 0;
    QString m_trouble;
};

} // namespace qd::notes
