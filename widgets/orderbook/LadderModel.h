#pragma once

#include "core/domain/Book.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace qd::ui {

/// Ticks that may share a row.
inline constexpr std::array<int, 7> kGroupings{1, 2, 5, 10, 25, 50, 100};

enum class RowPolicy : std::uint8_t {
    EveryTick,  ///< a row for every step of price, with or without size: prices stand still
    LevelsOnly, ///< rows only where there is size or an own order, and a row for the spread
};

/// One row. Bids are counted at the multiple of the grouping below them, asks at the one above: an order at the row's
/// price is never worse for its sender than what the row shows.
struct LadderRow {
    Price price;      ///< multiple of the grouping
    bool mid = false; ///< the spread's own row (LevelsOnly); nothing else is set
    Quantity bid;
    Quantity ask;
    Quantity bidThrough; ///< sum of the bids from the best one in view down to here; 0 above them
    Quantity askThrough;
    std::int64_t bidChangedAt = 0; ///< monotonic nanoseconds of the last change seen while in view; 0 = none
    std::int64_t askChangedAt = 0;
};

/// What the view as a whole says. Sizes are sums over the rows in view and stop at the largest 64-bit number.
struct LadderSummary {
    std::optional<Price> bestBid;
    std::optional<Price> bestAsk;
    Quantity bids;
    Quantity asks;
    Quantity largest; ///< the largest single bid or ask in view
    std::uint64_t version = 0;
    std::int64_t receivedNanos = 0; ///< monotonic arrival of the book shown

    [[nodiscard]] bool crossed() const { return bestBid && bestAsk && *bestBid >= *bestAsk; }
    /// (bid + ask) / 2 rounded down, or the one side there is.
    [[nodiscard]] std::optional<Price> mid() const;
    /// Hundredths of a basis point of the mid, rounded toward zero; empty unless both sides are there.
    [[nodiscard]] std::optional<std::int64_t> spreadCentiBps() const;
    /// (bids - asks) / (bids + asks) in percent, rounded toward zero; empty without any size.
    [[nodiscard]] std::optional<int> imbalancePercent() const;
};

/// The rows of a price ladder: a book, a grouping and a place to look at. Integers only, no Qt. Work is bounded by the
/// levels in view whatever the size of the book. Main thread.
class LadderModel {
  public:
    /// Forgets everything of the market before. tick > 0.
    void setMarket(Price tick, Price maxPrice);
    /// One of kGroupings; anything else is ignored. Keeps the price in the middle where it is.
    void setGrouping(int ticks);
    [[nodiscard]] int grouping() const { return m_grouping; }
    void setPolicy(RowPolicy policy);
    [[nodiscard]] RowPolicy policy() const { return m_policy; }
    /// Rows in view; at least 1.
    void setRowCount(int rows);
    /// Prices that have a row even without size (LevelsOnly), with the side they are counted on.
    void setPinned(std::span<const std::pair<Side, Price>> prices);

    /// Shows a book, which may be null. `reference` is where to look while the book is empty (0 = nowhere); `held`: the
    /// rows must not move under somebody's hand. `now`: monotonic nanoseconds.
    void update(std::shared_ptr<const BookSnapshot> book, Price reference, bool held, std::int64_t now);

    /// Following the mid (true), or standing where it was scrolled to.
    [[nodiscard]] bool following() const { return m_following; }
    /// Follows again, at once.
    void centre();
    /// Moves the view `rows` rows towards lower prices (negative: higher) and stops following.
    void scroll(int rows);
    /// Brings a price to the middle and stops following.
    void show(Price price);
    void setFollowing(bool following);

    [[nodiscard]] std::span<const LadderRow> rows() const { return m_rows; }
    [[nodiscard]] const LadderSummary& summary() const { return m_summary; }
    [[nodiscard]] bool empty() const { return m_rows.empty(); }
    /// The row's price for an order of a side: down for buys, up for sells.
    [[nodiscard]] Price bucket(Side side, Price price) const;
    /// Row of a price on a side; empty when it is out of view.
    [[nodiscard]] std::optional<int> rowOf(Side side, Price price) const;
    /// Row of the highest price at or below this one: for marks that belong to no side.
    [[nodiscard]] std::optional<int> rowNear(Price price) const;
    /// True when the mid is somewhere in view.
    [[nodiscard]] bool midInView() const;
    /// The spread in ticks while it is so wide that the rows around the mid show neither side; empty otherwise.
    [[nodiscard]] std::optional<std::int64_t> spreadOutOfView() const;

  private:
    using Raw = std::int64_t;
    [[nodiscard]] Raw unit() const { return m_tick * m_grouping; }
    [[nodiscard]] Raw floorOf(Raw price) const { return price - price % unit(); }
    [[nodiscard]] Raw ceilOf(Raw price) const { return floorOf(price + unit() - 1); }
    void rebuild();
    void follow();
    void clampTop();
    [[nodiscard]] std::optional<Raw> below(Raw price) const;
    [[nodiscard]] std::optional<Raw> above(Raw price) const;
    [[nodiscard]] std::optional<Raw> middle() const;
    void layRows();
    void layLevels();
    void fillBids();
    void fillAsks();
    void sumUp();
    void carryChanges(const std::vector<LadderRow>& before);

    Raw m_tick = 1;
    Raw m_maxPrice = 0;
    int m_grouping = 1;
    RowPolicy m_policy = RowPolicy::EveryTick;
    int m_rowCount = 1;
    bool m_following = true;
    bool m_placed = false;  ///< m_top means something
    bool m_settled = false; ///< the rows before can be compared with the next ones
    Raw m_top = 0;          ///< price of the first row (LevelsOnly: at or above it)
    Raw m_reference = 0;
    std::int64_t m_now = 0;
    std::vector<Raw> m_pinned; ///< buckets, rising
    std::vector<std::pair<Side, Price>> m_pins;
    std::shared_ptr<const BookSnapshot> m_book;
    std::vector<LadderRow> m_rows;
    std::vector<LadderRow> m_before; ///< kept to avoid an allocation a frame
    LadderSummary m_summary;
};

} // namespace qd::ui
