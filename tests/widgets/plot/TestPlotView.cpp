#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/Pane.h"
#include "widgets/plot/PlotView.h"

#include <QMouseEvent>
#include <QObject>
#include <QWheelEvent>

#include <cmath>

using namespace qd;
using namespace qd::plot;

namespace {

constexpr UnixNanos kNoon = UnixNanos(1'710'244'800'000'000'000);
constexpr QRect kPlot(0, 0, 400, 300);
constexpr Price kTick(10'000);

class Scene final : public PlotScene {
  public:
    Scene() {
        m_view.setPlot(kPlot);
        m_view.setBars(100);
        m_view.setRight(kNoon);
        m_view.setPrices({Price::of(140), Price::of(160)});
    }
    [[nodiscard]] const Viewport& view() const override { return m_view; }
    [[nodiscard]] Price tick() const override { return kTick; }
    void zoomTime(double factor, double x) override { m_view.zoomTime(factor, x); }
    void panTime(double pixels) override {
        m_follows = false;
        m_view.panTime(pixels);
    }
    void zoomPrice(double factor, double y) override {
        m_fits = false;
        m_view.zoomPrice(factor, y);
    }
    void panPrice(double pixels) override {
        m_fits = false;
        m_view.panPrice(pixels);
    }
    [[nodiscard]] bool follows() const override { return m_follows; }
    void setFollows(bool follows) override { m_follows = follows; }
    [[nodiscard]] bool fitsPrices() const override { return m_fits; }
    void setFitsPrices(bool fits) override { m_fits = fits; }

  private:
    Viewport m_view;
    bool m_follows = true;
    bool m_fits = true;
};

/// A plot with one thing of its own, at `kThing`.
class View final : public PlotView {
  public:
    static constexpr QPoint kThing{200, 150};
    explicit View(ui::Pane& pane) : PlotView(pane) {
        attach(scene, {QStringLiteral("Newest"), QString(), QStringLiteral("fit"), QStringLiteral("Fit"), QString()});
        resize(460, 320);
    }
    Scene scene;
    QPoint carried;
    int dropped = 0;

  protected:
    void moved() override { placeButtons(); }
    void refresh() override { moved(); }
    [[nodiscard]] bool hasContent() const override { return true; }
    void moveCross(int columns, int rows) override {
        setCross(inPlot(cross().value_or(kPlot.center()) + QPoint(columns * 10, -rows * 10)));
    }
    std::optional<Hand> take(const QPoint& at) override {
        return at == kThing ? std::optional(Hand::Own) : std::nullopt;
    }
    void carry(const QPoint&, const QPoint& to) override { carried = to; }
    void drop() override { ++dropped; }
};

class TimePane final : public ui::Pane {
  public:
    explicit TimePane(ui::PaneContext& context) : Pane(context, QStringLiteral("PLOT"), QStringLiteral("Plot"), true) {}
    [[nodiscard]] bool canLinkTime() const override { return true; }
};

} // namespace

class TestPlotView : public QObject {
    Q_OBJECT
    std::unique_ptr<test::PaneRig> m_rig;
    std::unique_ptr<ui::Pane> m_pane;
    View* m_view = nullptr;

    void drag(const QPoint& from, const QPoint& to) {
        QTest::mousePress(m_view, Qt::LeftButton, {}, from);
        move(to, Qt::LeftButton);
        QTest::mouseRelease(m_view, Qt::LeftButton, {}, to);
    }
    void move(const QPoint& to, Qt::MouseButtons buttons = {}) {
        QMouseEvent event(QEvent::MouseMove, to, m_view->mapToGlobal(to), Qt::NoButton, buttons, {});
        QApplication::sendEvent(m_view, &event);
    }
    void wheel(const QPoint& at, int steps, Qt::KeyboardModifiers modifiers = {}) {
        QWheelEvent event(at, m_view->mapToGlobal(at), {}, {0, 120 * steps}, Qt::NoButton, modifiers, Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(m_view, &event);
    }
    [[nodiscard]] const Viewport& view() const { return m_view->scene.view(); }

  private slots:
    void init() {
        m_pane.reset();
        m_rig = std::make_unique<test::PaneRig>();
        m_pane = std::make_unique<ui::Pane>(m_rig->context, QStringLiteral("PLOT"), QStringLiteral("Plot"), true);
        m_view = new View(*m_pane);
    }

    void dragInThePlotPansBoth() {
        const UnixNanos t = view().timeAt(100);
        const Price price = view().priceAt(100, Price(1));
        drag({100, 100}, {130, 110});
        QCOMPARE(view().xOf(t), 130.0);
        QVERIFY(std::abs(view().yOf(price) - 110) < 0.01);
        QVERIFY(!m_view->scene.follows() && !m_view->scene.fitsPrices());
        for (const char* name : {"newest", "fit"}) {
            auto* button = m_view->findChild<QPushButton*>(QLatin1String(name));
            QVERIFY(!button->isHidden());
            button->click();
            QVERIFY(button->isHidden());
        }
        QVERIFY(m_view->scene.follows() && m_view->scene.fitsPrices());
    }
    void dragOnAnAxisZooms() {
        const PriceRange prices = view().prices();
        drag({430, 100}, {430, 60}); // upwards: closer
        QVERIFY(view().prices().high < prices.high && view().prices().low > prices.low);
        drag({100, 310}, {140, 310});
        QVERIFY(view().bars() < 100);
        QVERIFY(std::abs(view().xOf(kNoon) - 400) <= 0.51); // what is newest stays
    }
    void doubleClickOnAnAxisFitsIt() {
        m_view->scene.setFollows(false);
        m_view->scene.setFitsPrices(false);
        QTest::mouseDClick(m_view, Qt::LeftButton, {}, QPoint(430, 100));
        QVERIFY(m_view->scene.fitsPrices() && !m_view->scene.follows());
        QTest::mouseDClick(m_view, Qt::LeftButton, {}, QPoint(100, 310));
        QVERIFY(m_view->scene.follows());
    }
    void wheelZoomsAboutThePointer() {
        const UnixNanos t = view().timeAt(150);
        const Price price = view().priceAt(80, Price(1));
        wheel({150, 80}, 2);
        QVERIFY(view().bars() < 100);
        QVERIFY(std::abs(view().xOf(t) - 150) <= 0.51);
        wheel({150, 80}, 2, Qt::ControlModifier);
        QVERIFY(std::abs(view().yOf(price) - 80) < 0.01);
        QVERIFY(!m_view->scene.fitsPrices());
        const UnixNanos right = view().right();
        wheel({150, 80}, 1, Qt::ShiftModifier);
        QVERIFY(view().right() < right);
    }
    /// A thing of the pane's own is carried instead of the plot, and let go where the button comes up.
    void ownThingsGoFirst() {
        const Viewport before = view();
        drag(View::kThing, {210, 170});
        QCOMPARE(m_view->carried, QPoint(210, 170));
        QCOMPARE(m_view->dropped, 1);
        QVERIFY(view() == before);
        QVERIFY(!m_view->cross()); // and no crosshair is in the way
    }
    void crosshairIsInThePlotOnly() {
        move({120, 90});
        QCOMPARE(m_view->cross(), std::optional(QPoint(120, 90)));
        move({430, 90});
        QVERIFY(!m_view->cross());
        QTest::keyClick(m_view, Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(m_view->cross(), std::optional(kPlot.center() - QPoint(10, 0)));
        QTest::keyClick(m_view, Qt::Key_Escape);
        QVERIFY(!m_view->cross());
    }
    /// The pane that a hand moved last leads; one that is not linked shows what it likes.
    void linkedPanesShowOneTime() {
        TimePane first(m_rig->context);
        TimePane second(m_rig->context);
        TimePane alone(m_rig->context);
        auto* a = new View(first);
        auto* b = new View(second);
        auto* c = new View(alone);
        for (TimePane* pane : {&first, &second, &alone}) {
            pane->restore({{"group", "A"}, {"time", pane == &alone ? "" : "linked"}});
            QCOMPARE(pane->linksTime(), pane != &alone);
        }
        QCOMPARE(second.state().at("time"), "linked");
        const auto frame = [&] {
            for (View* view : {a, b, c}) view->shareTime(false);
        };
        const auto same = [&] {
            return std::abs(a->scene.view().right() - b->scene.view().right()) <= a->scene.view().nanosPerPixel() &&
                   std::abs(a->scene.view().left() - b->scene.view().left()) <= 2 * a->scene.view().nanosPerPixel();
        };
        frame();
        const Viewport before = c->scene.view();
        QTest::keyClick(a, Qt::Key_Left, Qt::ControlModifier);
        QTest::keyClick(a, Qt::Key_Plus);
        for (int i = 0; i < 3; ++i) frame();
        QVERIFY(a->scene.view().right() < before.right());
        QVERIFY(same());
        QTest::keyClick(b, Qt::Key_Left, Qt::ControlModifier);
        QTest::keyClick(b, Qt::Key_Minus);
        const UnixNanos left = b->scene.view().left();
        for (int i = 0; i < 3; ++i) frame();
        QVERIFY(same());
        QVERIFY(std::abs(b->scene.view().left() - left) <= b->scene.view().nanosPerPixel()); // it leads now
        QVERIFY(c->scene.view() == before);
        second.setLinksTime(false);
        QTest::keyClick(a, Qt::Key_Right, Qt::ControlModifier);
        for (int i = 0; i < 3; ++i) frame();
        QVERIFY(!same());
    }
    void keysPanAndZoom() {
        const UnixNanos right = view().right();
        QTest::keyClick(m_view, Qt::Key_Left);
        QVERIFY(view().right() < right);
        QTest::keyClick(m_view, Qt::Key_Right, Qt::ControlModifier); // a screen
        QVERIFY(view().left() > right + -(view().right() - view().left()));
        QTest::keyClick(m_view, Qt::Key_End);
        QVERIFY(m_view->scene.follows());
        QTest::keyClick(m_view, Qt::Key_Plus);
        QVERIFY(view().bars() < 100);
        const PriceRange prices = view().prices();
        QTest::keyClick(m_view, Qt::Key_Minus, Qt::ControlModifier);
        QVERIFY(view().prices().high > prices.high);
        QTest::keyClick(m_view, Qt::Key_0);
        QVERIFY(m_view->scene.fitsPrices());
    }
};
QD_TEST(TestPlotView);
#include "TestPlotView.moc"
