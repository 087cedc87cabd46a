#pragma once

#include <cstdint>
#include <vector>

namespace qd::bench {

/// One operation of the order stream QD-LOB-1, 16 bytes little-endian as in its file. Source: spec/bench-streams.md §1.
struct StreamOp {
    enum Kind : std::uint8_t { Add, Cancel, Market };
    std::uint8_t kind = Add;
    std::uint8_t side = 0; ///< 0 buy, 1 sell
    std::uint16_t zero = 0;
    std::uint32_t id = 0; ///< dense from 1
    std::uint32_t price = 0;
    std::uint32_t qty = 0;
};
static_assert(sizeof(StreamOp) == 16);

enum class StreamVariant : std::uint8_t { Normal, Deep };

struct OrderStream {
    std::vector<StreamOp> ops; ///< the prefill first
    std::size_t prefill = 0;
    std::uint32_t largestId = 0;
};

/// All prices of the stream are below this.
inline constexpr std::uint32_t kStreamTicks = 1U << 18U;

[[nodiscard]] OrderStream makeOrderStream(StreamVariant variant, std::size_t operations, std::uint64_t seed);

/// FNV-1a with the stream's own basis over all operation bytes.
[[nodiscard]] std::uint64_t streamHash(const OrderStream& stream);

inline constexpr std::uint64_t kStreamHashBasis = 1469598103934665603U;
inline constexpr std::uint64_t kStreamHashPrime = 1099511628211U;

/// trade_t2, the running hash over (maker, taker) and (price, quantity).
constexpr std::uint64_t addTrade(std::uint64_t hash, std::uint32_t maker, std::uint32_t taker, std::uint32_t price,
                                 std::uint64_t qty) noexcept {
    hash = (hash ^ (std::uint64_t{maker} << 32U | taker)) * kStreamHashPrime;
    return (hash ^ (std::uint64_t{price} << 32U | qty)) * kStreamHashPrime;
}

} // namespace qd::bench
