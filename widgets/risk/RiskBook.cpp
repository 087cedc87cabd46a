#include "widgets/risk/RiskBook.h"

#include <algorithm>
#include <array>

namespace qd::ui {

bool isStableCoin(std::string_view symbol) {
    static constexpr std::array<std::string_view, 8> kSymbols{"USDC", "USDT", "USDS",  "PYUSD",
                                                              "DAI",  "USDE", "FDUSD", "USDG"};
    return std::ranges::find(kSymbols, symbol) != kSymbols.end();
}

RiskBook::RiskBook(std::shared_ptr<const AccountView> account, Markets markets)
    : m_account(std::move(account))
    , m_markets(std::move(markets))
    , m_pools(portfolio::poolsOf(*m_account, *m_markets)) {
    std::set<std::string> assets;
    for (const portfolio::Pool& pool : m_pools) {
        for (const auto& position : pool.positions) {
            if (!position.base.isZero()) assets.insert(position.market->baseAsset);
        }
        for (const auto& deposit : pool.assets) {
            if (isStableCoin(deposit.asset->symbol))
                m_stableCoins.push_back(deposit.asset->id);
            else
                assets.insert(deposit.asset->symbol);
        }
    }
    m_assets.assign(assets.begin(), assets.end());
}

const MarketInfo* RiskBook::marketOf(std::string_view asset) const {
    const auto found = std::ranges::find(*m_markets, asset,
                                         [](const MarketInfo& m) -> std::string_view { return m.params.baseAsset; });
    return found == m_markets->end() ? nullptr : &*found;
}

Price RiskBook::priceOf(std::string_view asset) const {
    for (const portfolio::Pool& pool : m_pools) {
        for (const auto& position : pool.positions) {
            if (position.market->baseAsset == asset && !position.base.isZero()) return position.price;
        }
    }
    for (const portfolio::Pool& pool : m_pools) {
        for (const auto& deposit : pool.assets) {
            if (deposit.asset->symbol == asset) return deposit.price;
        }
    }
    return {};
}

} // namespace qd::ui
