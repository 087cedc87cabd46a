#include "tests/layouts/WorkspaceRig.h"
#include "tests/support/TestRunner.h"

#include <QCursor>
#include <QObject>

using namespace qd;
using namespace qd::workspace;
using test::WorkspaceRig;

/// Panes are dragged with the mouse.
class TestDrag : public QObject {
    Q_OBJECT
    std::unique_ptr<WorkspaceRig> m_rig;
    WorkspaceRig& rig() { return *m_rig; }

    static void mouse(QWidget* widget, QEvent::Type type, const QPoint& global, Qt::MouseButtons buttons) {
        QMouseEvent event(type, widget->mapFromGlobal(global), global, Qt::LeftButton, buttons, Qt::NoModifier);
        QCoreApplication::sendEvent(widget, &event);
    }
    /// A floating pane let go over a point.
    void drop(const char* id, const QPoint& at) {
        PaneDock* dock = rig().dock(id);
        dock->setFloating(true);
        QCursor::setPos(at);
        dock->move(at - QPoint(20, 10)); // as the drag does
        mouse(dock, QEvent::MouseButtonRelease, at, Qt::NoButton);
        QCoreApplication::processEvents();
    }
    QPoint middleOf(const char* id) {
        PaneDock* dock = rig().dock(id);
        return dock->mapToGlobal(dock->rect().center());
    }
    DockNode tree(std::size_t window) { return rig().workspace->capture().windows.at(window).root; }

  private slots:
    /// Two windows that do not overlap: BOOK | CHART+TAPE / ORDER, and CHART-2 alone.
    void init() {
        m_rig = std::make_unique<WorkspaceRig>();
        rig().start();
        rig().run("WINDOW NEW");
        rig().window(1)->setGeometry(2'500, 60, 1'000, 800);
        rig().run("CHART NEW");
        rig().run("PANE MOVE CHART-2 2");
        rig().window(1)->activateWindow();
    }
    void cleanup() { m_rig.reset(); }

    void intoTheMiddleIsATab() {
        drop("BOOK-1", middleOf("CHART-2"));
        QCOMPARE(rig().dock("BOOK-1")->parent(), rig().window(1));
        QVERIFY(!rig().dock("BOOK-1")->isFloating());
        QCOMPARE(tree(1).tabs, (std::vector<std::string>{"CHART-2", "BOOK-1"}));
        QCOMPARE(tree(1).current, 1); // what was dropped is in front
        QCOMPARE(rig().workspace->capture().windows[0].panes.size(), 3U);
    }
    void atAnEdge_data() {
        QTest::addColumn<QPoint>("offset"); ///< from the middle of CHART-2
        QTest::addColumn<bool>("horizontal");
        QTest::addColumn<bool>("first");
        QTest::newRow("left") << QPoint(-490, 0) << true << true;
        QTest::newRow("right") << QPoint(490, 0) << true << false;
        QTest::newRow("top") << QPoint(0, -350) << false << true;
        QTest::newRow("bottom") << QPoint(0, 350) << false << false;
    }
    void atAnEdge() {
        QFETCH(QPoint, offset);
        QFETCH(bool, horizontal);
        QFETCH(bool, first);
        drop("BOOK-1", middleOf("CHART-2") + offset);
        const DockNode root = tree(1);
        QCOMPARE(root.children.size(), 2U);
        QCOMPARE(root.horizontal, horizontal);
        QCOMPARE(root.children[first ? 0 : 1].tabs, std::vector<std::string>{"BOOK-1"});
        QCOMPARE(root.children[first ? 1 : 0].tabs, std::vector<std::string>{"CHART-2"});
    }
    void intoAnEmptyWindow() {
        rig().run("PANE CLOSE CHART-2");
        drop("ORDER-1", rig().window(1)->geometry().center());
        QCOMPARE(tree(1).tabs, std::vector<std::string>{"ORDER-1"});
        QVERIFY(rig().dock("ORDER-1")->width() > 900);
    }
    void besideAllWindowsItKeepsFloating() {
        drop("BOOK-1", QPoint(1'500, 900));
        QVERIFY(rig().dock("BOOK-1")->isFloating());
        QCOMPARE(rig().dock("BOOK-1")->parent(), rig().window(0));
    }
    /// Windows may lie over each other; the one in front gets it, not the one opened first.
    void theWindowInFrontGetsIt() {
        rig().window(1)->setGeometry(rig().window(0)->geometry());
        rig().window(1)->activateWindow();
        QCoreApplication::processEvents();
        rig().run("WINDOW NEW");
        rig().window(2)->setGeometry(rig().window(0)->geometry());
        rig().window(2)->activateWindow();
        QTRY_COMPARE(rig().workspace->activeWindow(), rig().window(2));
        drop("BOOK-1", rig().window(2)->geometry().center());
        QCOMPARE(rig().dock("BOOK-1")->parent(), rig().window(2));
    }
    void thePreviewShowsWhere() {
        PaneDock* dock = rig().dock("BOOK-1");
        dock->setFloating(true);
        QCursor::setPos(middleOf("CHART-2") + QPoint(490, 0));
        dock->move(QCursor::pos() - QPoint(20, 10));
        auto* preview = rig().window(1)->findChild<QWidget*>("dropPreview");
        QVERIFY(preview->isVisible());
        const QRect target = rig().dock("CHART-2")->geometry();
        QCOMPARE(preview->geometry().right(), target.right());
        QVERIFY(std::abs(preview->width() - target.width() / 2) <= 1);
        QCursor::setPos(1'500, 900);
        dock->move(1'480, 890);
        QVERIFY(!preview->isVisible());
    }
    /// A pane dropped stays one when it is closed meanwhile, and the arrangement is saved as it is.
    void closedBeforeItArrives() {
        PaneDock* dock = rig().dock("BOOK-1");
        const QPoint at = middleOf("CHART-2");
        dock->setFloating(true);
        mouse(dock, QEvent::MouseButtonRelease, at, Qt::NoButton);
        rig().workspace->close(dock);
        QCoreApplication::processEvents();
        QVERIFY(rig().dock("BOOK-1") == nullptr);
    }
    /// A group of tabs dragged out as one became a window of Qt's own, and its panes were lost to the layout.
    void everyPaneThatFloatsIsInTheLayout() {
        QVERIFY(!rig().window(0)->dockOptions().testFlag(QMainWindow::GroupedDragging));
        for (const char* id : {"CHART-1", "TAPE-1", "BOOK-1", "ORDER-1"}) rig().run(std::string("PANE FLOAT ") + id);
        const Layout layout = rig().workspace->capture();
        QCOMPARE(layout.windows[0].panes.size(), 4U);
        QCOMPARE(layout.windows[0].place.floating.size(), 4U);
        QVERIFY(layout.windows[0].root.empty());
        for (const char* id : {"CHART-1", "TAPE-1"}) rig().run(std::string("PANE DOCK ") + id);
        QCOMPARE(rig().workspace->capture().windows[0].place.floating.size(), 2U);
    }
};
QD_TEST(TestDrag);
#include "TestDrag.moc"
