#pragma once

#include "layouts/workspace/FileSaver.h"
#include "widgets/notes/NoteBook.h"

#include <QTimer>

#include <filesystem>

namespace qd::terminal {

/// Reads the journal of a profile once, and writes it whenever it changed. Main thread; the writing is the saver's.
class NoteFile : public QObject {
    Q_OBJECT
  public:
    NoteFile(std::filesystem::path file, notes::NoteBook& book, workspace::FileSaver& saver);
    /// What was not used and where it is kept, as sentences; empty if all is well.
    [[nodiscard]] const QString& notice() const { return m_notice; }
    void saveNow();

  private:
    void read();
    void saveLater();
    void keep(const QString& problem, std::size_t used);

    std::filesystem::path m_file;
    notes::NoteBook& m_book;
    workspace::FileSaver& m_saver;
    bool m_unsaved = false;
    QTimer m_later; ///< several changes in a row are one write
    QString m_notice;
};

} // namespace qd::terminal
