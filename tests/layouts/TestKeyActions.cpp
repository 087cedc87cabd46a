#include "core/base/File.h"
#include "layouts/workspace/KeyActions.h"
#include "layouts/workspace/Keys.h"
#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"

#include <QLabel>
#include <QObject>
#include <QTemporaryDir>

#include <span>

using namespace qd;
using namespace qd::workspace;

namespace {

/// Two commands, one of which sends orders, and KEY over a file in a folder of its own.
struct KeyRig : test::PaneRig {
    KeyRig() {
        add("FLATTEN", "Ctrl+Shift+F", true);
        add("PAUSE", "", false);
        add("GUARD", "", false);
        keys.emplace(context, file(), saver, deeds);
    }
    void add(const char* name, const char* key, bool needsArm) {
        ports::Action a;
        a.name = name;
        a.key = key;
        if (needsArm) a.needsArm = ports::always;
        a.run = [this, n = a.name](const ports::ActionWords&, const ports::ActionDone& done) {
            runs.push_back(n);
            done(std::string());
        };
        handles.push_back(actions.add(a));
    }
    [[nodiscard]] std::filesystem::path file() const { return folder.filePath("keys.toml").toStdString(); }
    ports::ActionResult run(const char* line) {
        ports::ActionResult result;
        actions.run(line, [&](ports::ActionResult r) { result = std::move(r); });
        return result;
    }
    [[nodiscard]] std::string keyOf(const char* name) const { return actions.keyOf(*actions.find(name)); }
    void write(const std::string& text) {
        if (!writeFileAtomically(file(), std::as_bytes(std::span(text)))) qFatal("the file could not be written");
    }
    std::vector<ui::KeyHint> deeds{
        {"H", "Closes half", "LADDER", "CLOSE_HALF"}, {"R", "Closes", "LADDER", "CLOSE"}, {"Space", "Follows"}};
    QTemporaryDir folder;
    std::vector<std::string> runs;
    std::vector<ports::Subscription> handles;
    FileSaver saver;
    std::optional<KeyActions> keys;
};

} // namespace

class TestKeyActions : public QObject {
    Q_OBJECT
  private slots:
    void chosenKeysStay() {
        KeyRig rig;
        QCOMPARE(*rig.run("KEY pause ctrl+p"), "The key of PAUSE is Ctrl+P.");
        QCOMPARE(*rig.run("KEY FLATTEN NONE"), "FLATTEN has no key.");
        QCOMPARE(*rig.run("KEY"), "FLATTEN none, PAUSE Ctrl+P");
        rig.saver.flush();
        rig.keys.reset();
        rig.actions.setKeys({});
        rig.keys.emplace(rig.context, rig.file(), rig.saver, rig.deeds); // the next start
        QVERIFY(rig.keys->load().isEmpty());
        QCOMPARE(rig.keyOf("PAUSE"), "Ctrl+P");
        QCOMPARE(rig.keyOf("FLATTEN"), "");
        QCOMPARE(*rig.run("KEY FLATTEN DEFAULT"), "The key of FLATTEN is Ctrl+Shift+F.");
        QCOMPARE(*rig.run("KEY PAUSE"), "The key of PAUSE is Ctrl+P.");
    }
    void wholeLinesHaveKeys() {
        KeyRig rig;
        QCOMPARE(*rig.run("KEY \"pause  1/3\" Ctrl+3"), "The key of PAUSE 1/3 is Ctrl+3.");
        QCOMPARE(*rig.run("KEY \"PAUSE 1/3\""), "The key of PAUSE 1/3 is Ctrl+3.");
        QCOMPARE(*rig.run("KEY"), "\"PAUSE 1/3\" Ctrl+3");
        QCOMPARE(rig.keyOf("PAUSE"), "");
        const auto taken = rig.run("KEY FLATTEN Ctrl+3");
        QVERIFY(!taken.has_value());
        QCOMPARE(taken.error().detail, "Ctrl+3 is the key of \"PAUSE 1/3\"; KEY \"PAUSE 1/3\" NONE frees it.");
        QCOMPARE(rig.actions.complete("KEY PAU", 9), (std::vector<std::string>{"KEY PAUSE", "KEY \"PAUSE 1/3\""}));
        rig.saver.flush();
        rig.keys.reset();
        rig.actions.setKeys({});
        rig.keys.emplace(rig.context, rig.file(), rig.saver, rig.deeds); // the next start
        QVERIFY(rig.keys->load().isEmpty());
        QCOMPARE(*rig.run("KEY \"PAUSE 1/3\""), "The key of PAUSE 1/3 is Ctrl+3.");
        QCOMPARE(*rig.run("KEY \"PAUSE 1/3\" NONE"), "PAUSE 1/3 has no key.");
        QCOMPARE(*rig.run("KEY"), "All commands have their default keys."); // it has none to be kept away
    }
    void deedsOfTheLadderHaveKeys() {
        KeyRig rig;
        QCOMPARE(*rig.run("KEY ladder close_half"), "The key of LADDER CLOSE_HALF is H.");
        QCOMPARE(*rig.run("KEY LADDER CLOSE_HALF shift+h"), "The key of LADDER CLOSE_HALF is Shift+H.");
        QCOMPARE(*rig.run("KEY"), "LADDER CLOSE_HALF Shift+H");
        QVERIFY(rig.run("KEY LADDER CLOSE H").has_value()); // free now
        const auto taken = rig.run("KEY LADDER CLOSE_HALF DEFAULT");
        QVERIFY(!taken.has_value());
        QCOMPARE(taken.error().detail, "H is the key of LADDER CLOSE; KEY LADDER CLOSE NONE frees it.");
        QCOMPARE(*rig.run("KEY LADDER CLOSE NONE"), "LADDER CLOSE has no key.");
        QCOMPARE(*rig.run("KEY LADDER CLOSE_HALF DEFAULT"), "The key of LADDER CLOSE_HALF is H.");
        rig.saver.flush();
        rig.actions.setKeys({});
        QVERIFY(rig.keys->load().isEmpty());
        QCOMPARE(rig.actions.placeKey("LADDER", "CLOSE").value(), "");
        QVERIFY(!rig.actions.placeKey("LADDER", "CLOSE_HALF"));
        QCOMPARE(rig.actions.complete("KEY LADDER CLOSE_", 9), std::vector<std::string>{"KEY LADDER CLOSE_HALF"});
        QCOMPARE(rig.actions.complete("KEY LADDER CLOSE N", 9), std::vector<std::string>{"KEY LADDER CLOSE NONE"});
    }
    void refusals_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("unknown command") << QByteArray("KEY NOTHING F9") << QByteArray("NOTHING");
        QTest::newRow("no key") << QByteArray("KEY PAUSE Ctrl+Foo") << QByteArray("Ctrl+Foo");
        QTest::newRow("copy") << QByteArray("KEY PAUSE Ctrl+C") << QByteArray("keeps its meaning");
        QTest::newRow("select all") << QByteArray("KEY PAUSE Ctrl+A") << QByteArray("keeps its meaning");
        QTest::newRow("command bar") << QByteArray("KEY PAUSE Ctrl+K") << QByteArray("keeps its meaning");
        QTest::newRow("taken") << QByteArray("KEY PAUSE shift+ctrl+f") << QByteArray("KEY FLATTEN NONE");
        QTest::newRow("too many words") << QByteArray("KEY PAUSE Ctrl + F9") << QByteArray("without spaces");
        QTest::newRow("a line without quotes") << QByteArray("KEY PAUSE 1/3 F9") << QByteArray("quotes");
        QTest::newRow("a guard") << QByteArray("KEY \"GUARD PASS SIZE\" F9") << QByteArray("passed by typing");
        QTest::newRow("no deed") << QByteArray("KEY LADDER DANCE F9") << QByteArray("no deed \"DANCE\"");
        QTest::newRow("deed with Ctrl") << QByteArray("KEY LADDER CLOSE Ctrl+F9") << QByteArray("goes to the window");
    }
    void refusals() {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, says);
        KeyRig rig;
        const auto result = rig.run(line);
        QVERIFY(!result.has_value());
        QVERIFY2(result.error().detail.find(says.toStdString()) != std::string::npos, result.error().detail.c_str());
        QCOMPARE(rig.keyOf("PAUSE"), "");
        rig.saver.flush();
        QVERIFY(!std::filesystem::exists(rig.file()));
    }
    /// The default key may have gone to another command meanwhile.
    void defaultsMayBeTaken() {
        KeyRig rig;
        QVERIFY(rig.run("KEY FLATTEN F9").has_value());
        QVERIFY(rig.run("KEY PAUSE Ctrl+Shift+F").has_value());
        QVERIFY(!rig.run("KEY FLATTEN DEFAULT").has_value());
        QCOMPARE(rig.keyOf("FLATTEN"), "F9");
    }
    void brokenFilesAreSetAside() {
        KeyRig rig;
        rig.write("[keys]\nPAUSE = \"Ctrl+C\"\n");
        const QString notice = rig.keys->load();
        QVERIFY(notice.contains("line 2"));
        QVERIFY(notice.contains(rig.folder.filePath("keys.toml.unreadable")));
        QVERIFY(!std::filesystem::exists(rig.file()));
        QVERIFY(QFile::exists(rig.folder.filePath("keys.toml.unreadable")));
        QCOMPARE(rig.keyOf("FLATTEN"), "Ctrl+Shift+F");
        rig.write("[keys]\nPAUSE = 1\n");
        QVERIFY(rig.keys->load().contains("keys.toml.unreadable-2"));
        QVERIFY(rig.keys->load().isEmpty()); // no file: nothing chosen
    }
    void completes() {
        KeyRig rig;
        QCOMPARE(rig.actions.complete("KEY P", 9), std::vector<std::string>{"KEY PAUSE"});
        QCOMPARE(rig.actions.complete("KEY PAUSE N", 9), std::vector<std::string>{"KEY PAUSE NONE"});
    }
    /// The key in a window is the chosen one, at once.
    void windowsFollow() {
        KeyRig rig;
        LayoutFiles files(rig.folder.filePath("layouts").toStdString(), rig.saver);
        Workspace workspace(rig.context, {}, {}, files);
        WorkspaceWindow* window = workspace.newWindow();
        Keys keys(rig.context, workspace);
        window->show();
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window));
        QVERIFY(rig.run("KEY PAUSE F9").has_value());
        QCoreApplication::processEvents();
        QTest::keyClick(window, Qt::Key_F9);
        QCOMPARE(rig.runs, std::vector<std::string>{"PAUSE"});
        rig.runs.clear();
        QVERIFY(rig.run("KEY PAUSE F8").has_value());
        QCoreApplication::processEvents();
        QTest::keyClick(window, Qt::Key_F9);
        QVERIFY(rig.runs.empty());
        QTest::keyClick(window, Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(rig.runs.empty()); // disarmed
        rig.gate.setArmed(true);
        QTest::keyClick(window, Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(rig.runs, std::vector<std::string>{"FLATTEN"});
    }
    /// Two commands on one key, from a file that was written by hand: neither is guessed, and it is said.
    void sharedKeysDoNothing() {
        KeyRig rig;
        LayoutFiles files(rig.folder.filePath("layouts").toStdString(), rig.saver);
        Workspace workspace(rig.context, {}, {}, files);
        WorkspaceWindow* window = workspace.newWindow();
        Keys keys(rig.context, workspace);
        rig.write("[keys]\nPAUSE = \"F9\"\nFLATTEN = \"F9\"\n");
        QVERIFY(rig.keys->load().isEmpty());
        rig.gate.setArmed(true);
        window->show();
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window));
        QCoreApplication::processEvents();
        QTest::keyClick(window, Qt::Key_F9);
        QTest::keyClick(window, Qt::Key_F9);
        QVERIFY(rig.runs.empty());
        QVERIFY(window->findChild<QLabel*>("message")->text().contains("F9 is the key of two commands"));
    }
};
QD_TEST(TestKeyActions);
#include "TestKeyActions.moc"
