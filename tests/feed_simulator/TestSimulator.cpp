#include "core/base/Hash.h"
#include "core/domain/PlainOrders.h"
#include "tests/feed_simulator/Person.h"
#include "tests/feed_simulator/SimulatedVenue.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <cmath>

using namespace qd;
using namespace qd::test;

namespace {

constexpr MarketId kSol(0);

/// How far the mid is from the index, basis points.
double distanceOf(const SimulatedVenue& venue, MarketId market) {
    const auto mid = ExchangeView(venue.exchange).touch(market).mid();
    const Price index = venue.exchange.state().market(market)->prices.index;
    return (static_cast<double>(mid->raw()) / static_cast<double>(index.raw()) - 1) * 1e4;
}

std::size_t agentOrders(const SimulatedVenue& venue) {
    std::size_t count = 0;
    const auto first = venue.simulator.config().firstAccount.value();
    for (std::uint32_t i = 0; i < venue.simulator.accountCount(); ++i)
        count += venue.exchange.state().account(AccountId(first + i))->openOrderCount;
    return count;
}

} // namespace

class TestSimulator : public QObject {
    Q_OBJECT
  private slots:
    void setUpIsAccepted() {
        const auto made = simulator::Simulator::create(standardConfig(1, 0));
        QVERIFY(made.has_value());
        QCOMPARE(made->accountCount(), 45U);
        exchange::Exchange exchange({.maxOrdersPerMarket = 1U << 12U});
        for (const Command& command : made->setUp()) {
            QCOMPARE(command.ts, made->config().start);
            for (const Event& event : exchange.apply(command))
                QVERIFY(!std::holds_alternative<RequestRejected>(event.body));
        }
        QCOMPARE(exchange.state().accounts.size(), std::size_t{made->accountCount()});
        QCOMPARE(exchange.state().accounts.front()->master, MasterId(1'000));
        QCOMPARE(exchange.state().accounts.front()->name, "SOL maker 1");
    }

    void commandsComeAtTheAnnouncedTimeAndNeverGoBack() {
        SimulatedVenue venue(standardConfig(2));
        UnixNanos last = venue.simulator.config().start;
        for (int i = 0; i < 20'000; ++i) {
            const UnixNanos announced = venue.simulator.nextTime();
            const Command command = venue.simulator.next(ExchangeView(venue.exchange));
            QVERIFY(command.ts == announced && command.ts >= last);
            QVERIFY(command.origin == Origin::Agent || command.origin == Origin::Feed);
            last = command.ts;
            venue.apply(command);
        }
    }

    void sameSeedSameMarket() {
        SimulatedVenue one(standardConfig(3));
        SimulatedVenue two(standardConfig(3));
        SimulatedVenue other(standardConfig(4));
        for (SimulatedVenue* venue : {&one, &two, &other}) venue->run(30'000);
        QVERIFY(one.simulatorBytes() == two.simulatorBytes());
        QVERIFY(one.exchange.hash() == two.exchange.hash());
        QVERIFY(one.exchange.hash() != other.exchange.hash());
    }

    /// A literal: it may change only when the agents are meant to behave differently, and is the same in every build.
    void marketIsTheSameInEveryBuild() {
        SimulatedVenue venue(standardConfig(42));
        venue.run(60'000);
        QCOMPARE(QByteArray::number(static_cast<qulonglong>(checksum64(venue.simulatorBytes())), 16),
                 QByteArray("80439220800107b"));
    }

    /// Somebody else's trading does not change the path of the index.
    void personDoesNotMoveTheIndex() {
        SimulatedVenue alone(standardConfig(5));
        SimulatedVenue visited(standardConfig(5));
        Person person(1, AccountId(0));
        const UnixNanos end = alone.simulator.config().start + 60 * kNanosPerSecond;
        alone.runUntil(end);
        while (visited.simulator.nextTime() < end) {
            visited.step();
            if (visited.exchange.state().commands % 10 == 0) visited.apply(person.next(visited));
        }
        QVERIFY(visited.exchange.hash() != alone.exchange.hash());
        for (std::uint16_t i = 0; i < 3; ++i) {
            const MarketId market(i);
            QCOMPARE(visited.exchange.state().market(market)->prices.index,
                     alone.exchange.state().market(market)->prices.index);
        }
    }

    /// What agents believe to have open is what the exchange has open, whoever trades.
    void agentsKnowTheirOrders() {
        SimulatedVenue venue(standardConfig(6));
        Person person(2, AccountId(0));
        for (int i = 0; i < 20'000; ++i) {
            for (const Event& event : venue.step()) {
                const auto* rejected = std::get_if<RequestRejected>(&event.body);
                QVERIFY(rejected == nullptr || rejected->code != RejectCode::UnknownOrder);
            }
            if (i % 7 == 0) venue.apply(person.next(venue));
            QCOMPARE(venue.simulator.openOrders(), agentOrders(venue));
        }
        QVERIFY(agentOrders(venue) > 400);
        QCOMPARE(exchange::audit(venue.exchange.state()).imbalance, "");
    }

    /// An operator takes all orders of all agents away, time and again: they come back.
    void agentsSurviveTheLossOfTheirOrders() {
        SimulatedVenue venue(standardConfig(7));
        for (int round = 0; round < 20; ++round) {
            venue.runUntil(venue.exchange.state().now + 5 * kNanosPerSecond);
            QVERIFY(agentOrders(venue) > 400);
            for (std::uint32_t i = 0; i < venue.simulator.accountCount(); ++i)
                venue.apply(Command{venue.exchange.state().now,
                                    Origin::Operator,
                                    {},
                                    CancelAll{AccountId(venue.simulator.config().firstAccount.value() + i), {}, {}}});
            QCOMPARE(agentOrders(venue), 0U);
        }
    }

    /// A request that fails because the agent was wrong about its order, too.
    void unknownOrderIsForgotten() {
        SimulatedVenue venue(standardConfig(8));
        venue.runUntil(venue.simulator.config().start + 5 * kNanosPerSecond);
        // The exchange loses orders without a word to the agents.
        for (std::uint32_t i = 0; i < venue.simulator.accountCount(); ++i)
            (void)venue.exchange.apply(
                Command{venue.exchange.state().now,
                        Origin::Operator,
                        {},
                        CancelAll{AccountId(venue.simulator.config().firstAccount.value() + i), {}, {}}});
        std::uint64_t late = 0;
        std::uint64_t commands = 0;
        const UnixNanos settled = venue.exchange.state().now + 30 * kNanosPerSecond;
        while (venue.simulator.nextTime() < settled + 30 * kNanosPerSecond) {
            for (const Event& event : venue.step()) {
                if (std::holds_alternative<RequestRejected>(event.body) && event.ts > settled) ++late;
            }
            if (venue.exchange.state().now > settled) ++commands;
        }
        QVERIFY(agentOrders(venue) > 400);
        QVERIFY2(late * 100 < commands, qPrintable(QString::number(late)));
    }

    /// A command that arrived late moves the simulator's time on; nothing is refused for it.
    void lateCommandDoesNotTurnBackTime() {
        SimulatedVenue venue(standardConfig(9));
        venue.run(1'000);
        const UnixNanos late = venue.simulator.nextTime() + 2 * kNanosPerSecond;
        OrderTerms t = marketOrder(kSol, Side::Buy, Quantity::of(1));
        venue.apply(Command{late, Origin::Trader, {}, PlaceOrder{AccountId(0), t}});
        QCOMPARE(venue.simulator.nextTime(), late);
        for (int i = 0; i < 1'000; ++i) {
            for (const Event& event : venue.step()) {
                const auto* rejected = std::get_if<RequestRejected>(&event.body);
                QVERIFY(rejected == nullptr || rejected->code != RejectCode::ClockWentBack);
            }
        }
    }

    void pausedMarketRestsAndReturns() {
        SimulatedVenue venue(standardConfig(10));
        const auto now = [&] { return venue.exchange.state().now; };
        const auto tradesOf = [&](MarketId m) { return venue.exchange.state().market(m)->trades; };
        venue.runUntil(now() + 20 * kNanosPerSecond);
        venue.apply(Command{now(), Origin::Operator, {}, SetMarketStatus{kSol, MarketStatus::Paused}});
        const std::uint64_t sol = tradesOf(kSol);
        const std::uint64_t btc = tradesOf(MarketId(1));
        const Price index = venue.exchange.state().market(kSol)->prices.index;
        const UnixNanos end = now() + 30 * kNanosPerSecond;
        while (venue.simulator.nextTime() < end) {
            for (const Event& event : venue.step()) QVERIFY(!std::holds_alternative<RequestRejected>(event.body));
        }
        QCOMPARE(tradesOf(kSol), sol);
        QVERIFY(tradesOf(MarketId(1)) > btc);
        QVERIFY(venue.exchange.state().market(kSol)->prices.index != index);
        venue.apply(Command{now(), Origin::Operator, {}, SetMarketStatus{kSol, MarketStatus::Active}});
        venue.runUntil(now() + 30 * kNanosPerSecond);
        QVERIFY(tradesOf(kSol) > sol);
        QVERIFY(std::abs(distanceOf(venue, kSol)) < 10);
    }

    void reduceOnlyMarketKeepsItsQuotes() {
        SimulatedVenue venue(standardConfig(11));
        venue.runUntil(venue.exchange.state().now + 20 * kNanosPerSecond);
        venue.apply(
            Command{venue.exchange.state().now, Origin::Operator, {}, SetMarketStatus{kSol, MarketStatus::ReduceOnly}});
        venue.runUntil(venue.exchange.state().now + 60 * kNanosPerSecond);
        const auto touch = ExchangeView(venue.exchange).touch(kSol);
        QVERIFY(touch.mid().has_value());
        QVERIFY(std::abs(distanceOf(venue, kSol)) < 10);
    }

    /// Large size moves the market, and the market comes back.
    void largeOrderMovesTheMarketAndItRecovers_data() {
        QTest::addColumn<int>("market");
        QTest::addColumn<int>("side");
        QTest::addColumn<qint64>("dollars");
        QTest::newRow("SOL bought") << 0 << 0 << qint64{1'000'000};
        QTest::newRow("SOL sold, more than the book") << 0 << 1 << qint64{10'000'000};
        QTest::newRow("BTC sold") << 1 << 1 << qint64{4'000'000};
        QTest::newRow("BTC bought, more than the book") << 1 << 0 << qint64{30'000'000};
        QTest::newRow("ETH bought") << 2 << 0 << qint64{2'500'000};
    }
    void largeOrderMovesTheMarketAndItRecovers() {
        QFETCH(const int, market);
        QFETCH(const int, side);
        QFETCH(const qint64, dollars);
        const MarketId id(static_cast<std::uint16_t>(market));
        SimulatedVenue venue(standardConfig(12));
        venue.runUntil(venue.exchange.state().now + 30 * kNanosPerSecond);
        QVERIFY(std::abs(distanceOf(venue, id)) < 8);
        const auto& state = *venue.exchange.state().market(id);
        const std::int64_t lots =
            dollars * 1'000'000 * 1'000 / state.prices.index.raw() * 1'000'000 / state.params.step.raw();
        const Side s = side == 0 ? Side::Buy : Side::Sell;
        std::int64_t filled = 0;
        const Command order{venue.simulator.nextTime(),
                            Origin::Trader,
                            {},
                            PlaceOrder{AccountId(0), marketOrder(id, s, Quantity(lots * state.params.step.raw()))}};
        for (const Event& event : venue.apply(order)) {
            if (const auto* fill = std::get_if<OrderFilled>(&event.body);
                fill != nullptr && fill->account == AccountId(0))
                filled += fill->quote.raw();
        }
        QVERIFY(filled > 500'000'000'000); // half a million dollars
        venue.runUntil(order.ts + 300 * kNanosPerMilli);
        QVERIFY2(distanceOf(venue, id) * signOf(s) > 5, qPrintable(QString::number(distanceOf(venue, id))));
        venue.runUntil(order.ts + 60 * kNanosPerSecond);
        QVERIFY2(std::abs(distanceOf(venue, id)) < 6, qPrintable(QString::number(distanceOf(venue, id))));
        const auto touch = ExchangeView(venue.exchange).touch(id);
        QVERIFY((touch.ask->raw() - touch.bid->raw()) / state.params.tick.raw() < 60);
    }
};
QD_TEST(TestSimulator);
#include "TestSimulator.moc"
