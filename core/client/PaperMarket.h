#pragma once

#include "core/domain/Commands.h"

#include <span>
#include <string>
#include <vector>

/// How recorded markets become markets of the exchange, traded on paper.
namespace qd::client {

/// Names and grid as a recording tells them.
struct PaperGrid {
    std::string symbol;
    std::string baseAsset;
    Price tick;    ///< > 0
    Quantity step; ///< > 0
};

/// On the grid of the recording, wide enough for prices four times `reference`, which is > 0. Its oracle has its
/// number. What a venue does not tell is as spec/perps.md §3 has it, see feed::setMarginTerms.
[[nodiscard]] MarketParams paperMarket(MarketId id, const PaperGrid& grid, Price reference);

/// The commands that make the markets with their oracles, and collateral of the base assets that have a price among
/// them: nothing else has one in a recording. Markets by id, from 0 on.
[[nodiscard]] std::vector<Command> setUpPaper(std::span<const MarketParams> markets, UnixNanos at);

} // namespace qd::client
