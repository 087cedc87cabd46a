#include "core/engine/exchange/ClientIds.h"

#include "core/base/Prefetch.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace qd::exchange {
namespace {

constexpr std::uint32_t kLargestCapacity = 1U << 20U;
constexpr std::uint32_t kFirstRoom = 64; ///< more than most accounts use in a day: 2 KB

} // namespace

std::size_t ClientIds::homeOf(std::uint64_t id) const noexcept {
    std::uint64_t z = id;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return static_cast<std::size_t>(z ^ (z >> 31U)) & m_mask;
}

bool ClientIds::isOld(const Used& used, UnixNanos now) noexcept { return now.value() - used.at > kNanosPerDay; }

bool ClientIds::contains(ClientOrderId id) const noexcept {
    if (m_count == 0) return false;
    for (std::size_t i = homeOf(id.value()); m_slots[i] != 0; i = (i + 1) & m_mask) {
        if (m_slots[i] == id.value()) return true;
    }
    return false;
}

void ClientIds::insert(ClientOrderId id, UnixNanos now) {
    if (m_count == m_room) grow();
    putInSlot(id.value());
    m_ring[placeOf(m_count)] = {id.value(), now.value()};
    if (m_count++ == 0) m_oldest = now.value();
}

void ClientIds::prefetchFor(ClientOrderId id) const noexcept {
    if (m_room == 0 || id.value() == 0) return;
    prefetch(&m_slots[homeOf(id.value())]);
    prefetch(&m_ring[placeOf(m_count)]);
}

void ClientIds::putInSlot(std::uint64_t id) noexcept {
    std::size_t i = homeOf(id);
    while (m_slots[i] != 0) i = (i + 1) & m_mask;
    m_slots[i] = id;
}

void ClientIds::grow() {
    const std::uint32_t room = std::min(m_capacity, std::max(kFirstRoom, m_room * 2));
    auto ring = std::make_unique<Used[]>(room);
    const std::uint32_t slots = std::bit_ceil(room * 2);
    m_slots = std::make_unique<std::uint64_t[]>(slots);
    m_mask = slots - 1;
    for (std::uint32_t i = 0; i < m_count; ++i) {
        ring[i] = m_ring[placeOf(i)];
        putInSlot(ring[i].id);
    }
    m_ring = std::move(ring);
    m_first = 0;
    m_room = room;
}

void ClientIds::forget(UnixNanos now) noexcept {
    while (m_count != 0 && isOld(m_ring[m_first], now)) {
        erase(m_ring[m_first].id);
        m_first = placeOf(1);
        --m_count;
    }
    if (m_count != 0) m_oldest = m_ring[m_first].at;
}

void ClientIds::erase(std::uint64_t id) noexcept {
    std::size_t hole = homeOf(id);
    while (m_slots[hole] != id) hole = (hole + 1) & m_mask;
    // Move back every follower that may: linear probing without tombstones.
    for (std::size_t i = (hole + 1) & m_mask; m_slots[i] != 0; i = (i + 1) & m_mask) {
        const std::size_t home = homeOf(m_slots[i]);
        if (((i - home) & m_mask) >= ((i - hole) & m_mask)) {
            m_slots[hole] = m_slots[i];
            hole = i;
        }
    }
    m_slots[hole] = 0;
}

void ClientIds::save(ByteWriter& out, UnixNanos now) const {
    std::uint32_t old = 0;
    while (old < m_count && isOld(m_ring[placeOf(old)], now)) ++old;
    out.put(capacity());
    out.put(m_count - old);
    for (std::uint32_t i = old; i < m_count; ++i) {
        const Used& used = m_ring[placeOf(i)];
        out.put(used.id);
        out.put(used.at);
    }
}

ClientIds ClientIds::load(ByteReader& in, UnixNanos now) {
    const auto capacity = in.get<std::uint32_t>();
    const auto count = in.get<std::uint32_t>();
    if (capacity > kLargestCapacity || count > capacity || in.remaining() / (sizeof(std::uint64_t) * 2) < count) {
        in.invalidate();
        return ClientIds(0);
    }
    ClientIds table(capacity);
    UnixNanos last;
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto id = ClientOrderId(in.get<std::uint64_t>());
        const auto at = UnixNanos(in.get<std::int64_t>());
        if (id.value() == 0 || table.contains(id) || at < last || at > now || isOld({id.value(), at.value()}, now)) {
            in.invalidate();
            return ClientIds(0);
        }
        table.insert(id, at);
        last = at;
    }
    return table;
}

} // namespace qd::exchange
