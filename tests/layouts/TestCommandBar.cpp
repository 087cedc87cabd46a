#include "layouts/workspace/CommandBar.h"
#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QSignalSpy>
#include <QVBoxLayout>

using namespace qd;
using namespace qd::workspace;

class TestCommandBar : public QObject {
    Q_OBJECT
    std::unique_ptr<test::PaneRig> m_rig;
    std::unique_ptr<QWidget> m_window;
    CommandBar* m_bar = nullptr;
    QLineEdit* m_other = nullptr; ///< has the keyboard before
    QListWidget* m_list = nullptr;
    std::vector<ports::Subscription> m_actions;

    void add(const char* name, std::vector<std::string> words = {}) {
        ports::Action action;
        action.name = name;
        action.summary = std::string("does ") + name;
        action.run = [](const ports::ActionWords&, const ports::ActionDone& done) { done(std::string()); };
        action.complete = [words](const ports::ActionWords& typed) {
            return typed.size() == 1 ? words : std::vector<std::string>{};
        };
        m_actions.push_back(m_rig->actions.add(std::move(action)));
    }
    void press(Qt::Key key) { QTest::keyClick(m_bar, key); }
    void type(const char* text) { QTest::keyClicks(m_bar, QLatin1String(text)); }
    [[nodiscard]] QStringList listed() const {
        QStringList lines;
        for (int i = 0; m_list->isVisible() && i < m_list->count(); ++i)
            lines << m_list->item(i)->data(Qt::UserRole).toString();
        return lines;
    }
    void run(const char* line) {
        m_bar->setText(QLatin1String(line));
        press(Qt::Key_Return);
    }

  private slots:
    void init() {
        m_rig = std::make_unique<test::PaneRig>();
        add("CANCEL", {"ALL", "5"});
        add("CHART", {"SOL-PERP", "BTC-PERP"});
        add("PAUSE");
        m_window = std::make_unique<QWidget>();
        auto* column = new QVBoxLayout(m_window.get());
        m_other = new QLineEdit(m_window.get());
        m_bar = new CommandBar(m_rig->actions, m_rig->themes, m_window.get());
        column->addWidget(m_other);
        column->addWidget(m_bar);
        m_list = m_bar->findChild<QListWidget*>("completions");
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_other->setFocus();
    }
    void cleanup() {
        m_window.reset();
        m_actions.clear();
        m_rig.reset();
    }

    void beginsWithEverything() {
        m_bar->begin();
        QVERIFY(m_bar->hasFocus());
        QCOMPARE(listed(), (QStringList{"CANCEL", "CHART", "PAUSE"}));
        QVERIFY(m_list->item(1)->text().contains("does CHART"));
    }
    void beginsWithAPartOfALine() {
        m_bar->begin("CHART ");
        QCOMPARE(m_bar->text(), "CHART ");
        QCOMPARE(listed(), (QStringList{"CHART SOL-PERP", "CHART BTC-PERP"}));
    }
    void completesWhileTyping() {
        m_bar->begin();
        type("c");
        QCOMPARE(listed(), (QStringList{"CANCEL", "CHART"}));
        type("h");
        QCOMPARE(listed(), QStringList{"CHART"});
        type("x");
        QVERIFY(!m_list->isVisible());
    }
    void tabTakesTheFirst() {
        m_bar->begin();
        type("c");
        press(Qt::Key_Tab);
        QCOMPARE(m_bar->text(), "CANCEL ");
        QCOMPARE(listed(), (QStringList{"CANCEL ALL", "CANCEL 5"}));
        press(Qt::Key_Tab);
        QCOMPARE(m_bar->text(), "CANCEL ALL ");
        QVERIFY(m_bar->hasFocus());
    }
    void arrowsChooseAndEnterTakes() {
        QSignalSpy entered(m_bar, &CommandBar::entered);
        m_bar->begin();
        type("c");
        press(Qt::Key_Down);
        press(Qt::Key_Down);
        press(Qt::Key_Down); // stays on the last
        press(Qt::Key_Return);
        QCOMPARE(m_bar->text(), "CHART ");
        QCOMPARE(entered.count(), 0);
        press(Qt::Key_Down);
        press(Qt::Key_Down);
        press(Qt::Key_Up);
        press(Qt::Key_Tab);
        QCOMPARE(m_bar->text(), "CHART SOL-PERP ");
        press(Qt::Key_Return);
        QCOMPARE(entered.takeFirst().at(0).toString(), "CHART SOL-PERP");
    }
    void enterRunsWhatIsTyped() {
        QSignalSpy entered(m_bar, &CommandBar::entered);
        m_bar->begin();
        type("  pause ");
        press(Qt::Key_Enter);
        QCOMPARE(entered.takeFirst().at(0).toString(), "pause");
        QCOMPARE(m_bar->text(), QString());
        QVERIFY(!m_list->isVisible());
        press(Qt::Key_Return); // nothing
        QCOMPARE(entered.count(), 0);
        QVERIFY(m_bar->hasFocus()); // the next line follows; letters must not go to a ladder
    }
    void escapeClosesTheListThenGivesTheKeyboardBack() {
        m_bar->begin();
        type("c");
        press(Qt::Key_Escape);
        QVERIFY(!m_list->isVisible());
        QCOMPARE(m_bar->text(), "c");
        press(Qt::Key_Escape);
        QCOMPARE(m_bar->text(), QString());
        QVERIFY(m_other->hasFocus());
    }
    void escapeWhenWhatHadTheKeyboardIsGone() {
        m_bar->begin();
        delete m_other;
        m_other = nullptr;
        press(Qt::Key_Escape);
        press(Qt::Key_Escape);
        QVERIFY(!m_bar->hasFocus());
    }
    void upAndDownWalkTheHistory() {
        for (const char* line : {"A", "B", "A", "C"}) run(line);
        QCOMPARE(m_bar->history(), (QStringList{"B", "A", "C"})); // once each, the newest place
        m_bar->setFocus();
        for (const char* line : {"C", "A", "B", "B"}) {
            press(Qt::Key_Up);
            QCOMPARE(m_bar->text(), line);
        }
        press(Qt::Key_Down);
        QCOMPARE(m_bar->text(), "A");
        press(Qt::Key_Down);
        press(Qt::Key_Down);
        QCOMPARE(m_bar->text(), QString()); // beyond the newest
    }
    void upFromTheListIsTheHistoryToo() {
        run("PAUSE");
        m_bar->begin();
        QVERIFY(m_list->isVisible());
        press(Qt::Key_Up);
        QCOMPARE(m_bar->text(), "PAUSE");
        QVERIFY(!m_list->isVisible());
    }
    void aHistoryFromElsewhereIsWalkedFromItsEnd() {
        run("X");
        m_bar->setHistory({"1", "2", "3"});
        m_bar->setFocus();
        press(Qt::Key_Up);
        QCOMPARE(m_bar->text(), "3");
    }
    void theHistoryIsBounded() {
        for (int i = 0; i < 250; ++i) run(QByteArray::number(i).constData());
        QCOMPARE(m_bar->history().size(), 200);
        QCOMPARE(m_bar->history().last(), "249");
    }
    void aClickTakesALine() {
        m_bar->begin();
        m_list->setCurrentRow(1);
        QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, m_list->visualItemRect(m_list->item(1)).center());
        QCOMPARE(m_bar->text(), "CHART ");
    }
    void theListGoesWithTheFocus() {
        m_bar->begin();
        m_other->setFocus();
        QVERIFY(!m_list->isVisible());
    }
};
QD_TEST(TestCommandBar);
#include "TestCommandBar.moc"
