#include "core/client/AccountRecorder.h"
#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::client;
using namespace qd::test;

namespace {

/// A market with funding; the user's account is recorded, the other one is not.
struct RecordedRig : ExchangeRig {
    AccountRecorder recorder;
    std::vector<AccountRecorder::Owned<FundingPayment>> funding;
    std::vector<AccountRecorder::Owned<LedgerMovement>> ledger;
    std::vector<AccountRecorder::Owned<LiquidationEntry>> liquidations;
    std::vector<AccountRecorder::Owned<EquitySample>> equity;
    AccountId user{0};
    AccountId other{1};

    RecordedRig() : ExchangeRig(withFunding()) {
        recorder.follow(user);
        see(OpenAccount{user, MasterId(0), "user", 8});
        see(OpenAccount{other, MasterId(1), "other", 8});
        see(Deposit{user, Amount(Money::of(1'000).raw())});
        see(Deposit{other, Amount(Money::of(1'000'000).raw())});
    }
    static MarketParams withFunding() {
        MarketParams p = solMarket();
        p.funding = true;
        return p;
    }
    template<class Body>
    void see(Body body) {
        send(std::move(body));
        const auto changes = recorder.read(events, exchange.state());
        funding.insert(funding.end(), changes.funding.begin(), changes.funding.end());
        ledger.insert(ledger.end(), changes.ledger.begin(), changes.ledger.end());
        liquidations.insert(liquidations.end(), changes.liquidations.begin(), changes.liquidations.end());
        equity.insert(equity.end(), changes.equity.begin(), changes.equity.end());
    }
    void trade(Side side, Quantity size) {
        see(PlaceOrder{other, limit(opposite(side), Price::of(100), size)});
        see(PlaceOrder{user, limit(side, Price::of(100), size)});
    }
};

} // namespace

class TestAccountRecorder : public QObject {
    Q_OBJECT
  private slots:
    void movementsAreNumberedAndAreTheUsersAlone() {
        RecordedRig rig;
        rig.see(Withdraw{rig.user, Amount(Money::of(100).raw())});
        rig.see(Withdraw{rig.other, Amount(Money::of(100).raw())});
        QCOMPARE(rig.ledger.size(), 2U);
        QCOMPARE(rig.ledger[0].row.number, 1U);
        QCOMPARE(rig.ledger[1].row.number, 2U);
        QCOMPARE(rig.ledger[1].row.posted.kind, PostingKind::Withdrawal);
        QCOMPARE(rig.ledger[1].row.posted.balance, Amount(Money::of(900).raw()));
    }

    void fundingPaymentsKnowTheirRate() {
        RecordedRig rig;
        rig.trade(Side::Buy, Quantity::of(10));
        for (int minute = 0; minute < 62; ++minute) {
            rig.now = rig.now + kNanosPerMinute;
            rig.see(SetPrices{MarketId(0), Price::of(100), Price::of(100), false});
        }
        QCOMPARE(rig.funding.size(), 1U);
        QCOMPARE(rig.funding[0].row.base, Quantity::of(10));
        QVERIFY(rig.funding[0].row.amount.raw() < 0); // longs pay the interest
        QCOMPARE(rig.funding[0].row.rate8h, Rate(100));
    }

    /// One sample a minute, whatever happens within it; what was paid in is told beside it.
    void worthIsSampledByTheMinute() {
        RecordedRig rig;
        const std::size_t begun = rig.equity.size();
        QCOMPARE(begun, 1U);
        for (int i = 0; i < 30; ++i) {
            rig.now = rig.now + 10 * kNanosPerSecond;
            rig.see(SetPrices{MarketId(0), Price::of(100), Price::of(100), false});
        }
        QCOMPARE(rig.equity.size() - begun, 5U);
        const EquitySample& last = rig.equity.back().row;
        QCOMPARE(last.ts.value() % kNanosPerMinute, 0);
        QCOMPARE(last.equity, Money::of(1'000));
        QCOMPARE(last.netDeposits, Money::of(1'000));
    }

    void aLiquidationIsToldFromTheFirstWarning() {
        RecordedRig rig;
        rig.trade(Side::Buy, Quantity::of(90));
        for (const char* p : {"97", "95", "93", "91"}) {
            rig.now = rig.now + kNanosPerMinute;
            rig.see(SetPrices{MarketId(0), price(p), price(p), false});
        }
        QVERIFY(rig.liquidations.size() > 2);
        QCOMPARE(rig.liquidations.front().row.kind, LiquidationEntryKind::MarginCall);
        bool started = false;
        for (std::size_t i = 0; i < rig.liquidations.size(); ++i) {
            QCOMPARE(rig.liquidations[i].row.number, i + 1);
            QCOMPARE(rig.liquidations[i].account, rig.user);
            started = started || rig.liquidations[i].row.kind == LiquidationEntryKind::Started;
        }
        QVERIFY(started);
    }

    /// What a liquidator takes over is told with what it realised, and what is left; the terminal counts trades by it.
    void whatIsTakenOverTellsItsResult() {
        RecordedRig rig;
        rig.trade(Side::Buy, Quantity::of(90));
        rig.see(SetPrices{MarketId(0), price("93.6"), price("93.6"), false});
        rig.see(Liquidate{rig.other, rig.user, MarketId(0), Quantity::of(100), {}});
        const auto taken = std::ranges::find_if(
            rig.liquidations, [](const auto& e) { return e.row.kind == LiquidationEntryKind::TakeOver; });
        QVERIFY(taken != rig.liquidations.end());
        const LiquidationEntry& row = taken->row;
        QVERIFY(row.position.has_value());
        QCOMPARE(row.position->raw() + row.size.raw(), Quantity::of(90).raw());
        QCOMPARE(*row.position, rig.position(rig.user).base);
        // Bought at 100: 6.40 lost on each.
        QCOMPARE(row.realised.raw(), -row.size.raw() / 1'000'000 * 6'400);
    }
    /// Of a deleveraging the parts say what was realised, so that nobody adds it up twice.
    void aDeleveragingIsAddedUpOnce() {
        RecordedRig rig;
        rig.trade(Side::Buy, Quantity::of(90));
        rig.see(SetPrices{MarketId(0), price("85"), price("85"), false});
        Money parts;
        for (const auto& e : rig.liquidations) {
            if (e.row.kind != LiquidationEntryKind::Deleveraged) continue;
            QCOMPARE(e.row.position, Quantity(0));
            QCOMPARE(e.row.realised.isZero(), e.row.other == rig.user); // the sum of them is the last
            parts = Money(parts.raw() + e.row.realised.raw());
        }
        QVERIFY(parts.raw() < Money::of(-900).raw());
        QVERIFY(std::ranges::any_of(rig.liquidations,
                                    [](const auto& e) { return e.row.kind == LiquidationEntryKind::Bankrupt; }));
    }
    /// A reward is no deposit: it counts as profit.
    void aRewardIsEarned() {
        RecordedRig rig;
        rig.see(SetReferrer{MasterId(1), MasterId(0)});
        rig.see(PlaceOrder{rig.user, ExchangeRig::limit(Side::Sell, Price::of(100), Quantity::of(10))});
        rig.see(PlaceOrder{rig.other, ExchangeRig::limit(Side::Buy, Price::of(100), Quantity::of(10))});
        QCOMPARE(rig.ledger.back().row.posted.kind, PostingKind::ReferralReward);
        QCOMPARE(rig.ledger.back().row.posted.amount, Amount(50'000));
        QCOMPARE(rig.recorder.netDeposits(rig.user), Money::of(1'000));
    }

    /// A journal read back gives the same numbers again.
    void savedAndLoadedGoesOn() {
        RecordedRig rig;
        ByteWriter out;
        rig.recorder.save(out);
        rig.recorder = AccountRecorder();
        ByteReader in(out.bytes());
        rig.recorder.load(in);
        QVERIFY(in.ok() && in.atEnd());
        rig.see(Withdraw{rig.user, Amount(Money::of(100).raw())});
        QCOMPARE(rig.ledger.back().row.number, 2U);
        for (std::size_t n = 0; n < out.size(); ++n) {
            ByteReader cut(out.bytes().first(n));
            AccountRecorder().load(cut);
            QVERIFY(!cut.ok());
        }
    }
};
QD_TEST(TestAccountRecorder);
#include "TestAccountRecorder.moc"
