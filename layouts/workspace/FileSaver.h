#pragma once

#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
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
    /// Returns when nothing waits any more. Not for the main thread while it has work to do.
    void flush();
    /// What could not be saved and why, as a sentence; empty if the last save of every file went well.
    [[nodiscard]] std::string problem() const;

  private:
    using Task = std::optional<std::string>; ///< the text; empty: remove the file
    void add(const std::filesystem::path& file, Task task);
    void run();
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_idle;
    std::map<std::filesystem::path, Task> m_waiting;
    std::map<std::filesystem::path, std::string> m_problems;
    bool m_busy = false;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace qd::workspace
