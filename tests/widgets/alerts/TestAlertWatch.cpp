#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/alerts/AlertWatch.h"
#include "widgets/terms/KeptAlerts.h"

#include <QObject>

using namespace qd;
using namespace qd::ui;

namespace {

constexpr MarketId kSol{0};

struct Rig : test::PaneRig {
    AlertWatch watch{context};
    std::vector<News> told;

    Rig() {
        setPrices(Price::of(150));
        QObject::connect(&watch, &AlertWatch::told, [this](const News& n) { told.push_back(n); });
    }
    void setPrices(Price price) {
        Ticker& ticker = venue.tickers[kSol];
        ticker.last = price;
        ticker.prices.mark = price;
        ticker.prices.index = price;
    }
    void trade(Price price) { venue.addTrade(kSol, price, Quantity::of(1), Side::Buy); }
    std::uint32_t keep(const char* text) {
        const auto kept = keepAlert(context, parseAlert(text).value());
        if (!kept) qFatal("%s", qPrintable(kept.error()));
        return kept->number;
    }
    QString objection(const char* text) {
        const auto kept = keepAlert(context, parseAlert(text).value());
        return kept ? QString() : kept.error();
    }
    [[nodiscard]] bool isDone(std::uint32_t number) const {
        for (const PriceAlert& a : keptAlerts(settings)) {
            if (a.number == number) return a.done;
        }
        return false;
    }
};

} // namespace

class TestAlertWatch : public QObject {
    Q_OBJECT
  private slots:
    void everyTradeIsLookedAt() {
        Rig rig;
        rig.trade(Price::of(170)); // before the alert
        rig.setPrices(Price::of(150));
        const std::uint32_t number = rig.keep("SOL-PERP ABOVE 155 NOTE breakout");
        rig.watch.look();
        QVERIFY(rig.told.empty());
        // Between two looks the price was there and came back.
        rig.trade(Price::of(156));
        rig.trade(Price::of(151));
        rig.watch.look();
        QCOMPARE(rig.told.size(), 1U);
        QCOMPARE(rig.told[0].sentence, "Alert 1: SOL-PERP last at or above 155, now 156.00. breakout");
        QCOMPARE(rig.told[0].subject, "alert 1");
        QVERIFY(rig.isDone(number));
        rig.trade(Price::of(157));
        rig.watch.look();
        QCOMPARE(rig.told.size(), 1U);
    }
    void markAndIndexAreLookedAt() {
        Rig rig;
        rig.keep("SOL-PERP BELOW 140 MARK");
        rig.keep("SOL-PERP BELOW 140 INDEX");
        rig.watch.look();
        rig.venue.tickers[kSol].prices.mark = Price::of(139);
        rig.watch.look();
        QCOMPARE(rig.told.size(), 1U);
        QCOMPARE(rig.told[0].sentence, "Alert 1: SOL-PERP mark at or below 140, now 139.00.");
        rig.venue.tickers[kSol].prices.index = Price(); // not known is not zero
        rig.watch.look();
        QCOMPARE(rig.told.size(), 1U);
    }
    void whatWasTradedWhileTheTapeWasOverwrittenIsNotGuessed() {
        Rig rig;
        rig.keep("SOL-PERP ABOVE 155");
        rig.trade(Price::of(150));
        rig.watch.look();
        rig.venue.tradesKept = 2;
        for (int i = 0; i < 5; ++i) rig.trade(Price::of(151));
        rig.setPrices(Price::of(158)); // what is known after it
        rig.watch.look();
        QCOMPARE(rig.told.size(), 1U);
    }
    /// A market that is sought back begins anew, its trades too, and is run to the time that is wanted.
    void whatIsReplayedReachesNothing() {
        Rig rig;
        rig.keep("SOL-PERP ABOVE 155");
        rig.trade(Price::of(150));
        rig.watch.look();
        rig.venue.tapes[kSol].clear();
        rig.venue.playbackState.catchingUp = true;
        rig.venue.tellMarkets();
        rig.watch.look();
        for (const int price : {160, 150}) {
            rig.trade(Price::of(price));
            rig.watch.look();
        }
        rig.venue.playbackState.catchingUp = false;
        rig.watch.look();
        QVERIFY(rig.told.empty());
        rig.trade(Price::of(161));
        rig.watch.look();
        QCOMPARE(rig.told.size(), 1U);
    }
    void aClockThatStepsBackLosesNoTrade() {
        Rig rig;
        rig.keep("SOL-PERP ABOVE 155");
        rig.watch.look();
        rig.venue.marketNow = rig.venue.marketNow + -kNanosPerSecond;
        for (const int price : {156, 150}) rig.trade(Price::of(price));
        rig.watch.look();
        QCOMPARE(rig.told.size(), 1U);
    }
    void oneThatRepeatsStaysKept() {
        Rig rig;
        const std::uint32_t number = rig.keep("SOL-PERP ABOVE 155 EVERY");
        rig.watch.look();
        for (const int price : {156, 150, 157}) rig.trade(Price::of(price));
        rig.watch.look();
        QCOMPARE(rig.told.size(), 2U);
        QVERIFY(!rig.isDone(number));
    }
    void whatCannotBeKeptIsSaid() {
        Rig rig;
        QCOMPARE(rig.objection("NONE-PERP ABOVE 1"), "There is no market NONE-PERP.");
        QCOMPARE(rig.objection("SOL-PERP ABOVE 149.5"), "SOL-PERP last at or above 149.5: it is 150 already.");
        QCOMPARE(rig.objection("SOL-PERP BELOW 150 MARK"), "SOL-PERP mark at or below 150: it is 150 already.");
        for (std::size_t i = 0; i < kMostAlerts; ++i) rig.keep("SOL-PERP ABOVE 155");
        QCOMPARE(rig.objection("SOL-PERP ABOVE 155"), "100 alerts are kept already; delete one first.");
        QVERIFY(removeAlert(rig.settings, 40).has_value());
        QCOMPARE(rig.keep("SOL-PERP ABOVE 156"), 40U); // the least number that is free
        QCOMPARE(removeAlert(rig.settings, 999).error(), "There is no alert 999.");
        QCOMPARE(renewAlert(rig.context, 999).error(), "There is no alert 999.");
    }
    void oneThatIsDoneCanWaitAgain() {
        Rig rig;
        const std::uint32_t number = rig.keep("SOL-PERP ABOVE 155");
        rig.watch.look();
        rig.trade(Price::of(155));
        rig.watch.look();
        rig.setPrices(Price::of(155));
        QVERIFY(renewAlert(rig.context, number).error().contains("it is 155 already"));
        rig.setPrices(Price::of(150));
        QVERIFY(renewAlert(rig.context, number).has_value());
        rig.watch.look();
        rig.trade(Price::of(156));
        rig.watch.look();
        QCOMPARE(rig.told.size(), 2U);
    }
};

QD_TEST(TestAlertWatch);
#include "TestAlertWatch.moc"
