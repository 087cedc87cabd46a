#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/alerts/StudyWatch.h"
#include "widgets/terms/KeptStudyAlerts.h"

#include <QObject>

using namespace qd;
using namespace qd::ui;
using Trouble = StudyWatch::Trouble;

namespace {

constexpr MarketId kSol{0};
constexpr UnixNanos kStart{1'700'000'040'000'000'000}; // a whole minute

struct Rig : test::PaneRig {
    std::unique_ptr<StudyWatch> watch;
    std::vector<QString> told;

    Rig() {
        venue.marketNow = kStart;
        history(20);
    }
    /// So many bars of one minute before kStart, at 150.
    void history(int bars) {
        ports::CandleSeries& series = venue.series[Interval::M1];
        series = {};
        for (int i = bars; i > 0; --i) {
            const Price p = Price::of(150);
            series.bars.push_back({kStart + -i * kNanosPerMinute, p, p, p, p, Quantity::of(10), Quantity::of(5), 3});
        }
    }
    /// The terminal is started.
    void start() {
        watch = std::make_unique<StudyWatch>(context);
        QObject::connect(watch.get(), &StudyWatch::told, [this](const News& n) { told.push_back(n.sentence); });
        look();
    }
    void look() { watch->look(); }
    std::uint32_t keep(const char* text) {
        const auto kept = keepStudyAlert(context, parseStudyAlert(text).value());
        if (!kept) qFatal("%s", qPrintable(kept.error()));
        return kept->number;
    }
    /// Market time goes on; nothing is traded.
    void at(int seconds) { venue.marketNow = kStart + seconds * kNanosPerSecond; }
    void trade(int seconds, Price price) {
        at(seconds);
        venue.addTrade(kSol, price, Quantity::of(1), Side::Buy);
    }
    Trouble trouble(std::uint32_t number) { return watch->valuesOf(number).trouble; }
    bool isDone(std::uint32_t number) {
        const auto kept = keptStudyAlerts(settings);
        return std::ranges::find(kept, number, &StudyAlert::number)->done;
    }
};

} // namespace

class TestStudyWatch : public QObject {
    Q_OBJECT
  private slots:
    void aBarThatEndsTells() {
        Rig rig;
        const std::uint32_t number = rig.keep("SOL-PERP 1m SMA 2 ABOVE 151 NOTE up");
        rig.start();
        rig.trade(5, Price::of(160)); // the average is 155, but the bar goes on
        rig.look();
        rig.trade(50, Price::of(153));
        rig.look();
        QVERIFY(rig.told.empty());
        rig.trade(61, Price::of(140)); // which ends it, at 151.5
        rig.look();
        QCOMPARE(rig.told, std::vector<QString>{"Alert 1: SOL-PERP 1m SMA 2 closes at or above 151, now 151.50. up"});
        QVERIFY(rig.isDone(number));
        rig.trade(121, Price::of(170));
        rig.trade(181, Price::of(170));
        rig.look();
        QCOMPARE(rig.told.size(), 1U);
    }
    void aBarEndsWithoutAnotherTrade() {
        Rig rig;
        rig.keep("SOL-PERP 1m SMA 2 ABOVE 151");
        rig.start();
        rig.trade(5, Price::of(153));
        rig.look();
        rig.at(60); // a trade of its last moment may be told late
        rig.look();
        QVERIFY(rig.told.empty());
        rig.at(61);
        rig.look();
        QCOMPARE(rig.told.size(), 1U);
        rig.look();
        QCOMPARE(rig.told.size(), 1U);
    }
    void everyBarBetweenTwoLooksIsLookedAt() {
        Rig rig;
        rig.keep("SOL-PERP 1m SMA 1 CROSS 151 EVERY");
        rig.start();
        for (const auto& [minute, price] : {std::pair{0, 152}, {1, 150}, {3, 153}, {4, 153}, {5, 150}, {6, 160}})
            rig.trade(minute * 60 + 1, Price::of(price));
        rig.look();
        QCOMPARE(rig.told.size(), 4U); // the last bar goes on
        QVERIFY2(rig.told[2].endsWith("now 153.00."), qPrintable(rig.told[2]));
    }
    void withinABarItTellsAtOnce() {
        Rig rig;
        const std::uint32_t number = rig.keep("SOL-PERP 1m SMA 2 ABOVE 151 TOUCH EVERY");
        rig.start();
        for (const int price : {153, 150, 153}) {
            rig.trade(5, Price::of(price));
            rig.look();
        }
        QCOMPARE(rig.told.size(), 2U);
        QCOMPARE(rig.told[0], "Alert 1: SOL-PERP 1m SMA 2 at or above 151, now 151.50.");
        QVERIFY(rig.watch->book().isBeyond(number));
        QVERIFY(!rig.isDone(number));
    }
    void studiesAndPricesAreCompared() {
        Rig rig;
        rig.keep("SOL-PERP 1m SMA 2 CROSS STUDY SMA 4");
        rig.keep("SOL-PERP 1m SMA 4 BELOW PRICE");
        rig.keep("SOL-PERP 1m MACD 3 6 2 LINE Histogram ABOVE 0.1");
        rig.start();
        rig.trade(1, Price::of(149));
        rig.trade(61, Price::of(158));
        rig.trade(121, Price::of(158));
        rig.look();
        QCOMPARE(rig.told.size(), 3U);
        QVERIFY2(rig.told[0].contains("SMA 2 closes across SMA 4, now 153.50."), qPrintable(rig.told[0]));
        QVERIFY2(rig.told[1].contains("SMA 4 closes at or below the price, now 151.75."), qPrintable(rig.told[1]));
        QVERIFY2(rig.told[2].contains("MACD 3 6 2 Histogram closes at or above 0.1, now 0.60374."),
                 qPrintable(rig.told[2]));
    }
    void oneFeedForAllOfALength() {
        Rig rig;
        rig.keep("SOL-PERP 1m RSI 14 ABOVE 70");
        rig.keep("SOL-PERP 1m RSI 14 BELOW 30 TOUCH");
        rig.keep("SOL-PERP 1m SMA 3 ABOVE 170");
        rig.keep("SOL-PERP 5m SMA 3 ABOVE 170");
        finishStudyAlert(rig.settings, rig.keep("BTC-PERP 1h SMA 3 ABOVE 170"));
        rig.start();
        QCOMPARE(rig.venue.askedCandles.size(), 2U);
        rig.look();
        QCOMPARE(rig.venue.askedCandles.size(), 2U);
        // More bars are read where a study needs them.
        rig.history(4'000);
        rig.keep("SOL-PERP 15m SMA 3 ABOVE 170");
        rig.venue.series[Interval::M15] = rig.venue.series[Interval::M1];
        rig.keep("SOL-PERP 15m SMA 1000 ABOVE 170");
        rig.keep("SOL-PERP 15m EMA 500 ABOVE 170");
        rig.look();
        rig.look();
        QVERIFY2(rig.venue.askedCandles.size() > 3, "older bars are asked for");
        QCOMPARE(rig.venue.askedCandles.back().before, rig.venue.series[Interval::M1].bars[2'500].openTime);
    }
    void aStartTellsNothingTwice() {
        Rig rig;
        rig.keep("SOL-PERP 1m SMA 1 ABOVE 151 EVERY");
        rig.keep("SOL-PERP 1m SMA 1 ABOVE 151 TOUCH EVERY");
        rig.start();
        rig.trade(1, Price::of(153));
        rig.trade(61, Price::of(153));
        rig.look();
        QCOMPARE(rig.told.size(), 2U);
        rig.start();
        rig.trade(125, Price::of(154));
        rig.look();
        QCOMPARE(rig.told.size(), 2U);
        QVERIFY(rig.watch->book().isBeyond(1) && rig.watch->book().isBeyond(2));
        for (const auto& [second, price] : {std::pair{181, 150}, {241, 155}, {301, 155}}) {
            rig.trade(second, Price::of(price));
            rig.look();
        }
        QCOMPARE(rig.told.size(), 4U);
    }
    void thePastIsNoNews() {
        Rig rig;
        rig.keep("SOL-PERP 1m SMA 1 ABOVE 151 EVERY");
        rig.start();
        rig.venue.playbackState.catchingUp = true;
        rig.trade(1, Price::of(153));
        rig.trade(61, Price::of(150));
        rig.trade(121, Price::of(153));
        rig.look();
        QCOMPARE(rig.trouble(1), Trouble::Loading);
        rig.trade(181, Price::of(153));
        rig.venue.playbackState.catchingUp = false;
        rig.look();
        QVERIFY(rig.told.empty());
        QVERIFY(rig.watch->book().isBeyond(1));
        // Sought back: the market begins anew, its trades too.
        rig.venue.tapes[kSol].clear();
        rig.at(0);
        rig.venue.tellMarkets();
        rig.look();
        rig.trade(1, Price::of(160));
        rig.trade(61, Price::of(160));
        rig.look();
        QCOMPARE(rig.told.size(), 1U);
    }
    void overMissingTradesNothingIsTold() {
        Rig rig;
        rig.keep("SOL-PERP 1m SMA 2 ABOVE 151");
        rig.start();
        rig.trade(1, Price::of(150));
        rig.look();
        rig.venue.tickers[kSol].status = DataStatus::Gap;
        rig.at(20);
        rig.look();
        rig.at(40);
        rig.look();
        rig.venue.tickers[kSol].status = DataStatus::Live;
        rig.trade(50, Price::of(160));
        rig.look();
        rig.trade(61, Price::of(160));
        rig.look();
        QVERIFY(rig.told.empty());
        QCOMPARE(rig.trouble(1), Trouble::Doubtful);
        rig.trade(121, Price::of(160)); // bars before it are whole, the one under them is not
        rig.look();
        QVERIFY(rig.told.empty());
        rig.trade(181, Price::of(160));
        rig.look();
        QCOMPARE(rig.told.size(), 1U);
    }
    void whatCannotBeReadIsAskedForAgain() {
        Rig rig;
        const std::uint32_t number = rig.keep("SOL-PERP 1m SMA 1 ABOVE 151");
        rig.venue.historyFault = ports::HistoryCode::Unavailable;
        rig.start();
        QCOMPARE(rig.trouble(number), Trouble::Unreadable);
        rig.trade(1, Price::of(150));
        rig.trade(61, Price::of(160));
        rig.trade(121, Price::of(160));
        rig.look();
        QVERIFY(rig.told.empty());
        rig.venue.historyFault.reset();
        rig.clock.advance(31 * kNanosPerSecond);
        rig.venue.historyWaits = true;
        rig.look();
        QCOMPARE(rig.trouble(number), Trouble::Loading);
        rig.venue.answerAllHistory();
        rig.look();
        QCOMPARE(rig.trouble(number), Trouble::None);
        QVERIFY2(rig.told.empty(), "the first look tells nothing");
    }
    void tooFewBarsAreTooFew() {
        Rig rig;
        rig.history(3);
        const std::uint32_t number = rig.keep("SOL-PERP 1m SMA 5 ABOVE 151");
        rig.start();
        QCOMPARE(rig.trouble(number), Trouble::TooFewBars);
        for (int minute = 0; minute < 4; ++minute) rig.trade(minute * 60 + 1, Price::of(150));
        rig.look();
        QCOMPARE(rig.trouble(number), Trouble::None);
        rig.trade(241, Price::of(170));
        rig.trade(301, Price::of(170));
        rig.look();
        QCOMPARE(rig.told.size(), 1U);
    }
    void whatIsNotKnownHereIsKept() {
        Rig rig;
        const std::string alien = "3 SOL-PERP 1m NOVEL 3 ABOVE 1 CLOSE; 4 NONE-PERP 1m RSI 14 ABOVE 1 CLOSE";
        QVERIFY(rig.settings.set(setting::kStudyAlerts, alien));
        rig.start();
        QCOMPARE(rig.trouble(3), Trouble::Unknown);
        QCOMPARE(rig.trouble(4), Trouble::Unknown);
        QVERIFY(rig.venue.askedCandles.empty());
        rig.keep("SOL-PERP 1m SMA 1 ABOVE 151");
        rig.look();
        rig.trade(1, Price::of(160));
        rig.trade(61, Price::of(160));
        rig.look();
        QCOMPARE(rig.told.size(), 1U);
        QCOMPARE(rig.settings.text(setting::kStudyAlerts), alien + "; 1 SOL-PERP 1m SMA 1 ABOVE 151 CLOSE DONE");
    }
    /// What is drawn further to the right is compared with the bar over which it is drawn.
    void linesAreComparedAsTheyAreDrawn() {
        Rig rig;
        rig.keep("SOL-PERP 1m ICHIMOKU 1 1 1 3 LINE Span A ABOVE 151");
        rig.start();
        rig.trade(1, Price::of(160));
        for (int minute = 1; minute < 4; ++minute) {
            rig.trade(minute * 60 + 1, Price::of(150));
            rig.look();
            QVERIFY(rig.told.empty());
        }
        rig.trade(241, Price::of(150));
        rig.look();
        QCOMPARE(rig.told.size(), 1U);
    }
    void levelsAreMoved() {
        Rig rig;
        const std::uint32_t number = rig.keep("SOL-PERP 1m SMA 1 ABOVE 170");
        rig.start();
        finishStudyAlert(rig.settings, number);
        QCOMPARE(std::get<StudyLevel>(moveStudyAlert(rig.settings, number, StudyLevel::of(151)).value().against),
                 StudyLevel::of(151));
        rig.look();
        rig.trade(1, Price::of(152));
        rig.trade(61, Price::of(152));
        rig.look();
        QCOMPARE(rig.told.size(), 1U);
        QVERIFY(!moveStudyAlert(rig.settings, 9, StudyLevel()));
    }
};

QD_TEST(TestStudyWatch);
#include "TestStudyWatch.moc"
