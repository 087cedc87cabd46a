// The slow part of the board: how markets and the venue stand, and the liquidation feed.
#include "core/client/MarketBoard.h"
#include "core/client/Standings.h"
#include "core/engine/exchange/FieldCodec.h"

#include <algorithm>

namespace qd::exchange {
template<>
inline constexpr auto kLastOf<LiquidationEntryKind> = LiquidationEntryKind::Bankrupt;
} // namespace qd::exchange

namespace qd::client {
namespace {

/// Everything of an entry but its texts.
void fields(auto& ar, auto& e) {
    ar(e.number, e.ts, e.kind, e.account, e.pool.isolated, e.pool.market, e.market, e.side, e.size, e.price,
       e.liquidatorFee, e.insurance, e.realised, e.other, e.loss, e.fromFees, e.socialised, e.level, e.before,
       e.collateral, e.requirement);
}

} // namespace

void MarketBoard::addLiquidation(LiquidationEntry entry) {
    const std::scoped_lock lock(m_mutex);
    entry.number = ++m_liquidationCount;
    if (!m_markets.empty()) entry.venue = m_markets.front().venue;
    m_liquidations.push_back(std::move(entry));
    if (m_liquidations.size() > kLiquidationsKept) m_liquidations.pop_front();
}

void MarketBoard::publishStandings(const exchange::State& state) {
    std::vector<std::shared_ptr<const MarketStanding>> standings;
    for (const auto& market : state.markets)
        standings.push_back(std::make_shared<const MarketStanding>(standingOf(state, *market)));
    std::vector<AssetStanding> assets = assetsOf(state);
    const InsuranceStanding insurance = insuranceOf(state);
    const std::scoped_lock lock(m_mutex);
    for (auto& standing : standings) {
        const MarketId id = standing->market;
        entry(id).standing = std::move(standing);
    }
    m_assets = std::move(assets);
    m_insurance = insurance;
}

std::shared_ptr<const MarketStanding> MarketBoard::standing(MarketId market) const {
    const std::scoped_lock lock(m_mutex);
    const Entry* e = find(market);
    return e == nullptr ? nullptr : e->standing;
}

std::vector<AssetStanding> MarketBoard::assets() const {
    const std::scoped_lock lock(m_mutex);
    return m_assets;
}

InsuranceStanding MarketBoard::insurance() const {
    const std::scoped_lock lock(m_mutex);
    return m_insurance;
}

ports::LiquidationRun MarketBoard::liquidations(std::uint64_t cursor) const {
    ports::LiquidationRun run;
    run.next = cursor;
    const std::scoped_lock lock(m_mutex);
    if (m_liquidations.empty() || m_liquidations.back().number <= cursor) return run;
    const auto first = std::ranges::upper_bound(m_liquidations, cursor, {}, &LiquidationEntry::number);
    run.entries.assign(first, m_liquidations.end());
    for (LiquidationEntry& e : run.entries) {
        if (e.venue.empty() && !m_markets.empty()) e.venue = m_markets.front().venue;
    }
    run.next = run.entries.back().number;
    if (cursor != 0) run.missed = run.entries.front().number - cursor - 1;
    return run;
}

void MarketBoard::saveLiquidations(ByteWriter& out) const {
    out.put(m_liquidationCount);
    const std::size_t kept = std::min(m_liquidations.size(), kLiquidationsSaved);
    out.put(static_cast<std::uint32_t>(kept));
    exchange::FieldWriter write(out);
    for (std::size_t i = m_liquidations.size() - kept; i < m_liquidations.size(); ++i) fields(write, m_liquidations[i]);
}

void MarketBoard::loadLiquidations(ByteReader& in) {
    in.get(m_liquidationCount);
    const auto count = in.get<std::uint32_t>();
    if (count > kLiquidationsSaved) return in.invalidate();
    exchange::FieldReader read(in);
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        LiquidationEntry entry;
        fields(read, entry);
        m_liquidations.push_back(std::move(entry));
    }
}

} // namespace qd::client
