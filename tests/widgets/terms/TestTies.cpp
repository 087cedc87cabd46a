#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/terms/Ties.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::ui;
using test::ExchangeRig;
using test::price;

namespace {

TrackedOrder limit(std::uint32_t id, Side side = Side::Buy) {
    TrackedOrder o;
    o.order.id = OrderId(id);
    o.order.terms = ExchangeRig::limit(side, price("99.5"), Quantity::of(2));
    o.order.terms.clientId = ClientOrderId(100 + id);
    o.state = OrderState::Working;
    return o;
}

TrackedOrder stop(std::uint32_t id, TriggerKind kind = TriggerKind::Stop, Side side = Side::Sell) {
    TrackedOrder o = limit(id, side);
    o.order.terms.type = OrderType::Market;
    o.order.terms.price = Price();
    o.order.terms.trigger.kind = kind;
    o.order.terms.trigger.price = price("95");
    o.order.progress.phase = OrderPhase::Waiting;
    return o;
}

/// As the terminal keeps it before the venue answers.
TrackedOrder sent(TrackedOrder o, std::int64_t at) {
    o.order.id = OrderId();
    o.order.progress = {};
    o.state = OrderState::Sent;
    o.sentAt = UnixNanos(at);
    return o;
}

std::vector<std::uint64_t> clients(const CancelChoice& choice) {
    std::vector<std::uint64_t> ids;
    for (const OrderReference& r : choice.alone) ids.push_back(r.clientId.value());
    return ids;
}

using Ids = std::vector<std::uint64_t>;

} // namespace

class TestTies : public QObject {
    Q_OBJECT
  private slots:
    void eachKindTakesItsOwn() {
        TrackedOrder fired = stop(3); // it rests with its limit, and still protects
        fired.order.terms.type = OrderType::Limit;
        fired.order.progress.phase = OrderPhase::Book;
        TrackedOrder done = limit(4);
        done.state = OrderState::Filled;
        TrackedOrder elsewhere = limit(5);
        elsewhere.order.terms.market = MarketId(7);
        TrackedOrder auction = limit(6);
        auction.order.progress.phase = OrderPhase::Auction;
        const std::vector<TrackedOrder> orders{limit(1),
                                               stop(2),
                                               fired,
                                               done,
                                               elsewhere,
                                               auction,
                                               stop(8, TriggerKind::Trailing),
                                               stop(9, TriggerKind::TakeProfit)};
        QCOMPARE(clients(cancelChoice(orders, CancelKind::Limits, std::nullopt)), (Ids{101, 105}));
        QCOMPARE(clients(cancelChoice(orders, CancelKind::Limits, orders[0].order.terms.market)), (Ids{101}));
        QCOMPARE(clients(cancelChoice(orders, CancelKind::Stops, std::nullopt)), (Ids{102, 108}));
        QCOMPARE(cancelChoice(orders, CancelKind::Stops, std::nullopt).tied, 0);
        QCOMPARE(tiedText(0), QString());
    }
    void whatTakesOthersIsLeft() {
        TrackedOrder target = limit(1, Side::Sell);
        TrackedOrder loss = stop(2);
        target.order.progress.group = loss.order.progress.group = 1;
        TrackedOrder exit = stop(4); // waits for its entry, which would go with it
        exit.order.progress.parent = OrderId(3);
        std::vector<TrackedOrder> orders{target, loss, limit(3), exit};
        const CancelChoice limits = cancelChoice(orders, CancelKind::Limits, std::nullopt);
        QCOMPARE(clients(limits), (Ids{103}));
        QCOMPARE(limits.tied, 1);
        const CancelChoice stops = cancelChoice(orders, CancelKind::Stops, std::nullopt);
        QVERIFY(stops.alone.empty());
        QCOMPARE(stops.tied, 2);
        QVERIFY(tiedText(2).startsWith("Left: 2 of pairs or brackets"));
        orders[2].state = OrderState::Filled; // the exit is on its own now
        QCOMPARE(clients(cancelChoice(orders, CancelKind::Stops, std::nullopt)), (Ids{104}));
    }
    /// They had no phase and no group yet.
    void unansweredOrdersAreKnownByTheirTerms() {
        TrackedOrder stopLimit = sent(stop(2), 10);
        stopLimit.order.terms.type = OrderType::Limit;
        TrackedOrder auction = sent(limit(3), 11);
        auction.order.terms.auction.durationSlots = 5;
        const std::vector<TrackedOrder> orders{sent(limit(1), 9), stopLimit, auction, sent(limit(4), 12),
                                               sent(stop(5), 12)};
        const CancelChoice choice = cancelChoice(orders, CancelKind::Limits, std::nullopt);
        QCOMPARE(clients(choice), (Ids{101}));
        QCOMPARE(choice.tied, 1); // 4 was sent with 5
    }
    void whatProtectsAPositionIsKept() {
        PositionView p;
        p.market = limit(1).order.terms.market;
        p.position.base = Quantity::of(3);
        TrackedOrder typed = stop(2);
        typed.order.progress.group = 2;
        TrackedOrder pair = limit(3, Side::Sell);
        pair.order.progress.group = 2;
        TrackedOrder reduces = limit(4, Side::Sell);
        reduces.order.terms.reduceOnly = true;
        TrackedOrder other = limit(9, Side::Sell);
        other.order.progress.group = 8;
        TrackedOrder elsewhere = stop(10);
        elsewhere.order.terms.market = MarketId(7);
        const std::vector<TrackedOrder> orders{
            limit(1), typed,    pair, reduces, stop(5, TriggerKind::Trailing), stop(6, TriggerKind::Stop, Side::Buy),
            other,    elsewhere};
        std::vector<std::uint32_t> kept;
        for (const TrackedOrder& o : protectorsOf(p, orders)) kept.push_back(o.order.id.value());
        QCOMPARE(kept, (std::vector<std::uint32_t>{2, 3, 4, 5}));
        p.position.base = Quantity::of(-3);
        QCOMPARE(protectorsOf(p, orders).size(), 2U); // 4 and 6
    }
};
QD_TEST(TestTies);
#include "TestTies.moc"
