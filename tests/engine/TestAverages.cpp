#include "core/engine/oracle/Averages.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <algorithm>
#include <limits>

using namespace qd;
using namespace qd::oracle;

namespace {

std::int64_t between(std::int64_t low, std::int64_t high) { return *rc::gen::inRange<std::int64_t>(low, high); }

} // namespace

class TestAverages : public QObject {
    Q_OBJECT
  private slots:
    void twapMovesTowardsThePrice() {
        QD_PROPERTY("between old and new, never a unit farther than the formula's own", [] {
            const std::int64_t old = between(1, 1'000'000'000'000);
            const std::int64_t x = between(1, 1'000'000'000'000);
            const std::int64_t since = between(0, 1'000);
            const std::int64_t period = between(0, 2) == 0 ? kTwapShort : kTwapLong;
            const std::int64_t moved = twap(old, x, since, period).value();
            RC_ASSERT(moved >= std::min(old, x) - 1 && moved <= std::max(old, x) + 1);
            if (since == 0) RC_ASSERT(moved == old);
            if (since >= period) RC_ASSERT(std::abs(moved - x) <= std::abs(old - x) / since + 1);
        });
    }
    void twapOfNothingStaysNothing() {
        QCOMPARE(twap(0, 1, 1, 300).value(), 0); // not -1
        QCOMPARE(twap(0, -1, 1, 300).value(), 1);
    }
    void twapOverflows() {
        constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
        QCOMPARE(twap(kMax, kMax, 1, 300).error(), MathError::Overflow); // a unit towards the heavier side
        QCOMPARE(twap(kMax, kMax, 300, 300).value(), kMax);
    }
    void averageCountsOnceASecond() {
        const UnixNanos start(1'000 * kNanosPerSecond);
        Average a = sampled({}, Price::of(100), start, kTwapShort, MarketTier::A);
        QCOMPARE(a, (Average{Price::of(100), 1'000}));
        QCOMPARE(sampled(a, Price::of(105), start + 999 * kNanosPerMilli, kTwapShort, MarketTier::A), a);
        a = sampled(a, Price::of(103), start + 3 * kNanosPerSecond, kTwapShort, MarketTier::A);
        QCOMPARE(a, (Average{Price(100'030'001), 1'003})); // (103 * 3 + 100 * 297) / 300, one unit to the heavier side
    }
    void averageInputIsLimited_data() {
        QTest::addColumn<int>("tier");
        QTest::addColumn<qint64>("expected");
        QTest::newRow("A") << static_cast<int>(MarketTier::A) << qint64{110'000'000};
        QTest::newRow("B") << static_cast<int>(MarketTier::B) << qint64{120'000'000};
        QTest::newRow("C") << static_cast<int>(MarketTier::C) << qint64{150'000'000};
        QTest::newRow("speculative") << static_cast<int>(MarketTier::Speculative) << qint64{133'333'333};
        QTest::newRow("isolated") << static_cast<int>(MarketTier::Isolated) << qint64{133'333'333};
    }
    void averageInputIsLimited() {
        QFETCH(int, tier);
        QFETCH(qint64, expected);
        const auto t = static_cast<MarketTier>(tier);
        const Price old = Price::of(100);
        QCOMPARE(limitedInput(old, Price::of(900), t).raw(), expected);
        QCOMPARE(limitedInput(old, Price(1), t).raw(), 2 * old.raw() - expected);
        QCOMPARE(limitedInput(old, Price::of(101), t), Price::of(101));
    }

    /// Every step of the table, and that it ends where nothing is left.
    void decayIsTheRecursion() {
        Int128 t = 1'000'000'000'000'000'000;
        for (std::int64_t k = 0; k < 32'000; ++k) {
            if (emaDecay(k) != static_cast<std::int64_t>(t / 1'000'000'000)) QFAIL(std::to_string(k).c_str());
            t = t * 999'333'555'506'181'068 / 1'000'000'000'000'000'000;
        }
        QCOMPARE(emaDecay(std::numeric_limits<std::int64_t>::max()), 0);
    }
    void emaForgetsAfterALongGap() {
        Ema e = sampled({}, 1'000'000, UnixNanos(0), kPace150s);
        QCOMPARE(valueOf(e).value(), 1'000'000);
        e = sampled(e, 5, UnixNanos(365 * kNanosPerDay), kPace150s);
        QCOMPARE(valueOf(e).value(), 5);
    }
    void emaCountsWholeTicks() {
        // 100 ms apart in 30 ms steps or at once: the first sample of a tick counts, no time is lost or counted twice.
        Ema often = sampled({}, 100, UnixNanos(0), kPace30s);
        Ema seldom = often;
        for (int i = 1; i <= 40; ++i) often = sampled(often, 200, UnixNanos::fromMillis(i * 30), kPace30s);
        for (int i = 1; i <= 12; ++i) seldom = sampled(seldom, 200, UnixNanos::fromMillis(i * 100), kPace30s);
        QCOMPARE(often, seldom);
        QCOMPARE(often.tick, 12);
    }
    void emaIsSilentAfterTenTau() {
        const Ema e = sampled({}, 7, UnixNanos(0), kPace30s);
        QCOMPARE(valueAt(e, UnixNanos(299 * kNanosPerSecond), kPace30s).value(), 7);
        QVERIFY(!valueAt(e, UnixNanos(300 * kNanosPerSecond), kPace30s));
        QVERIFY(valueAt(e, UnixNanos(300 * kNanosPerSecond), kPace150s));
        QVERIFY(!valueAt({}, UnixNanos(0), kPace150s));
    }
    void emaOfHugeValuesHolds() {
        constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
        Ema e;
        for (int i = 0; i < 100; ++i) e = weighed(e, kMax, i % 7 == 0 ? 100 : 3'600'000, kPace150s);
        QCOMPARE(valueOf(e).value(), kMax);
        QCOMPARE(valueOf({}).error(), MathError::DivideByZero);
        const Ema full{std::numeric_limits<std::int64_t>::max() * Int128{kMax}, kMax, 0};
        QCOMPARE(valueOf(weighed(full, kMax, 100, kPace150s)).value(), kMax);
        QCOMPARE(valueOf(weighed(full, -kMax, kMax / 100 * 100, kPace30s)).value(), -kMax);
    }
};
QD_TEST(TestAverages);
#include "TestAverages.moc"
