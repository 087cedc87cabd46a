#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;

namespace {

constexpr Side kBuy = Side::Buy;
constexpr Side kSell = Side::Sell;

OrderTerms floats(Side side, const char* offset, std::int64_t size = 10) {
    return varied(ExchangeRig::limit(side, Price{}, Quantity::of(size)),
                  [&](OrderTerms& t) { t.oracleOffset = Price(static_cast<std::int64_t>(std::stod(offset) * 1e6)); });
}

struct FloatingRig : ExchangeRig {
    AccountId a = addAccount();
    AccountId b = addAccount();
    using ExchangeRig::ExchangeRig;
    void index(const char* at) { setPrice(MarketId(0), price(at)); }
    [[nodiscard]] std::string best(Side side) const {
        const book::Tick tick = market().book.best(side);
        return tick == book::kNoTick ? "none" : std::to_string(tick);
    }
};

} // namespace

class TestFloating : public QObject {
    Q_OBJECT
  private slots:
    void movesWithTheIndex() {
        FloatingRig rig;
        rig.place(rig.a, floats(kBuy, "-0.5"));
        rig.place(rig.b, floats(kSell, "0.75"));
        QCOMPARE(rig.best(kBuy), "9950");
        QCOMPARE(rig.best(kSell), "10075");
        rig.index("101");
        QCOMPARE(rig.best(kBuy), "10050");
        QCOMPARE(rig.best(kSell), "10175");
        QCOMPARE(rig.all<OrderUpdated>().size(), 2U);
        QCOMPARE(rig.order(rig.a, 1)->terms.price, price("100.5"));
        rig.send(SetPrices{MarketId(0), Price{}, price("100.9"), false}); // only the mark: they stay
        QVERIFY(rig.all<OrderUpdated>().empty());
        QCOMPARE(rig.auditProblem(), "");
    }

    /// An index of 100.005 and an offset of 0.001: a buy's 100.006 goes down to the tick, a sell's up.
    void goesToTheTickThatIsNotWorse() {
        FloatingRig rig;
        rig.index("100.005");
        rig.place(rig.a, floats(kBuy, "0.001"));
        QCOMPARE(rig.best(kBuy), "10000");
        rig.send(CancelAll{rig.a, {}, {}});
        rig.place(rig.a, floats(kSell, "0.001"));
        QCOMPARE(rig.best(kSell), "10001");
    }

    void meetsWhatItComesToCross() {
        FloatingRig rig;
        rig.place(rig.b, ExchangeRig::limit(kSell, price("101"), Quantity::of(4)));
        rig.place(rig.a, floats(kBuy, "-0.5"));
        rig.index("101.5");
        QCOMPARE(rig.all<OrderFilled>().size(), 2U);
        QCOMPARE(rig.all<OrderFilled>().front().price, price("101"));
        QCOMPARE(rig.position(rig.a).base, Quantity::of(4));
        QCOMPARE(rig.order(rig.a, 1)->remaining(), Quantity::of(6));
        QCOMPARE(rig.auditProblem(), "");
    }

    void aPostOnlyOneIsDroppedBeforeItTakes() {
        FloatingRig rig;
        rig.place(rig.b, ExchangeRig::limit(kSell, price("101"), Quantity::of(4)));
        rig.place(rig.a, varied(floats(kBuy, "-0.5"), [](OrderTerms& t) { t.postOnly = PostOnly::Must; }));
        rig.index("101.5");
        QVERIFY(rig.all<OrderFilled>().empty());
        QCOMPARE(rig.closedAs(rig.a).value(), CloseReason::PostOnlyDropped);
    }

    void isRefused_data() {
        QTest::addColumn<QString>("offset");
        QTest::addColumn<int>("code");
        QTest::newRow("a buy far above") << "10" << int(RejectCode::PriceOutOfBand);
        QTest::newRow("a buy far below") << "-11" << int(RejectCode::PriceOutOfBand);
        QTest::newRow("beyond the book") << "5000" << int(RejectCode::PriceOutOfBand);
        QTest::newRow("beyond 64 bits") << "9223372036854" << int(RejectCode::MathOverflow);
        QTest::newRow("below a tick") << "-200" << int(RejectCode::PriceOutOfBand);
    }
    void isRefused() {
        QFETCH(QString, offset);
        QFETCH(int, code);
        FloatingRig rig;
        rig.place(rig.a, floats(kBuy, offset.toUtf8()));
        QCOMPARE(int(rig.rejection()), code);
        QCOMPARE(rig.best(kBuy), "none");
    }

    void flagsThatDoNotGoWithIt() {
        FloatingRig rig;
        rig.place(rig.a, varied(floats(kBuy, "-0.5"), [](OrderTerms& t) { t.price = price("99"); }));
        QCOMPARE(rig.rejection(), RejectCode::InvalidFlags);
        rig.place(rig.a, varied(ExchangeRig::market(kBuy, Quantity::of(1)),
                                [](OrderTerms& t) { t.oracleOffset = price("1"); }));
        QCOMPARE(rig.rejection(), RejectCode::InvalidFlags);
        rig.place(rig.a, floats(kBuy, "-0.5"));
        rig.send(AmendOrder{rig.a, {OrderId(1), {}}, price("99"), Quantity::of(5), Price{}});
        QCOMPARE(rig.rejection(), RejectCode::InvalidFlags);
        rig.send(AmendOrder{rig.a, {OrderId(1), {}}, Price{}, Quantity::of(5), Price{}});
        QCOMPARE(rig.rejection(), RejectCode::None);
        QCOMPARE(rig.order(rig.a, 1)->remaining(), Quantity::of(5));
    }

    /// §5.1: the price of an oracle-offset order needs more than a match of two orders: an index that is stale for
    /// margin will not do. Placed now it is refused, met in the book it leaves.
    void needsAFreshIndex() {
        FloatingRig rig;
        MarketParams params = solMarket(MarketId(1));
        OracleParams quick = steadyOracle(OracleId(1));
        quick.staleForFillMs = 5'000;
        quick.staleForMarginMs = 60'000;
        rig.send(CreateOracle{quick});
        rig.addMarket(params);
        const auto there = [](OrderTerms t) {
            t.market = MarketId(1);
            return t;
        };
        rig.trade(rig.b, rig.a, price("100"), Quantity::of(20), MarketId(1));
        rig.place(rig.a, there(floats(kBuy, "-0.5")));
        QCOMPARE(rig.rejection(), RejectCode::None);
        rig.later(61 * kNanosPerSecond);
        rig.place(rig.a, there(floats(kBuy, "-0.4", 1)));
        QCOMPARE(rig.rejection(), RejectCode::OracleInvalid);
        rig.place(rig.b, there(ExchangeRig::limit(kSell, price("99.5"), Quantity::of(1)))); // it only reduces
        QCOMPARE(rig.closedAs(rig.a).value(), CloseReason::OracleInvalid);
        QVERIFY(rig.all<OrderFilled>().empty());
    }

    void staysWhileTheMarketStandsStill() {
        FloatingRig rig;
        rig.place(rig.b, ExchangeRig::limit(kSell, price("101"), Quantity::of(4)));
        rig.place(rig.a, floats(kBuy, "-0.5"));
        rig.send(SetMarketStatus{MarketId(0), MarketStatus::Paused, {}});
        rig.index("101.5");
        QVERIFY(rig.all<OrderFilled>().empty());
        QCOMPARE(rig.best(kBuy), "9950");
        rig.send(SetMarketStatus{MarketId(0), MarketStatus::Active, {}});
        rig.index("101.6");
        QCOMPARE(rig.position(rig.a).base, Quantity::of(4));
    }

    /// Its place among the good-till-date orders is set once, however often it moves.
    void aDatedOneRunsOutOnce() {
        FloatingRig rig;
        rig.place(rig.a, varied(floats(kBuy, "-0.5"), [&](OrderTerms& t) {
                      t.timeInForce = TimeInForce::GoodTillDate;
                      t.expiry = rig.now + kNanosPerHour;
                  }));
        for (int i = 0; i < 50; ++i) rig.index(i % 2 == 0 ? "101" : "100");
        QCOMPARE(rig.exchange.state().timers.size(), 1U);
        rig.later(kNanosPerHour + 1);
        rig.send(AdvanceTime{});
        QCOMPARE(rig.closedAs(rig.a).value(), CloseReason::Expired);
        QVERIFY(rig.market().floating.empty());
    }
};
QD_TEST(TestFloating);
#include "TestFloating.moc"
