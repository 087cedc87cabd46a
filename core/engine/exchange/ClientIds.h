#pragma once

#include "core/base/Bytes.h"
#include "core/base/Time.h"
#include "core/domain/Ids.h"

#include <cstdint>
#include <memory>

namespace qd::exchange {

/// The client order ids an account used within the last 24 h of command time: an open-addressed set of ids beside a
/// ring of (id, time) in order of use. When it is full nothing is forgotten early; the next order is refused.
///
/// Memory grows with use, by doubling up to what the capacity needs: most accounts use a small part of theirs, and what
/// all of them set aside would not fit the caches. An insert allocates and hashes anew a handful of times in an
/// account's life, each time after as many inserts as there are ids to move; it never shrinks. One thread.
class ClientIds {
  public:
    explicit ClientIds(std::uint32_t capacity) noexcept : m_capacity(capacity) {}

    /// Forgets what was used more than 24 h before `now`. Touches no table unless there is something to forget.
    void expire(UnixNanos now) noexcept {
        if (m_count != 0 && now.value() - m_oldest > kNanosPerDay) forget(now);
    }
    [[nodiscard]] bool contains(ClientOrderId id) const noexcept;
    [[nodiscard]] bool full() const noexcept { return m_count == m_capacity; }
    /// Requires !full() and !contains(id); time not before the last one.
    void insert(ClientOrderId id, UnixNanos now);
    /// Asks early for the memory that contains and insert will touch.
    void prefetchFor(ClientOrderId id) const noexcept;

    [[nodiscard]] std::uint32_t capacity() const noexcept { return m_capacity; }
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
    /// Place in the ring of the i-th id in order of use, i <= m_room.
    [[nodiscard]] std::uint32_t placeOf(std::uint32_t i) const noexcept {
        const std::uint32_t place = m_first + i;
        return place < m_room ? place : place - m_room;
    }
    void putInSlot(std::uint64_t id) noexcept;
    void erase(std::uint64_t id) noexcept;
    void forget(UnixNanos now) noexcept;
    void grow();

    std::unique_ptr<std::uint64_t[]> m_slots; ///< power of two, at least twice m_room; 0 = empty
    std::unique_ptr<Used[]> m_ring;           ///< of m_room places: m_count entries from m_first, oldest first
    std::int64_t m_oldest = 0;                ///< time of the first entry
    std::uint32_t m_mask = 0;                 ///< slots - 1
    std::uint32_t m_room = 0;
    std::uint32_t m_first = 0;
    std::uint32_t m_count = 0;
    std::uint32_t m_capacity;
};

} // namespace qd::exchange
