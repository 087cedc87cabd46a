#pragma once

#include <cstddef>
#include <vector>

namespace qd::ui::trades {

/// The newest `kept` values in the order they came. Takes its memory as it fills and no more after that.
template<class T>
class Ring {
  public:
    explicit Ring(std::size_t kept) : m_kept(kept) {}

    [[nodiscard]] std::size_t size() const { return m_values.size(); }
    [[nodiscard]] bool empty() const { return m_values.empty(); }
    [[nodiscard]] bool full() const { return m_values.size() == m_kept; }
    /// [0] is the oldest.
    [[nodiscard]] const T& operator[](std::size_t i) const { return m_values[(m_oldest + i) % m_values.size()]; }
    [[nodiscard]] T& back() { return m_values[(m_oldest + m_values.size() - 1) % m_values.size()]; }
    [[nodiscard]] const T& back() const { return (*this)[m_values.size() - 1]; }

    /// The oldest value goes when there is no room.
    void push(const T& value) {
        if (!full()) return m_values.push_back(value);
        m_values[m_oldest] = value;
        m_oldest = (m_oldest + 1) % m_kept;
    }
    void clear() {
        m_values.clear();
        m_oldest = 0;
    }

  private:
    std::size_t m_kept;
    std::size_t m_oldest = 0; ///< 0 until the ring is full
    std::vector<T> m_values;
};

} // namespace qd::ui::trades
