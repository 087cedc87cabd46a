#pragma once

#include "core/engine/book/ZeroedArray.h"

#include <cstddef>
#include <memory>
#include <memory_resource>
#include <utility>

namespace qd::exchange {

/// Memory for small tables that accounts grow, side by side in huge pages for the same reason as StableList. What is
/// given back serves later tables of its size. Must outlive the tables. One thread.
class TableMemory {
  public:
    TableMemory() : m_pools(std::make_unique<Pools>()) {}
    ~TableMemory() = default;
    TableMemory(const TableMemory&) = delete;
    TableMemory& operator=(const TableMemory&) = delete;
    TableMemory(TableMemory&&) noexcept = default;
    /// Exchanges them: what the tables of this one still use lives as long as the other.
    TableMemory& operator=(TableMemory&& other) noexcept {
        m_pools.swap(other.m_pools);
        return *this;
    }

    [[nodiscard]] std::pmr::memory_resource* resource() const noexcept { return &m_pools->bySize; }

  private:
    /// Large blocks of address space, memory where touched.
    class HugePages final : public std::pmr::memory_resource {
        void* do_allocate(std::size_t bytes, std::size_t) override { return book::reserveHuge(bytes); }
        void do_deallocate(void* data, std::size_t bytes, std::size_t) override { book::releaseZeroed(data, bytes); }
        [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }
    };
    struct Pools {
        static constexpr std::size_t kBlock = std::size_t{16} << 20U;
        static constexpr std::size_t kLargestPooled = std::size_t{64} << 10U;
        HugePages system;
        std::pmr::monotonic_buffer_resource inBlocks{kBlock, &system};
        std::pmr::unsynchronized_pool_resource bySize{{0, kLargestPooled}, &inBlocks};
    };
    std::unique_ptr<Pools> m_pools;
};

} // namespace qd::exchange
