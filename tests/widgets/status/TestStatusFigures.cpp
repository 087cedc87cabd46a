#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/Format.h"
#include "widgets/status/StatusFigures.h"

#include <QObject>

using namespace qd;
using namespace qd::ui;

namespace {

const StatusLine* lineOf(const StatusFigures& figures, const QString& group, const QString& name) {
    for (const StatusGroup& g : figures.groups) {
        if (g.title != group) continue;
        for (const StatusLine& line : g.lines) {
            if (line.name == name) return &line;
        }
    }
    return nullptr;
}

QString value(const StatusFigures& figures, const QString& group, const QString& name, std::size_t cell = 0) {
    const StatusLine* line = lineOf(figures, group, name);
    return line == nullptr || cell >= line->cells.size() ? QStringLiteral("(not there)") : line->cells[cell].text;
}

StatusFigures read(test::PaneRig& rig) { return statusFigures(rig.context, rig.clock.monotonicNanos()); }

void beReplay(test::PaneRig& rig) {
    PlaybackState& p = rig.venue.playbackState;
    p.mode = VenueMode::Replay;
    p.begin = UnixNanos::fromMillis(1'723'161'256'000);
    p.end = p.begin + 2 * kNanosPerHour;
    p.now = p.begin + 30 * kNanosPerMinute;
    p.event = 1'234'567;
}

} // namespace

class TestStatusFigures : public QObject {
    Q_OBJECT
  private slots:
    void marketsTellStateAndAge() {
        test::PaneRig rig;
        const std::int64_t now = rig.clock.monotonicNanos();
        rig.venue.tickers[MarketId(0)] = {
            .market = MarketId(0), .status = DataStatus::Live, .receivedNanos = now - 20 * kNanosPerMilli};
        rig.venue.tickers[MarketId(1)] = {
            .market = MarketId(1), .status = DataStatus::Stale, .receivedNanos = now - 75 * kNanosPerSecond};
        const StatusFigures figures = read(rig);
        QCOMPARE(value(figures, "Markets", "SOL-PERP"), "live");
        QCOMPARE(value(figures, "Markets", "SOL-PERP", 1), "< 1 s");
        QCOMPARE(*lineOf(figures, "Markets", "SOL-PERP")->dot, Token::Up);
        QCOMPARE(value(figures, "Markets", "BTC-PERP"), "stale");
        QCOMPARE(value(figures, "Markets", "BTC-PERP", 1), "1:15");
        QCOMPARE(*lineOf(figures, "Markets", "BTC-PERP")->dot, Token::Warn);
        QCOMPARE(figures.headline.text, "Stale: 1 of 2 markets.");
    }
    void whatIsNotKnownIsADash() {
        test::PaneRig rig;
        const StatusFigures figures = read(rig);
        QCOMPARE(value(figures, "Markets", "SOL-PERP"), "no data");
        QCOMPARE(value(figures, "Markets", "SOL-PERP", 1), unknownText());
        QCOMPARE(value(figures, "Market data", "Feed lag"), unknownText());
        QCOMPARE(value(figures, "Engine", "Mean per command"), unknownText());
        QCOMPARE(value(figures, "Journal", "Last sync"), unknownText());
        QCOMPARE(value(figures, "Venue", "Market time"), unknownText());
        QCOMPARE(value(figures, "Frames", "Frame", 1), unknownText());
        rig.venue.marketList.clear();
        QVERIFY(lineOf(read(rig), "Markets", "No market yet") != nullptr);
    }
    void figuresAreThoseOfTheVenue() {
        test::PaneRig rig;
        VenueHealth& h = rig.venue.healthState;
        h.feedLagNanos = -1'270'000'000;
        h.gaps = 2;
        h.resyncs = 1;
        h.invalid = 0;
        h.enginePerCommandNanos = 1'900;
        h.engineWorstNanos = 48'000;
        h.commandsPerSecond = 12'345;
        h.commands = 1'000'007;
        h.durableCommands = 1'000'000;
        h.syncNanos = 3'100'000;
        h.requestQueue = 4;
        h.storeQueue = 5'120;
        const StatusFigures figures = read(rig);
        QCOMPARE(value(figures, "Market data", "Feed lag"), QStringLiteral("−1.2 s"));
        QCOMPARE(lineOf(figures, "Market data", "Feed lag")->cells[0].token, Token::Warn);
        QCOMPARE(value(figures, "Market data", "Gaps"), "2");
        QCOMPARE(lineOf(figures, "Market data", "Gaps")->cells[0].token, Token::Warn);
        QCOMPARE(value(figures, "Market data", "Resyncs"), "1");
        QCOMPARE(lineOf(figures, "Market data", "Refused messages")->cells[0].token, Token::Text1);
        QCOMPARE(value(figures, "Engine", "Mean per command"), QStringLiteral("1.9 µs"));
        QCOMPARE(value(figures, "Engine", "Worst per command"), QStringLiteral("48.0 µs"));
        QCOMPARE(value(figures, "Engine", "Commands a second"), QStringLiteral("12\u2009345"));
        QCOMPARE(value(figures, "Journal", "Durable"), QStringLiteral("1\u2009000\u2009000"));
        QCOMPARE(value(figures, "Journal", "Backlog"), "7");
        QCOMPARE(value(figures, "Journal", "Last sync"), "3.1 ms");
        QCOMPARE(value(figures, "Queues", "Requests"), "4");
        QCOMPARE(value(figures, "Queues", "History rows"), QStringLiteral("5\u2009120"));
    }
    /// The two counters are read one after the other: durable may be ahead for a moment.
    void backlogIsNeverNegative() {
        test::PaneRig rig;
        rig.venue.healthState.commands = 10;
        rig.venue.healthState.durableCommands = 12;
        QCOMPARE(value(read(rig), "Journal", "Backlog"), "0");
    }
    void replayTellsItsPosition() {
        test::PaneRig rig;
        QCOMPARE(value(read(rig), "Venue", "Mode"), "SIMULATED");
        QVERIFY(lineOf(read(rig), "Venue", "Position") == nullptr);
        beReplay(rig);
        rig.venue.playbackState.speed = 0.5;
        const StatusFigures figures = read(rig);
        QCOMPARE(value(figures, "Venue", "Mode"), QStringLiteral("REPLAY · PAPER"));
        QCOMPARE(value(figures, "Venue", "Speed"), QStringLiteral("0.5×"));
        QCOMPARE(value(figures, "Venue", "Market time"), "2024-08-09 00:24:16");
        QCOMPARE(value(figures, "Venue", "Position"), "30:00 of 2 h 00 min");
        QCOMPARE(value(figures, "Venue", "Played"), "25.0 %");
        QCOMPARE(value(figures, "Venue", "Events"), QStringLiteral("1\u2009234\u2009567"));
        rig.venue.playbackState.now = rig.venue.playbackState.end + kNanosPerHour;
        QCOMPARE(value(read(rig), "Venue", "Played"), "100.0 %");
    }
    void headlineIsTheWorst_data() {
        QTest::addColumn<int>("what");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<int>("token");
        QTest::newRow("well") << 0 << "Everything runs." << int(Token::Up);
        QTest::newRow("slow frames") << 1 << "Everything runs; frames take longer than their budget."
                                     << int(Token::Warn);
        QTest::newRow("paused") << 2 << "The market is paused." << int(Token::Warn);
        QTest::newRow("gap") << 3 << "The feed lost messages and is being joined anew: 1 of 2 markets."
                             << int(Token::Warn);
        QTest::newRow("starting") << 4 << "The venue is starting." << int(Token::Text2);
        QTest::newRow("fault") << 5 << "The venue stands still." << int(Token::Danger);
    }
    void headlineIsTheWorst() {
        QFETCH(int, what);
        QFETCH(QString, sentence);
        QFETCH(int, token);
        test::PaneRig rig;
        for (const MarketId id : {MarketId(0), MarketId(1)}) rig.venue.setBook(id, Price::of(100));
        // Each is worse than the one before it, which stays.
        if (what >= 1) rig.stats.frames.add(20 * kNanosPerMilli);
        if (what >= 2) rig.venue.playbackState.paused = true;
        if (what >= 3) rig.venue.tickers[MarketId(1)].status = DataStatus::Gap;
        if (what >= 4) rig.venue.healthState.running = false;
        if (what >= 5) rig.venue.healthState.fault = "journal.log: record 12 is damaged";
        const StatusFigures figures = read(rig);
        QCOMPARE(figures.headline.text, sentence);
        QCOMPARE(figures.headline.token, static_cast<Token>(token));
        if (what >= 5) QCOMPARE(figures.messages.front().text, "journal.log: record 12 is damaged");
    }
    void dearestPaneComesFirst() {
        test::PaneRig rig;
        QCOMPARE(read(rig).groups.back().title, "Frames");
        for (int i = 0; i < 10; ++i) {
            rig.stats.paint("TAPE").add(300'000);
            rig.stats.paint("CHART").add(2'400'000);
            rig.stats.paint("ORDERBOOK").add(700'000);
        }
        rig.stats.tickToPixel.add(40 * kNanosPerMilli);
        const StatusFigures figures = read(rig);
        const StatusGroup& paint = figures.groups.back();
        QCOMPARE(paint.lines.size(), 3U);
        QCOMPARE(paint.lines[0].name, "CHART");
        QCOMPARE(paint.lines[0].cells[1].text, "2.4 ms");
        QCOMPARE(paint.lines[1].name, "ORDERBOOK");
        QCOMPARE(paint.lines[2].name, "TAPE");
        QCOMPARE(lineOf(figures, "Frames", "Tick to pixel")->cells[1].token, Token::Warn);
    }
    /// No figure is without its definition, and the report names them all.
    void everyFigureIsDefined() {
        test::PaneRig rig;
        beReplay(rig);
        rig.stats.paint("CHART").add(1);
        const StatusFigures figures = read(rig);
        const QString text = plainText(figures);
        for (const StatusGroup& group : figures.groups) {
            for (const StatusLine& line : group.lines) {
                QVERIFY2(line.tip.size() > 10, qPrintable(line.name));
                QVERIFY2(text.contains(line.name), qPrintable(line.name));
            }
        }
    }
};
QD_TEST(TestStatusFigures);
#include "TestStatusFigures.moc"
