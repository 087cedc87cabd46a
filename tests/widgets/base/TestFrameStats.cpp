#include "tests/support/FakeClock.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/FrameClock.h"

#include <QObject>
#include <QTest>
#include <QWidget>

using namespace qd;
using namespace qd::ui;

namespace {

class Client final : public FrameClient {
  public:
    void onFrame(const Frame&) override { ++frames; }
    [[nodiscard]] bool wantsFrames() const override { return visible; }
    [[nodiscard]] std::int64_t frameInterval() const override { return interval; }
    int frames = 0;
    bool visible = true;
    std::int64_t interval = 0;
};

/// Asks for a repaint in every frame, and for something else to be done as soon as there is time.
class Painted final : public QWidget, public FrameClient {
  public:
    void onFrame(const Frame&) override {
        const int before = paints;
        QMetaObject::invokeMethod(this, [this, before] { late += paints == before; }, Qt::QueuedConnection);
        update();
        ++frames;
    }
    [[nodiscard]] bool wantsFrames() const override { return true; }
    [[nodiscard]] QWidget* frameWidget() override { return this; }
    int frames = 0;
    int paints = 0;
    int late = 0; ///< frames that were not on the screen by then

  protected:
    void paintEvent(QPaintEvent*) override { ++paints; }
};

} // namespace

class TestFrameStats : public QObject {
    Q_OBJECT
  private slots:
    void percentiles() {
        DurationLog log;
        QCOMPARE(log.percentile(0.5), std::int64_t{0});
        for (int i = 1; i <= 100; ++i) log.add(i);
        QCOMPARE(log.percentile(0.5), std::int64_t{51});
        QCOMPARE(log.percentile(0.99), std::int64_t{100});
        for (int i = 0; i < 3'000; ++i) log.add(7); // older samples are forgotten
        QCOMPARE(log.percentile(0.99), std::int64_t{7});
        QCOMPARE(log.count(), 3'100U);
    }
    void hiddenClientsGetNothing() {
        const test::FakeClock clock;
        FrameStats stats;
        FrameClock frames(clock, stats);
        Client shown;
        Client hidden;
        hidden.visible = false;
        Client slow;
        slow.interval = kNanosPerHour;
        for (Client* c : {&shown, &hidden, &slow}) frames.add(c);
        QTRY_VERIFY(shown.frames >= 5);
        QCOMPARE(hidden.frames, 0);
        QCOMPARE(slow.frames, 1);
        for (Client* c : {&shown, &hidden, &slow}) frames.remove(c);
    }
    /// A frame is on the screen before anything else is done.
    void whatAFrameChangedIsPaintedInIt() {
        const test::FakeClock clock;
        FrameStats stats;
        Painted widget;
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
        FrameClock frames(clock, stats);
        frames.add(&widget);
        QTRY_VERIFY(widget.frames >= 5);
        frames.remove(&widget);
        QCOMPARE(widget.late, 0);
    }
};
QD_TEST(TestFrameStats);
#include "TestFrameStats.moc"
