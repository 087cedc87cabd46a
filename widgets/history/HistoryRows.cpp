#include "widgets/history/HistoryRows.h"

#include "widgets/base/Format.h"

namespace qd::ui {

RecordNames namesOf(const PaneContext& context, std::optional<MarketId> market, std::optional<AssetId> asset) {
    RecordNames names;
    names.symbol = unknownText();
    if (const MarketInfo* info = market ? context.info(*market) : nullptr) {
        names.symbol = QString::fromStdString(info->params.symbol);
        names.priceDecimals = decimalsOf(info->params.tick);
        names.sizeDecimals = decimalsOf(info->params.step);
    }
    if (!asset) return names;
    for (const AssetStanding& known : context.market.assets()) {
        if (known.params.id != *asset) continue;
        names.asset = QString::fromStdString(known.params.symbol);
        names.assetDecimals = known.params.decimals;
    }
    return names;
}

} // namespace qd::ui
