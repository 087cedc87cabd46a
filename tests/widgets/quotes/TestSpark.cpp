#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"
#include "widgets/quotes/Spark.h"

#include <QObject>

using namespace qd;
using namespace qd::ui::quotes;

namespace {

constexpr std::int64_t kBase = 1'700'000'000;

UnixNanos at(std::int64_t second) { return UnixNanos((kBase + second) * kNanosPerSecond); }
Candle bar(std::int64_t second, std::int64_t close) {
    Candle c;
    c.openTime = at(second);
    c.close = Price::of(close);
    return c;
}
/// "0:100 60:101"
std::string told(const Spark& spark) {
    std::string out;
    for (const SparkPoint& p : spark.points()) {
        out += (out.empty() ? "" : " ") + std::to_string(p.ts.value() / kNanosPerSecond - kBase) + ':' +
               std::to_string(p.price.raw() / Price::kScale);
    }
    return out;
}

} // namespace

class TestSpark : public QObject {
    Q_OBJECT
  private slots:
    void samplesOnceASecond() {
        Spark spark;
        spark.sample(at(0), Price::of(100));
        spark.sample(at(0) + kNanosPerSecond / 2, Price::of(101));
        spark.sample(at(1), Price::of(102));
        spark.sample(at(2), Price()); // no price known
        QCOMPARE(told(spark), "0:100 1:102");
        QCOMPARE(spark.version(), 2U);
    }
    void aMarketSetBackBeginsAnew() {
        Spark spark;
        spark.sample(at(100), Price::of(100));
        spark.sample(at(50), Price::of(90));
        QCOMPARE(told(spark), "50:90");
    }
    void historyFillsWhatWasNotSeen() {
        Spark spark;
        spark.sample(at(600), Price::of(110));
        spark.sample(at(630), Price::of(111));
        QVERIFY(!spark.wantsHistory(at(630 + 180)));
        QVERIFY(spark.wantsHistory(at(630 + 181)));
        const std::vector<Candle> bars{bar(-4'000, 80), bar(0, 100),   bar(480, 108),
                                       bar(540, 109),   bar(600, 112), bar(900, 115)};
        spark.seed(bars, at(930));
        // The first is over an hour old; the closes at 600 and 660 stand beside samples; the last bar is still open.
        QCOMPARE(told(spark), "60:100 540:108 600:110 630:111 930:115");
        spark.seed(bars, at(930));
        QCOMPARE(told(spark), "60:100 540:108 600:110 630:111 930:115");
    }
    void keepsAnHourAndNotMore() {
        QD_PROPERTY("points rise in time, cover the hour, are bounded, and end with the newest sample", [] {
            Spark spark;
            std::int64_t second = 0;
            const auto steps = *rc::gen::inRange(1, 6'000);
            const auto seed = *rc::gen::inRange(1, 5);
            for (int i = 0; i < steps; ++i) {
                second += 1 + (i * seed) % 3;
                spark.sample(at(second), Price::of(100 + i % 7));
            }
            const auto points = spark.points();
            RC_ASSERT(!points.empty());
            RC_ASSERT(points.size() <= Spark::kKept);
            RC_ASSERT(points.back().ts == at(second));
            RC_ASSERT(at(second) - points.front().ts <= Spark::kSpan);
            for (std::size_t i = 1; i < points.size(); ++i) {
                RC_ASSERT(points[i - 1].ts < points[i].ts);
                RC_ASSERT(points[i].ts - points[i - 1].ts < Spark::kHole); // thinning makes no holes
            }
            const std::int64_t age = std::min<std::int64_t>(Spark::kSpan, (second - 1) * kNanosPerSecond);
            RC_ASSERT(at(second) - points.front().ts >= age - Spark::kHole);
        });
    }
    void linesAreBrokenAtHoles() {
        Spark spark;
        for (const int second : {0, 60, 120, 400, 460}) spark.sample(at(second), Price::of(100 + second));
        const auto lines = sparkLines(spark.points(), 93, 21);
        QCOMPARE(lines.size(), std::size_t(2));
        QCOMPARE(lines[0].size(), std::size_t(3));
        QCOMPARE(lines[0].front().x, 0.0);
        QCOMPARE(lines[0].front().y, 20.0); // the lowest stands at the bottom
        QCOMPARE(lines[1].back().x, 92.0);
        QCOMPARE(lines[1].back().y, 0.0);
    }
    void linesFitTheirBox() {
        Spark spark;
        QVERIFY(sparkLines(spark.points(), 80, 12).empty());
        spark.sample(at(0), Price::of(5));
        QCOMPARE(sparkLines(spark.points(), 80, 12).front().front().x, 79.0);
        for (int i = 1; i < 3'000; ++i) spark.sample(at(i), Price::of(5));
        auto lines = sparkLines(spark.points(), 80, 13);
        QCOMPARE(lines.size(), std::size_t(1));
        QVERIFY(lines[0].size() <= 80);                           // one a pixel
        for (const SparkVertex& v : lines[0]) QCOMPARE(v.y, 6.0); // what does not move runs through the middle
        QVERIFY(sparkLines(spark.points(), 1, 12).empty());
    }
};
QD_TEST(TestSpark);
#include "TestSpark.moc"
