#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"
#include "widgets/plot/AxisTicks.h"
#include "widgets/plot/Intervals.h"
#include "widgets/plot/Viewport.h"

#include <QObject>

#include <cmath>

using namespace qd;
using namespace qd::plot;

namespace {

constexpr UnixNanos kNoon = UnixNanos(1'710'244'800'000'000'000); // 2024-03-12 12:00 UTC

Viewport viewOf(Interval interval, double bars, QRect plot = {10, 20, 1'000, 500}) {
    Viewport view;
    view.setPlot(plot);
    view.setInterval(interval);
    view.setBars(bars);
    view.setRight(kNoon);
    view.setPrices({Price::of(140), Price::of(160)});
    return view;
}

Viewport anyView() {
    Viewport view;
    view.setPlot({*rc::gen::inRange(-50, 50), *rc::gen::inRange(0, 50), *rc::gen::inRange(1, 3'000),
                  *rc::gen::inRange(1, 2'000)});
    view.setInterval(*rc::gen::element(Interval::S1, Interval::S15, Interval::M5, Interval::D1));
    view.setBars(*rc::gen::element(1.0, 5.0, 37.5, 300.0, 20'000.0, 1e6, 1e9));
    view.setRight(UnixNanos(*rc::gen::inRange<std::int64_t>(0, 2'000'000'000) * kNanosPerSecond));
    const auto low = *rc::gen::inRange<std::int64_t>(0, 200'000'000'000);
    view.setPrices({Price(low), Price(low + *rc::gen::inRange<std::int64_t>(1, 50'000'000'000))});
    return view;
}

QStringList labels(const Viewport& view, int spacing) {
    QStringList texts;
    for (const TimeTick& tick : timeTicks(view, spacing)) texts << labelOf(tick);
    return texts;
}

} // namespace

class TestViewport : public QObject {
    Q_OBJECT
  private slots:
    void timesComeBack() {
        QD_PROPERTY("timeAt is the inverse of xOf within a pixel", [] {
            const Viewport view = anyView();
            const double x = view.plot().left() + *rc::gen::inRange(0, 1'000) * 0.001 * view.plot().width();
            RC_ASSERT(std::abs(view.xOf(view.timeAt(x)) - x) < 0.01);
            RC_ASSERT(std::abs(view.xOf(view.left()) - view.plot().left()) < 0.01);
            RC_ASSERT(std::abs(view.xOf(view.right()) - (view.plot().left() + view.plot().width())) < 0.01);
        });
    }
    void pricesComeBack() {
        QD_PROPERTY("priceAt(yOf(p)) is p where a tick is wider than a pixel", [] {
            Viewport view = anyView();
            view.setPlot({0, 7, 300, *rc::gen::inRange(100, 2'000)});
            const std::int64_t tick = *rc::gen::element<std::int64_t>(1, 500, 10'000, 250'000);
            const std::int64_t low = *rc::gen::inRange<std::int64_t>(1, 100'000);
            view.setPrices({Price(low * tick), Price((low + 90) * tick)});
            const Price price((low + *rc::gen::inRange<std::int64_t>(0, 91)) * tick);
            RC_ASSERT(view.shows(price));
            RC_ASSERT(view.priceAt(std::round(view.yOf(price)), Price(tick)) == price);
        });
    }
    void pricesComeBackByRatios() {
        QD_PROPERTY("priceAt(yOf(p)) is p on a logarithmic scale", [] {
            Viewport view = anyView();
            view.setPlot({0, 7, 300, *rc::gen::inRange(400, 2'000)});
            const std::int64_t tick = *rc::gen::element<std::int64_t>(1, 500, 10'000, 250'000);
            const std::int64_t low = *rc::gen::inRange<std::int64_t>(100, 100'000);
            view.setLogarithmic(true);
            view.setPrices({Price(low * tick), Price((low + 90) * tick)});
            const Price price((low + *rc::gen::inRange<std::int64_t>(0, 91)) * tick);
            RC_ASSERT(view.priceAt(std::round(view.yOf(price)), Price(tick)) == price);
            RC_ASSERT(std::abs(view.rawAt(view.yOf(price)) - static_cast<double>(price.raw())) <=
                      1e-6 * static_cast<double>(price.raw()));
        });
    }
    void ratiosAreDistances() {
        Viewport view = viewOf(Interval::M1, 100);
        view.setLogarithmic(true);
        view.setPrices({Price::of(10), Price::of(1'000)});
        QVERIFY(std::abs(view.yOf(Price::of(100)) - (20 + 250)) < 0.01);
        const double y = view.yOf(Price::of(200));
        view.panPrice(12);
        QVERIFY(std::abs(view.yOf(Price::of(200)) - (y + 12)) < 0.01);
        const double held = view.yOf(Price::of(50));
        view.zoomPrice(2, held);
        QVERIFY(std::abs(view.yOf(Price::of(50)) - held) < 0.01);
        for (int i = 0; i < 300; ++i) view.zoomPrice(0.3, 100);
        QVERIFY(view.prices().low.raw() >= 1 && view.prices().high > view.prices().low);
        for (int i = 0; i < 300; ++i) view.panPrice(1'000);
        QVERIFY(view.prices().high > view.prices().low);
        for (int i = 0; i < 300; ++i) view.zoomPrice(3, 100);
        QVERIFY(view.prices().high > view.prices().low);
        for (const bool on : {true, false}) {
            view.setLogarithmic(on);
            view.setPrices({Price(3'999'999'999'999'999'998), Price(3'999'999'999'999'999'999)});
            QVERIFY(std::isfinite(view.yOf(Price::of(50))));
        }
    }
    void priceIsAMultipleOfTheTickAndAboveZero() {
        QD_PROPERTY("anywhere", [] {
            const Viewport view = anyView();
            const Price tick(*rc::gen::element<std::int64_t>(1, 10'000, 250'000, 100'000'000));
            const Price price = view.priceAt(*rc::gen::inRange(-5'000, 5'000), tick);
            RC_ASSERT(price.raw() > 0 && price.raw() % tick.raw() == 0);
        });
    }
    void zoomKeepsWhatIsUnderTheCursor() {
        QD_PROPERTY("time and price", [] {
            Viewport view = viewOf(Interval::M1, *rc::gen::element(50.0, 400.0, 30'000.0));
            const double x = 10 + *rc::gen::inRange(0, 1'000);
            const double y = 20 + *rc::gen::inRange(0, 500);
            const double factor = *rc::gen::element(0.5, 0.87, 1.0 / 0.87, 3.0);
            const UnixNanos t = view.timeAt(x);
            const Price price = view.priceAt(y, Price(1));
            view.zoomTime(factor, x);
            view.zoomPrice(factor, y);
            RC_ASSERT(std::abs(view.xOf(t) - x) <= 0.51);
            RC_ASSERT(std::abs(view.yOf(price) - y) < 0.01);
        });
    }
    void zoomHasEnds() {
        Viewport view = viewOf(Interval::M1, 100);
        for (int i = 0; i < 200; ++i) view.zoomTime(1.5, 500);
        QCOMPARE(view.bars(), Viewport::kFewestBars);
        for (int i = 0; i < 200; ++i) view.zoomTime(0.5, 500);
        QCOMPARE(view.bars(), Viewport::kMostBars);
        view.setInterval(Interval::D1); // 2 million days do not fit 64 bits of nanoseconds
        QVERIFY(view.left() < view.right());
        for (int i = 0; i < 300; ++i) view.zoomPrice(3, 100);
        QVERIFY(view.prices().low < view.prices().high);
        for (int i = 0; i < 300; ++i) view.zoomPrice(0.3, 100);
        QVERIFY(view.prices().low < view.prices().high);
        view.setBars(std::nan(""));
        QVERIFY(view.bars() > 0);
    }
    void panning() {
        Viewport view = viewOf(Interval::M1, 100);
        const UnixNanos t = view.timeAt(400);
        const Price price = view.priceAt(100, Price(1));
        view.panTime(30);
        view.panPrice(12);
        QCOMPARE(view.xOf(t), 430.0);
        QVERIFY(std::abs(view.yOf(price) - 112) < 0.01);
    }
    void rowsAreAsHighAsTheyMustBe_data() {
        QTest::addColumn<double>("pixels");
        QTest::addColumn<qint64>("ticks");
        QTest::newRow("a tick is enough") << 2.0 << qint64{1};
        QTest::newRow("two") << 2.1 << qint64{2};
        QTest::newRow("five") << 8.0 << qint64{5};
        QTest::newRow("ten") << 15.0 << qint64{10};
        QTest::newRow("fifty") << 41.0 << qint64{50};
        QTest::newRow("hundred") << 101.0 << qint64{100};
    }
    void rowsAreAsHighAsTheyMustBe() {
        QFETCH(double, pixels);
        Viewport view;
        view.setPlot(QRect(0, 0, 100, 400));
        view.setPrices({Price::of(100), Price(Price::of(100).raw() + 200 * 10'000)}); // two pixels a tick
        QTEST(static_cast<qint64>(view.ticksARow(Price(10'000), pixels)), "ticks");
    }
    void roomIsLeftForReadoutsAndVolume() {
        const PriceRange range = roomFor(Price::of(100), Price::of(200), Price(10'000));
        QCOMPARE(range.low, Price::of(70));
        QCOMPARE(range.high, Price::of(214));
        const PriceRange flat = roomFor(Price::of(100), Price::of(100), Price(10'000));
        QVERIFY(flat.low < Price::of(100) && flat.high > Price::of(100));
    }
    void priceTicksAreRound() {
        const Viewport view = viewOf(Interval::M1, 100);
        QCOMPARE(priceTicks(view, Price(10'000), 40),
                 (std::vector<Price>{Price::of(142), Price::of(144), Price::of(146), Price::of(148), Price::of(150),
                                     Price::of(152), Price::of(154), Price::of(156), Price::of(158), Price::of(160)}));
        QD_PROPERTY("multiples of the tick, apart, in view", [] {
            const Viewport any = anyView();
            const Price tick(*rc::gen::element<std::int64_t>(1, 10'000, 250'000));
            const auto ticks = priceTicks(any, tick, 40);
            for (std::size_t i = 0; i < ticks.size(); ++i) {
                RC_ASSERT(ticks[i].raw() % tick.raw() == 0 && ticks[i].raw() > 0 && any.shows(ticks[i]));
                if (i > 0) RC_ASSERT(any.yOf(ticks[i - 1]) - any.yOf(ticks[i]) >= 39.99);
            }
        });
    }
    void ticksOfRatiosAreRoundAndApart() {
        QD_PROPERTY("multiples of the tick, apart, in view", [] {
            Viewport any = anyView();
            any.setLogarithmic(true);
            const Price tick(*rc::gen::element<std::int64_t>(1, 10'000, 250'000));
            const auto ticks = priceTicks(any, tick, 40);
            for (std::size_t i = 0; i < ticks.size(); ++i) {
                RC_ASSERT(ticks[i].raw() % tick.raw() == 0 && ticks[i].raw() > 0 && any.shows(ticks[i]));
                if (i > 0) RC_ASSERT(any.yOf(ticks[i - 1]) - any.yOf(ticks[i]) >= 39.9);
            }
        });
        Viewport wide = viewOf(Interval::M1, 100);
        wide.setLogarithmic(true);
        wide.setPrices({Price::of(1), Price::of(1'000)});
        QVERIFY(priceTicks(wide, Price(10'000), 40).size() >= 6); // over three decades the plot is not empty
    }
    void roomOfRatios() {
        const PriceRange range = roomForRatios(Price::of(100), Price::of(200), Price(10'000));
        QVERIFY(range.low > Price(0) && range.low < Price::of(100) && range.high > Price::of(200));
        const PriceRange cheap = roomForRatios(Price(10'000), Price(10'000), Price(10'000));
        QVERIFY(cheap.low > Price(0) && cheap.low < cheap.high);
    }
    void timeTicks_data() {
        QTest::addColumn<QByteArray>("interval");
        QTest::addColumn<double>("bars");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("seconds") << QByteArray("1s") << 60.0
                                 << QStringList{"11:59:15", "11:59:30", "11:59:45", "12:00"};
        QTest::newRow("minutes") << QByteArray("1m") << 60.0 << QStringList{"11:15", "11:30", "11:45", "12:00"};
        QTest::newRow("over midnight") << QByteArray("15m") << 100.0
                                       << QStringList{"12:00", "18:00", "12 Mar", "06:00", "12:00"};
        QTest::newRow("days") << QByteArray("4h") << 48.0 << QStringList{"6 Mar", "8 Mar", "10 Mar", "12 Mar"};
        QTest::newRow("months") << QByteArray("1d") << 90.0 << QStringList{"Jan", "Feb", "Mar"};
        QTest::newRow("years") << QByteArray("1d") << 1'100.0 << QStringList{"2022", "2023", "2024"};
    }
    void timeTicks() {
        QFETCH(QByteArray, interval);
        QFETCH(double, bars);
        QFETCH(QStringList, expected);
        const Viewport view = viewOf(*intervalNamed(interval.constData()), bars);
        QStringList texts = labels(view, 200);
        if (expected.front() == QLatin1String("Jan"))
            texts.replaceInStrings(QStringLiteral("2024"), QStringLiteral("Jan"));
        QCOMPARE(texts, expected);
    }
    void timeTicksKeepApart() {
        QD_PROPERTY("any view", [] {
            const Viewport view = anyView();
            const auto ticks = qd::plot::timeTicks(view, 80);
            for (std::size_t i = 0; i < ticks.size(); ++i) {
                RC_ASSERT(ticks[i].t >= view.left() && ticks[i].t <= view.right());
                if (i > 0) RC_ASSERT(view.xOf(ticks[i].t) - view.xOf(ticks[i - 1].t) >= 79.9);
            }
        });
    }
    void fullTimes() {
        QCOMPARE(fullTime(kNoon, Interval::S1), QStringLiteral("Tue 12 Mar 2024 12:00:00"));
        QCOMPARE(fullTime(kNoon, Interval::M5), QStringLiteral("Tue 12 Mar 2024 12:00"));
        QCOMPARE(fullTime(kNoon, Interval::D1), QStringLiteral("Tue 12 Mar 2024"));
    }
};
QD_TEST(TestViewport);
#include "TestViewport.moc"
