#include "core/base/File.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace qd {
namespace {

FileCode codeOf(int error) noexcept {
    switch (error) {
    case ENOENT: return FileCode::NotFound;
    case EACCES:
    case EPERM:
    case EROFS: return FileCode::Denied;
    case ENOSPC:
    case EDQUOT: return FileCode::NoSpace;
    case EWOULDBLOCK: return FileCode::Locked;
    default: return FileCode::Io;
    }
}

std::unexpected<Error<FileCode>> systemError(const std::filesystem::path& path, const char* what) {
    const int error = errno;
    return fail(codeOf(error), fmt::format("{}: {}: {}", path.string(), what, std::strerror(error)));
}

class Descriptor {
  public:
    explicit Descriptor(int fd) noexcept : m_fd(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (m_fd >= 0) ::close(m_fd);
    }
    [[nodiscard]] int get() const noexcept { return m_fd; }
    [[nodiscard]] bool valid() const noexcept { return m_fd >= 0; }
    int release() noexcept { return std::exchange(m_fd, -1); }

  private:
    int m_fd;
};

FileResult<void> writeAll(int fd, ByteSpan bytes, const std::filesystem::path& path) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return systemError(path, "write");
        bytes = bytes.subspan(static_cast<std::size_t>(n));
    }
    return {};
}

FileResult<void> syncFolderOf(const std::filesystem::path& path) {
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd.valid()) return systemError(folder, "open");
    if (::fsync(fd.get()) != 0) return systemError(folder, "fsync");
    return {};
}

class PosixAppendFile final : public AppendFile {
  public:
    PosixAppendFile(int fd, std::filesystem::path path) : m_fd(fd), m_path(std::move(path)) {}

    FileResult<void> append(ByteSpan bytes) override { return writeAll(m_fd.get(), bytes, m_path); }
    FileResult<void> sync() override {
        if (::fdatasync(m_fd.get()) != 0) return systemError(m_path, "fdatasync");
        return {};
    }
    FileResult<void> truncate(std::uint64_t size) override {
        if (::ftruncate(m_fd.get(), static_cast<off_t>(size)) != 0) return systemError(m_path, "ftruncate");
        return {};
    }

  private:
    Descriptor m_fd;
    std::filesystem::path m_path;
};

} // namespace

FileResult<std::unique_ptr<AppendFile>> openForAppend(const std::filesystem::path& path) {
    Descriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    if (!fd.valid()) return systemError(path, "open");
    if (auto synced = syncFolderOf(path); !synced) return std::unexpected(std::move(synced.error()));
    return std::make_unique<PosixAppendFile>(fd.release(), path);
}

FileResult<ReadableFile> ReadableFile::open(const std::filesystem::path& path) {
    Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.valid()) return systemError(path, "open");
    struct stat info{};
    if (::fstat(fd.get(), &info) != 0) return systemError(path, "fstat");
    if (!S_ISREG(info.st_mode)) return fail(FileCode::Io, fmt::format("{}: not a regular file", path.string()));
    return ReadableFile(fd.release(), path);
}

ReadableFile::ReadableFile(ReadableFile&& other) noexcept
    : m_fd(std::exchange(other.m_fd, -1))
    , m_path(std::move(other.m_path)) {}
ReadableFile& ReadableFile::operator=(ReadableFile&& other) noexcept {
    std::swap(m_fd, other.m_fd);
    std::swap(m_path, other.m_path);
    return *this;
}
ReadableFile::~ReadableFile() {
    if (m_fd >= 0) ::close(m_fd);
}

FileResult<std::uint64_t> ReadableFile::size() const {
    struct stat info{};
    if (::fstat(m_fd, &info) != 0) return systemError(m_path, "fstat");
    return static_cast<std::uint64_t>(info.st_size);
}

FileResult<std::size_t> ReadableFile::readAt(std::uint64_t offset, std::span<std::byte> out) const {
    std::size_t at = 0;
    while (at < out.size()) {
        const ssize_t n = ::pread(m_fd, out.data() + at, out.size() - at, static_cast<off_t>(offset + at));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return systemError(m_path, "read");
        if (n == 0) break;
        at += static_cast<std::size_t>(n);
    }
    return at;
}

FileResult<std::vector<std::byte>> readFile(const std::filesystem::path& path, std::uint64_t maxBytes) {
    const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.valid()) return systemError(path, "open");
    struct stat info{};
    if (::fstat(fd.get(), &info) != 0) return systemError(path, "fstat");
    if (!S_ISREG(info.st_mode)) return fail(FileCode::Io, fmt::format("{}: not a regular file", path.string()));
    if (static_cast<std::uint64_t>(info.st_size) > maxBytes)
        return fail(FileCode::TooLarge,
                    fmt::format("{}: {} bytes, at most {} are read", path.string(), info.st_size, maxBytes));
    std::vector<std::byte> bytes(static_cast<std::size_t>(info.st_size));
    std::size_t at = 0;
    while (at < bytes.size()) {
        const ssize_t n = ::read(fd.get(), bytes.data() + at, bytes.size() - at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return systemError(path, "read");
        if (n == 0) break;
        at += static_cast<std::size_t>(n);
    }
    bytes.resize(at);
    return bytes;
}

FileResult<FileReplacement> FileReplacement::begin(const std::filesystem::path& path) {
    auto temporary = path;
    temporary += ".tmp";
    const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) return systemError(temporary, "open");
    return FileReplacement(fd, path, std::move(temporary));
}

FileReplacement::FileReplacement(FileReplacement&& other) noexcept
    : m_fd(std::exchange(other.m_fd, -1))
    , m_path(std::move(other.m_path))
    , m_temporary(std::move(other.m_temporary)) {}

FileReplacement::~FileReplacement() {
    if (m_fd < 0) return;
    ::close(m_fd);
    ::unlink(m_temporary.c_str());
}

FileResult<void> FileReplacement::append(ByteSpan bytes) { return writeAll(m_fd, bytes, m_temporary); }

FileResult<void> FileReplacement::commit() {
    if (::fsync(m_fd) != 0) return systemError(m_temporary, "fsync");
    if (::rename(m_temporary.c_str(), m_path.c_str()) != 0) return systemError(m_path, "rename");
    ::close(std::exchange(m_fd, -1));
    return syncFolderOf(m_path);
}

FileResult<void> writeFileAtomically(const std::filesystem::path& path, ByteSpan bytes) {
    auto replacement = FileReplacement::begin(path);
    if (!replacement) return std::unexpected(std::move(replacement.error()));
    if (auto written = replacement->append(bytes); !written) return written;
    return replacement->commit();
}

FileResult<void> makeFolder(const std::filesystem::path& path) {
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error) return fail(codeOf(error.value()), fmt::format("{}: {}", path.string(), error.message()));
    return {};
}

FileResult<FileLock> FileLock::acquire(const std::filesystem::path& path) {
    Descriptor fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!fd.valid()) return systemError(path, "open");
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            return fail(FileCode::Locked, fmt::format("{}: in use by another process", path.string()));
        return systemError(path, "flock");
    }
    return FileLock(fd.release());
}

FileLock::FileLock(FileLock&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
FileLock& FileLock::operator=(FileLock&& other) noexcept {
    std::swap(m_fd, other.m_fd);
    return *this;
}
FileLock::~FileLock() {
    if (m_fd >= 0) ::close(m_fd);
}

} // namespace qd
