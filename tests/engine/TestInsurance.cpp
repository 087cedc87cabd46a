#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;

namespace {

struct InsuranceRig : ExchangeRig {
    AccountId staker = addAccount(Money::of(1'000));
    AccountId other = addAccount(Money::of(1'000));
    RejectCode stake(AccountId who, std::int64_t dollars) {
        send(StakeInsurance{who, Money::of(dollars)});
        return rejection();
    }
    RejectCode request(AccountId who, std::int64_t dollars) {
        send(RequestUnstake{who, Money::of(dollars).raw()}); // a share a millionth of a dollar, in the beginning
        return rejection();
    }
    RejectCode unstake(AccountId who) {
        send(Unstake{who});
        return rejection();
    }
    [[nodiscard]] const liquidation::InsuranceFund& fund() const { return exchange.state().insurance; }
    /// A long loses 10 a piece to a short, and both settle: cash for what the market owes the fund.
    void tradeAndSettle() {
        const AccountId winner = addAccount();
        const AccountId loser = addAccount();
        trade(loser, winner, price("100"), Quantity::of(100));
        settleAt(MarketId(0), price("90"));
        trade(winner, loser, price("90"), Quantity::of(100));
        send(SettlePnl{loser, MarketId(0)});
    }
};

} // namespace

class TestInsurance : public QObject {
    Q_OBJECT
  private slots:
    void stakesComeBackAfterThirteenDays() {
        InsuranceRig rig;
        QCOMPARE(rig.stake(rig.staker, 400), RejectCode::None);
        QCOMPARE(rig.account(rig.staker).quote(), money("600"));
        QCOMPARE(rig.fund().vault, money("400"));
        QCOMPARE(rig.unstake(rig.staker), RejectCode::InsufficientShares); // not asked for
        QCOMPARE(rig.request(rig.staker, 401), RejectCode::InsufficientShares);
        QCOMPARE(rig.request(rig.staker, 300), RejectCode::None);
        rig.later(liquidation::kUnstakingNanos - 1);
        QCOMPARE(rig.unstake(rig.staker), RejectCode::InsuranceCooldown);
        rig.later(1);
        QCOMPARE(rig.unstake(rig.staker), RejectCode::None);
        QCOMPARE(rig.account(rig.staker).quote(), money("900"));
        QCOMPARE(rig.fund().vault, money("100"));
        QCOMPARE(rig.unstake(rig.staker), RejectCode::InsufficientShares); // once
        QCOMPARE(rig.auditProblem(), "");
    }

    void aRequestIsTakenBackByNone() {
        InsuranceRig rig;
        rig.stake(rig.staker, 400);
        rig.request(rig.staker, 300);
        rig.later(14 * kNanosPerDay);
        QCOMPARE(rig.request(rig.staker, 0), RejectCode::None);
        QCOMPARE(rig.unstake(rig.staker), RejectCode::InsufficientShares);
        // And a new one begins anew.
        rig.request(rig.staker, 300);
        QCOMPARE(rig.unstake(rig.staker), RejectCode::InsuranceCooldown);
    }

    void onlyWhatIsFreeIsStaked() {
        InsuranceRig rig;
        const AccountId maker = rig.addAccount();
        rig.trade(rig.staker, maker, price("100"), Quantity::of(90)); // 900 of 995.50 are needed
        QCOMPARE(rig.stake(rig.staker, 96), RejectCode::InsufficientCollateral);
        QCOMPARE(rig.stake(rig.staker, 95), RejectCode::None);
        rig.send(StakeInsurance{rig.staker, Money(0)});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
        QCOMPARE(rig.stake(AccountId(99), 1), RejectCode::UnknownAccount);
    }

    /// Fees become the fund's when they are cash; every stake is worth a quarter more then.
    void revenueRaisesEveryStake() {
        InsuranceRig rig;
        rig.stake(rig.staker, 20);
        const auto revenue = [&](const char* amount) {
            rig.send(SettleRevenue{MarketId(0), money(amount)});
            return rig.rejection();
        };
        QCOMPARE(revenue("1"), RejectCode::NothingToSettle);
        const AccountId a = rig.addAccount();
        const AccountId b = rig.addAccount();
        rig.trade(a, b, price("100"), Quantity::of(100)); // 5.00 less 1.00
        QCOMPARE(revenue("1"), RejectCode::PnlPoolEmpty);
        rig.tradeAndSettle();
        QCOMPARE(revenue("5"), RejectCode::None);
        QCOMPARE(revenue("0"), RejectCode::InvalidParameters);
        QCOMPARE(rig.fund().vault, money("25"));
        rig.stake(rig.other, 25); // at 1.25 a share
        QCOMPARE(rig.account(rig.other).stake.shares, Money::of(20).raw());
        QCOMPARE(rig.fund().vault, money("50"));
        rig.request(rig.staker, 20);
        rig.later(14 * kNanosPerDay);
        rig.setPrice(MarketId(0), price("90"));
        QCOMPARE(rig.unstake(rig.staker), RejectCode::None);
        QCOMPARE(rig.account(rig.staker).quote(), money("1005"));
        QCOMPARE(rig.auditProblem(), "");
    }

    /// What a liquidation brought is owed by its market until losses are settled in cash.
    void theMarketOwesUntilLossesAreSettled() {
        InsuranceRig rig;
        const AccountId maker = rig.addAccount();
        const AccountId debtor = rig.addAccount(Money::of(1'000));
        rig.trade(debtor, maker, price("100"), Quantity::of(90));
        rig.place(maker, ExchangeRig::limit(Side::Buy, price("93.6"), Quantity::of(90)));
        rig.setPrice(MarketId(0), price("93.6"));
        const Money owed = rig.market().insuranceDue;
        QVERIFY(owed.raw() > 0);
        QCOMPARE(rig.fund().vault, Money(0));
        rig.send(CancelAll{maker, {}, {}});
        rig.tradeAndSettle();
        QCOMPARE(rig.market().insuranceDue, Money(0));
        QVERIFY(rig.fund().vault >= owed);
        QCOMPARE(rig.auditProblem(), "");
    }

    /// A loss empties the fund: its shares are void once somebody else has staked, and what was asked for them too.
    void sharesOfAnEmptiedFundAreVoid() {
        InsuranceRig rig;
        rig.stake(rig.staker, 100);
        rig.request(rig.staker, 100);
        const AccountId maker = rig.addAccount();
        const AccountId bankrupt = rig.addAccount(Money::of(1'000));
        rig.trade(bankrupt, maker, price("100"), Quantity::of(90));
        rig.send(SetPausedOperations{MarketId(0), paused::kLiquidation});
        rig.setPrice(MarketId(0), price("80"));
        rig.trade(maker, bankrupt, price("80"), Quantity::of(90)); // 800 of 1,800 are lacking
        rig.send(SetPausedOperations{MarketId(0), 0});
        rig.setPrice(MarketId(0), price("80"));
        QCOMPARE(rig.fund().vault, Money(0));
        rig.later(14 * kNanosPerDay);
        rig.setPrice(MarketId(0), price("80"));
        rig.stake(rig.other, 50);
        QCOMPARE(rig.fund().epoch, 1U);
        QCOMPARE(rig.unstake(rig.staker), RejectCode::InsufficientShares);
        // A new stake does not inherit the old request and its age.
        rig.stake(rig.staker, 100);
        QCOMPARE(rig.unstake(rig.staker), RejectCode::InsufficientShares);
        QCOMPARE(rig.fund().vault, money("150"));
        QCOMPARE(rig.auditProblem(), "");
    }

    /// Void shares do not keep an account from being closed.
    void voidSharesDoNotHoldAnAccount() {
        InsuranceRig rig;
        rig.stake(rig.staker, 1'000);
        rig.send(CloseAccount{rig.staker});
        QCOMPARE(rig.rejection(), RejectCode::AccountNotEmpty);
        const AccountId maker = rig.addAccount();
        const AccountId bankrupt = rig.addAccount(Money::of(1'000));
        rig.trade(bankrupt, maker, price("100"), Quantity::of(90));
        rig.send(SetPausedOperations{MarketId(0), paused::kLiquidation});
        rig.setPrice(MarketId(0), price("60"));
        rig.trade(maker, bankrupt, price("60"), Quantity::of(90)); // 2,600 are lacking
        rig.send(SetPausedOperations{MarketId(0), 0});
        rig.setPrice(MarketId(0), price("60"));
        rig.stake(rig.other, 50);
        rig.send(CloseAccount{rig.staker});
        QCOMPARE(rig.all<AccountClosed>().size(), 1U);
    }
};
QD_TEST(TestInsurance);
#include "TestInsurance.moc"
