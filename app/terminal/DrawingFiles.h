#pragma once

#include "layouts/workspace/FileSaver.h"
#include "widgets/drawings/DrawingBook.h"

#include <QTimer>

#include <filesystem>
#include <set>

namespace qd::terminal {

/// Reads the drawings of a profile once, a file a market, and writes those of a market whenever they changed. Main
/// thread; the writing is the saver's.
class DrawingFiles : public QObject {
    Q_OBJECT
  public:
    static constexpr std::size_t kMostFiles = 500; ///< are read at a start

    DrawingFiles(std::filesystem::path folder, drawings::DrawingBook& book, workspace::FileSaver& saver);
    /// What was not used and where it is kept, as sentences; empty if all is well.
    [[nodiscard]] const QString& notice() const { return m_notice; }
    void saveNow();
    /// "SOL-PERP.drawings": letters, digits and - as they are, everything else as %2F.
    [[nodiscard]] static std::string fileName(const std::string& symbol);

  private:
    void readAll();
    void readFrom(const std::filesystem::path& file);
    void keepAside(const std::filesystem::path& file, const QString& problem, std::size_t used);

    std::filesystem::path m_folder;
    drawings::DrawingBook& m_book;
    workspace::FileSaver& m_saver;
    std::set<std::string> m_changed;
    std::size_t m_bad = 0; ///< files that were not read, or not wholly
    QTimer m_later;        ///< several changes in a row are one write
    QString m_notice;
};

} // namespace qd::terminal
