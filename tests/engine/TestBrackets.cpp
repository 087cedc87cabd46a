// Size: one scenario a rule of sets; their number is what makes the file long.
#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;

namespace {

constexpr Side kBuy = Side::Buy;
constexpr Side kSell = Side::Sell;
constexpr auto kBracket = OrderRelation::Bracket;
constexpr auto kOco = OrderRelation::OneCancelsOther;

OrderTerms closing(const char* at, Quantity size = Quantity::of(10)) {
    return varied(ExchangeRig::limit(kSell, price(at), size), [](OrderTerms& t) { t.reduceOnly = true; });
}
OrderTerms stopAt(const char* at, Quantity size = Quantity::of(10)) {
    return varied(ExchangeRig::market(kSell, size), [&](OrderTerms& t) {
        t.reduceOnly = true;
        t.trigger.kind = TriggerKind::Stop;
        t.trigger.price = price(at);
    });
}

/// Orders of `a`: children first, then their entry; the maker takes the other sides.
struct SetRig : ExchangeRig {
    AccountId maker = addAccount();
    AccountId a = addAccount();

    /// Bid 10 at 99, take profit at 104, stop at 95: orders 3, 1 and 2.
    void bracket() {
        (void)placeSet(a, kBracket, {limit(kBuy, price("99"), Quantity::of(10)), closing("104"), stopAt("95")});
    }
    void sellTo(const char* at, std::int64_t size) { place(maker, limit(kSell, price(at), Quantity::of(size))); }
    void buyFrom(const char* at, std::int64_t size) { place(maker, limit(kBuy, price(at), Quantity::of(size))); }
    void at(const char* mark) { setPrice(MarketId(0), price(mark)); }
    [[nodiscard]] std::int64_t left(std::uint32_t number) const {
        return order(a, number) == nullptr ? -1 : order(a, number)->remaining().raw() / Quantity::kScale;
    }
    [[nodiscard]] CloseReason reasonOf(std::uint32_t number) const {
        for (const auto& closed : all<OrderClosed>()) {
            if (closed.account == a && closed.order == OrderId(number)) return closed.reason;
        }
        return CloseReason::Triggered; // that nothing here is closed for
    }
    [[nodiscard]] std::int64_t base() const { return position(a).base.raw() / Quantity::kScale; }
};

} // namespace

class TestBrackets : public QObject {
    Q_OBJECT
  private slots:
    void childrenGrowWithTheirEntry() {
        SetRig rig;
        rig.bracket();
        QCOMPARE(rig.all<OrderAccepted>().size(), 3U);
        QCOMPARE(rig.left(1), 0);
        QCOMPARE(rig.left(2), 0);
        QCOMPARE(rig.market().book.best(kSell), book::kNoTick); // nothing to take a profit of yet
        rig.sellTo("99", 4);
        QCOMPARE(rig.left(1), 4);
        QCOMPARE(rig.left(2), 4);
        QCOMPARE(rig.market().book.level(10'400).lots, book::Lots{400});
        rig.sellTo("99", 6);
        QCOMPARE(rig.left(1), 10);
        QCOMPARE(rig.market().book.level(10'400).lots, book::Lots{1'000});
        QCOMPARE(rig.reasonOf(3), CloseReason::Filled);
        // A part of the profit: the stop covers what is left.
        rig.buyFrom("104", 3);
        QCOMPARE(rig.left(2), 7);
        rig.buyFrom("104", 7);
        QCOMPARE(rig.reasonOf(1), CloseReason::Filled);
        QCOMPARE(rig.reasonOf(2), CloseReason::OneCancelsOther);
        QCOMPARE(rig.base(), 0);
        QCOMPARE(rig.auditProblem(), "");
    }

    /// Profit taken as soon as the price has been reached, with a trigger instead of a resting order.
    void aTakeProfitMayWaitForItsTrigger() {
        SetRig rig;
        OrderTerms profit = stopAt("104");
        profit.trigger.kind = TriggerKind::TakeProfit;
        QCOMPARE(rig.placeSet(rig.a, kBracket,
                              {ExchangeRig::limit(kBuy, price("99"), Quantity::of(10)), profit, stopAt("95")}),
                 RejectCode::None);
        rig.at("104"); // nothing is filled: nothing fires
        QVERIFY(rig.all<OrderTriggered>().empty());
        rig.at("100");
        rig.sellTo("99", 10);
        rig.buyFrom("103.5", 10);
        rig.at("104");
        QCOMPARE(rig.all<OrderTriggered>().size(), 1U);
        QCOMPARE(rig.reasonOf(2), CloseReason::OneCancelsOther); // the stop, before the profit is taken
        QCOMPARE(rig.reasonOf(1), CloseReason::Filled);
        QCOMPARE(rig.base(), 0);
    }

    void aStopCancelsTheTakeProfit() {
        SetRig rig;
        rig.bracket();
        rig.sellTo("99", 10);
        rig.buyFrom("94.5", 10);
        rig.at("95");
        QCOMPARE(rig.reasonOf(1), CloseReason::OneCancelsOther);
        QCOMPARE(rig.reasonOf(2), CloseReason::Filled);
        QCOMPARE(rig.base(), 0);
        QCOMPARE(rig.market().book.best(kSell), book::kNoTick);
    }

    void anEntryThatLeavesUnfilledTakesItsChildrenAlong() {
        SetRig rig;
        rig.bracket();
        rig.send(CancelOrder{rig.a, {OrderId(3), {}}});
        QCOMPARE(rig.reasonOf(1), CloseReason::ParentGone);
        QCOMPARE(rig.reasonOf(2), CloseReason::ParentGone);
        QCOMPARE(rig.account(rig.a).openOrderCount, std::uint16_t{0});
        // The same for one that finds nobody at once.
        rig.placeSet(rig.a, kBracket, {ExchangeRig::market(kBuy, Quantity::of(10)), closing("104"), stopAt("95")});
        QCOMPARE(rig.reasonOf(6), CloseReason::Unfilled);
        QCOMPARE(rig.reasonOf(4), CloseReason::ParentGone);
        QCOMPARE(rig.account(rig.a).openOrderCount, std::uint16_t{0});
    }

    void anEntryCancelledAfterAPartLeavesItCovered() {
        SetRig rig;
        rig.bracket();
        rig.sellTo("99", 4);
        rig.send(CancelOrder{rig.a, {OrderId(3), {}}});
        QCOMPARE(rig.left(1), 4);
        QCOMPARE(rig.left(2), 4);
        rig.buyFrom("104", 4);
        QCOMPARE(rig.base(), 0);
        QCOMPARE(rig.account(rig.a).openOrderCount, std::uint16_t{0});
    }

    /// What is left of the entry would open a position that nothing closes.
    void aBracketIsOverWhenOneOfItsChildrenIsDone() {
        SetRig rig;
        rig.bracket();
        rig.sellTo("99", 4);
        rig.buyFrom("104", 4);
        QCOMPARE(rig.reasonOf(1), CloseReason::Filled);
        QCOMPARE(rig.reasonOf(2), CloseReason::OneCancelsOther);
        QCOMPARE(rig.reasonOf(3), CloseReason::OneCancelsOther);
        QCOMPARE(rig.account(rig.a).openOrderCount, std::uint16_t{0});
        QCOMPARE(rig.base(), 0);
    }

    void closingByHandCancelsTheChildren() {
        SetRig rig;
        rig.bracket();
        rig.sellTo("99", 10);
        rig.buyFrom("100", 10);
        rig.place(rig.a, ExchangeRig::market(kSell, Quantity::of(10)));
        QCOMPARE(rig.reasonOf(1), CloseReason::ReduceOnly);
        QCOMPARE(rig.account(rig.a).openOrderCount, std::uint16_t{0});
    }

    /// While the entry may still be filled its children stay: they will be needed.
    void childrenOfAnOpenEntryStayWhenThePositionIsClosed() {
        SetRig rig;
        rig.bracket();
        rig.sellTo("99", 4);
        rig.buyFrom("100", 4);
        rig.place(rig.a, ExchangeRig::market(kSell, Quantity::of(4)));
        QCOMPARE(rig.base(), 0);
        QCOMPARE(rig.account(rig.a).openOrderCount, std::uint16_t{3});
        rig.sellTo("99", 6);
        QCOMPARE(rig.base(), 6);
        rig.buyFrom("94.5", 20);
        rig.at("95");
        QCOMPARE(rig.base(), 0); // ten would be sold, six are there
        QCOMPARE(rig.account(rig.a).openOrderCount, std::uint16_t{0});
        QCOMPARE(rig.auditProblem(), "");
    }

    /// Short 5, and a bracket that turns it: its children have nothing to close before the position has turned.
    void aBracketMayTurnThePosition() {
        SetRig rig;
        rig.trade(rig.maker, rig.a, price("100"), Quantity::of(5)); // order 1
        (void)rig.placeSet(rig.a, kBracket,
                           {ExchangeRig::limit(kBuy, price("99"), Quantity::of(10)), closing("104"), stopAt("95")});
        rig.sellTo("99", 3);
        QCOMPARE(rig.base(), -2);
        QCOMPARE(rig.left(2), 3);
        QCOMPARE(rig.left(3), 3);
        rig.at("94"); // would be the stop's
        QCOMPARE(rig.left(3), 3);
        rig.at("99");
        rig.sellTo("99", 5);
        QCOMPARE(rig.base(), 3);
        rig.buyFrom("104", 20); // eight are offered, three are there
        QCOMPARE(rig.base(), 0);
        QCOMPARE(rig.account(rig.a).openOrderCount, std::uint16_t{0});
        QCOMPARE(rig.auditProblem(), "");
    }

    /// An entry that only reduced what there was leaves nothing to be closed.
    void anEntryThatOpensNothingTakesItsChildrenAlong() {
        for (const bool cancelled : {true, false}) {
            SetRig rig;
            rig.trade(rig.maker, rig.a, price("100"), Quantity::of(15)); // order 1
            (void)rig.placeSet(rig.a, kBracket,
                               {ExchangeRig::limit(kBuy, price("99"), Quantity::of(10)), closing("104"), stopAt("95")});
            rig.sellTo("99", cancelled ? 3 : 10);
            if (cancelled) {
                QCOMPARE(rig.account(rig.a).openOrderCount, std::uint16_t{3});
                rig.send(CancelOrder{rig.a, {OrderId(4), {}}});
            }
            QCOMPARE(rig.reasonOf(2), CloseReason::ReduceOnly);
            QCOMPARE(rig.account(rig.a).openOrderCount, std::uint16_t{0});
            QCOMPARE(rig.base(), cancelled ? -12 : -5);
            QCOMPARE(rig.auditProblem(), "");
        }
    }

    /// The profit's price has left the band by the time the entry is filled: the stop must not go with it.
    void aTakeProfitThatCannotGoInLeavesTheStop() {
        SetRig rig;
        QCOMPARE(rig.placeSet(rig.a, kBracket,
                              {ExchangeRig::limit(kBuy, price("95"), Quantity::of(10)), closing("109"), stopAt("90")}),
                 RejectCode::None);
        rig.at("96"); // 109 is more than 10 % away now
        rig.sellTo("95", 10);
        QCOMPARE(rig.reasonOf(1), CloseReason::OutOfBand);
        QCOMPARE(rig.left(2), 10);
        rig.buyFrom("89.5", 10);
        rig.at("90");
        QCOMPARE(rig.base(), 0);
    }

    /// The price has passed the stop before the entry is filled: it fires at once.
    void aStopThatIsPassedWhenItsEntryFillsFiresAtOnce() {
        SetRig rig;
        rig.bracket();
        rig.at("94");
        rig.buyFrom("93.5", 10);
        rig.sellTo("99", 10); // a very late seller
        QCOMPARE(rig.all<OrderTriggered>().size(), 1U);
        QCOMPARE(rig.base(), 0);
    }

    /// An exit looks at prices from where its entry trades, not from where the market is when they are sent.
    void exitsAreJudgedByTheirEntry_data() {
        QTest::addColumn<QString>("entry");
        QTest::addColumn<QString>("stop");
        QTest::addColumn<QString>("profit");
        QTest::addColumn<bool>("good");
        QTest::newRow("far below the market") << "90" << "85" << "95" << true;
        QTest::newRow("stop above the entry") << "90" << "92" << "95" << false;
        QTest::newRow("target below the entry") << "90" << "85" << "89" << false;
        QTest::newRow("a limit that takes at once") << "108" << "99" << "105" << true;
        QTest::newRow("stop that holds already") << "108" << "101" << "109" << false;
    }
    void exitsAreJudgedByTheirEntry() {
        QFETCH(QString, entry);
        QFETCH(QString, stop);
        QFETCH(QString, profit);
        SetRig rig;
        rig.at("100");
        const OrderTerms first = ExchangeRig::limit(kBuy, price(entry.toStdString().c_str()), Quantity::of(10));
        OrderTerms target = stopAt(profit.toStdString().c_str());
        target.trigger.kind = TriggerKind::TakeProfit;
        const RejectCode code = rig.placeSet(rig.a, kBracket, {first, target, stopAt(stop.toStdString().c_str())});
        QTEST(code == RejectCode::None, "good");
        QVERIFY(code == RejectCode::None || code == RejectCode::TriggerWouldFireImmediately);
    }
    void aBracketsEntryMayTakeAtOnce() {
        SetRig rig;
        rig.sellTo("100", 7);
        QCOMPARE(rig.placeSet(rig.a, kBracket,
                              {ExchangeRig::limit(kBuy, price("100"), Quantity::of(10)), closing("104"), stopAt("95")}),
                 RejectCode::None);
        QCOMPARE(rig.left(3), 3);
        QCOMPARE(rig.left(1), 7);
        QCOMPARE(rig.left(2), 7);
        QCOMPARE(rig.market().book.level(10'400).lots, book::Lots{700});
    }

    /// What its entry fills while the amend is on its way is covered all the same.
    void aStopIsMovedWithoutItsSize() {
        SetRig rig;
        rig.bracket();
        const auto move = [&](std::uint32_t number, const char* to) {
            rig.send(AmendOrder{rig.a, {OrderId(number), {}}, Price{}, Quantity{}, price(to)});
            return rig.rejection();
        };
        QCOMPARE(move(2, "95.5"), RejectCode::None); // nothing is filled yet
        rig.sellTo("99", 4);
        rig.sellTo("99", 3);
        QCOMPARE(move(2, "96"), RejectCode::None);
        QCOMPARE(rig.left(2), 7);
        QCOMPARE(rig.order(rig.a, 2)->terms.trigger.price, price("96"));
        rig.send(AmendOrder{rig.a, {OrderId(1), {}}, price("105"), Quantity{}, Price{}});
        QCOMPARE(rig.rejection(), RejectCode::SizeZero); // in the book an amend says its size
        rig.at("96");
        QCOMPARE(rig.auditProblem(), "");
    }

    void childrenOnlyShrinkByAmendment() {
        SetRig rig;
        rig.bracket();
        rig.sellTo("99", 10);
        rig.send(AmendOrder{rig.a, {OrderId(1), {}}, price("105"), Quantity::of(11), Price{}});
        QCOMPARE(rig.rejection(), RejectCode::SizeAboveMax);
        rig.send(AmendOrder{rig.a, {OrderId(1), {}}, price("105"), Quantity::of(8), Price{}});
        QCOMPARE(rig.rejection(), RejectCode::None);
        QCOMPARE(rig.market().book.level(10'500).lots, book::Lots{800});
        rig.send(AmendOrder{rig.a, {OrderId(2), {}}, Price{}, Quantity::of(10), price("96")});
        QCOMPARE(rig.rejection(), RejectCode::None);
        QCOMPARE(rig.order(rig.a, 2)->terms.trigger.price, price("96"));
    }

    void setsAreRefused_data() {
        QTest::addColumn<int>("relation");
        QTest::addColumn<int>("row");
        QTest::newRow("one order") << int(kOco) << 0;
        QTest::newRow("three of a group") << int(kOco) << 1;
        QTest::newRow("sizes of a group differ") << int(kOco) << 2;
        QTest::newRow("an immediate order of a group") << int(kOco) << 3;
        QTest::newRow("a child on the entry's side") << int(kBracket) << 4;
        QTest::newRow("a child that could open") << int(kBracket) << 5;
        QTest::newRow("a child of another size") << int(kBracket) << 6;
        QTest::newRow("an entry that waits") << int(kBracket) << 7;
        QTest::newRow("a TWAP in a bracket") << int(kBracket) << 8;
    }
    void setsAreRefused() {
        QFETCH(int, relation);
        QFETCH(int, row);
        SetRig rig;
        const OrderTerms entry = ExchangeRig::limit(kBuy, price("99"), Quantity::of(10));
        std::vector<OrderTerms> orders{entry, closing("104")};
        RejectCode code = RejectCode::InvalidFlags;
        switch (row) {
        case 0:
            orders.pop_back();
            code = RejectCode::InvalidParameters;
            break;
        case 1: orders.push_back(entry); break;
        case 2: orders[1].size = Quantity::of(9); break;
        case 3: orders[0].timeInForce = TimeInForce::ImmediateOrCancel; break;
        case 4: orders[1].side = kBuy; break;
        case 5: orders[1].reduceOnly = false; break;
        case 6: orders[1].size = Quantity::of(9); break;
        case 7: orders[0] = stopAt("95"); break;
        default:
            orders[0] = ExchangeRig::market(kBuy, Quantity::of(10));
            orders[0].twap.durationMs = 60'000;
            break;
        }
        QCOMPARE(rig.placeSet(rig.a, OrderRelation(relation), orders), code);
        QCOMPARE(rig.events.size(), 1U);
        QCOMPARE(rig.account(rig.a).openOrderCount, std::uint16_t{0});
    }

    // ---- one cancels the other

    void aPartOfOneIsTakenOffTheOther() {
        SetRig rig;
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(10));
        QCOMPARE(rig.placeSet(rig.a, kOco, {closing("104"), stopAt("95")}), RejectCode::None); // orders 2 and 3
        rig.buyFrom("104", 4);
        QCOMPARE(rig.left(2), 6);
        QCOMPARE(rig.left(3), 6);
        rig.buyFrom("94.5", 20);
        rig.at("95");
        QCOMPARE(rig.reasonOf(2), CloseReason::OneCancelsOther);
        QCOMPARE(rig.reasonOf(3), CloseReason::Filled);
        QCOMPARE(rig.base(), 0);
        QCOMPARE(rig.auditProblem(), "");
    }

    void cancellingOneCancelsBoth() {
        SetRig rig;
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(10));
        rig.placeSet(rig.a, kOco, {closing("104"), stopAt("95")});
        rig.send(CancelOrder{rig.a, {OrderId(3), {}}});
        QCOMPARE(rig.reasonOf(3), CloseReason::Cancelled);
        QCOMPARE(rig.reasonOf(2), CloseReason::OneCancelsOther);
    }

    /// Both rest on one side and one taker sweeps them: together they fill the size of one.
    void oneSweepDoesNotFillBoth() {
        SetRig rig;
        QCOMPARE(rig.placeSet(rig.a, kOco,
                              {ExchangeRig::limit(kSell, price("101"), Quantity::of(10)),
                               ExchangeRig::limit(kSell, price("102"), Quantity::of(10))}),
                 RejectCode::None);
        rig.buyFrom("103", 25);
        QCOMPARE(rig.base(), -10);
        QCOMPARE(rig.reasonOf(1), CloseReason::Filled);
        QCOMPARE(rig.reasonOf(2), CloseReason::OneCancelsOther);
        QCOMPARE(rig.auditProblem(), "");
    }

    /// A fill-or-kill order sees that too: of 10 and 10 that exclude each other there are 10.
    void fillOrKillCountsAGroupOnce() {
        SetRig rig;
        rig.placeSet(rig.a, kOco,
                     {ExchangeRig::limit(kSell, price("101"), Quantity::of(10)),
                      ExchangeRig::limit(kSell, price("102"), Quantity::of(10))});
        const auto kill = [&](std::int64_t size) {
            rig.place(rig.maker, varied(ExchangeRig::limit(kBuy, price("103"), Quantity::of(size)),
                                        [](OrderTerms& t) { t.timeInForce = TimeInForce::FillOrKill; }));
            return rig.closedAs(rig.maker).value();
        };
        QCOMPARE(kill(11), CloseReason::NotFillable);
        QCOMPARE(kill(10), CloseReason::Filled);
    }

    /// The first meets the book on its way in: what it fills is not left for the second.
    void theFirstMayFillOnItsWayIn() {
        SetRig rig;
        rig.sellTo("100", 4);
        rig.placeSet(rig.a, kOco,
                     {ExchangeRig::limit(kBuy, price("100"), Quantity::of(10)),
                      ExchangeRig::limit(kBuy, price("98"), Quantity::of(10))});
        QCOMPARE(rig.left(1), 6);
        QCOMPARE(rig.left(2), 6);
        rig.send(CancelAll{rig.a, {}, {}});
        rig.sellTo("100", 10);
        rig.placeSet(rig.a, kOco,
                     {ExchangeRig::limit(kBuy, price("100"), Quantity::of(10)),
                      ExchangeRig::limit(kBuy, price("98"), Quantity::of(10))});
        QCOMPARE(rig.reasonOf(3), CloseReason::Filled);
        QCOMPARE(rig.reasonOf(4), CloseReason::OneCancelsOther);
        QCOMPARE(rig.base(), 14);
    }

    // ---- independent sets

    void aScaleIsAcceptedWholeOrNotAtAll() {
        SetRig rig;
        const AccountId poor = rig.addAccount(Money::of(100));
        const auto scale = [](std::int64_t size) {
            std::vector<OrderTerms> orders;
            for (const char* at : {"99", "98", "97"})
                orders.push_back(ExchangeRig::limit(kBuy, price(at), Quantity::of(size)));
            return orders;
        };
        // Three of 3 require 9 * 100 * 10 % = 90 and three cents; three of 4 more than there is.
        QCOMPARE(rig.placeSet(poor, OrderRelation::Independent, scale(4)), RejectCode::InsufficientCollateral);
        QCOMPARE(rig.events.size(), 1U);
        QCOMPARE(rig.account(poor).openOrderCount, std::uint16_t{0});
        QVERIFY(rig.account(poor).find(MarketId(0)) == nullptr);
        QCOMPARE(rig.placeSet(poor, OrderRelation::Independent, scale(3)), RejectCode::None);
        QCOMPARE(rig.account(poor).openOrderCount, std::uint16_t{3});
        QCOMPARE(rig.auditProblem(), "");
    }

    void clientIdsOfASetAreItsOwnAndFitTheTable() {
        SetRig rig;
        const AccountId b = rig.addAccount(Money::of(10'000), 9, 2);
        const auto named = [](std::uint64_t id) {
            return varied(ExchangeRig::limit(kBuy, price("99"), Quantity::of(1)),
                          [&](OrderTerms& t) { t.clientId = ClientOrderId(id); });
        };
        QCOMPARE(rig.placeSet(b, OrderRelation::Independent, {named(1), named(1)}), RejectCode::DuplicateClientId);
        QCOMPARE(rig.placeSet(b, OrderRelation::Independent, {named(1), named(2), named(3)}),
                 RejectCode::ClientIdTableFull);
        QCOMPARE(rig.placeSet(b, OrderRelation::Independent, {named(1), named(2)}), RejectCode::None);
        rig.place(b, named(3));
        QCOMPARE(rig.rejection(), RejectCode::ClientIdTableFull);
    }

    /// The second must not take, and the first of the same set has just come to stand in its way.
    void anOrderMayNotTakeWhatItsOwnSetPutThere() {
        SetRig rig;
        QCOMPARE(rig.placeSet(rig.a, OrderRelation::Independent,
                              {ExchangeRig::limit(kBuy, price("100"), Quantity::of(1)),
                               varied(ExchangeRig::limit(kSell, price("100"), Quantity::of(1)),
                                      [](OrderTerms& t) { t.postOnly = PostOnly::Must; })}),
                 RejectCode::None);
        QCOMPARE(rig.reasonOf(2), CloseReason::PostOnlyDropped);
        QCOMPARE(rig.left(1), 1);
    }
};
QD_TEST(TestBrackets);
#include "TestBrackets.moc"
