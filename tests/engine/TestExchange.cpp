// Size: one scenario a rule of spec/perps.md §4; the list of rules is what makes the file long.
#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;

namespace {

constexpr Side kBuy = Side::Buy;
constexpr Side kSell = Side::Sell;

OrderTerms with(OrderTerms t, auto change) {
    change(t);
    return t;
}

} // namespace

class TestExchange : public QObject {
    Q_OBJECT

  private slots:
    void restingOrderTradesAtItsPrice() {
        ExchangeRig rig;
        const AccountId maker = rig.addAccount();
        const AccountId taker = rig.addAccount();
        rig.place(maker, ExchangeRig::limit(kSell, price("100.10"), Quantity::of(2)));
        QCOMPARE(rig.all<OrderAccepted>().size(), 1U);
        rig.place(taker, ExchangeRig::limit(kBuy, price("100.50"), Quantity::of(3)));
        const auto fills = rig.all<OrderFilled>();
        QCOMPARE(fills.size(), 2U);
        QCOMPARE(fills[0].account, maker);
        QCOMPARE(fills[0].role, LiquidityRole::Maker);
        QCOMPARE(fills[0].price, price("100.10"));
        QCOMPARE(fills[0].quote, Money(200'200'000));
        QCOMPARE(fills[0].fee, Money(-20'020));
        QCOMPARE(fills[1].fee, Money(100'100));
        QCOMPARE(fills[1].remaining, Quantity::of(1));
        QCOMPARE(rig.all<Traded>().size(), 1U);
        QCOMPARE(rig.position(taker).base, Quantity::of(2));
        QCOMPARE(rig.position(taker).quote, Money(-200'200'000 - 100'100));
        QCOMPARE(rig.position(taker).entry, Money(-200'200'000));
        QCOMPARE(rig.position(maker).quote, Money(200'200'000 + 20'020));
        QCOMPARE(rig.exchange.state().markets[0]->feePool, Money(80'080));
        QCOMPARE(rig.auditProblem(), "");
    }

    void marketOrderHasAProtectiveLimit() {
        ExchangeRig rig;
        const AccountId maker = rig.addAccount();
        const AccountId taker = rig.addAccount();
        rig.place(maker, ExchangeRig::limit(kSell, price("101"), Quantity::of(1)));
        rig.place(maker, ExchangeRig::limit(kSell, price("106"), Quantity::of(1)));
        rig.place(taker, ExchangeRig::market(kBuy, Quantity::of(2)));
        QCOMPARE(rig.all<OrderAccepted>().front().order.terms.price, price("105"));
        QCOMPARE(rig.all<OrderFilled>().size(), 2U);
        QCOMPARE(rig.closedAs(taker).value(), CloseReason::Unfilled);
        // A slippage of its own, clipped to the band of initial margin (10 % here).
        rig.place(taker, with(ExchangeRig::market(kBuy, Quantity::of(1)),
                              [](OrderTerms& t) { t.maxSlippage = Rate(500'000); }));
        QCOMPARE(rig.all<OrderAccepted>().front().order.terms.price, price("109.99"));
        QCOMPARE(rig.position(taker).base, Quantity::of(2));
    }

    void fillOrKillIsAllOrNothing() {
        ExchangeRig rig;
        const AccountId maker = rig.addAccount();
        const AccountId poor = rig.addAccount(Money::of(101));
        const AccountId taker = rig.addAccount();
        const auto fok = [](Quantity size) {
            return with(ExchangeRig::limit(kBuy, price("101"), size),
                        [](OrderTerms& t) { t.timeInForce = TimeInForce::FillOrKill; });
        };
        rig.place(maker, ExchangeRig::limit(kSell, price("100"), Quantity::of(5)));
        rig.place(poor, ExchangeRig::limit(kSell, price("100.5"), Quantity::of(10)));
        rig.place(maker, ExchangeRig::limit(kSell, price("101"), Quantity::of(5)));
        rig.place(taker, fok(Quantity::of(21)));
        QCOMPARE(rig.closedAs(taker).value(), CloseReason::NotFillable);
        QVERIFY(rig.all<OrderFilled>().empty());
        // A market move makes the poor maker unable to carry its fill: its ten do not count.
        rig.setPrice(MarketId(0), price("109"));
        rig.place(taker, fok(Quantity::of(20)));
        QCOMPARE(rig.closedAs(taker).value(), CloseReason::NotFillable);
        QVERIFY(rig.all<OrderFilled>().empty());
        QCOMPARE(rig.position(taker).base, Quantity(0));
        rig.place(taker, fok(Quantity::of(10)));
        QCOMPARE(rig.closedAs(taker).value(), CloseReason::Filled);
        QCOMPARE(rig.position(taker).base, Quantity::of(10));
        QCOMPARE(rig.position(maker).base, Quantity::of(-10));
        QCOMPARE(rig.position(poor).base, Quantity(0));
        QCOMPARE(rig.auditProblem(), "");
    }

    void postOnlyModes() {
        ExchangeRig rig;
        const AccountId maker = rig.addAccount();
        const AccountId other = rig.addAccount();
        rig.place(maker, ExchangeRig::limit(kSell, price("100.05"), Quantity::of(1)));
        const auto post = [](PostOnly mode) {
            return with(ExchangeRig::limit(kBuy, price("100.05"), Quantity::of(1)),
                        [&](OrderTerms& t) { t.postOnly = mode; });
        };
        rig.place(other, post(PostOnly::Must));
        QCOMPARE(rig.rejection(), RejectCode::PostOnlyWouldCross);
        rig.place(other, post(PostOnly::Try));
        QCOMPARE(rig.closedAs(other).value(), CloseReason::PostOnlyDropped);
        rig.place(other, post(PostOnly::Slide));
        QCOMPARE(rig.all<OrderAmended>().front().order.terms.price, price("100.04"));
        QVERIFY(rig.all<OrderFilled>().empty());
        QCOMPARE(rig.exchange.state().markets[0]->book.best(kBuy), 10'004U);
    }

    void goodTillDateExpires() {
        ExchangeRig rig;
        const AccountId maker = rig.addAccount();
        const auto until = [&](std::int64_t nanos) {
            return with(ExchangeRig::limit(kBuy, price("99"), Quantity::of(1)), [&](OrderTerms& t) {
                t.timeInForce = TimeInForce::GoodTillDate;
                t.expiry = rig.now + nanos;
            });
        };
        rig.place(maker, until(0));
        QCOMPARE(rig.rejection(), RejectCode::InvalidExpiry);
        rig.place(maker, until(30 * kNanosPerDay + kNanosPerMilli));
        QCOMPARE(rig.rejection(), RejectCode::InvalidExpiry);
        rig.place(maker, until(30 * kNanosPerDay));
        QCOMPARE(rig.rejection(), RejectCode::None);
        rig.place(maker, until(kNanosPerSecond));
        rig.now = rig.now + kNanosPerSecond;
        rig.send(AdvanceTime{});
        QVERIFY(rig.events.empty());
        rig.now = rig.now + 1;
        rig.send(AdvanceTime{});
        QCOMPARE(rig.closedAs(maker).value(), CloseReason::Expired);
        QCOMPARE(rig.exchange.state().accounts[0]->openOrderCount, std::uint16_t{1});
    }

    void reduceOnlyNeverGrowsAPosition() {
        ExchangeRig rig;
        const AccountId maker = rig.addAccount();
        const AccountId taker = rig.addAccount();
        const auto reduce = [](OrderTerms t) {
            t.reduceOnly = true;
            return t;
        };
        rig.place(taker, reduce(ExchangeRig::limit(kSell, price("101"), Quantity::of(1))));
        QCOMPARE(rig.rejection(), RejectCode::ReduceOnlyNoPosition);
        rig.place(maker, ExchangeRig::limit(kSell, price("100"), Quantity::of(5)));
        rig.place(taker, ExchangeRig::market(kBuy, Quantity::of(5)));
        rig.place(taker, reduce(ExchangeRig::limit(kSell, price("101"), Quantity::of(8))));
        QCOMPARE(rig.rejection(), RejectCode::None);
        rig.place(taker, reduce(ExchangeRig::limit(kSell, price("102"), Quantity::of(1))));
        rig.place(taker, reduce(ExchangeRig::limit(kBuy, price("99"), Quantity::of(1))));
        QCOMPARE(rig.rejection(), RejectCode::ReduceOnlyNoPosition);
        // Filled at rest only as far as the position goes; then both reduce-only orders are gone.
        rig.place(maker, ExchangeRig::limit(kBuy, price("101"), Quantity::of(20)));
        QCOMPARE(rig.position(taker).base, Quantity(0));
        QCOMPARE(rig.exchange.state().accounts[taker.value()]->openOrderCount, std::uint16_t{0});
        QCOMPARE(rig.exchange.state().markets[0]->book.best(kSell), book::kNoTick);
        QCOMPARE(rig.auditProblem(), "");
        // As a taker it stops at zero as well.
        rig.send(CancelAll{maker, {}, {}});
        rig.place(maker, ExchangeRig::limit(kSell, price("101"), Quantity::of(1)));
        rig.place(maker, ExchangeRig::limit(kBuy, price("99"), Quantity::of(20)));
        rig.place(taker, ExchangeRig::market(kBuy, Quantity::of(1)));
        rig.place(taker, reduce(ExchangeRig::market(kSell, Quantity::of(9))));
        QCOMPARE(rig.position(taker).base, Quantity(0));
        QCOMPARE(rig.closedAs(taker).value(), CloseReason::ReduceOnly);
    }

    void selfTradePrevention_data() {
        QTest::addColumn<int>("mode");
        QTest::addColumn<int>("makerLeft");
        QTest::addColumn<int>("takerRests");
        QTest::newRow("expire maker") << int(SelfTradePrevention::ExpireMaker) << 0 << 3;
        QTest::newRow("expire taker") << int(SelfTradePrevention::ExpireTaker) << 5 << 0;
        QTest::newRow("expire both") << int(SelfTradePrevention::ExpireBoth) << 0 << 0;
        QTest::newRow("decrement") << int(SelfTradePrevention::Decrement) << 2 << 0;
    }
    void selfTradePrevention() {
        QFETCH(int, mode);
        QFETCH(int, makerLeft);
        QFETCH(int, takerRests);
        ExchangeRig rig;
        const AccountId first = rig.addAccount(Money::of(100'000), 7);
        const AccountId second = rig.addAccount(Money::of(100'000), 7); // same master
        rig.place(first, ExchangeRig::limit(kSell, price("100"), Quantity::of(5)));
        rig.place(second, with(ExchangeRig::limit(kBuy, price("100"), Quantity::of(3)),
                               [&](OrderTerms& t) { t.selfTrade = SelfTradePrevention(mode); }));
        QVERIFY(rig.all<OrderFilled>().empty());
        QVERIFY(rig.all<Traded>().empty());
        const auto& accounts = rig.exchange.state().accounts;
        QCOMPARE(-accounts[first.value()]->find(MarketId(0))->openAsks.raw(), Quantity::of(makerLeft).raw());
        QCOMPARE(accounts[second.value()]->find(MarketId(0))->openBids.raw(), Quantity::of(takerRests).raw());
        QCOMPARE(rig.auditProblem(), "");
    }

    void amendKeepsPriorityOnlyWhenShrinking() {
        ExchangeRig rig;
        const AccountId a = rig.addAccount();
        const AccountId b = rig.addAccount();
        const AccountId taker = rig.addAccount();
        const auto firstToFill = [&] {
            rig.place(taker, ExchangeRig::market(kBuy, Quantity(10'000'000)));
            return rig.all<OrderFilled>().front().account;
        };
        rig.place(a, ExchangeRig::limit(kSell, price("100"), Quantity::of(5)));
        rig.place(b, ExchangeRig::limit(kSell, price("100"), Quantity::of(5)));
        const OrderReference ofA{OrderId(1), {}};
        rig.send(AmendOrder{a, ofA, price("100"), Quantity::of(4)});
        QVERIFY(rig.all<OrderAmended>().front().keptPriority);
        QCOMPARE(firstToFill(), a);
        rig.send(AmendOrder{a, ofA, price("100"), Quantity::of(5)});
        QVERIFY(!rig.all<OrderAmended>().front().keptPriority);
        QCOMPARE(firstToFill(), b);
        rig.send(AmendOrder{a, ofA, price("99.99"), Quantity::of(5)});
        QCOMPARE(firstToFill(), a);
        // Size is the total: what is filled already counts, and less than that is refused.
        rig.send(AmendOrder{a, ofA, price("99.99"), Quantity(20'000'000)});
        QCOMPARE(rig.rejection(), RejectCode::SizeZero);
        rig.send(AmendOrder{a, ofA, price("99.99"), Quantity(30'000'000)});
        QCOMPARE(rig.all<OrderAmended>().front().order.remaining(), Quantity(10'000'000));
        QCOMPARE(rig.auditProblem(), "");
    }

    void refusedAmendLeavesTheOrder() {
        ExchangeRig rig;
        const AccountId a = rig.addAccount(Money::of(1'000));
        const AccountId b = rig.addAccount();
        rig.place(a, with(ExchangeRig::limit(kBuy, price("99"), Quantity::of(1)),
                          [](OrderTerms& t) { t.postOnly = PostOnly::Must; }));
        rig.place(b, ExchangeRig::limit(kSell, price("100"), Quantity::of(1)));
        const OrderReference order{OrderId(1), {}};
        struct Row {
            Price price;
            Quantity size;
            RejectCode code;
        };
        for (const Row& row : {Row{price("99.005"), Quantity::of(1), RejectCode::PriceNotTick},
                               Row{price("111"), Quantity::of(1), RejectCode::PriceOutOfBand},
                               Row{price("99"), Quantity::of(500), RejectCode::InsufficientCollateral},
                               Row{price("99"), Quantity(15'000'000), RejectCode::SizeNotStep},
                               Row{price("100"), Quantity::of(1), RejectCode::PostOnlyWouldCross}}) {
            rig.send(AmendOrder{a, order, row.price, row.size});
            QCOMPARE(rig.rejection(), row.code);
            QCOMPARE(rig.exchange.state().accounts[0]->orders[0]->order.terms.price, price("99"));
            QCOMPARE(rig.exchange.state().markets[0]->book.best(kBuy), 9'900U);
            QCOMPARE(rig.auditProblem(), "");
        }
        rig.send(AmendOrder{a, {OrderId(9), {}}, price("99"), Quantity::of(1)});
        QCOMPARE(rig.rejection(), RejectCode::UnknownOrder);
    }

    void amendAcrossTheSpreadTrades() {
        ExchangeRig rig;
        const AccountId a = rig.addAccount();
        const AccountId b = rig.addAccount();
        rig.place(a, ExchangeRig::limit(kBuy, price("99"), Quantity::of(3)));
        rig.place(b, ExchangeRig::limit(kSell, price("100"), Quantity::of(1)));
        rig.send(AmendOrder{a, {OrderId(1), {}}, price("100"), Quantity::of(3)});
        QCOMPARE(rig.all<OrderFilled>().size(), 2U);
        QCOMPARE(rig.position(a).base, Quantity::of(1));
        QCOMPARE(rig.exchange.state().accounts[0]->orders[0]->order.id, OrderId(1));
        QCOMPARE(rig.exchange.state().markets[0]->book.best(kBuy), 10'000U);
        QCOMPARE(rig.auditProblem(), "");
    }

    void cancelsOneSideAll() {
        ExchangeRig rig;
        rig.addMarket(solMarket(MarketId(1)));
        const AccountId a = rig.addAccount();
        const auto fill = [&] {
            for (int i = 0; i < 3; ++i) {
                rig.place(a, ExchangeRig::limit(kBuy, price("99"), Quantity::of(1)));
                rig.place(a, ExchangeRig::limit(kSell, price("101"), Quantity::of(1)));
                rig.place(a, with(ExchangeRig::limit(kSell, price("101"), Quantity::of(1)),
                                  [](OrderTerms& t) { t.market = MarketId(1); }));
            }
        };
        fill();
        rig.send(CancelAll{a, MarketId(0), kBuy});
        QCOMPARE(rig.all<OrderClosed>().size(), 3U);
        rig.send(CancelAll{a, MarketId(0), {}});
        QCOMPARE(rig.all<OrderClosed>().size(), 3U);
        rig.send(CancelAll{a, {}, {}});
        QCOMPARE(rig.all<OrderClosed>().size(), 3U);
        fill();
        rig.send(CancelAll{a, {}, kSell});
        const auto closed = rig.all<OrderClosed>();
        QCOMPARE(closed.size(), 6U);
        QVERIFY(std::ranges::is_sorted(closed, {}, &OrderClosed::order));
        rig.send(CancelOrder{a, {OrderId(1), {}}});
        QCOMPARE(rig.rejection(), RejectCode::UnknownOrder);
    }

    void clientIdsAreUniqueForADay() {
        ExchangeRig rig;
        const AccountId a = rig.addAccount(Money::of(100'000), 0, 2);
        const auto named = [](std::uint64_t id) {
            return with(ExchangeRig::limit(kBuy, price("99"), Quantity::of(1)),
                        [&](OrderTerms& t) { t.clientId = ClientOrderId(id); });
        };
        rig.place(a, named(42));
        QCOMPARE(rig.rejection(), RejectCode::None);
        rig.place(a, named(42));
        QCOMPARE(rig.rejection(), RejectCode::DuplicateClientId);
        rig.send(CancelOrder{a, {OrderId{}, ClientOrderId(42)}});
        QCOMPARE(rig.closedAs(a).value(), CloseReason::Cancelled);
        rig.place(a, named(42));
        QCOMPARE(rig.rejection(), RejectCode::DuplicateClientId);
        rig.place(a, named(43));
        rig.place(a, named(44));
        QCOMPARE(rig.rejection(), RejectCode::ClientIdTableFull);
        rig.place(a, named(0));
        QCOMPARE(rig.rejection(), RejectCode::None);
        rig.now = rig.now + kNanosPerDay + 1;
        rig.place(a, named(42));
        QCOMPARE(rig.rejection(), RejectCode::None);
        // A refused order does not use its id up.
        rig.place(a, with(named(50), [](OrderTerms& t) { t.size = Quantity(1); }));
        QCOMPARE(rig.rejection(), RejectCode::SizeBelowMin);
        rig.place(a, named(50));
        QCOMPARE(rig.rejection(), RejectCode::None);
    }

    void validation_data() {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("row");
        const char* names[] = {
            "size zero",          "size negative", "size below min",    "size not step",   "size above max",
            "price not tick",     "price zero",    "price above book",  "buy far above",   "sell far below",
            "buy far below",      "post-only IOC", "market with price", "GTC with expiry", "market good till date",
            "limit with slippage"};
        const RejectCode codes[] = {RejectCode::SizeZero,       RejectCode::SizeZero,       RejectCode::SizeBelowMin,
                                    RejectCode::SizeNotStep,    RejectCode::SizeAboveMax,   RejectCode::PriceNotTick,
                                    RejectCode::PriceNotTick,   RejectCode::PriceOutOfBand, RejectCode::PriceOutOfBand,
                                    RejectCode::PriceOutOfBand, RejectCode::PriceOutOfBand, RejectCode::InvalidFlags,
                                    RejectCode::InvalidFlags,   RejectCode::InvalidExpiry,  RejectCode::InvalidFlags,
                                    RejectCode::InvalidFlags};
        for (int i = 0; i < 16; ++i) QTest::newRow(names[i]) << int(codes[i]) << i;
    }
    void validation() {
        QFETCH(int, code);
        QFETCH(int, row);
        ExchangeRig rig;
        const AccountId a = rig.addAccount();
        OrderTerms t = ExchangeRig::limit(kBuy, price("99"), Quantity::of(1));
        switch (row) {
        case 0: t.size = Quantity(0); break;
        case 1: t.size = Quantity(-10'000'000); break;
        case 2: t.size = Quantity(5'000'000); break;
        case 3: t.size = Quantity(15'000'000); break;
        case 4: t.size = Quantity::of(100'001); break;
        case 5: t.price = price("99.005"); break;
        case 6: t.price = Price(0); break;
        case 7: t.price = price("1000.01"); break;
        case 8: t.price = price("110"); break;
        case 9: t = ExchangeRig::limit(kSell, price("90"), Quantity::of(1)); break;
        case 10: t.price = price("89.99"); break;
        case 11:
            t.postOnly = PostOnly::Must;
            t.timeInForce = TimeInForce::ImmediateOrCancel;
            break;
        case 12:
            t = ExchangeRig::market(kBuy, Quantity::of(1));
            t.price = price("99");
            break;
        case 13: t.expiry = rig.now + kNanosPerHour; break;
        case 14:
            t = ExchangeRig::market(kBuy, Quantity::of(1));
            t.timeInForce = TimeInForce::GoodTillDate;
            break;
        default: t.maxSlippage = Rate(1); break;
        }
        ByteWriter before;
        rig.exchange.save(before);
        rig.place(a, t);
        QCOMPARE(int(rig.rejection()), code);
        QCOMPARE(rig.events.size(), 1U);
        // Nothing changed but the count of commands.
        ByteWriter after;
        rig.exchange.save(after);
        QCOMPARE(before.size(), after.size());
        QVERIFY(std::ranges::equal(before.bytes().subspan(12), after.bytes().subspan(12)));
    }

    void statusesAndUnknowns() {
        ExchangeRig rig;
        const AccountId a = rig.addAccount();
        const AccountId b = rig.addAccount();
        rig.place(a, ExchangeRig::limit(kSell, price("100"), Quantity::of(1)));
        rig.place(b, ExchangeRig::market(kBuy, Quantity::of(1)));
        rig.send(SetMarketStatus{MarketId(0), MarketStatus::ReduceOnly});
        rig.place(b, ExchangeRig::limit(kBuy, price("99"), Quantity::of(1)));
        QCOMPARE(rig.rejection(), RejectCode::MarketReduceOnly);
        rig.place(b, ExchangeRig::limit(kSell, price("101"), Quantity::of(1)));
        QCOMPARE(rig.rejection(), RejectCode::None);
        rig.send(SetMarketStatus{MarketId(0), MarketStatus::Paused});
        rig.place(b, ExchangeRig::limit(kSell, price("101"), Quantity::of(1)));
        QCOMPARE(rig.rejection(), RejectCode::MarketPaused);
        rig.send(AmendOrder{b, {OrderId(2), {}}, price("102"), Quantity::of(1)});
        QCOMPARE(rig.rejection(), RejectCode::MarketPaused);
        rig.send(CancelOrder{b, {OrderId(2), {}}});
        QCOMPARE(rig.closedAs(b).value(), CloseReason::Cancelled);
        rig.place(AccountId(77), ExchangeRig::limit(kSell, price("101"), Quantity::of(1)));
        QCOMPARE(rig.rejection(), RejectCode::UnknownAccount);
        rig.place(a, with(ExchangeRig::limit(kSell, price("101"), Quantity::of(1)),
                          [](OrderTerms& t) { t.market = MarketId(5); }));
        QCOMPARE(rig.rejection(), RejectCode::UnknownMarket);
        MarketParams fresh = solMarket(MarketId(1));
        rig.send(CreateMarket{fresh});
        QCOMPARE(rig.rejection(), RejectCode::UnknownOracle);
        rig.send(CreateOracle{steadyOracle(OracleId(1))});
        rig.send(CreateMarket{fresh});
        rig.place(a, with(ExchangeRig::limit(kSell, price("101"), Quantity::of(1)),
                          [](OrderTerms& t) { t.market = MarketId(1); }));
        QCOMPARE(rig.rejection(), RejectCode::OracleInvalid);
        rig.send(CreateMarket{fresh});
        QCOMPARE(rig.rejection(), RejectCode::DuplicateId);
        fresh.id = MarketId(2);
        fresh.symbol = "OTHER";
        fresh.maintenanceMargin = fresh.initialMargin;
        rig.send(CreateMarket{fresh});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
        rig.now = rig.now + -1;
        rig.send(AdvanceTime{});
        QCOMPARE(rig.rejection(), RejectCode::ClockWentBack);
    }

    void openOrdersAreLimited() {
        ExchangeRig rig;
        const AccountId a = rig.addAccount();
        for (std::size_t i = 0; i < exchange::kMaxOpenOrders; ++i) {
            rig.place(a, ExchangeRig::limit(kBuy, price("99"), Quantity(10'000'000)));
            QCOMPARE(rig.rejection(), RejectCode::None);
        }
        rig.place(a, ExchangeRig::limit(kBuy, price("99"), Quantity(10'000'000)));
        QCOMPARE(rig.rejection(), RejectCode::MaxOpenOrders);
        // An order that cannot rest needs no place.
        rig.place(a, ExchangeRig::market(kBuy, Quantity(10'000'000)));
        QCOMPARE(rig.closedAs(a).value(), CloseReason::Unfilled);
    }

    void marginLimitsWhatOpens() {
        ExchangeRig rig;
        const AccountId maker = rig.addAccount();
        const AccountId a = rig.addAccount(Money::of(100));
        rig.place(maker, ExchangeRig::limit(kSell, price("100"), Quantity::of(50)));
        // 10 SOL at 100 need 100 plus a cent for the order.
        rig.place(a, ExchangeRig::limit(kBuy, price("99"), Quantity::of(10)));
        QCOMPARE(rig.rejection(), RejectCode::InsufficientCollateral);
        rig.place(a, ExchangeRig::limit(kBuy, price("99"), quantity("9.99")));
        QCOMPARE(rig.rejection(), RejectCode::None);
        // Bids and asks: only the worse side counts.
        rig.place(a, ExchangeRig::limit(kSell, price("101"), quantity("9.98")));
        QCOMPARE(rig.rejection(), RejectCode::None);
        rig.place(a, ExchangeRig::limit(kBuy, price("99"), quantity("0.1")));
        QCOMPARE(rig.rejection(), RejectCode::InsufficientCollateral);
        rig.send(CancelAll{a, {}, {}});
        rig.place(a, ExchangeRig::market(kBuy, quantity("9.9")));
        QCOMPARE(rig.position(a).base, quantity("9.9"));
        // Below maintenance the account may only reduce.
        rig.setPrice(MarketId(0), price("94"));
        QVERIFY(risk::summarise(
                    exchange::ExposureOf(rig.exchange.state(), *rig.exchange.state().accounts[a.value()]).exposure())
                    ->mayOnlyReduce());
        rig.place(a, ExchangeRig::limit(kBuy, price("93"), quantity("0.01")));
        QCOMPARE(rig.rejection(), RejectCode::BeingLiquidated);
        rig.place(maker, ExchangeRig::limit(kBuy, price("93"), Quantity::of(50)));
        rig.place(a, ExchangeRig::limit(kSell, price("93"), quantity("20")));
        QCOMPARE(rig.rejection(), RejectCode::BeingLiquidated);
        rig.place(a, ExchangeRig::limit(kSell, price("93"), quantity("5")));
        QCOMPARE(rig.position(a).base, quantity("4.9"));
        QCOMPARE(rig.auditProblem(), "");
    }

    void makerThatCannotCarryLeaves() {
        ExchangeRig rig;
        const AccountId poor = rig.addAccount(Money::of(101));
        const AccountId rich = rig.addAccount();
        const AccountId taker = rig.addAccount();
        rig.place(poor, ExchangeRig::limit(kSell, price("101"), Quantity::of(10)));
        rig.place(rich, ExchangeRig::limit(kSell, price("101"), Quantity::of(10)));
        rig.setPrice(MarketId(0), price("109"));
        rig.place(taker, ExchangeRig::market(kBuy, Quantity::of(5)));
        const auto closed = rig.all<OrderClosed>();
        QCOMPARE(closed.front().account, poor);
        QCOMPARE(closed.front().reason, CloseReason::InsufficientCollateral);
        QCOMPARE(rig.position(rich).base, Quantity::of(-5));
        QCOMPARE(rig.position(taker).base, Quantity::of(5));
        QCOMPARE(rig.auditProblem(), "");
    }

    void overflowingTotalsAreRefused() {
        ExchangeRig rig;
        const AccountId a = rig.addAccount(Money(std::numeric_limits<std::int64_t>::max()));
        rig.send(Deposit{a, Amount(1)});
        QCOMPARE(rig.rejection(), RejectCode::MathOverflow);
        rig.send(Deposit{a, Amount(0)});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
        QCOMPARE(rig.auditProblem(), "");
    }
};
QD_TEST(TestExchange);
#include "TestExchange.moc"
