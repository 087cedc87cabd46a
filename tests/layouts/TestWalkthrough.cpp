#include "layouts/workspace/Walkthrough.h"
#include "tests/layouts/WorkspaceRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QPushButton>

using namespace qd;
using namespace qd::workspace;

class TestWalkthrough : public QObject {
    Q_OBJECT
    std::unique_ptr<test::WorkspaceRig> m_rig;
    std::unique_ptr<Walkthrough> m_tour;
    QWidget* card() const {
        for (WorkspaceWindow* window : m_rig->workspace->windows()) {
            if (auto* found = window->findChild<QFrame*>(QStringLiteral("walkthrough"))) return found;
        }
        return nullptr;
    }

  private slots:
    void init() {
        m_rig = std::make_unique<test::WorkspaceRig>();
        QCOMPARE(m_rig->start(), QString());
        m_tour = std::make_unique<Walkthrough>(m_rig->rig.context, *m_rig->workspace);
    }
    void cleanup() {
        m_tour.reset();
        m_rig.reset();
    }

    void goesThroughItsCardsAndEnds() {
        m_tour->begin();
        QVERIFY(card() != nullptr);
        QVERIFY(m_rig->window()->rect().contains(card()->geometry()));
        for (int i = 0; i < 5; ++i) {
            QVERIFY(m_tour->isShown());
            QTest::mouseClick(card()->findChild<QPushButton*>(QStringLiteral("walkthroughNext")), Qt::LeftButton);
        }
        QVERIFY(!m_tour->isShown());
    }
    void escapeEndsIt() {
        m_tour->begin();
        QTest::keyClick(card(), Qt::Key_Escape);
        QVERIFY(!m_tour->isShown());
    }
    /// Another layout takes the window away under it; that was undefined behaviour.
    void aWindowThatGoesTakesItAlong() {
        m_tour->begin();
        QVERIFY(m_rig->workspace->apply(m_rig->workspace->capture()).isEmpty());
        QTRY_VERIFY(!m_tour->isShown());
        m_tour->begin();
        QVERIFY(m_tour->isShown());
    }
};
QD_TEST(TestWalkthrough);
#include "TestWalkthrough.moc"
