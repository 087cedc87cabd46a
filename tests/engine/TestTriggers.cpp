// Size: one table row a rule of the terms.
#include "core/engine/matching/Triggers.h"
#include "tests/engine/Draw.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <functional>
#include <limits>

using namespace qd;
using namespace qd::test;
using namespace qd::matching;

namespace {

constexpr Price kTick{10'000};
constexpr Price kHighest = Price::of(1'000'000);

/// A reduce-only market order that sells at a stop of 95 while the price is 100.
OrderTerms stopLoss() {
    OrderTerms t;
    t.side = Side::Sell;
    t.type = OrderType::Market;
    t.reduceOnly = true;
    t.size = Quantity::of(1);
    t.trigger.kind = TriggerKind::Stop;
    t.trigger.price = Price::of(95);
    return t;
}

OrderTerms trailingStop() {
    OrderTerms t = stopLoss();
    t.trigger = {};
    t.trigger.kind = TriggerKind::Trailing;
    t.trigger.distance = Price::of(5);
    return t;
}

using Change = std::function<void(OrderTerms&)>;

} // namespace

class TestTriggers : public QObject {
    Q_OBJECT
  private slots:
    void fires_data() {
        QTest::addColumn<Side>("side");
        QTest::addColumn<TriggerKind>("kind");
        QTest::addColumn<int>("from"); // of 99, 100, 101 against a trigger of 100: the lowest that fires ...
        QTest::addColumn<int>("to");   // ... and the highest
        QTest::newRow("stop of a long: below") << Side::Sell << TriggerKind::Stop << 99 << 100;
        QTest::newRow("stop of a short: above") << Side::Buy << TriggerKind::Stop << 100 << 101;
        QTest::newRow("profit of a long: above") << Side::Sell << TriggerKind::TakeProfit << 100 << 101;
        QTest::newRow("profit of a short: below") << Side::Buy << TriggerKind::TakeProfit << 99 << 100;
        QTest::newRow("trailing sell: below") << Side::Sell << TriggerKind::Trailing << 99 << 100;
        QTest::newRow("trailing buy: above") << Side::Buy << TriggerKind::Trailing << 100 << 101;
        QTest::newRow("none: never") << Side::Buy << TriggerKind::None << 1 << 0;
    }
    void fires() {
        QFETCH(Side, side);
        QFETCH(TriggerKind, kind);
        QFETCH(int, from);
        QFETCH(int, to);
        for (int price = 99; price <= 101; ++price)
            QCOMPARE(matching::fires(side, kind, Price::of(price), Price::of(100)), price >= from && price <= to);
    }

    void distanceOrdersThoseThatFire() {
        QVERIFY(triggerDistance(Price::of(100), Price::of(99)) < triggerDistance(Price::of(100), Price::of(102)));
        QVERIFY(triggerDistance(Price::of(100), Price::of(99)) == triggerDistance(Price::of(100), Price::of(101)));
    }

    /// spec/perps.md §8 item 13, with what the stop is at each step.
    void theStopOnlyTightens() {
        int fired = 0;
        QD_PROPERTY("a sell's stop never falls, a buy's never rises; it fires when touched and not before",
                    [&](std::uint64_t seed) {
                        Draw draw(seed);
                        const Side side = draw.between(0, 1) == 0 ? Side::Buy : Side::Sell;
                        const bool sells = side == Side::Sell;
                        const Price tick(draw.wide(1, 10'000));
                        const std::int64_t start = draw.wide(1'000'000, 100'000'000'000);
                        Trigger trigger;
                        trigger.kind = TriggerKind::Trailing;
                        if (draw.between(0, 1) == 0)
                            trigger.distance = Price(draw.wide(1, start));
                        else
                            trigger.distanceRate = Rate(draw.wide(1, Rate::kScale));
                        if (draw.between(0, 1) == 0)
                            trigger.price = Price(start + draw.between(-start / 50, start / 50));
                        Trail now;
                        std::int64_t price = start;
                        for (int n = 0; n < 200 && !now.fired; ++n) {
                            price = std::max<std::int64_t>(1, price + draw.between(-price / 50 - 1, price / 50 + 1));
                            const Trail before = now;
                            now = trail(side, trigger, before.extreme, Price(price), tick).value();
                            if (now.extreme.isZero()) {
                                RC_ASSERT(before.extreme.isZero() && !now.fired && !trigger.price.isZero());
                                continue;
                            }
                            RC_ASSERT(now.stop.raw() % tick.raw() == 0);
                            RC_ASSERT((sells ? now.extreme.raw() >= price : now.extreme.raw() <= price));
                            RC_ASSERT((now.fired == (sells ? price <= now.stop.raw() : price >= now.stop.raw())));
                            if (now.fired) ++fired;
                            if (before.extreme.isZero()) continue;
                            RC_ASSERT((sells ? now.stop >= before.stop : now.stop <= before.stop));
                            RC_ASSERT((sells ? now.extreme >= before.extreme : now.extreme <= before.extreme));
                        }
                    });
        QVERIFY(fired > 20);
    }

    void trailingOverflowIsAnError() {
        Trigger trigger;
        trigger.kind = TriggerKind::Trailing;
        trigger.distance = Price(std::numeric_limits<std::int64_t>::max());
        QCOMPARE(trail(Side::Buy, trigger, Price(0), Price::of(1), Price(1)).error(), MathError::Overflow);
        QVERIFY(trail(Side::Sell, trigger, Price(0), Price::of(1), Price(1)).value().stop.raw() < 0);
    }

    void terms_data() {
        QTest::addColumn<OrderTerms>("terms");
        QTest::addColumn<RejectCode>("code");
        const auto row = [](const char* name, const OrderTerms& base, const Change& change, RejectCode code) {
            OrderTerms t = base;
            change(t);
            QTest::newRow(name) << t << code;
        };
        const auto same = [](OrderTerms&) {};
        constexpr RejectCode kTrigger = RejectCode::InvalidTrigger;
        constexpr RejectCode kFlags = RejectCode::InvalidFlags;
        row("no trigger", {}, same, RejectCode::None);
        row("no trigger, but its price", {}, [](auto& t) { t.trigger.price = Price::of(1); }, kTrigger);
        row("no trigger, but a distance", {}, [](auto& t) { t.trigger.distanceRate = Rate(1); }, kTrigger);
        row("no trigger, but may fire", {}, [](auto& t) { t.trigger.mayFireAtOnce = true; }, kTrigger);
        row("no trigger, but follows", {}, [](auto& t) { t.followsPosition = true; }, kFlags);
        row("stop", stopLoss(), same, RejectCode::None);
        row("stop to open", stopLoss(), [](auto& t) { t.reduceOnly = false; }, RejectCode::None);
        row(
            "stop limit", stopLoss(),
            [](auto& t) {
                t.type = OrderType::Limit;
                t.price = Price::of(94);
            },
            RejectCode::None);
        row("stop without price", stopLoss(), [](auto& t) { t.trigger.price = Price(0); }, kTrigger);
        row("stop below zero", stopLoss(), [](auto& t) { t.trigger.price = Price::of(-1); }, kTrigger);
        row("stop off the tick", stopLoss(), [](auto& t) { t.trigger.price = Price(95'000'001); }, kTrigger);
        row("stop too high", stopLoss(), [](auto& t) { t.trigger.price = Price::of(1'000'001); }, kTrigger);
        row("stop with a distance", stopLoss(), [](auto& t) { t.trigger.distance = Price(1); }, kTrigger);
        row("stop with a rate", stopLoss(), [](auto& t) { t.trigger.distanceRate = Rate(1); }, kTrigger);
        row("stop that follows", stopLoss(), [](auto& t) { t.followsPosition = true; }, RejectCode::None);
        row(
            "follows and may open", stopLoss(),
            [](auto& t) {
                t.followsPosition = true;
                t.reduceOnly = false;
            },
            kFlags);
        row(
            "touched already", stopLoss(), [](auto& t) { t.trigger.price = Price::of(100); },
            RejectCode::TriggerWouldFireImmediately);
        row(
            "touched, as wished", stopLoss(),
            [](auto& t) {
                t.trigger.price = Price::of(100);
                t.trigger.mayFireAtOnce = true;
            },
            RejectCode::None);
        row(
            "profit reached already", stopLoss(), [](auto& t) { t.trigger.kind = TriggerKind::TakeProfit; },
            RejectCode::TriggerWouldFireImmediately);
        row("trailing by an amount", trailingStop(), same, RejectCode::None);
        row("trailing from above", trailingStop(), [](auto& t) { t.trigger.price = Price::of(120); }, RejectCode::None);
        row(
            "trailing by all of it", trailingStop(),
            [](auto& t) {
                t.trigger.distance = Price(0);
                t.trigger.distanceRate = Rate(1'000'000);
            },
            RejectCode::None);
        row(
            "trailing by more", trailingStop(),
            [](auto& t) {
                t.trigger.distance = Price(0);
                t.trigger.distanceRate = Rate(1'000'001);
            },
            kTrigger);
        row("trailing by both", trailingStop(), [](auto& t) { t.trigger.distanceRate = Rate(1); }, kTrigger);
        row("trailing by nothing", trailingStop(), [](auto& t) { t.trigger.distance = Price(0); }, kTrigger);
        row("trailing by less than nothing", trailingStop(), [](auto& t) { t.trigger.distance = Price(-1); }, kTrigger);
        row(
            "trailing beyond all prices", trailingStop(), [](auto& t) { t.trigger.distance = Price::of(1'000'001); },
            kTrigger);
        row("trailing activation off the tick", trailingStop(), [](auto& t) { t.trigger.price = Price(1); }, kTrigger);
        row("trailing that may open", trailingStop(), [](auto& t) { t.reduceOnly = false; }, kFlags);
        row(
            "trailing with a fixed limit", trailingStop(),
            [](auto& t) {
                t.type = OrderType::Limit;
                t.price = Price::of(90);
            },
            kTrigger);
        row(
            "trailing with an offset limit", trailingStop(),
            [](auto& t) {
                t.type = OrderType::Limit;
                t.oracleOffset = Price(-10'000);
            },
            RejectCode::None);
        row(
            "trailing within the tick", trailingStop(), [](auto& t) { t.trigger.distance = Price(1); },
            RejectCode::TriggerWouldFireImmediately);
    }
    void terms() {
        QFETCH(OrderTerms, terms);
        QFETCH(RejectCode, code);
        QCOMPARE(validateTrigger(terms, kTick, kHighest, Price::of(100)), code);
        const bool ofThePrice = code == RejectCode::TriggerWouldFireImmediately;
        QCOMPARE(validateTrigger(terms, kTick, kHighest, {}), ofThePrice ? RejectCode::None : code);
    }

    /// §8 item 13: of two orders that cancel each other no more than one size is filled, in whatever order they fill.
    void oneCancelsOther() {
        QD_PROPERTY("two legs of one size", [](std::uint64_t seed) {
            Draw draw(seed);
            const std::int64_t size = draw.wide(1, 1'000'000'000'000);
            Quantity left[2]{Quantity(size), Quantity(size)};
            std::int64_t filled = 0;
            while (!left[0].isZero() && !left[1].isZero()) {
                const auto leg = static_cast<std::size_t>(draw.between(0, 1));
                const Quantity fill(draw.between(1, left[leg].raw()));
                left[leg] = Quantity(left[leg].raw() - fill.raw());
                left[1 - leg] = siblingAfterFill(left[1 - leg], fill);
                filled += fill.raw();
                RC_ASSERT(filled <= size && left[0] == left[1]);
            }
            RC_ASSERT(filled == size);
        });
    }

    /// §8 item 13: both children together never close more than the entry has filled.
    void bracketChildrenStayWithinTheirEntry() {
        QD_PROPERTY("entry and two children that cancel each other", [](std::uint64_t seed) {
            Draw draw(seed);
            Quantity entry;
            Quantity closed;
            for (int n = 0; n < 50; ++n) {
                if (draw.between(0, 1) == 0) entry = Quantity(entry.raw() + draw.between(0, 1'000));
                const Quantity child = bracketRemaining(entry, closed);
                RC_ASSERT(closed.raw() + child.raw() == entry.raw());
                closed = Quantity(closed.raw() + draw.between(0, child.raw()));
            }
        });
        QCOMPARE(bracketRemaining(Quantity(3), Quantity(5)), Quantity(0));
    }
};
QD_TEST(TestTriggers);
#include "TestTriggers.moc"
