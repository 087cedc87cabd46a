#include "core/engine/exchange/Orders.h"
#include "core/engine/risk/Margin.h"
#include "tests/engine/RandomTrading.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <map>

using namespace qd;
using namespace qd::test;

namespace {

using OrderKey = std::pair<AccountId, OrderId>;

/// Watches the events of every command and checks the invariants of spec/perps.md §8 that this engine has.
class Watcher {
  public:
    explicit Watcher(const exchange::State& state) : m_state(state) {}

    void check(const Command& command, std::span<const Event> events) {
        const auto positionsBefore = m_positions;
        for (const Event& e : events) std::visit([this](const auto& body) { see(body); }, e.body);
        RC_ASSERT(exchange::audit(m_state).imbalance == ""); // items 2 and 6, order sums, crossed books
        checkTakers(command, events);
        for (const auto& [key, order] : m_open) {
            const auto& account = *m_state.accounts[key.first.value()];
            const bool held = std::ranges::any_of(
                account.orders, [&](const auto& o) { return o && o->order.id == key.second && o->order == order; });
            RC_ASSERT(held);
        }
        std::size_t open = 0;
        for (const auto& account : m_state.accounts) open += account->openOrderCount;
        RC_ASSERT(open == m_open.size());
    }
    std::map<int, std::uint64_t> seen; ///< reasons and codes met, so that a test can tell it has met them

  private:
    void see(const OrderAccepted& e) {
        m_current = {e.account, e.order.id};
        m_accepted = e.order;
        m_takerLimit = e.order.terms.price;
        m_open[m_current] = e.order;
    }
    void see(const OrderAmended& e) {
        const OrderKey key{e.account, e.order.id};
        m_open[key] = e.order;
        if (!e.keptPriority) {
            m_current = key;
            m_takerLimit = e.order.terms.price;
        }
    }
    void see(const OrderFilled& e) {
        const OrderKey key{e.account, e.order};
        Order& order = m_open.at(key);
        // Item 10: never worse than the limit of either side; both sides' quotes equal.
        RC_ASSERT(order.terms.side == e.side);
        RC_ASSERT((e.side == Side::Buy ? e.price <= order.terms.price : e.price >= order.terms.price));
        const auto& market = *m_state.markets[e.market.value()];
        RC_ASSERT(risk::fillInBand(e.price, market.prices.index, market.params.initialMargin, market.prices.twap5,
                                   market.params.twapBand) ||
                  market.outside != nullptr);
        order.filled = Quantity(order.filled.raw() + e.size.raw());
        order.filledQuote = Money(order.filledQuote.raw() + e.quote.raw());
        RC_ASSERT(order.remaining() == e.remaining && e.remaining.raw() >= 0);
        if (e.role == LiquidityRole::Taker) RC_ASSERT(order.terms.postOnly == PostOnly::No); // item 9
        Quantity& base = m_positions[{e.account, e.market}];
        const std::int64_t before = base.raw();
        base = Quantity(before + signOf(e.side) * e.size.raw());
        RC_ASSERT(base == e.position);
        if (order.terms.reduceOnly)
            RC_ASSERT(std::abs(base.raw()) < std::abs(before) && (base.raw() == 0 || (base.raw() > 0) == (before > 0)));
        if (const auto other = m_halves.find({e.market, e.trade}); other != m_halves.end()) {
            RC_ASSERT(other->second.quote == e.quote && other->second.size == e.size && other->second.side != e.side);
            RC_ASSERT(other->second.account != e.account);
            RC_ASSERT(m_state.accounts[other->second.account.value()]->master !=
                      m_state.accounts[e.account.value()]->master);
            m_halves.erase(other);
        } else if (market.outside == nullptr || e.role == LiquidityRole::Maker) {
            m_halves[{e.market, e.trade}] = e;
            if (market.outside != nullptr) m_halves.clear(); // the other half may be the venue outside
        }
    }
    void see(const OrderClosed& e) {
        const OrderKey key{e.account, e.order};
        const Order order = m_open.at(key);
        // Item 9: filled + cancelled = size; fill-or-kill is all or nothing.
        RC_ASSERT(order.filled == e.filled && order.remaining() == e.remaining);
        if (e.reason == CloseReason::Filled) RC_ASSERT(e.remaining.isZero());
        if (order.terms.timeInForce == TimeInForce::FillOrKill) RC_ASSERT(e.filled.isZero() || e.remaining.isZero());
        ++seen[static_cast<int>(e.reason)];
        m_open.erase(key);
    }
    void see(const Deleveraged& e) {
        Quantity& base = m_positions[{e.account, e.market}];
        const std::int64_t before = base.raw();
        base = Quantity(before + signOf(e.side) * e.size.raw());
        RC_ASSERT(base == e.position && std::abs(base.raw()) < std::abs(before));
    }
    void see(const RequestRejected& e) { ++seen[1'000 + static_cast<int>(e.code)]; }
    void see(const auto&) {}

    void checkTakers(const Command&, std::span<const Event>) const {
        for (const auto& [key, fill] : m_halves) RC_ASSERT(m_state.markets[key.first.value()]->outside != nullptr);
    }

    const exchange::State& m_state;
    std::map<OrderKey, Order> m_open;
    std::map<std::pair<AccountId, MarketId>, Quantity> m_positions;
    std::map<std::pair<MarketId, TradeId>, OrderFilled> m_halves;
    OrderKey m_current;
    Order m_accepted;
    Price m_takerLimit;
};

} // namespace

class TestExchangeProperties : public QObject {
    Q_OBJECT
  private slots:
    /// spec/perps.md §8 items 2, 6, 9, 10 over random trading; with RapidCheck's 100 cases 100,000 steps.
    void invariantsHold() {
        std::map<int, std::uint64_t> seen;
        QD_PROPERTY("money, books and orders add up after every command", [&seen](std::uint64_t seed) {
            RandomTrading trading(seed, 8, 3);
            exchange::Exchange exchange({.maxOrdersPerMarket = 1'024});
            Watcher watcher(exchange.state());
            for (const Command& c : trading.setUp()) watcher.check(c, exchange.apply(c));
            for (int i = 0; i < 1'000; ++i) {
                const Command c = trading.next();
                watcher.check(c, exchange.apply(c));
            }
            for (const auto& [what, count] : watcher.seen) seen[what] += count;
        });
        // The trading met what it is meant to meet.
        for (const CloseReason reason :
             {CloseReason::Filled, CloseReason::Cancelled, CloseReason::Expired, CloseReason::Unfilled,
              CloseReason::NotFillable, CloseReason::PostOnlyDropped, CloseReason::SelfTrade, CloseReason::ReduceOnly,
              CloseReason::InsufficientCollateral})
            QVERIFY2(seen[static_cast<int>(reason)] > 0, std::to_string(static_cast<int>(reason)).c_str());
        for (const RejectCode code :
             {RejectCode::UnknownOrder, RejectCode::PostOnlyWouldCross, RejectCode::DuplicateClientId,
              RejectCode::ReduceOnlyNoPosition, RejectCode::InsufficientCollateral})
            QVERIFY2(seen[1'000 + static_cast<int>(code)] > 0, std::to_string(static_cast<int>(code)).c_str());
    }

    /// §8 item 14 and the snapshot: replaying, or saving and loading anywhere on the way, ends in the same state.
    void replayAndReloadGiveTheSameState() {
        QD_PROPERTY("same hash, same events", [](std::uint64_t seed) {
            exchange::Exchange straight({.maxOrdersPerMarket = 1'024});
            exchange::Exchange reloaded({.maxOrdersPerMarket = 1'024});
            RandomTrading one(seed, 6, 3);
            RandomTrading two(seed, 6, 3);
            for (const Command& c : one.setUp()) straight.apply(c);
            for (const Command& c : two.setUp()) reloaded.apply(c);
            SplitMix64 random(seed ^ 1U);
            for (int i = 0; i < 300; ++i) {
                const auto a = straight.apply(one.next());
                const auto b = reloaded.apply(two.next());
                RC_ASSERT(a.size() == b.size());
                for (std::size_t k = 0; k < a.size(); ++k) {
                    RC_ASSERT(a[k].body.index() == b[k].body.index() && a[k].command == b[k].command);
                    if (const auto* fill = std::get_if<OrderFilled>(&a[k].body)) {
                        const auto& other = std::get<OrderFilled>(b[k].body);
                        RC_ASSERT(fill->account == other.account && fill->order == other.order &&
                                  fill->price == other.price && fill->size == other.size);
                    }
                }
                if (random() % 20 != 0) continue;
                ByteWriter out;
                reloaded.save(out);
                auto back = exchange::Exchange::load(out.bytes(), {.maxOrdersPerMarket = 1'024});
                RC_ASSERT(back.has_value());
                reloaded = std::move(*back);
                RC_ASSERT(reloaded.hash() == straight.hash());
            }
            RC_ASSERT(reloaded.hash() == straight.hash());
        });
    }
};
QD_TEST(TestExchangeProperties);
#include "TestExchangeProperties.moc"
