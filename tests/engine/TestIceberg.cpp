#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;

namespace {

constexpr Side kBuy = Side::Buy;
constexpr Side kSell = Side::Sell;

OrderTerms iceberg(Side side, const char* at, std::int64_t size, std::int64_t display) {
    return varied(ExchangeRig::limit(side, price(at), Quantity::of(size)),
                  [&](OrderTerms& t) { t.display = Quantity::of(display); });
}

struct IcebergRig : ExchangeRig {
    AccountId a = addAccount();
    AccountId b = addAccount();
    AccountId taker = addAccount();
    [[nodiscard]] std::int64_t shown(const char* at) const {
        return static_cast<std::int64_t>(market().book.level(market().toTick(price(at))).lots / 100);
    }
    /// Who sold how much, in the order of the fills.
    std::vector<std::pair<AccountId, std::int64_t>> buy(std::int64_t size,
                                                        TimeInForce inForce = TimeInForce::ImmediateOrCancel) {
        place(taker,
              varied(limit(kBuy, price("101"), Quantity::of(size)), [&](OrderTerms& t) { t.timeInForce = inForce; }));
        std::vector<std::pair<AccountId, std::int64_t>> sold;
        for (const auto& fill : all<OrderFilled>()) {
            if (fill.role == LiquidityRole::Maker) sold.emplace_back(fill.account, fill.size.raw() / Quantity::kScale);
        }
        return sold;
    }
};
using Sold = std::vector<std::pair<AccountId, std::int64_t>>;

} // namespace

class TestIceberg : public QObject {
    Q_OBJECT
  private slots:
    void showsAPartAndCountsWhole() {
        IcebergRig rig;
        rig.place(rig.a, iceberg(kSell, "100", 10, 3));
        QCOMPARE(rig.shown("100"), 3);
        QCOMPARE(rig.account(rig.a).find(MarketId(0))->openAsks, Quantity::of(-10));
        // The hidden part needs margin like the shown one: 10 * 100 * 10 % and a cent.
        const AccountId poor = rig.addAccount(Money::of(100));
        rig.place(poor, iceberg(kSell, "100", 10, 1));
        QCOMPARE(rig.rejection(), RejectCode::InsufficientCollateral);
        QCOMPARE(rig.auditProblem(), "");
    }

    /// The refill goes to the end of the queue: a sells 3, then b its 4, then a again.
    void aRefillLosesItsPlace() {
        IcebergRig rig;
        rig.place(rig.a, iceberg(kSell, "100", 10, 3));
        rig.place(rig.b, ExchangeRig::limit(kSell, price("100"), Quantity::of(4)));
        QCOMPARE(rig.buy(5), (Sold{{rig.a, 3}, {rig.b, 2}}));
        QCOMPARE(rig.shown("100"), 5); // b's 2, then a's next 3
        QCOMPARE(rig.buy(4), (Sold{{rig.b, 2}, {rig.a, 2}}));
        QCOMPARE(rig.shown("100"), 1);
        QCOMPARE(rig.buy(20), (Sold{{rig.a, 1}, {rig.a, 3}, {rig.a, 1}}));
        QCOMPARE(rig.order(rig.a, 1), nullptr);
        QCOMPARE(rig.auditProblem(), "");
    }

    void refillsAreTold() {
        IcebergRig rig;
        rig.place(rig.a, iceberg(kSell, "100", 10, 3));
        rig.buy(3);
        QCOMPARE(rig.all<OrderUpdated>().size(), 1U);
        QCOMPARE(rig.all<OrderUpdated>().front().order.filled, Quantity::of(3));
    }

    /// Fill-or-kill counts what is hidden, in the queue's order, and only what accounts can carry.
    void fillOrKillSeesTheHiddenPart() {
        IcebergRig rig;
        rig.place(rig.a, iceberg(kSell, "100", 10, 3));
        rig.place(rig.b, iceberg(kSell, "100", 4, 1));
        QVERIFY(rig.buy(15, TimeInForce::FillOrKill).empty());
        QCOMPARE(rig.closedAs(rig.taker).value(), CloseReason::NotFillable);
        // 3 and 1, 3 and 1, 3 and 1, 1 and 1.
        QCOMPARE(
            rig.buy(14, TimeInForce::FillOrKill),
            (Sold{{rig.a, 3}, {rig.b, 1}, {rig.a, 3}, {rig.b, 1}, {rig.a, 3}, {rig.b, 1}, {rig.a, 1}, {rig.b, 1}}));
        QCOMPARE(rig.closedAs(rig.taker).value(), CloseReason::Filled);
        QCOMPARE(rig.auditProblem(), "");
    }

    /// The maker can carry its first part only: it leaves the queue there, and what it hides does not count. At 106
    /// with 10 short at worst 79.51 are required for a fill; 3 sold at 100 leave 82.50, 6 would leave 64.50.
    void fillOrKillSeesThatAMakerCannotCarryIt() {
        IcebergRig rig;
        const AccountId poor = rig.addAccount(money("100.5"));
        rig.place(poor, iceberg(kSell, "100", 10, 3));
        rig.setPrice(MarketId(0), price("106"));
        QVERIFY(rig.buy(10, TimeInForce::FillOrKill).empty());
        QCOMPARE(rig.closedAs(rig.taker).value(), CloseReason::NotFillable);
        QCOMPARE(rig.buy(10), (Sold{{poor, 3}}));
        QCOMPARE(rig.order(poor, 1), nullptr);
        QCOMPARE(rig.auditProblem(), "");
    }

    void anIcebergIsAmended() {
        IcebergRig rig;
        rig.place(rig.a, iceberg(kSell, "100", 10, 3));
        const auto amend = [&](const char* at, std::int64_t size) {
            rig.send(AmendOrder{rig.a, {OrderId(1), {}}, price(at), Quantity::of(size), Price{}});
            return rig.rejection();
        };
        QCOMPARE(amend("100", 5), RejectCode::None);
        QCOMPARE(rig.shown("100"), 3);
        QCOMPARE(amend("100", 2), RejectCode::None);
        QCOMPARE(rig.shown("100"), 2);
        QCOMPARE(amend("100.5", 9), RejectCode::None);
        QCOMPARE(rig.shown("100.5"), 3);
        QCOMPARE(rig.account(rig.a).find(MarketId(0))->openAsks, Quantity::of(-9));
        QCOMPARE(rig.auditProblem(), "");
    }

    /// Self-trade prevention that decrements takes off the whole order, not only what is shown.
    void decrementReachesTheHiddenPart() {
        IcebergRig rig;
        const AccountId one = rig.addAccount(Money::of(100'000), 77);
        const AccountId other = rig.addAccount(Money::of(100'000), 77);
        rig.place(one, iceberg(kSell, "100", 10, 1));
        rig.place(other, varied(ExchangeRig::limit(kBuy, price("100"), Quantity::of(4)),
                                [](OrderTerms& t) { t.selfTrade = SelfTradePrevention::Decrement; }));
        QCOMPARE(rig.closedAs(other).value(), CloseReason::SelfTrade);
        QCOMPARE(rig.order(one, 1)->remaining(), Quantity::of(6));
        QCOMPARE(rig.shown("100"), 1);
        QVERIFY(rig.all<OrderFilled>().empty());
        QCOMPARE(rig.auditProblem(), "");
    }

    void icebergsAreRefused_data() {
        QTest::addColumn<int>("display");
        QTest::addColumn<int>("inForce");
        QTest::addColumn<int>("code");
        const int rests = int(TimeInForce::GoodTillCancel);
        QTest::newRow("shows more than its size") << 1'100 << rests << int(RejectCode::SizeAboveMax);
        QTest::newRow("not a step") << 55 << rests << int(RejectCode::SizeNotStep);
        QTest::newRow("immediate") << 100 << int(TimeInForce::ImmediateOrCancel) << int(RejectCode::InvalidFlags);
    }
    void icebergsAreRefused() {
        QFETCH(int, display); // hundredths of a SOL, or thousandths below 100
        QFETCH(int, inForce);
        QFETCH(int, code);
        IcebergRig rig;
        OrderTerms t = ExchangeRig::limit(kSell, price("100"), Quantity::of(10));
        t.display = Quantity(display * (display < 100 ? 1'000'000LL : 10'000'000LL));
        t.timeInForce = TimeInForce(inForce);
        rig.place(rig.a, t);
        QCOMPARE(int(rig.rejection()), code);
    }
};
QD_TEST(TestIceberg);
#include "TestIceberg.moc"
