#include "tests/support/TestRunner.h"
#include "tests/widgets/drawings/FlatPlaces.h"
#include "widgets/drawings/DrawingLayer.h"

#include <QObject>
#include <QTest>

#include <random>

using namespace qd;
using namespace qd::drawings;
using test::anchorOf;
using test::drawingOf;

class TestDrawingShape : public QObject {
    Q_OBJECT
    test::FlatPlaces m_places;
    ui::GlyphAtlas m_small;
    ui::GlyphAtlas m_large;

    [[nodiscard]] Shape shape(const Drawing& drawing) const { return shapeOf(drawing, m_places, {m_small, m_large}); }
    static QString texts(const Shape& shape) {
        QStringList all;
        for (const ShapeLabel& label : shape.labels) all << label.text;
        return all.join(QLatin1Char('|'));
    }

  private slots:
    void init() {
        m_places.logarithmic = false;
        m_small.prepare(QFont(), 1);
        m_large.prepare(QFont(), 1);
    }
    void linesGoWhereTheyShould() {
        const std::vector<Anchor> two{anchorOf(100, 100), anchorOf(200, 150)};
        QCOMPARE(shape(drawingOf(Tool::Trend, two)).lines[0].line, QLineF(100, 400, 200, 350));
        const QLineF ray = shape(drawingOf(Tool::Ray, two)).lines[0].line;
        QCOMPARE(ray.p1(), QPointF(100, 400));
        QVERIFY(std::abs(ray.y2()) < 1e-6 && std::abs(ray.x2() - 900) < 1e-6);
        QCOMPARE(shape(drawingOf(Tool::Horizontal, {two[0]})).lines[0].line, QLineF(0, 400, 1'000, 400));
        QCOMPARE(shape(drawingOf(Tool::Vertical, {two[0]})).lines[0].line, QLineF(100, 0, 100, 500));
        const Shape channel = shape(drawingOf(Tool::Channel, {two[0], two[1], anchorOf(300, 300)}));
        QCOMPARE(channel.lines[1].line, QLineF(100, 300, 200, 250)); // 100 pixels above the line at its third point
        QCOMPARE(channel.lines[2].line, QLineF(100, 350, 200, 300));
        QCOMPARE(shape(drawingOf(Tool::Rectangle, two)).grounds[0].rect, QRectF(100, 350, 100, 50));
    }
    void retracementsAreOfTheMove() {
        const Shape levels = shape(drawingOf(Tool::Fibonacci, {anchorOf(100, 0), anchorOf(400, 400)}));
        // From the end of the move back to its beginning: 104.00 to 100.00.
        QVERIFY2(texts(levels).contains("38.2 %  102.47") && texts(levels).contains("61.8 %  101.53") &&
                     texts(levels).contains("0.0 %  104.00") && texts(levels).contains("100.0 %  100.00"),
                 qPrintable(texts(levels)));
        QVERIFY(std::ranges::any_of(levels.lines, [](const ShapeLine& l) { return l.line.y1() == 300; }));
        m_places.logarithmic = true; // levels are prices, wherever they lie
        const Shape ratios = shape(drawingOf(Tool::Fibonacci, {{UnixNanos(1'100'000'000'000), Price::of(100)},
                                                               {UnixNanos(1'400'000'000'000), Price::of(400)}}));
        QVERIFY(texts(ratios).contains("50.0 %  250.00"));
        const double y = m_places.yOfRaw(250e6);
        QVERIFY(std::ranges::any_of(ratios.lines, [&](const ShapeLine& l) { return l.line.y1() == y; }));
    }
    void rulersTellTheDistance() {
        const Shape ruler = shape(drawingOf(Tool::Ruler, {anchorOf(100, 100), anchorOf(400, 225)}));
        QCOMPARE(texts(ruler), QStringLiteral("+1.25 · 125 ticks · +1.24 %|5 bars, 5 min"));
        const Shape risk = shape(drawingOf(Tool::Risk, {anchorOf(100, 200), anchorOf(160, 150), anchorOf(700, 325)}));
        QVERIFY2(texts(risk).contains(QStringLiteral("Stop −0.50 · 50 ticks · −0.49 %")), qPrintable(texts(risk)));
        QVERIFY(texts(risk).contains("Target +1.25 · 125 ticks · +1.23 % · 2.50 R"));
        QVERIFY(texts(risk).contains("Entry 102.00 · 10 bars"));
        QCOMPARE(risk.grounds.size(), 2U);
    }
    void rewards_data() {
        QTest::addColumn<int>("entry");
        QTest::addColumn<int>("stop");
        QTest::addColumn<int>("target");
        QTest::addColumn<QString>("reward");
        QTest::newRow("long") << 100 << 95 << 110 << "2.00 R";
        QTest::newRow("short") << 100 << 104 << 90 << "2.50 R";
        QTest::newRow("on the wrong side") << 100 << 95 << 90 << QStringLiteral("−2.00 R");
        QTest::newRow("no risk") << 100 << 100 << 110 << "";
        QTest::newRow("no reward") << 100 << 95 << 100 << "0.00 R";
    }
    void rewards() {
        QFETCH(int, entry);
        QFETCH(int, stop);
        QFETCH(int, target);
        QFETCH(QString, reward);
        QCOMPARE(rewardText(Price::of(entry), Price::of(stop), Price::of(target)), reward);
    }
    void linesAreCut_data() {
        QTest::addColumn<QLineF>("line");
        QTest::addColumn<bool>("beyond");
        QTest::addColumn<QLineF>("seen"); // null: nothing
        const double far = 1e13;
        QTest::newRow("within") << QLineF(1, 1, 5, 5) << false << QLineF(1, 1, 5, 5);
        QTest::newRow("through") << QLineF(-10, 5, 30, 5) << false << QLineF(0, 5, 10, 5);
        QTest::newRow("from far away") << QLineF(-far, 5, far, 5) << false << QLineF(0, 5, 10, 5);
        QTest::newRow("beside") << QLineF(-10, 11, 30, 11) << false << QLineF();
        QTest::newRow("before") << QLineF(-10, 5, -5, 5) << false << QLineF();
        QTest::newRow("before, and goes on") << QLineF(-10, 5, -5, 5) << true << QLineF(0, 5, 10, 5);
        QTest::newRow("goes away") << QLineF(-5, 5, -10, 5) << true << QLineF();
        QTest::newRow("upright") << QLineF(3, far, 3, -far) << false << QLineF(3, 10, 3, 0);
        QTest::newRow("a point that goes nowhere") << QLineF(3, 3, 3, 3) << true << QLineF();
    }
    void linesAreCut() {
        QFETCH(QLineF, line);
        QFETCH(bool, beyond);
        QFETCH(QLineF, seen);
        const auto answer = cut(line.p1(), line.p2(), beyond, QRectF(0, 0, 10, 10));
        QCOMPARE(answer.has_value(), !seen.isNull());
        if (answer)
            QVERIFY((answer->p1() - seen.p1()).manhattanLength() < 0.01 &&
                    (answer->p2() - seen.p2()).manhattanLength() < 0.01);
    }
    /// Wherever points are, what is painted is in the plot, and finite.
    void nothingLeavesThePlot() {
        std::mt19937_64 random(11);
        const QRectF plot = QRectF(m_places.plot()).adjusted(-1e-6, -1e-6, 1e-6, 1e-6);
        for (int round = 0; round < 4'000; ++round) {
            m_places.logarithmic = round % 2 == 1;
            const ToolInfo& info = kTools[static_cast<std::size_t>(round) % kTools.size()];
            Drawing drawing = drawingOf(info.tool, {});
            const bool near = random() % 2 == 0;
            for (std::size_t i = 0; i < info.points; ++i) {
                const auto t = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(kLastTime.value()));
                const auto p = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(kMostPrice.raw()));
                drawing.points.push_back(
                    near ? anchorOf(static_cast<int>(random() % 3'000) - 900, static_cast<int>(random() % 1'500) - 500)
                         : bounded({UnixNanos(t), Price(p)}));
            }
            const Shape made = shape(drawing);
            for (const ShapeLine& l : made.lines) QVERIFY(plot.contains(l.line.p1()) && plot.contains(l.line.p2()));
            for (const ShapeGround& ground : made.grounds) QVERIFY(plot.contains(ground.rect));
            for (const ShapeLabel& l : made.labels) QVERIFY(l.rect.left() >= 0 && l.rect.top() >= 0);
        }
    }
    void whatIsUnderThePointerIsFound() {
        Drawings drawings;
        DrawingLayer layer;
        layer.show(&drawings);
        const auto found = [&](double x, double y) { return layer.at({x, y}, m_places, {m_small, m_large}); };
        const std::uint32_t line =
            drawings.add(drawingOf(Tool::Trend, {anchorOf(100, 100), anchorOf(200, 200)})).value();
        QCOMPARE(found(150, 352)->id, line);
        QVERIFY(!found(150, 352)->hit.handle);
        QCOMPARE(found(198, 299)->hit.handle, std::optional<std::size_t>(1));
        QVERIFY(!found(150, 330) && !found(300, 200));
        // The newer one lies on top, the selected one above all.
        const std::uint32_t other = drawings.add(drawingOf(Tool::Horizontal, {anchorOf(600, 150)})).value();
        QCOMPARE(found(150, 350)->id, other);
        layer.setHand(nullptr, line);
        QCOMPARE(found(150, 350)->id, line);
        const std::uint32_t box =
            drawings.add(drawingOf(Tool::Rectangle, {anchorOf(700, 10), anchorOf(900, 90)})).value();
        QCOMPARE(found(700, 450)->id, box);
        QVERIFY2(!found(800, 450), "within it the plot can be held");
        const std::uint32_t text = drawings.add(drawingOf(Tool::Text, {anchorOf(400, 400)})).value();
        QCOMPARE(found(410, 100)->id, text);
    }
};
QD_TEST(TestDrawingShape);
#include "TestDrawingShape.moc"
