#include "core/engine/exchange/Volumes.h"
#include "core/engine/risk/Preview.h"
#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;

namespace {

/// `a` and `sub` are of one master. 5 bp for the taker, 1 bp to the maker.
struct VolumeRig : ExchangeRig {
    AccountId a = addAccount(Money::of(1'000'000), 7);
    AccountId sub = addAccount(Money::of(1'000'000), 7);
    AccountId other = addAccount();

    void days(int n) {
        later(n * kNanosPerDay);
        setPrice(MarketId(0), price("100"));
    }
    /// `who` takes so many SOL at 100; what it paid.
    Money takes(AccountId who, std::int64_t size) {
        trade(who, other, price("100"), Quantity::of(size));
        return feeOf(who);
    }
    [[nodiscard]] Money feeOf(AccountId who) const {
        Money sum;
        for (const OrderFilled& e : all<OrderFilled>()) {
            if (e.account == who) sum = Money(sum.raw() + e.fee.raw());
        }
        return sum;
    }
    [[nodiscard]] std::int64_t share(AccountId who) const {
        return exchange::takerTermsOf(exchange.state(), account(who)).share.raw();
    }
    /// What a restart makes of it.
    void restart() {
        ByteWriter out;
        exchange.save(out);
        const auto bytes = out.take();
        auto copy = exchange::Exchange::load(bytes, exchange::Options{.maxOrdersPerMarket = 1U << 14U});
        QVERIFY(copy.has_value());
        QCOMPARE(copy->hash(), exchange.hash());
        exchange = std::move(*copy);
    }
};

} // namespace

class TestVolumes : public QObject {
    Q_OBJECT
  private slots:
    /// 1.9 M by one sub-account and 0.1 M by the other, as taker and as maker: from the next day on 90 % of 5 bp.
    void theMastersVolumeEarnsATier() {
        VolumeRig rig;
        QCOMPARE(rig.takes(rig.a, 19'000), Money::of(950));
        rig.trade(rig.other, rig.sub, price("100"), Quantity::of(1'000));
        QCOMPARE(rig.feeOf(rig.sub), Money::of(-10));   // the rebate
        QCOMPARE(rig.takes(rig.sub, 1), money("0.05")); // the tier is the day's
        rig.days(1);
        QCOMPARE(rig.share(rig.a), 9'000);
        QCOMPARE(rig.share(rig.sub), 9'000);
        QCOMPARE(rig.share(rig.other), 9'000); // it was the other side of all of it
        QCOMPARE(exchange::volumeBefore(rig.exchange.state(), rig.account(rig.a)), Money::of(2'000'100));
        QCOMPARE(rig.takes(rig.sub, 1'000), Money::of(45));
        rig.trade(rig.other, rig.sub, price("100"), Quantity::of(1'000));
        QCOMPARE(rig.feeOf(rig.sub), Money::of(-10)); // rebates are everybody's
        QCOMPARE(rig.takes(rig.a, 1'000), Money::of(45));
        QCOMPARE(rig.auditProblem(), "");
    }

    /// Thirty whole days count, then the tier is gone.
    void aTierIsLostWithItsDays() {
        VolumeRig rig;
        (void)rig.takes(rig.a, 20'000);
        rig.days(30);
        QCOMPARE(rig.share(rig.a), 9'000);
        QCOMPARE(rig.takes(rig.sub, 100), money("4.5"));
        rig.days(1);
        QCOMPARE(rig.share(rig.a), 10'000);
        QCOMPARE(rig.takes(rig.a, 100), Money::of(5));
    }

    /// On whatever day it happens, and whether somebody has traded since or not.
    void aRestartChangesNothing() {
        VolumeRig rig;
        (void)rig.takes(rig.a, 20'000);
        rig.restart();
        rig.days(1);
        rig.restart();
        QCOMPARE(rig.share(rig.sub), 9'000);
        QCOMPARE(rig.takes(rig.sub, 100), money("4.5"));
        rig.restart();
        QCOMPARE(rig.share(rig.a), 9'000);
        QCOMPARE(rig.takes(rig.a, 100), money("4.5"));
        rig.days(40);
        rig.restart();
        QCOMPARE(rig.share(rig.a), 10'000);
    }

    /// The terminal says before the click what the exchange takes.
    void thePreviewKnowsTheTier() {
        VolumeRig rig;
        (void)rig.takes(rig.a, 20'000);
        rig.days(1);
        const exchange::MarketState& market = rig.market();
        const exchange::ExposureOf exposure(rig.exchange.state(), rig.account(rig.a));
        risk::PreviewAccount account;
        account.collateral = rig.account(rig.a).quote();
        account.positions.assign(exposure.exposure().positions.begin(), exposure.exposure().positions.end());
        account.position = rig.position(rig.a);
        account.taker = exchange::takerTermsOf(rig.exchange.state(), rig.account(rig.a));
        const OrderTerms terms = ExchangeRig::limit(Side::Buy, price("100"), Quantity::of(100));
        const auto expected = risk::previewAtLimit({market.params, market.status, market.prices}, account, terms);
        QVERIFY(expected && *expected);
        QCOMPARE((*expected)->fee, rig.takes(rig.a, 100));
    }
};
QD_TEST(TestVolumes);
#include "TestVolumes.moc"
