#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/SectionList.h"
#include "widgets/shortcuts/ShortcutSections.h"
#include "widgets/shortcuts/ShortcutsPane.h"

#include <QClipboard>
#include <QObject>
#include <QToolButton>

using namespace qd;
using namespace qd::ui;

namespace {

ports::Action action(const char* name, const char* key) {
    ports::Action a;
    a.name = name;
    a.group = "Trading";
    a.summary = std::string("Does ") + name;
    a.key = key;
    return a;
}

struct KeysRig : test::PaneRig {
    KeysRig() {
        for (const auto& a :
             {action("CANCELALL", "Ctrl+Shift+X"), action("FLATTEN", "Ctrl+Shift+F"), action("TYPED", "")})
            handles.push_back(actions.add(a));
    }
    std::vector<ports::Subscription> handles;
    std::vector<KeyHints> places{{"Everywhere", {{"Ctrl+K / `", "Command bar"}}},
                                 {"Ladder", {{"Space", "Centres on the market"}, {"Drag an order", "Moves it"}}},
                                 {"Tape", {}}};
};

const SectionRow* rowOf(const std::vector<Section>& sections, const QString& text) {
    for (const Section& section : sections) {
        for (const SectionRow& row : section.rows) {
            if (row.text.startsWith(text)) return &row;
        }
    }
    return nullptr;
}

} // namespace

class TestShortcuts : public QObject {
    Q_OBJECT
  private slots:
    void listsKeysOfCommandsAndPanes() {
        KeysRig rig;
        const auto sections = shortcutSections(rig.actions, rig.places);
        QCOMPARE(sections.size(), 3U); // places without keys are left out
        QCOMPARE(sections[0].title, "Trading");
        QCOMPARE(sections[0].rows.size(), 2U); // commands without a key too
        QCOMPARE(rowOf(sections, "FLATTEN")->term, "Ctrl+Shift+F");
        QCOMPARE(rowOf(sections, "Moves it")->term, "Drag an order");
        QCOMPARE(conflictsIn(sections), 0);
    }
    void showsKeysAsTheyAreNow() {
        KeysRig rig;
        rig.actions.setKeys({{"CANCELALL", "F9"}, {"FLATTEN", ""}, {"TYPED", "F10"}});
        const auto sections = shortcutSections(rig.actions, rig.places);
        QCOMPARE(rowOf(sections, "CANCELALL")->term, "F9");
        QVERIFY(rowOf(sections, "FLATTEN") == nullptr);
        QCOMPARE(rowOf(sections, "TYPED")->term, "F10");
    }
    void listsWholeLinesAndDeeds() {
        KeysRig rig;
        rig.places[1].keys.push_back({"H", "Closes half", "LADDER", "CLOSE_HALF"});
        rig.places[1].keys.push_back({"R", "Closes", "LADDER", "CLOSE"});
        rig.actions.setKeys({{"TYPED 1/3", "Ctrl+3"}, {"TYPED 1/2", "H"}}, {{"LADDER", {{"CLOSE", "Shift+R"}}}});
        auto sections = shortcutSections(rig.actions, rig.places);
        QCOMPARE(rowOf(sections, "TYPED 1/3 ")->term, "Ctrl+3");
        QCOMPARE(rowOf(sections, "LADDER CLOSE_HALF · Closes half")->term, "H");
        QCOMPARE(rowOf(sections, "LADDER CLOSE · ")->term, "Shift+R");
        QCOMPARE(conflictsIn(sections), 0); // the ladder takes its H before the window
        rig.actions.setKeys({}, {{"LADDER", {{"CLOSE", "H"}}}});
        sections = shortcutSections(rig.actions, rig.places);
        QCOMPARE(conflictsIn(sections), 2);
        QVERIFY(rowOf(sections, "LADDER CLOSE · ")->detail.contains("LADDER CLOSE_HALF"));
        rig.actions.setKeys({}, {{"LADDER", {{"CLOSE", ""}}}});
        sections = shortcutSections(rig.actions, rig.places);
        QCOMPARE(rowOf(sections, "LADDER CLOSE · ")->term, "no key");
    }
    void conflictsAreMarked_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("inRow");
        QTest::addColumn<QString>("names");
        QTest::addColumn<int>("count");
        QTest::newRow("two commands") << "Ctrl+Shift+F" << "FLATTEN" << "CANCELALL" << 2;
        QTest::newRow("written in another way") << "shift+ctrl+f" << "CANCELALL" << "FLATTEN" << 2;
        QTest::newRow("key of a pane") << "Space" << "Centres" << "CANCELALL" << 1;
        QTest::newRow("second key of a row") << "`" << "Command bar" << "CANCELALL" << 1;
        QTest::newRow("no key at all") << "Hyper+Foo" << "CANCELALL" << "no key" << 1;
    }
    void conflictsAreMarked() {
        QFETCH(QString, key);
        QFETCH(QString, inRow);
        QFETCH(QString, names);
        QFETCH(int, count);
        KeysRig rig;
        rig.actions.setKeys({{"CANCELALL", key.toStdString()}});
        const auto sections = shortcutSections(rig.actions, rig.places);
        QCOMPARE(conflictsIn(sections), count);
        const SectionRow* row = rowOf(sections, inRow);
        QCOMPARE(row->token, Token::Warn);
        QVERIFY2(row->detail.contains(names), qPrintable(row->detail));
        QCOMPARE(rowOf(sections, "Moves it")->token, Token::Text1);
    }
    void paneFollowsChanges() {
        KeysRig rig;
        ShortcutsPane pane(rig.context, rig.places);
        rig.show(pane, {500, 500});
        auto* list = pane.findChild<SectionList*>("shortcuts");
        QCOMPARE(list->shownRows(), 5);
        rig.actions.setKeys({{"TYPED", "F2"}});
        rig.frame(pane);
        QCOMPARE(list->shownRows(), 6);
        QVERIFY(!pane.applyWords({"ctrl", "does"}));
        QCOMPARE(list->shownRows(), 2);
    }
    /// The copy is the whole list, whatever is searched for.
    void copiesAsText() {
        KeysRig rig;
        ShortcutsPane pane(rig.context, rig.places);
        rig.show(pane, {500, 500});
        QVERIFY(!pane.applyWords({"nothing", "fits"}));
        pane.findChild<QToolButton*>("copy")->click();
        const QString text = QGuiApplication::clipboard()->text();
        QVERIFY(text.contains("Ctrl+Shift+X   CANCELALL · Does CANCELALL\n"));
        QVERIFY(text.contains("Space          Centres on the market\n"));
        QVERIFY(text.contains("\nLadder\n"));
    }
};
QD_TEST(TestShortcuts);
#include "TestShortcuts.moc"
