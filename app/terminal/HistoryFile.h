#pragma once

#include "layouts/workspace/Workspace.h"

#include <QTimer>

#include <filesystem>

namespace qd::terminal {

/// Brings back the lines that were typed in the command bar, and writes them when there is another one. Main thread;
/// the writing is the saver's.
class HistoryFile : public QObject {
    Q_OBJECT
  public:
    HistoryFile(std::filesystem::path file, workspace::Workspace& workspace, workspace::FileSaver& saver);
    /// Why the file was not used and where it is kept, as sentences; empty if all is well.
    [[nodiscard]] const QString& notice() const { return m_notice; }
    void saveNow();

  private:
    void read();

    std::filesystem::path m_file;
    workspace::Workspace& m_workspace;
    workspace::FileSaver& m_saver;
    bool m_unsaved = false;
    QTimer m_later; ///< several lines in a row are one write
    QString m_notice;
};

} // namespace qd::terminal
