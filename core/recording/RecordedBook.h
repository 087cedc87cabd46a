#pragma once

#include "core/base/Hash.h"
#include "core/recording/RecordedEvents.h"

#include <span>
#include <vector>

namespace qd::recording {

/// The displayed book of a market: one total a price. Levels lie with the best one last, where nearly all changes are.
/// No allocation once it has held its largest book. One thread.
class RecordedBook {
  public:
    /// Whether it is the whole book: after a snapshot, and no longer after a gap.
    [[nodiscard]] bool known() const noexcept { return m_known; }
    void setKnown(bool known) noexcept { m_known = known; }
    /// Forgets all levels.
    void clear() noexcept;

    /// The new total of a level, 0 removes it; tells the one it had. Price > 0, size >= 0.
    Quantity set(Side side, Price price, Quantity size);
    /// Levels of a change one after the other; a snapshot makes the book known.
    void apply(const DepthRecord& change);

    /// Worst first, the best one last; no level has size 0.
    [[nodiscard]] std::span<const BookLevel> levels(Side side) const noexcept { return half(side); }
    /// Null when the side is empty.
    [[nodiscard]] const BookLevel* best(Side side) const noexcept {
        return half(side).empty() ? nullptr : &half(side).back();
    }
    /// Over all levels and whether they are known.
    [[nodiscard]] StateHash hash() const;

  private:
    using Levels = std::vector<BookLevel>;
    [[nodiscard]] Levels& half(Side side) noexcept { return side == Side::Buy ? m_bids : m_asks; }
    [[nodiscard]] const Levels& half(Side side) const noexcept { return side == Side::Buy ? m_bids : m_asks; }
    void replace(Side side, std::span<const BookLevel> levels);

    Levels m_bids; ///< prices rise
    Levels m_asks; ///< prices fall
    bool m_known = false;
};

} // namespace qd::recording
