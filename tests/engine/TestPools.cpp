#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;

namespace {

constexpr Side kBuy = Side::Buy;
constexpr Side kSell = Side::Sell;
constexpr MarketId kFirst{0};
constexpr MarketId kSecond{1};

OrderTerms in(MarketId market, OrderTerms t) {
    t.market = market;
    return t;
}

/// Two markets; an account with 1,000 that may be isolated in the second.
struct TwoPools : ExchangeRig {
    AccountId maker = addAccount();
    AccountId a;
    TwoPools() {
        addMarket(solMarket(kSecond));
        a = addAccount(Money::of(1'000));
    }
    void isolate(const char* margin) {
        send(SetMarginMode{a, kSecond, true});
        send(MoveIsolatedMargin{a, kSecond, money(margin)});
    }
    [[nodiscard]] Money isolated() const { return account(a).find(kSecond)->isolatedMargin; }
};

} // namespace

class TestPools : public QObject {
    Q_OBJECT
  private slots:
    void theModeChangesOnlyWhenNothingIsOpen() {
        TwoPools rig;
        rig.place(rig.a, in(kSecond, ExchangeRig::limit(kBuy, price("99"), Quantity::of(1))));
        rig.send(SetMarginMode{rig.a, kSecond, true});
        QCOMPARE(rig.rejection(), RejectCode::PoolNotEmpty);
        rig.send(CancelAll{rig.a, {}, {}});
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(1), kSecond);
        rig.send(SetMarginMode{rig.a, kSecond, true});
        QCOMPARE(rig.rejection(), RejectCode::PoolNotEmpty);
        // Closed again, its two fees are still in it.
        rig.trade(rig.maker, rig.a, price("100"), Quantity::of(1), kSecond);
        rig.send(SetMarginMode{rig.a, kSecond, true});
        QCOMPARE(rig.rejection(), RejectCode::PoolNotEmpty);
        rig.send(SettlePnl{rig.a, kSecond});
        QCOMPARE(rig.rejection(), RejectCode::None);
        rig.send(SetMarginMode{rig.a, kSecond, true});
        QCOMPARE(rig.rejection(), RejectCode::None);
        QVERIFY(rig.account(rig.a).find(kSecond)->isolated);
        rig.send(SetMarginMode{rig.a, MarketId(7), true});
        QCOMPARE(rig.rejection(), RejectCode::UnknownMarket);
    }

    void goingBackReturnsTheMargin() {
        TwoPools rig;
        rig.isolate("400");
        QCOMPARE(rig.account(rig.a).quote(), money("600"));
        rig.send(SetMarginMode{rig.a, kSecond, false});
        QCOMPARE(rig.account(rig.a).quote(), money("1000"));
        QCOMPARE(rig.isolated(), Money(0));
        const auto posted = rig.all<LedgerPosted>();
        QCOMPARE(posted.size(), 2U);
        QVERIFY(!posted[0].isolated && posted[0].amount == Amount(400'000'000));
        QVERIFY(posted[1].isolated && posted[1].amount == Amount(-400'000'000));
    }

    void anIsolatedOrderUsesItsOwnMarginOnly() {
        TwoPools rig;
        rig.isolate("100");
        const auto bid = [&](const char* size) {
            rig.place(rig.a, in(kSecond, ExchangeRig::limit(kBuy, price("99"), quantity(size))));
            return rig.rejection();
        };
        // 100 carry 9.99 SOL at 100 (99.90 and a cent), whatever the cross pool has.
        QCOMPARE(bid("10"), RejectCode::InsufficientCollateral);
        QCOMPARE(bid("9.99"), RejectCode::None);
        // And the cross pool's 900 carry 89.99, whatever is isolated.
        rig.place(rig.a, in(kFirst, ExchangeRig::limit(kBuy, price("99"), quantity("90"))));
        QCOMPARE(rig.rejection(), RejectCode::InsufficientCollateral);
        rig.place(rig.a, in(kFirst, ExchangeRig::limit(kBuy, price("99"), quantity("89.99"))));
        QCOMPARE(rig.rejection(), RejectCode::None);
    }

    void marginMovesWithinWhatBothPoolsNeed() {
        TwoPools rig;
        rig.send(MoveIsolatedMargin{rig.a, kSecond, Money::of(1)});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters); // still cross
        rig.isolate("150");
        rig.send(MoveIsolatedMargin{rig.a, kSecond, Money(0)});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
        rig.send(MoveIsolatedMargin{rig.a, kSecond, money("850.000001")});
        QCOMPARE(rig.rejection(), RejectCode::InsufficientCollateral);
        // 10 SOL for a fee of 0.50 need 100 of the 150.
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(10), kSecond);
        rig.send(MoveIsolatedMargin{rig.a, kSecond, money("-49.500001")});
        QCOMPARE(rig.rejection(), RejectCode::InsufficientCollateral);
        rig.send(MoveIsolatedMargin{rig.a, kSecond, money("-49.5")});
        QCOMPARE(rig.rejection(), RejectCode::None);
        QCOMPARE(rig.isolated(), money("100.5"));
        QCOMPARE(rig.account(rig.a).quote(), money("899.5"));
        // 89.5 SOL in the cross pool for a fee of 4.475 need 895 of the 895.025 that are left.
        rig.trade(rig.a, rig.maker, price("100"), quantity("89.5"), kFirst);
        rig.send(MoveIsolatedMargin{rig.a, kSecond, money("0.1")});
        QCOMPARE(rig.rejection(), RejectCode::InsufficientCollateral);
        rig.send(MoveIsolatedMargin{rig.a, kSecond, money("0.025")});
        QCOMPARE(rig.rejection(), RejectCode::None);
        QCOMPARE(rig.auditProblem(), "");
    }

    /// Invariant 15: the isolated market falls by 40 %. Its margin is lost and its debt is the exchange's; the cross
    /// pool's balance, position and order are what they were.
    void anIsolatedBankruptcyLeavesTheCrossPoolAlone() {
        TwoPools rig;
        const AccountId winner = rig.addAccount();
        rig.isolate("110");
        rig.trade(rig.a, winner, price("100"), Quantity::of(10), kSecond);
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(20), kFirst);
        rig.place(rig.a, in(kFirst, ExchangeRig::limit(kBuy, price("95"), Quantity::of(1))));
        rig.place(rig.a, in(kSecond, varied(ExchangeRig::limit(kSell, price("109"), Quantity::of(10)),
                                            [](OrderTerms& t) { t.reduceOnly = true; })));
        const exchange::PositionState before = *rig.account(rig.a).find(kFirst);
        rig.setPrice(kSecond, price("60"));
        const exchange::PositionState& ended = *rig.account(rig.a).find(kSecond);
        QVERIFY(ended.position.base.isZero());
        QCOMPARE(rig.all<LiquidationEnded>().front().end, LiquidationEnd::Bankrupt);
        QCOMPARE(rig.all<LiquidationEnded>().front().pool, (PoolId{true, kSecond}));
        QVERIFY(ended.isolatedMargin.raw() + ended.position.quote.raw() >= 0);
        QCOMPARE(rig.account(rig.a).quote(), money("890"));
        QCOMPARE(rig.account(rig.a).find(kFirst)->position, before.position);
        QCOMPARE(rig.account(rig.a).openOrderCount, std::uint16_t{1});
        QVERIFY(!rig.account(rig.a).risk.beingLiquidated);
        QCOMPARE(rig.auditProblem(), "");
    }

    /// And the other way round: the cross pool is liquidated, the isolated position stays with its margin.
    void aCrossLiquidationLeavesTheIsolatedPositionAlone() {
        TwoPools rig;
        rig.isolate("500");
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(10), kSecond);
        rig.trade(rig.a, rig.maker, price("100"), quantity("49"), kFirst); // initial 490 of 500
        rig.place(rig.a, in(kSecond, ExchangeRig::limit(kBuy, price("95"), Quantity::of(1))));
        const exchange::PositionState before = *rig.account(rig.a).find(kSecond);
        rig.setPrice(kFirst, price("92.5")); // 130.05 of 226.62, and nobody bids
        QVERIFY(rig.account(rig.a).risk.beingLiquidated);
        QCOMPARE(rig.all<LiquidationStarted>().front().pool, kCrossPool);
        QCOMPARE(rig.account(rig.a).find(kSecond)->position, before.position);
        QCOMPARE(rig.isolated(), money("500"));
        QCOMPARE(rig.account(rig.a).openOrderCount, std::uint16_t{1});
        // While the cross pool is liquidated nothing leaves it.
        rig.send(MoveIsolatedMargin{rig.a, kSecond, Money::of(1)});
        QCOMPARE(rig.rejection(), RejectCode::BeingLiquidated);
    }

    /// A withdrawal needs every isolated position at maintenance (§2.6).
    void nothingLeavesWhileAnIsolatedPositionIsBelowMaintenance() {
        TwoPools rig;
        rig.isolate("110");
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(10), kSecond);
        rig.send(SetPausedOperations{kSecond, paused::kLiquidation}); // it stays as it is
        rig.setPrice(kSecond, price("93"));                           // 39.5 of 46.5
        rig.send(Withdraw{rig.a, Amount(1)});
        QCOMPARE(rig.rejection(), RejectCode::InsufficientCollateral);
        rig.place(rig.a, in(kFirst, ExchangeRig::limit(kBuy, price("99"), Quantity::of(1))));
        QCOMPARE(rig.rejection(), RejectCode::InsufficientCollateral);
        rig.send(MoveIsolatedMargin{rig.a, kSecond, Money::of(10)}); // help may come: after it 49.5
        QCOMPARE(rig.rejection(), RejectCode::None);
        rig.send(Withdraw{rig.a, Amount(1)});
        QCOMPARE(rig.rejection(), RejectCode::None);
    }

    /// §3.8: a market of the isolated tier is the only liability of a cross pool; isolated positions do not count.
    void theIsolatedTierStandsAlone() {
        ExchangeRig rig;
        MarketParams alone = solMarket(kSecond);
        alone.tier = MarketTier::Isolated;
        rig.addMarket(alone);
        const AccountId a = rig.addAccount();
        const AccountId b = rig.addAccount();
        const auto bid = [&](AccountId who, MarketId market) {
            rig.place(who, in(market, ExchangeRig::limit(kBuy, price("99"), Quantity::of(1))));
            return rig.rejection();
        };
        QCOMPARE(bid(a, kFirst), RejectCode::None);
        QCOMPARE(bid(a, kSecond), RejectCode::OneLiability);
        QCOMPARE(bid(b, kSecond), RejectCode::None);
        QCOMPARE(bid(b, kFirst), RejectCode::OneLiability);
        rig.send(CancelAll{b, {}, {}});
        QCOMPARE(bid(b, kFirst), RejectCode::None);
        rig.send(SetMarginMode{b, kSecond, true});
        rig.send(MoveIsolatedMargin{b, kSecond, Money::of(100)});
        QCOMPARE(bid(b, kSecond), RejectCode::None);
    }
};
QD_TEST(TestPools);
#include "TestPools.moc"
