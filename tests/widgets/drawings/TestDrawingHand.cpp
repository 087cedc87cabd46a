#include "tests/support/TestRunner.h"
#include "tests/widgets/drawings/FlatPlaces.h"
#include "widgets/drawings/DrawingHand.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::drawings;
using test::anchorOf;
using test::drawingOf;

class TestDrawingHand : public QObject {
    Q_OBJECT
    test::FlatPlaces m_places;
    std::unique_ptr<DrawingHand> m_hand;

    [[nodiscard]] Anchor anchor(const QPointF& at) const { return m_places.anchorAt(at); }
    void press(const QPointF& at) { m_hand->press(at, anchor(at)); }
    void moveTo(const QPointF& at, bool held) { m_hand->moveTo(at, anchor(at), m_places, held); }
    std::optional<Drawing> release(const QPointF& at) { return m_hand->release(at, anchor(at)); }
    std::optional<Drawing> click(const QPointF& at) {
        moveTo(at, false);
        press(at);
        return release(at);
    }

  private slots:
    void init() {
        m_places.logarithmic = false;
        m_hand = std::make_unique<DrawingHand>();
    }
    void clicksSetThePoints_data() {
        QTest::addColumn<Tool>("tool");
        for (const ToolInfo& info : kTools) {
            if (info.tool != Tool::Brush) QTest::newRow(info.word) << info.tool;
        }
    }
    void clicksSetThePoints() {
        QFETCH(Tool, tool);
        const std::vector<QPointF> at{{100, 300}, {200, 250}, {260, 100}};
        m_hand->choose(tool);
        m_hand->setStyle(3, 2);
        std::optional<Drawing> made;
        const std::size_t points = infoOf(tool).points;
        for (std::size_t i = 0; i < points; ++i) {
            QVERIFY(!made);
            made = click(at[i]);
        }
        QVERIFY(made && made->tool == tool && made->id == 0 && made->colour == 3 && made->width == 2);
        QCOMPARE(made->points.size(), points);
        for (std::size_t i = 0; i < points; ++i) QCOMPARE(made->points[i], anchor(at[i]));
        QVERIFY(m_hand->drawing() == nullptr && m_hand->tool() == tool);
    }
    void oneDragSetsTwoPoints() {
        m_hand->choose(Tool::Risk);
        press({100, 300});
        moveTo({150, 320}, true);
        QCOMPARE(m_hand->drawing()->points[1], anchor({150, 320}));
        moveTo({200, 350}, true);
        QVERIFY(!release({200, 350}));
        moveTo({220, 100}, false);
        QCOMPARE(m_hand->drawing()->points[2], anchor({220, 100}));
        const auto made = click({230, 90});
        QVERIFY(made.has_value());
        QCOMPARE(made->points, (std::vector<Anchor>{anchor({100, 300}), anchor({200, 350}), anchor({230, 90})}));
    }
    void aPointIsNotSetTwice() {
        m_hand->choose(Tool::Trend);
        QVERIFY(!click({100, 100}) && !click({100, 100}) && m_hand->isPlacing());
        QVERIFY(click({140, 100}).has_value());
    }
    void aBrushFollowsTheButton() {
        m_hand->choose(Tool::Brush);
        press({10, 10});
        for (int i = 1; i <= 4'000; ++i) moveTo({10.0 + i, 10}, true);
        const auto made = release({4'010, 10});
        QVERIFY(made.has_value());
        QCOMPARE(made->points.size(), kMostBrushPoints);
        QVERIFY(!objectionTo(*made));
        press({10, 10});
        QCOMPARE(release({10, 10})->points.size(), 1U);
    }
    void escGivesUpWhatWasBegun() {
        m_hand->choose(Tool::Channel);
        QVERIFY(!click({100, 100}) && m_hand->isPlacing());
        m_hand->cancel();
        QVERIFY(m_hand->drawing() == nullptr && m_hand->tool() == Tool::Channel);
        QVERIFY(!click({100, 100}));
        m_hand->choose({});
        QVERIFY(m_hand->drawing() == nullptr && !m_hand->tool());
        press({5, 5});
        QVERIFY(m_hand->drawing() == nullptr);
    }
    void pointsAndWholesMove() {
        Drawing line = drawingOf(Tool::Trend, {anchorOf(100, 200), anchorOf(300, 250)});
        line.id = 7;
        m_hand->grab(line, 1, {300, 250});
        moveTo({302, 251}, true);
        QVERIFY2(!m_hand->isMoving(), "a click is no drag");
        QVERIFY(!release({302, 251}));
        m_hand->grab(line, 1, {300, 250});
        moveTo({350, 150}, true);
        QVERIFY(m_hand->isMoving());
        auto moved = release({350, 150});
        QVERIFY(moved && moved->id == 7);
        QCOMPARE(moved->points, (std::vector<Anchor>{anchorOf(100, 200), anchor({350, 150})}));
        m_hand->grab(line, {}, {200, 275});
        moveTo({230, 255}, true);
        moved = release({230, 255});
        QCOMPARE(moved->points, (std::vector<Anchor>{anchorOf(130, 220), anchorOf(330, 270)}));
        m_hand->grab(line, {}, {200, 275});
        moveTo({230, 255}, true);
        moveTo({200, 275}, true);
        QVERIFY2(!release({200, 275}), "where it was, nothing changed");
    }
    /// Between ticks it keeps its shape where distances are distances; where they are ratios it keeps its picture.
    void wholesKeepTheirShape() {
        const Drawing line = drawingOf(Tool::Rectangle, {anchorOf(100, 20), anchorOf(300, 37)});
        Drawing moved = shifted(line, {-40.4, -3.3}, m_places);
        QCOMPARE(moved.points[0].price, anchorOf(0, 23).price);
        QCOMPARE(moved.points[1].price, anchorOf(0, 40).price);
        m_places.logarithmic = true;
        moved = shifted(line, {0, -100}, m_places);
        QCOMPARE(moved.points[0].t, line.points[0].t);
        QCOMPARE(moved.points[0].price.raw(), 2 * line.points[0].price.raw());
        QCOMPARE(moved.points[1].price.raw(), 2 * line.points[1].price.raw());
        const Drawing lowest = shifted(line, {-1e12, 1e9}, m_places);
        QVERIFY(!objectionTo(lowest));
    }
};
QD_TEST(TestDrawingHand);
#include "TestDrawingHand.moc"
