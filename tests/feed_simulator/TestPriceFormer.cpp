#include "core/feed/simulator/PriceFormer.h"
#include "tests/support/Shared.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <nlohmann/json.hpp>

#include <fstream>

using namespace qd;
using namespace qd::simulator;

namespace {

const UnixNanos kStart = UnixNanos::fromMillis(1'700'000'000'000);

UnixNanos after(std::int64_t millis) { return kStart + millis * kNanosPerMilli; }

Touch touchOf(std::int64_t bid, std::int64_t ask, std::int64_t last) {
    Touch touch;
    if (bid != 0) touch.bid = Price(bid);
    if (ask != 0) touch.ask = Price(ask);
    if (last != 0) touch.last = Price(last);
    return touch;
}

} // namespace

class TestPriceFormer : public QObject {
    Q_OBJECT
  private slots:
    /// The vectors of spec/perps.md §10 for the average in steps of 100 ms.
    void averageMeetsItsVectors() {
        const auto path = test::sharedFile("vectors/perps.json");
        if (!path) QSKIP(test::skipSentence());
        std::ifstream file(*path);
        const auto vectors = nlohmann::json::parse(file);
        int met = 0;
        for (const auto& v : vectors.at("own_examples")) {
            if (v.at("formula") != "ema") continue;
            TimeAverage average(1);
            std::size_t i = 0;
            for (const auto& sample : v.at("inputs").at("samples")) {
                average.add(sample[0].get<std::int64_t>(), sample[1].get<std::int64_t>());
                QCOMPARE(average.value(), v.at("expected")[i++].get<std::int64_t>());
            }
            ++met;
        }
        QVERIFY(met > 0);
    }

    /// Numbers computed with spec/perps_reference.py, the price first limited to a tenth around the old average.
    void twapFollowsTheSpecification_data() {
        QTest::addColumn<qint64>("index");
        QTest::addColumn<qint64>("millis");
        QTest::addColumn<qint64>("expected");
        QTest::newRow("unchanged price, bias up") << qint64{100'000'000} << qint64{250} << qint64{100'000'001};
        QTest::newRow("one step") << qint64{101'000'000} << qint64{250} << qint64{100'000'834};
        QTest::newRow("limited from above") << qint64{200'000'000} << qint64{250} << qint64{100'008'334};
        QTest::newRow("limited from below") << qint64{50'000'000} << qint64{60'000} << qint64{98'000'001};
        QTest::newRow("no time passed") << qint64{101'000'000} << qint64{0} << qint64{100'000'000};
        QTest::newRow("a whole period") << qint64{101'000'000} << qint64{300'000} << qint64{100'999'996};
        QTest::newRow("half a period") << qint64{101'000'000} << qint64{150'000} << qint64{100'499'999};
        QTest::newRow("bias down") << qint64{109'000'000} << qint64{200'000} << qint64{105'999'999};
    }
    void twapFollowsTheSpecification() {
        QFETCH(const qint64, index);
        QFETCH(const qint64, millis);
        QFETCH(const qint64, expected);
        QCOMPARE(nextTwap5(Price(100'000'000), Price(index), millis).raw(), expected);
    }

    /// A run of six steps against the reference: book empty, one quote after the other, a fall that the 3 % band
    /// limits.
    void markFollowsTheSpecification() {
        struct Step {
            std::int64_t index, bid, ask, last, mark, twap5;
        };
        constexpr Step kSteps[] = {
            {100'000'000, 0, 0, 0, 100'000'000, 100'000'001},
            {100'010'000, 99'990'000, 100'000'000, 0, 99'995'000, 100'000'010},
            {100'020'000, 99'990'000, 100'010'000, 100'010'000, 100'002'978, 100'000'027},
            {99'900'000, 100'000'000, 100'020'000, 100'000'000, 100'000'000, 99'999'944},
            {90'000'000, 100'000'000, 100'020'000, 100'020'000, 92'700'000, 99'991'611},
            {100'000'000, 100'000'000, 0, 100'020'000, 100'080'497, 99'991'618},
        };
        PriceFormer former(Price::of(100), kStart);
        std::int64_t millis = 0;
        for (const Step& step : kSteps) {
            const MarketPrices prices =
                former.next(Price(step.index), touchOf(step.bid, step.ask, step.last), after(millis += 250));
            QCOMPARE(prices.index.raw(), step.index);
            QCOMPARE(prices.mark.raw(), step.mark);
            QCOMPARE(prices.twap5.raw(), step.twap5);
            QVERIFY(!prices.estimated);
        }
    }

    void markStaysWithinThreePerCent() {
        PriceFormer former(Price::of(100), kStart);
        for (int i = 1; i < 400; ++i) {
            const auto high =
                former.next(Price::of(100), touchOf(120'000'000, 121'000'000, 120'500'000), after(250 * i));
            QCOMPARE(high.mark, Price::of(103));
        }
        PriceFormer low(Price::of(100), kStart);
        QCOMPARE(low.next(Price::of(100), touchOf(0, 0, 1'000'000), after(250)).mark, Price::of(97));
    }

    /// The longest gap at the highest price stays within 64 bits.
    void extremesDoNotOverflow() {
        TimeAverage average(1);
        for (int i = 0; i < 1'000; ++i) {
            average.add(1'000'000'000, 10'000'000'000'000);
            QVERIFY(average.value() >= 10'000'000'000'000 && average.value() < 10'000'100'000'000);
        }
    }

    void savedGoesOn() {
        PriceFormer former(Price::of(100), kStart);
        for (int i = 1; i < 50; ++i)
            (void)former.next(Price(100'000'000 + i * 7'000), touchOf(99'990'000 + i * 6'900, 100'020'000, 0),
                              after(250 * i));
        ByteWriter out;
        former.save(out);
        PriceFormer loaded(Price::of(1), UnixNanos(0));
        StateReader in(out.bytes());
        loaded.load(in, Price::of(1'000));
        QVERIFY(in.ok() && in.atEnd());
        const Touch touch = touchOf(100'000'000, 100'010'000, 100'010'000);
        QVERIFY(loaded.next(Price::of(101), touch, after(13'000)) == former.next(Price::of(101), touch, after(13'000)));
    }
};
QD_TEST(TestPriceFormer);
#include "TestPriceFormer.moc"
