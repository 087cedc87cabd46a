#include "tests/layouts/WorkspaceRig.h"
#include "tests/support/TestRunner.h"

#include <QAbstractButton>
#include <QObject>
#include <QSignalSpy>

using namespace qd;
using namespace qd::workspace;
using test::WorkspaceRig;

class TestShellActions : public QObject {
    Q_OBJECT
    std::unique_ptr<WorkspaceRig> m_rig;
    WorkspaceRig& rig() { return *m_rig; }
    void objects(const std::string& line, const char* sentence) {
        const auto result = rig().run(line);
        QVERIFY2(!result.has_value(), line.c_str());
        QVERIFY2(result.error().detail.find(sentence) != std::string::npos, result.error().detail.c_str());
    }
    [[nodiscard]] std::vector<std::string> offered(const std::string& line) {
        return rig().rig.actions.complete(line, 50);
    }

  private slots:
    void init() {
        m_rig = std::make_unique<WorkspaceRig>();
        rig().start();
    }
    void cleanup() { m_rig.reset(); }

    // Panes.
    void aMnemonicBringsThePresentPaneToTheFront() {
        QCOMPARE(rig().said("chart"), "");
        QCOMPARE(rig().workspace->docks().size(), 4U);
        QVERIFY(rig().dock("CHART-1")->pane().isSeen()); // it was behind TAPE
    }
    void aMnemonicOpensWhatIsNotThere() {
        rig().run("PANE CLOSE TAPE-1");
        QVERIFY(rig().run("TAPE BTC-PERP").has_value());
        QCOMPARE(rig().pane("TAPE-1")->market().value(), MarketId(1));
        QCOMPARE(rig().pane("BOOK-1")->market().value(), MarketId(1)); // a new one is linked to A
    }
    void aMarketWordIsOfThePaneAndItsGroup() {
        QVERIFY(rig().run("CHART btc").has_value());
        QCOMPARE(rig().pane("CHART-1")->market().value(), MarketId(1));
        QCOMPARE(rig().pane("BOOK-1")->market().value(), MarketId(1)); // linked
        QCOMPARE(rig().pane("TAPE-1")->market().value(), MarketId(0)); // not
    }
    void otherWordsGoToThePane() {
        QVERIFY(rig().run("CHART SOL-PERP 15m").has_value());
        QCOMPARE(rig().pane("CHART-1")->word, "15m");
        objects("CHART SOL-PERP 15m more", "CHART does not know \"15m\"");
    }
    void newOpensAnother() {
        QVERIFY(rig().run("CHART NEW BTC-PERP 1h").has_value());
        QCOMPARE(rig().pane("CHART-2")->word, "1h");
        QCOMPARE(rig().pane("CHART-2")->group(), 'B'); // of another market: it does not take the others along
        QCOMPARE(rig().pane("CHART-1")->market().value(), MarketId(0));
        QVERIFY(rig().run("CHART NEW SOL-PERP").has_value());
        QCOMPARE(rig().pane("CHART-3")->group(), 'A');
        rig().run("PANE CLOSE CHART-1");
        QVERIFY(rig().run("CHART NEW").has_value());
        QVERIFY(rig().dock("CHART-1") != nullptr); // the free number
    }
    void everyKindIsAnActionButTheTicket() {
        for (const char* name : {"BOOK", "CHART", "TAPE"}) QVERIFY(rig().rig.actions.find(name) != nullptr);
        QCOMPARE(offered("CHART s"), std::vector<std::string>{"CHART SOL-PERP"});
        // What the pane itself knows, with or without its market before it.
        QCOMPARE(offered("BOOK d"), std::vector<std::string>{"BOOK DRAW"});
        QCOMPARE(offered("BOOK btc dr"), std::vector<std::string>{"BOOK btc DRAW"});
        QCOMPARE(offered("BOOK NEW btc dr"), std::vector<std::string>{"BOOK NEW btc DRAW"});
        QCOMPARE(offered("BOOK btc DRAW "), std::vector<std::string>{"BOOK btc DRAW DRAW-ON"});
    }

    // PANE.
    void paneFloatsAndDocks() {
        rig().run("PANE FLOAT BOOK-1");
        QVERIFY(rig().dock("BOOK-1")->isFloating());
        QVERIFY(rig().dock("BOOK-1")->isVisible());
        rig().run("pane dock book-1");
        QVERIFY(!rig().dock("BOOK-1")->isFloating());
    }
    void paneMoves() {
        rig().run("WINDOW NEW");
        QVERIFY(rig().run("PANE MOVE BOOK-1 2").has_value());
        QCOMPARE(rig().dock("BOOK-1")->parent(), rig().window(1));
        QVERIFY(rig().dock("BOOK-1")->isVisible());
        QVERIFY(rig().run("PANE MOVE BOOK-1 NEW").has_value());
        QCOMPARE(rig().dock("BOOK-1")->parent(), rig().window(2));
        QVERIFY(rig().run("PANE MOVE BOOK-1 1").has_value());
        QCOMPARE(rig().dock("BOOK-1")->parent(), rig().window(0));
    }
    void aFloatingPaneMovesToo() {
        rig().run("WINDOW NEW");
        rig().run("PANE FLOAT ORDER-1");
        QVERIFY(rig().run("PANE MOVE ORDER-1 2").has_value());
        QVERIFY(!rig().dock("ORDER-1")->isFloating());
        QCOMPARE(rig().workspace->capture().windows[1].root.tabs, std::vector<std::string>{"ORDER-1"});
    }
    void paneIsLinked() {
        QVERIFY(rig().run("PANE GROUP TAPE-1 c").has_value());
        QCOMPARE(rig().pane("TAPE-1")->group(), 'C');
        QVERIFY(rig().run("PANE GROUP TAPE-1 NONE").has_value());
        QCOMPARE(rig().pane("TAPE-1")->group(), ui::kNoGroup);
    }
    void objections_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("PANE alone") << "PANE" << "PANE wants what to do";
        QTest::newRow("no such pane") << "PANE CLOSE NEWS-1" << "there is no pane NEWS-1";
        QTest::newRow("unknown verb") << "PANE SPIN BOOK-1" << "PANE wants CLOSE, FLOAT or DOCK";
        QTest::newRow("word too many") << "PANE CLOSE BOOK-1 now" << "PANE wants CLOSE, FLOAT or DOCK";
        QTest::newRow("no such window") << "PANE MOVE BOOK-1 9" << "there is no window 9";
        QTest::newRow("no number") << "PANE MOVE BOOK-1 left" << "there is no window left";
        QTest::newRow("a fraction of a window") << "PANE MOVE BOOK-1 1.0" << "there is no window 1.0";
        QTest::newRow("group K") << "PANE GROUP BOOK-1 K" << "a letter from A to J, or NONE";
        QTest::newRow("two letters") << "PANE GROUP BOOK-1 AB" << "a letter from A to J, or NONE";
        QTest::newRow("window of a word") << "WINDOW OPEN" << "WINDOW wants NEW, or CLOSE and a number";
        QTest::newRow("window close what") << "WINDOW CLOSE" << "WINDOW wants NEW, or CLOSE and a number";
        QTest::newRow("window 7") << "WINDOW CLOSE 7" << "there is no window 7";
        QTest::newRow("layout of two words") << "LAYOUT a b" << "LAYOUT wants a name";
        QTest::newRow("layout that is not there") << "LAYOUT nothing" << "there is no layout nothing";
        QTest::newRow("name of another folder") << "LAYOUT SAVE ../x" << "letters, digits, spaces";
        QTest::newRow("delete what is not there") << "LAYOUT DELETE x" << "There is no layout x.";
        QTest::newRow("delete what is shipped") << "LAYOUT DELETE trader" << "is shipped with the program and stays";
        QTest::newRow("export without a file") << "LAYOUT EXPORT trader" << "LAYOUT wants a name";
        QTest::newRow("export what is not there") << "LAYOUT EXPORT x /tmp/x.toml" << "there is no layout x";
        QTest::newRow("SET alone") << "SET" << "SET wants a key and a value";
        QTest::newRow("SET too much") << "SET a b c" << "SET wants a key and a value";
        QTest::newRow("unknown key") << "SET colour.of.luck red" << "colour.of.luck";
        QTest::newRow("value out of range") << "SET appearance.font_scale 99" << "appearance.font_scale";
        QTest::newRow("SPEED alone") << "SPEED" << "SPEED wants a number from 0.1 to 1000";
        QTest::newRow("SPEED of nothing") << "SPEED 0" << "SPEED wants a number";
        QTest::newRow("SPEED with more behind") << "SPEED 5x" << "SPEED wants a number";
        QTest::newRow("SPEED of no number") << "SPEED nan" << "SPEED wants a number";
        QTest::newRow("SPEED beyond") << "SPEED 1000.5" << "SPEED wants a number";
        QTest::newRow("STEP of nothing") << "STEP 0" << "STEP wants a whole number above zero";
        QTest::newRow("STEP of two") << "STEP 1 2" << "STEP wants a whole number above zero";
        QTest::newRow("STEP of no time") << "STEP 0s" << "or a time up to a day, like 1s or 5m";
        QTest::newRow("STEP of two days") << "STEP 2d" << "or a time up to a day, like 1s or 5m";
        QTest::newRow("STEP of a word") << "STEP far" << "or a time up to a day, like 1s or 5m";
        QTest::newRow("STEP by time while running") << "STEP 1m" << "The market is not paused.";
        QTest::newRow("STEP while running") << "STEP" << "The market is not paused.";
        QTest::newRow("SEEK in a simulation") << "SEEK +1m" << "this market is simulated";
    }
    void objections() {
        QFETCH(QString, line);
        QFETCH(QString, sentence);
        objects(line.toStdString(), sentence.toUtf8().constData());
        QCOMPARE(rig().workspace->docks().size(), 4U);
        QCOMPARE(rig().workspace->windows().size(), 1U);
    }

    // WINDOW.
    void windowsAreNumbered() {
        QCOMPARE(rig().said("WINDOW"), "Window 2 is open.");
        QCOMPARE(rig().said("WINDOW NEW"), "Window 3 is open.");
        QVERIFY(rig().window(2)->isVisible());
        rig().run("WINDOW CLOSE 2");
        QTRY_COMPARE(rig().workspace->windows().size(), 2U);
        QCOMPARE(rig().window(1)->number(), 3);
    }
    void aNewWindowStandsOnTheMonitorInUse() {
        rig().window(0)->setGeometry(2'500, 60, 900, 700);
        QCoreApplication::processEvents();
        rig().run("WINDOW NEW");
        QVERIFY(QRect(1920, -200, 2560, 1440).contains(rig().window(1)->geometry()));
    }
    void theLastWindowEndsTheProgram() {
        QSignalSpy closed(rig().workspace.get(), &Workspace::allClosed);
        QVERIFY(rig().run("WINDOW CLOSE 1").has_value());
        QTRY_COMPARE(closed.count(), 1);
    }

    // LAYOUT.
    void layoutsAreListedShownSavedAndDeleted() {
        QCOMPARE(rig().said("LAYOUT"), "Layouts: trader, chart");
        rig().run("PANE CLOSE BOOK-1");
        QCOMPARE(rig().said("LAYOUT SAVE \"my desk\""), "Layout my desk is saved.");
        QCOMPARE(rig().said("LAYOUT chart"), "");
        QCOMPARE(rig().workspace->docks().size(), 1U);
        QCOMPARE(rig().said("LAYOUT \"My Desk\""), ""); // case is ignored where no other has the name
        QCOMPARE(rig().workspace->docks().size(), 3U);
        QCOMPARE(rig().said("LAYOUT"), "Layouts: trader, chart, my desk");
        QCOMPARE(rig().said("LAYOUT DELETE \"my desk\""), "Layout my desk is deleted.");
        QCOMPARE(rig().said("LAYOUT"), "Layouts: trader, chart");
        rig().saver->flush();
        QVERIFY(!std::filesystem::exists(rig().folder() / "named" / "my desk.toml"));
    }
    /// It was saved, said so, and could never be seen again: the shipped one of that name was shown.
    void aLayoutSavedUnderAShippedNameStandsInForIt() {
        rig().run("PANE CLOSE BOOK-1");
        rig().run("LAYOUT SAVE trader");
        rig().run("LAYOUT chart");
        rig().run("LAYOUT trader");
        QVERIFY(rig().dock("BOOK-1") == nullptr);
        QCOMPARE(rig().said("LAYOUT DELETE trader"), "Layout trader is as shipped again.");
        rig().run("LAYOUT trader");
        QVERIFY(rig().dock("BOOK-1") != nullptr);
    }
    /// The bar whose command it is goes with its window.
    void aLayoutIsChosenFromTheBarOfAWindow() {
        auto* tab = rig().window()->findChild<QAbstractButton*>("layout-chart");
        QVERIFY(tab != nullptr);
        QTest::mouseClick(tab, Qt::LeftButton);
        QCOMPARE(rig().workspace->docks().size(), 1U);
        rig().window()->commandBar().begin();
        QTest::keyClicks(&rig().window()->commandBar(), "LAYOUT trader");
        QTest::keyClick(&rig().window()->commandBar(), Qt::Key_Return);
        QTRY_COMPARE(rig().workspace->docks().size(), 4U);
        QCoreApplication::processEvents();
    }
    void layoutsAreExportedAndImported() {
        const std::string file = rig().file("shared desk.toml").toStdString();
        rig().run("PANE CLOSE BOOK-1");
        rig().run("LAYOUT SAVE mine");
        const Layout saved = rig().files->loadNamed("mine").value();
        QCOMPARE(rig().said("LAYOUT EXPORT mine \"" + file + "\""), "Layout mine is in " + file + ".");
        rig().run("LAYOUT DELETE mine");
        QCOMPARE(rig().said("LAYOUT IMPORT \"" + file + "\""),
                 "Layout shared desk is imported; LAYOUT shared desk shows it.");
        QCOMPARE(rig().said("LAYOUT IMPORT \"" + file + "\" other"),
                 "Layout other is imported; LAYOUT other shows it.");
        QCOMPARE(rig().files->loadNamed("other").value(), saved);
        QCOMPARE(rig().workspace->docks().size(), 3U); // importing shows nothing by itself
        objects("LAYOUT IMPORT \"" + file + "\" other", "There is a layout other already");
        objects("LAYOUT IMPORT \"" + file + "\" chart", "There is a layout chart already");
        objects("LAYOUT IMPORT \"" + file + "\" a/b", "letters, digits, spaces");
    }
    void shippedLayoutsAreExportedToo() {
        const std::string file = rig().file("preset.toml").toStdString();
        QVERIFY(rig().run("LAYOUT EXPORT trader " + file).has_value());
        QCOMPARE(readLayout(file).value().windows.at(0).panes.size(), 4U);
    }
    void badFilesAreSentences() {
        const std::string file = rig().file("bad.toml").toStdString();
        objects("LAYOUT IMPORT " + file, "bad.toml: open: No such file");
        QFile out(QString::fromStdString(file));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write("version = 1\n[[window]]\nroot = 5\n");
        out.close();
        objects("LAYOUT IMPORT " + file, "bad.toml: line 3: root must be a table");
        objects("LAYOUT IMPORT " + rig().profile().toStdString() + " folder", "not a regular file");
        objects("LAYOUT EXPORT trader " + rig().profile().toStdString(), "is no file");
        objects("LAYOUT EXPORT trader " + file + "/x.toml", "Not a directory");
        objects("LAYOUT EXPORT trader \"\"", "is no file");
    }
    void layoutsAreOffered() {
        QCOMPARE(offered("LAYOUT "), (std::vector<std::string>{"LAYOUT trader", "LAYOUT chart", "LAYOUT SAVE",
                                                               "LAYOUT DELETE", "LAYOUT EXPORT", "LAYOUT IMPORT"}));
        QCOMPARE(offered("LAYOUT EXPORT c"), std::vector<std::string>{"LAYOUT EXPORT chart"});
        QVERIFY(offered("LAYOUT IMPORT c").empty());
    }

    // SET and the venue.
    void settingsAreShownAndSet() {
        QCOMPARE(rig().said("SET appearance.flash"), "appearance.flash = on");
        QCOMPARE(rig().said("SET appearance.flash off"), "appearance.flash is off.");
        QVERIFY(!rig().rig.settings.flag(ui::setting::kFlash));
        QCOMPARE(offered("SET appearance.flash "),
                 (std::vector<std::string>{"SET appearance.flash on", "SET appearance.flash off"}));
        objects("SET luck", "there is no setting luck");
        QCOMPARE(rig().said("SET risk.scenarios \"\""), "risk.scenarios is none.");
        QCOMPARE(rig().said("SET risk.scenarios"), "risk.scenarios is none.");
    }
    /// A lock that one could set the limit aside of would be none.
    void limitsAreNotSetWhileOpeningIsLocked() {
        auto& settings = rig().rig.settings;
        QVERIFY(settings.set(ui::setting::kDailyLoss, "100").has_value());
        rig().rig.gate.setLock(ui::OpeningLock{rig().rig.clock.now() + kNanosPerHour, "Daily loss"});
        for (const char* line : {"SET risk.daily_loss 0", "SET risk.daily_loss_locks off", "SET risk.lock_minutes 0",
                                 "SET risk.asset_limits \"SOL 9\"", "SET risk.lock_state \"\""})
            objects(line, "limits cannot be changed until the lock ends");
        QCOMPARE(settings.integer(ui::setting::kDailyLoss), 100);
        QCOMPARE(rig().said("SET risk.daily_loss"), "risk.daily_loss = 100");
        QVERIFY(rig().run("SET risk.scenarios \"Crash: SOL -40\"").has_value());
        QVERIFY(rig().run("SET appearance.flash off").has_value());
        rig().rig.gate.setLock(std::nullopt);
        QVERIFY(rig().run("SET risk.daily_loss 0").has_value());
    }
    /// What is run next finds the market as it was told to be.
    void aPauseIsAnsweredWhenTheMarketStands() {
        rig().rig.venue.answersPauses = false;
        bool answered = false;
        rig().rig.actions.run("PAUSE", [&](ports::ActionResult r) { answered = r.has_value(); });
        QTest::qWait(60);
        QVERIFY(!answered);
        rig().rig.venue.playbackState.paused = true;
        QTRY_VERIFY(answered);
        objects("PAUSE now", "PAUSE takes no words");
        QCOMPARE(rig().rig.venue.pauses, std::vector<bool>{true});
    }
    void theVenueIsDriven() {
        rig().run("PAUSE");
        rig().run("RESUME");
        QCOMPARE(rig().rig.venue.pauses, (std::vector<bool>{true, false}));
        for (const char* speed : {"0.1", "1000", "2.5"}) QVERIFY(rig().run(std::string("SPEED ") + speed).has_value());
        QCOMPARE(rig().rig.venue.speeds, (std::vector<double>{0.1, 1000, 2.5}));
        rig().rig.venue.playbackState.paused = true;
        QVERIFY(rig().run("STEP").has_value());
        QVERIFY(rig().run("STEP 500").has_value());
        QCOMPARE(rig().rig.venue.steps, (std::vector<std::uint64_t>{1, 500}));
        objects("STEP 1m", "Only a recording can be stepped by time");
        rig().rig.venue.playbackState.catchingUp = true;
        objects("STEP", "on its way to another time");
        QVERIFY(rig().rig.venue.seeks.empty());
    }
    void stepsByTime_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<qint64>("from"); ///< milliseconds after 2024-08-08T23:33:20Z
        QTest::addColumn<qint64>("to");
        QTest::newRow("next second") << "STEP 1s" << qint64{1'250} << qint64{2'000};
        QTest::newRow("a whole second is left behind") << "STEP 1s" << qint64{2'000} << qint64{3'000};
        QTest::newRow("next minute") << "step 1m" << qint64{0} << qint64{40'000};
        QTest::newRow("next bar of five minutes") << "STEP 5m" << qint64{0} << qint64{100'000};
        QTest::newRow("next day") << "STEP 1d" << qint64{0} << qint64{1'600'000};
        QTest::newRow("the end comes first") << "STEP 1h" << qint64{3'590'000} << qint64{3'600'000};
    }
    void stepsByTime() {
        QFETCH(QString, line);
        QFETCH(qint64, from);
        QFETCH(qint64, to);
        PlaybackState& state = rig().rig.venue.playbackState;
        state.mode = VenueMode::Replay;
        state.paused = true;
        state.begin = UnixNanos::fromMillis(1'723'160'000'000);
        state.now = state.begin + from * kNanosPerMilli;
        state.end = state.begin + kNanosPerHour;
        QVERIFY(rig().run(line.toStdString()).has_value());
        QCOMPARE(rig().rig.venue.seeks, std::vector<UnixNanos>{state.begin + to * kNanosPerMilli});
        state.now = state.end;
        objects(line.toStdString(), "The recording is over.");
    }
    void seeking() {
        PlaybackState& state = rig().rig.venue.playbackState;
        state.mode = VenueMode::Replay;
        state.begin = UnixNanos::fromMillis(1'723'160'000'000); // 2024-08-08T23:33:20Z
        state.now = state.begin + 10 * kNanosPerMinute;
        state.end = state.begin + kNanosPerHour;
        QVERIFY(rig().run("SEEK +30s").has_value());
        QCOMPARE(rig().rig.venue.seeks.back(), state.now + 30 * kNanosPerSecond);
        objects("SEEK -2m", "Add CONFIRM");
        QVERIFY(rig().run("SEEK -2m confirm").has_value());
        QCOMPARE(rig().rig.venue.seeks.back(), state.now + -2 * kNanosPerMinute);
        QVERIFY(rig().run("SEEK 00:10").has_value()); // after midnight
        QCOMPARE(rig().rig.venue.seeks.back(), state.begin + 2'200 * kNanosPerSecond);
        objects("SEEK 12:00", "The recording goes from 2024-08-08T23:33:20");
        objects("SEEK +2h", "The recording goes from 2024-08-08T23:33:20");
        objects("SEEK 1999-01-01T00:00:00", "The recording goes from");
        objects("SEEK", "SEEK wants a time");
        objects("SEEK +30s NOW", "SEEK wants a time");
        objects("SEEK +30s CONFIRM 2", "SEEK wants a time");
        objects("SEEK +30s PAUSE PAUSE", "SEEK wants a time");
        QCOMPARE(rig().rig.venue.seeks.size(), 3U);
        QVERIFY(rig().rig.venue.pauses.empty());
        QVERIFY(rig().run("SEEK +30s PAUSE").has_value());
        QVERIFY(rig().run("SEEK -2m CONFIRM pause").has_value());
        objects("SEEK -2m PAUSE", "Add CONFIRM");
        QCOMPARE(rig().rig.venue.pauses, (std::vector<bool>{true, true}));
        QCOMPARE(rig().rig.venue.seeks.size(), 5U);
    }
};
QD_TEST(TestShellActions);
#include "TestShellActions.moc"
