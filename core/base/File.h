#pragma once

#include "core/base/Bytes.h"
#include "core/base/Error.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace qd {

enum class FileCode : std::uint8_t { NotFound, Denied, TooLarge, NoSpace, Locked, Io };
template<class T>
using FileResult = Result<T, FileCode>;

/// A file opened for appending. Virtual so that tests can make the disk fail. One thread at a time.
class AppendFile {
  public:
    AppendFile() = default;
    AppendFile(const AppendFile&) = delete;
    AppendFile& operator=(const AppendFile&) = delete;
    virtual ~AppendFile() = default;

    /// Writes all bytes at the end or reports an error; after an error the file may hold a part of them.
    [[nodiscard]] virtual FileResult<void> append(ByteSpan bytes) = 0;
    /// Returns when everything appended is on the medium (fdatasync).
    [[nodiscard]] virtual FileResult<void> sync() = 0;
    /// Cuts the file to `size` bytes.
    [[nodiscard]] virtual FileResult<void> truncate(std::uint64_t size) = 0;
};

/// Opens (creating if absent) for appending. The directory entry is made durable.
[[nodiscard]] FileResult<std::unique_ptr<AppendFile>> openForAppend(const std::filesystem::path& path);

/// A file read at any place; another process may be appending to it. One thread at a time.
class ReadableFile {
  public:
    /// Errors: NotFound, Denied, Io (also: not a regular file).
    [[nodiscard]] static FileResult<ReadableFile> open(const std::filesystem::path& path);
    ReadableFile(ReadableFile&& other) noexcept;
    ReadableFile& operator=(ReadableFile&& other) noexcept;
    ~ReadableFile();

    /// Its length now. Errors: Io.
    [[nodiscard]] FileResult<std::uint64_t> size() const;
    /// Fills `out` from byte `offset` on and tells how much there was: less than asked for only at the end of the file.
    /// Errors: Io.
    [[nodiscard]] FileResult<std::size_t> readAt(std::uint64_t offset, std::span<std::byte> out) const;

  private:
    ReadableFile(int fd, std::filesystem::path path) noexcept : m_fd(fd), m_path(std::move(path)) {}
    int m_fd = -1;
    std::filesystem::path m_path;
};

/// The whole file. Errors: NotFound, Denied, TooLarge (> maxBytes), Io.
[[nodiscard]] FileResult<std::vector<std::byte>> readFile(const std::filesystem::path& path,
                                                          std::uint64_t maxBytes = std::uint64_t{1} << 32U);

/// Replaces a file atomically by pieces that need not be in memory together: a temporary beside it takes them.
/// Destroyed before commit() it removes the temporary, and what was there before stays. One thread at a time.
class FileReplacement {
  public:
    [[nodiscard]] static FileResult<FileReplacement> begin(const std::filesystem::path& path);
    FileReplacement(FileReplacement&& other) noexcept;
    FileReplacement& operator=(FileReplacement&& other) = delete;
    ~FileReplacement();

    [[nodiscard]] FileResult<void> append(ByteSpan bytes);
    /// As writeFileAtomically. Last.
    [[nodiscard]] FileResult<void> commit();

  private:
    FileReplacement(int fd, std::filesystem::path path, std::filesystem::path temporary) noexcept
        : m_fd(fd)
        , m_path(std::move(path))
        , m_temporary(std::move(temporary)) {}
    int m_fd = -1; ///< of the temporary; -1: nothing is left to do
    std::filesystem::path m_path;
    std::filesystem::path m_temporary;
};

/// Replaces the file atomically: a temporary beside it, fsync, rename, fsync of the folder. A reader sees the old or
/// the new content, never a mixture, also after a power cut.
[[nodiscard]] FileResult<void> writeFileAtomically(const std::filesystem::path& path, ByteSpan bytes);

/// Makes the folder and its parents.
[[nodiscard]] FileResult<void> makeFolder(const std::filesystem::path& path);

/// An advisory lock on a file, held until destruction: keeps a second process out of a profile or a journal.
class FileLock {
  public:
    /// Errors: Locked when another process holds it.
    [[nodiscard]] static FileResult<FileLock> acquire(const std::filesystem::path& path);
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    ~FileLock();

  private:
    explicit FileLock(int fd) noexcept : m_fd(fd) {}
    int m_fd = -1;
};

} // namespace qd
