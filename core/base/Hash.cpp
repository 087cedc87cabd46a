#include "core/base/Hash.h"

#include <fmt/format.h>
#include <xxhash.h>

namespace qd {

std::uint64_t checksum64(ByteSpan bytes) noexcept { return XXH3_64bits(bytes.data(), bytes.size()); }

StateHash stateHash(ByteSpan bytes) noexcept {
    const XXH128_hash_t h = XXH3_128bits(bytes.data(), bytes.size());
    return {h.high64, h.low64};
}

std::string toHex(const StateHash& hash) { return fmt::format("{:016x}{:016x}", hash.high, hash.low); }

} // namespace qd
