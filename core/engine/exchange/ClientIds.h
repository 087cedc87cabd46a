#pragma once

#include "core/base/Bytes.h"
#include "core/base/Time.h"
#include "core/domain/Ids.h"

#include <cstdint>
#include <vector>

namespace qd::exchange {

/// The client order ids an account used within the last 24 h of command time, in memory set aside when the account was
/// opened: an open-addressed set of ids beside a ring of (id, time) in order of use. When it is full nothing is
/// forgotten early; the next order is refused. One thread.
class ClientIds {
  public:
    explicit ClientIds(std::uint32_t capacity);

    /// Forgets what was used more than 24 h before `now`.
    void expire(UnixNanos now) noexcept;
    [[nodiscard]] bool contains(ClientOrderId id) const noexcept;
    [[nodiscard]] bool full() const noexcept { return m_count == m_ring.size(); }
    /// Requires !full() and !contains(id); time not before the last one.
    void insert(ClientOrderId id, UnixNanos now) noexcept;

    [[nodiscard]] std::uint32_t capacity() const noexcept { return static_cast<std::uint32_t>(m_ring.size()); }
    [[nodiscard]] std::uint32_t size() const noexcept { return m_count; }
    /// What counts at `now`: what is out of date by then is left out, whether it was forgotten yet or not.
    void save(ByteWriter& out, UnixNanos now) const;
    /// Reads what save wrote at `now`; an inconsistent table makes the reader invalid.
    static ClientIds load(ByteReader& in, UnixNanos now);

  private:
    struct Used {
        std::uint64_t id = 0;
        std::int64_t at = 0;
    };
    [[nodiscard]] static bool isOld(const Used& used, UnixNanos now) noexcept;
    [[nodiscard]] std::size_t homeOf(std::uint64_t id) const noexcept;
    void erase(std::uint64_t id) noexcept;

    std::vector<Used> m_ring; ///< m_count entries from m_first, oldest first
    std::uint32_t m_first = 0;
    std::uint32_t m_count = 0;
    std::vector<std::uint64_t> m_slots; ///< power of two, at least twice the capacity; 0 = empty
    std::size_t m_mask = 0;
};

} // namespace qd::exchange
