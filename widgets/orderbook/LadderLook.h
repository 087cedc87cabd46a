#pragma once

#include "core/domain/Account.h"
#include "widgets/orderbook/LadderLayout.h"
#include "widgets/orderbook/LadderModel.h"
#include "widgets/orderbook/TradedVolume.h"

#include <optional>
#include <span>
#include <vector>

namespace qd::ui {

/// Steps in which a changed cell fades, over kFlashNanos.
inline constexpr int kFlashSteps = 5;
inline constexpr std::int64_t kFlashNanos = 250 * kNanosPerMilli;

/// What stands beside a price, and what a row carries beyond its numbers.
enum LadderMark : std::uint16_t {
    kMarkEntry = 1,
    kMarkLiquidation = 2,
    kMarkMark = 4,
    kMarkLastUp = 8,
    kMarkLastDown = 16,
    kShowsSpread = 32,
    kShowsLast = 64,
    kLineAbove = 128,
    kLineBelow = 256,
};

/// Everything that is seen in a row: two equal looks are two equal pictures.
struct RowLook {
    Price price;
    bool mid = false;
    Quantity bid;
    Quantity ask;
    Quantity traded;
    int bidBar = 0; ///< pixels
    int askBar = 0;
    int boughtBar = 0;
    int soldBar = 0;
    std::uint8_t bidFlash = 0; ///< kFlashSteps just changed, 0 faded
    std::uint8_t askFlash = 0;
    std::uint16_t marks = 0;
    LadderColumn hovered = LadderColumn::None; ///< the mouse is over this cell of the row
    std::uint32_t chips = 0;                   ///< changes whenever the row's chips do
    friend bool operator==(const RowLook&, const RowLook&) = default;
};

/// Prices worth a mark; empty when not known.
struct LadderMarks {
    std::optional<Price> entry;
    std::optional<Price> liquidation;
    std::optional<Price> mark;
    std::optional<Price> last;
    Side aggressor = Side::Buy; ///< of the last trade
    friend bool operator==(const LadderMarks&, const LadderMarks&) = default;
};

/// An own order on the ladder.
struct ChipLook {
    int row = 0;
    Side side = Side::Buy;
    int slot = 0; ///< several orders of a row share its cell
    int slotCount = 1;
    bool ghost = false; ///< where it would go
    bool hovered = false;
    bool lifted = false;   ///< is being dragged
    int more = 0;          ///< stands for so many orders, which have no room of their own
    Quantity total;        ///< remaining size of those
    std::size_t order = 0; ///< index into the orders given
    friend bool operator==(const ChipLook&, const ChipLook&) = default;
};

struct LookInput {
    const LadderModel& model;
    const TradedVolume* traded = nullptr; ///< null: not shown
    LadderMarks marks;
    const LadderLayout& layout;
    Price unit;             ///< grouping times tick
    bool depthBars = false; ///< bars of the depth through a row instead of its size
    bool flash = true;
    std::int64_t now = 0;
    int hoverRow = -1;
    LadderColumn hoverColumn = LadderColumn::None;
};

/// The looks of all rows; `out` keeps its memory.
void composeRows(const LookInput& input, std::vector<RowLook>& out);

/// Where the own orders stand, by row, then oldest first. `room` is how many chips fit side by side in a cell, at
/// least 1.
void composeChips(const LadderModel& model, std::span<const TrackedOrder> orders, int room, std::vector<ChipLook>& out);

} // namespace qd::ui
