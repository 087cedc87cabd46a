#pragma once

#include "core/domain/Venue.h"
#include "widgets/depth/Depth.h"

#include <QString>

#include <array>
#include <optional>
#include <string_view>

/// DEPTH in words and numbers. Pure.
namespace qd::ui {

/// Ranges of the chart in parts per million of the centre, 0 = the whole book; nearest first.
inline constexpr std::array<std::int64_t, 8> kDepthRanges{1'000, 2'500, 5'000, 10'000, 20'000, 50'000, 100'000, 0};
inline constexpr std::int64_t kStandardDepthRange = 10'000;
/// "±0.25 %", "whole book".
[[nodiscard]] QString rangeText(std::int64_t partsPerMillion);
/// "0.25", "0.25%", "±0.25%", "whole". Empty for what is no range of the list.
[[nodiscard]] std::optional<std::int64_t> rangeFrom(std::string_view typed);
/// The next one, wider or narrower; at the ends itself.
[[nodiscard]] std::int64_t steppedRange(std::int64_t partsPerMillion, int steps);

/// How the market stands.
struct DepthFacts {
    DataStatus status = DataStatus::Unknown;
    std::int64_t age = 0; ///< of what was heard last, nanoseconds
    bool standsStill = false;
    friend bool operator==(const DepthFacts&, const DepthFacts&) = default;
};
/// Why what is shown is not to be trusted, as a sentence; empty when it is.
[[nodiscard]] QString doubtText(const DepthFacts& facts);
/// What stands in the pane while there is no book.
[[nodiscard]] QString emptyText(bool marketKnown, const DepthFacts& facts);

/// What a side holds up to a distance: "149.63 (−0.25 %)", "1 234.50 SOL", "own 2.00", "184 800 USDC".
struct ReachText {
    QString where;
    QString base;
    QString own; ///< empty: none
    QString quote;
    bool beyond = false; ///< it is all that is seen
    friend bool operator==(const ReachText&, const ReachText&) = default;
};
[[nodiscard]] ReachText reachText(const Depth& depth, Side side, Price distance, const MarketParams& market);

/// "Bids 62.1 % · asks 37.9 %".
[[nodiscard]] QString imbalanceText(const Depth& depth, Price distance);

/// "Buy 5: average 150.12 (+0.031 %), to 150.20 (+0.084 %), 750.60 USDC"; or how much of it the book holds.
[[nodiscard]] QString fillText(const Depth& depth, Side taker, Quantity size, const MarketParams& market);

} // namespace qd::ui
