#pragma once

#include "core/domain/Account.h"
#include "core/domain/Venue.h"
#include "core/engine/risk/portfolio/ViewPools.h"

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace qd::ui {

using portfolio::MathResult;

/// An account with everything it takes to value it again, as one immutable value: it may cross threads and outlive the
/// view and the list of markets it was made of.
class RiskBook {
  public:
    using Markets = std::shared_ptr<const std::vector<MarketInfo>>;
    RiskBook(std::shared_ptr<const AccountView> account, Markets markets);
    RiskBook(const RiskBook&) = delete;
    RiskBook& operator=(const RiskBook&) = delete;

    [[nodiscard]] const AccountView& account() const { return *m_account; }
    [[nodiscard]] const std::vector<MarketInfo>& markets() const { return *m_markets; }
    /// In the order of account().pools.
    [[nodiscard]] std::span<const portfolio::Pool> pools() const { return m_pools; }
    /// Assets whose price matters to the account, by name: of positions and of deposits other than stable coins.
    [[nodiscard]] const std::vector<std::string>& assets() const { return m_assets; }
    /// Deposits besides the quote currency that are meant to be worth a dollar.
    [[nodiscard]] const std::vector<AssetId>& stableCoins() const { return m_stableCoins; }
    /// Market whose prices are those of an asset: the first of it; null when there is none.
    [[nodiscard]] const MarketInfo* marketOf(std::string_view asset) const;
    /// The present price of an asset: of its position's mark, or of the deposit's oracle; 0 when neither is known.
    [[nodiscard]] Price priceOf(std::string_view asset) const;
    [[nodiscard]] bool holdsSomething() const { return !m_assets.empty(); }

  private:
    std::shared_ptr<const AccountView> m_account;
    Markets m_markets;
    std::vector<portfolio::Pool> m_pools;
    std::vector<std::string> m_assets;
    std::vector<AssetId> m_stableCoins;
};

/// By symbol: the dollar tokens that venues take as collateral.
[[nodiscard]] bool isStableCoin(std::string_view symbol);

} // namespace qd::ui
