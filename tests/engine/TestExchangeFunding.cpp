#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;

namespace {

constexpr Side kBuy = Side::Buy;

MarketParams funded(Liquidity liquidity = Liquidity::Native) {
    MarketParams p = solMarket(MarketId(0), liquidity);
    p.funding = true;
    return p;
}

/// 10 SOL long against 10 short. The rig begins 800 s into an hour: the first funding is due 2,800 s later.
struct FundingRig : ExchangeRig {
    AccountId shorts = addAccount();
    AccountId longs = addAccount();
    explicit FundingRig(MarketParams p = funded()) : ExchangeRig(std::move(p)) {
        if (!market().outside) trade(longs, shorts, price("100"), Quantity::of(10));
    }
    void advance(std::int64_t seconds) {
        later(seconds * kNanosPerSecond);
        send(AdvanceTime{});
    }
    [[nodiscard]] Money paid(AccountId id) const {
        for (const FundingPaid& e : all<FundingPaid>()) {
            if (e.account == id) return e.amount;
        }
        return Money{};
    }
};

} // namespace

class TestExchangeFunding : public QObject {
    Q_OBJECT
  private slots:
    /// No premium: the interest of 100 ppm per 8 h. 100 * 2,800 * 100 / 28,800 = 0.000972222 per SOL. The long pays
    /// 0.009723 of 10 (up), the short receives 0.009722 (down), and one millionth is the market's.
    void theFirstHour() {
        FundingRig rig;
        const Money before = rig.market().feePool;
        rig.advance(2'799);
        QVERIFY(rig.all<FundingUpdated>().empty());
        rig.advance(1);
        const FundingUpdated update = rig.all<FundingUpdated>().front();
        QCOMPARE(update.rate8h, Rate(100));
        QCOMPARE(update.change, FundingIndex(972'222));
        QCOMPARE(rig.paid(rig.longs), Money(-9'723));
        QCOMPARE(rig.paid(rig.shorts), Money(9'722));
        QCOMPARE(rig.market().feePool, Money(before.raw() + 1));
        QCOMPARE(rig.account(rig.longs).find(MarketId(0))->fundingPaid, Money(9'723));
        QCOMPARE(rig.auditProblem(), "");
    }

    /// From then on hourly: 100 ppm / 8 at $100 are 0.00125 per SOL.
    void everyFurtherHour() {
        FundingRig rig;
        rig.advance(2'800);
        for (int hour = 0; hour < 3; ++hour) {
            rig.setPrice(MarketId(0), price("100"));
            rig.advance(3'600);
            QCOMPARE(rig.paid(rig.longs), Money(-12'500));
            QCOMPARE(rig.paid(rig.shorts), Money(12'500));
        }
        QCOMPARE(rig.market().fundingIndexLong, FundingIndex(972'222 + 3 * 1'250'000));
        QCOMPARE(rig.market().fundingIndexShort, rig.market().fundingIndexLong);
    }

    /// Bids for $30,300 at 1 % above the index: selling $20,000 to them takes a unit of base that is rounded up, which
    /// leaves a premium of 9,999 ppm, less the 500 that interest may pull.
    void thePremiumOfTheBookIsCharged() {
        FundingRig rig;
        const AccountId bidder = rig.addAccount();
        rig.place(bidder, ExchangeRig::limit(kBuy, price("101"), Quantity::of(300)));
        rig.advance(2'800);
        const FundingUpdated update = rig.all<FundingUpdated>().front();
        QCOMPARE(update.rate8h, Rate(9'499));
        QCOMPARE(update.change, FundingIndex(92'351'388)); // 9'499 * 2'800 * 100 / 28'800
        QCOMPARE(rig.paid(rig.longs), Money(-923'514));
        QCOMPARE(rig.paid(rig.shorts), Money(923'513));
        // Too little for the impact of $20,000 is no premium.
        rig.send(AmendOrder{bidder, {OrderId(1), {}}, price("101"), Quantity::of(100), Price{}});
        rig.setPrice(MarketId(0), price("100"));
        rig.advance(3'600);
        QCOMPARE(rig.all<FundingUpdated>().front().rate8h, Rate(100));
    }

    void missedHoursAreNotChargedLater() {
        FundingRig rig;
        rig.send(ReportPrice{{OracleId(0), 0, Price(0), Price{}, rig.now, true}});
        rig.advance(2'800);
        QCOMPARE(rig.all<FundingSkipped>().size(), 1U);
        QVERIFY(rig.all<FundingPaid>().empty());
        rig.advance(10'000);
        rig.setPrice(MarketId(0), price("100"));
        rig.advance(5);
        QCOMPARE(rig.all<FundingUpdated>().front().change, FundingIndex(1'250'000)); // one hour of them
        QCOMPARE(rig.paid(rig.longs), Money(-12'500));
    }

    void anAdminMayPauseIt() {
        FundingRig rig;
        rig.send(SetPausedOperations{MarketId(0), paused::kFunding});
        rig.advance(2'800);
        QVERIFY(rig.all<FundingUpdated>().empty() && rig.all<FundingSkipped>().empty());
        rig.send(SetPausedOperations{MarketId(0), 0});
        rig.advance(5);
        QCOMPARE(rig.all<FundingUpdated>().size(), 1U);
    }

    /// The venue behind a paper market is the other side; money stays where it belongs.
    void aPaperMarketsVenuePaysToo() {
        FundingRig rig(funded(Liquidity::External));
        const std::vector<BookLevel> asks{{price("100"), Quantity::of(10)}};
        rig.send(UpdateDepth{MarketId(0), true, {}, asks});
        rig.place(rig.longs, ExchangeRig::market(kBuy, Quantity::of(10)));
        const Money before = rig.market().outsideParty.quote;
        rig.advance(2'800);
        QCOMPARE(rig.paid(rig.longs), Money(-9'723));
        QCOMPARE(rig.market().outsideParty.quote, Money(before.raw() + 9'722));
        QCOMPARE(rig.auditProblem(), "");
    }

    /// Funding may be the last straw. 10 SOL at a mark of 95 require 47.50; 50.50 are left of 101. A premium of the
    /// largest rate, 10,000 - 500 ppm per 8 h, costs 10 * 95 * 0.0095 * 2,800 / 28,800 = 0.877431 the first time and
    /// 1.128125 every hour: an hour later 48.49 are left, and the next makes it 47.37.
    void fundingMayLiquidate() {
        FundingRig rig;
        const AccountId bidder = rig.addAccount();
        const AccountId thin = rig.addAccount(money("101"));
        rig.trade(thin, rig.shorts, price("100"), Quantity::of(10)); // fee 0.50
        rig.place(bidder, ExchangeRig::limit(kBuy, price("96"), Quantity::of(300)));
        rig.setPrice(MarketId(0), price("95"));
        rig.advance(2'800);
        rig.setPrice(MarketId(0), price("95"));
        rig.advance(3'600);
        QVERIFY(rig.all<LiquidationStarted>().empty());
        rig.setPrice(MarketId(0), price("95"));
        rig.advance(3'600);
        QCOMPARE(rig.all<LiquidationStarted>().front().account, thin);
        QCOMPARE(rig.auditProblem(), "");
    }
};
QD_TEST(TestExchangeFunding);
#include "TestExchangeFunding.moc"
