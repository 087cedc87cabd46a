#include "core/engine/liquidation/Bankruptcy.h"
#include "core/engine/liquidation/Deleveraging.h"
#include "core/engine/liquidation/InsuranceFund.h"
#include "core/engine/liquidation/MarginCalls.h"
#include "tests/engine/Draw.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <array>
#include <limits>
#include <vector>

using namespace qd;
using namespace qd::test;
using namespace qd::liquidation;

namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr UnixNanos kNow = UnixNanos::fromMillis(1'700'000'000'000);

/// Small numbers, so that ties are met, or the whole range, so that every product is as large as it can be.
DeleverageCandidate randomCandidate(Draw& draw, std::uint32_t account) {
    const std::int64_t most = draw.between(0, 2) == 0 ? kMost / 2 : 3;
    return {AccountId(account), Money(draw.between(-most, most)), Money(draw.between(0, most)),
            Money(draw.between(0, most)), Money(draw.between(1, most))};
}

/// Four stakers of one fund.
struct Stakers {
    InsuranceFund fund;
    std::array<InsuranceStake, 4> stakes{};
    int redeemed = 0;
    int emptied = 0;

    /// One stake, redemption, income or loss; false when the fund's shares no longer fit.
    bool step(Draw& draw) {
        InsuranceStake& mine = stakes[static_cast<std::size_t>(draw.between(0, 3))];
        const InsuranceStake& other = stakes[static_cast<std::size_t>(draw.between(0, 3))];
        const Money othersBefore = worthOf(fund, liveShares(fund, other)).value();
        const auto choice = draw.between(0, 9);
        if (choice == 9) return lose(draw);
        if (choice < 4) {
            if (!add(mine, Money(draw.wide(1, 1'000'000'000)))) return false;
        } else if (choice < 7) {
            take(mine, draw.between(0, liveShares(fund, mine)));
        } else {
            fund.vault = Money(fund.vault.raw() + draw.wide(1, 1'000'000));
        }
        if (&mine != &other) RC_ASSERT(worthOf(fund, liveShares(fund, other)).value() >= othersBefore);
        return true;
    }
    void check() const {
        RC_ASSERT(fund.vault.raw() >= 0 && fund.shares >= 0);
        std::int64_t shares = 0;
        std::int64_t worth = 0;
        for (const InsuranceStake& s : stakes) {
            shares += liveShares(fund, s);
            worth += worthOf(fund, liveShares(fund, s))->raw();
        }
        RC_ASSERT(shares <= fund.shares && worth <= fund.vault.raw());
    }

  private:
    bool add(InsuranceStake& mine, Money amount) {
        const auto staked = stake(fund, amount);
        if (!staked) return false;
        RC_ASSERT(redeem(staked->fund, staked->minted)->amount <= amount);
        mine = {liveShares(staked->fund, mine) + staked->minted, staked->fund.epoch};
        fund = staked->fund;
        return true;
    }
    void take(InsuranceStake& mine, std::int64_t shares) {
        mine = {liveShares(fund, mine) - shares, fund.epoch};
        fund = redeem(fund, shares)->fund;
        ++redeemed;
    }
    bool lose(Draw& draw) {
        const std::int64_t held = fund.vault.raw();
        fund.vault = Money(draw.between(0, 1) == 0 ? 0 : draw.between(0, held));
        if (fund.vault.isZero()) ++emptied;
        return true;
    }
};

} // namespace

class TestBankruptcy : public QObject {
    Q_OBJECT
  private slots:
    // ---- losses

    void lossesGoDownTheWaterfall_data() {
        QTest::addColumn<qint64>("loss");
        QTest::addColumn<qint64>("pool");
        QTest::addColumn<qint64>("available");
        QTest::addColumn<qint64>("byPool");
        QTest::addColumn<qint64>("byFund");
        QTest::newRow("fees cover it") << qint64{5} << qint64{9} << qint64{9} << qint64{5} << qint64{0};
        QTest::newRow("fees, then the fund") << qint64{15} << qint64{9} << qint64{9} << qint64{9} << qint64{6};
        QTest::newRow("something is left") << qint64{25} << qint64{9} << qint64{9} << qint64{9} << qint64{9};
        QTest::newRow("nothing there") << qint64{25} << qint64{0} << qint64{0} << qint64{0} << qint64{0};
        QTest::newRow("a pool in debt pays nothing") << qint64{25} << qint64{-4} << qint64{9} << qint64{0} << qint64{9};
    }
    void lossesGoDownTheWaterfall() {
        QFETCH(qint64, loss);
        QFETCH(qint64, pool);
        QFETCH(qint64, available);
        QFETCH(qint64, byPool);
        QFETCH(qint64, byFund);
        const LossCover cover = coverLoss(Money(loss), Money(pool), Money(available));
        QCOMPARE(cover.feePool.raw(), byPool);
        QCOMPARE(cover.insurance.raw(), byFund);
        QCOMPARE(cover.rest.raw(), loss - byPool - byFund);
    }

    /// §3.13 (d): whoever has a position pays, together at least the loss, and hardly more.
    void socialisedLossIsPaid() {
        QD_PROPERTY("payments cover the loss", [](std::uint64_t seed) {
            Draw draw(seed);
            for (int n = 0; n < 100; ++n) {
                const std::int64_t side = draw.wide(1'000, 1'000'000'000'000'000);
                const Money loss(draw.wide(1, 1'000'000'000'000));
                const auto delta = socialisedFunding(loss, Quantity(side), Quantity(-side));
                if (!delta) continue; // a position too small for so large a loss
                // A position pays ceil(delta * |base| / 1e12).
                const Int128 paid = (Int128{delta->raw()} * side * 2 + 999'999'999'999) / 1'000'000'000'000;
                RC_ASSERT(paid >= loss.raw());
                RC_ASSERT(paid <= loss.raw() + Int128{side} * 2 / Quantity::kScale + 1);
            }
        });
        QCOMPARE(socialisedFunding(Money(1), Quantity(0), Quantity(0)).error(), MathError::DivideByZero);
        QCOMPARE(depositHaircut(1, Amount(1), Amount(0)).error(), MathError::DivideByZero);
    }

    // ---- deleveraging

    void deleverageOrderIsStrict() {
        QD_PROPERTY("one of two accounts is always first, and first of first is first", [](std::uint64_t seed) {
            Draw draw(seed);
            for (int n = 0; n < 100; ++n) {
                const DeleverageCandidate a = randomCandidate(draw, 1);
                const DeleverageCandidate b = randomCandidate(draw, 2);
                const DeleverageCandidate c = randomCandidate(draw, 3);
                RC_ASSERT(std::is_eq(compareDeleverage(a, a)));
                RC_ASSERT(std::is_neq(compareDeleverage(a, b)));
                RC_ASSERT(((compareDeleverage(a, b) < 0) == (compareDeleverage(b, a) > 0)));
                if (compareDeleverage(a, b) < 0 && compareDeleverage(b, c) < 0)
                    RC_ASSERT((compareDeleverage(a, c) < 0));
                if (a.upnl.raw() > 0 && b.upnl.raw() <= 0) RC_ASSERT((compareDeleverage(a, b) < 0));
                DeleverageCandidate twin = a;
                twin.account = AccountId(9);
                RC_ASSERT((compareDeleverage(a, twin) < 0));
            }
        });
    }

    void deleverageOrder_data() {
        QTest::addColumn<qint64>("upnl");
        QTest::addColumn<qint64>("entry");
        QTest::addColumn<qint64>("notional");
        QTest::addColumn<qint64>("equity");
        QTest::addColumn<bool>("beforeReference"); // 10 on 100 at 110 with 100: a score of 0.11
        QTest::newRow("larger profit") << qint64{11} << qint64{100} << qint64{110} << qint64{100} << true;
        QTest::newRow("more leverage") << qint64{10} << qint64{100} << qint64{110} << qint64{99} << true;
        QTest::newRow("less leverage") << qint64{10} << qint64{100} << qint64{110} << qint64{101} << false;
        QTest::newRow("same score, larger") << qint64{20} << qint64{200} << qint64{220} << qint64{200} << true;
        QTest::newRow("same score, smaller") << qint64{5} << qint64{50} << qint64{55} << qint64{50} << false;
        QTest::newRow("no profit") << qint64{0} << qint64{100} << qint64{100'000} << qint64{1} << false;
        QTest::newRow("a loss") << qint64{-1} << qint64{100} << qint64{110} << qint64{100} << false;
        QTest::newRow("entry of less than a unit counts as one")
            << qint64{1} << qint64{0} << qint64{110} << qint64{100} << true;
    }
    void deleverageOrder() {
        QFETCH(qint64, upnl);
        QFETCH(qint64, entry);
        QFETCH(qint64, notional);
        QFETCH(qint64, equity);
        QFETCH(bool, beforeReference);
        const DeleverageCandidate reference{AccountId(1), Money(10), Money(100), Money(110), Money(100)};
        const DeleverageCandidate other{AccountId(2), Money(upnl), Money(entry), Money(notional), Money(equity)};
        QCOMPARE(compareDeleverage(other, reference) < 0, beforeReference);
    }

    void rankingLeavesOutPoolsWithoutEquity() {
        std::vector<DeleverageCandidate> all{{AccountId(1), Money(-1), Money(100), Money(99), Money(100)},
                                             {AccountId(2), Money(9), Money(100), Money(109), Money(0)},
                                             {AccountId(3), Money(9), Money(100), Money(109), Money(100)},
                                             {AccountId(4), Money(9), Money(100), Money(109), Money(-5)}};
        QCOMPARE(rankForDeleveraging(all), std::size_t{2});
        QCOMPARE(all[0].account, AccountId(3));
        QCOMPARE(all[1].account, AccountId(1));
    }

    void quintiles() {
        for (std::size_t rank = 0; rank < 100; ++rank)
            QCOMPARE(deleverageQuintile(rank, 100), 5 - static_cast<int>(rank / 20));
        QCOMPARE(deleverageQuintile(0, 1), 5);
        QCOMPARE(deleverageQuintile(1, 2), 3);
        QCOMPARE(deleverageQuintile(6, 7), 1);
    }

    // ---- insurance fund

    /// Stakes, redemptions, income and losses in any order: nobody takes out more than was put in for them, and the
    /// shares are never worth more than the vault.
    void sharesNeverCreateValue() {
        int redeemed = 0;
        int emptied = 0;
        QD_PROPERTY("stake then redeem gives at most the stake, others lose nothing by it", [&](std::uint64_t seed) {
            Draw draw(seed);
            Stakers stakers;
            for (int n = 0; n < 200 && stakers.step(draw); ++n) stakers.check();
            redeemed += stakers.redeemed;
            emptied += stakers.emptied;
        });
        QVERIFY(redeemed > 1'000 && emptied > 100);
    }

    void shares() {
        const Staked first = stake({}, Money(1'000)).value();
        QCOMPARE(first.minted, std::int64_t{1'000});
        InsuranceFund richer = first.fund;
        richer.vault = Money(1'500);
        const Staked second = stake(richer, Money(1'000)).value();
        QCOMPARE(second.minted, std::int64_t{666});
        QCOMPARE(worthOf(second.fund, 666)->raw(), std::int64_t{999});
        QCOMPARE(redeem(second.fund, 1'000)->amount.raw(), std::int64_t{1'500});
    }

    void whatNobodyStakedIsNobodysGain() {
        const Staked first = stake({Money(900), 0, 0}, Money(100)).value();
        QCOMPARE(first.minted, std::int64_t{100});
        QCOMPARE(worthOf(first.fund, first.minted)->raw(), std::int64_t{100});
        QCOMPARE(first.fund.vault.raw(), std::int64_t{1'000});
    }

    void anEmptiedFundBeginsAnew() {
        const Staked first = stake({}, Money(1'000)).value();
        InsuranceFund emptied = first.fund;
        emptied.vault = Money(0);
        const Staked second = stake(emptied, Money(50)).value();
        QCOMPARE(second.minted, std::int64_t{50});
        QCOMPARE(liveShares(second.fund, {first.minted, first.fund.epoch}), std::int64_t{0});
        QCOMPARE(redeem(second.fund, 50)->amount.raw(), std::int64_t{50});
    }

    void sharesDoNotOverflow() {
        QCOMPARE(stake({Money(1), kMost, 0}, Money(2)).error(), MathError::Overflow);
        QCOMPARE(stake({Money(kMost), 5, 0}, Money(2)).error(), MathError::Overflow);
    }

    void cooldown() {
        QVERIFY(!cooldownOver(kNow, kNow + (13 * kNanosPerDay - 1)));
        QVERIFY(cooldownOver(kNow, kNow + 13 * kNanosPerDay));
    }

    void payments() {
        const InsuranceFund rich{Money::of(1'000'000'000), 1, 0};
        QCOMPARE(payable(rich, {}, MarketTier::A, kNow), Money::of(10'000'000));
        QCOMPARE(payable(rich, {}, MarketTier::B, kNow), Money::of(100'000));
        QCOMPARE(payable(rich, {}, MarketTier::C, kNow), Money::of(10'000));
        for (const MarketTier tier : {MarketTier::Speculative, MarketTier::HighlySpeculative, MarketTier::Isolated})
            QCOMPARE(payable(rich, {}, tier, kNow), Money(0));
        QCOMPARE(payable({Money::of(7), 1, 0}, {}, MarketTier::A, kNow), Money::of(7));

        const InsuranceClaim once = withPayment({}, Money::of(6'000), kNow).value();
        QCOMPARE(payable(rich, once, MarketTier::C, kNow + (kNanosPerDay - 1)), Money::of(4'000));
        QCOMPARE(payable(rich, once, MarketTier::C, kNow + kNanosPerDay), Money::of(10'000));
        const InsuranceClaim twice = withPayment(once, Money::of(4'000), kNow + kNanosPerHour).value();
        QCOMPARE(payable(rich, twice, MarketTier::C, kNow + kNanosPerHour), Money(0));
        QCOMPARE(twice.periodStart, kNow);
        const InsuranceClaim later = withPayment(twice, Money::of(1), kNow + 2 * kNanosPerDay).value();
        QCOMPARE(later.paidThisPeriod, Money::of(1));
        QCOMPARE(later.periodStart, kNow + 2 * kNanosPerDay);
        QCOMPARE(withPayment(later, Money(0), kNow + 9 * kNanosPerDay).value(), later);
    }

    void neverMoreThanTheTiersLimit() {
        QD_PROPERTY("any run of losses of one market", [](std::uint64_t seed) {
            Draw draw(seed);
            InsuranceClaim claim;
            UnixNanos now = kNow;
            for (int n = 0; n < 300; ++n) {
                now = now + draw.between(0, kNanosPerDay);
                const Money most = payable({Money::of(kMost / Money::kScale), 1, 0}, claim, MarketTier::C, now);
                claim = withPayment(claim, Money(draw.between(0, most.raw())), now).value();
                RC_ASSERT(claim.paidThisPeriod <= periodLimit(MarketTier::C));
                RC_ASSERT(claim.paid <= insuranceLimit(MarketTier::C));
            }
            RC_ASSERT(claim.paid.raw() > periodLimit(MarketTier::C).raw());
        });
    }

    // ---- margin calls

    void marginCalls_data() {
        QTest::addColumn<MarginCall>("previous");
        QTest::addColumn<qint64>("ratio"); // basis points; -1: no collateral
        QTest::addColumn<MarginCall>("next");
        using enum MarginCall;
        QTest::newRow("49.99 %") << None << qint64{4'999} << None;
        QTest::newRow("50 %") << None << qint64{5'000} << Notice;
        QTest::newRow("70 %") << Notice << qint64{7'000} << Warning;
        QTest::newRow("85 %") << Warning << qint64{8'500} << Call;
        QTest::newRow("100 %") << Call << qint64{10'000} << Liquidation;
        QTest::newRow("several rungs at once") << None << qint64{9'000} << Call;
        QTest::newRow("nothing left") << None << qint64{-1} << Liquidation;
        QTest::newRow("stays at 47 %") << Notice << qint64{4'700} << Notice;
        QTest::newRow("leaves below 47 %") << Notice << qint64{4'699} << None;
        QTest::newRow("call stays at 82 %") << Call << qint64{8'200} << Call;
        QTest::newRow("call falls to warning") << Call << qint64{8'199} << Warning;
        QTest::newRow("liquidation falls to the call it is within") << Liquidation << qint64{8'300} << Call;
        QTest::newRow("falls all the way") << Liquidation << qint64{0} << None;
        QTest::newRow("82 % from below is a warning") << Warning << qint64{8'300} << Warning;
    }
    void marginCalls() {
        QFETCH(MarginCall, previous);
        QFETCH(qint64, ratio);
        QFETCH(MarginCall, next);
        QCOMPARE(nextMarginCall(previous, ratio < 0 ? std::nullopt : std::optional<std::int64_t>(ratio)), next);
    }

    /// A ratio that wavers by at most 3 points rings once; alerts only come on the way up.
    void oneAlertACrossing() {
        QD_PROPERTY("wavering", [](std::uint64_t seed) {
            Draw draw(seed);
            const std::int64_t centre = draw.between(0, 11'000);
            MarginCall state = MarginCall::None;
            int alerts = 0;
            int highest = 0;
            for (int n = 0; n < 200; ++n) {
                const MarginCall next = nextMarginCall(state, centre + draw.between(0, 300));
                if (isAlert(state, next)) ++alerts;
                state = next;
                highest = std::max(highest, static_cast<int>(state));
                RC_ASSERT(static_cast<int>(state) == highest);
            }
            RC_ASSERT(alerts <= 2); // rungs are 15 points apart: one straddled, after the one below it
        });
    }

    void distance_data() {
        QTest::addColumn<qint64>("liquidation");
        QTest::addColumn<qint64>("atr");
        QTest::addColumn<bool>("near");
        QTest::newRow("2 % below") << qint64{98'000'000} << qint64{0} << false;
        QTest::newRow("a little nearer") << qint64{98'000'001} << qint64{0} << true;
        QTest::newRow("above, a little nearer") << qint64{101'999'999} << qint64{0} << true;
        QTest::newRow("within twice the range") << qint64{95'000'000} << qint64{30'000} << true;
        QTest::newRow("outside twice the range") << qint64{95'000'000} << qint64{25'000} << false;
        QTest::newRow("a range beyond all") << qint64{1} << qint64{kMost} << true;
    }
    void distance() {
        QFETCH(qint64, liquidation);
        QFETCH(qint64, atr);
        QFETCH(bool, near);
        QCOMPARE(nearLiquidation(Price::of(100), Price(liquidation), Rate(atr)), near);
    }
};
QD_TEST(TestBankruptcy);
#include "TestBankruptcy.moc"
