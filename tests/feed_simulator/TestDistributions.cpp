#include "core/feed/simulator/Distributions.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <functional>

using namespace qd;
using namespace qd::simulator;

namespace {

struct Moments {
    double mean = 0;
    double deviation = 0;
};

Moments momentsOf(int draws, const std::function<double()>& draw) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < draws; ++i) {
        const double x = draw();
        sum += x;
        squares += x * x;
    }
    const double mean = sum / draws;
    return {mean, std::sqrt(squares / draws - mean * mean)};
}

bool near(double actual, double expected, double tolerance) { return std::abs(actual - expected) <= tolerance; }

} // namespace

class TestDistributions : public QObject {
    Q_OBJECT
  private slots:
    void logarithmIsExactToItsLastUnit() {
        QCOMPARE(log2Q16(1), 0);
        QCOMPARE(log2Q16(2), kOneQ16);
        QCOMPARE(log2Q16(std::uint64_t{1} << 63U), 63 * kOneQ16);
        QD_PROPERTY("log2Q16 against the library", [](std::uint64_t x) {
            if (x == 0) return;
            const double exact = std::log2(static_cast<double>(x)) * 65'536;
            RC_ASSERT(near(static_cast<double>(log2Q16(x)), exact - 0.65, 0.66));
        });
    }

    void powerIsWithinTwoMillionths() {
        QCOMPARE(exp2Q16(0), kOneQ16);
        QCOMPARE(exp2Q16(kOneQ16), 2 * kOneQ16);
        QCOMPARE(exp2Q16(-kOneQ16), kOneQ16 / 2);
        QCOMPARE(exp2Q16(100 * kOneQ16), exp2Q16(24 * kOneQ16));
        QCOMPARE(exp2Q16(-100 * kOneQ16), 0);
        for (std::int64_t x = -24 * kOneQ16; x <= 24 * kOneQ16; x += 37) {
            const double exact = std::exp2(static_cast<double>(x) / 65'536) * 65'536;
            QVERIFY2(near(static_cast<double>(exp2Q16(x)), exact, 1 + exact * 2e-6), qPrintable(QString::number(x)));
        }
    }

    void decayHalves() {
        QCOMPARE(decayed(1'000'000, 0, 400), 1'000'000);
        QCOMPARE(decayed(1'000'000, 400, 400), 500'000);
        QCOMPARE(decayed(1'000'000, 800, 400), 250'000);
        QCOMPARE(decayed(1'000'000, std::int64_t{1} << 62, 400), 0);
    }

    void normalHasMeanZeroAndDeviationOne() {
        SplitMix64 random(1);
        int beyondTwo = 0;
        const Moments m = momentsOf(400'000, [&] {
            const double x = static_cast<double>(gaussian(random)) / 65'536;
            beyondTwo += std::abs(x) > 2 ? 1 : 0;
            return x;
        });
        QVERIFY(near(m.mean, 0, 0.008)); // five standard errors
        QVERIFY(near(m.deviation, 1, 0.006));
        QVERIFY(near(beyondTwo / 400'000.0, 0.0455, 0.003)); // 4.55 % of a normal
    }

    void exponentialHasItsMeanAsDeviation() {
        SplitMix64 random(2);
        int beyondThree = 0;
        const Moments m = momentsOf(400'000, [&] {
            const double x = static_cast<double>(exponential(random, 1'000'000)) / 1e6;
            beyondThree += x > 3 ? 1 : 0;
            return x;
        });
        QVERIFY(near(m.mean, 1, 0.008));
        QVERIFY(near(m.deviation, 1, 0.015));
        QVERIFY(near(beyondThree / 400'000.0, 0.0498, 0.002)); // e^-3
        QCOMPARE(exponential(random, 0), 0);
    }

    void logNormalHasItsMedianAndSpread() {
        SplitMix64 random(3);
        int below = 0;
        const Moments m = momentsOf(200'000, [&] {
            const std::int64_t x = logNormal(random, 1'000'000, 2 * kOneQ16);
            below += x < 1'000'000 ? 1 : 0;
            return std::log2(static_cast<double>(x) / 1e6);
        });
        QVERIFY(near(below / 200'000.0, 0.5, 0.006));
        QVERIFY(near(m.mean, 0, 0.025));
        QVERIFY(near(m.deviation, 2, 0.02));
        QCOMPARE(logNormal(random, 1, 0), 1);
    }

    void uniformIsEven() {
        SplitMix64 random(4);
        std::array<int, 7> counts{};
        for (int i = 0; i < 70'000; ++i) ++counts[static_cast<std::size_t>(below(random, 7))];
        for (const int count : counts) QVERIFY(near(count, 10'000, 500)); // five standard deviations
        QD_PROPERTY("between stays between", [](std::uint64_t seed, std::int32_t a, std::int32_t b) {
            SplitMix64 source(seed);
            const std::int64_t x = between(source, std::min(a, b), std::max(a, b));
            RC_ASSERT(x >= std::min(a, b) && x <= std::max(a, b));
        });
        QVERIFY(!chance(random, 0));
        QVERIFY(chance(random, 1'000));
    }

    /// Streams of one seed, and one stream of two seeds, have nothing in common.
    void streamsDiffer() {
        std::vector<std::uint64_t> firsts;
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            for (std::uint64_t stream = 0; stream < 50; ++stream) firsts.push_back(streamOf(seed, stream)());
        }
        std::ranges::sort(firsts);
        QVERIFY(std::ranges::adjacent_find(firsts) == firsts.end());
    }

    /// The draws themselves, so that a change of any of them is seen.
    void drawsAreTheSameInEveryBuild() {
        SplitMix64 random = streamOf(7, 3);
        std::uint64_t mixed = 0;
        for (int i = 0; i < 1'000; ++i) {
            for (const std::int64_t x : {gaussian(random), exponential(random, 123'456'789),
                                         logNormal(random, 987'654, 3 * kOneQ16 / 2), between(random, -50, 1'000)})
                mixed = SplitMix64(mixed ^ static_cast<std::uint64_t>(x))();
        }
        QCOMPARE(mixed, std::uint64_t{16'119'466'067'997'803'158U});
    }
};
QD_TEST(TestDistributions);
#include "TestDistributions.moc"
