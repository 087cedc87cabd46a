#pragma once

#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>

namespace qd::workspace {

/// Writes and removes files on a thread of its own, atomically; what is newer for the same file replaces what still
/// waits. Any thread.
class FileSaver {
  public:
    FileSaver();
    /// Does what waits.
    ~FileSaver();
    FileSaver(const FileSaver&) = delete;
    FileSaver& operator=(const FileSaver&) = delete;
    void save(const std::filesystem::path& file, std::string text);
    void remove(const std::filesystem::path& file);
    /// From now on this file stays as it is: saving and removing it are problems.
    void protect(const std::filesystem::path& file);
    /// Returns when nothing waits any more. Not for the main thread while it has work to do.
    void flush();
    /// What could not be saved and why, as a sentence; empty if the last save of every file went well.
    [[nodiscard]] std::string problem() const;
    /// The same of one file.
    [[nodiscard]] std::string problemOf(const std::filesystem::path& file) const;
    /// It has been asked to do something with this file, and has not done it yet.
    [[nodiscard]] bool isBusyWith(const std::filesystem::path& file) const;

  private:
    using Task = std::optional<std::string>; ///< the text; empty: remove the file
    void add(const std::filesystem::path& file, Task task);
    void run();
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_idle;
    std::map<std::filesystem::path, Task> m_waiting;
    std::map<std::filesystem::path, std::string> m_problems;
    std::set<std::filesystem::path> m_protected;
    std::optional<std::filesystem::path> m_busy; ///< with this file
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace qd::workspace
