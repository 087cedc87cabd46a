#pragma once

#include "core/engine/exchange/Exchange.h"

#include <cmath>
#include <string>
#include <vector>

namespace qd::test {

/// A market like SOL-PERP: tick 0.01, step 0.01, 10x, taker 5 bp, rebate 1 bp.
inline MarketParams solMarket(MarketId id = MarketId(0), Liquidity liquidity = Liquidity::Native) {
    MarketParams p;
    p.id = id;
    p.symbol = "M" + std::to_string(id.value()) + "-PERP";
    p.baseAsset = "M" + std::to_string(id.value());
    p.liquidity = liquidity;
    p.tick = Price(10'000);
    p.step = Quantity(10'000'000);
    p.minSize = Quantity(10'000'000);
    p.maxSize = Quantity::of(100'000);
    p.maxPrice = Price::of(1'000);
    p.initialMargin = Ratio(1'000);
    p.maintenanceMargin = Ratio(500);
    p.takerFee = Rate(500);
    p.makerRebate = Rate(100);
    p.oracle = OracleId(id.value());
    p.markModel = MarkModel::Published;
    p.funding = false;
    p.liquidatorFee = Rate(2'500);
    return p;
}

/// An index that is good for a whole day, so that a test may let time pass.
inline OracleParams steadyOracle(OracleId id = OracleId(0)) {
    OracleParams p;
    p.id = id;
    p.symbol = "ORACLE-" + std::to_string(id.value());
    p.staleForFillMs = 24LL * 3'600 * 1'000;
    p.staleForMarginMs = p.staleForFillMs;
    p.breakerMove = Rate(0);
    return p;
}

/// An exchange and a hand that feeds it: keeps the time, remembers the events of the last command.
class ExchangeRig {
  public:
    explicit ExchangeRig(MarketParams market = solMarket(), Price first = Price::of(100)) {
        addMarket(std::move(market), first);
    }

    /// Averages begin at the first price.
    void addMarket(MarketParams p, Price first = Price::of(100)) {
        const MarketId id = p.id;
        if (p.oracle.value() >= exchange.state().oracles.size()) send(CreateOracle{steadyOracle(p.oracle)});
        send(CreateMarket{std::move(p)});
        setPrice(id, first);
    }
    AccountId addAccount(Money deposit = Money::of(1'000'000), std::uint32_t master = ~0U,
                         std::uint32_t clientIds = 64) {
        const AccountId id(m_accounts++);
        send(OpenAccount{id, MasterId(master == ~0U ? id.value() : master), "account", clientIds});
        if (deposit.raw() > 0) send(Deposit{id, Amount(deposit.raw())});
        return id;
    }
    void setPrice(MarketId market, Price p) { send(SetPrices{market, p, p, false}); }
    void later(std::int64_t nanos) { now = now + nanos; }
    /// The index goes to `p` and its 5-minute average with it.
    void settleAt(MarketId market, Price p) {
        for (int i = 0; i < 40; ++i) {
            later(300 * kNanosPerSecond);
            setPrice(market, p);
        }
    }

    template<class Body>
    const std::vector<Event>& send(Body body, Origin origin = Origin::Trader) {
        Command command;
        command.ts = now;
        command.origin = origin;
        command.body = std::move(body);
        const auto told = exchange.apply(command);
        events.assign(told.begin(), told.end());
        return events;
    }

    /// The same with a signature; without one the host has made sure who it is.
    template<class Body>
    RejectCode sendAs(MasterId signer, Body body) {
        Command command;
        command.ts = now;
        command.signer = signer;
        command.body = std::move(body);
        const auto told = exchange.apply(command);
        events.assign(told.begin(), told.end());
        return rejection();
    }

    /// Terms of a good-till-cancel limit order, to be varied.
    [[nodiscard]] static OrderTerms limit(Side side, Price price, Quantity size) {
        OrderTerms t;
        t.side = side;
        t.price = price;
        t.size = size;
        return t;
    }
    [[nodiscard]] static OrderTerms market(Side side, Quantity size) {
        OrderTerms t;
        t.side = side;
        t.type = OrderType::Market;
        t.timeInForce = TimeInForce::ImmediateOrCancel;
        t.size = size;
        return t;
    }
    const std::vector<Event>& place(AccountId account, const OrderTerms& terms) {
        return send(PlaceOrder{account, terms});
    }
    RejectCode placeSet(AccountId account, OrderRelation relation, const std::vector<OrderTerms>& orders) {
        send(PlaceOrders{account, relation, orders});
        return rejection();
    }
    /// `buyer` takes what `seller` offers.
    void trade(AccountId buyer, AccountId seller, Price at, Quantity size, MarketId market = MarketId(0)) {
        OrderTerms offer = limit(Side::Sell, at, size);
        OrderTerms bid = limit(Side::Buy, at, size);
        offer.market = bid.market = market;
        place(seller, offer);
        place(buyer, bid);
    }

    /// Events of one kind from the last command.
    template<class Body>
    [[nodiscard]] std::vector<Body> all() const {
        std::vector<Body> found;
        for (const Event& e : events) {
            if (const auto* body = std::get_if<Body>(&e.body)) found.push_back(*body);
        }
        return found;
    }
    [[nodiscard]] RejectCode rejection() const {
        const auto rejected = all<RequestRejected>();
        return rejected.empty() ? RejectCode::None : rejected.front().code;
    }
    /// Why the order of the last place command left, if it did.
    [[nodiscard]] std::optional<CloseReason> closedAs(AccountId account) const {
        std::optional<CloseReason> reason;
        for (const auto& closed : all<OrderClosed>()) {
            if (closed.account == account) reason = closed.reason;
        }
        return reason;
    }
    [[nodiscard]] const Position& position(AccountId account, MarketId market = MarketId(0)) const {
        static const Position kNone;
        const auto* found = exchange.state().account(account)->find(market);
        return found != nullptr ? found->position : kNone;
    }
    [[nodiscard]] const exchange::AccountState& account(AccountId id) const { return *exchange.state().account(id); }
    [[nodiscard]] const exchange::MarketState& market(MarketId id = MarketId(0)) const {
        return *exchange.state().market(id);
    }
    /// An open order by its id; null when it is gone.
    [[nodiscard]] const Order* order(AccountId id, std::uint32_t number) const {
        for (const auto& open : account(id).orders) {
            if (open && open->order.id == OrderId(number)) return &open->order;
        }
        return nullptr;
    }
    [[nodiscard]] std::string auditProblem() const { return exchange::audit(exchange.state()).imbalance; }

    exchange::Exchange exchange{exchange::Options{.maxOrdersPerMarket = 1U << 14U}};
    UnixNanos now = UnixNanos::fromMillis(1'700'000'000'000);
    std::vector<Event> events;

  private:
    std::uint32_t m_accounts = 0;
};

/// Terms with one thing changed.
OrderTerms varied(OrderTerms t, auto change) {
    change(t);
    return t;
}

inline Price price(const char* text) { return Price(std::llround(std::stod(text) * 1e6)); }
inline Money money(const char* text) { return Money(std::llround(std::stod(text) * 1e6)); }
inline Quantity quantity(const char* text) { return Quantity(std::llround(std::stod(text) * 1e9)); }

} // namespace qd::test
