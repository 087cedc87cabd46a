#include "widgets/alerts/NewTrades.h"

namespace qd::ui {

NewTrades::Run NewTrades::read(const ports::MarketData& market, MarketId id) {
    const auto [seen, first] = m_seen.try_emplace(id);
    ports::TradeRun run = market.trades(id, seen->second);
    seen->second = run.next;
    if (first) return {{}, true};
    return {std::move(run.trades), run.missed != 0};
}

} // namespace qd::ui
