#pragma once

#include "core/base/Time.h"
#include "core/domain/Ids.h"
#include "core/domain/Order.h"
#include "core/domain/Units.h"

#include <cstdint>
#include <vector>

namespace qd {

/// One price of a book and the total size there.
struct BookLevel {
    Price price;
    Quantity size;
    friend constexpr bool operator==(const BookLevel&, const BookLevel&) noexcept = default;
};

/// A book at one moment. bids[0] and asks[0] are best; bids fall, asks rise; no level has size 0.
struct BookSnapshot {
    MarketId market;
    std::uint64_t version = 0;      ///< grows with every change of this market
    UnixNanos ts;                   ///< time of the last change, market time
    std::int64_t receivedNanos = 0; ///< monotonic clock when the oldest of what changed with it reached this machine
    std::vector<BookLevel> bids;
    std::vector<BookLevel> asks;
};

/// A trade as the market prints it.
struct Trade {
    TradeId id;
    UnixNanos ts;
    Price price;
    Quantity size;
    Side aggressor = Side::Buy;
    friend constexpr bool operator==(const Trade&, const Trade&) noexcept = default;
};

} // namespace qd
