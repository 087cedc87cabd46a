#pragma once

#include "core/engine/book/ZeroedArray.h"

#include <array>
#include <bit>
#include <cstdint>

namespace qd::book {

/// Price in ticks, from 0.
using Tick = std::uint32_t;
inline constexpr Tick kNoTick = ~Tick{0};
inline constexpr Tick kMaxTicks = 1U << 24U;

/// A set of ticks below kMaxTicks as a four-level tree of 64-bit words: a bit in a level says that the word below it is
/// not zero, so the next price of a book is found in at most seven word reads however far away it is.
class TickSet {
  public:
    /// Room for ticks [0, capacity), capacity <= kMaxTicks.
    explicit TickSet(Tick capacity)
        : m_leaves(wordsFor(capacity))
        , m_level1(wordsFor(wordsFor(capacity)))
        , m_level2(wordsFor(wordsFor(wordsFor(capacity)))) {}

    void insert(Tick t) noexcept {
        std::uint64_t& leaf = m_leaves[t >> 6U];
        if (leaf == 0) insertUpper(t);
        leaf |= bit(t);
    }
    void erase(Tick t) noexcept {
        std::uint64_t& leaf = m_leaves[t >> 6U];
        leaf &= ~bit(t);
        if (leaf == 0) eraseUpper(t);
    }
    [[nodiscard]] bool contains(Tick t) const noexcept { return (m_leaves[t >> 6U] & bit(t)) != 0; }

    /// The largest member < t, or kNoTick.
    [[nodiscard]] Tick below(Tick t) const noexcept {
        const std::uint64_t here = m_leaves[t >> 6U] & (bit(t) - 1);
        if (here != 0) return (t & ~63U) | highest(here);
        return belowUpper(t);
    }
    /// The smallest member > t, or kNoTick.
    [[nodiscard]] Tick above(Tick t) const noexcept {
        const std::uint64_t here = m_leaves[t >> 6U] & ~(bit(t) | (bit(t) - 1));
        if (here != 0) return (t & ~63U) | lowest(here);
        return aboveUpper(t);
    }
    /// The largest member, or kNoTick.
    [[nodiscard]] Tick last() const noexcept { return m_top == 0 ? kNoTick : descendLast(highest(m_top)); }
    /// The smallest member, or kNoTick.
    [[nodiscard]] Tick first() const noexcept { return m_top == 0 ? kNoTick : descendFirst(lowest(m_top)); }

  private:
    static constexpr std::size_t wordsFor(std::size_t bits) noexcept { return (bits + 63U) / 64U; }
    static constexpr std::uint64_t bit(Tick i) noexcept { return std::uint64_t{1} << (i & 63U); }
    static Tick highest(std::uint64_t word) noexcept { return 63U - static_cast<Tick>(std::countl_zero(word)); }
    static Tick lowest(std::uint64_t word) noexcept { return static_cast<Tick>(std::countr_zero(word)); }

    void insertUpper(Tick t) noexcept {
        m_level1[t >> 12U] |= bit(t >> 6U);
        m_level2[t >> 18U] |= bit(t >> 12U);
        m_top |= bit(t >> 18U);
    }
    void eraseUpper(Tick t) noexcept {
        if ((m_level1[t >> 12U] &= ~bit(t >> 6U)) != 0) return;
        if ((m_level2[t >> 18U] &= ~bit(t >> 12U)) != 0) return;
        m_top &= ~bit(t >> 18U);
    }
    [[nodiscard]] Tick belowUpper(Tick t) const noexcept {
        const Tick word = t >> 6U;
        if (const auto here = m_level1[word >> 6U] & (bit(word) - 1); here != 0)
            return leafLast((word & ~63U) | highest(here));
        const Tick upper = word >> 6U;
        if (const auto here = m_level2[upper >> 6U] & (bit(upper) - 1); here != 0)
            return level1Last((upper & ~63U) | highest(here));
        const auto here = m_top & (bit(upper >> 6U) - 1);
        return here == 0 ? kNoTick : descendLast(highest(here));
    }
    [[nodiscard]] Tick aboveUpper(Tick t) const noexcept {
        const auto after = [](Tick i) noexcept { return ~(bit(i) | (bit(i) - 1)); };
        const Tick word = t >> 6U;
        if (const auto here = m_level1[word >> 6U] & after(word); here != 0)
            return leafFirst((word & ~63U) | lowest(here));
        const Tick upper = word >> 6U;
        if (const auto here = m_level2[upper >> 6U] & after(upper); here != 0)
            return level1First((upper & ~63U) | lowest(here));
        const auto here = m_top & after(upper >> 6U);
        return here == 0 ? kNoTick : descendFirst(lowest(here));
    }
    [[nodiscard]] Tick leafLast(Tick word) const noexcept { return (word << 6U) | highest(m_leaves[word]); }
    [[nodiscard]] Tick leafFirst(Tick word) const noexcept { return (word << 6U) | lowest(m_leaves[word]); }
    [[nodiscard]] Tick level1Last(Tick upper) const noexcept {
        return leafLast((upper << 6U) | highest(m_level1[upper]));
    }
    [[nodiscard]] Tick level1First(Tick upper) const noexcept {
        return leafFirst((upper << 6U) | lowest(m_level1[upper]));
    }
    [[nodiscard]] Tick descendLast(Tick top) const noexcept { return level1Last((top << 6U) | highest(m_level2[top])); }
    [[nodiscard]] Tick descendFirst(Tick top) const noexcept {
        return level1First((top << 6U) | lowest(m_level2[top]));
    }

    ZeroedArray<std::uint64_t> m_leaves;
    ZeroedArray<std::uint64_t> m_level1;
    ZeroedArray<std::uint64_t> m_level2;
    std::uint64_t m_top = 0;
};

} // namespace qd::book
