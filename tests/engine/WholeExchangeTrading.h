#pragma once

#include "core/base/Random.h"
#include "tests/engine/RandomOrders.h"
#include "tests/support/ExchangeRig.h"

#include <algorithm>

namespace qd::test {

/// Random but plausible commands of every kind over a whole exchange: 50 accounts of a few masters, five markets (a
/// paper one, one with leverage tiers, one of the isolated tier, one that insurance does not cover), three assets,
/// oracle faults, crashes, days that pass. The commands depend on the seed and on the states they are made for; the
/// same of both gives the same commands.
class WholeExchangeTrading {
  public:
    static constexpr std::uint32_t kAccounts = 50;
    static constexpr std::uint16_t kMarkets = 5;
    static constexpr std::uint16_t kPaper = 2;   ///< market
    static constexpr std::uint16_t kOracles = 6; ///< one a market, and the stable coin's
    static constexpr std::uint16_t kSettled = 4; ///< the market that ends on the way

    WholeExchangeTrading(std::uint64_t seed, std::uint64_t steps) : m_random(seed), m_steps(steps), m_orders(m_random) {
        m_price.fill(Price::of(100));
        m_price[kOracles - 1] = Price::of(1);
    }

    /// The commands that set the exchange up.
    [[nodiscard]] std::vector<Command> setUp() {
        std::vector<Command> commands;
        for (std::uint16_t i = 0; i < kOracles; ++i) commands.push_back(byHost(CreateOracle{oracleParams(i)}));
        commands.push_back(byHost(CreateAsset{assetParams(1, "SOL", 9, 0)}));
        commands.push_back(byHost(CreateAsset{assetParams(2, "USDT", 6, kOracles - 1)}));
        for (std::uint16_t i = 0; i < kMarkets; ++i) commands.push_back(byHost(CreateMarket{marketParams(i)}));
        for (std::uint16_t i = 0; i < kOracles; ++i) commands.push_back(report(i, 0));
        commands.push_back(venuePrices());
        for (std::uint32_t i = 0; i < kAccounts; ++i) {
            commands.push_back(byHost(OpenAccount{AccountId(i), MasterId(i / 3), "a" + std::to_string(i), 128}));
            const std::int64_t dollars = i % 10 == 0 ? 300'000 : 50 + static_cast<std::int64_t>(below(4'000));
            commands.push_back(byHost(Deposit{AccountId(i), Amount(Money::of(dollars).raw())}));
        }
        // Some exchanges have a backstop, some have not.
        if (below(3) != 0) commands.push_back(byHost(SetBackstop{AccountId(0)}));
        return commands;
    }

    /// The next command for this state; lists it refers to live in this object until the next call.
    [[nodiscard]] Command next(const exchange::State& state) {
        ++m_step;
        passTime();
        if (m_refresh != 0) return report(static_cast<std::uint16_t>(--m_refresh), 0);
        Command c = draw(state);
        if (below(12) == 0) c.signer = MasterId(static_cast<std::uint32_t>(below(kAccounts / 3 + 1)));
        return c;
    }

  private:
    std::uint64_t below(std::uint64_t n) { return m_random() % n; }
    AccountId account(const exchange::State& state) {
        return AccountId(static_cast<std::uint32_t>(below(state.accounts.size())));
    }
    static MarketId anyMarket(std::uint64_t drawn) { return MarketId(static_cast<std::uint16_t>(drawn)); }
    MarketId market() { return anyMarket(below(kMarkets)); }
    Amount dollars(std::uint64_t most) { return Amount(Money::of(1 + static_cast<std::int64_t>(below(most))).raw()); }

    void passTime() {
        std::int64_t by = static_cast<std::int64_t>(below(kNanosPerSecond));
        if (below(400) == 0) by = static_cast<std::int64_t>(below(90)) * 60 * kNanosPerSecond;
        if (below(3'000) == 0) by = kNanosPerDay;
        if (below(6'000) == 0) by = 14 * kNanosPerDay;
        if (by > 20 * kNanosPerSecond) m_refresh = kOracles;
        m_now = m_now + by;
    }

    Command draw(const exchange::State& state) {
        const std::uint64_t n = below(1'000);
        if (n < 260) return price(state);
        if (n < 330) return paper(state);
        if (n < 560) return byTrader(PlaceOrder{account(state), m_orders.any(state, account(state), market(), m_now)});
        if (n < 620) return placeSet(state);
        if (n < 760) return touchOrder(state);
        if (n < 800) return liquidation(state);
        if (n < 920) return money(state);
        if (n < 970) return preference(state);
        return host(state);
    }

    // ---- prices

    Command price(const exchange::State& state) {
        if (const auto tripped = std::ranges::find_if(
                state.oracles,
                [&](const oracle::Oracle& o) { return o.state().breaker != oracle::BreakerCause::None; });
            tripped != state.oracles.end() && below(6) == 0)
            return byHost(ResetBreaker{tripped->params().id});
        const auto o = static_cast<std::uint16_t>(below(kOracles));
        move(o);
        if (o == kPaper) return venuePrices();
        const std::uint64_t n = below(20);
        return report(o, n < 15 ? 0 : n < 18 ? 1 : static_cast<std::uint8_t>(2 + below(3)));
    }
    void move(std::uint16_t o) {
        const bool coin = o == kOracles - 1;
        std::int64_t most = coin ? 300 : 1'500; // ppm
        if (!coin && below(20) == 0) most = 30'000;
        if (!coin && below(150) == 0) most = 300'000;
        const std::int64_t by = static_cast<std::int64_t>(below(static_cast<std::uint64_t>(2 * most))) - most;
        const std::int64_t moved =
            m_price[o].raw() + static_cast<std::int64_t>(Int128{m_price[o].raw()} * by / 1'000'000);
        const std::int64_t centre = coin ? 1'000'000 : 100'000'000;
        m_price[o] =
            Price(std::clamp(moved, coin ? centre * 9 / 10 : centre / 4, coin ? centre * 11 / 10 : centre * 4));
    }
    Command report(std::uint16_t o, std::uint8_t source) {
        OracleReport r{OracleId(o), source, m_price[o], Price(m_price[o].raw() / 2'000), m_now, true};
        switch (below(200)) { // what sources do wrong
        case 0: r.price = Price(0); break;
        case 1: r.confidence = Price(r.price.raw() / 20); break;
        case 2: r.publishedAt = UnixNanos(m_now.value() - 200 * kNanosPerSecond); break;
        case 3: r.enoughPublishers = false; break;
        case 4: r.price = Price(r.price.raw() * 8); break;
        case 5: r.source = 9; break;
        default: break;
        }
        return command(ReportPrice{r}, Origin::Feed);
    }
    Command venuePrices() {
        const Price index = m_price[kPaper];
        const Price mark(index.raw() + static_cast<std::int64_t>(below(400'000)) - 200'000);
        return command(SetPrices{MarketId(kPaper), below(10) == 0 ? Price{} : index, mark, below(2) == 0},
                       Origin::Feed);
    }
    Command paper(const exchange::State& state) {
        const MarketId id(kPaper);
        if (below(2) == 0)
            return command(PrintTrade{id, m_orders.near(state, id, 100), m_orders.size(state, id), m_orders.side(), 1},
                           Origin::Feed);
        m_levels[0].clear();
        m_levels[1].clear();
        for (auto& side : m_levels) {
            const bool bids = &side == m_levels.data();
            for (std::uint64_t i = below(5); i > 0; --i) {
                const std::int64_t away = static_cast<std::int64_t>(1 + below(100)) * 10'000;
                const std::int64_t at = m_orders.near(state, id, 0).raw() + (bids ? -away : away);
                side.push_back({Price(at), below(4) == 0 ? Quantity(0) : m_orders.size(state, id)});
            }
        }
        return command(UpdateDepth{id, below(8) == 0, m_levels[0], m_levels[1]}, Origin::Feed);
    }

    // ---- orders

    Command placeSet(const exchange::State& state) {
        const AccountId id = account(state);
        PlaceOrders c{id, static_cast<OrderRelation>(below(3)), {}};
        m_set.clear();
        m_orders.set(state, id, market(), c.relation, m_set);
        c.orders = m_set;
        return byTrader(c);
    }
    Command touchOrder(const exchange::State& state) {
        // An account with orders, if a few looks find one.
        AccountId id = account(state);
        for (int i = 0; i < 5 && state.account(id)->openOrderCount == 0; ++i) id = account(state);
        const Order* order = m_orders.open(*state.account(id));
        const OrderReference reference{order != nullptr ? order->id : OrderId(3), {}};
        const MarketId m = order != nullptr ? order->terms.market : market();
        switch (below(8)) {
        case 0:
            return byTrader(CancelAll{id, below(2) == 0 ? std::optional(m) : std::nullopt,
                                      below(2) == 0 ? std::optional(m_orders.side()) : std::nullopt});
        case 1:
        case 2: return byTrader(CancelOrder{id, reference});
        case 3: return byTrader(PauseTwap{id, m_orders.reference(state, OrderPhase::Twap, id), below(2) == 0});
        case 4:
        case 5: return auctionAnswer(state);
        default: return byTrader(m_orders.amend(state, id, reference, order));
        }
    }
    Command auctionAnswer(const exchange::State& state) {
        AccountId taker = account(state);
        const OrderReference reference = m_orders.reference(state, OrderPhase::Auction, taker);
        const auto& orders = state.account(taker)->orders;
        const auto found =
            std::ranges::find_if(orders, [&](const auto& o) { return o && o->order.id == reference.id; });
        const MarketId m = found == orders.end() ? market() : (*found)->order.terms.market;
        return byTrader(FillAuction{AccountId(10 * static_cast<std::uint32_t>(below(5))), taker, reference.id,
                                    m_orders.near(state, m, 60), m_orders.size(state, m)});
    }
    Command liquidation(const exchange::State& state) {
        Liquidate c{AccountId(10 * static_cast<std::uint32_t>(below(5))), account(state), market(),
                    Quantity(static_cast<std::int64_t>(1 + below(50'000)) * 10'000'000), Price{}};
        for (const auto& a : state.accounts) {
            for (std::size_t i = 0; i < a->positionCount; ++i) {
                const exchange::PositionState& p = a->positions[i];
                if (!a->riskOf(p.pool()).beingLiquidated || p.position.base.isZero() || below(3) == 0) continue;
                c.debtor = a->id;
                c.market = p.market;
            }
        }
        if (below(10) == 0) c.limit = m_orders.near(state, c.market, 50);
        return byTrader(c);
    }

    // ---- money and preferences

    Command money(const exchange::State& state) {
        const AccountId id = account(state);
        const AccountId sibling(id.value() / 3 * 3 + static_cast<std::uint32_t>(below(3)));
        switch (below(13)) {
        case 0:
        case 1: return byTrader(Deposit{id, dollars(1'500)});
        case 2: return byTrader(Deposit{id, Amount(static_cast<std::int64_t>(below(20'000'000'000))), AssetId(1)});
        case 3: return byTrader(Deposit{id, dollars(1'000), AssetId(2)});
        case 4: return byTrader(Withdraw{id, dollars(2'000)});
        case 5: return byTrader(Withdraw{id, Amount(static_cast<std::int64_t>(below(9'000'000'000))), AssetId(1)});
        case 6: return byTrader(Transfer{id, sibling, dollars(500), AssetId(static_cast<std::uint8_t>(2 * below(2)))});
        case 7:
            return byTrader(
                MoveIsolatedMargin{id, market(), Money(static_cast<std::int64_t>(below(600'000'000)) - 200'000'000)});
        case 8:
        case 9:
        case 10: return byTrader(SettlePnl{id, market()});
        case 11: return byTrader(StakeInsurance{id, Money::of(1 + static_cast<std::int64_t>(below(300)))});
        default: return unstaking(state);
        }
    }
    Command unstaking(const exchange::State& state) {
        for (const auto& a : state.accounts) {
            if (a->unstaking.shares != 0 && below(2) == 0) return byTrader(Unstake{a->id});
            if (a->stake.shares != 0 && a->unstaking.shares == 0 && below(2) == 0)
                return byTrader(RequestUnstake{a->id, 1 + static_cast<std::int64_t>(below(400'000'000))});
        }
        return byTrader(Unstake{account(state)});
    }
    Command preference(const exchange::State& state) {
        const AccountId id = account(state);
        const std::uint64_t n = below(20);
        if (n < 8) return byTrader(SetMarginMode{id, market(), below(2) == 0});
        if (n < 14) return byTrader(SetLeverage{id, market(), Ratio(static_cast<std::int64_t>(below(4) * 500))});
        if (n < 16) {
            UpdateAccount c{id, {}, {}, {}};
            if (below(2) == 0) c.userMargin = Ratio(static_cast<std::int64_t>(below(3) * 1'000));
            if (below(4) == 0 || state.account(id)->reduceOnly) c.reduceOnly = !state.account(id)->reduceOnly;
            return byTrader(c);
        }
        if (n == 16)
            return byTrader(SetReferrer{state.account(id)->master, MasterId(static_cast<std::uint32_t>(below(20)))});
        if (n < 18)
            return byTrader(SetDelegate{state.account(id)->master, MasterId(static_cast<std::uint32_t>(below(17))),
                                        static_cast<std::uint8_t>(below(8)),
                                        below(2) == 0 ? m_now + kNanosPerHour : UnixNanos{},
                                        Money::of(static_cast<std::int64_t>(below(2) * 500))});
        if (n < 19) return byTrader(CloseAccount{below(2) == 0 ? emptyOr(state, id) : id});
        const bool fresh = state.accounts.size() < kAccounts + 10 && below(3) == 0;
        return byTrader(OpenAccount{fresh ? AccountId(static_cast<std::uint32_t>(state.accounts.size())) : id,
                                    MasterId(static_cast<std::uint32_t>(below(20))), "more", 16});
    }

    /// An account that has nothing, if there is one.
    static AccountId emptyOr(const exchange::State& state, AccountId otherwise) {
        const auto found = std::ranges::find_if(state.accounts, [](const auto& a) {
            return !a->closed && a->positionCount == 0 && a->openOrderCount == 0 && a->stake.shares == 0 &&
                   std::ranges::all_of(a->balances, [](Amount b) { return b.isZero(); });
        });
        return found == state.accounts.end() ? otherwise : (*found)->id;
    }

    // ---- the venue's own

    Command host(const exchange::State& state) {
        if (m_step > m_steps * 2 / 3 && !m_settled) {
            m_settled = true;
            return byHost(SetMarketStatus{MarketId(kSettled), MarketStatus::Settlement, m_price[kSettled]});
        }
        const std::uint64_t n = below(24);
        const MarketId id = market();
        if (n < 8) return status(state);
        if (n < 12)
            return byHost(SetPausedOperations{
                id, static_cast<std::uint8_t>(state.market(id)->pausedOperations != 0 ? 0 : 1U << below(4))});
        if (n < 16) return freeze(state);
        if (n < 19) return byHost(SettleRevenue{id, Money::of(1 + static_cast<std::int64_t>(below(20)))});
        if (n < 20) return byHost(SetBackstop{AccountId(10 * static_cast<std::uint32_t>(below(5)))});
        if (n < 21) return byHost(CreateMarket{marketParams(static_cast<std::uint16_t>(below(kMarkets)))});
        if (n < 22) return byHost(CreateAsset{assetParams(1, "SOL", 9, 0)});
        if (n < 23) return byHost(CreateOracle{oracleParams(0)});
        return byHost(AdvanceTime{});
    }
    Command status(const exchange::State& state) {
        for (const auto& m : state.markets) {
            if (m->status == MarketStatus::Settlement && below(30) == 0)
                return byHost(SetMarketStatus{m->params.id, MarketStatus::Delisted, {}});
            if (m->status == MarketStatus::Paused || m->status == MarketStatus::ReduceOnly)
                return byHost(SetMarketStatus{m->params.id, MarketStatus::Active, {}});
        }
        return byHost(SetMarketStatus{market(), below(2) == 0 ? MarketStatus::Paused : MarketStatus::ReduceOnly, {}});
    }
    Command freeze(const exchange::State& state) {
        const auto frozen = std::ranges::find_if(state.accounts, [](const auto& a) { return a->frozen; });
        if (frozen != state.accounts.end()) return byHost(FreezeAccount{(*frozen)->id, false});
        return byHost(FreezeAccount{account(state), true});
    }

    [[nodiscard]] OracleParams oracleParams(std::uint16_t i) const {
        OracleParams p;
        p.id = OracleId(i);
        p.symbol = "ORACLE-" + std::to_string(i);
        p.tier = tierOf(i);
        p.staleForFillMs = 30'000;
        p.staleForMarginMs = 120'000;
        p.stableCoin = i == kOracles - 1;
        if (i == 0) p.weights = {0, 0, 3, 2, 2};
        return p;
    }
    static MarketTier tierOf(std::uint16_t i) {
        constexpr std::array kTiers{MarketTier::A,        MarketTier::B,           MarketTier::C,
                                    MarketTier::Isolated, MarketTier::Speculative, MarketTier::A};
        return kTiers[i];
    }
    static AssetParams assetParams(std::uint8_t id, const char* symbol, int decimals, std::uint16_t oracle) {
        AssetParams p;
        p.id = AssetId(id);
        p.symbol = symbol;
        p.decimals = decimals;
        p.oracle = OracleId(oracle);
        p.initialWeight = Ratio(8'000);
        p.maintenanceWeight = Ratio(9'000);
        p.initialLiabilityWeight = Ratio(12'000);
        p.maintenanceLiabilityWeight = Ratio(11'000);
        p.imf = Rate(id == 1 ? 1'000 : 0);
        p.scaleStart = Money::of(20'000);
        p.cap = Money::of(60'000);
        return p;
    }
    static MarketParams marketParams(std::uint16_t i) {
        MarketParams p = solMarket(MarketId(i), i == kPaper ? Liquidity::External : Liquidity::Native);
        p.tier = tierOf(i);
        p.markModel = i == kPaper ? MarkModel::Published : MarkModel::Formed;
        p.funding = true;
        p.impactNotional = Money::of(200);
        if (i == 0) { // a hundred times
            p.initialMargin = Ratio(200);
            p.maintenanceMargin = Ratio(100);
        }
        if (i == 1) {
            p.marginModel = MarginModel::Tiers;
            p.tiers = {LeverageTier{Money(0), 20}, LeverageTier{Money::of(5'000), 10},
                       LeverageTier{Money::of(20'000), 5}};
            p.tierCount = 3;
            p.initialMargin = Ratio(500);
            p.maintenanceMargin = Ratio(250);
        }
        if (i == 3) {
            p.upnlWeightInitial = Ratio(0);
            p.imf = Rate(1'000);
        }
        if (i == 4) {
            p.openInterestLower = Money::of(20'000);
            p.openInterestUpper = Money::of(200'000);
            p.maxOpenInterest = Quantity::of(1'500);
            p.maxPnlImbalance = Money::of(2'000);
            p.maxPositiveUpnlInitial = Money::of(100);
            p.upnlImf = Rate(1'000);
        }
        return p;
    }

    template<class Body>
    Command command(Body body, Origin origin) const {
        Command c;
        c.ts = m_now;
        c.origin = origin;
        c.body = std::move(body);
        return c;
    }
    template<class Body>
    Command byHost(Body body) const {
        return command(std::move(body), Origin::Operator);
    }
    template<class Body>
    Command byTrader(Body body) const {
        return command(std::move(body), Origin::Trader);
    }

    SplitMix64 m_random;
    std::uint64_t m_steps;
    std::uint64_t m_step = 0;
    RandomOrders m_orders;
    UnixNanos m_now = UnixNanos::fromMillis(1'700'000'000'000);
    std::array<Price, kOracles> m_price{};
    std::uint64_t m_refresh = 0; ///< oracles still to be heard after a long silence
    bool m_settled = false;
    std::array<std::vector<BookLevel>, 2> m_levels;
    std::vector<OrderTerms> m_set;
};

} // namespace qd::test
