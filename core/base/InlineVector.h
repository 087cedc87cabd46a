#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

namespace qd {

/// At most N values in place, none made before it is added: a list on the hot path costs what it holds. For types that
/// need no destructor. One thread.
template<class T, std::size_t N>
    requires std::is_trivially_destructible_v<T>
class InlineVector {
  public:
    InlineVector() noexcept {} // NOLINT: the storage stays as it is
    InlineVector(const InlineVector& other) noexcept : m_size(other.m_size) {
        std::uninitialized_copy_n(other.data(), m_size, data());
    }
    InlineVector& operator=(const InlineVector& other) noexcept {
        m_size = other.m_size;
        std::uninitialized_copy_n(other.data(), m_size, data());
        return *this;
    }
    ~InlineVector() = default;

    /// The caller knows that there is room.
    template<class... Args>
    T& add(Args&&... args) noexcept {
        return *std::construct_at(data() + m_size++, std::forward<Args>(args)...);
    }
    void clear() noexcept { m_size = 0; }
    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    [[nodiscard]] bool full() const noexcept { return m_size == N; }
    [[nodiscard]] T* data() noexcept { return reinterpret_cast<T*>(m_storage.data()); }
    [[nodiscard]] const T* data() const noexcept { return reinterpret_cast<const T*>(m_storage.data()); }
    [[nodiscard]] T& operator[](std::size_t i) noexcept { return data()[i]; }
    [[nodiscard]] const T& operator[](std::size_t i) const noexcept { return data()[i]; }
    [[nodiscard]] std::span<T> all() noexcept { return {data(), m_size}; }
    [[nodiscard]] std::span<const T> all() const noexcept { return {data(), m_size}; }

  private:
    alignas(T) std::array<std::byte, sizeof(T) * N> m_storage;
    std::size_t m_size = 0;
};

} // namespace qd
