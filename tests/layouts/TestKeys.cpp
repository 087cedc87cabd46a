#include "layouts/workspace/HoldButton.h"
#include "layouts/workspace/TopBar.h"
#include "tests/layouts/WorkspaceRig.h"
#include "tests/support/TestRunner.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QMenu>
#include <QObject>
#include <QToolButton>

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
        if (needsArm) action.needsArm = ports::always;
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
    void aGuardIsNotPassedByAKey() {
        add("GUARD", "Ctrl+Shift+G", false);
        add("LIGHT", "Ctrl+Shift+L", false);
        press(0, Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
        press(0, Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_ran, std::vector<std::string>{"LIGHT"});
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
        rig().rig.venue.accountView = std::make_shared<AccountView>();
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
    /// Holding REVERSE down turned the position round and round.
    void aHeldKeyRunsItsLineOnce() {
        add("SHOOT", "F6", false);
        QWindow* window = rig().window()->windowHandle();
        for (const bool repeats : {false, true, true, true})
            QTest::simulateEvent(window, true, Qt::Key_F6, Qt::NoModifier, QString(), repeats);
        QCOMPARE(m_ran.size(), 1U);
        const auto shortcuts = rig().window()->findChildren<QShortcut*>();
        QVERIFY(!shortcuts.isEmpty());
        for (const QShortcut* shortcut : shortcuts)
            QVERIFY2(!shortcut->autoRepeat(), qPrintable(shortcut->key().toString()));
    }
    /// X11 tells a repetition as let go and pressed again at one time; Qt sees that only when both have arrived.
    void repetitionsAreKnownByTheirTime() {
        ui::KeyRepeats x11(true);
        ui::KeyRepeats other(false);
        const auto repeats = [](ui::KeyRepeats& keys, QEvent::Type type, int key, quint64 at, bool told = false) {
            QKeyEvent event(type, key, {}, {}, told);
            event.setTimestamp(at);
            return keys.isRepeat(event);
        };
        QVERIFY(!repeats(x11, QEvent::KeyPress, Qt::Key_S, 100));
        QVERIFY(!repeats(x11, QEvent::KeyRelease, Qt::Key_S, 760));
        QVERIFY(repeats(x11, QEvent::ShortcutOverride, Qt::Key_S, 760));
        QVERIFY(repeats(x11, QEvent::KeyPress, Qt::Key_S, 760));
        QVERIFY(!repeats(x11, QEvent::KeyPress, Qt::Key_A, 760)); // another key
        QVERIFY(!repeats(x11, QEvent::KeyRelease, Qt::Key_S, 800));
        QVERIFY(!repeats(x11, QEvent::KeyPress, Qt::Key_S, 801)); // by hand, fast
        QVERIFY(repeats(x11, QEvent::KeyPress, Qt::Key_S, 900, true));
        QVERIFY(!repeats(other, QEvent::KeyRelease, Qt::Key_S, 760));
        QVERIFY(!repeats(other, QEvent::KeyPress, Qt::Key_S, 760));
    }
    /// Of those that the window has by name: what closes, turns round or moves stops did so disarmed.
    void whatTradesDoesNothingByKeyDisarmed_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<bool>("trades");
        for (const char* line : {"CLOSE", "CLOSE 1/3", "REVERSE", "BREAKEVEN", "FLATTEN", "ORDER BUY 1",
                                 "AMEND 5 148 1", "TWAP RESUME", "JOIN BUY", "CROSS SELL", "NUDGE STOPS +1"})
            QTest::newRow(line) << QByteArray(line) << true;
        for (const char* line : {"CANCEL ALL", "CANCELALL", "KILL", "ORDER", "ORDER SOL-PERP", "ORDER NEW BTC-PERP",
                                 "TWAP", "TWAP PAUSE", "ARM OFF", "SIZE 2", "LAYOUT trader"})
            QTest::newRow(line) << QByteArray(line) << false;
    }
    void whatTradesDoesNothingByKeyDisarmed() {
        QFETCH(QByteArray, line);
        QFETCH(bool, trades);
        auto words = ports::splitWords(line.toStdString()).value();
        const ports::Action* action = rig().rig.actions.find(words.front());
        QVERIFY(action != nullptr);
        words.erase(words.begin());
        QCOMPARE(ports::sendsOrders(*action, words), trades);
        if (!trades) return;
        auto account = std::make_shared<AccountView>();
        PositionView p;
        p.position.base = Quantity::of(3);
        account->positions = {p};
        rig().rig.venue.accountView = account;
        rig().rig.actions.setKeys({{line.toStdString(), "F6"}});
        QCoreApplication::processEvents();
        press(0, Qt::Key_F6);
        const auto& venue = rig().rig.venue;
        QVERIFY(venue.placed.empty() && venue.amended.empty() && venue.cancelledAll.empty());
        QVERIFY2(rig().message().find("One-click trading is off: " + line.toStdString()) == 0, rig().message().c_str());
    }
    void aWholeLineHasAKey() {
        auto account = std::make_shared<AccountView>();
        PositionView p;
        p.position.base = Quantity::of(3);
        account->positions = {p};
        rig().rig.venue.accountView = account;
        rig().rig.actions.setKeys({{"CLOSE 1/3", "Ctrl+3"}, {"LAYOUT chart", "F9"}});
        QCoreApplication::processEvents();
        rig().rig.gate.setArmed(true);
        press(0, Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(rig().rig.venue.placed.size(), 1U);
        QCOMPARE(rig().rig.venue.placed[0].size, Quantity::of(1));
        press(0, Qt::Key_F9);
        QTRY_VERIFY(rig().dock("ORDER-1") == nullptr);
    }
    void killByKeyMustBeHeld() {
        rig().rig.venue.accountView = std::make_shared<AccountView>();
        rig().rig.actions.setKeys({{"KILL", "Ctrl+F12"}});
        QCoreApplication::processEvents();
        QWindow* window = rig().window()->windowHandle();
        rig().rig.gate.setArmed(true);
        QTest::keyPress(window, Qt::Key_F12, Qt::ControlModifier);
        QVERIFY2(rig().message().find("Hold Ctrl+F12 for KILL") == 0, rig().message().c_str());
        QTest::qWait(200);
        QTest::keyRelease(window, Qt::Key_F12, Qt::ControlModifier);
        QTRY_COMPARE(rig().message(), "Let go: nothing was done.");
        QTest::qWait(900);
        QVERIFY(rig().rig.gate.armed());
        QVERIFY(rig().rig.venue.cancelledAll.empty());
        QTest::keyPress(window, Qt::Key_F12, Qt::ControlModifier);
        // A window system repeats a held key by letting it go and pressing it again.
        QKeyEvent repeat(QEvent::KeyRelease, Qt::Key_F12, Qt::ControlModifier, {}, true);
        QCoreApplication::sendEvent(rig().window(), &repeat);
        QTRY_COMPARE_WITH_TIMEOUT(rig().rig.venue.cancelledAll.size(), 1U, 3'000);
        QVERIFY(!rig().rig.gate.armed());
        QTest::keyRelease(window, Qt::Key_F12, Qt::ControlModifier);
    }
    /// Under X11 the repetition of a held key came as keys that were let go: it fired, and began again.
    void aKeyThatRepeatsIsStillHeld() {
        HeldKey held;
        int fired = 0;
        int letGo = 0;
        connect(&held, &HeldKey::letGo, this, [&] { ++letGo; });
        const auto down = [&] { held.begin([&] { ++fired; }); };
        const auto up = [&] {
            QKeyEvent release(QEvent::KeyRelease, Qt::Key_F12, Qt::ControlModifier);
            QCoreApplication::sendEvent(rig().window(), &release);
        };
        QElapsedTimer time;
        time.start();
        down();
        while (time.elapsed() < HoldButton::kHoldMillis + 400) {
            QTest::qWait(20);
            up();
            down();
        }
        QCOMPARE(fired, 1);
        up();
        QTest::qWait(200);
        QCOMPARE(letGo, 0); // something was done
        down();             // anew
        up();
        QTRY_COMPARE(letGo, 1);
        QTest::qWait(HoldButton::kHoldMillis + 100);
        QCOMPARE(fired, 1);
    }
    void leavingTheWindowLetsGo() {
        HeldKey held;
        int fired = 0;
        held.begin([&] { ++fired; });
        QEvent left(QEvent::ApplicationDeactivate);
        QCoreApplication::sendEvent(QCoreApplication::instance(), &left);
        QTest::qWait(HoldButton::kHoldMillis + 100);
        QCOMPARE(fired, 0);
    }
    /// One click in the menu closed everything.
    void theMenuBeginsWhatTrades() {
        add("LIGHT", "", false);
        auto* button = rig().window()->findChild<TopBar*>("topBar")->findChild<QToolButton*>();
        const auto choose = [&](const QString& name) {
            button->click();
            auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            QVERIFY(menu != nullptr);
            for (QMenu* group : menu->findChildren<QMenu*>()) {
                for (QAction* entry : group->actions()) {
                    if (entry->text().section('\t', 0, 0) == name) entry->trigger();
                }
            }
            menu->close();
        };
        CommandBar& bar = rig().window()->commandBar();
        for (const char* name : {"CLOSE", "REVERSE", "BREAKEVEN", "FLATTEN", "KILL", "JOIN", "CANCEL"}) {
            choose(name);
            QCOMPARE(bar.text(), QString(name) + ' ');
        }
        QVERIFY(rig().rig.venue.cancelledAll.empty() && rig().rig.venue.placed.empty());
        choose("LIGHT");
        QCOMPARE(m_ran, std::vector<std::string>{"LIGHT"});
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
