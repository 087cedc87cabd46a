#include "tests/layouts/WorkspaceRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QSignalSpy>

using namespace qd;
using namespace qd::workspace;
using test::WorkspaceRig;

namespace {

const std::vector<ScreenArea> kDesk = test::twoScreens();
const std::vector<ScreenArea> kLaptop{{"Left", QRect(0, 0, 1920, 1080)}};
constexpr QRect kOnRight(2'500, 60, 1'100, 800);

/// The offscreen platform moves windows so that their frames of two pixels are on the screen.
bool onOneOf(const QRect& rect, const std::vector<ScreenArea>& screens) {
    return std::ranges::any_of(screens,
                               [&](const ScreenArea& s) { return s.available.adjusted(-2, -2, 2, 2).contains(rect); });
}

} // namespace

/// Monitors come and go while the program runs and while it does not.
class TestWorkspaceMonitors : public QObject {
    Q_OBJECT
    std::unique_ptr<WorkspaceRig> m_rig;
    WorkspaceRig& rig() { return *m_rig; }
    /// Waits until the windows have been put where they belong.
    void plug(const std::vector<ScreenArea>& screens) {
        QSignalSpy settled(rig().workspace.get(), &Workspace::arrangementChanged);
        rig().plugged = screens;
        rig().screens->plug(screens);
        QVERIFY(settled.wait());
        QCoreApplication::processEvents();
    }
    QRect at(std::size_t window) { return rig().window(window)->geometry(); }

  private slots:
    /// One window on each monitor, and a pane that floats on the right one.
    void init() {
        m_rig = std::make_unique<WorkspaceRig>();
        rig().start();
        rig().run("WINDOW NEW");
        rig().window(1)->setGeometry(kOnRight);
        rig().run("PANE MOVE TAPE-1 2");
        rig().run("PANE FLOAT ORDER-1");
        rig().dock("ORDER-1")->setGeometry(2'000, 500, 400, 300);
        QCoreApplication::processEvents();
        rig().workspace->saveNow(); // as every few seconds
    }
    void cleanup() { m_rig.reset(); }

    void unplugAndPlugInAgain() {
        const Layout before = rig().workspace->capture();
        plug(kLaptop);
        QCOMPARE(at(0), before.windows[0].place.geometry); // where it was: nothing there has changed
        QVERIFY(onOneOf(at(1), kLaptop));
        QVERIFY(onOneOf(rig().dock("ORDER-1")->geometry(), kLaptop));
        plug(kDesk);
        const Layout after = rig().workspace->capture();
        QCOMPARE(after.windows[0].place, before.windows[0].place);
        QCOMPARE(after.windows[1].place, before.windows[1].place);
    }
    /// The system has moved the windows before it tells: what it made of them must not be remembered as the user's.
    void whatTheSystemDoesToWindowsIsNotRemembered() {
        rig().screens->plug(kLaptop);
        rig().window(1)->setGeometry(10, 10, 400, 300);
        rig().workspace->saveNow(); // while it settles
        plug(kLaptop);
        plug(kDesk);
        QCOMPARE(at(1), kOnRight);
    }
    void eachArrangementHasItsPlaces() {
        plug(kLaptop);
        rig().window(1)->setGeometry(700, 300, 900, 600);
        QCoreApplication::processEvents();
        rig().workspace->saveNow();
        plug(kDesk);
        QCOMPARE(at(1), kOnRight);
        plug(kLaptop);
        QCOMPARE(at(1), QRect(700, 300, 900, 600));
    }
    void aMonitorThatFlickersChangesNothing() {
        rig().screens->plug(kLaptop);
        rig().window(1)->setGeometry(10, 10, 400, 300);
        plug(kDesk);
        QCOMPARE(at(1), kOnRight);
    }
    void maximisedWindowsFollow() {
        rig().window(1)->showMaximized();
        QCoreApplication::processEvents();
        rig().workspace->saveNow();
        plug(kLaptop);
        QVERIFY(rig().window(1)->isMaximized());
        QVERIFY(onOneOf(rig().window(1)->normalGeometry(), kLaptop));
    }
    void variantsSurviveARestart() {
        plug(kLaptop);
        rig().stop();
        rig().plugged = kDesk; // plugged in while the program was not running
        rig().start();
        QCOMPARE(at(1), kOnRight);
        QCOMPARE(rig().dock("ORDER-1")->geometry(), QRect(2'000, 500, 400, 300));
    }
    void nothingIsRestoredOffScreen() {
        rig().stop();
        rig().plugged = {{"Beamer", QRect(0, 0, 1024, 768)}};
        rig().start();
        for (std::size_t i = 0; i < 2; ++i) QVERIFY(onOneOf(at(i), rig().plugged));
        QVERIFY(onOneOf(rig().dock("ORDER-1")->geometry(), rig().plugged));
    }
    void aClosedWindowLeavesTheVariantsOfTheOthers() {
        rig().run("WINDOW NEW");
        rig().window(2)->setGeometry(3'000, 200, 700, 500);
        QCoreApplication::processEvents();
        rig().workspace->saveNow();
        plug(kLaptop);
        rig().run("WINDOW CLOSE 2");
        QTRY_COMPARE(rig().workspace->windows().size(), 2U);
        plug(kDesk);
        QCOMPARE(at(1), QRect(3'000, 200, 700, 500)); // the third one, not the place of the second
    }
    /// The real ones: what the platform says.
    void theDesktopIsSeen() {
        const Screens real;
        QCOMPARE(real.areas().size(), 2U);
        QCOMPARE(real.areas()[0].name, "Left");
        QCOMPARE(real.monitors()[1], (Monitor{"Right", QRect(1920, -200, 2560, 1440)}));
    }
};
QD_TEST(TestWorkspaceMonitors);
#include "TestWorkspaceMonitors.moc"
