#pragma once

#include <cstddef>

namespace qd {

inline constexpr std::size_t kCacheLine = 64; ///< bytes; of every processor this is built for

/// Asks for the memory of [address, address + bytes) before it is needed, so that its latency passes while something
/// else is done, and that of many lines at the same time. A hint: any address will do, nothing is read or changed.
inline void prefetch(const void* address, std::size_t bytes = 1) noexcept {
    const auto* const first = static_cast<const std::byte*>(address);
    for (std::size_t i = 0; i < bytes; i += kCacheLine) __builtin_prefetch(first + i);
    if (bytes > 1) __builtin_prefetch(first + bytes - 1); // the range may begin within a line
}

} // namespace qd
