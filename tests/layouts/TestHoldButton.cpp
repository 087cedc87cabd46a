#include "layouts/workspace/HoldButton.h"
#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QSignalSpy>

using namespace qd;
using namespace qd::workspace;

class TestHoldButton : public QObject {
    Q_OBJECT
  private slots:
    void firesOnceWhenHeld_data() {
        QTest::addColumn<bool>("byKey");
        QTest::newRow("mouse") << false;
        QTest::newRow("space bar") << true;
    }
    void firesOnceWhenHeld() {
        QFETCH(bool, byKey);
        test::PaneRig rig;
        HoldButton button(QStringLiteral("Hold"), rig.themes);
        button.show();
        QSignalSpy fired(&button, &HoldButton::fired);
        if (byKey)
            QTest::keyPress(&button, Qt::Key_Space);
        else
            QTest::mousePress(&button, Qt::LeftButton);
        QCOMPARE(fired.size(), 0);
        QTRY_COMPARE(fired.size(), 1);
        if (byKey)
            QTest::keyRelease(&button, Qt::Key_Space);
        else
            QTest::mouseRelease(&button, Qt::LeftButton);
        QCOMPARE(fired.size(), 1);
    }
    void aClickIsNothing() {
        test::PaneRig rig;
        HoldButton button(QStringLiteral("Hold"), rig.themes);
        button.show();
        QSignalSpy fired(&button, &HoldButton::fired);
        QTest::mouseClick(&button, Qt::LeftButton);
        QTest::qWait(HoldButton::kHoldMillis + 100); // what must not happen has no signal to wait for
        QCOMPARE(fired.size(), 0);
    }
};
QD_TEST(TestHoldButton);
#include "TestHoldButton.moc"
