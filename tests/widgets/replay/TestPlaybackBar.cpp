#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/replay/PlaybackBar.h"

#include <QLabel>
#include <QLayout>
#include <QObject>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

using namespace qd;
using namespace qd::ui;

namespace {

/// A bar over a recording of 1,000 s that stands at 500 s.
struct BarRig : test::PaneRig {
    explicit BarRig(VenueMode mode = VenueMode::Replay) {
        PlaybackState& p = venue.playbackState;
        p.mode = mode;
        if (mode == VenueMode::Replay) {
            p.begin = UnixNanos::fromMillis(1'723'161'000'000);
            p.end = p.begin + 1'000 * kNanosPerSecond;
        }
        p.now = at(500);
        p.paused = true;
        bar = std::make_unique<PlaybackBar>(context);
        bar->resize(600, 120);
        bar->show();
        if (!QTest::qWaitForWindowExposed(bar.get())) qFatal("the bar was not shown");
    }
    [[nodiscard]] UnixNanos at(int seconds) const { return venue.playbackState.begin + seconds * kNanosPerSecond; }
    template<class T>
    T* child(const char* name) {
        T* found = bar->findChild<T*>(QLatin1String(name));
        if (found == nullptr) qFatal("%s is not there", name);
        return found;
    }
    /// Presses and lets go where the slider has this second; returns where that is by the slider.
    void click(int second) {
        auto* slider = child<SeekSlider>("position");
        const int x = QStyle::sliderPositionFromValue(0, 1'000, second, slider->width() - 10) + 5;
        QTest::mouseClick(slider, Qt::LeftButton, {}, QPoint(x, slider->height() / 2));
    }
    /// The slider has a few hundred pixels for 1,000 s.
    [[nodiscard]] bool near(UnixNanos t, int seconds) const {
        return std::abs((t - at(seconds)) / kNanosPerSecond) <= 3;
    }
    std::unique_ptr<PlaybackBar> bar;
};

} // namespace

class TestPlaybackBar : public QObject {
    Q_OBJECT
  private slots:
    void pausesAndResumes() {
        BarRig rig(VenueMode::Simulated);
        auto* pause = rig.child<QToolButton>("pause");
        QCOMPARE(pause->text(), "Resume");
        pause->click();
        rig.venue.playbackState.paused = false;
        rig.bar->refresh();
        QCOMPARE(pause->text(), "Pause");
        pause->click();
        QCOMPARE(rig.venue.pauses, (std::vector<bool>{false, true}));
    }
    void stepsOnlyWhilePaused() {
        BarRig rig(VenueMode::Simulated);
        auto* step = rig.child<QToolButton>("step");
        step->click();
        QCOMPARE(rig.venue.steps, std::vector<std::uint64_t>{1});
        rig.venue.playbackState.paused = false;
        rig.bar->refresh();
        QVERIFY(!step->isEnabled());
    }
    /// Marked is the speed the venue has; one that is not among the choices marks none.
    void speedsAreChosen() {
        BarRig rig(VenueMode::Simulated);
        auto* ten = rig.child<QToolButton>("speed-10");
        ten->click();
        QCOMPARE(rig.venue.speeds, std::vector<double>{10.0});
        QVERIFY(!ten->isChecked());
        QVERIFY(rig.child<QToolButton>("speed-1")->isChecked());
        rig.venue.playbackState.speed = 10;
        rig.bar->refresh();
        QVERIFY(ten->isChecked());
        rig.venue.playbackState.speed = 3;
        rig.bar->refresh();
        for (const char* name : {"speed-0.1", "speed-0.5", "speed-1", "speed-2", "speed-5", "speed-10", "speed-50",
                                 "speed-100", "speed-1000"})
            QVERIFY(!rig.child<QToolButton>(name)->isChecked());
    }
    void simulatedMarketsHaveNoPosition() {
        BarRig rig(VenueMode::Simulated);
        QVERIFY(!rig.child<SeekSlider>("position")->isVisible());
    }
    void positionFollows() {
        BarRig rig;
        auto* slider = rig.child<SeekSlider>("position");
        QCOMPARE(slider->value(), slider->maximum() / 2);
        rig.venue.playbackState.now = rig.at(750);
        rig.bar->refresh();
        QCOMPARE(slider->value(), slider->maximum() / 4 * 3);
        QCOMPARE(rig.child<QLabel>("positionTime")->text(), "00:02:30");
        QVERIFY(rig.venue.seeks.empty());
    }
    void forwardGoesAtOnce() {
        BarRig rig;
        rig.click(800);
        QCOMPARE(rig.venue.seeks.size(), 1U);
        QVERIFY(rig.near(rig.venue.seeks[0], 800));
        QVERIFY(!rig.child<QWidget>("backQuestion")->isVisible());
    }
    void backAsksFirst() {
        BarRig rig;
        rig.click(200);
        QVERIFY(rig.venue.seeks.empty());
        QVERIFY(rig.child<QWidget>("backQuestion")->isVisible());
        QVERIFY(rig.child<QLabel>("backQuestionText")->text().contains("new paper account"));
        rig.bar->refresh(); // the answer may take a while
        QVERIFY(rig.child<QWidget>("backQuestion")->isVisible());
        rig.child<QPushButton>("backQuestionConfirm")->click();
        QCOMPARE(rig.venue.seeks.size(), 1U);
        QVERIFY(rig.near(rig.venue.seeks[0], 200));
        QVERIFY(!rig.child<QWidget>("backQuestion")->isVisible());
    }
    void safeAnswers_data() {
        QTest::addColumn<int>("key");
        QTest::newRow("Enter") << int(Qt::Key_Return);
        QTest::newRow("Space") << int(Qt::Key_Space);
        QTest::newRow("Escape") << int(Qt::Key_Escape);
    }
    /// What a hand does without reading leaves everything as it is.
    void safeAnswers() {
        QFETCH(int, key);
        BarRig rig;
        rig.bar->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(rig.bar.get()));
        rig.click(200);
        QVERIFY(rig.child<QPushButton>("backQuestionKeep")->hasFocus());
        QTest::keyClick(rig.child<QPushButton>("backQuestionKeep"), static_cast<Qt::Key>(key));
        QVERIFY(!rig.child<QWidget>("backQuestion")->isVisible());
        QVERIFY(rig.venue.seeks.empty());
        auto* slider = rig.child<SeekSlider>("position");
        QCOMPARE(slider->value(), slider->maximum() / 2);
    }
    void keysMoveThePosition() {
        BarRig rig;
        auto* slider = rig.child<SeekSlider>("position");
        QTest::keyClick(slider, Qt::Key_Right);
        QCOMPARE(rig.venue.seeks, std::vector<UnixNanos>{rig.at(510)});
        rig.bar->refresh();
        QTest::keyClick(slider, Qt::Key_Left);
        QVERIFY(rig.child<QWidget>("backQuestion")->isVisible());
        QCOMPARE(rig.venue.seeks.size(), 1U);
    }
    /// A typed moment goes the same ways, and stands still there when that is wanted.
    void goingToAMoment() {
        BarRig rig;
        rig.bar->goTo(rig.at(600), false);
        QCOMPARE(rig.venue.seeks, std::vector<UnixNanos>{rig.at(600)});
        QVERIFY(rig.venue.pauses.empty());
        rig.bar->goTo(rig.at(700), true);
        QCOMPARE(rig.venue.seeks.back(), rig.at(700));
        QCOMPARE(rig.venue.pauses, std::vector<bool>{true});
        rig.bar->goTo(rig.at(100), true);
        QCOMPARE(rig.venue.seeks.size(), 2U);
        QCOMPARE(rig.venue.pauses.size(), 1U);
        rig.child<QPushButton>("backQuestionConfirm")->click();
        QCOMPARE(rig.venue.seeks.back(), rig.at(100));
        QCOMPARE(rig.venue.pauses, (std::vector<bool>{true, true}));
    }
    void speedsAreNudged_data() {
        QTest::addColumn<double>("speed");
        QTest::addColumn<bool>("faster");
        QTest::addColumn<double>("to"); ///< 0: nothing is asked
        QTest::newRow("faster") << 1.0 << true << 2.0;
        QTest::newRow("slower") << 1.0 << false << 0.5;
        QTest::newRow("faster from between") << 3.0 << true << 5.0;
        QTest::newRow("slower from between") << 3.0 << false << 2.0;
        QTest::newRow("fastest") << 1000.0 << true << 0.0;
        QTest::newRow("slowest") << 0.1 << false << 0.0;
    }
    void speedsAreNudged() {
        QFETCH(double, speed);
        QFETCH(bool, faster);
        QFETCH(double, to);
        BarRig rig;
        rig.venue.playbackState.speed = speed;
        rig.bar->nudgeSpeed(faster);
        QCOMPARE(rig.venue.speeds, to == 0 ? std::vector<double>{} : std::vector<double>{to});
    }
    void whileSeekingThePositionStandsStill() {
        BarRig rig;
        rig.venue.playbackState.catchingUp = true;
        rig.bar->refresh();
        QVERIFY(!rig.child<SeekSlider>("position")->isEnabled());
        rig.click(800);
        QVERIFY(rig.venue.seeks.empty());
    }
    void wheelLeavesThePositionAlone() {
        BarRig rig;
        auto* slider = rig.child<SeekSlider>("position");
        QWheelEvent wheel(slider->rect().center(), slider->mapToGlobal(slider->rect().center()), {}, {0, 120},
                          Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(slider, &wheel);
        QVERIFY(rig.venue.seeks.empty());
        QCOMPARE(slider->value(), slider->maximum() / 2);
    }
    /// Another recording, or a simulated market: the question is about nothing any more.
    void questionGoesWithItsRecording() {
        BarRig rig;
        rig.click(200);
        rig.venue.playbackState.end = rig.at(3'000);
        rig.bar->refresh();
        QVERIFY(!rig.child<QWidget>("backQuestion")->isVisible());
    }
    void controlsWrapInsteadOfBeingCut() {
        BarRig rig;
        rig.bar->resize(220, rig.bar->layout()->totalHeightForWidth(220));
        QCoreApplication::processEvents();
        for (const QToolButton* button : rig.bar->findChildren<QToolButton*>()) {
            const QRect in(button->mapTo(rig.bar.get(), QPoint()), button->size());
            QVERIFY2(rig.bar->rect().contains(in), qPrintable(button->objectName()));
        }
    }
};
QD_TEST(TestPlaybackBar);
#include "TestPlaybackBar.moc"
