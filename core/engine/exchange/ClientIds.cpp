#include "core/engine/exchange/ClientIds.h"

#include <bit>

namespace qd::exchange {
namespace {

constexpr std::uint32_t kLargestCapacity = 1U << 20U;

} // namespace

ClientIds::ClientIds(std::uint32_t capacity)
    : m_ring(capacity)
    , m_slots(capacity == 0 ? 0 : std::bit_ceil(std::size_t{capacity} * 2))
    , m_mask(m_slots.empty() ? 0 : m_slots.size() - 1) {}

std::size_t ClientIds::homeOf(std::uint64_t id) const noexcept {
    std::uint64_t z = id;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return static_cast<std::size_t>(z ^ (z >> 31U)) & m_mask;
}

bool ClientIds::isOld(const Used& used, UnixNanos now) noexcept { return now.value() - used.at > kNanosPerDay; }

bool ClientIds::contains(ClientOrderId id) const noexcept {
    if (m_slots.empty()) return false;
    for (std::size_t i = homeOf(id.value()); m_slots[i] != 0; i = (i + 1) & m_mask) {
        if (m_slots[i] == id.value()) return true;
    }
    return false;
}

void ClientIds::insert(ClientOrderId id, UnixNanos now) noexcept {
    std::size_t i = homeOf(id.value());
    while (m_slots[i] != 0) i = (i + 1) & m_mask;
    m_slots[i] = id.value();
    m_ring[(m_first + m_count) % m_ring.size()] = {id.value(), now.value()};
    ++m_count;
}

void ClientIds::expire(UnixNanos now) noexcept {
    while (m_count != 0 && isOld(m_ring[m_first], now)) {
        erase(m_ring[m_first].id);
        m_first = (m_first + 1) % static_cast<std::uint32_t>(m_ring.size());
        --m_count;
    }
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
    while (old < m_count && isOld(m_ring[(m_first + old) % m_ring.size()], now)) ++old;
    out.put(capacity());
    out.put(m_count - old);
    for (std::uint32_t i = old; i < m_count; ++i) {
        const Used& used = m_ring[(m_first + i) % m_ring.size()];
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
        if (id.value() == 0 || table.contains(id) || at < last || at > now) {
            in.invalidate();
            return ClientIds(0);
        }
        table.insert(id, at);
        last = at;
    }
    return table;
}

} // namespace qd::exchange
