#pragma once

#include "core/engine/risk/Weights.h"

#include <algorithm>
#include <cstdint>
#include <span>

/// What a pool of margin is exposed to, as plain values that refer to the parameters they are judged by: the cross pool
/// of an account, or an isolated position with its own deposit. Source: spec/perps.md §2.3, 3.6, 3.7. Any thread.
namespace qd::risk {

/// A position and its resting orders. Funding is settled into `quote` first, or added as `pendingFunding`.
struct PositionExposure {
    const MarketParams* market = nullptr;
    Price price;                  ///< mark; the settlement price once the market is over
    Quantity base;                ///< signed
    Money quote;                  ///< -cost + realised + fees, see ledger/Position.h
    Quantity openBids;            ///< >= 0, reduce-only orders left out
    Quantity openAsks;            ///< <= 0, reduce-only orders left out
    std::uint32_t openOrders = 0; ///< all of them
    Ratio userMargin;        ///< largest custom ratio (§3.5) of account, position and the order judged; Initial only
    Money pendingFunding;    ///< funding not yet settled, < 0 owed (§3.6 step 1)
    Money netUnsettledPnl;   ///< of all users of the market (§3.6 step 4)
    Money openInterestValue; ///< of one side of the market (§3.4); Initial only
    bool settled = false;    ///< the market is in settlement: requires nothing (§3.6 step 5)
};

/// A deposit of an asset other than the quote currency.
struct CollateralExposure {
    const AssetParams* asset = nullptr;
    Amount amount;     ///< < 0 owed
    Price price;       ///< oracle; 0 = not valid and the caller allows that: the deposit is worth nothing
    Price twap5;       ///< 5-minute average of the oracle
    Money allDeposits; ///< what everybody's deposits of the asset are worth, for the deposit-scaled weight

    [[nodiscard]] constexpr Price low(Strictness s) const noexcept {
        return s == Strictness::Strict ? std::min(price, twap5) : price;
    }
    [[nodiscard]] constexpr Price high(Strictness s) const noexcept {
        return s == Strictness::Strict ? std::max(price, twap5) : price;
    }
};

/// Prices of the quote currency itself.
struct QuotePrices {
    Price price = Price::of(1); ///< oracle
    Price twap5 = Price::of(1); ///< 5-minute average

    [[nodiscard]] constexpr Price low(Strictness s) const noexcept {
        return s == Strictness::Strict ? std::min(price, twap5) : price;
    }
    [[nodiscard]] constexpr Price high(Strictness s) const noexcept {
        return s == Strictness::Strict ? std::max(price, twap5) : price;
    }
};

/// A pool of margin. Isolated: `collateral` is the position's own deposit and there is one position.
struct AccountExposure {
    Money collateral; ///< deposits of the quote currency; < 0 is a liability of weight 1
    std::span<const PositionExposure> positions;
    std::span<const CollateralExposure> assets{}; ///< other than the quote currency
    QuotePrices quote{};
    bool beingLiquidated = false; ///< shown as health 0
};

} // namespace qd::risk
