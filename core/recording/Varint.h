#pragma once

#include "core/base/Bytes.h"

#include <cstddef>
#include <cstdint>
#include <vector>

/// Integers of seven bits a byte, the lowest first, the highest bit set in all but the last. For this room alone.
namespace qd::recording {

inline constexpr std::size_t kMaxVarintBytes = 10;

/// Small for values near 0 of either sign.
[[nodiscard]] constexpr std::uint64_t zigzag(std::int64_t v) noexcept {
    return (static_cast<std::uint64_t>(v) << 1U) ^ static_cast<std::uint64_t>(v >> 63);
}
[[nodiscard]] constexpr std::int64_t unzigzag(std::uint64_t v) noexcept {
    return static_cast<std::int64_t>(v >> 1U) ^ -static_cast<std::int64_t>(v & 1U);
}
/// a - b and a + b modulo 2^64: one undoes the other whatever the values are.
[[nodiscard]] constexpr std::int64_t difference(std::int64_t a, std::int64_t b) noexcept {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}
[[nodiscard]] constexpr std::int64_t sum(std::int64_t a, std::int64_t b) noexcept {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

/// Bytes under construction. Room is made once for a whole event, so that single values are written without a look;
/// it is kept when the buffer is cleared. One thread.
class BlockBuffer {
  public:
    /// Makes room for `bytes` more.
    void makeRoom(std::size_t bytes) {
        if (m_bytes.size() - m_size < bytes) m_bytes.resize(m_size + bytes + m_bytes.size() / 2);
    }
    void put(std::uint8_t value) noexcept { m_bytes[m_size++] = std::byte{value}; }
    void putVarint(std::uint64_t value) noexcept {
        std::byte* at = m_bytes.data() + m_size;
        while (value >= 0x80U) {
            *at++ = static_cast<std::byte>(value | 0x80U);
            value >>= 7U;
        }
        *at++ = static_cast<std::byte>(value);
        m_size = static_cast<std::size_t>(at - m_bytes.data());
    }
    void putBytes(ByteSpan bytes) noexcept {
        if (!bytes.empty()) std::memcpy(m_bytes.data() + m_size, bytes.data(), bytes.size());
        m_size += bytes.size();
    }
    void clear() noexcept { m_size = 0; }
    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    [[nodiscard]] std::size_t room() const noexcept { return m_bytes.size(); }
    [[nodiscard]] ByteSpan bytes() const noexcept { return ByteSpan(m_bytes).first(m_size); }

  private:
    std::vector<std::byte> m_bytes;
    std::size_t m_size = 0;
};

/// Reads them, length-checked: after the first that is cut short or too long every value is 0 and ok() is false.
class VarintReader {
  public:
    explicit VarintReader(ByteSpan bytes) noexcept : m_at(bytes.data()), m_end(bytes.data() + bytes.size()) {}

    [[nodiscard]] std::uint8_t get() noexcept {
        if (m_at == m_end) return static_cast<std::uint8_t>(invalidate());
        return static_cast<std::uint8_t>(*m_at++);
    }
    [[nodiscard]] std::uint64_t getVarint() noexcept {
        std::uint64_t value = 0;
        for (unsigned shift = 0; m_at != m_end; shift += 7) {
            const auto byte = static_cast<std::uint64_t>(*m_at++);
            if (shift == 63 && byte > 1) break;
            value |= (byte & 0x7FU) << shift;
            if (byte < 0x80U) return value;
        }
        return invalidate();
    }
    [[nodiscard]] ByteSpan getBytes(std::uint64_t count) noexcept {
        if (static_cast<std::uint64_t>(m_end - m_at) < count) {
            invalidate();
            return {};
        }
        const ByteSpan bytes(m_at, static_cast<std::size_t>(count));
        m_at += count;
        return bytes;
    }
    std::uint64_t invalidate() noexcept {
        m_ok = false;
        m_at = m_end;
        return 0;
    }
    [[nodiscard]] bool ok() const noexcept { return m_ok; }
    [[nodiscard]] bool atEnd() const noexcept { return m_at == m_end; }
    [[nodiscard]] std::size_t remaining() const noexcept { return static_cast<std::size_t>(m_end - m_at); }

  private:
    const std::byte* m_at = nullptr;
    const std::byte* m_end = nullptr;
    bool m_ok = true;
};

} // namespace qd::recording
