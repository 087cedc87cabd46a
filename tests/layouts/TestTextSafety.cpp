#include "layouts/workspace/OrderWords.h"
#include "layouts/workspace/ShellActions.h"
#include "layouts/workspace/StatusBar.h"
#include "tests/support/PaneRig.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QLabel>
#include <QObject>

using namespace qd;
using namespace qd::workspace;

namespace {

/// A status bar, and time that passes for it.
struct BarRig : test::PaneRig {
    ui::FrameClock frames{clock, stats};
    StatusBar bar{context, frames};
    QLabel* message = bar.findChild<QLabel*>("message");

    /// What it says so many seconds later.
    QString later(std::int64_t seconds) {
        clock.advance(seconds * kNanosPerSecond);
        bar.onFrame({clock.monotonicNanos(), clock.now()});
        return message->text();
    }
};

/// What is typed for SEEK in a recording of two days.
std::optional<UnixNanos> seekTime(std::string_view text) {
    const UnixNanos now = UnixNanos::fromMillis(1'700'000'000'000);
    return ui::parseSeekTime(text, now, now + -kNanosPerDay, now + kNanosPerDay);
}

} // namespace

class TestTextSafety : public QObject {
    Q_OBJECT
  private slots:
    void durations_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qlonglong>("nanos"); // 0: refused
        QTest::newRow("seconds") << QByteArray("30s") << qlonglong(30 * kNanosPerSecond);
        QTest::newRow("minutes") << QByteArray("15M") << qlonglong(15 * kNanosPerMinute);
        QTest::newRow("days") << QByteArray("2d") << qlonglong(2 * kNanosPerDay);
        QTest::newRow("longest") << QByteArray("36525d") << qlonglong(36'525 * kNanosPerDay);
        QTest::newRow("longer") << QByteArray("36526d") << qlonglong(0);
        QTest::newRow("fits 64 bits, but no time can be moved by it") << QByteArray("100000d") << qlonglong(0);
        QTest::newRow("fits no 64 bits") << QByteArray("999999999999999999h") << qlonglong(0);
        QTest::newRow("nothing") << QByteArray("0s") << qlonglong(0);
        QTest::newRow("below zero") << QByteArray("-5s") << qlonglong(0);
        QTest::newRow("fraction") << QByteArray("1.5h") << qlonglong(0);
        QTest::newRow("no unit") << QByteArray("30") << qlonglong(0);
        QTest::newRow("unit only") << QByteArray("s") << qlonglong(0);
    }
    void durations() {
        QFETCH(QByteArray, text);
        QFETCH(qlonglong, nanos);
        QCOMPARE(parseDuration(text.toStdString()).value_or(0), nanos);
    }
    void expiriesStayWithinTime() {
        OrderWordsContext context;
        context.market = [](std::string_view) { return nullptr; };
        context.standard = MarketId(0);
        context.now = UnixNanos::fromMillis(1'700'000'000'000);
        const auto order = parseOrder({"BUY", "1", "LIMIT", "100", "GTD", "30d"}, context);
        QVERIFY(order.has_value());
        QVERIFY(order->orders.front().expiry > context.now);
        for (const char* length : {"31d", "36525d", "100000d"})
            QVERIFY(!parseOrder({"BUY", "1", "LIMIT", "100", "GTD", length}, context).has_value());
    }
    void seekTimes_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("good");
        QTest::newRow("date") << QByteArray("2024-08-08T23:55:10") << true;
        QTest::newRow("clock") << QByteArray("23:55") << true;
        QTest::newRow("step") << QByteArray("-2m") << true;
        QTest::newRow("far date") << QByteArray("9999-12-31T23:59:59") << false;
        QTest::newRow("early date") << QByteArray("0001-01-01T00:00:00") << false;
        QTest::newRow("far step") << QByteArray("+100000d") << false;
        QTest::newRow("sign only") << QByteArray("+") << false;
        QTest::newRow("nothing") << QByteArray("") << false;
        QTest::newRow("no UTF-8") << QByteArray("\xff\xfe") << false;
    }
    void seekTimes() {
        QFETCH(QByteArray, text);
        QFETCH(bool, good);
        QCOMPARE(seekTime(text.toStdString()).has_value(), good);
    }
    void anyTextIsReadOrRefused() {
        QD_PROPERTY("a time that is read lies in the range of times", [](const std::string& text) {
            const auto time = seekTime(text);
            if (time) RC_ASSERT(time->value() > -kNanosPerDay * 36'525);
        });
    }
    /// What was typed comes back in the message: it is shown as it is, not read as markup.
    void messagesAreNotMarkup() {
        test::PaneRig rig;
        ui::FrameClock frames(rig.clock, rig.stats);
        StatusBar bar(rig.context, frames);
        const QString typed = QStringLiteral("there is no command <b>X</b>");
        bar.say(typed, true);
        auto* message = bar.findChild<QLabel*>("message");
        QCOMPARE(message->text(), typed);
        QCOMPARE(message->textFormat(), Qt::PlainText);
        QVERIFY(message->toolTip().contains("&lt;b&gt;"));
        rig.venue.healthState.fault = "<img src='x'> is damaged";
        bar.onFrame({rig.clock.monotonicNanos(), rig.clock.now()});
        QCOMPARE(message->text(), "<img src='x'> is damaged");
        QVERIFY(message->toolTip().contains("&lt;img"));
    }
    /// Two at once: none takes the other's place, and an answer that comes between delays them only.
    void newsAreShownOneAfterAnother() {
        BarRig rig;
        StatusBar& bar = rig.bar;
        auto* message = rig.message;
        const auto later = [&rig](std::int64_t seconds) { return rig.later(seconds); };
        for (const char* news : {"first", "second", "third", "second"}) bar.notify({news});
        QCOMPARE(message->text(), "first");
        QCOMPARE(later(4), "first");
        QCOMPARE(later(1), "second");
        bar.say("an answer", false);
        QCOMPARE(message->text(), "an answer");
        QCOMPARE(later(4), "an answer");
        QCOMPARE(later(1), "second"); // it had not had its time
        QCOMPARE(later(5), "third");
        QCOMPARE(later(14), "third"); // nothing waits
        QCOMPARE(later(2), QString());
    }
    /// What is newer about a subject takes the place of what waits or stands there: an account that has been liquidated
    /// is not told to add collateral.
    void newerNewsOvertakeOlderOnes() {
        BarRig rig;
        StatusBar& bar = rig.bar;
        auto* message = rig.message;
        const auto later = [&rig](std::int64_t seconds) { return rig.later(seconds); };
        using ui::Importance;
        bar.notify({"50 %", Importance::Problem, "margin 7"});
        bar.notify({"hedge: 50 %", Importance::Problem, "margin 70"});
        bar.notify({"near", Importance::Problem, "margin 7/near 0"});
        bar.notify({"70 %", Importance::Problem, "margin 7"}); // that of what is shown, and its part waits no more
        QCOMPARE(message->text(), "70 %");
        bar.notify({"near again", Importance::Problem, "margin 7/near 0"}); // a part is not the whole
        QCOMPARE(message->text(), "70 %");
        bar.notify({"liquidated", Importance::Grave, "margin 7"});
        QCOMPARE(message->text(), "liquidated");
        bar.notify({"85 %", Importance::Problem, "margin 7"}); // told too late
        QCOMPARE(message->text(), "liquidated");
        QCOMPARE(later(4), "liquidated");
        QCOMPARE(later(1), "hedge: 50 %");
        QCOMPARE(later(5), "85 %");
        QCOMPARE(later(14), "85 %");
        QCOMPARE(later(2), QString());
    }
    void importantNewsComeFirst() {
        BarRig rig;
        StatusBar& bar = rig.bar;
        auto* message = rig.message;
        const auto later = [&rig](std::int64_t seconds) { return rig.later(seconds); };
        using ui::Importance;
        bar.notify({"plain", Importance::Plain});
        bar.notify({"problem", Importance::Problem}); // at once
        QCOMPARE(message->text(), "problem");
        bar.notify({"another", Importance::Problem});
        bar.say("an answer", false);
        bar.notify({"grave", Importance::Grave}); // what was just done is answered first
        QCOMPARE(message->text(), "an answer");
        for (const char* next : {"grave", "problem", "another", "plain"}) QCOMPARE(later(5), next);
        // Of too many the least go.
        bar.notify({"shown", Importance::Grave});
        for (int i = 0; i < 20; ++i) bar.notify({QString::number(i), Importance::Problem});
        bar.notify({"plain", Importance::Plain});
        bar.notify({"20", Importance::Problem});
        for (int i = 1; i <= 20; ++i) QCOMPARE(later(5), QString::number(i));
        QCOMPARE(later(16), QString());
    }
    void newsOutlastAFault() {
        test::PaneRig rig;
        ui::FrameClock frames(rig.clock, rig.stats);
        StatusBar bar(rig.context, frames);
        auto* message = bar.findChild<QLabel*>("message");
        bar.notify({"news"});
        rig.venue.healthState.fault = "damaged";
        bar.onFrame({rig.clock.monotonicNanos(), rig.clock.now()});
        QCOMPARE(message->text(), "damaged");
        bar.notify({"more"});
        rig.clock.advance(60 * kNanosPerSecond);
        bar.onFrame({rig.clock.monotonicNanos(), rig.clock.now()});
        QCOMPARE(message->text(), "damaged");
        rig.venue.healthState.fault.reset();
        bar.onFrame({rig.clock.monotonicNanos(), rig.clock.now()});
        QCOMPARE(message->text(), "news");
        rig.clock.advance(5 * kNanosPerSecond);
        bar.onFrame({rig.clock.monotonicNanos(), rig.clock.now()});
        QCOMPARE(message->text(), "more");
    }
    void theClockIsTheMarketsWhenItDiffers() {
        test::PaneRig rig;
        ui::FrameClock frames(rig.clock, rig.stats);
        StatusBar bar(rig.context, frames);
        const auto* time = bar.findChild<QLabel*>("clock");
        rig.venue.marketNow = rig.clock.now() + kNanosPerSecond;
        bar.onFrame({rig.clock.monotonicNanos(), rig.clock.now()});
        QVERIFY(!time->text().startsWith("Market"));
        QCOMPARE(time->toolTip(), "Time, UTC");
        rig.venue.marketNow = UnixNanos::fromMillis(1'723'161'256'000);
        bar.onFrame({rig.clock.monotonicNanos(), rig.clock.now()});
        QCOMPARE(time->text(), "Market 23:54:16 UTC");
        QVERIFY2(time->toolTip().contains("2024-08-08 23:54:16"), qPrintable(time->toolTip()));
        rig.venue.marketNow = UnixNanos(); // before the venue has started
        bar.onFrame({rig.clock.monotonicNanos(), rig.clock.now()});
        QVERIFY(!time->text().startsWith("Market"));
    }
    void aLongSentenceClipsNoFigure() {
        test::PaneRig rig;
        ui::FrameClock frames(rig.clock, rig.stats);
        StatusBar bar(rig.context, frames);
        bar.resize(1'366, 24);
        bar.show();
        bar.onFrame({rig.clock.monotonicNanos(), rig.clock.now()});
        bar.say(QString(300, 'x'), true);
        QCoreApplication::processEvents();
        for (const char* name : {"mode", "feed"}) {
            const auto* label = bar.findChild<QLabel*>(name);
            QVERIFY2(label->width() >= label->sizeHint().width(), name);
        }
        QVERIFY(bar.findChild<QLabel*>("message")->width() > 300);
        QVERIFY(!bar.findChild<QLabel*>("engine")->isVisible());
    }
    void aLockOnOpeningStandsInTheBar() {
        test::PaneRig rig;
        ui::FrameClock frames(rig.clock, rig.stats);
        StatusBar bar(rig.context, frames);
        auto* lock = bar.findChild<QLabel*>("openingLock");
        QVERIFY(lock->isHidden());
        rig.gate.setLock(ui::OpeningLock{rig.clock.now() + 90 * kNanosPerSecond, "Daily loss"});
        QVERIFY(!lock->isHidden());
        QCOMPARE(lock->text(), "Opening locked 1:30");
        QVERIFY(lock->toolTip().startsWith("Daily loss reached"));
        rig.clock.advance(30 * kNanosPerSecond);
        bar.onFrame({rig.clock.monotonicNanos(), rig.clock.now()});
        QCOMPARE(lock->text(), "Opening locked 1:00");
        rig.gate.setLock(std::nullopt);
        QVERIFY(lock->isHidden());
    }
};
QD_TEST(TestTextSafety);
#include "TestTextSafety.moc"
