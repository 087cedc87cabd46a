#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace qd {

using ByteSpan = std::span<const std::byte>;

static_assert(std::endian::native == std::endian::little, "stored integers are little-endian; so is every target");

/// Appends little-endian values to a growing buffer. One thread.
class ByteWriter {
  public:
    template<class T>
        requires(std::integral<T> || std::is_enum_v<T>)
    void put(T value) {
        const std::size_t at = m_bytes.size();
        m_bytes.resize(at + sizeof(T));
        std::memcpy(m_bytes.data() + at, &value, sizeof(T));
    }
    void putBytes(ByteSpan bytes) { m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end()); }
    /// u32 length, then the bytes.
    void putString(std::string_view text) {
        put(static_cast<std::uint32_t>(text.size()));
        putBytes(std::as_bytes(std::span(text)));
    }
    /// Overwrites a value put earlier at byte `at` (a length known only afterwards).
    template<std::integral T>
    void patch(std::size_t at, T value) {
        std::memcpy(m_bytes.data() + at, &value, sizeof(T));
    }
    void clear() noexcept { m_bytes.clear(); }
    void reserve(std::size_t n) { m_bytes.reserve(n); }
    [[nodiscard]] std::size_t size() const noexcept { return m_bytes.size(); }
    [[nodiscard]] ByteSpan bytes() const noexcept { return m_bytes; }
    [[nodiscard]] std::vector<std::byte> take() noexcept { return std::move(m_bytes); }

  private:
    std::vector<std::byte> m_bytes;
};

/// Reads what ByteWriter wrote, length-checked: after the first short read every value is zero and ok() is false.
class ByteReader {
  public:
    explicit ByteReader(ByteSpan bytes) noexcept : m_bytes(bytes) {}

    template<class T>
        requires(std::integral<T> || std::is_enum_v<T>)
    [[nodiscard]] T get() noexcept {
        T value{};
        if (!take(sizeof(T))) return value;
        std::memcpy(&value, m_bytes.data() + m_at - sizeof(T), sizeof(T));
        return value;
    }
    template<class T>
        requires(std::integral<T> || std::is_enum_v<T>)
    void get(T& value) noexcept {
        value = get<T>();
    }
    [[nodiscard]] bool getBool() noexcept {
        const auto raw = get<std::uint8_t>();
        if (raw > 1) m_ok = false;
        return raw == 1;
    }
    /// `count` bytes, or an empty span when there are not that many left.
    [[nodiscard]] ByteSpan getBytes(std::size_t count) noexcept {
        if (!take(count)) return {};
        return m_bytes.subspan(m_at - count, count);
    }
    [[nodiscard]] std::string getString(std::size_t maxLength = 4096) {
        const auto length = get<std::uint32_t>();
        if (length > maxLength) m_ok = false;
        if (!m_ok) return {};
        const ByteSpan bytes = getBytes(length);
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }
    /// For a reader that has found a value outside its range.
    void invalidate() noexcept { m_ok = false; }
    [[nodiscard]] bool ok() const noexcept { return m_ok; }
    [[nodiscard]] bool atEnd() const noexcept { return m_at == m_bytes.size(); }
    [[nodiscard]] std::size_t position() const noexcept { return m_at; }
    [[nodiscard]] std::size_t remaining() const noexcept { return m_bytes.size() - m_at; }

  private:
    bool take(std::size_t count) noexcept {
        if (!m_ok || m_bytes.size() - m_at < count) {
            m_ok = false;
            return false;
        }
        m_at += count;
        return true;
    }

    ByteSpan m_bytes;
    std::size_t m_at = 0;
    bool m_ok = true;
};

} // namespace qd
