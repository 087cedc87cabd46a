#include "widgets/history/HistoryRows.h"

#include "widgets/base/Format.h"
#include "widgets/base/SubAccounts.h"

#include <QCoreApplication>

namespace qd::ui {

NameBook::NameBook(const PaneContext& context) {
    for (const MarketInfo& info : context.market.markets()) {
        RecordNames& names = m_markets[info.params.id];
        names.symbol = QString::fromStdString(info.params.symbol);
        names.priceDecimals = decimalsOf(info.params.tick);
        names.sizeDecimals = decimalsOf(info.params.step);
    }
    const std::vector<AssetStanding> assets = context.market.assets();
    for (const AssetStanding& asset : assets) {
        RecordNames& names = m_assets[asset.params.id];
        names.asset = QString::fromStdString(asset.params.symbol);
        names.assetDecimals = asset.params.decimals;
    }
    const auto owner = context.accounts.account();
    if (!owner) return;
    for (const SubAccountView& sub : owner->subAccounts) m_accounts[sub.id] = accountName(sub);
}

RecordNames NameBook::of(std::optional<MarketId> market, std::optional<AssetId> asset) const {
    RecordNames names;
    names.symbol = unknownText();
    if (const auto known = market ? m_markets.find(*market) : m_markets.end(); known != m_markets.end())
        names = known->second;
    if (const auto known = asset ? m_assets.find(*asset) : m_assets.end(); known != m_assets.end()) {
        names.asset = known->second.asset;
        names.assetDecimals = known->second.assetDecimals;
    }
    return names;
}

QString NameBook::account(AccountId id) const {
    const auto known = m_accounts.find(id);
    return known != m_accounts.end()
               ? known->second
               : QCoreApplication::translate("qd::ui::History", "Account %1 of the venue").arg(id.value());
}

} // namespace qd::ui
