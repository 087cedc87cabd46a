#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/flow/RecordedTrades.h"
#include "widgets/flow/FeedWords.h"
#include "widgets/flow/FlowLook.h"

#include <QObject>

using namespace qd;
using namespace qd::test;

class TestFlowLook : public QObject {
    Q_OBJECT
  private slots:
    void sizesAreShort_data() {
        QTest::addColumn<qint64>("raw");
        QTest::addColumn<qint64>("step");
        QTest::addColumn<QString>("text");
        const qint64 one = Quantity::kScale;
        QTest::newRow("nothing") << qint64{0} << one << "0";
        QTest::newRow("no finer than the step") << one / 2 << one / 100 << "0.50";
        QTest::newRow("at most three digits") << one / 8 << qint64{1} << "0.125";
        QTest::newRow("thousands") << 12'345 * one << one << "12.3k";
    }
    void sizesAreShort() {
        QFETCH(qint64, raw);
        QFETCH(qint64, step);
        QTEST(flow::sizeText(Quantity(raw), Quantity(step)), "text");
    }
    void signsAreShown() {
        QCOMPARE(flow::signedText(Quantity::of(3), Quantity::of(1)), QStringLiteral("+3.00"));
        QCOMPARE(flow::signedText(Quantity::of(-3), Quantity::of(1)), QChar(0x2212) + QStringLiteral("3.00"));
        QCOMPARE(flow::signedText(Quantity(), Quantity::of(1)), QStringLiteral("0"));
    }
    void rowsHaveTheirPricesInTheMiddle() {
        constexpr Price kTick(10'000);
        QCOMPARE(flow::lowerEdge(100, 1, kTick), 995'000.0);
        QCOMPARE(flow::lowerEdge(10, 5, kTick), 495'000.0);
        QCOMPARE(flow::rowOf(Price(540'000), 5, kTick), 10);
        QCOMPARE(flow::rowOf(Price(550'000), 5, kTick), 11);
        QCOMPARE(flow::rowText(100, 1, kTick), QStringLiteral("1.00"));
        QCOMPARE(flow::rowText(10, 5, kTick), QStringLiteral("0.50 to 0.54"));
    }
    void pricesFitTheBars() {
        QVERIFY(!flow::pricesOf({}, Price(10'000)));
        FootprintBar bar;
        bar.low = Price::of(100);
        bar.high = Price::of(110);
        const auto range = flow::pricesOf({&bar, 1}, Price(10'000));
        QVERIFY(range->low < bar.low && range->high > bar.high);
        bar.high = bar.low; // one price is not the whole height
        const auto single = flow::pricesOf({&bar, 1}, Price(10'000));
        QVERIFY(single->high.raw() - single->low.raw() >= 16 * 10'000);
    }
    void sharesAreBounded() {
        QCOMPARE(flow::shareOf(Quantity(-50), Quantity(100)), 50);
        QCOMPARE(flow::shareOf(Quantity(500), Quantity(100)), 100);
        QCOMPARE(flow::shareOf(Quantity(5), Quantity()), 0);
    }
    void aFeedSaysHowItStands() {
        PaneRig rig;
        RecordedTrades trades(rig.venue);
        flow::FlowFeed feed(rig.venue, rig.venue);
        rig.venue.historyWaits = true;
        feed.show(MarketId(0), Interval::M1, Price(10'000));
        const ui::Frame frame{rig.clock.monotonicNanos(), rig.clock.now()};
        const auto standing = [&] { return flow::standingOf(feed, rig.context, frame); };
        QVERIFY(standing().empty && standing().sentence.contains(QStringLiteral("Reading")));
        rig.venue.answerAllHistory();
        QVERIFY(standing().empty && standing().sentence.startsWith(QStringLiteral("No trades yet")));
        rig.venue.playbackState.paused = true;
        QVERIFY(standing().sentence.contains(QStringLiteral("paused")));
        rig.venue.setBook(MarketId(0), Price::of(100));
        trades.trade(Price::of(100), Quantity::of(1), Side::Buy);
        feed.readNew();
        rig.venue.answerAllHistory();
        QCOMPARE(standing(), flow::FeedStanding{});
        rig.venue.tickers[MarketId(0)].status = DataStatus::Stale;
        QVERIFY(standing().stale && !standing().sentence.isEmpty() && !standing().empty);
        rig.venue.tickers[MarketId(0)].status = DataStatus::Live;
        rig.venue.historyWaits = false;
        rig.venue.historyFault = ports::HistoryCode::Damaged;
        feed.reload();
        QVERIFY(standing().sentence.contains(QStringLiteral("could not be read")));
    }
    void momentsOfAnotherDayHaveTheirDate() {
        const UnixNanos noon(1'710'244'800'000'000'000);
        QCOMPARE(flow::sinceText(noon, noon + kNanosPerHour), QStringLiteral("12:00"));
        QCOMPARE(flow::sinceText(noon, noon + kNanosPerDay), QStringLiteral("2024-03-12 12:00"));
    }
};

QD_TEST(TestFlowLook);
#include "TestFlowLook.moc"
