#include "core/domain/Slots.h"
#include "core/engine/liquidation/BookLiquidation.h"
#include "core/engine/liquidation/TakeOver.h"
#include "tests/engine/Draw.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <algorithm>
#include <limits>

using namespace qd;
using namespace qd::test;
using namespace qd::liquidation;

namespace {

/// An account with one position, in the arithmetic of its shortage.
Ratio bufferFor(std::int64_t initial, std::int64_t maintenance) {
    MarketParams market;
    market.initialMargin = Ratio(initial);
    market.maintenanceMargin = Ratio(maintenance);
    return risk::liquidationBuffer(market);
}

struct Account {
    std::int64_t base = 0;
    std::int64_t quote = 0;
    std::int64_t deposit = 0;
    std::int64_t price = 0;
    std::int64_t maintenance = 0;
    Ratio buffer;

    [[nodiscard]] std::int64_t value(Round round) const {
        return Checked(base).times(price, Quantity::kScale, round).to<std::int64_t>().value();
    }
    [[nodiscard]] std::int64_t shortage() const {
        const std::int64_t liability = base > 0 ? value(Round::Up) : -value(Round::Down);
        const std::int64_t pnl = value(Round::Down) + quote;
        const PoolTotals extra = risk::bufferOn(Money(liability), Money(pnl), buffer).value();
        const std::int64_t required =
            Checked(liability).times(maintenance, Ratio::kScale, Round::Up).to<std::int64_t>().value();
        return risk::shortageOf(
                   {Money(deposit + pnl + extra.collateral.raw()), Money(required + extra.requirement.raw())})
            ->raw();
    }
};

struct Case {
    Account account;
    TakeOverTerms terms;
};

/// A pool, on a market whose step is worth more than what rounding moves and whose fees, with the loss they are, leave
/// a twentieth of the buffered maintenance margin.
Case randomCase(Draw& draw) {
    Case c;
    Account& a = c.account;
    a.maintenance = draw.between(50, 1'000);
    a.buffer = bufferFor(a.maintenance + draw.between(1, 1'000), a.maintenance);
    a.price = draw.wide(10'000, 1'000'000'000'000);
    const std::int64_t step = 100'000 * Quantity::kScale / a.price * draw.wide(1, 1'000) + 1;
    a.base = draw.wide(1, 100'000) * step * (draw.between(0, 1) == 0 ? 1 : -1);
    const std::int64_t worth = std::abs(a.value(Round::Down));
    a.quote = -a.value(Round::Down) - draw.between(-worth / 20, worth / 10);
    a.deposit = draw.between(0, worth / 10);
    const std::int64_t room = (a.maintenance + a.buffer.raw()) * 95 * Ratio::kScale / (Ratio::kScale + a.buffer.raw());
    const Rate fee(draw.between(0, 80 * a.maintenance));
    c.terms.base = Quantity(a.base);
    c.terms.cover = {Money(0), Ratio(a.maintenance + a.buffer.raw()), fee, Price(a.price)};
    c.terms.maxInsuranceFee = Rate(draw.between(0, std::max<std::int64_t>(0, room - fee.raw() - 1)));
    c.terms.step = Quantity(step);
    c.terms.maxTake = Quantity(std::numeric_limits<std::int64_t>::max());
    return c;
}

Account after(const Account& before, const Transfer& t) {
    Account a = before;
    a.base += t.userBase.raw();
    a.quote += t.userQuote.raw();
    return a;
}

} // namespace

class TestTakeOver : public QObject {
    Q_OBJECT
  private slots:
    /// spec/perps.md §3.11 and §8 item 7: 20,000 random pools that lack something.
    void improvesHealth() {
        int covered = 0;
        int whole = 0;
        int parts = 0;
        QD_PROPERTY(
            "the shortage never rises, the position never flips, and what is computed covers", [&](std::uint64_t seed) {
                Draw draw(seed);
                for (int n = 0; n < 200;) {
                    Case c = randomCase(draw);
                    const std::int64_t before = c.account.shortage();
                    if (before == 0) continue;
                    ++n;
                    c.terms.cover.shortage = Money(before);
                    if (draw.between(0, 3) == 0) {
                        c.terms.share = Ratio(draw.between(1, Ratio::kScale));
                        c.terms.maxTake = Quantity(draw.between(1, 1'000) * c.terms.step.raw());
                    }
                    const TakeOver plan = planTakeOver(c.terms).value();
                    const Account left = after(c.account, plan.transfer);
                    RC_ASSERT(left.shortage() <= before);
                    RC_ASSERT(std::abs(left.base) <= std::abs(c.account.base));
                    RC_ASSERT(left.base == 0 || (left.base > 0) == (c.account.base > 0));
                    RC_ASSERT(plan.amount.raw() % c.terms.step.raw() == 0);
                    const bool asComputed = c.terms.share.raw() == Ratio::kScale && c.terms.maxTake > plan.amount;
                    if (left.base == 0) ++whole;
                    if (!asComputed) ++parts;
                    if (left.base == 0 || !asComputed) continue;
                    ++covered;
                    // The fees are a loss, which counts beta more; the amount is floored to a unit of base before its
                    // step.
                    const Int128 fees = Int128{plan.transfer.liquidatorFee.raw()} + plan.transfer.insuranceFee.raw();
                    const Int128 aUnit = Int128{c.account.price} * c.terms.cover.ratio.raw() / Ratio::kScale;
                    const Int128 residue = (fees * c.account.buffer.raw() + Ratio::kScale - 1) / Ratio::kScale +
                                           aUnit / Quantity::kScale + 10;
                    RC_ASSERT(left.shortage() <= residue);
                }
            });
        QVERIFY(covered > 1'000 && whole > 1'000 && parts > 1'000);
    }

    void transferConservesQuoteAndBase() {
        QD_PROPERTY("what one side gives the others receive, to the unit", [](std::uint64_t seed) {
            Draw draw(seed);
            for (int n = 0; n < 100; ++n) {
                const std::int64_t base = draw.wide(1, 1'000'000'000'000'000) * (draw.between(0, 1) == 0 ? 1 : -1);
                const std::int64_t amount = draw.between(1, std::abs(base));
                const Price price(draw.wide(10'000, 1'000'000'000));
                const Rate fee(draw.between(0, 100'000));
                const Rate insurance(draw.between(0, 100'000));
                const Transfer t = transferOf(Quantity(base), Quantity(amount), price, fee, insurance).value();
                RC_ASSERT(t.userQuote.raw() + t.liquidatorQuote.raw() + t.insuranceFee.raw() == 0);
                RC_ASSERT(t.userBase.raw() + t.liquidatorBase.raw() == 0);
                RC_ASSERT(std::abs(t.userBase.raw()) == amount && (t.userBase.raw() < 0) == (base > 0));
                // Both fees are rounded against the account, by less than a unit.
                for (const auto& [charged, rate] : {std::pair{t.liquidatorFee, fee}, {t.insuranceFee, insurance}}) {
                    const Int128 exact = Int128{t.value.raw()} * rate.raw();
                    RC_ASSERT(Int128{charged.raw()} * Rate::kScale >= exact);
                    RC_ASSERT(Int128{charged.raw()} * Rate::kScale < exact + Rate::kScale);
                }
            }
        });
    }

    void smallPositionsGoWhole_data() {
        QTest::addColumn<qint64>("base");
        QTest::addColumn<qint64>("amount");
        QTest::newRow("$50, all of it") << qint64{500'000'000} << qint64{500'000'000};
        QTest::newRow("$50 short, all of it") << qint64{-500'000'000} << qint64{500'000'000};
        QTest::newRow("above $50, as offered") << qint64{510'000'000} << qint64{10'000'000};
    }
    void smallPositionsGoWhole() {
        QFETCH(qint64, base);
        QFETCH(qint64, amount);
        TakeOverTerms t;
        t.base = Quantity(base);
        t.cover = {Money(1'000'000), Ratio(700), Rate(10'000), Price::of(100)};
        t.step = t.maxTake = Quantity(10'000'000);
        QCOMPARE(planTakeOver(t)->amount.raw(), amount);
        QCOMPARE(coverShortage(t)->amount, t.maxTake); // knows no small positions
    }

    /// Nothing may be taken yet: no amount, and nothing moves.
    void nothingWithoutAShare() {
        TakeOverTerms t;
        t.base = Quantity::of(10);
        t.cover = {Money::of(100), Ratio(700), Rate(10'000), Price::of(100)};
        t.step = Quantity(10'000'000);
        t.maxTake = Quantity::of(10);
        t.share = Ratio(0);
        const TakeOver plan = planTakeOver(t).value();
        QVERIFY(plan.amount.isZero() && plan.transfer.userQuote.isZero() && plan.transfer.userBase.isZero());
    }

    /// Fees that leave no room within the maintenance margin, or no price: closing frees nothing, so all of it goes.
    void wholeWhenClosingFreesNothing() {
        QVERIFY(!baseToCover({Money::of(1), Ratio(100), Rate(10'000), Price::of(100)}, Rate(0))->has_value());
        QVERIFY(!baseToCover({Money::of(1), Ratio(100), Rate(4'000), Price::of(100)}, Rate(6'000))->has_value());
        QVERIFY(!baseToCover({Money::of(1), Ratio(100), Rate(4'000), Price(0)}, Rate(0))->has_value());
        QVERIFY(
            !baseToCover({Money(std::numeric_limits<std::int64_t>::max()), Ratio(100), Rate(0), Price(10'000)}, Rate(0))
                 ->has_value());
        QVERIFY(baseToCover({Money::of(1), Ratio(100), Rate(4'000), Price::of(100)}, Rate(5'999))->has_value());
    }

    void overflowIsAnError() {
        const Quantity most(std::numeric_limits<std::int64_t>::max());
        QCOMPARE(transferOf(most, most, Price(most.raw()), Rate(1), Rate(1)).error(), MathError::Overflow);
        QCOMPARE(shareNow(Money(most.raw()), Money(most.raw()), 0)->raw(), std::int64_t{0});
        QCOMPARE(risk::bufferOn(Money(most.raw()), Money(0), Ratio(20'000)).error(), MathError::Overflow);
        QCOMPARE(risk::shortageOf({Money(-most.raw()), Money(most.raw())}).error(), MathError::Overflow);
    }

    void buffer_data() {
        QTest::addColumn<qint64>("initial");
        QTest::addColumn<qint64>("maintenance");
        QTest::addColumn<qint64>("buffer");
        QTest::newRow("100x: half a percent") << qint64{100} << qint64{50} << qint64{50};
        QTest::newRow("20x: two percent") << qint64{500} << qint64{300} << qint64{200};
        QTest::newRow("never more than two percent") << qint64{2'000} << qint64{1'000} << qint64{200};
    }
    void buffer() {
        QFETCH(qint64, initial);
        QFETCH(qint64, maintenance);
        QFETCH(qint64, buffer);
        QCOMPARE(bufferFor(initial, maintenance).raw(), buffer);
    }

    /// A unit of loss and of liability: both round against the pool.
    void bufferOnTheLeastRoundsAgainstThePool() {
        QCOMPARE(risk::bufferOn(Money(1), Money(-1), Ratio(200)).value(), (risk::MarginTotals{Money(-1), Money(1)}));
        QCOMPARE(risk::bufferOn(Money(0), Money(1), Ratio(200)).value(), (risk::MarginTotals{Money(0), Money(0)}));
    }

    /// §3.11: a tenth at once, all of it after 135 slots (54 s), and never more than the shortage.
    void shareGrowsWithTime() {
        QD_PROPERTY("the share never falls with time and is all in the end", [](std::uint64_t seed) {
            Draw draw(seed);
            const Money shortage(draw.wide(50'000'000, 1'000'000'000'000));
            const Money freed(draw.between(0, 1) == 0 ? 0 : draw.wide(1, 1'000'000'000'000));
            Ratio before;
            for (std::uint64_t slot = 0; slot <= 135; ++slot) {
                const Ratio now = shareNow(shortage, freed, slot).value();
                RC_ASSERT(now >= before && now.raw() <= Ratio::kScale);
                before = now;
            }
            RC_ASSERT(before.raw() == Ratio::kScale);
        });
        QCOMPARE(shareNow(Money::of(1'000), Money(0), 0)->raw(), std::int64_t{1'000});
        QCOMPARE(shareNow(Money(49'999'999), Money(0), 0)->raw(), std::int64_t{10'000});
    }

    void liquidatorFee_data() {
        QTest::addColumn<quint64>("elapsed");
        QTest::addColumn<qint64>("fee");
        QTest::newRow("active a moment ago") << quint64{0} << qint64{2'500};
        QTest::newRow("1,499 slots") << quint64{1'499} << qint64{2'500};
        QTest::newRow("1,500 slots count all") << quint64{1'500} << qint64{4'000};
        QTest::newRow("at most the market's largest") << quint64{100'000} << qint64{10'000};
    }
    void liquidatorFee() {
        QFETCH(quint64, elapsed);
        QFETCH(qint64, fee);
        QCOMPARE(liquidatorFeeNow(Rate(2'500), Rate(10'000), 7, 7 + elapsed).raw(), fee);
        QCOMPARE(liquidatorFeeNow(Rate(2'500), Rate(10'000), 7 + elapsed, 0).raw(), std::int64_t{2'500});
    }

    void slotsAreFourTenthsOfASecond() {
        QCOMPARE(slotAt(UnixNanos(0)), std::uint64_t{0});
        QCOMPARE(slotAt(UnixNanos::fromMillis(399)), std::uint64_t{0});
        QCOMPARE(slotAt(UnixNanos::fromMillis(60'000)), std::uint64_t{150});
        QCOMPARE(slotAt(UnixNanos(-1)), std::uint64_t{0});
        QCOMPARE(slotsElapsed(10, 4), std::uint64_t{0});
    }

    // ---- when

    void riskOrderIsStrict() {
        QD_PROPERTY("compareRisk is antisymmetric and transitive", [](std::uint64_t seed) {
            Draw draw(seed);
            const auto pool = [&] {
                const std::int64_t most = draw.between(0, 1) == 0 ? 2 : std::numeric_limits<std::int64_t>::max() / 2;
                return PoolTotals{Money(draw.between(-most, most)), Money(draw.between(0, most))};
            };
            for (int n = 0; n < 100; ++n) {
                const PoolTotals a = pool();
                const PoolTotals b = pool();
                const PoolTotals c = pool();
                RC_ASSERT(((compareRisk(a, b) < 0) == (compareRisk(b, a) > 0)));
                if (compareRisk(a, b) > 0 && compareRisk(b, c) > 0) RC_ASSERT((compareRisk(a, c) > 0));
                if (compareRisk(a, b) == 0 && compareRisk(b, c) == 0) RC_ASSERT((compareRisk(a, c) == 0));
                if (isLiquidatable(a) && !isLiquidatable(b) && b.requirement.raw() > 0)
                    RC_ASSERT((compareRisk(a, b) > 0));
            }
        });
    }

    void backstop() {
        QVERIFY(!needsBackstop({Money(200), Money(300)}));
        QVERIFY(needsBackstop({Money(199), Money(300)}));
        QVERIFY(needsBackstop({Money(-1), Money(0)}));
        QVERIFY(!needsBackstop({Money(0), Money(0)}));
    }

    void refusal_data() {
        QTest::addColumn<int>("paused");
        QTest::addColumn<OracleStatus>("status");
        QTest::addColumn<qint64>("index");
        QTest::addColumn<qint64>("twap");
        QTest::addColumn<RejectCode>("code");
        QTest::newRow("fine") << 0 << OracleStatus::Valid << qint64{100} << qint64{100} << RejectCode::None;
        QTest::newRow("old prices will do")
            << 0 << OracleStatus::StaleForMargin << qint64{100} << qint64{100} << RejectCode::None;
        QTest::newRow("uncertain prices will do")
            << 0 << OracleStatus::TooUncertain << qint64{100} << qint64{100} << RejectCode::None;
        QTest::newRow("too volatile") << 0 << OracleStatus::TooVolatile << qint64{100} << qint64{100}
                                      << RejectCode::OracleInvalid;
        QTest::newRow("no price") << 0 << OracleStatus::NonPositive << qint64{100} << qint64{100}
                                  << RejectCode::OracleInvalid;
        QTest::newRow("no average") << 0 << OracleStatus::Valid << qint64{100} << qint64{0}
                                    << RejectCode::OracleInvalid;
        QTest::newRow("half above") << 0 << OracleStatus::Valid << qint64{150} << qint64{100}
                                    << RejectCode::PriceBandsBreached;
        QTest::newRow("half below") << 0 << OracleStatus::Valid << qint64{50} << qint64{100}
                                    << RejectCode::PriceBandsBreached;
        QTest::newRow("almost half") << 0 << OracleStatus::Valid << qint64{149'999'999} << qint64{100'000'000}
                                     << RejectCode::None;
        QTest::newRow("paused") << int{paused::kLiquidation} << OracleStatus::Valid << qint64{100} << qint64{100}
                                << RejectCode::LiquidationPaused;
        QTest::newRow("only funding paused")
            << int{paused::kFunding} << OracleStatus::Valid << qint64{100} << qint64{100} << RejectCode::None;
    }
    void refusal() {
        QFETCH(int, paused);
        QFETCH(OracleStatus, status);
        QFETCH(qint64, index);
        QFETCH(qint64, twap);
        QFETCH(RejectCode, code);
        QCOMPARE(liquidationRefusal(static_cast<std::uint8_t>(paused), status, Price(index), Price(twap)), code);
    }
};
QD_TEST(TestTakeOver);
#include "TestTakeOver.moc"
