#pragma once

#include "layouts/workspace/FileSaver.h"
#include "widgets/notes/NoteBook.h"

#include <QTimer>

#include <filesystem>

namespace qd::terminal {

/// Reads the journal of a profile once, with what was being written, and writes both whenever they changed. When that
/// fails the book knows it, and it is tried again. Main thread; the writing is the saver's.
class NoteFile : public QObject {
    Q_OBJECT
  public:
    /// `file`: the journal; beside it, as "….drafts", is kept what is being written.
    NoteFile(std::filesystem::path file, notes::NoteBook& book, workspace::FileSaver& saver);
    ~NoteFile() override;
    /// What was not used and where it is kept, as sentences; empty if all is well.
    [[nodiscard]] const QString& notice() const { return m_notice; }
    void saveNow();

  private:
    [[nodiscard]] std::vector<notes::Note> readNotes();
    [[nodiscard]] std::vector<notes::Draft> readDrafts();
    void tell(const QString& sentence);
    void saveLater();
    /// What became of the last save.
    void look();
    [[nodiscard]] std::filesystem::path draftFile() const { return m_file.string() + ".drafts"; }

    std::filesystem::path m_file;
    notes::NoteBook& m_book;
    workspace::FileSaver& m_saver;
    bool m_unsaved = false;
    bool m_draftsUnsaved = false;
    QTimer m_later;   ///< several changes in a row are one write
    QTimer m_looking; ///< while a save is under way
    QString m_notice;
};

} // namespace qd::terminal
