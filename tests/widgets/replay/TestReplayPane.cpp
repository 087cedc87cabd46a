#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/FigureView.h"
#include "widgets/replay/ReplayPane.h"

#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QObject>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>

using namespace qd;
using namespace qd::ui;

namespace {

/// A pane over a recording of 1,000 s that stands at 500 s, and the venue's commands, which only tell what was run.
struct Rig : test::PaneRig {
    explicit Rig(VenueMode mode = VenueMode::Replay, QSize size = {560, 420}) {
        for (const char* name : {"PAUSE", "RESUME", "SPEED", "STEP", "SEEK"}) {
            ports::Action action;
            action.name = name;
            action.run = [this, name](const ports::ActionWords& words, const ports::ActionDone& done) {
                std::string line = name;
                for (const std::string& word : words) line += " " + word;
                lines.push_back(line);
                done(objection.empty() ? ports::ActionResult(std::string())
                                       : ports::ActionResult(fail(ports::ActionCode::Refused, objection)));
            };
            handles.push_back(actions.add(std::move(action)));
        }
        PlaybackState& p = venue.playbackState;
        p.mode = mode;
        p.begin = UnixNanos::fromMillis(1'723'161'000'000); // 2024-08-08T23:50:00Z
        p.now = at(500);
        if (mode == VenueMode::Replay) p.end = at(1'000);
        p.paused = true;
        p.event = 1'234;
        venue.healthState.running = true;
        venue.marketList.front().source = "SOLUSDT.jsonl.gz";
        venue.marketList.front().venue = "Bybit";
        pane = std::make_unique<ReplayPane>(context);
        show(*pane, size);
        frame(*pane);
    }
    [[nodiscard]] UnixNanos at(int seconds) const { return venue.playbackState.begin + seconds * kNanosPerSecond; }
    template<class T>
    T* child(const char* name) {
        T* found = pane->findChild<T*>(QLatin1String(name));
        if (found == nullptr) qFatal("%s is not there", name);
        return found;
    }
    QString figure(const char* name) { return child<FigureView>(name)->text(); }
    QString about() { return child<QLabel>("about")->text(); }
    std::vector<std::string> lines; ///< what was run
    std::string objection;          ///< what the commands answer, if any
    std::vector<ports::Subscription> handles;
    std::unique_ptr<ReplayPane> pane;
};

using Lines = std::vector<std::string>;

} // namespace

class TestReplayPane : public QObject {
    Q_OBJECT
  private slots:
    void tellsWhatIsPlayedAndWhere() {
        Rig rig;
        const QString name = rig.child<QLabel>("recording")->text();
        QVERIFY(name.contains("REPLAY") && name.contains("SOLUSDT.jsonl.gz") && name.contains("Bybit"));
        QCOMPARE(rig.figure("state"), "paused");
        QCOMPARE(rig.figure("played"), "8:20 of 16:40");
        QCOMPARE(rig.figure("share"), "50.0 %");
        QCOMPARE(rig.figure("events"), QStringLiteral("1\u2009234"));
        QCOMPARE(rig.figure("begin"), "2024-08-08 23:50:00");
        QCOMPARE(rig.figure("end"), "2024-08-09 00:06:40");
        QCOMPARE(rig.figure("time"), "2024-08-08 23:58:20.000");
        QVERIFY(!rig.child<QLabel>("about")->isVisible());
        rig.venue.playbackState.now = rig.at(750);
        rig.venue.playbackState.speed = 5;
        rig.frame(*rig.pane);
        QCOMPARE(rig.figure("share"), "75.0 %");
        QCOMPARE(rig.figure("speed"), QStringLiteral("5×"));
    }
    void states_data() {
        QTest::addColumn<bool>("paused");
        QTest::addColumn<bool>("catchingUp");
        QTest::addColumn<bool>("ended");
        QTest::addColumn<QString>("says");
        QTest::addColumn<bool>("steps");
        QTest::addColumn<bool>("stops");
        QTest::newRow("playing") << false << false << false << "" << false << false;
        QTest::newRow("paused") << true << false << false << "" << true << false;
        QTest::newRow("seeking") << true << true << false << "is being played" << false << true;
        QTest::newRow("ended") << true << false << true << "The recording is over" << false << false;
    }
    void states() {
        QFETCH(bool, paused);
        QFETCH(bool, catchingUp);
        QFETCH(bool, ended);
        QFETCH(QString, says);
        QFETCH(bool, steps);
        QFETCH(bool, stops);
        Rig rig;
        PlaybackState& p = rig.venue.playbackState;
        p.paused = paused;
        p.catchingUp = catchingUp;
        p.ended = ended;
        rig.venue.tellVenue(); // at once, not with the next frame
        QVERIFY(rig.about().contains(says));
        QCOMPARE(rig.child<QLabel>("about")->isVisible(), !says.isEmpty());
        for (const char* name : {"step-10", "step-100", "step-1s", "step-1m", "step-5m"})
            QCOMPARE(rig.child<QPushButton>(name)->isEnabled(), steps);
        QCOMPARE(rig.child<QPushButton>("stop")->isEnabled(), stops);
    }
    void gapsAreTold() {
        Rig rig;
        rig.venue.healthState.gaps = 2;
        rig.venue.healthState.resyncs = 1;
        rig.frame(*rig.pane);
        QVERIFY(rig.about().contains("gap here"));
        QCOMPARE(rig.figure("gaps"), "2");
        QCOMPARE(rig.child<FigureView>("gaps")->token(), Token::Warn);
        rig.venue.healthState.resyncs = 2;
        rig.frame(*rig.pane);
        QVERIFY(!rig.child<QLabel>("about")->isVisible());
    }
    void faultsAreTold() {
        Rig rig;
        rig.venue.healthState.fault = "The disk is full.";
        rig.frame(*rig.pane);
        QCOMPARE(rig.about(), "The disk is full.");
    }
    void nothingIsOpenYet() {
        Rig rig;
        rig.venue.marketList.clear();
        rig.venue.playbackState = {};
        rig.venue.playbackState.mode = VenueMode::Replay;
        rig.venue.healthState.running = false;
        rig.frame(*rig.pane);
        QCOMPARE(rig.about(), "No recording is open yet.");
        QCOMPARE(rig.figure("state"), "starting");
        QCOMPARE(rig.figure("share"), QStringLiteral("–"));
        QCOMPARE(rig.figure("begin"), QStringLiteral("–"));
        QVERIFY(!rig.child<QPushButton>("beginning")->isEnabled());
    }
    void buttonsStep() {
        Rig rig;
        for (const char* name : {"step-10", "step-100", "step-1s", "step-1m", "step-5m"})
            rig.child<QPushButton>(name)->click();
        QCOMPARE(rig.lines, (Lines{"STEP 10", "STEP 100", "STEP 1s", "STEP 1m", "STEP 5m"}));
    }
    void typedMoments_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("line");
        QTest::newRow("ahead") << "23:59" << "SEEK 23:59 PAUSE";
        QTest::newRow("of the next day") << " 2024-08-09T00:01 " << "SEEK 2024-08-09T00:01 PAUSE";
        QTest::newRow("a step") << "+30s" << "SEEK +30s PAUSE";
        QTest::newRow("before the recording") << "10:00" << "SEEK 10:00 PAUSE";
        QTest::newRow("no time") << "noon" << "SEEK noon PAUSE";
    }
    /// What lies ahead, and what cannot be, is for the command, which has the words for it.
    void typedMoments() {
        QFETCH(QString, typed);
        QFETCH(QString, line);
        Rig rig;
        rig.objection = "It is not there.";
        rig.child<QLineEdit>("moment")->setText(typed);
        QTest::keyClick(rig.child<QLineEdit>("moment"), Qt::Key_Return);
        QCOMPARE(rig.lines, Lines{line.toStdString()});
        QVERIFY(rig.child<QLabel>("notice")->isVisible());
        QCOMPARE(rig.child<QLabel>("notice")->text(), "It is not there.");
        rig.objection.clear();
        rig.child<QPushButton>("go")->click();
        QVERIFY(!rig.child<QLabel>("notice")->isVisible());
        QVERIFY(rig.venue.seeks.empty());
    }
    void quotesAreAnObjectionToo() {
        Rig rig;
        rig.child<QLineEdit>("moment")->setText("\"23:59");
        rig.child<QPushButton>("go")->click();
        QVERIFY(rig.lines.empty());
        QVERIFY(rig.child<QLabel>("notice")->isVisible());
    }
    /// A step back is as far back as a moment.
    void aStepBackAsksFirst() {
        Rig rig;
        rig.child<QLineEdit>("moment")->setText("-2m");
        rig.child<QPushButton>("go")->click();
        QVERIFY(rig.lines.empty() && rig.venue.seeks.empty());
        QVERIFY(rig.child<QWidget>("backQuestion")->isVisible());
        rig.child<QPushButton>("backQuestionConfirm")->click();
        QCOMPARE(rig.venue.seeks, std::vector<UnixNanos>{rig.at(380)});
        QCOMPARE(rig.venue.pauses, std::vector<bool>{true});
        // Before the beginning there is nothing to ask: the command says where the recording begins.
        rig.child<QLineEdit>("moment")->setText("-1h");
        rig.child<QPushButton>("go")->click();
        QCOMPARE(rig.lines, Lines{"SEEK -1h PAUSE"});
        QVERIFY(!rig.child<QWidget>("backQuestion")->isVisible());
    }
    void keysOfThePaneWaitForTheAnswer() {
        Rig rig;
        rig.pane->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(rig.pane.get()));
        rig.child<QSlider>("position")->setFocus();
        rig.child<QPushButton>("beginning")->click();
        for (const Qt::Key key : {Qt::Key_M, Qt::Key_5, Qt::Key_Plus})
            QTest::keyClick(rig.child<QPushButton>("backQuestionKeep"), key);
        QVERIFY(rig.lines.empty() && rig.venue.speeds.empty());
        QTest::keyClick(rig.child<QPushButton>("backQuestionKeep"), Qt::Key_Escape);
        QVERIFY(rig.child<QSlider>("position")->hasFocus());
        QTest::keyClick(rig.child<QSlider>("position"), Qt::Key_M);
        QCOMPARE(rig.lines, Lines{"STEP 1m"});
    }
    void backAsksFirst() {
        Rig rig;
        rig.child<QLineEdit>("moment")->setText("23:52");
        rig.child<QPushButton>("go")->click();
        QVERIFY(rig.lines.empty() && rig.venue.seeks.empty());
        QVERIFY(rig.child<QWidget>("backQuestion")->isVisible());
        rig.child<QPushButton>("backQuestionConfirm")->click();
        QCOMPARE(rig.venue.seeks, std::vector<UnixNanos>{rig.at(120)});
        QCOMPARE(rig.venue.pauses, std::vector<bool>{true});
        rig.child<QPushButton>("beginning")->click();
        QVERIFY(rig.child<QWidget>("backQuestion")->isVisible());
        QTest::keyClick(rig.child<QPushButton>("backQuestionKeep"), Qt::Key_Escape);
        QVERIFY(!rig.child<QWidget>("backQuestion")->isVisible());
        QCOMPARE(rig.venue.seeks.size(), 1U);
        rig.child<QPushButton>("beginning")->click();
        rig.child<QPushButton>("backQuestionConfirm")->click();
        QCOMPARE(rig.venue.seeks.back(), rig.at(0));
        QCOMPARE(rig.venue.pauses.size(), 1U);
    }
    /// A time of day is of the day on which the recording has it.
    void backBeforeMidnightAsksToo() {
        Rig rig;
        rig.venue.playbackState.now = rig.at(900); // 00:05 of the next day
        rig.child<QLineEdit>("moment")->setText("23:52");
        rig.child<QPushButton>("go")->click();
        QVERIFY(rig.lines.empty());
        rig.child<QPushButton>("backQuestionConfirm")->click();
        QCOMPARE(rig.venue.seeks, std::vector<UnixNanos>{rig.at(120)});
    }
    void theQuestionComesIntoView() {
        Rig rig(VenueMode::Replay, {240, 300});
        auto* bar = rig.child<QScrollArea>("replayScroll")->verticalScrollBar();
        bar->setValue(bar->maximum());
        rig.child<QPushButton>("beginning")->click();
        QTRY_VERIFY(!rig.child<QPushButton>("backQuestionKeep")->visibleRegion().isEmpty());
        QCOMPARE(rig.child<QPushButton>("backQuestionKeep")->visibleRegion().boundingRect(),
                 rig.child<QPushButton>("backQuestionKeep")->rect());
    }
    void aSeekIsStoppedWhereItIs() {
        Rig rig;
        rig.venue.playbackState.catchingUp = true;
        rig.frame(*rig.pane);
        rig.child<QPushButton>("stop")->click();
        QCOMPARE(rig.venue.seeks, std::vector<UnixNanos>{rig.at(500)});
    }
    void keysDrive() {
        Rig rig;
        QTest::keyClick(rig.pane.get(), Qt::Key_Space);
        rig.venue.playbackState.paused = false;
        QTest::keyClick(rig.pane.get(), Qt::Key_Space);
        for (const Qt::Key key : {Qt::Key_Period, Qt::Key_S, Qt::Key_M, Qt::Key_5})
            QTest::keyClick(rig.pane.get(), key);
        QCOMPARE(rig.lines, (Lines{"RESUME", "PAUSE", "STEP 1", "STEP 1s", "STEP 1m", "STEP 5m"}));
        QTest::keyClick(rig.pane.get(), Qt::Key_Plus);
        QTest::keyClick(rig.pane.get(), Qt::Key_Minus);
        QCOMPARE(rig.venue.speeds, (std::vector<double>{2, 0.5}));
        QTest::keyClick(rig.pane.get(), Qt::Key_S, Qt::ControlModifier); // somebody else's
        QCOMPARE(rig.lines.size(), 6U);
    }
    /// Space on the position, where the focus is first, pauses as it does everywhere in the pane.
    void spaceReachesThePane() {
        Rig rig;
        QTest::keyClick(rig.child<QSlider>("position"), Qt::Key_Space);
        QCOMPARE(rig.lines, Lines{"RESUME"});
    }
    void words_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("line"); ///< empty: none; else what is run
        QTest::addColumn<bool>("good");
        QTest::newRow("none") << "" << "" << true;
        QTest::newRow("pause") << "pause" << "PAUSE" << true;
        QTest::newRow("play") << "PLAY" << "RESUME" << true;
        QTest::newRow("speed") << "SPEED 5" << "SPEED 5" << true;
        QTest::newRow("events") << "STEP 100" << "STEP 100" << true;
        QTest::newRow("bar") << "STEP 1m" << "STEP 1m" << true;
        QTest::newRow("moment") << "TO 23:59" << "SEEK 23:59 PAUSE" << true;
        QTest::newRow("moment and what is so anyway") << "TO 23:59 pause" << "SEEK 23:59 pause" << true;
        QTest::newRow("back") << "TO -1m CONFIRM" << "SEEK -1m CONFIRM PAUSE" << true;
        QTest::newRow("back, all said") << "TO -1m PAUSE CONFIRM" << "SEEK -1m PAUSE CONFIRM" << true;
        QTest::newRow("another word") << "REWIND" << "" << false;
        QTest::newRow("pause and more") << "PAUSE 5" << "" << false;
        QTest::newRow("the command of another name") << "SEEK 23:59" << "" << false;
    }
    void words() {
        QFETCH(QString, words);
        QFETCH(QString, line);
        QFETCH(bool, good);
        Rig rig;
        std::optional<ports::ActionResult> result;
        rig.pane->runWords(*ports::splitWords(words.toStdString()), [&](auto r) { result = std::move(r); });
        QVERIFY(result.has_value());
        QCOMPARE(result->has_value(), good);
        if (!good) QVERIFY(result->error().detail.starts_with("REPLAY wants"));
        QCOMPARE(rig.lines, line.isEmpty() ? Lines{} : Lines{line.toStdString()});
    }
    void completes() {
        QCOMPARE(ReplayPane::complete({""}), (Lines{"PAUSE", "PLAY", "SPEED", "STEP", "TO"}));
        QVERIFY(!ReplayPane::complete({"step", ""}).empty());
        QVERIFY(!ReplayPane::complete({"SPEED", ""}).empty());
        QVERIFY(ReplayPane::complete({"PAUSE", ""}).empty());
    }
    void simulatedMarketsSayWhatCanBeDone() {
        Rig rig(VenueMode::Simulated);
        QVERIFY(rig.about().contains("no end"));
        QVERIFY(rig.about().contains("--venue replay:FILE"));
        QVERIFY(rig.pane->findChild<QPushButton*>("beginning") == nullptr);
        QVERIFY(rig.pane->findChild<QPushButton*>("step-1m") == nullptr);
        QVERIFY(!rig.child<QSlider>("position")->isVisible());
        rig.child<QPushButton>("step-100")->click();
        QCOMPARE(rig.lines, Lines{"STEP 100"});
        QTest::keyClick(rig.pane.get(), Qt::Key_Space);
        QCOMPARE(rig.lines.back(), "RESUME");
    }
    void everyControlHasAName() {
        for (const VenueMode mode : {VenueMode::Replay, VenueMode::Simulated}) {
            Rig rig(mode);
            for (const QAbstractButton* button : rig.pane->findChildren<QAbstractButton*>())
                QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(),
                         qPrintable(button->objectName()));
            for (const char* name : {"recording", "about"})
                QVERIFY(!rig.child<QLabel>(name)->accessibleName().isEmpty());
        }
        Rig rig;
        QVERIFY(!rig.child<QLineEdit>("moment")->accessibleName().isEmpty());
    }
    /// Nothing stands beyond the right edge, and what is too low is reached by scrolling.
    void narrowPanesWrap() {
        Rig rig(VenueMode::Replay, {240, 300});
        auto* scroll = rig.child<QScrollArea>("replayScroll");
        QVERIFY(scroll->verticalScrollBar()->maximum() > 0);
        const int width = scroll->viewport()->width();
        QVERIFY(scroll->widget()->width() <= width);
        for (const QWidget* widget : scroll->widget()->findChildren<QWidget*>()) {
            if (!widget->isVisible()) continue;
            const int right = widget->mapTo(scroll->widget(), QPoint(widget->width(), 0)).x();
            QVERIFY2(right <= width, qPrintable(widget->objectName() + widget->metaObject()->className()));
        }
    }
};
QD_TEST(TestReplayPane);
#include "TestReplayPane.moc"
