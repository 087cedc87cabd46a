#include "tests/layouts/WorkspaceRig.h"
#include "tests/support/TestRunner.h"

#include <QLineEdit>
#include <QObject>

using namespace qd;
using namespace qd::workspace;
using test::WorkspaceRig;

class TestKeys : public QObject {
    Q_OBJECT
    std::unique_ptr<WorkspaceRig> m_rig;
    std::vector<ports::Subscription> m_actions;
    std::vector<std::string> m_ran;
    WorkspaceRig& rig() { return *m_rig; }

    void add(const char* name, const char* key, bool needsArm, ports::ActionResult answer = std::string()) {
        ports::Action action;
        action.name = name;
        action.key = key;
        action.needsArm = needsArm;
        action.run = [this, name, answer](const ports::ActionWords&, const ports::ActionDone& done) {
            m_ran.emplace_back(name);
            done(answer);
        };
        m_actions.push_back(rig().rig.actions.add(std::move(action)));
        QCoreApplication::processEvents(); // keys are bound when the event loop comes round
    }
    void focus(std::size_t window) {
        rig().window(window)->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(rig().window(window)));
        rig().window(window)->setFocus();
    }
    void press(std::size_t window, Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(rig().window(window)->windowHandle(), key, modifiers);
    }

  private slots:
    void init() {
        m_rig = std::make_unique<WorkspaceRig>();
        rig().start();
        focus(0);
    }
    void cleanup() {
        m_actions.clear();
        m_ran.clear();
        m_rig.reset();
    }

    void backTickAndCtrlKOpenTheBar() {
        CommandBar& bar = rig().window()->commandBar();
        press(0, Qt::Key_QuoteLeft);
        QVERIFY(bar.hasFocus());
        QCOMPARE(bar.text(), QString());
        QTest::keyClick(&bar, Qt::Key_Escape);
        QTest::keyClick(&bar, Qt::Key_Escape);
        QVERIFY(!bar.hasFocus());
        press(0, Qt::Key_K, Qt::ControlModifier);
        QVERIFY(bar.hasFocus());
    }
    void aKeyRunsItsActionInEveryWindow() {
        add("LIGHT", "Ctrl+Shift+L", false);
        rig().run("WINDOW NEW");
        for (std::size_t i = 0; i < 2; ++i) {
            focus(i);
            press(i, Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        }
        QCOMPARE(m_ran, (std::vector<std::string>{"LIGHT", "LIGHT"}));
    }
    void keysThatSendOrdersDoNothingDisarmedAndSaySo() {
        add("SHOOT", "Ctrl+Shift+S", true);
        press(0, Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(m_ran.empty());
        QVERIFY2(rig().message().find("One-click trading is off: SHOOT sends nothing by key.") == 0,
                 rig().message().c_str());
        rig().rig.gate.setArmed(true);
        press(0, Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_ran, std::vector<std::string>{"SHOOT"});
    }
    void typingTheSameWorksDisarmed() {
        add("SHOOT", "Ctrl+Shift+S", true);
        rig().keys->runLine("SHOOT");
        QCOMPARE(m_ran, std::vector<std::string>{"SHOOT"});
    }
    void flattenByKeyNeedsTheSwitch() {
        press(0, Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(rig().rig.venue.cancelledAll.empty());
        press(0, Qt::Key_X, Qt::ControlModifier | Qt::ShiftModifier); // cancels always pass
        QCOMPARE(rig().rig.venue.cancelledAll.size(), 1U);
    }
    void answersAndObjectionsStandInTheStatusBar() {
        add("GOOD", "F6", false, std::string("All is well."));
        add("BAD", "F7", false, fail(ports::ActionCode::Refused, "Not today."));
        press(0, Qt::Key_F6);
        QCOMPARE(rig().message(), "All is well.");
        press(0, Qt::Key_F7);
        QCOMPARE(rig().message(), "Not today.");
        rig().keys->runLine("NONSENSE 5");
        QVERIFY(rig().message().find("there is no command NONSENSE") == 0);
    }
    void keysGoWithTheirAction() {
        add("LIGHT", "Ctrl+Shift+L", false);
        m_actions.clear();
        QCoreApplication::processEvents();
        press(0, Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(m_ran.empty());
    }
    /// Shortcuts belong to their window and were destroyed a second time behind it.
    void keysSurviveTheEndOfTheirWindow() {
        add("LIGHT", "Ctrl+Shift+L", false);
        for (int i = 0; i < 3; ++i) {
            rig().run("WINDOW NEW");
            rig().run("LAYOUT chart");
            rig().run("LAYOUT trader");
        }
        focus(0);
        press(0, Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_ran, std::vector<std::string>{"LIGHT"});
    }
    void textIsTypedWhereTextIsTyped() {
        QLineEdit edit(rig().window());
        edit.show();
        edit.setFocus();
        for (const char c : {'a', '`', 'b'}) QTest::keyClick(rig().window()->windowHandle(), c);
        QCOMPARE(edit.text(), "a`b");
    }
};
QD_TEST(TestKeys);
#include "TestKeys.moc"
