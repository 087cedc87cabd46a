#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>

namespace qd::book {

/// `bytes` of zeroed address space; pages become memory when first touched. Throws std::bad_alloc.
[[nodiscard]] void* reserveZeroed(std::size_t bytes);
/// The same in huge pages where the system grants them: for what will be used whole.
[[nodiscard]] void* reserveHuge(std::size_t bytes);
void releaseZeroed(void* data, std::size_t bytes) noexcept;
/// From here on, and for what is in use already, huge pages where the system grants them: for arrays of which so much
/// is used that the addresses of small ones would not be remembered. Slow; changes no value.
void preferHugePages(void* data, std::size_t bytes) noexcept;

/// A fixed array of zeroes that costs only the memory of the parts in use: an array over all possible prices, or over
/// all orders there may ever be, needs no indirection and never moves. The page table is the page table.
template<class T>
    requires std::is_trivially_copyable_v<T>
class ZeroedArray {
  public:
    explicit ZeroedArray(std::size_t count)
        : m_data(static_cast<T*>(reserveZeroed(count * sizeof(T))), Release{count * sizeof(T)})
        , m_size(count) {}
    [[nodiscard]] T& operator[](std::size_t i) noexcept { return m_data.get()[i]; }
    [[nodiscard]] const T& operator[](std::size_t i) const noexcept { return m_data.get()[i]; }
    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    /// See preferHugePages().
    void useHugePages() noexcept { preferHugePages(m_data.get(), m_size * sizeof(T)); }

  private:
    struct Release {
        std::size_t bytes = 0;
        void operator()(T* p) const noexcept { releaseZeroed(p, bytes); }
    };
    std::unique_ptr<T, Release> m_data;
    std::size_t m_size;
};

} // namespace qd::book
