#include "tests/store/FailingVfs.h"

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>

namespace qd::test {
namespace {

/// What SQLite sees as an open file; the system's file follows it in the same allocation.
struct Wrapped {
    sqlite3_file base;
    FailingVfs* device;
    [[nodiscard]] sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
static_assert(sizeof(Wrapped) % alignof(std::max_align_t) == 0);

Wrapped* wrapped(sqlite3_file* file) { return reinterpret_cast<Wrapped*>(file); }
sqlite3_file* real(sqlite3_file* file) { return wrapped(file)->real(); }

int closeFile(sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); }
int readFile(sqlite3_file* f, void* to, int count, sqlite3_int64 at) {
    if (wrapped(f)->device->readsFail()) return SQLITE_IOERR_READ;
    return real(f)->pMethods->xRead(real(f), to, count, at);
}
int writeFile(sqlite3_file* f, const void* from, int count, sqlite3_int64 at) {
    if (!wrapped(f)->device->take(count)) return SQLITE_FULL;
    return real(f)->pMethods->xWrite(real(f), from, count, at);
}
int truncateFile(sqlite3_file* f, sqlite3_int64 size) { return real(f)->pMethods->xTruncate(real(f), size); }
int syncFile(sqlite3_file* f, int flags) { return real(f)->pMethods->xSync(real(f), flags); }
int fileSize(sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); }
int lockFile(sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); }
int unlockFile(sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); }
int checkReservedLock(sqlite3_file* f, int* held) { return real(f)->pMethods->xCheckReservedLock(real(f), held); }
int fileControl(sqlite3_file* f, int op, void* argument) {
    return real(f)->pMethods->xFileControl(real(f), op, argument);
}
int sectorSize(sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); }
int deviceCharacteristics(sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); }
int shmMap(sqlite3_file* f, int page, int size, int extend, void volatile** to) {
    return real(f)->pMethods->xShmMap(real(f), page, size, extend, to);
}
int shmLock(sqlite3_file* f, int offset, int n, int flags) {
    return real(f)->pMethods->xShmLock(real(f), offset, n, flags);
}
void shmBarrier(sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); }
int shmUnmap(sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); }

constexpr sqlite3_io_methods kMethods{
    2,          closeFile,         readFile,    writeFile,  truncateFile,          syncFile, fileSize, lockFile,
    unlockFile, checkReservedLock, fileControl, sectorSize, deviceCharacteristics, shmMap,   shmLock,  shmBarrier,
    shmUnmap,   nullptr,           nullptr};

sqlite3_vfs* systemVfs() { return sqlite3_vfs_find("unix"); }

int openFile(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* outFlags) {
    Wrapped* const w = wrapped(file);
    w->base.pMethods = nullptr;
    w->device = static_cast<FailingVfs*>(vfs->pAppData);
    const int opened = systemVfs()->xOpen(systemVfs(), name, w->real(), flags, outFlags);
    if (opened == SQLITE_OK) w->base.pMethods = &kMethods;
    return opened;
}

} // namespace

FailingVfs::FailingVfs()
    : m_name("failing-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)))
    , m_vfs(std::make_unique<sqlite3_vfs>()) {
    sqlite3_initialize();
    *m_vfs = *systemVfs(); // everything but opening is the system's; its functions use none of the fields changed here
    m_vfs->szOsFile = static_cast<int>(sizeof(Wrapped)) + systemVfs()->szOsFile;
    m_vfs->zName = m_name.c_str();
    m_vfs->pAppData = this;
    m_vfs->xOpen = openFile;
    sqlite3_vfs_register(m_vfs.get(), 0);
}

FailingVfs::~FailingVfs() { sqlite3_vfs_unregister(m_vfs.get()); }

bool FailingVfs::take(int bytes) {
    long long room = m_room;
    while (room >= 0) {
        if (room < bytes) return false;
        if (m_room.compare_exchange_weak(room, room - bytes)) return true;
    }
    return true;
}

} // namespace qd::test
