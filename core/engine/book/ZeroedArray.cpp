#include "core/engine/book/ZeroedArray.h"

#include <cstdint>
#include <new>
#include <sys/mman.h>

namespace qd::book {
namespace {

constexpr int kCollapse = 25; // MADV_COLLAPSE, which glibc does not name before 2.37
constexpr std::size_t kHugePage = std::size_t{2} << 20U;

constexpr std::size_t roundUp(std::size_t bytes, std::size_t unit) noexcept { return (bytes + unit - 1) / unit * unit; }

/// What is really mapped: whole huge pages for large arrays, so that they can be aligned to one.
constexpr std::size_t mappedBytes(std::size_t bytes) noexcept {
    return roundUp(bytes == 0 ? 1 : bytes, bytes >= kHugePage ? kHugePage : 4096);
}

void* map(std::size_t bytes) {
    void* p = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED) throw std::bad_alloc();
    return p;
}

} // namespace

void* reserveZeroed(std::size_t bytes) {
    const std::size_t size = mappedBytes(bytes);
    if (size < kHugePage) return map(size);
    // Map one huge page more than needed and give back the ends around the aligned part.
    auto* raw = static_cast<std::byte*>(map(size + kHugePage));
    const auto address = reinterpret_cast<std::uintptr_t>(raw);
    const std::size_t before = roundUp(address, kHugePage) - address;
    std::byte* aligned = raw + before;
    if (before != 0) ::munmap(raw, before);
    if (const std::size_t after = kHugePage - before; after != 0) ::munmap(aligned + size, after);
    return aligned;
}

void* reserveHuge(std::size_t bytes) {
    void* data = reserveZeroed(bytes);
    if (bytes >= kHugePage) ::madvise(data, mappedBytes(bytes), MADV_HUGEPAGE); // a wish, as below
    return data;
}

void preferHugePages(void* data, std::size_t bytes) noexcept {
    if (bytes < kHugePage) return;
    // Wishes: without them the array works, slower. The second is for the pages that are small already.
    ::madvise(data, mappedBytes(bytes), MADV_HUGEPAGE);
    ::madvise(data, mappedBytes(bytes), kCollapse);
}

void releaseZeroed(void* data, std::size_t bytes) noexcept {
    if (data != nullptr) ::munmap(data, mappedBytes(bytes));
}

} // namespace qd::book
