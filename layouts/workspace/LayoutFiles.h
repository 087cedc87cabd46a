#pragma once

#include "core/base/File.h"
#include "layouts/workspace/Layout.h"

#include <QCoreApplication>

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>

namespace qd::workspace {

/// Writes files on a thread of its own, atomically; a newer text for the same file replaces one that still waits. Any
/// thread.
class FileSaver {
  public:
    FileSaver();
    /// Writes what waits.
    ~FileSaver();
    FileSaver(const FileSaver&) = delete;
    FileSaver& operator=(const FileSaver&) = delete;
    void save(const std::filesystem::path& file, std::string text);
    /// Returns when nothing waits any more. Not for the main thread while it has work to do.
    void flush();
    /// The last error, as a sentence; empty if none.
    [[nodiscard]] std::string problem() const;

  private:
    void run();
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_idle;
    std::map<std::filesystem::path, std::string> m_waiting;
    std::string m_problem;
    bool m_busy = false;
    bool m_stop = false;
    std::thread m_thread;
};

/// The layouts of a profile: the one in use, and named ones. `starting` marks a start that has not come through: the
/// layout that crashed it is not used the next time. Reading is done once, at the start; writing goes through a
/// FileSaver.
class LayoutFiles {
    Q_DECLARE_TR_FUNCTIONS(qd::workspace::LayoutFiles)
  public:
    LayoutFiles(std::filesystem::path folder, FileSaver& saver);

    struct Start {
        std::optional<Layout> layout; ///< empty: none saved, or not usable
        QString notice;               ///< why a saved one is not used; empty if it is, or there is none
    };
    /// The layout to begin with; marks the start.
    [[nodiscard]] Start begin();
    /// The start has come through.
    void started();

    void saveCurrent(const Layout& layout);
    void saveNamed(const std::string& name, const Layout& layout);
    [[nodiscard]] Result<Layout, LayoutCode> loadNamed(const std::string& name) const;
    [[nodiscard]] std::vector<std::string> names() const;
    void removeNamed(const std::string& name);
    /// Letters, digits, space, - and _; 1 to 40 characters.
    [[nodiscard]] static bool validName(const std::string& name);

  private:
    [[nodiscard]] QString setAside(bool readable);
    [[nodiscard]] std::filesystem::path namedFile(const std::string& name) const;
    std::filesystem::path m_folder;
    FileSaver& m_saver;
    std::vector<std::string> m_names;
};

} // namespace qd::workspace
