#pragma once

#include "core/domain/Order.h"
#include "core/engine/book/TickSet.h"
#include "core/engine/book/ZeroedArray.h"

#include <cstdint>

namespace qd::book {

/// Size in steps of the market: of one order below 2^32, of a level any.
using Lots = std::uint64_t;
/// A resting order's place in the pool; reused after the order is gone. 0 = none.
using Handle = std::uint32_t;

inline constexpr Lots kMaxOrderLots = 0xFFFF'FFFFU;

/// What a cancel touches of a resting order, 16 bytes: four in a cache line.
struct alignas(16) Link {
    std::uint32_t lots = 0; ///< remaining, > 0 while resting
    Handle next = 0;        ///< later in the queue; while free: the next free link
    Handle previous = 0;
    std::uint32_t tick : 24 = 0;
    std::uint32_t side : 1 = 0;
    std::uint32_t guarded : 1 = 0;
};
static_assert(sizeof(Link) == 16 && kMaxTicks <= 1U << 24U);

/// Whose order it is; only matching looks at it.
struct Holder {
    std::uint32_t owner = 0; ///< self-trade prevention compares it
    std::uint32_t tag = 0;   ///< the holder's own reference to the order
};

/// A resting order as the book shows it.
struct Resting {
    Lots lots = 0;
    Tick tick = 0;
    Side side = Side::Buy;
    bool guarded = false; ///< the holder must be asked how much of it may fill (reduce-only)
    std::uint32_t owner = 0;
    std::uint32_t tag = 0;
};

/// A price level: total of its orders and the ends of its queue (head is oldest).
struct Level {
    Lots lots = 0;
    Handle head = 0;
    Handle tail = 0;
};

/// Price-time priority book of one market: pure data structure, no rules. A flat array of levels indexed by tick, a
/// TickSet a side to find the next best, orders in a pool linked by 32-bit handles, best prices cached. All operations
/// are O(1) but for the search of the next best. Nothing is allocated or moved after construction. One thread. Source
/// of the layout: spec/bench-streams.md §5.
class Book {
  public:
    /// Prices are ticks in [1, capacity), capacity <= kMaxTicks; at most `maxOrders` rest at once.
    Book(Tick capacity, std::uint32_t maxOrders)
        : m_levels(capacity)
        , m_bids(capacity)
        , m_asks(capacity)
        , m_links(std::size_t{maxOrders} + 1)
        , m_holders(std::size_t{maxOrders} + 1) {}

    /// For a book that will hold many orders, or does: huge pages. Slow. A small book would hold mostly nothing in
    /// them: fifty small ones took 300 MB.
    void useHugePages() noexcept {
        m_huge = true;
        m_levels.useHugePages();
        m_links.useHugePages();
        m_holders.useHugePages();
    }
    /// The same once the book has held many orders. Not for the moment in which an order waits.
    void fitPages() noexcept {
        if (!m_huge && m_used >= kManyOrders) useHugePages();
    }

    [[nodiscard]] bool full() const noexcept { return m_free == 0 && m_used + 1U == m_links.size(); }

    /// Adds at the end of the queue of its price. The caller has matched it: it must not cross. lots > 0, not full().
    Handle add(Side side, Tick tick, Lots lots, std::uint32_t owner, std::uint32_t tag, bool guarded) noexcept {
        const Handle h = allocate();
        Level& level = m_levels[tick];
        m_links[h] =
            Link{static_cast<std::uint32_t>(lots), 0, level.tail, tick & (kMaxTicks - 1U), side == Side::Sell, guarded};
        m_holders[h] = Holder{owner, tag};
        if (level.head == 0) {
            level.head = h;
            openLevel(side, tick);
        } else {
            m_links[level.tail].next = h;
        }
        level.tail = h;
        level.lots += lots;
        return h;
    }

    void remove(Handle h) noexcept {
        const Link link = m_links[h];
        Level& level = m_levels[link.tick];
        level.lots -= link.lots;
        if (link.previous != 0)
            m_links[link.previous].next = link.next;
        else
            level.head = link.next;
        if (link.next != 0)
            m_links[link.next].previous = link.previous;
        else
            level.tail = link.previous;
        if (level.head == 0) closeLevel(sideOf(link), link.tick);
        release(h);
    }

    /// Takes `lots` (< the node's) off an order; it keeps its place.
    void reduce(Handle h, Lots lots) noexcept {
        Link& link = m_links[h];
        link.lots -= static_cast<std::uint32_t>(lots);
        m_levels[link.tick].lots -= lots;
    }

    [[nodiscard]] Lots lots(Handle h) const noexcept { return m_links[h].lots; }
    [[nodiscard]] Handle next(Handle h) const noexcept { return m_links[h].next; }
    [[nodiscard]] std::uint32_t owner(Handle h) const noexcept { return m_holders[h].owner; }
    [[nodiscard]] Resting order(Handle h) const noexcept {
        const Link& link = m_links[h];
        const Holder& holder = m_holders[h];
        return {link.lots, link.tick, sideOf(link), link.guarded != 0, holder.owner, holder.tag};
    }
    [[nodiscard]] const Level& level(Tick t) const noexcept { return m_levels[t]; }
    [[nodiscard]] Tick capacity() const noexcept { return static_cast<Tick>(m_levels.size()); }
    /// Best price of a side, kNoTick when it is empty.
    [[nodiscard]] Tick best(Side side) const noexcept { return side == Side::Buy ? m_bestBid : m_bestAsk; }
    /// The next worse price of a side that has orders, kNoTick when there is none.
    [[nodiscard]] Tick nextWorse(Side side, Tick t) const noexcept {
        return side == Side::Buy ? m_bids.below(t) : m_asks.above(t);
    }
    /// Orders resting now.
    [[nodiscard]] std::uint32_t orders() const noexcept { return m_live; }

    /// Hints for a caller that knows which commands come next: each hides one memory latency of a later call and
    /// changes nothing. Order of use, a few commands apart: prefetchOrder, then prefetchNeighbours, then remove; or
    /// prefetchLevel, then prefetchQueueEnd, then add.
    void prefetchOrder(Handle h) const noexcept { __builtin_prefetch(&m_links[h], 1); }
    void prefetchNeighbours(Handle h) const noexcept {
        const Link& link = m_links[h];
        __builtin_prefetch(&m_links[link.previous], 1);
        __builtin_prefetch(&m_links[link.next], 1);
        __builtin_prefetch(&m_levels[link.tick], 1);
    }
    void prefetchLevel(Tick t) const noexcept { __builtin_prefetch(&m_levels[t], 1); }
    void prefetchQueueEnd(Tick t) const noexcept { __builtin_prefetch(&m_links[m_levels[t].tail], 1); }

    /// Lots in the queue before this order.
    [[nodiscard]] Lots lotsAhead(Handle h) const noexcept {
        Lots ahead = 0;
        for (Handle i = m_links[h].previous; i != 0; i = m_links[i].previous) ahead += m_links[i].lots;
        return ahead;
    }

  private:
    [[nodiscard]] static Side sideOf(const Link& link) noexcept { return link.side != 0 ? Side::Sell : Side::Buy; }
    Handle allocate() noexcept {
        ++m_live;
        if (m_free != 0) {
            const Handle h = m_free;
            m_free = m_links[h].next;
            return h;
        }
        return ++m_used;
    }
    void release(Handle h) noexcept {
        --m_live;
        m_links[h].next = m_free;
        m_free = h;
    }
    void openLevel(Side side, Tick tick) noexcept {
        if (side == Side::Buy) {
            m_bids.insert(tick);
            if (m_bestBid == kNoTick || tick > m_bestBid) m_bestBid = tick;
        } else {
            m_asks.insert(tick);
            if (tick < m_bestAsk) m_bestAsk = tick;
        }
    }
    void closeLevel(Side side, Tick tick) noexcept {
        if (side == Side::Buy) {
            m_bids.erase(tick);
            if (tick == m_bestBid) m_bestBid = m_bids.below(tick);
        } else {
            m_asks.erase(tick);
            if (tick == m_bestAsk) m_bestAsk = m_asks.above(tick);
        }
    }

    static constexpr Handle kManyOrders = 4'096;

    ZeroedArray<Level> m_levels;
    TickSet m_bids;
    TickSet m_asks;
    ZeroedArray<Link> m_links;     ///< [0] is unused: handle 0 is none
    ZeroedArray<Holder> m_holders; ///< beside m_links
    Handle m_used = 0;             ///< links ever taken into use
    Handle m_free = 0;
    std::uint32_t m_live = 0;
    bool m_huge = false; ///< no part of the state
    Tick m_bestBid = kNoTick;
    Tick m_bestAsk = kNoTick; ///< kNoTick is larger than every tick
};

} // namespace qd::book
