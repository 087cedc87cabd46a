#include "widgets/base/PaneContext.h"

#include "widgets/base/PaneAccount.h"
#include "widgets/base/Words.h"

#include <algorithm>

namespace qd::ui {

std::optional<MarketId> PaneContext::marketNamed(std::string_view symbol) const {
    const std::string wanted = ports::toUpper(symbol);
    if (wanted.empty()) return std::nullopt;
    const auto& markets = market.markets();
    for (const MarketInfo& m : markets) {
        if (ports::toUpper(m.params.symbol) == wanted) return m.params.id;
    }
    for (const MarketInfo& m : markets) {
        if (ports::toUpper(m.params.symbol).starts_with(wanted)) return m.params.id;
    }
    return std::nullopt;
}

const MarketInfo* PaneContext::info(MarketId id) const {
    const auto& markets = market.markets();
    return id.value() < markets.size() ? &markets[id.value()] : nullptr;
}

bool PaneContext::standsStill() const {
    const VenueHealth health = venue.health();
    return health.fault && !health.running;
}

bool PaneContext::isDoubtful(const AccountView& account) const {
    return standsStill() || std::ranges::any_of(account.positions, [this](const PositionView& p) {
               return !p.position.base.isZero() && ui::isDoubtful(market.ticker(p.market).status);
           });
}

QString PaneContext::whose() const {
    return own != nullptr && !own->showsSelected() ? QStringLiteral(", ") + own->name() : QString();
}

} // namespace qd::ui
