#pragma once

#include "core/engine/book/ZeroedArray.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace qd::exchange {

/// Values that stay where they were made, side by side in large blocks: what is touched at random among tens of
/// thousands needs huge pages, else every line costs a walk through the page table besides. Seen from outside it is the
/// list of their addresses, in the order of making. One thread.
template<class T>
class StableList {
  public:
    StableList() = default;
    StableList(StableList&& other) noexcept { swap(other); }
    StableList& operator=(StableList&& other) noexcept {
        StableList taken(std::move(other));
        swap(taken);
        return *this;
    }
    StableList(const StableList&) = delete;
    StableList& operator=(const StableList&) = delete;
    ~StableList() {
        std::ranges::for_each(m_values, [](T* value) { std::destroy_at(value); });
    }

    template<class... Args>
    T& add(Args&&... args) {
        const std::size_t place = m_values.size() % kBlock;
        if (place == 0) m_blocks.emplace_back(static_cast<T*>(book::reserveHuge(kBlock * sizeof(T))));
        m_values.push_back(std::construct_at(m_blocks.back().get() + place, std::forward<Args>(args)...));
        return *m_values.back();
    }
    [[nodiscard]] std::size_t size() const noexcept { return m_values.size(); }
    [[nodiscard]] T* operator[](std::size_t i) const noexcept { return m_values[i]; }
    [[nodiscard]] T* front() const noexcept { return m_values.front(); }
    [[nodiscard]] auto begin() const noexcept { return m_values.begin(); }
    [[nodiscard]] auto end() const noexcept { return m_values.end(); }

  private:
    static constexpr std::size_t kBlock = std::max<std::size_t>(1, (std::size_t{16} << 20U) / sizeof(T)); ///< values
    struct Release {
        void operator()(T* block) const noexcept { book::releaseZeroed(block, kBlock * sizeof(T)); }
    };
    void swap(StableList& other) noexcept {
        m_blocks.swap(other.m_blocks);
        m_values.swap(other.m_values);
    }

    std::vector<std::unique_ptr<T, Release>> m_blocks;
    std::vector<T*> m_values;
};

} // namespace qd::exchange
