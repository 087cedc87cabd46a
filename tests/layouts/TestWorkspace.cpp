#include "layouts/workspace/StatusBar.h"
#include "tests/layouts/WorkspaceRig.h"
#include "tests/support/TestRunner.h"

#include <QLabel>
#include <QLineEdit>
#include <QObject>
#include <QSignalSpy>
#include <QTextDocument>

#include <algorithm>
#include <set>

using namespace qd;
using namespace qd::workspace;
using test::WorkspaceRig;

namespace {

/// The fractions of a tree, the same within what a pixel is.
bool alike(const DockNode& a, const DockNode& b) {
    if (a.tabs != b.tabs || a.current != b.current || a.children.size() != b.children.size()) return false;
    if (!a.children.empty() && a.horizontal != b.horizontal) return false;
    for (std::size_t i = 0; i < a.children.size(); ++i) {
        if (std::abs(a.sizes[i] - b.sizes[i]) > 0.006 || !alike(a.children[i], b.children[i])) return false;
    }
    return true;
}

Layout parsed(const char* text) { return parseLayout(text, "trial").value(); }

QByteArray text(const DockNode& node) {
    Layout layout{{}, {{}}, {}};
    layout.windows[0].root = node;
    return QByteArray::fromStdString(writeLayout(layout));
}

} // namespace

class TestWorkspace : public QObject {
    Q_OBJECT
    std::unique_ptr<WorkspaceRig> m_rig;
    WorkspaceRig& rig() { return *m_rig; }
    /// The program ends and starts again.
    QString restart(const std::string& layout = {}) {
        rig().stop();
        return rig().start(layout);
    }
    void compare(const DockNode& now, const DockNode& wanted) {
        QVERIFY2(alike(now, wanted), text(now).append("\n wanted \n" + text(wanted)));
    }

  private slots:
    void init() {
        m_rig = std::make_unique<WorkspaceRig>();
        QCOMPARE(rig().start(), QString());
    }
    void cleanup() { m_rig.reset(); }

    /// Names are typed by people, and the label reads HTML.
    void otherAccountsInDangerAreNamedAsTheyAre() {
        auto account = std::make_shared<AccountView>();
        account->id = AccountId(1);
        account->subAccounts = {{AccountId(1), 0, "Main", {}, 100},
                                {AccountId(4), 1, "A & <b>", {}, 12},
                                {AccountId(5), 2, "", {}, 12},
                                {AccountId(6), 3, "Calm", {}, 100}};
        for (const std::size_t i : {1U, 2U}) account->subAccounts[i].call = MarginCall::Call;
        rig().rig.venue.accountView = account;
        rig().rig.venue.tellAccount();
        const auto* summary = rig().window()->findChild<QLabel*>("accountSummary");
        QTextDocument shown;
        shown.setHtml(summary->text());
        const QString text = shown.toPlainText().replace(QChar::Nbsp, QLatin1Char(' '));
        QVERIFY2(text.contains("   A & <b>: Margin call   Account 2: Margin call"), qPrintable(text));
        QVERIFY2(!text.contains("Calm"), qPrintable(text));
    }
    void theFirstPresetIsShown() {
        const Layout shown = rig().workspace->capture();
        QCOMPARE(shown.windows.size(), 1U);
        QCOMPARE(shown.windows[0].place.geometry, QRect(100, 50, 1000, 700));
        QCOMPARE(shown.windows[0].place.screen, "Left");
        QCOMPARE(shown.windows[0].panes.size(), 4U);
        QCOMPARE(rig().pane("CHART-1")->word, "5m");
        compare(shown.windows[0].root, parsed(test::kPreset).windows[0].root);
    }
    /// A pane that opened beside one behind a tab stood outside the window.
    void newPanesAreSeen() {
        std::set<PaneDock*> opened;
        for (const char* kind : {"BOOK", "CHART", "TAPE", "ORDER", "BOOK", "CHART"}) {
            PaneDock* dock = rig().workspace->open(kind, true);
            QVERIFY(dock != nullptr);
            opened.insert(dock);
            QTRY_VERIFY(dock->pane().isSeen());
            QVERIFY2(rig().window()->rect().contains(dock->geometry()), qPrintable(dock->objectName()));
        }
        QCOMPARE(opened.size(), 6U);
    }
    /// There is no central widget: the docks are to fill all between the bars.
    void theDocksFillTheWindow() {
        QRect all;
        for (PaneDock* dock : rig().workspace->docks()) {
            if (rig().window()->rect().intersects(dock->geometry())) all |= dock->geometry();
        }
        const int top = rig().window()->menuWidget()->height();
        const int bottom = rig().window()->statusArea().height();
        QCOMPARE(all, rig().window()->rect().adjusted(0, top, 0, -bottom));
    }
    void proportionsAreExact() {
        const int width = rig().window()->width();
        QVERIFY(std::abs(rig().dock("BOOK-1")->width() - 0.3 * width) <= 3);
        const int tall = rig().dock("BOOK-1")->height();
        QVERIFY(std::abs(rig().dock("ORDER-1")->height() - 0.4 * tall) <= 3);
    }
    void proportionsSurviveAnotherSize() {
        rig().window()->resize(1'800, 1'000);
        QCoreApplication::processEvents();
        compare(rig().workspace->capture().windows[0].root, parsed(test::kPreset).windows[0].root);
    }
    void everythingComesBackAfterARestart() {
        rig().run("CHART NEW BTC-PERP 1h");
        rig().run("WINDOW NEW");
        rig().window(1)->setGeometry(2'500, 60, 1'100, 800);
        rig().run("PANE MOVE CHART-2 2");
        rig().run("PANE MOVE TAPE-1 2");
        rig().run("PANE FLOAT ORDER-1");
        rig().dock("ORDER-1")->setGeometry(300, 300, 400, 300);
        QCoreApplication::processEvents();
        const Layout before = rig().workspace->capture();
        QCOMPARE(restart(), QString());
        const Layout after = rig().workspace->capture();
        QCOMPARE(after.windows.size(), 2U);
        for (std::size_t i = 0; i < 2; ++i) {
            QCOMPARE(after.windows[i].place, before.windows[i].place);
            QCOMPARE(after.windows[i].panes, before.windows[i].panes);
            compare(after.windows[i].root, before.windows[i].root);
        }
        QCOMPARE(after.windows[1].place.screen, "Right");
        QCOMPARE(rig().pane("CHART-2")->word, "1h");
        QVERIFY(rig().dock("ORDER-1")->isFloating());
        QCOMPARE(rig().dock("ORDER-1")->geometry(), QRect(300, 300, 400, 300));
    }
    /// Every start moved the borders by a pixel or two.
    void nothingMovesHoweverOftenItIsRestored() {
        const auto leaf = [](const char* id) { return DockNode{{id}, 0, true, {}, {}}; };
        const DockNode inner{{}, 0, true, {0.3639, 0.6361}, {leaf("BOOK-1"), leaf("CHART-1")}};
        const DockNode left{{}, 0, false, {0.8012, 0.1988}, {inner, leaf("TAPE-1")}};
        Layout layout = parsed(test::kPreset);
        layout.windows[0].place.geometry = QRect(0, 0, 1'357, 911);
        layout.windows[0].root = {{}, 0, true, {0.8101, 0.1899}, {left, leaf("ORDER-1")}};
        rig().workspace->apply(layout);
        QCoreApplication::processEvents();
        const auto places = [this] {
            std::map<std::string, QRect> all;
            for (const PaneDock* dock : rig().workspace->docks()) all[dock->id()] = dock->geometry();
            return all;
        };
        const auto first = places();
        QCOMPARE(first.at("ORDER-1").width(), qRound(0.1899 * (1'357 - 3)));
        for (int i = 0; i < 3; ++i) {
            restart();
            QVERIFY(places() == first);
        }
    }
    /// Tabs came back in the order of their panes' names.
    void tabsKeepTheirOrder() {
        DockNode tabs;
        tabs.tabs = {"TAPE-1", "BOOK-1", "CHART-1"};
        tabs.current = 1;
        Layout layout = parsed(test::kPreset);
        layout.windows[0].root = {{}, 0, false, {0.5, 0.5}, {tabs, {{"ORDER-1"}, 0, true, {}, {}}}};
        rig().workspace->apply(layout);
        QCoreApplication::processEvents();
        for (int i = 0; i < 3; ++i) {
            compare(rig().workspace->capture().windows[0].root, layout.windows[0].root);
            restart();
        }
    }
    void aMaximisedWindowComesBack() {
        rig().window()->showMaximized();
        QCoreApplication::processEvents();
        restart();
        QVERIFY(rig().window()->isMaximized());
        compare(rig().workspace->capture().windows[0].root, parsed(test::kPreset).windows[0].root);
    }
    /// Hidden by its closing, a window still knows which tab was in front.
    void theTabInFrontSurvivesClosingTheLastWindow() {
        QSignalSpy closed(rig().workspace.get(), &Workspace::allClosed);
        rig().window()->close();
        QVERIFY(closed.wait());
        restart();
        compare(rig().workspace->capture().windows[0].root, parsed(test::kPreset).windows[0].root);
        QVERIFY(rig().dock("TAPE-1")->pane().isSeen());
        QVERIFY(!rig().dock("CHART-1")->pane().isSeen());
    }
    void nothingOpenIsALayoutToo() {
        for (const char* id : {"BOOK-1", "CHART-1", "TAPE-1", "ORDER-1"}) rig().workspace->close(rig().dock(id));
        QCoreApplication::processEvents();
        QVERIFY(rig().workspace->docks().empty());
        QCOMPARE(restart(), QString());
        QVERIFY(rig().workspace->docks().empty());
        QVERIFY(rig().run("CHART").has_value());
        QCOMPARE(rig().workspace->docks().size(), 1U);
        QVERIFY(rig().dock("CHART-1")->width() > 900); // alone, it fills the window
    }
    void aPaneMovedIsInItsPlaceAtOnce() {
        rig().run("WINDOW NEW");
        rig().workspace->moveTo(rig().dock("BOOK-1"), rig().window(1));
        const Layout layout = rig().workspace->capture(); // before the event loop has laid anything out
        QCOMPARE(layout.windows[1].root.tabs, std::vector<std::string>{"BOOK-1"});
        QCOMPARE(layout.windows[0].root.children.size(), 2U);
    }
    void closingAWindowLeavesTheOthers() {
        rig().run("WINDOW NEW");
        rig().run("PANE MOVE BOOK-1 2");
        rig().run("WINDOW CLOSE 1");
        QTRY_COMPARE(rig().workspace->windows().size(), 1U);
        QCOMPARE(rig().workspace->docks().size(), 1U);
        QVERIFY(rig().run("LAYOUT chart").has_value()); // keys and bars of the closed one are gone cleanly
    }
    void panesClosedFromOutsideAreGone() {
        rig().run("PANE FLOAT ORDER-1");
        rig().dock("ORDER-1")->close(); // Alt+F4
        QCoreApplication::processEvents();
        QVERIFY(rig().dock("ORDER-1") == nullptr);
        QCOMPARE(rig().workspace->capture().windows[0].panes.size(), 3U);
    }

    // Notices and what is kept.
    void kindsOfAnotherVersionKeepTheirPlaceAndState() {
        Layout layout = parsed(test::kPreset);
        layout.windows[0].panes[0].kind = "HOLOGRAM";
        layout.windows[0].panes[0].state["depth"] = "3";
        rig().workspace->apply(layout);
        QCoreApplication::processEvents();
        const Layout kept = rig().workspace->capture();
        QCOMPARE(kept.windows[0].panes[0], layout.windows[0].panes[0]);
        compare(kept.windows[0].root, layout.windows[0].root);
        const QString notice = restart();
        QVERIFY2(notice.contains("no pane HOLOGRAM"), qPrintable(notice));
        QCOMPARE(rig().workspace->capture().windows[0].panes[0], layout.windows[0].panes[0]);
    }
    void anUnknownLayoutNameKeepsTheSavedOne() {
        rig().run("PANE CLOSE BOOK-1");
        const QString notice = restart("nonsense");
        QVERIFY2(notice.contains("there is no layout nonsense"), qPrintable(notice));
        QVERIFY(rig().dock("BOOK-1") == nullptr);
        QVERIFY(rig().dock("CHART-1") != nullptr);
    }
    void aNamedLayoutIsShownAtTheStart() {
        QCOMPARE(restart("chart"), QString());
        QCOMPARE(rig().workspace->docks().size(), 1U);
    }
    void anEndBeforeTheFirstSaveIsNoCrash() {
        QCOMPARE(restart(), QString());
        QCOMPARE(restart(), QString());
        QVERIFY(!std::filesystem::exists(rig().folder() / "named" / "set-aside.toml"));
    }
    void aProblemWithSavingIsSaidOnce() {
        rig().stop();
        std::filesystem::remove_all(rig().folder());
        QFile file(QString::fromStdString(rig().folder().string()));
        QVERIFY(file.open(QIODevice::WriteOnly)); // a file where the folder should be
        rig().start();
        rig().workspace->saveNow();
        rig().saver->flush();
        rig().workspace->saveNow();
        const std::string first = rig().message();
        QVERIFY2(first.find("Not everything is saved: ") == 0, first.c_str());
        rig().workspace->say("something else", false);
        rig().workspace->saveNow();
        QCOMPARE(rig().message(), "something else");
    }
    void noMoreWindowsThanALayoutHolds() {
        for (std::size_t i = 1; i < kMostWindows; ++i) QVERIFY(rig().run("WINDOW NEW").has_value());
        QVERIFY(rig().said("WINDOW NEW").find("16 windows") != std::string::npos);
        QVERIFY(rig().said("PANE MOVE BOOK-1 NEW").find("16 windows") != std::string::npos);
        QCOMPARE(rig().dock("BOOK-1")->parent(), rig().window(0));
        rig().workspace->saveNow();
        rig().saver->flush();
        QCOMPARE(readLayout(rig().folder() / "current.toml").value().windows.size(), kMostWindows);
    }
    void noMorePanesThanALayoutHolds() {
        Layout layout{{}, {{}}, {}};
        for (std::size_t i = 1; i < kMostPanes; ++i) {
            layout.windows[0].panes.push_back({"TAPE-" + std::to_string(i), "TAPE", {}});
            layout.windows[0].root.tabs.push_back(layout.windows[0].panes.back().id);
        }
        rig().workspace->apply(layout);
        QVERIFY(rig().run("TAPE NEW").has_value());
        QVERIFY(rig().workspace->full());
        QVERIFY(rig().said("TAPE NEW").find("200 panes") != std::string::npos);
        QVERIFY(rig().run("TAPE").has_value()); // one that is there
        rig().workspace->saveNow();
        rig().saver->flush();
        QCOMPARE(readLayout(rig().folder() / "current.toml").value().windows[0].panes.size(), kMostPanes);
    }
    /// What hangs under the line was clipped.
    void textsOfTheStatusBarHaveTheirHeight() {
        for (const QLabel* label : rig().window()->statusArea().findChildren<QLabel*>())
            QVERIFY2(label->contentsRect().height() - 2 * label->margin() >= label->fontMetrics().height(),
                     qPrintable(label->objectName()));
    }
    void historyOfCommandsIsOfAllWindows() {
        rig().run("WINDOW NEW");
        emit rig().window(0) -> commandEntered("X");
        rig().window(0)->commandBar().setHistory({"A", "B"});
        emit rig().window(0) -> commandBar().entered("B");
        QCOMPARE(rig().window(1)->commandBar().history(), (QStringList{"A", "B"}));
        rig().run("LAYOUT chart");
        QCOMPARE(rig().window(0)->commandBar().history(), (QStringList{"A", "B"}));
        QCOMPARE(rig().workspace->history(), (QStringList{"A", "B"}));
    }
    /// Qt gave the keyboard of a closed pane to the next widget of the window, which may be a ladder.
    void theKeyboardOfAClosedPaneGoesNowhere() {
        QWidget* next = rig().pane("BOOK-1")->surface();
        next->setFocusPolicy(Qt::StrongFocus);
        rig().window()->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(rig().window()));
        auto* typed = new QLineEdit(rig().pane("ORDER-1"));
        typed->show();
        typed->setFocus();
        QVERIFY(typed->hasFocus());
        rig().run("PANE CLOSE ORDER-1");
        QVERIFY(!next->hasFocus());
        QVERIFY(QApplication::focusWidget() == nullptr);
    }
};
QD_TEST(TestWorkspace);
#include "TestWorkspace.moc"
