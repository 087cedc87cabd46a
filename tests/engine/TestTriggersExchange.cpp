#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;

namespace {

constexpr Side kBuy = Side::Buy;
constexpr Side kSell = Side::Sell;

/// A market order that waits for `at`.
OrderTerms waits(Side side, TriggerKind kind, const char* at, Quantity size = Quantity::of(10)) {
    OrderTerms t = ExchangeRig::market(side, size);
    t.reduceOnly = true;
    t.trigger.kind = kind;
    if (kind != TriggerKind::Trailing) t.trigger.price = price(at);
    return t;
}
OrderTerms trails(Side side, const char* distance) {
    OrderTerms t = waits(side, TriggerKind::Trailing, "");
    t.trigger.distance = price(distance);
    return t;
}

/// An account that is 10 SOL long or short at 100 against a maker, and somebody who quotes.
struct PositionRig : ExchangeRig {
    AccountId maker = addAccount();
    AccountId quoter = addAccount();
    AccountId a = addAccount();
    explicit PositionRig(Side held = kBuy, MarketParams params = solMarket()) : ExchangeRig(std::move(params)) {
        if (held == kBuy)
            trade(a, maker, price("100"), Quantity::of(10));
        else
            trade(maker, a, price("100"), Quantity::of(10));
    }
    void quote(Side side, const char* at, Quantity size = Quantity::of(50)) {
        place(quoter, limit(side, price(at), size));
    }
    void at(const char* mark) { setPrice(MarketId(0), price(mark)); }
    [[nodiscard]] std::int64_t whole() const { return position(a).base.raw() / Quantity::kScale; }
    [[nodiscard]] bool fired() const { return !all<OrderTriggered>().empty(); }
    [[nodiscard]] std::optional<Price> stop(std::uint32_t number) const {
        return order(a, number) == nullptr ? std::nullopt : std::optional(order(a, number)->progress.stop);
    }
};

} // namespace

class TestTriggersExchange : public QObject {
    Q_OBJECT
  private slots:
    void firesOnTouch_data() {
        QTest::addColumn<int>("side");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("trigger");
        QTest::addColumn<QString>("notYet");
        QTest::newRow("a long's stop") << int(kSell) << int(TriggerKind::Stop) << "97" << "97.01";
        QTest::newRow("a long's take-profit") << int(kSell) << int(TriggerKind::TakeProfit) << "103" << "102.99";
        QTest::newRow("a short's stop") << int(kBuy) << int(TriggerKind::Stop) << "103" << "102.99";
        QTest::newRow("a short's take-profit") << int(kBuy) << int(TriggerKind::TakeProfit) << "97" << "97.01";
    }
    void firesOnTouch() {
        QFETCH(int, side);
        QFETCH(int, kind);
        QFETCH(QString, trigger);
        QFETCH(QString, notYet);
        PositionRig rig(opposite(Side(side)));
        rig.quote(opposite(Side(side)), "100");
        rig.place(rig.a, waits(Side(side), TriggerKind(kind), trigger.toUtf8()));
        QCOMPARE(rig.rejection(), RejectCode::None);
        rig.at(notYet.toUtf8());
        QVERIFY(!rig.fired());
        rig.at(trigger.toUtf8());
        QVERIFY(rig.fired());
        QCOMPARE(rig.all<OrderTriggered>().front().price, price(trigger.toUtf8()));
        QCOMPARE(rig.whole(), 0);
        QCOMPARE(rig.closedAs(rig.a).value(), CloseReason::Filled);
        QVERIFY(rig.market().waiting.empty());
        QCOMPARE(rig.auditProblem(), "");
    }

    void eachSourceIsLookedAtByItself() {
        PositionRig rig;
        const auto stop = [&](TriggerSource source) {
            rig.place(rig.a, varied(waits(kSell, TriggerKind::Stop, "97", Quantity::of(1)),
                                    [&](OrderTerms& t) { t.trigger.source = source; }));
        };
        stop(TriggerSource::Mark);  // order 2
        stop(TriggerSource::Index); // order 3
        stop(TriggerSource::Last);  // order 4
        rig.send(SetPrices{MarketId(0), price("98"), price("97"), false});
        QCOMPARE(rig.all<OrderTriggered>().size(), 1U);
        QCOMPARE(rig.all<OrderTriggered>().front().order.id, OrderId(2));
        rig.send(SetPrices{MarketId(0), price("97"), price("98"), false});
        QCOMPARE(rig.all<OrderTriggered>().front().order.id, OrderId(3));
        rig.trade(rig.quoter, rig.maker, price("97"), Quantity::of(1));
        QCOMPARE(rig.all<OrderTriggered>().front().order.id, OrderId(4));
    }

    void aStopLimitRestsWhereItsLimitIs() {
        PositionRig rig;
        rig.place(rig.a, varied(waits(kSell, TriggerKind::Stop, "97"), [](OrderTerms& t) {
                      t.type = OrderType::Limit;
                      t.timeInForce = TimeInForce::GoodTillCancel;
                      t.price = price("96.5");
                  }));
        rig.at("97");
        QVERIFY(rig.fired());
        QCOMPARE(rig.all<OrderUpdated>().back().order.progress.phase, OrderPhase::Book);
        QCOMPARE(rig.market().book.best(kSell), 9'650U);
        // One whose limit is out of the band by then is dropped: 88 is more than 10 % below 98.
        rig.at("100");
        rig.send(CancelAll{rig.a, {}, {}});
        rig.place(rig.a, varied(waits(kSell, TriggerKind::TakeProfit, "101"), [](OrderTerms& t) {
                      t.type = OrderType::Limit;
                      t.timeInForce = TimeInForce::GoodTillCancel;
                      t.price = price("90");
                  }));
        rig.at("101");
        QCOMPARE(rig.closedAs(rig.a).value(), CloseReason::OutOfBand);
    }

    void whatHoldsAlreadyIsRefusedOrFiresAtOnce() {
        PositionRig rig;
        rig.quote(kBuy, "99.5");
        OrderTerms stop = waits(kSell, TriggerKind::Stop, "100");
        rig.place(rig.a, stop);
        QCOMPARE(rig.rejection(), RejectCode::TriggerWouldFireImmediately);
        stop.trigger.mayFireAtOnce = true;
        rig.place(rig.a, stop);
        QVERIFY(rig.fired());
        QCOMPARE(rig.whole(), 0);
    }

    void aPositionsStopClosesWhateverThereIs() {
        PositionRig rig;
        rig.place(rig.a, varied(waits(kSell, TriggerKind::Stop, "97", Quantity::of(1)),
                                [](OrderTerms& t) { t.followsPosition = true; }));
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(5));
        rig.quote(kBuy, "96");
        rig.at("97");
        QCOMPARE(rig.all<OrderFilled>().front().size, Quantity::of(15));
        QCOMPARE(rig.whole(), 0);
    }

    void closingByHandCancelsWhatWouldReduce() {
        PositionRig rig;
        rig.place(rig.a, waits(kSell, TriggerKind::Stop, "97"));
        rig.place(rig.a, trails(kSell, "5"));
        rig.place(rig.a, varied(waits(kSell, TriggerKind::TakeProfit, "105", Quantity::of(1)),
                                [](OrderTerms& t) { t.followsPosition = true; }));
        rig.trade(rig.maker, rig.a, price("100"), Quantity::of(10));
        QCOMPARE(rig.account(rig.a).openOrderCount, std::uint16_t{0});
        for (const auto& closed : rig.all<OrderClosed>()) {
            if (closed.account == rig.a && closed.order != OrderId(5)) QCOMPARE(closed.reason, CloseReason::ReduceOnly);
        }
        QVERIFY(rig.market().waiting.empty());
    }

    /// From 100 to 94 at once: the stop at 97 is nearer than the one at 95 and goes first, whatever their numbers.
    void theNearestFiresFirst() {
        PositionRig rig;
        rig.quote(kBuy, "93.5");
        rig.place(rig.a, waits(kSell, TriggerKind::Stop, "95", Quantity::of(4)));
        rig.place(rig.a, waits(kSell, TriggerKind::Stop, "97", Quantity::of(3)));
        rig.place(rig.a, waits(kSell, TriggerKind::Stop, "95", Quantity::of(3)));
        rig.at("94");
        const auto fired = rig.all<OrderTriggered>();
        QCOMPARE(fired.size(), 3U);
        QCOMPARE(fired[0].order.id, OrderId(3));
        QCOMPARE(fired[1].order.id, OrderId(2));
        QCOMPARE(fired[2].order.id, OrderId(4));
        QCOMPARE(rig.whole(), 0);
    }

    void aTrailingStopFollowsByAnAmount() {
        PositionRig rig;
        rig.quote(kBuy, "100");
        rig.place(rig.a, trails(kSell, "5"));
        QCOMPARE(rig.stop(2).value(), price("95"));
        rig.at("104");
        QCOMPARE(rig.stop(2).value(), price("99"));
        QCOMPARE(rig.all<OrderUpdated>().size(), 1U);
        rig.at("99.01");
        QCOMPARE(rig.stop(2).value(), price("99"));
        QVERIFY(rig.all<OrderUpdated>().empty());
        rig.at("99");
        QVERIFY(rig.fired());
        QCOMPARE(rig.whole(), 0);
    }

    /// 3 % of a peak of 103.33: floor(103'330'000 * 0.97) = 100'230'100, up to the tick: 100.24.
    void aTrailingStopFollowsByARate() {
        PositionRig rig;
        rig.place(rig.a, varied(waits(kSell, TriggerKind::Trailing, ""),
                                [](OrderTerms& t) { t.trigger.distanceRate = Rate(30'000); }));
        rig.at("103.33");
        QCOMPARE(rig.stop(2).value(), price("100.24"));
    }

    void aTrailingBuyFollowsTheTrough() {
        PositionRig rig(kSell);
        rig.place(rig.a, trails(kBuy, "5"));
        QCOMPARE(rig.stop(2).value(), price("105"));
        rig.at("97");
        QCOMPARE(rig.stop(2).value(), price("102"));
        rig.at("101.99");
        QCOMPARE(rig.stop(2).value(), price("102"));
        rig.quote(kSell, "102");
        rig.at("102");
        QCOMPARE(rig.whole(), 0);
    }

    void aTrailingStopWaitsForItsActivation() {
        PositionRig rig;
        rig.place(rig.a, varied(trails(kSell, "2"), [](OrderTerms& t) { t.trigger.price = price("105"); }));
        QCOMPARE(rig.stop(2).value(), Price(0));
        rig.at("97");
        QVERIFY(!rig.fired());
        rig.at("105");
        QCOMPARE(rig.stop(2).value(), price("103"));
    }

    /// A new distance counts from the best price so far: 104 - 6 = 98, and 104 - 4 = 100 is where the price is.
    void aTrailingStopsDistanceIsAmended() {
        PositionRig rig;
        rig.place(rig.a, trails(kSell, "5"));
        rig.at("104");
        rig.at("100");
        const auto amend = [&](const char* distance) {
            rig.send(AmendOrder{rig.a, {OrderId(2), {}}, Price{}, Quantity::of(10), price(distance)});
            return rig.rejection();
        };
        QCOMPARE(amend("4"), RejectCode::TriggerWouldFireImmediately);
        QCOMPARE(rig.stop(2).value(), price("99"));
        QCOMPARE(amend("6"), RejectCode::None);
        QCOMPARE(rig.stop(2).value(), price("98"));
        QCOMPARE(amend("2000"), RejectCode::InvalidTrigger);
    }

    void waitingOrdersAreAmended() {
        PositionRig rig;
        rig.place(rig.a, waits(kSell, TriggerKind::Stop, "97"));
        const auto amend = [&](Quantity size, const char* trigger, Price limit = {}) {
            rig.send(AmendOrder{rig.a, {OrderId(2), {}}, limit, size, price(trigger)});
            return rig.rejection();
        };
        QCOMPARE(amend(Quantity::of(5), "96"), RejectCode::None);
        QCOMPARE(rig.order(rig.a, 2)->terms.trigger.price, price("96"));
        QCOMPARE(rig.order(rig.a, 2)->terms.size, Quantity::of(5));
        QCOMPARE(amend(Quantity::of(5), "100"), RejectCode::TriggerWouldFireImmediately);
        QCOMPARE(amend(Quantity::of(5), "96.005"), RejectCode::InvalidTrigger);
        QCOMPARE(amend(Quantity(0), "96"), RejectCode::SizeZero);
        QCOMPARE(amend(Quantity::of(5), "96", price("95")), RejectCode::InvalidFlags); // it has no limit
        QCOMPARE(rig.order(rig.a, 2)->terms.trigger.price, price("96"));
        rig.place(rig.a, varied(waits(kSell, TriggerKind::Stop, "97", Quantity::of(1)),
                                [](OrderTerms& t) { t.followsPosition = true; }));
        rig.send(AmendOrder{rig.a, {OrderId(3), {}}, Price{}, Quantity::of(2), price("95")});
        QCOMPARE(rig.rejection(), RejectCode::None);
        rig.quote(kBuy, "94.5");
        rig.at("95.5");
        rig.at("95");
        QCOMPARE(rig.whole(), 0); // 5 by the first, all the rest by the one that follows
    }

    void anOrderNobodyCanCarryIsDropped() {
        PositionRig rig;
        const AccountId poor = rig.addAccount(Money::of(101));
        rig.place(poor, varied(waits(kBuy, TriggerKind::Stop, "103"), [](OrderTerms& t) { t.reduceOnly = false; }));
        QCOMPARE(rig.rejection(), RejectCode::None);
        rig.send(Withdraw{poor, Amount(Money::of(50).raw())});
        rig.at("103");
        QCOMPARE(rig.closedAs(poor).value(), CloseReason::InsufficientCollateral);
    }

    /// One cent below the index of the moment it fires, not of when it was placed.
    void aTrailingLimitStandsOffTheIndexOfItsMoment() {
        PositionRig rig;
        rig.place(rig.a, varied(trails(kSell, "5"), [](OrderTerms& t) {
                      t.type = OrderType::Limit;
                      t.timeInForce = TimeInForce::GoodTillCancel;
                      t.oracleOffset = price("-0.01");
                  }));
        QCOMPARE(rig.rejection(), RejectCode::None);
        rig.at("108");
        rig.at("103");
        QVERIFY(rig.fired());
        QCOMPARE(rig.market().book.best(kSell), 10'299U);
        rig.at("104"); // and it goes on floating
        QCOMPARE(rig.market().book.best(kSell), 10'399U);
    }

    void aDateDoesNotEndWhatWaits() {
        PositionRig rig;
        const auto dated = [&](const char* at) {
            return varied(waits(kSell, TriggerKind::Stop, at, Quantity::of(5)), [&](OrderTerms& t) {
                t.type = OrderType::Limit;
                t.timeInForce = TimeInForce::GoodTillDate;
                t.price = price("96");
                t.expiry = rig.now + kNanosPerHour;
            });
        };
        rig.place(rig.a, dated("97"));
        rig.place(rig.a, dated("96.5"));
        rig.later(60 * kNanosPerSecond);
        rig.at("97");
        QCOMPARE(rig.market().book.best(kSell), 9'600U);
        rig.later(2 * kNanosPerHour); // the one in the book runs out, the one that waits does not
        rig.send(AdvanceTime{});
        QCOMPARE(rig.closedAs(rig.a).value(), CloseReason::Expired);
        QCOMPARE(rig.account(rig.a).openOrderCount, std::uint16_t{1});
        rig.at("96.5");
        QVERIFY(rig.fired());
        QCOMPARE(rig.closedAs(rig.a).value(), CloseReason::Expired);
        QCOMPARE(rig.account(rig.a).openOrderCount, std::uint16_t{0});
    }

    void triggersStandStill_data() {
        QTest::addColumn<int>("why");
        QTest::newRow("paused by an admin") << 0;
        QTest::newRow("market paused") << 1;
        QTest::newRow("account frozen") << 2;
    }
    void triggersStandStill() {
        QFETCH(int, why);
        PositionRig rig;
        rig.quote(kBuy, "96");
        rig.place(rig.a, waits(kSell, TriggerKind::Stop, "97"));
        const auto halt = [&](bool on) {
            if (why == 0) rig.send(SetPausedOperations{MarketId(0), on ? paused::kTriggers : std::uint8_t{0}});
            if (why == 1)
                rig.send(SetMarketStatus{MarketId(0), on ? MarketStatus::Paused : MarketStatus::Active, Price{}});
            if (why == 2) rig.send(FreezeAccount{rig.a, on});
        };
        halt(true);
        rig.at("97");
        QVERIFY(!rig.fired());
        halt(false);
        rig.at("96.9");
        QVERIFY(rig.fired());
        QCOMPARE(rig.whole(), 0);
    }

    /// A stop that would open is not sent into a market that only reduces.
    void whatOpensDoesNotFireIntoAReduceOnlyMarket() {
        PositionRig rig;
        rig.quote(kSell, "103");
        rig.place(rig.a, varied(waits(kBuy, TriggerKind::Stop, "103"), [](OrderTerms& t) { t.reduceOnly = false; }));
        rig.send(SetMarketStatus{MarketId(0), MarketStatus::ReduceOnly, Price{}});
        rig.at("103");
        QVERIFY(rig.fired());
        QCOMPARE(rig.closedAs(rig.a).value(), CloseReason::MarketClosed);
        QCOMPARE(rig.whole(), 10);
    }
};
QD_TEST(TestTriggersExchange);
#include "TestTriggersExchange.moc"
