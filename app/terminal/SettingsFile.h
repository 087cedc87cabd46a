#pragma once

#include "layouts/workspace/FileSaver.h"
#include "widgets/base/Settings.h"
#include "widgets/base/Theme.h"

#include <QTimer>

#include <filesystem>

namespace qd::terminal {

/// Reads the settings once, and writes them whenever one changed. Main thread; the writing is the saver's.
class SettingsFile : public QObject {
    Q_OBJECT
  public:
    SettingsFile(std::filesystem::path file, ui::Settings& settings, workspace::FileSaver& saver);
    /// Why the file, or a part of it, was not used, as a sentence; empty if all is well.
    [[nodiscard]] const QString& notice() const { return m_notice; }
    void saveNow();

  private:
    void read();
    std::filesystem::path m_file;
    ui::Settings& m_settings;
    workspace::FileSaver& m_saver;
    QTimer m_later; ///< several changes in a row are one write
    QString m_notice;
};

/// The shipped theme that the settings ask for, with their adjustments.
[[nodiscard]] ui::Theme chosenTheme(const ui::Settings& settings);

} // namespace qd::terminal
