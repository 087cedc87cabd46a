#include "core/engine/ledger/FeeTiers.h"
#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/terms/BreakEven.h"
#include "widgets/terms/Scales.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::ui;
using test::ExchangeRig;
using test::price;
using test::quantity;
using test::solMarket;

namespace {

PositionView held(Quantity base, Money breakEven, Price mark) {
    PositionView p;
    p.market = MarketId(0);
    p.position = {base, breakEven, breakEven, breakEven};
    p.mark = mark;
    return p;
}

/// Ticks of 0.01.
MarketParams charging(Rate taker) {
    MarketParams market = solMarket();
    market.takerFee = taker;
    market.makerRebate = Rate();
    return market;
}

TrackedOrder stopOf(Side side, Price at) {
    TrackedOrder o;
    o.order.id = OrderId(1);
    o.order.terms.side = side;
    o.order.terms.type = OrderType::Market;
    o.order.terms.size = Quantity::of(3);
    o.order.terms.reduceOnly = true;
    o.order.terms.trigger.kind = TriggerKind::Stop;
    o.order.terms.trigger.price = at;
    o.order.progress.phase = OrderPhase::Waiting;
    o.state = OrderState::Working;
    return o;
}

} // namespace

class TestSets : public QObject {
    Q_OBJECT
  private slots:
    // Scales.
    void theExchangeAcceptsAScale() {
        for (const auto distribution :
             {ScaleDistribution::Flat, ScaleDistribution::Ascending, ScaleDistribution::Descending}) {
            ExchangeRig rig;
            const AccountId user = rig.addAccount();
            OrderTerms like;
            like.postOnly = PostOnly::Must;
            const ScaleLadder ladder{Side::Sell, Price::of(101), Price::of(104), Quantity::of(32), 7, distribution};
            const auto plan = scaleOf(ladder, like, solMarket());
            QVERIFY(plan.has_value());
            QCOMPARE(plan->orders.size(), 7U);
            std::int64_t total = 0;
            for (const OrderTerms& t : plan->orders) total += t.size.raw();
            QCOMPARE(total, Quantity::of(32).raw());
            QCOMPARE(plan->orders.front().price, Price::of(101));
            QCOMPARE(plan->orders.back().price, Price::of(104));
            rig.send(PlaceOrders{user, plan->relation, plan->orders});
            QCOMPARE(rig.rejection(), RejectCode::None);
        }
    }
    void whatIsNoScaleIsRefused() {
        const ScaleLadder good{Side::Buy, Price::of(99), Price::of(95), Quantity::of(8), 4, ScaleDistribution::Flat};
        const auto code = [&](auto change) {
            ScaleLadder ladder = good;
            change(ladder);
            const auto plan = scaleOf(ladder, {}, solMarket());
            return plan ? RejectCode::None : plan.error();
        };
        QCOMPARE(code([](auto&) {}), RejectCode::None);
        QCOMPARE(code([](auto& l) { l.count = 1; }), RejectCode::InvalidFlags);
        QCOMPARE(code([](auto& l) { l.count = 33; }), RejectCode::InvalidFlags);
        QCOMPARE(code([](auto& l) { l.end = Price::of(100); }), RejectCode::InvalidFlags);
        QCOMPARE(code([](auto& l) { l.end = price("95.005"); }), RejectCode::PriceNotTick);
        QCOMPARE(code([](auto& l) { l.total = quantity("8.005"); }), RejectCode::SizeNotStep);
        QCOMPARE(code([](auto& l) { l.total = quantity("0.03"); }), RejectCode::SizeBelowMin);
    }

    // Break-even.
    void breakEvenIsAgainstTheHolder_data() {
        QTest::addColumn<QByteArray>("base");
        QTest::addColumn<qlonglong>("cash");
        QTest::addColumn<int>("fee");       ///< ppm
        QTest::addColumn<QByteArray>("at"); ///< empty: none
        const auto row = [](const char* name, const char* base, qlonglong cash, int fee, const char* at) {
            QTest::newRow(name) << QByteArray(base) << cash << fee << QByteArray(at);
        };
        row("long on the tick", "3", -444'300'000, 0, "148.1");
        row("long rounds up", "3", -444'300'001, 0, "148.11");
        row("short on the tick", "-3", 443'700'000, 0, "147.9");
        row("short rounds down", "-3", 443'699'999, 0, "147.89");
        row("long, with the fee of closing", "3", -444'000'000, 10'000, "149.5");   // 444 / 0.99 / 3 = 149.4949…
        row("short, with the fee of closing", "-3", 444'000'000, 10'000, "146.53"); // 444 / 1.01 / 3 = 146.5346…
        row("no position", "0", 0, 500, "");
        row("a long that was paid for already", "3", 100, 500, "");
    }
    void breakEvenIsAgainstTheHolder() {
        QFETCH(QByteArray, base);
        QFETCH(qlonglong, cash);
        QFETCH(int, fee);
        QFETCH(QByteArray, at);
        Position p;
        p.base = Quantity(static_cast<std::int64_t>(base.toDouble() * 1e9));
        p.breakEven = Money(cash);
        const auto found = breakEvenPrice(p, charging(Rate(fee)), TakerTerms{});
        QCOMPARE(found.has_value(), !at.isEmpty());
        if (found) QCOMPARE(*found, price(at.constData()));
    }
    void nothingIsLostThere_data() {
        QTest::addColumn<bool>("buys");
        QTest::addColumn<int>("share");
        QTest::addColumn<bool>("referred");
        for (const int share : {10'000, 9'000, 6'000}) {
            for (const bool referred : {false, true}) {
                const char* who = referred ? ", referred" : "";
                QTest::addRow("a long, share %d%s", share, who) << true << share << referred;
                QTest::addRow("a short, share %d%s", share, who) << false << share << referred;
            }
        }
    }
    /// Closed there, what the exchange's own arithmetic gives is no loss, its fee included, and a tick earlier it is
    /// one.
    void nothingIsLostThere() {
        QFETCH(bool, buys);
        QFETCH(int, share);
        QFETCH(bool, referred);
        const TakerTerms taker{Ratio(share), referred};
        for (const char* size : {"0.01", "0.37", "3.37", "8.99"}) {
            ExchangeRig rig;
            const AccountId maker = rig.addAccount();
            const AccountId user = rig.addAccount();
            const Side side = buys ? Side::Buy : Side::Sell;
            rig.place(maker, ExchangeRig::limit(opposite(side), price("100.07"), Quantity::of(9)));
            rig.place(user, ExchangeRig::market(side, quantity(size)));
            const Position& p = rig.position(user);
            const auto at = breakEvenPrice(p, solMarket(), taker);
            QVERIFY(at.has_value());
            const auto worth = [&](Price exit) {
                const auto quote = ledger::fillQuote(quantity(size), exit, buys).value();
                const auto fees = ledger::crossFees(quote, ledger::feeTermsOf(solMarket(), taker)).value();
                return p.breakEven.raw() + (buys ? quote.raw() : -quote.raw()) - fees.taker.raw();
            };
            const std::int64_t worse = buys ? -10'000 : 10'000;
            QVERIFY(worth(*at) >= 0);
            QVERIFY(worth(Price(at->raw() + worse)) < 0);
        }
    }
    void theStopMovesOnlyTowardsProfit() {
        const PositionView p = held(Quantity::of(3), Money(-444'300'000), Price::of(150));
        const std::vector<TrackedOrder> orders{stopOf(Side::Sell, Price::of(140)), stopOf(Side::Sell, Price::of(149)),
                                               stopOf(Side::Buy, Price::of(155))};
        const auto deed = breakEvenDeed(p, orders, charging(Rate()), TakerTerms{});
        QVERIFY(deed.has_value());
        QCOMPARE(deed->amends.size(), 1U); // the one at 149 is better, the buy protects something else
        QCOMPARE(deed->amends[0].second.trigger, price("148.1"));
        QVERIFY(!deed->place);
        const auto nothing = breakEvenDeed(p, std::span(orders).subspan(1), charging(Rate()), TakerTerms{});
        QVERIFY(!nothing && nothing.error().contains("better already"));
    }
    /// A short, whose stop's limit would be below zero there.
    void aStopThatCannotMoveIsNotPassedOver() {
        const PositionView p = held(Quantity::of(-3), Money(443'700'000), Price::of(140));
        std::vector<TrackedOrder> orders{stopOf(Side::Buy, Price::of(160)), stopOf(Side::Buy, Price::of(155))};
        orders[0].order.terms.type = OrderType::Limit;
        orders[0].order.terms.price = Price::of(5);
        const auto deed = breakEvenDeed(p, orders, charging(Rate()), TakerTerms{});
        QVERIFY(deed.has_value());
        QCOMPARE(deed->amends.size(), 1U);
        QCOMPARE(deed->stuck.size(), 1U);
        QCOMPARE(deed->stuck[0].second, "Its limit would be at zero or below.");
        const auto none = breakEvenDeed(p, std::span(orders).first(1), charging(Rate()), TakerTerms{});
        QVERIFY(none && none->amends.empty() && !none->place); // it is not better already
        QCOMPARE(none->stuck.size(), 1U);
    }
    void withoutAStopOneFollowsThePosition() {
        const auto deed = breakEvenDeed(held(Quantity::of(-3), Money(443'700'000), Price::of(140)), {},
                                        charging(Rate()), TakerTerms{});
        QVERIFY(deed && deed->place);
        QCOMPARE(deed->place->side, Side::Buy);
        QCOMPARE(deed->place->trigger.price, price("147.9"));
        QVERIFY(deed->place->followsPosition && deed->place->reduceOnly);
    }
    void aPositionWithoutProfitIsToldSo() {
        const auto deed = breakEvenDeed(held(Quantity::of(3), Money(-444'300'000), price("148.1")), {},
                                        charging(Rate()), TakerTerms{});
        QVERIFY(!deed && deed.error().contains("148.10"));
    }
};
QD_TEST(TestSets);
#include "TestSets.moc"
