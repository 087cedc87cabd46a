#include "tests/support/TestRunner.h"
#include "widgets/base/Format.h"
#include "widgets/replay/PlaybackWords.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::ui;

class TestPlaybackWords : public QObject {
    Q_OBJECT
  private slots:
    void speeds() {
        QCOMPARE(speedText(0.1), QStringLiteral("0.1×"));
        QCOMPARE(speedText(2.25), QStringLiteral("2.25×"));
        QCOMPARE(speedText(1'000), QStringLiteral("1\u2009000×"));
    }
    void states_data() {
        QTest::addColumn<bool>("running");
        QTest::addColumn<bool>("paused");
        QTest::addColumn<bool>("catchingUp");
        QTest::addColumn<bool>("ended");
        QTest::addColumn<QString>("text");
        QTest::newRow("not yet open") << false << false << false << false << "starting";
        QTest::newRow("plays") << true << false << false << false << "running";
        QTest::newRow("paused") << true << true << false << false << "paused";
        QTest::newRow("seeks while paused") << true << true << true << false << "seeking";
        QTest::newRow("over, and paused") << true << true << false << true << "ended";
    }
    void states() {
        QFETCH(bool, running);
        QFETCH(bool, paused);
        QFETCH(bool, catchingUp);
        QFETCH(bool, ended);
        QFETCH(QString, text);
        PlaybackState playback;
        playback.mode = VenueMode::Replay;
        playback.paused = paused;
        playback.catchingUp = catchingUp;
        playback.ended = ended;
        VenueHealth health;
        health.running = running;
        QCOMPARE(playbackWord(playback, health).text, text);
        health.fault = "the disk is full";
        QCOMPARE(playbackWord(playback, health).token, Token::Danger);
    }
    /// The last event is 100 %, and what comes before it is less.
    void shares() {
        PlaybackState playback;
        QCOMPARE(shareText(playedShare(playback)), unknownText());
        playback.begin = UnixNanos::fromMillis(1'723'161'000'000);
        playback.end = playback.begin + 2 * kNanosPerHour + 5 * kNanosPerMinute;
        playback.now = playback.begin;
        QCOMPARE(shareText(playedShare(playback)), "0.0 %");
        playback.now = playback.begin + 250 * kNanosPerSecond;
        QCOMPARE(positionText(playedShare(playback)), "4:10 of 2 h 05 min");
        playback.now = playback.end + -1;
        QCOMPARE(shareText(playedShare(playback)), "99.9 %");
        playback.now = playback.end + kNanosPerSecond;
        QCOMPARE(shareText(playedShare(playback)), "100.0 %");
    }
};
QD_TEST(TestPlaybackWords);
#include "TestPlaybackWords.moc"
