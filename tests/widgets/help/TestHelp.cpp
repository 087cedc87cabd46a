#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/SectionList.h"
#include "widgets/help/HelpPane.h"
#include "widgets/help/HelpSections.h"

#include <QLabel>
#include <QLineEdit>
#include <QObject>

using namespace qd;
using namespace qd::ui;

namespace {

ports::Action action(const char* name, const char* group, const char* usage, std::vector<std::string>* runs = nullptr) {
    ports::Action a;
    a.name = name;
    a.group = group;
    a.summary = std::string("Does ") + name;
    a.usage = usage;
    a.run = [runs, n = a.name](const ports::ActionWords& words, const ports::ActionDone& done) {
        if (runs != nullptr) runs->push_back(n);
        if (n == "REFUSES") return done(fail(ports::ActionCode::Refused, "not now"));
        done(words.empty() ? std::string() : std::string("with words"));
    };
    return a;
}

const Section* sectionOf(const std::vector<Section>& sections, const QString& title) {
    const auto found = std::ranges::find(sections, title, &Section::title);
    return found == sections.end() ? nullptr : &*found;
}

struct HelpRig : test::PaneRig {
    HelpRig() {
        auto armed = action("FLATTEN", "Trading", "FLATTEN", &runs);
        armed.needsArm = ports::always;
        armed.key = "Ctrl+Shift+F";
        auto kill = action("KILL", "Trading", "KILL", &runs);
        kill.mustBeHeld = true;
        for (auto& a : {action("PAUSE", "Venue", "PAUSE", &runs), action("SPEED", "Venue", "SPEED 0.1-1000", &runs),
                        action("CHART", "Panes", "CHART [market] [interval]", &runs),
                        action("REFUSES", "Venue", "REFUSES", &runs), armed, kill})
            handles.push_back(actions.add(a));
        pane = std::make_unique<HelpPane>(context);
        show(*pane, {700, 600});
    }
    SectionList& list() { return *pane->findChild<SectionList*>("commands"); }
    QLineEdit& search() { return *pane->findChild<QLineEdit*>("search"); }
    QString answer() { return pane->findChild<QLabel*>("answer")->text(); }
    /// Searches for one command and presses Enter twice: to choose it, and to run it.
    void enter(const char* name) {
        search().setText(name);
        QTest::keyClick(&search(), Qt::Key_Return);
        QTest::keyClick(&list(), Qt::Key_Return);
    }
    std::vector<std::string> runs;
    std::vector<ports::Subscription> handles;
    std::unique_ptr<HelpPane> pane;
};

} // namespace

class TestHelp : public QObject {
    Q_OBJECT
  private slots:
    void knowsWhatRunsWithoutWords_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("usage");
        QTest::addColumn<bool>("bare");
        QTest::newRow("name only") << "PAUSE" << "PAUSE" << true;
        QTest::newRow("no usage") << "PAUSE" << "" << true;
        QTest::newRow("optional word") << "STEP" << "STEP [events]" << true;
        QTest::newRow("optional words") << "CHART" << "CHART [market] [interval]" << true;
        QTest::newRow("optional words inside") << "X" << "X [a [b]]" << true;
        QTest::newRow("needed word") << "SPEED" << "SPEED 0.1-1000" << false;
        QTest::newRow("needed, then optional") << "CANCEL" << "CANCEL id|ALL [market]" << false;
        QTest::newRow("forms that need words") << "LAYOUT" << "LAYOUT name  |  LAYOUT SAVE name" << false;
        QTest::newRow("one form needs none") << "X" << "X name  |  X" << true;
        QTest::newRow("another name") << "X" << "XY" << false;
        QTest::newRow("bracket not closed") << "X" << "X [a" << false;
    }
    void knowsWhatRunsWithoutWords() {
        QFETCH(QString, name);
        QFETCH(QString, usage);
        QFETCH(bool, bare);
        ports::Action a;
        a.name = name.toStdString();
        a.usage = usage.toStdString();
        QCOMPARE(runsBare(a), bare);
    }
    void everyCommandIsThere() {
        HelpRig rig;
        rig.actions.setKeys({{"PAUSE", "F8"}});
        const auto sections = helpSections(rig.actions);
        const Section* venue = sectionOf(sections, "Venue");
        QVERIFY(venue != nullptr);
        QCOMPARE(venue->rows.size(), 3U);
        QCOMPARE(venue->rows[0].term, "PAUSE");
        QCOMPARE(venue->rows[0].mark, "F8");
        QVERIFY(venue->rows[0].detail.isEmpty()); // would only say the name again
        QCOMPARE(venue->rows[2].detail, "SPEED 0.1-1000");
        QCOMPARE(sectionOf(sections, "Trading")->rows[0].mark, "Ctrl+Shift+F");
    }
    void keysThatCanBeChosenAreExplained() {
        HelpRig rig;
        const std::vector<KeyHints> places{
            {"Ladder", {{"Space", "Follows"}, {"H", "Closes half", "LADDER", "CLOSE_HALF"}}}};
        rig.actions.setKeys({}, {{"LADDER", {{"CLOSE_HALF", "Shift+H"}}}});
        const auto sections = helpSections(rig.actions, places);
        const Section* keys = sectionOf(sections, "Keys: Ladder");
        QVERIFY(keys != nullptr);
        QCOMPARE(keys->rows.size(), 1U);
        QCOMPARE(keys->rows[0].term, "LADDER CLOSE_HALF");
        QCOMPARE(keys->rows[0].mark, "Shift+H");
    }
    /// A mark stands beside every number: its meaning must be found.
    void marksAreExplained() {
        const auto sections = helpSections(ports::Actions());
        QCOMPARE(sectionOf(sections, "Start here")->rows.size(), 5U);
        const QString text = plainText(sections);
        for (const char* mark : {"SIMULATED", "REPLAY", "PAPER", "est."}) QVERIFY2(text.contains(mark), mark);
        QVERIFY(text.contains("behind the quantity displayed"));
    }
    void newCommandsAppear() {
        HelpRig rig;
        const int before = rig.list().shownRows();
        auto later = rig.actions.add(action("LATER", "Venue", "LATER"));
        rig.frame(*rig.pane);
        QCOMPARE(rig.list().shownRows(), before + 1);
        later.cancel();
        rig.frame(*rig.pane);
        QCOMPARE(rig.list().shownRows(), before);
    }
    void searchesWhileTyping() {
        HelpRig rig;
        QTest::keyClicks(&rig.search(), "does paus");
        QCOMPARE(rig.list().shownRows(), 1);
        QTest::keyClick(&rig.search(), Qt::Key_Escape);
        QVERIFY(rig.search().text().isEmpty());
        QVERIFY(!rig.pane->applyWords({"chart", "interval"}));
        QCOMPARE(rig.list().shownRows(), 1);
    }
    /// Enter in the search only chooses; a second one runs.
    void runs_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("armed");
        QTest::addColumn<bool>("ran");
        QTest::addColumn<QString>("answer");
        QTest::newRow("without words") << QByteArray("PAUSE") << false << true << "PAUSE is done.";
        QTest::newRow("optional words") << QByteArray("CHART [") << false << true << "CHART is done.";
        QTest::newRow("needs words") << QByteArray("SPEED") << false << false
                                     << "SPEED needs words; type it in the command bar (Ctrl+K): SPEED 0.1-1000";
        QTest::newRow("refused") << QByteArray("REFUSES") << false << true << "not now";
        QTest::newRow("orders, disarmed")
            << QByteArray("FLATTEN") << false << false
            << "FLATTEN trades, so it is not run from here; type it in the command bar (Ctrl+K).";
        QTest::newRow("orders, armed") << QByteArray("FLATTEN") << true << false
                                       << "FLATTEN trades, so it is not run from here; type it in the command bar "
                                          "(Ctrl+K).";
        QTest::newRow("for emergencies") << QByteArray("KILL") << true << false
                                         << "KILL trades, so it is not run from here; type it in the command bar "
                                            "(Ctrl+K).";
    }
    void runs() {
        QFETCH(QByteArray, name);
        QFETCH(bool, armed);
        QFETCH(bool, ran);
        QFETCH(QString, answer);
        HelpRig rig;
        rig.gate.setArmed(armed);
        rig.search().setText(name);
        QTest::keyClick(&rig.search(), Qt::Key_Return);
        QVERIFY(rig.runs.empty());
        rig.enter(name);
        QCOMPARE(!rig.runs.empty(), ran);
        QCOMPARE(rig.answer(), answer);
    }
    void answersMayComeTooLate() {
        HelpRig rig;
        ports::ActionDone late;
        ports::Action slow = action("SLOW", "Venue", "SLOW");
        slow.run = [&](const ports::ActionWords&, ports::ActionDone done) { late = std::move(done); };
        const auto handle = rig.actions.add(slow);
        rig.frame(*rig.pane);
        rig.enter("SLOW");
        QVERIFY(late);
        rig.pane.reset();
        late(std::string("done"));
    }
    /// What commands answer is text, whatever it looks like.
    void answersAreNotMarkup() {
        HelpRig rig;
        QCOMPARE(rig.pane->findChild<QLabel*>("answer")->textFormat(), Qt::PlainText);
    }
};
QD_TEST(TestHelp);
#include "TestHelp.moc"
