#pragma once

#include "core/base/InlineVector.h"
#include "core/engine/exchange/State.h"
#include "core/engine/risk/Margin.h"

#include <span>

/// What the accounts of an exchange are exposed to, as the risk functions take it.
namespace qd::exchange {

/// One position at the market's mark.
[[nodiscard]] risk::PositionExposure exposureOf(const State& state, const AccountState& account,
                                                const PositionState& position);

/// One pool of an account, its positions at the markets' marks and its assets at their oracles' prices. Valid until the
/// next apply.
class ExposureOf {
  public:
    /// `use`: a price that is not good enough for it makes its deposit worth nothing.
    ExposureOf(const State& state, const AccountState& account, PoolId pool = kCrossPool,
               PriceUse use = PriceUse::Margin);
    [[nodiscard]] risk::AccountExposure exposure() const noexcept {
        return {m_quote, m_positions.all(), m_assets.all()};
    }
    /// The same to be varied: what if an order were open besides?
    [[nodiscard]] std::span<risk::PositionExposure> positions() noexcept { return m_positions.all(); }
    /// The market of exposure().positions[i].
    [[nodiscard]] MarketId marketAt(std::size_t i) const noexcept { return m_markets[i]; }
    /// Index of a market in exposure().positions, or -1.
    [[nodiscard]] int indexOf(MarketId market) const noexcept;

  private:
    void add(const State& state, const AccountState& account, const PositionState& position);
    void addAssets(const State& state, const AccountState& account, PriceUse use);

    Money m_quote;
    InlineVector<risk::PositionExposure, kMaxPositions> m_positions;
    InlineVector<MarketId, kMaxPositions> m_markets;
    InlineVector<risk::CollateralExposure, kMaxAssets> m_assets;
};

/// Every pool of the account: the cross pool first, then isolated positions in the order of first use.
using PoolList = InlineVector<PoolId, kMaxPositions + 1>;
[[nodiscard]] PoolList poolsOf(const AccountState& account);

/// Does the pool meet its maintenance margin? Errors count as no.
[[nodiscard]] bool isMaintained(const State& state, const AccountState& account, PoolId pool);
/// Does every pool but `except`?
[[nodiscard]] bool othersMaintained(const State& state, const AccountState& account, PoolId except);

/// §2.6, 3.8: initial margin of one pool with strict prices.
[[nodiscard]] RejectCode checkInitial(const State& state, const AccountState& account, PoolId pool);

/// What everybody's deposits of an asset are worth; 0 when that cannot be said in 64 bits, which then scales nothing.
[[nodiscard]] Money valueOfDeposits(const AssetState& asset, Price price);
/// §3.6 (4): what all users of a market could claim beyond what they put in: their quotes and open positions together,
/// netted.
[[nodiscard]] Money netUnsettledPnl(const MarketState& market);
/// §3.4: one side at the mark, rounded up; where 64 bits do not hold it, the value at which nothing may be opened.
[[nodiscard]] Money openInterestValue(const MarketState& market);

/// Are the indexes of all markets the pool is exposed to good enough for `use`?
[[nodiscard]] bool pricesGood(const State& state, const AccountState& account, PoolId pool, PriceUse use);

} // namespace qd::exchange
