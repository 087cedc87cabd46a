#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;

namespace {

constexpr Side kBuy = Side::Buy;
constexpr Side kSell = Side::Sell;
constexpr std::int64_t kInterval = 30 * kNanosPerSecond;

/// A market order over so many intervals of 30 s.
OrderTerms over(Side side, std::int64_t intervals, Quantity size) {
    OrderTerms t = ExchangeRig::market(side, size);
    t.twap = {intervals * 30'000, 30'000};
    return t;
}

struct TwapRig : ExchangeRig {
    AccountId maker = addAccount();
    AccountId a = addAccount();
    void offer(const char* at, Quantity size) { place(maker, limit(kSell, price(at), size)); }
    void tick() {
        later(kInterval);
        send(AdvanceTime{});
    }
    /// Of the TWAP, which is the account's first order.
    [[nodiscard]] Quantity filled() const { return order(a, 1) == nullptr ? Quantity(-1) : order(a, 1)->filled; }
    [[nodiscard]] std::optional<OrderClosed> ended() const {
        for (const auto& closed : all<OrderClosed>()) {
            if (closed.account == a && closed.order == OrderId(1)) return closed;
        }
        return std::nullopt;
    }
};

} // namespace

class TestTwap : public QObject {
    Q_OBJECT
  private slots:
    /// 10 over four intervals: 2.5 each, the first at once.
    void sendsEvenChildren() {
        TwapRig rig;
        rig.offer("100.5", Quantity::of(50));
        rig.place(rig.a, over(kBuy, 4, Quantity::of(10)));
        for (int child = 1; child <= 4; ++child) {
            QCOMPARE(rig.position(rig.a).base, Quantity(child * 2'500'000'000));
            if (child == 4) break;
            QCOMPARE(rig.filled(), rig.position(rig.a).base);
            rig.tick();
        }
        QCOMPARE(rig.ended().value().reason, CloseReason::Filled);
        QCOMPARE(rig.ended().value().filled, Quantity::of(10));
        QCOMPARE(rig.account(rig.a).openOrderCount, std::uint16_t{0});
        QCOMPARE(rig.auditProblem(), "");
    }

    /// A child goes no further than 3 % from the mark; what it misses the later ones catch up, at most three times the
    /// even size: (10 - 0) / 3 = 3.33, then (10 - 3.33) / 2 = 3.33 (down to the step of 0.01), then all that is left.
    void catchesUpWhatItMissed() {
        TwapRig rig;
        rig.offer("103.01", Quantity::of(50));
        rig.place(rig.a, over(kBuy, 4, Quantity::of(10)));
        QCOMPARE(rig.filled(), Quantity(0));
        rig.offer("103", Quantity::of(50));
        rig.tick();
        QCOMPARE(rig.filled(), quantity("3.33"));
        rig.tick();
        QCOMPARE(rig.filled(), quantity("6.66"));
        rig.tick();
        QCOMPARE(rig.ended().value().filled, Quantity::of(10));
    }

    /// What is left after its time is cancelled; the last child sends at most three times 2.5.
    void endsWithWhatIsLeft() {
        TwapRig rig;
        rig.place(rig.a, over(kBuy, 4, Quantity::of(10)));
        for (int i = 0; i < 2; ++i) rig.tick();
        rig.offer("100.5", Quantity::of(50));
        rig.tick();
        QCOMPARE(rig.filled(), quantity("7.5"));
        rig.tick();
        QCOMPARE(rig.ended().value().reason, CloseReason::TwapOver);
        QCOMPARE(rig.ended().value().remaining, quantity("2.5"));
        QVERIFY(rig.ended().value().filled == rig.position(rig.a).base);
    }

    void pauses() {
        TwapRig rig;
        rig.offer("100.5", Quantity::of(50));
        rig.place(rig.a, over(kBuy, 4, Quantity::of(10)));
        rig.send(PauseTwap{rig.a, {OrderId(1), {}}, true});
        QVERIFY(rig.all<OrderUpdated>().front().order.progress.paused);
        rig.tick();
        QCOMPARE(rig.filled(), quantity("2.5"));
        rig.send(PauseTwap{rig.a, {OrderId(1), {}}, false});
        rig.tick();
        QCOMPARE(rig.filled(), quantity("6.25")); // (10 - 2.5) / 2
        rig.send(PauseTwap{rig.a, {OrderId(9), {}}, true});
        QCOMPARE(rig.rejection(), RejectCode::UnknownOrder);
        rig.place(rig.a, ExchangeRig::limit(kBuy, price("99"), Quantity::of(1)));
        rig.send(PauseTwap{rig.a, {OrderId(4), {}}, true}); // not a TWAP
        QCOMPARE(rig.rejection(), RejectCode::UnknownOrder);
    }

    void skipsWhileNothingMayTrade_data() {
        QTest::addColumn<int>("why");
        QTest::newRow("market paused") << 0;
        QTest::newRow("market reduces only") << 1;
        QTest::newRow("account frozen") << 2;
        QTest::newRow("index not valid") << 3;
        QTest::newRow("nobody can carry it") << 4;
    }
    void skipsWhileNothingMayTrade() {
        QFETCH(int, why);
        TwapRig rig;
        rig.offer("100.5", Quantity::of(50));
        rig.place(rig.a, over(kBuy, 4, Quantity::of(10)));
        switch (why) {
        case 0: rig.send(SetMarketStatus{MarketId(0), MarketStatus::Paused, {}}); break;
        case 1: rig.send(SetMarketStatus{MarketId(0), MarketStatus::ReduceOnly, {}}); break;
        case 2: rig.send(FreezeAccount{rig.a, true}); break;
        case 3: rig.send(ReportPrice{{OracleId(0), 0, Price(0), Price{}, rig.now, true}}); break;
        default: rig.send(Withdraw{rig.a, Amount(Money::of(999'970).raw())}); break; // 30 carry 2.5, not 5
        }
        rig.tick();
        QCOMPARE(rig.filled(), quantity("2.5"));
        QCOMPARE(rig.order(rig.a, 1)->progress.child, 2U);
    }

    /// All of it is judged when it is placed, though no child asks for it yet.
    void isRefusedLikeAnyOrder() {
        TwapRig rig;
        const AccountId poor = rig.addAccount(Money::of(99));
        rig.place(poor, over(kBuy, 4, Quantity::of(10)));
        QCOMPARE(rig.rejection(), RejectCode::InsufficientCollateral);
        OrderTerms fast = over(kBuy, 4, Quantity::of(10));
        fast.twap.intervalMs = 29'999;
        rig.place(rig.a, fast);
        QCOMPARE(rig.rejection(), RejectCode::InvalidFlags);
        rig.place(rig.a, varied(over(kSell, 4, Quantity::of(1)), [](OrderTerms& t) { t.reduceOnly = true; }));
        QCOMPARE(rig.rejection(), RejectCode::ReduceOnlyNoPosition);
        rig.place(rig.a, over(kBuy, 4, Quantity::of(10)));
        rig.send(AmendOrder{rig.a, {OrderId(1), {}}, Price{}, Quantity::of(5), Price{}});
        QCOMPARE(rig.rejection(), RejectCode::InvalidFlags);
    }

    /// The child that closes the position takes its reduce-only TWAP along; its last fill counts.
    void endsWithThePositionItReduces() {
        TwapRig rig;
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(4)); // order 1
        rig.place(rig.maker, ExchangeRig::limit(kBuy, price("99.5"), Quantity::of(50)));
        rig.place(rig.a,
                  varied(over(kSell, 2, Quantity::of(4)), [](OrderTerms& t) { t.reduceOnly = true; })); // order 2
        QCOMPARE(rig.position(rig.a).base, Quantity::of(2));
        rig.tick();
        QCOMPARE(rig.position(rig.a).base, Quantity(0));
        for (const auto& closed : rig.all<OrderClosed>()) {
            if (closed.account != rig.a || closed.order != OrderId(2)) continue;
            QCOMPARE(closed.reason, CloseReason::Filled);
            QCOMPARE(closed.filled, Quantity::of(4));
        }
        QCOMPARE(rig.account(rig.a).openOrderCount, std::uint16_t{0});
    }

    /// Several intervals pass without a command: each child is due, and sees the book as it is now.
    void catchesUpAfterSilence() {
        TwapRig rig;
        rig.offer("100.5", Quantity::of(50));
        rig.place(rig.a, over(kBuy, 4, Quantity::of(10)));
        rig.later(10 * kInterval);
        rig.send(AdvanceTime{});
        QCOMPARE(rig.position(rig.a).base, Quantity::of(10));
        QCOMPARE(rig.ended().value().reason, CloseReason::Filled);
    }
};
QD_TEST(TestTwap);
#include "TestTwap.moc"
