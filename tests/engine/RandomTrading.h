#pragma once

#include "core/base/Random.h"
#include "tests/support/ExchangeRig.h"

namespace qd::test {

/// Random but plausible commands over several accounts and markets, one of them on paper: every order type, amends,
/// cancels, price moves, expiries. The same seed gives the same commands.
class RandomTrading {
  public:
    RandomTrading(std::uint64_t seed, std::uint32_t accounts, std::uint16_t markets)
        : m_random(seed)
        , m_accounts(accounts)
        , m_markets(markets) {}

    /// The commands that set the exchange up.
    [[nodiscard]] std::vector<Command> setUp() {
        std::vector<Command> commands;
        for (std::uint16_t i = 0; i < m_markets; ++i) {
            MarketParams p = solMarket(MarketId(i), i + 1 == m_markets ? Liquidity::External : Liquidity::Native);
            if (i % 2 == 1) p.imf = Rate(1'000);
            commands.push_back(command(CreateOracle{steadyOracle(OracleId(i))}, Origin::Operator));
            commands.push_back(command(CreateMarket{p}, Origin::Operator));
            commands.push_back(command(SetPrices{MarketId(i), Price::of(100), Price::of(100), false}, Origin::Feed));
            m_centre.push_back(Price::of(100));
        }
        for (std::uint32_t i = 0; i < m_accounts; ++i) {
            commands.push_back(
                command(OpenAccount{AccountId(i), MasterId(i / 2), "a" + std::to_string(i), 128}, Origin::Operator));
            commands.push_back(
                command(Deposit{AccountId(i), Amount(Money::of(50 + static_cast<std::int64_t>(below(2'000))).raw())},
                        Origin::Operator));
        }
        return commands;
    }

    /// The next command; a depth update refers to levels in this object until the next call.
    [[nodiscard]] Command next() {
        m_now = m_now + static_cast<std::int64_t>(below(2 * kNanosPerSecond));
        const MarketId market(static_cast<std::uint16_t>(below(m_markets)));
        const AccountId account(static_cast<std::uint32_t>(below(m_accounts)));
        switch (below(16)) {
        case 0: return movePrice(market);
        case 1:
            return command(CancelAll{account, below(2) != 0 ? std::optional(market) : std::nullopt,
                                     below(2) != 0 ? std::optional(side()) : std::nullopt},
                           Origin::Trader);
        case 2:
        case 3:
            return command(CancelOrder{account, {OrderId(static_cast<std::uint32_t>(1 + below(60))), {}}},
                           Origin::Trader);
        case 4:
        case 5:
            return command(
                AmendOrder{
                    account, {OrderId(static_cast<std::uint32_t>(1 + below(60))), {}}, near(market, 200), size()},
                Origin::Trader);
        case 6: return depth(MarketId(static_cast<std::uint16_t>(m_markets - 1)));
        case 7: {
            const MarketId paper(static_cast<std::uint16_t>(m_markets - 1));
            return command(PrintTrade{paper, near(paper, 150), size(), side(), below(1'000)}, Origin::Feed);
        }
        default: return command(PlaceOrder{account, terms(market)}, Origin::Trader);
        }
    }

  private:
    std::uint64_t below(std::uint64_t n) { return m_random() % n; }
    Side side() { return below(2) == 0 ? Side::Buy : Side::Sell; }
    Quantity size() { return Quantity(static_cast<std::int64_t>(1 + below(below(4) == 0 ? 3'000 : 300)) * 10'000'000); }
    /// A price on the tick grid around the market's centre.
    Price near(MarketId market, std::uint64_t ticks) {
        const auto offset = static_cast<std::int64_t>(below(2 * ticks + 1)) - static_cast<std::int64_t>(ticks);
        return Price((m_centre[market.value()].raw() / 10'000 + offset) * 10'000);
    }
    Command movePrice(MarketId market) {
        Price& centre = m_centre[market.value()];
        centre =
            Price(std::clamp<std::int64_t>(near(market, below(4) == 0 ? 1'500 : 40).raw(), 50'000'000, 200'000'000));
        const Price mark(centre.raw() + static_cast<std::int64_t>(below(20'000)) - 10'000);
        return command(SetPrices{market, centre, mark, below(2) == 0}, Origin::Feed);
    }
    Command depth(MarketId market) {
        m_bids.clear();
        m_asks.clear();
        for (std::uint64_t i = below(4); i > 0; --i)
            m_bids.push_back({near(market, 100), below(3) == 0 ? Quantity(0) : size()});
        for (std::uint64_t i = below(4); i > 0; --i)
            m_asks.push_back({near(market, 100), below(3) == 0 ? Quantity(0) : size()});
        return command(UpdateDepth{market, below(10) == 0, m_bids, m_asks}, Origin::Feed);
    }
    OrderTerms terms(MarketId market) {
        OrderTerms t;
        t.market = market;
        t.side = side();
        t.size = size();
        t.reduceOnly = below(5) == 0;
        t.selfTrade = static_cast<SelfTradePrevention>(below(4));
        if (below(3) == 0) t.clientId = ClientOrderId(1 + below(500));
        if (below(5) == 0) {
            t.type = OrderType::Market;
            t.timeInForce = below(2) == 0 ? TimeInForce::ImmediateOrCancel : TimeInForce::FillOrKill;
            if (below(2) == 0) t.maxSlippage = Rate(static_cast<std::int64_t>(below(100'000)));
            return t;
        }
        t.price = near(market, 150);
        t.timeInForce = static_cast<TimeInForce>(below(4));
        if (t.timeInForce == TimeInForce::GoodTillDate)
            t.expiry = m_now + static_cast<std::int64_t>(1 + below(60 * kNanosPerSecond));
        if (t.timeInForce == TimeInForce::GoodTillCancel && below(3) == 0) t.postOnly = static_cast<PostOnly>(below(4));
        return t;
    }
    template<class Body>
    Command command(Body body, Origin origin) const {
        Command c;
        c.ts = m_now;
        c.origin = origin;
        c.body = std::move(body);
        return c;
    }

    SplitMix64 m_random;
    std::uint32_t m_accounts;
    std::uint16_t m_markets;
    UnixNanos m_now = UnixNanos::fromMillis(1'700'000'000'000);
    std::vector<Price> m_centre;
    std::vector<BookLevel> m_bids;
    std::vector<BookLevel> m_asks;
};

} // namespace qd::test
