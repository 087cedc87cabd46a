#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/heatmap/Books.h"
#include "widgets/heatmap/HeatImage.h"
#include "widgets/heatmap/HeatScale.h"

#include <QObject>

using namespace qd;
using namespace qd::heatmap;
using test::bookOf;

namespace {

constexpr UnixNanos kBegin = UnixNanos(1'710'244'800'000'000'000);

/// 200 x 100 pixels, 20 s, 10 prices a side of tick 100: a column of 100 ms is a pixel, a tick five.
plot::Viewport viewUntil(UnixNanos right) {
    plot::Viewport v;
    v.setPlot({0, 0, 200, 100});
    v.setInterval(Interval::S1);
    v.setBars(20);
    v.setRight(right);
    v.setPrices({Price(90 * test::kTick.raw()), Price(110 * test::kTick.raw())});
    return v;
}

} // namespace

class TestHeatImage : public QObject {
    Q_OBJECT
    DepthColumns m_columns;
    HeatColours m_colours;
    HeatImage m_image;
    UnixNanos m_now;

    void stand(std::shared_ptr<const BookSnapshot> book, std::int64_t millis) {
        m_columns.observe(book, m_now, true, false);
        m_now = m_now + millis * kNanosPerMilli;
        m_columns.observe(std::move(book), m_now, true, false);
    }
    QImage paint(const plot::Viewport& view) {
        const Window window = windowOf(view, m_columns, test::kTick, 3);
        const ColumnLevel& level = m_columns.level(window.level);
        m_image.update(window, level, m_columns.open(window.level), m_colours);
        QImage out(200, 100, QImage::Format_RGB32);
        out.fill(Qt::magenta);
        QPainter painter(&out);
        m_image.paint(painter, view, level, test::kTick);
        return out;
    }
    [[nodiscard]] QRgb colourOf(int steps) const { return m_colours.ofSteps(static_cast<float>(steps)); }

  private slots:
    void init() {
        m_columns.reset(test::kTick, test::kStep);
        m_colours.prepare(test::themeNamed("dark"), 100);
        m_image = HeatImage();
        m_now = kBegin;
    }

    void aCellStandsWhereItsPriceAndTimeAre() {
        stand(bookOf({{100, 50}}, {{104, 100}}), 10'000);
        const QImage out = paint(viewUntil(m_now));
        const plot::Viewport view = viewUntil(m_now);
        const auto pixel = [&](double secondsAgo, int tick) {
            const UnixNanos t = m_now + -static_cast<std::int64_t>(secondsAgo * 1e9);
            return out.pixel(static_cast<int>(view.xOf(t)),
                             static_cast<int>(std::lround(view.yOf(Price(tick * test::kTick.raw())))));
        };
        QCOMPARE(pixel(5, 100), colourOf(50));
        QCOMPARE(pixel(5, 104), colourOf(100));
        QCOMPARE(pixel(0.05, 104), colourOf(100));
        QCOMPARE(pixel(5, 102), m_colours.background());
        QCOMPARE(pixel(15, 100), m_colours.background()); // before anything was seen
        QVERIFY(colourOf(50) != colourOf(100));
    }
    /// Written column by column while the market runs, the picture is the one that is made at once.
    void theRingShowsWhatAPictureMadeAnewShows() {
        std::uint32_t random = 1;
        const auto next = [&random] { return (random = random * 1'664'525U + 1'013'904'223U) >> 8U; };
        for (int i = 0; i < 900; ++i) {
            const int bid = 95 + static_cast<int>(next() % 6);
            stand(bookOf({{bid, 1 + static_cast<int>(next() % 120)}, {bid - 2, 30}},
                         {{bid + 1, 1 + static_cast<int>(next() % 120)}}),
                  60);
            const QImage running = paint(viewUntil(m_now + kNanosPerSecond));
            if (i % 50 != 49) continue;
            m_image = HeatImage();
            QCOMPARE(running, paint(viewUntil(m_now + kNanosPerSecond)));
        }
    }
    void aNewColumnWritesLittle() {
        stand(bookOf({{100, 50}}, {{104, 100}}), 30'000);
        (void)paint(viewUntil(m_now));
        const std::uint64_t before = m_image.columnsWritten();
        stand(bookOf({{100, 50}}, {{104, 100}}), 100);
        (void)paint(viewUntil(m_now));
        QVERIFY2(m_image.columnsWritten() - before <= 3,
                 qPrintable(QString::number(m_image.columnsWritten() - before)));
    }
    void pannedBackAndForthItIsTheSame() {
        for (int i = 0; i < 300; ++i) stand(bookOf({{95 + i % 7, 40 + i % 50}}, {{104, 100}}), 100);
        const QImage there = paint(viewUntil(m_now));
        (void)paint(viewUntil(m_now + -8 * kNanosPerSecond));
        (void)paint(viewUntil(m_now + -25 * kNanosPerSecond));
        QCOMPARE(paint(viewUntil(m_now)), there);
    }
    /// Rows of several prices hold their sum.
    void rowsThatHoldSeveralPricesAreSummed() {
        stand(bookOf({{100, 10}, {99, 15}}, {{104, 20}}), 10'000);
        plot::Viewport view = viewUntil(m_now);
        view.setPrices({Price(0), Price(200 * test::kTick.raw())}); // half a pixel a tick
        const Window window = windowOf(view, m_columns, test::kTick, 3);
        QCOMPARE(window.ticksARow, std::int64_t{10});
        const QImage out = paint(view);
        const auto pixel = [&](int tick) {
            return out.pixel(150, static_cast<int>(view.yOf(Price(tick * test::kTick.raw()))));
        };
        QCOMPARE(pixel(105), colourOf(30)); // 100 and 104
        QCOMPARE(pixel(95), colourOf(15));
    }
    void theUsualScaleLeavesTheLargestOut() {
        for (int i = 0; i < 100; ++i) stand(bookOf({{100, i == 50 ? 100'000 : 40}}, {{101, 60}}), 100);
        const Window window = windowOf(viewUntil(m_now), m_columns, test::kTick, 3);
        const float full = usualFull(m_columns.level(0), window);
        QVERIFY2(full >= 60 && full < 62, qPrintable(QString::number(full)));
        QCOMPARE(usualFull(m_columns.level(4),
                           windowOf(viewUntil(m_now + 3'600 * kNanosPerSecond), m_columns, test::kTick, 3)),
                 0.0F);
    }
    void aSpanThatIsTooLongIsCut() {
        stand(bookOf({{100, 10}}, {{104, 20}}), 1'000);
        plot::Viewport view = viewUntil(m_now);
        view.setBars(2'000'000);
        view.setPrices({Price(1), Price(4'000'000'000'000'000'000)});
        (void)paint(view); // neither memory nor time runs out
        QVERIFY(m_image.columnsWritten() < 100'000);
    }
};

QD_TEST(TestHeatImage);
#include "TestHeatImage.moc"
