#pragma once

#include "core/engine/book/Book.h"

#include <algorithm>

namespace qd::book {

/// The displayed book of an outside venue: one total a price, no orders. What paper fills took from a level is
/// remembered until the venue next tells that level's size, so the same displayed lot is never bought twice. One
/// thread.
class ExternalDepth {
  public:
    explicit ExternalDepth(Tick capacity) : m_bids(capacity), m_asks(capacity) {}

    /// A new total of a level; 0 removes it. Forgets what was taken from it.
    void set(Side side, Tick tick, Lots lots) noexcept {
        Half& half = halfOf(side);
        half.levels[tick] = {lots, 0};
        if (lots != 0)
            half.displayed.insert(tick);
        else
            half.displayed.erase(tick);
        refreshAvailable(half, side, tick, lots != 0);
    }
    void clear() noexcept {
        for (const Side side : {Side::Buy, Side::Sell}) {
            Half& half = halfOf(side);
            for (Tick t = half.displayed.first(); t != kNoTick; t = half.displayed.first()) set(side, t, 0);
        }
    }
    /// Takes `lots` (<= available) from a level.
    void take(Side side, Tick tick, Lots lots) noexcept {
        Half& half = halfOf(side);
        half.levels[tick].taken += lots;
        refreshAvailable(half, side, tick, available(side, tick) != 0);
    }

    [[nodiscard]] Lots displayed(Side side, Tick tick) const noexcept { return halfOf(side).levels[tick].displayed; }
    [[nodiscard]] Lots taken(Side side, Tick tick) const noexcept { return halfOf(side).levels[tick].taken; }
    [[nodiscard]] Lots available(Side side, Tick tick) const noexcept {
        const Entry& e = halfOf(side).levels[tick];
        return e.displayed - e.taken;
    }
    /// Best price at which something can be had, kNoTick when nothing.
    [[nodiscard]] Tick best(Side side) const noexcept { return halfOf(side).best; }
    [[nodiscard]] Tick nextWorse(Side side, Tick t) const noexcept {
        return side == Side::Buy ? m_bids.available.below(t) : m_asks.available.above(t);
    }
    /// Best displayed price, and the next worse one, whether or not paper fills used it up.
    [[nodiscard]] Tick bestDisplayed(Side side) const noexcept {
        return side == Side::Buy ? m_bids.displayed.last() : m_asks.displayed.first();
    }
    [[nodiscard]] Tick nextWorseDisplayed(Side side, Tick t) const noexcept {
        return side == Side::Buy ? m_bids.displayed.below(t) : m_asks.displayed.above(t);
    }

  private:
    struct Entry {
        Lots displayed = 0;
        Lots taken = 0;
    };
    struct Half {
        explicit Half(Tick capacity) : levels(capacity), displayed(capacity), available(capacity) {}
        ZeroedArray<Entry> levels;
        TickSet displayed;
        TickSet available;
        Tick best = kNoTick;
    };
    [[nodiscard]] Half& halfOf(Side side) noexcept { return side == Side::Buy ? m_bids : m_asks; }
    [[nodiscard]] const Half& halfOf(Side side) const noexcept { return side == Side::Buy ? m_bids : m_asks; }

    static void refreshAvailable(Half& half, Side side, Tick tick, bool any) noexcept {
        if (any)
            half.available.insert(tick);
        else
            half.available.erase(tick);
        half.best = side == Side::Buy ? half.available.last() : half.available.first();
    }

    Half m_bids;
    Half m_asks;
};

} // namespace qd::book
