#include "layouts/workspace/FileSaver.h"

#include "core/base/File.h"

#include <pthread.h>
#include <span>

namespace qd::workspace {

FileSaver::FileSaver() {
    m_thread = std::thread([this] { run(); });
}

FileSaver::~FileSaver() {
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void FileSaver::save(const std::filesystem::path& file, std::string text) { add(file, std::move(text)); }
void FileSaver::remove(const std::filesystem::path& file) { add(file, std::nullopt); }

void FileSaver::add(const std::filesystem::path& file, Task task) {
    {
        const std::scoped_lock lock(m_mutex);
        if (m_protected.contains(file)) {
            m_problems[file] = file.string() + ": the file cannot be used and could not be moved, so it is left alone";
            return;
        }
        m_waiting[file] = std::move(task);
    }
    m_wake.notify_one();
}

void FileSaver::protect(const std::filesystem::path& file) {
    const std::scoped_lock lock(m_mutex);
    m_protected.insert(file);
}

void FileSaver::flush() {
    std::unique_lock lock(m_mutex);
    m_idle.wait(lock, [this] { return m_waiting.empty() && !m_busy; });
}

std::string FileSaver::problem() const {
    const std::scoped_lock lock(m_mutex);
    return m_problems.empty() ? std::string() : m_problems.begin()->second;
}

std::string FileSaver::problemOf(const std::filesystem::path& file) const {
    const std::scoped_lock lock(m_mutex);
    const auto found = m_problems.find(file);
    return found == m_problems.end() ? std::string() : found->second;
}

bool FileSaver::isBusyWith(const std::filesystem::path& file) const {
    const std::scoped_lock lock(m_mutex);
    return m_busy == file || m_waiting.contains(file);
}

void FileSaver::run() {
    pthread_setname_np(pthread_self(), "qd-files");
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_stop || !m_waiting.empty(); });
        if (m_waiting.empty()) return;
        auto [file, text] = *m_waiting.begin();
        m_waiting.erase(m_waiting.begin());
        m_busy = file;
        lock.unlock();
        FileResult<void> done;
        std::error_code gone; // a file that is not there needs no removing
        if (!text)
            std::filesystem::remove(file, gone);
        else if (done = makeFolder(file.parent_path()); done)
            done = writeFileAtomically(file, std::as_bytes(std::span(*text)));
        lock.lock();
        m_busy.reset();
        if (done)
            m_problems.erase(file);
        else
            m_problems[file] = done.error().detail;
        if (m_waiting.empty()) m_idle.notify_all();
    }
}

} // namespace qd::workspace
