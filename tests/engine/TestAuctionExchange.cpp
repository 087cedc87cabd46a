#include "core/domain/Slots.h"
#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;

namespace {

constexpr Side kBuy = Side::Buy;
constexpr Side kSell = Side::Sell;

/// A buy of 10 up to 100.50, auctioned over 10 slots (4 s): without prices of its own from 100 to 100.50.
OrderTerms auctioned(const char* limit = "100.5") {
    return varied(ExchangeRig::limit(kBuy, price(limit), Quantity::of(10)),
                  [](OrderTerms& t) { t.auction.durationSlots = 10; });
}

struct AuctionRig : ExchangeRig {
    AccountId a = addAccount();
    AccountId maker = addAccount();
    RejectCode answer(AccountId who, const char* at, std::int64_t size = 10, std::uint32_t number = 1) {
        send(FillAuction{who, a, OrderId(number), price(at), Quantity::of(size)});
        return rejection();
    }
    RejectCode answer(const char* at, std::int64_t size = 10) { return answer(maker, at, size); }
    void passSlots(std::int64_t n) { later(n * kNanosPerSlot); }
};

} // namespace

class TestAuctionExchange : public QObject {
    Q_OBJECT
  private slots:
    void theAuctionsPriceMovesSlotBySlot_data() {
        QTest::addColumn<int>("elapsed");
        QTest::addColumn<QString>("best");  // that is taken
        QTest::addColumn<QString>("worse"); // by a tick
        QTest::newRow("at its start") << 0 << "100" << "100.01";
        QTest::newRow("half way") << 5 << "100.25" << "100.26";
        QTest::newRow("at its end") << 10 << "100.5" << "100.51";
    }
    void theAuctionsPriceMovesSlotBySlot() {
        QFETCH(int, elapsed);
        QFETCH(QString, best);
        QFETCH(QString, worse);
        AuctionRig rig;
        rig.place(rig.a, auctioned());
        rig.passSlots(elapsed);
        QCOMPARE(rig.answer(worse.toUtf8()), RejectCode::AuctionPrice);
        QCOMPARE(rig.answer(best.toUtf8()), RejectCode::None);
        QCOMPARE(rig.all<OrderFilled>().size(), 2U);
        QCOMPARE(rig.position(rig.a).base, Quantity::of(10));
        QCOMPARE(rig.position(rig.maker).base, Quantity::of(-10));
        QCOMPARE(rig.closedAs(rig.a).value(), CloseReason::Filled);
        QCOMPARE(rig.auditProblem(), "");
    }

    void nobodyElseMeetsItUntilItIsOver() {
        AuctionRig rig;
        rig.place(rig.maker, ExchangeRig::limit(kSell, price("100.2"), Quantity::of(4)));
        rig.place(rig.a, auctioned());
        QVERIFY(rig.all<OrderFilled>().empty());
        QCOMPARE(rig.account(rig.a).find(MarketId(0))->openBids, Quantity::of(10)); // it counts
        rig.passSlots(10);
        rig.send(AdvanceTime{});
        QVERIFY(rig.all<OrderFilled>().empty());
        rig.passSlots(1);
        rig.send(AdvanceTime{});
        QCOMPARE(rig.all<OrderFilled>().size(), 2U);
        QCOMPARE(rig.market().book.best(kBuy), 10'050U); // the rest rests
        QCOMPARE(rig.answer("100"), RejectCode::AuctionNotLive);
        QCOMPARE(rig.auditProblem(), "");
    }

    void aPartMayBeAnswered() {
        AuctionRig rig;
        rig.place(rig.a, auctioned());
        QCOMPARE(rig.answer("100", 4), RejectCode::None);
        QCOMPARE(rig.order(rig.a, 1)->remaining(), Quantity::of(6));
        QCOMPARE(rig.answer("99.96", 20), RejectCode::None); // 4 bp better; only what is left
        QCOMPARE(rig.position(rig.a).base, Quantity::of(10));
        QCOMPARE(rig.auditProblem(), "");
    }

    /// A maker that sells more than 5 bp below the index likely trades with itself: its size is halved.
    void aLikelyWashIsCut() {
        AuctionRig rig;
        rig.place(rig.a, auctioned());
        QCOMPARE(rig.answer("99.94", 8), RejectCode::None);
        QCOMPARE(rig.position(rig.a).base, Quantity::of(4));
    }

    void answersAreRefused() {
        AuctionRig rig;
        rig.place(rig.a, auctioned());
        QCOMPARE(rig.answer(AccountId(9), "100"), RejectCode::UnknownAccount);
        QCOMPARE(rig.answer(rig.maker, "100", 1, 7), RejectCode::AuctionNotLive);
        QCOMPARE(rig.answer(rig.a, "100"), RejectCode::Unauthorized); // its own master's
        QCOMPARE(rig.answer("100", 0), RejectCode::SizeZero);
        QCOMPARE(rig.answer("100.005"), RejectCode::PriceNotTick);
        QCOMPARE(rig.answer("90"), RejectCode::PriceOutOfBand);
        rig.send(FillAuction{rig.maker, rig.a, OrderId(1), price("100"), Quantity(15'000'000)});
        QCOMPARE(rig.rejection(), RejectCode::SizeNotStep);
        rig.send(FreezeAccount{rig.maker, true});
        QCOMPARE(rig.answer("100"), RejectCode::AccountFrozen);
        rig.send(FreezeAccount{rig.maker, false});
        rig.send(SetMarketStatus{MarketId(0), MarketStatus::Paused, {}});
        QCOMPARE(rig.answer("100"), RejectCode::MarketPaused);
        QCOMPARE(rig.order(rig.a, 1)->remaining(), Quantity::of(10));
        QCOMPARE(rig.account(rig.maker).positionCount, std::uint16_t{0});
    }

    /// The maker's half is an order of its own and passes the same checks.
    void theMakerIsCheckedLikeAnyOther() {
        AuctionRig rig;
        rig.place(rig.a, auctioned());
        const AccountId poor = rig.addAccount(Money::of(50));
        QCOMPARE(rig.answer(poor, "100"), RejectCode::InsufficientCollateral);
        rig.send(UpdateAccount{rig.maker, {}, {}, true});
        QCOMPARE(rig.answer("100"), RejectCode::AccountReduceOnly);
        rig.send(UpdateAccount{rig.maker, {}, {}, false});
        QCOMPARE(rig.answer("100"), RejectCode::None);
    }

    /// Its protective limit of 0.1 % is nearer than the auction's usual end at 0.5 %.
    void aMarketOrderIsNeverFilledBeyondItsSlippage() {
        AuctionRig rig;
        rig.place(rig.a, varied(ExchangeRig::market(kBuy, Quantity::of(10)), [](OrderTerms& t) {
                      t.auction.durationSlots = 10;
                      t.maxSlippage = Rate(1'000);
                  }));
        rig.passSlots(10);
        QCOMPARE(rig.answer("100.11"), RejectCode::AuctionPrice);
        QCOMPARE(rig.answer("100.1", 4), RejectCode::None);
        // In the book it keeps the limit it was placed with, wherever the index went meanwhile.
        rig.place(rig.maker, ExchangeRig::limit(kSell, price("101"), Quantity::of(10)));
        rig.setPrice(MarketId(0), price("102"));
        rig.passSlots(1);
        rig.send(AdvanceTime{});
        QCOMPARE(rig.closedAs(rig.a).value(), CloseReason::Unfilled);
        QCOMPARE(rig.position(rig.a).base, Quantity::of(4));
    }

    void ownPricesAreKept() {
        AuctionRig rig;
        rig.place(rig.a, varied(auctioned(), [](OrderTerms& t) {
                      t.auction.start = price("99.9");
                      t.auction.end = price("100.4");
                  }));
        QCOMPARE(rig.answer("99.91"), RejectCode::AuctionPrice);
        QCOMPARE(rig.answer("99.9"), RejectCode::None);
    }

    void termsAreRefused_data() {
        QTest::addColumn<QString>("start");
        QTest::addColumn<QString>("end");
        QTest::addColumn<int>("duration");
        QTest::addColumn<int>("code");
        QTest::newRow("a buy that goes down") << "100.2" << "100.1" << 10 << int(RejectCode::InvalidAuction);
        QTest::newRow("no start") << "0" << "100.1" << 10 << int(RejectCode::InvalidAuction);
        QTest::newRow("an end beyond the limit") << "100" << "100.51" << 10 << int(RejectCode::InvalidAuction);
        QTest::newRow("prices without an auction") << "100" << "100.1" << 0 << int(RejectCode::InvalidAuction);
        QTest::newRow("too long") << "100" << "100.1" << 256 << int(RejectCode::InvalidAuction);
    }
    void termsAreRefused() {
        QFETCH(QString, start);
        QFETCH(QString, end);
        QFETCH(int, duration);
        QFETCH(int, code);
        AuctionRig rig;
        OrderTerms t = auctioned();
        t.auction = {static_cast<std::uint16_t>(duration), price(start.toUtf8()), price(end.toUtf8())};
        rig.place(rig.a, t);
        QCOMPARE(int(rig.rejection()), code);
        t = auctioned();
        t.postOnly = PostOnly::Must;
        rig.place(rig.a, t);
        QCOMPARE(rig.rejection(), RejectCode::InvalidFlags);
    }

    /// The bounds of a floating order float with it: a limit 0.20 above the index, from the index on.
    void aFloatingOrdersAuctionFloats() {
        AuctionRig rig;
        rig.place(rig.a, varied(auctioned(), [](OrderTerms& t) {
                      t.price = Price{};
                      t.oracleOffset = price("0.2");
                  }));
        QCOMPARE(rig.rejection(), RejectCode::None);
        rig.setPrice(MarketId(0), price("103"));
        rig.passSlots(5);
        QCOMPARE(rig.answer("103.11", 1), RejectCode::AuctionPrice);
        QCOMPARE(rig.answer("103.1", 1), RejectCode::None);
        QCOMPARE(rig.order(rig.a, 1)->terms.price, price("103.2"));
        rig.passSlots(6);
        rig.send(AdvanceTime{});
        QCOMPARE(rig.market().book.best(kBuy), 10'320U);
        QCOMPARE(rig.auditProblem(), "");
    }

    /// A stop that fires begins its auction then: 5 bp through the index, down to 50 bp. Afterwards it is a market
    /// order.
    void aTriggeredOrderBeginsItsAuction() {
        AuctionRig rig;
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(10)); // order 1
        rig.place(rig.a, varied(ExchangeRig::market(kSell, Quantity::of(10)), [](OrderTerms& t) {
                      t.reduceOnly = true;
                      t.trigger.kind = TriggerKind::Stop;
                      t.trigger.price = price("97");
                      t.auction.durationSlots = 10;
                  })); // order 2
        rig.setPrice(MarketId(0), price("97"));
        QCOMPARE(rig.all<OrderTriggered>().size(), 1U);
        const Order& order = *rig.order(rig.a, 2);
        QCOMPARE(order.progress.phase, OrderPhase::Auction);
        QCOMPARE(order.terms.auction.start, price("96.9515"));                    // 97 - 0.0485
        QCOMPARE(order.terms.auction.end, price("96.515"));                       // 97 - 0.485
        QCOMPARE(rig.answer(rig.maker, "96.95", 4, 2), RejectCode::AuctionPrice); // 96.9515 is 96.96 for a sell
        QCOMPARE(rig.answer(rig.maker, "96.96", 4, 2), RejectCode::None);
        QCOMPARE(rig.position(rig.a).base, Quantity::of(6));
        rig.place(rig.maker, ExchangeRig::limit(kBuy, price("96"), Quantity::of(10)));
        rig.passSlots(11);
        rig.send(AdvanceTime{});
        QCOMPARE(rig.position(rig.a).base, Quantity(0));
        QCOMPARE(rig.account(rig.a).openOrderCount, std::uint16_t{0});
        QCOMPARE(rig.auditProblem(), "");
    }

    /// What closes the position is for sale as a whole, however large, and stays so when the state is read back.
    void aPositionLargerThanAnyOrderMayBeAuctioned() {
        MarketParams small = solMarket();
        small.maxSize = Quantity::of(10);
        ExchangeRig rig(small);
        const AccountId maker = rig.addAccount();
        const AccountId a = rig.addAccount();
        for (int i = 0; i < 2; ++i) rig.trade(a, maker, price("100"), Quantity::of(10));
        rig.place(a, varied(ExchangeRig::market(kSell, Quantity::of(10)), [](OrderTerms& t) {
                      t.reduceOnly = true;
                      t.followsPosition = true;
                      t.trigger.kind = TriggerKind::Stop;
                      t.trigger.price = price("97");
                      t.auction.durationSlots = 10;
                  })); // order 3
        rig.setPrice(MarketId(0), price("97"));
        QCOMPARE(rig.order(a, 3)->progress.phase, OrderPhase::Auction);
        QCOMPARE(rig.order(a, 3)->terms.size, Quantity::of(20));
        ByteWriter out;
        rig.exchange.save(out);
        const auto bytes = out.take();
        const auto copy = exchange::Exchange::load(bytes, exchange::Options{.maxOrdersPerMarket = 1U << 14U});
        QVERIFY(copy.has_value());
        QCOMPARE(copy->hash(), rig.exchange.hash());
    }

    void anAuctionThatEndsWhileNothingMayTradeEndsTheOrder() {
        AuctionRig rig;
        rig.place(rig.maker, ExchangeRig::limit(kSell, price("100.2"), Quantity::of(4)));
        rig.place(rig.a, auctioned());
        rig.send(SetMarketStatus{MarketId(0), MarketStatus::Paused, {}});
        rig.passSlots(11);
        rig.send(AdvanceTime{});
        QVERIFY(rig.all<OrderFilled>().empty());
        QCOMPARE(rig.closedAs(rig.a).value(), CloseReason::MarketClosed);
        QCOMPARE(rig.account(rig.a).find(MarketId(0))->openBids, Quantity(0));
    }
};
QD_TEST(TestAuctionExchange);
#include "TestAuctionExchange.moc"
