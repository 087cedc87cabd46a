#pragma once

#include <atomic>
#include <memory>
#include <string>

struct sqlite3_vfs;

namespace qd::test {

/// A file layer of SQLite over the system's whose disk can be full or broken: the counterpart of a failing device.
/// Lives longer than every connection that names it.
class FailingVfs {
  public:
    FailingVfs();
    ~FailingVfs();
    FailingVfs(const FailingVfs&) = delete;
    FailingVfs& operator=(const FailingVfs&) = delete;

    [[nodiscard]] const std::string& name() const { return m_name; }

    /// Any thread. So many more bytes can be written, then the disk is full (SQLITE_FULL). Negative = no end.
    void setRoom(long long bytes) { m_room = bytes; }
    /// Any thread. Every read fails (SQLITE_IOERR_READ).
    void setReadsFail(bool fail) { m_readsFail = fail; }

    /// Takes from the room; false when there is not enough left.
    [[nodiscard]] bool take(int bytes);
    [[nodiscard]] bool readsFail() const { return m_readsFail; }

  private:
    std::string m_name;
    std::unique_ptr<sqlite3_vfs> m_vfs;
    std::atomic<long long> m_room{-1};
    std::atomic<bool> m_readsFail{false};
};

} // namespace qd::test
