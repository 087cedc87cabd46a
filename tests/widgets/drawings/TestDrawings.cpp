#include "tests/support/TestRunner.h"
#include "tests/widgets/drawings/FlatPlaces.h"
#include "widgets/drawings/DrawingBook.h"

#include <QObject>
#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace qd;
using namespace qd::drawings;
using test::anchorOf;
using test::drawingOf;

namespace {

Drawing lineAt(std::int64_t ticks) { return drawingOf(Tool::Trend, {anchorOf(10, ticks), anchorOf(90, ticks + 5)}); }

} // namespace

class TestDrawings : public QObject {
    Q_OBJECT

  private slots:
    void everyChangeIsUndoneAndDoneAgain() {
        int told = 0;
        Drawings drawings([&] { ++told; });
        const std::uint32_t first = drawings.add(lineAt(1)).value();
        const std::uint32_t second = drawings.add(lineAt(2)).value();
        Drawing moved = *drawings.find(first);
        moved.points[0] = anchorOf(20, 30);
        QVERIFY(drawings.change(moved));
        QVERIFY(drawings.remove(second));
        QCOMPARE(drawings.clear(), 1U);
        QCOMPARE(told, 5);
        QVERIFY(drawings.all().empty());
        QVERIFY(drawings.undo());
        QCOMPARE(drawings.all(), std::vector<Drawing>{moved});
        QVERIFY(drawings.undo());
        QCOMPARE(drawings.all().size(), 2U);
        QCOMPARE(drawings.all()[1].id, second);
        QVERIFY(drawings.undo());
        QCOMPARE(drawings.find(first)->points[0], anchorOf(10, 1));
        QVERIFY(drawings.undo() && drawings.undo());
        QVERIFY(drawings.all().empty() && !drawings.canUndo() && !drawings.undo());
        for (int i = 0; i < 5; ++i) QVERIFY(drawings.redo());
        QVERIFY(drawings.all().empty() && !drawings.redo());
        QVERIFY(drawings.undo());
        QCOMPARE(drawings.all(), std::vector<Drawing>{moved});
        QVERIFY(drawings.add(lineAt(9)));
        QVERIFY2(!drawings.canRedo(), "what is done anew takes the place of what was undone");
    }
    void whatIsTheSameIsNoStep() {
        Drawings drawings;
        const std::uint32_t id = drawings.add(lineAt(1)).value();
        const std::uint64_t before = drawings.revision();
        QVERIFY(drawings.change(Drawing(*drawings.find(id))));
        QCOMPARE(drawings.revision(), before);
        QCOMPARE(drawings.clear(), 1U);
        QCOMPARE(drawings.clear(), 0U);
        QVERIFY(drawings.undo() && drawings.undo() && !drawings.undo());
        QVERIFY(!drawings.remove(id) && !drawings.remove(0));
        QVERIFY(!drawings.change(lineAt(3)));
    }
    void thereIsALimitAndASentence() {
        Drawings drawings;
        for (std::size_t i = 0; i < kMostDrawings; ++i) QVERIFY(drawings.add(lineAt(static_cast<int>(i))));
        const auto more = drawings.add(lineAt(1));
        QVERIFY(!more && more.error().contains("200 drawings"));
        QVERIFY(drawings.remove(drawings.all().front().id));
        QVERIFY(drawings.add(lineAt(1)));
    }
    void thereIsALimitOfPoints() {
        Drawings drawings;
        const Drawing brush = drawingOf(Tool::Brush, std::vector<Anchor>(kMostBrushPoints, anchorOf(1, 1)));
        for (std::size_t i = 0; i < kMostPoints / kMostBrushPoints; ++i) QVERIFY(drawings.add(brush));
        const auto more = drawings.add(lineAt(1));
        QVERIFY(!more && more.error().contains("20000 points"));
        Drawing changed = drawings.all().front();
        changed.width = 3;
        QVERIFY2(drawings.change(changed), "a change needs no room");
        const Drawing longer = drawingOf(Tool::Brush, std::vector<Anchor>(kMostBrushPoints + 1, anchorOf(1, 1)));
        QVERIFY(!Drawings().add(longer));
    }
    void whatCanBeUndoneIsBounded() {
        Drawings drawings;
        const std::uint32_t id = drawings.add(lineAt(1)).value();
        for (int i = 2; i < 300; ++i) {
            Drawing moved = *drawings.find(id);
            moved.points[0].price = Price(10'000 * i);
            QVERIFY(drawings.change(moved));
        }
        std::size_t steps = 0;
        while (drawings.undo()) ++steps;
        QCOMPARE(steps, Drawings::kMostSteps);
        QVERIFY(drawings.find(id) != nullptr);
    }
    void wrongDrawingsAreRefused_data() {
        QTest::addColumn<Drawing>("drawing");
        const auto with = [](auto change) {
            Drawing drawing = lineAt(1);
            change(drawing);
            return drawing;
        };
        QTest::newRow("a point too few") << with([](Drawing& d) { d.points.pop_back(); });
        QTest::newRow("a point too many") << with([](Drawing& d) { d.points.push_back(anchorOf(1, 1)); });
        QTest::newRow("no price") << with([](Drawing& d) { d.points[0].price = Price(); });
        QTest::newRow("a price below zero") << with([](Drawing& d) { d.points[0].price = Price(-1); });
        QTest::newRow("too high") << with([](Drawing& d) { d.points[0].price = Price(INT64_MAX); });
        QTest::newRow("too early") << with([](Drawing& d) { d.points[1].t = UnixNanos(-1); });
        QTest::newRow("too late") << with([](Drawing& d) { d.points[1].t = UnixNanos(INT64_MAX); });
        QTest::newRow("no such colour") << with([](Drawing& d) { d.colour = kColours.size(); });
        QTest::newRow("too wide") << with([](Drawing& d) { d.width = kWidest + 1; });
        QTest::newRow("no width") << with([](Drawing& d) { d.width = 0; });
        QTest::newRow("words of a line") << with([](Drawing& d) { d.text = "words"; });
        QTest::newRow("a watch of a rectangle") << with([](Drawing& d) {
            d.tool = Tool::Rectangle;
            d.watch = Watch::On;
        });
        const auto text = [&](const std::string& words) {
            Drawing drawing = drawingOf(Tool::Text, {anchorOf(1, 1)});
            drawing.text = words;
            return drawing;
        };
        QTest::newRow("no words") << text("");
        QTest::newRow("blanks") << text("   ");
        QTest::newRow("two lines") << text("a\nb");
        QTest::newRow("no UTF-8") << text("\xff\xfe");
        QTest::newRow("too long") << text(std::string(kLongestText + 1, 'x'));
    }
    void wrongDrawingsAreRefused() {
        QFETCH(Drawing, drawing);
        Drawings drawings;
        const auto added = drawings.add(drawing);
        QVERIFY(!added && added.error().endsWith('.'));
        QVERIFY(!drawings.canUndo());
        QCOMPARE(drawings.load({drawing, lineAt(1)}), 1U);
        QCOMPARE(drawings.all().size(), 1U);
    }
    void wordsOfAllLanguagesAreText() {
        QVERIFY(isText("Širší trend 🚀") && isText("a = b") && isText(std::string(kLongestText, 'x')));
    }
    /// Whatever is done: undone it is as it was, done again it is as it became.
    void undoIsTheReverse() {
        std::mt19937 random(20'240'312);
        for (int round = 0; round < 200; ++round) {
            Drawings drawings;
            std::vector<std::vector<Drawing>> states{drawings.all()};
            for (int step = 0; step < 40; ++step) {
                const auto& all = drawings.all();
                const std::uint64_t before = drawings.revision();
                const std::uint32_t id = all.empty() ? 0 : all[random() % all.size()].id;
                switch (random() % 5) {
                case 0:
                case 1: QVERIFY(drawings.add(lineAt(static_cast<int>(random() % 100)))); break;
                case 2: (void)drawings.remove(id); break;
                case 3:
                    if (id != 0) {
                        Drawing moved = *drawings.find(id);
                        moved.width = static_cast<std::uint8_t>(1 + random() % kWidest);
                        QVERIFY(drawings.change(moved));
                    }
                    break;
                default:
                    if (random() % 8 == 0) drawings.clear();
                }
                if (drawings.revision() != before) states.push_back(drawings.all());
            }
            for (std::size_t i = states.size() - 1; i-- > 0;) {
                QVERIFY(drawings.undo());
                QCOMPARE(drawings.all(), states[i]);
            }
            for (std::size_t i = 1; i < states.size(); ++i) {
                QVERIFY(drawings.redo());
                QCOMPARE(drawings.all(), states[i]);
            }
        }
    }
    void aWatchIsNoStep() {
        Drawings drawings;
        const std::uint32_t id = drawings.add(lineAt(1)).value();
        drawings.setWatch(id, Watch::On);
        Drawing moved = *drawings.find(id);
        moved.width = 2;
        QVERIFY(drawings.change(moved));
        drawings.setWatch(id, Watch::Done);
        QVERIFY(drawings.undo());
        QCOMPARE(drawings.find(id)->watch, Watch::Done);
        QVERIFY(drawings.undo() && drawings.all().empty());
        drawings.setWatch(id, Watch::On);
        QVERIFY(drawings.redo());
        QCOMPARE(drawings.find(id)->watch, Watch::Done);
    }
    void allMarketsHaveTheirOwn() {
        DrawingBook book;
        QSignalSpy changed(&book, &DrawingBook::changed);
        Drawings& sol = book.of("SOL-PERP");
        Drawings& btc = book.of("BTC-PERP");
        QVERIFY(sol.add(lineAt(1)));
        QCOMPARE(changed.size(), 1);
        QVERIFY(btc.all().empty());
        QCOMPARE(&book.of("SOL-PERP"), &sol);
    }
    void sidesAreExact_data() {
        QTest::addColumn<Tool>("tool");
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<qint64>("raw"); // above 100.00
        QTest::addColumn<int>("side");   // 9: the line is not there
        // From (0 s, 100.00) to (30 s, 100.10): a third of a hundredth a second.
        QTest::newRow("on its first point") << Tool::Trend << qint64{0} << qint64{0} << 0;
        QTest::newRow("on its last point") << Tool::Trend << qint64{30} << qint64{100'000} << 0;
        QTest::newRow("just below") << Tool::Trend << qint64{10} << qint64{33'333} << -1;
        QTest::newRow("just above") << Tool::Trend << qint64{10} << qint64{33'334} << 1;
        QTest::newRow("before it") << Tool::Trend << qint64{-1} << qint64{0} << 9;
        QTest::newRow("behind it") << Tool::Trend << qint64{31} << qint64{0} << 9;
        QTest::newRow("before a ray") << Tool::Ray << qint64{-1} << qint64{0} << 9;
        QTest::newRow("on a ray") << Tool::Ray << qint64{60} << qint64{200'000} << 0;
        QTest::newRow("below a ray") << Tool::Ray << qint64{60} << qint64{199'999} << -1;
        QTest::newRow("above a price") << Tool::Horizontal << qint64{-900} << qint64{1} << 1;
        QTest::newRow("no line") << Tool::Rectangle << qint64{10} << qint64{1} << 9;
    }
    void sidesAreExact() {
        QFETCH(Tool, tool);
        QFETCH(qint64, seconds);
        QFETCH(qint64, raw);
        QFETCH(int, side);
        std::vector<Anchor> points{anchorOf(0, 0), anchorOf(30, 10)};
        if (tool == Tool::Horizontal) points.pop_back();
        const UnixNanos t = anchorOf(seconds, 0).t;
        const Price price(100'000'000 + raw);
        QCOMPARE(sideOf(drawingOf(tool, points), t, price).value_or(9), side);
        if (tool != Tool::Trend) return;
        std::ranges::reverse(points); // drawn from right to left it is the same line
        QCOMPARE(sideOf(drawingOf(tool, points), t, price).value_or(9), side);
    }
    void pricesOfLinesAreToTheNearest() {
        const auto priceOf = [](Tool tool, std::vector<Anchor> points, qint64 seconds) {
            return priceAt(drawingOf(tool, std::move(points)), anchorOf(seconds, 0).t);
        };
        const std::vector<Anchor> rising{anchorOf(0, 0), anchorOf(30, 10)};
        QCOMPARE(priceOf(Tool::Horizontal, {anchorOf(0, 5)}, -900), anchorOf(0, 5).price);
        QCOMPARE(priceOf(Tool::Trend, rising, 30), anchorOf(0, 10).price);
        const Price first = anchorOf(0, 0).price;
        const std::int64_t rise = anchorOf(0, 10).price.raw() - first.raw();
        QCOMPARE(priceOf(Tool::Trend, rising, 10), Price(first.raw() + (rise + 1) / 3));
        QCOMPARE(priceOf(Tool::Trend, {anchorOf(30, 10), anchorOf(0, 0)}, 60), std::nullopt);
        QCOMPARE(priceOf(Tool::Ray, rising, 60), Price(first.raw() + 2 * rise));
        QCOMPARE(priceOf(Tool::Ray, {anchorOf(0, 10), anchorOf(30, 0)}, 20), Price(first.raw() + (rise + 1) / 3));
        QCOMPARE(priceOf(Tool::Rectangle, rising, 10), std::nullopt);
    }
    void theFarthestPointsDoNotOverflow() {
        const Drawing line = drawingOf(Tool::Ray, {{UnixNanos(0), Price(1)}, {kLastTime, kMostPrice}});
        QCOMPARE(sideOf(line, kLastTime, kMostPrice).value(), 0);
        QCOMPARE(priceAt(line, kLastTime), kMostPrice);
        QVERIFY(!priceAt(line, UnixNanos(INT64_MAX))); // beyond what can be a price
        QCOMPARE(sideOf(line, UnixNanos(INT64_MAX), Price(INT64_MAX)).value(), 1);
        QVERIFY(!sideOf(drawingOf(Tool::Ray, {anchorOf(5, 1), anchorOf(5, 9)}), anchorOf(5, 0).t, Price(1)));
    }
};
QD_TEST(TestDrawings);
#include "TestDrawings.moc"
