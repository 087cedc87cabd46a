#pragma once

#include "core/domain/Account.h"
#include "core/domain/Standing.h"
#include "core/domain/Venue.h"
#include "core/engine/risk/Exposure.h"

#include <span>
#include <vector>

/// What an account is exposed to, from what its owner sees of it: the terminal computes with the same functions as the
/// exchange. Any thread.
namespace qd::risk {

/// One pool of an account. Refers to the parameters in `markets` and `account`, which must outlive it.
class ViewExposure {
  public:
    /// `markets`: of the venue, in the order of their ids.
    ViewExposure(const AccountView& account, std::span<const MarketInfo> markets, PoolId pool = kCrossPool);
    ViewExposure(const ViewExposure&) = delete;
    ViewExposure& operator=(const ViewExposure&) = delete;

    [[nodiscard]] AccountExposure exposure() const noexcept {
        return {m_deposit, m_positions, m_assets, {}, m_beingLiquidated};
    }
    /// The same to be varied: what if a position were another, a price another?
    [[nodiscard]] std::span<PositionExposure> positions() noexcept { return m_positions; }
    [[nodiscard]] std::span<CollateralExposure> assets() noexcept { return m_assets; }
    /// Index of a market in exposure().positions, or -1: the account never used it, or it is in another pool.
    [[nodiscard]] int indexOf(MarketId market) const noexcept;
    /// Index of a market as indexOf, which gets an empty position first if it has none.
    std::size_t with(const MarketInfo& market, const MarketPrices& prices, const MarketStanding* standing);

  private:
    Ratio m_userMargin; ///< of the account
    Money m_deposit;
    bool m_beingLiquidated = false;
    std::vector<PositionExposure> m_positions;
    std::vector<CollateralExposure> m_assets;
};

/// The pool of the account that a market belongs to now.
[[nodiscard]] PoolId poolOf(const AccountView& account, MarketId market) noexcept;

} // namespace qd::risk
