#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"
#include "widgets/studies/BarSeries.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::chart;

namespace {

constexpr auto kUnit = static_cast<std::int64_t>(BarTimes::kUnit);
constexpr UnixNanos kStart(1'710'201'600'000'000'000);

UnixNanos second(std::int64_t n) { return kStart + n * kNanosPerSecond; }

TradeBar bar(std::int64_t opened, std::int64_t closed, std::int64_t price = 100) {
    return {
        {second(opened), Price(price), Price(price + 2), Price(price - 2), Price(price + 1), Quantity(price), {}, 1},
        second(closed),
        true};
}

/// Of any lengths, some of which begin in the moment the one before ends, some later.
std::vector<TradeBar> anyTradeBars(std::size_t fewest, std::size_t most) {
    const auto count = *rc::gen::inRange<std::size_t>(fewest, most + 1);
    std::vector<TradeBar> bars;
    UnixNanos t = kStart;
    for (std::size_t i = 0; i < count; ++i) {
        TradeBar made = bar(0, 0, *rc::gen::inRange<std::int64_t>(100, 200));
        made.bar.openTime = t;
        made.closed = t + *rc::gen::element<std::int64_t>(0, 1, 999, 7 * kNanosPerSecond, 3 * kNanosPerHour);
        t = std::max(t + 1, made.closed + *rc::gen::element<std::int64_t>(0, 1, kNanosPerMinute));
        bars.push_back(made);
    }
    return bars;
}

BarSeries seriesOf(const std::vector<TradeBar>& bars) {
    BarSeries series;
    series.clearSideBySide();
    for (std::size_t i = 0; i < bars.size(); ++i) series.put(i, bars[i]);
    return series;
}

} // namespace

/// Moments and places of bars that lie side by side.
class TestBarTimes : public QObject {
    Q_OBJECT
  private slots:
    void everyBarIsAsWide() {
        const BarSeries series = seriesOf({bar(0, 10), bar(10, 10), bar(3'600, 4'000)});
        QCOMPARE(series[1].openTime - series[0].openTime, kUnit);
        QCOMPARE(series[2].openTime - series[1].openTime, kUnit);
        QCOMPARE(series.opened(2), second(3'600));
        QCOMPARE(series.ended(2), second(4'000) + 1);
        QCOMPARE(series.firstSince(second(11)), std::size_t{2});
        QCOMPARE(series.lowerBound(series[1].openTime), std::size_t{1});
    }
    void momentsOfABarAreInIt() {
        const BarSeries series = seriesOf({bar(0, 10), bar(20, 30)});
        QCOMPARE(series.placeOf(second(0)), series[0].openTime);
        QVERIFY(std::abs(series.placeOf(second(5)) - series[0].openTime - kUnit / 2) < kUnit / 1'000);
        QVERIFY(series.placeOf(second(10)) < series[1].openTime);
        // Between two bars nothing has a place of its own.
        QCOMPARE(series.placeOf(second(15)), series[1].openTime);
        QVERIFY(std::abs(series.placeOf(second(25)) - series[1].openTime - kUnit / 2) < kUnit / 1'000);
    }
    void beyondTheBarsTheirLengthGoesOn() {
        const BarSeries series = seriesOf({bar(0, 10), bar(10, 20)});
        QCOMPARE(series.placeOf(second(-20)) - series[0].openTime, -2 * kUnit);
        QCOMPARE(series.timeAt(series[0].openTime + -kUnit), second(-10));
        const UnixNanos end = series[1].openTime + kUnit;
        QCOMPARE(series.placeOf(second(50) + 1) - end, 3 * kUnit);
        QCOMPARE(series.timeAt(end + 3 * kUnit), second(50) + 1);
        // However far.
        QVERIFY(series.placeOf(UnixNanos(6'000'000'000'000'000'000)) > end);
        QVERIFY(series.placeOf(UnixNanos(-6'000'000'000'000'000'000)) < series[0].openTime);
        QVERIFY(series.timeAt(UnixNanos(6'000'000'000'000'000'000)) > second(50));
    }
    void withoutBarsPlacesAreMoments() {
        const BarSeries series = seriesOf({});
        QCOMPARE(series.placeOf(second(3)), second(3));
        QCOMPARE(series.timeAt(second(3)), second(3));
    }
    void thereAndBackLeadsToTheSameMoment() {
        QD_PROPERTY("within the resolution of a place, and in order", [] {
            const std::vector<TradeBar> bars = anyTradeBars(1, 20);
            const BarSeries series = seriesOf(bars);
            std::vector<UnixNanos> moments;
            for (const TradeBar& b : bars) {
                moments.push_back(b.bar.openTime);
                const std::int64_t length = b.closed - b.bar.openTime;
                if (length > 1) moments.push_back(b.bar.openTime + length / 3 + 1);
            }
            UnixNanos before = series.placeOf(kStart + -kNanosPerHour);
            for (const UnixNanos t : moments) {
                const UnixNanos place = series.placeOf(t);
                RC_ASSERT(place > before);
                before = place;
                const std::size_t in = series.firstSince(t + 1) - 1;
                RC_ASSERT(series[in].openTime <= place && place < series[in].openTime + kUnit);
                const std::int64_t off = series.timeAt(place) - t;
                RC_ASSERT(off >= 0 && off <= (series.ended(in) - series.opened(in)) / kUnit + 1);
            }
            for (std::int64_t n = -3; n < static_cast<std::int64_t>(bars.size()) + 3; ++n) {
                const UnixNanos at = series[0].openTime + n * kUnit;
                RC_ASSERT(series.timeAt(at) <= series.timeAt(at + kUnit / 2));
                RC_ASSERT(series.timeAt(at + kUnit / 2) <= series.timeAt(at + kUnit));
            }
        });
    }
    void whereverBarsWereAddedTheSeriesIsTheSame() {
        QD_PROPERTY("put, put before and dropped", [] {
            const std::vector<TradeBar> bars = anyTradeBars(2, 60);
            const auto middle = static_cast<long>(*rc::gen::inRange<std::size_t>(0, bars.size()));
            BarSeries series = seriesOf({bars.begin() + middle, bars.end()});
            const std::uint64_t rewrites = series.rewrites();
            const auto older = std::span(bars).first(static_cast<std::size_t>(middle));
            const std::size_t step = *rc::gen::inRange<std::size_t>(1, 30);
            for (std::size_t left = older.size(); left > 0;) {
                const std::size_t count = std::min(step, left);
                series.putBefore(older.subspan(left - count, count));
                left -= count;
            }
            RC_ASSERT(series.rewrites() == rewrites);
            TradeBar last = bars.back();
            last.bar.high = Price(1'000);
            last.closed = last.closed + 5;
            series.put(series.size() - 1, last);
            RC_ASSERT(series.rewrites() == rewrites); // the last one alone
            const auto kept = *rc::gen::inRange<std::size_t>(1, bars.size() + 1);
            series.keepNewest(kept);
            RC_ASSERT(series.size() == kept);
            Price high;
            for (std::size_t i = 0; i < kept; ++i) {
                const TradeBar& b = i + 1 == kept ? last : bars[bars.size() - kept + i];
                RC_ASSERT(series.opened(i) == b.bar.openTime);
                RC_ASSERT(series.ended(i) == b.closed + 1);
                RC_ASSERT(series[i].close == b.bar.close);
                RC_ASSERT(series[i].openTime - series[0].openTime == static_cast<std::int64_t>(i) * kUnit);
                high = std::max(high, b.bar.high);
            }
            RC_ASSERT(series.total(0, kept)->high == high);
        });
    }
    void manyBarsAreSummedUpAfterTheOldestWent() {
        std::vector<TradeBar> bars;
        for (int i = 0; i < 10'000; ++i) bars.push_back(bar(i, i, 1'000 + i % 777));
        BarSeries series = seriesOf(bars);
        series.keepNewest(4'999);
        Int128 volume = 0;
        for (std::size_t i = 0; i < series.size(); ++i) volume += series[i].volume.raw();
        QCOMPARE(series.total(0, series.size())->volume, volume);
        series.put(series.size(), bar(10'000, 10'000));
        QCOMPARE(series.size(), std::size_t{5'000});
        QCOMPARE(series.opened(0), second(5'001));
    }
    /// Where a day begins in the midst of a leap.
    void olderBarsOpenBeforeTheOthers() {
        BarSeries series = seriesOf({bar(10, 11)});
        std::vector<TradeBar> older{bar(9, 10), bar(10, 10)};
        older[1].bar.openTime = second(10) + 1;
        older[1].closed = second(10) + 1;
        series.putBefore(older);
        QVERIFY(series.opened(0) < series.opened(1));
        QVERIFY(series.opened(1) < series.opened(2));
    }
};

QD_TEST(TestBarTimes);
#include "TestBarTimes.moc"
