#include "layouts/workspace/Variants.h"
#include "tests/layouts/Layouts.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace qd;
using namespace qd::workspace;

namespace {

const std::vector<ScreenArea> kTwo{{"Left", QRect(0, 32, 1920, 1048)}, {"Right", QRect(1920, -200, 2560, 1440)}};

bool inside(const QRect& rect, const std::vector<ScreenArea>& screens) {
    return std::ranges::any_of(screens, [&](const ScreenArea& s) { return s.available.contains(rect); });
}

std::vector<PlacedTabs> placedBy(const DockNode& root, const QRect& in) {
    std::vector<PlacedTabs> parts;
    test::lay(root, in, parts);
    std::ranges::sort(parts, {}, [](const PlacedTabs& p) { return p.tabs.front(); });
    return parts;
}

DockNode tabs(std::vector<std::string> ids) { return {std::move(ids), 0, true, {}, {}}; }

} // namespace

class TestLayoutGeometry : public QObject {
    Q_OBJECT
  private slots:
    void dividesNothingAndOne() {
        QVERIFY(divide({}).empty());
        const DockNode one = divide({{QRect(0, 0, 10, 10), {"A", "B"}, 1}});
        QCOMPARE(one.tabs, (std::vector<std::string>{"A", "B"}));
        QCOMPARE(one.current, 1);
    }
    void dividesColumnsOfRows() {
        const DockNode node = divide({{QRect(303, 203, 697, 400), {"C"}, 0},
                                      {QRect(0, 0, 300, 603), {"A"}, 0},
                                      {QRect(303, 0, 697, 200), {"B"}, 0}});
        QVERIFY(node.horizontal);
        QCOMPARE(node.children.size(), 2U);
        QCOMPARE(node.children[0], tabs({"A"}));
        QVERIFY(!node.children[1].horizontal);
        QCOMPARE(node.children[1].children[0], tabs({"B"}));
        QCOMPARE(node.children[1].children[1], tabs({"C"}));
        QVERIFY(qAbs(node.sizes[0] - 300.0 / 997) < 1e-9);
        QVERIFY(qAbs(node.children[1].sizes[1] - 2.0 / 3) < 1e-9);
    }
    /// Four parts around a fifth leave no straight cut; nothing is lost.
    void aPinwheelIsPutSideBySide() {
        const DockNode node = divide({{QRect(0, 0, 20, 10), {"A"}, 0},
                                      {QRect(20, 0, 10, 20), {"B"}, 0},
                                      {QRect(10, 20, 20, 10), {"C"}, 0},
                                      {QRect(0, 10, 10, 20), {"D"}, 0},
                                      {QRect(10, 10, 10, 10), {"E"}, 0}});
        QCOMPARE(node.children.size(), 5U);
    }
    /// A grid can be cut both ways, so what must come back is the picture.
    void findsAnyTreeBack() {
        QD_PROPERTY("the tree found in a picture draws the same picture", [] {
            std::vector<std::string> ids;
            for (int i = *rc::gen::inRange(1, 20); i > 0; --i) ids.push_back("P" + std::to_string(i));
            const QRect window(0, 0, 4'000, 3'000);
            const auto parts = placedBy(test::anyTree(ids, *rc::gen::arbitrary<bool>()), window);
            const auto again = placedBy(divide(parts), window);
            RC_ASSERT(again.size() == parts.size());
            for (std::size_t i = 0; i < parts.size(); ++i) {
                RC_ASSERT(again[i].tabs == parts[i].tabs);
                RC_ASSERT(again[i].current == parts[i].current);
                const QPoint first = again[i].rect.topLeft() - parts[i].rect.topLeft();
                const QPoint last = again[i].rect.bottomRight() - parts[i].rect.bottomRight();
                RC_ASSERT(std::max(first.manhattanLength(), last.manhattanLength()) <= 2);
            }
        });
    }

    void sharesAreWhole() {
        QCOMPARE(share(1'000, {0.3, 0.7}), (std::vector<int>{300, 700}));
        QCOMPARE(share(10, {1.0 / 3, 1.0 / 3, 1.0 / 3}), (std::vector<int>{3, 4, 3}));
        QCOMPARE(share(100, {0.0001, 0.9999}), (std::vector<int>{1, 99}));
        QVERIFY(share(100, {}).empty());
    }
    void sharesOfPixelsAreThosePixels() {
        QD_PROPERTY("pixels, kept as fractions to 1e-6, are the same pixels again", [] {
            const auto pixels = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 2'000)));
            const int whole = std::accumulate(pixels.begin(), pixels.end(), 0);
            RC_PRE(whole < 16'000);
            std::vector<double> fractions;
            for (const int p : pixels) fractions.push_back(std::round(1e6 * p / whole) / 1e6);
            RC_ASSERT(share(whole, fractions) == pixels);
        });
    }

    void fits_data() {
        QTest::addColumn<QString>("screen");
        QTest::addColumn<QRect>("saved");
        QTest::addColumn<QRect>("shown");
        QTest::newRow("as saved") << "Left" << QRect(100, 100, 800, 600) << QRect(100, 100, 800, 600);
        QTest::newRow("negative coordinates") << "Right" << QRect(2000, -150, 800, 600) << QRect(2000, -150, 800, 600);
        QTest::newRow("monitor is gone") << "Third" << QRect(5000, 100, 800, 600) << QRect(1120, 100, 800, 600);
        QTest::newRow("monitor moved") << "Right" << QRect(-3000, 300, 800, 600) << QRect(1920, 300, 800, 600);
        QTest::newRow("4K window") << "Left" << QRect(0, 0, 3840, 2160) << QRect(1920, -200, 2560, 1440);
        QTest::newRow("larger than the screen") << "Left" << QRect(-10, -10, 1930, 5000) << QRect(0, 32, 1920, 1048);
        QTest::newRow("under the panel") << "Left" << QRect(0, 0, 800, 600) << QRect(0, 32, 800, 600);
        QTest::newRow("half outside") << "Left" << QRect(-400, 900, 800, 600) << QRect(0, 480, 800, 600);
        QTest::newRow("across both") << "Left" << QRect(1900, 100, 800, 600) << QRect(1920, 100, 800, 600);
        QTest::newRow("whole screen") << "Right" << QRect() << QRect(1920, -200, 2560, 1440);
        QTest::newRow("whole of a screen that is gone") << "Third" << QRect() << QRect(0, 32, 1920, 1048);
        QTest::newRow("second monitor") << "#2" << QRect() << QRect(1920, -200, 2560, 1440);
        QTest::newRow("third of two") << "#3" << QRect() << QRect(0, 32, 1920, 1048);
        QTest::newRow("monitor nought") << "#0" << QRect() << QRect(0, 32, 1920, 1048);
        QTest::newRow("tiny") << "Left" << QRect(50, 50, 1, 1) << QRect(50, 50, 320, 200);
    }
    void fits() {
        QFETCH(QString, screen);
        QFETCH(QRect, saved);
        QFETCH(QRect, shown);
        QCOMPARE(fitToScreens({screen.toStdString(), saved, false, {}}, kTwo), shown);
    }
    void nothingIsOffScreen() {
        QD_PROPERTY("a window is inside one screen whatever was saved", [] {
            const WindowPlace place{test::anyText(), test::anyRect(), false, {}};
            RC_ASSERT(inside(fitToScreens(place, kTwo), kTwo));
            const std::vector<ScreenArea> tiny{{"Tiny", QRect(-100, -100, 200, 100)}};
            RC_ASSERT(inside(fitToScreens(place, tiny), tiny));
        });
    }
};
QD_TEST(TestLayoutGeometry);

class TestVariants : public QObject {
    Q_OBJECT
    const std::vector<Monitor> m_desk{{"Left", QRect(0, 0, 1920, 1080)}, {"Right", QRect(1920, 0, 2560, 1440)}};
    const std::vector<Monitor> m_laptop{{"Panel", QRect(0, 0, 1920, 1080)}};
    const std::vector<Monitor> m_office{{"DP-1", QRect(0, 0, 3840, 2160)}, {"DP-2", QRect(3840, 0, 3840, 2160)}};

    static WindowPlace at(int x) { return {"", QRect(x, 0, 800, 600), false, {}}; }
    [[nodiscard]] Layout deskLayout() const {
        Layout layout{m_desk, {{at(1), {}, {}}, {at(2'000), {}, {}}}, {}};
        layout.variants = {{m_laptop, {at(7), at(8)}}, {m_office, {at(100), at(5'000)}}};
        return layout;
    }

  private slots:
    void orderOfMonitorsDoesNotMatter() {
        std::vector<Monitor> turned(m_desk.rbegin(), m_desk.rend());
        QCOMPARE(inOrder(turned), inOrder(m_desk));
        QCOMPARE(likeness(turned, m_desk), likeness(m_desk, m_desk));
    }
    void theMostAlikeIsNearest() {
        const std::vector<Variant> known{{m_laptop, {}}, {m_office, {}}, {m_desk, {}}};
        QCOMPARE(nearest(known, m_desk)->monitors, m_desk);
        QCOMPARE(nearest(known, {m_office[0]})->monitors, m_office);
        QCOMPARE(nearest(known, {{"HDMI", QRect(0, 0, 1920, 1080)}})->monitors, m_laptop);
        const std::vector<Monitor> replugged{{"HDMI-1", m_desk[0].geometry}, {"HDMI-2", m_desk[1].geometry}};
        QCOMPARE(nearest(known, replugged)->monitors, m_desk);
        QVERIFY(nearest({}, m_desk) == nullptr);
    }
    void theNewestOfEqualsIsNearest() {
        const std::vector<Variant> known{{{{"A", QRect(0, 0, 10, 10)}}, {}}, {{{"B", QRect(0, 0, 10, 10)}}, {}}};
        QCOMPARE(nearest(known, {{"C", QRect(0, 0, 10, 10)}})->monitors.front().name, "B");
    }
    void oneOfAKindIsKept() {
        std::vector<Variant> variants;
        for (int i = 0; i < 20; ++i) keep(variants, {{{"M" + std::to_string(i), QRect(0, 0, 10, 10)}}, {at(i)}});
        QCOMPARE(variants.size(), kMostVariants);
        QCOMPARE(variants.front().monitors.front().name, "M12");
        keep(variants, {{{"M13", QRect(0, 0, 10, 10)}}, {at(99)}});
        QCOMPARE(variants.size(), kMostVariants);
        QCOMPARE(variants.back().windows.front().geometry.x(), 99);
        keep(variants, {});
        QCOMPARE(variants.size(), kMostVariants);
    }
    void theSameMonitorsChangeNothing() { QCOMPARE(forMonitors(deskLayout(), m_desk), deskLayout()); }
    void aKnownArrangementBringsItsPlaces() {
        const Layout layout = forMonitors(deskLayout(), m_laptop);
        QCOMPARE(layout.windows[0].place.geometry.x(), 7);
        QCOMPARE(layout.windows[1].place.geometry.x(), 8);
        QCOMPARE(layout.monitors, m_laptop);
        QCOMPARE(forMonitors(layout, m_desk).windows, deskLayout().windows); // and back
    }
    void anUnknownArrangementTakesTheNearest() {
        const Layout office = forMonitors(deskLayout(), {{"DP-1", QRect(0, 0, 3840, 2160)}});
        QCOMPARE(office.windows[1].place.geometry.x(), 5'000);
        QCOMPARE(office.variants.size(), 3U);
        const Layout desk = forMonitors(deskLayout(), {m_desk[0]});
        QCOMPARE(desk.windows[1].place.geometry.x(), 2'000);
    }
    void aVariantOfFewerWindowsLeavesTheOthers() {
        Layout layout = deskLayout();
        layout.variants[0].windows.resize(1);
        layout = forMonitors(layout, m_laptop);
        QCOMPARE(layout.windows[0].place.geometry.x(), 7);
        QCOMPARE(layout.windows[1].place.geometry.x(), 2'000);
    }
    void whatFloatsStaysAsItIs() {
        const WindowPlace now{"A", QRect(0, 0, 10, 10), false, {{"X", QRect(1, 1, 1, 1)}, {"Y", QRect(2, 2, 2, 2)}}};
        const WindowPlace to{"B", QRect(5, 5, 10, 10), true, {{"Y", QRect(3, 3, 3, 3)}, {"Z", QRect(4, 4, 4, 4)}}};
        const WindowPlace after{"B", QRect(5, 5, 10, 10), true, {{"X", QRect(1, 1, 1, 1)}, {"Y", QRect(3, 3, 3, 3)}}};
        QCOMPARE(moved(now, to), after);
    }
    void aShippedLayoutFitsAnyMonitors() {
        const Layout shipped{{}, {{at(3), {}, {}}}, {}};
        const Layout layout = forMonitors(shipped, m_desk);
        QCOMPARE(layout.windows, shipped.windows);
        QCOMPARE(layout.monitors, inOrder(m_desk));
        QVERIFY(layout.variants.empty());
    }
};
QD_TEST(TestVariants);
#include "TestLayoutGeometry.moc"
