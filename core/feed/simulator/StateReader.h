#pragma once

#include "core/base/Bytes.h"
#include "core/base/Fixed.h"
#include "core/base/Ids.h"
#include "core/base/Random.h"
#include "core/base/Time.h"

#include <concepts>
#include <cstdint>
#include <string>
#include <utility>

namespace qd::simulator {

/// Reads a saved simulator field by field, each with the range it can have, and remembers the first one that is not in
/// it. After that every value is the lowest possible one and ok() is false.
class StateReader {
  public:
    explicit StateReader(ByteSpan bytes) noexcept : m_in(bytes) {}

    template<std::integral T>
    [[nodiscard]] T ranged(const char* field, T low, T high) {
        const std::size_t at = m_in.position();
        const T value = m_in.get<T>();
        if (!m_problem.empty()) return low;
        if (!m_in.ok()) {
            complain(at, field, "the bytes end here");
            return low;
        }
        if (value >= low && value <= high) return value;
        complain(at, field,
                 std::to_string(value) + " is outside " + std::to_string(low) + " to " + std::to_string(high));
        return low;
    }
    template<class F>
        requires requires { typename F::Rep; }
    [[nodiscard]] F ranged(const char* field, F low, F high) {
        if constexpr (requires(F f) { f.raw(); })
            return F(ranged(field, low.raw(), high.raw()));
        else
            return F(ranged(field, low.value(), high.value()));
    }
    [[nodiscard]] UnixNanos time(const char* field, UnixNanos low, UnixNanos high) {
        return UnixNanos(ranged(field, low.value(), high.value()));
    }
    [[nodiscard]] bool flag(const char* field) { return ranged<std::uint8_t>(field, 0, 1) == 1; }
    /// Any state is a possible one.
    [[nodiscard]] SplitMix64 random() {
        return SplitMix64(ranged<std::uint64_t>("random state", 0, ~std::uint64_t{0}));
    }
    [[nodiscard]] std::string text(const char* field, std::size_t longest) {
        const std::size_t at = m_in.position();
        std::string value = m_in.getString(longest);
        if (!m_in.ok()) complain(at, field, "too long");
        return value;
    }
    /// For what only the caller can judge.
    void refuse(const char* field, const char* why) { complain(m_in.position(), field, why); }

    [[nodiscard]] bool ok() const noexcept { return m_problem.empty(); }
    [[nodiscard]] bool atEnd() const noexcept { return m_in.atEnd(); }
    [[nodiscard]] std::size_t position() const noexcept { return m_in.position(); }
    /// "byte 123: index price: 0 is outside 1 to 10", counted from the first byte of the state; empty while ok().
    [[nodiscard]] const std::string& problem() const noexcept { return m_problem; }

  private:
    void complain(std::size_t at, const char* field, const std::string& why) {
        if (m_problem.empty()) m_problem = "byte " + std::to_string(at) + ": " + field + ": " + why;
    }

    ByteReader m_in;
    std::string m_problem;
};

template<class Tag>
void put(ByteWriter& out, Fixed<Tag> value) {
    out.put(value.raw());
}
template<class Tag, class Rep>
void put(ByteWriter& out, StrongId<Tag, Rep> id) {
    out.put(id.value());
}
inline void put(ByteWriter& out, UnixNanos t) { out.put(t.value()); }
inline void put(ByteWriter& out, const SplitMix64& random) { out.put(random.state()); }

} // namespace qd::simulator
