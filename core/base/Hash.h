#pragma once

#include "core/base/Bytes.h"

#include <compare>
#include <cstdint>
#include <string>

namespace qd {

/// XXH3, 64 bits: checksum of stored records. Not for anything an adversary may choose.
[[nodiscard]] std::uint64_t checksum64(ByteSpan bytes) noexcept;

/// XXH3, 128 bits, over a canonical serialisation: the identity of an exchange state.
struct StateHash {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    friend constexpr auto operator<=>(const StateHash&, const StateHash&) noexcept = default;
};
[[nodiscard]] StateHash stateHash(ByteSpan bytes) noexcept;
/// 32 lower-case hexadecimal digits.
[[nodiscard]] std::string toHex(const StateHash& hash);

} // namespace qd
