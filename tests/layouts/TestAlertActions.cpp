#include "layouts/workspace/AlertActions.h"
#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/terms/KeptAlerts.h"
#include "widgets/terms/KeptStudyAlerts.h"

#include <QObject>

using namespace qd;
using namespace qd::workspace;

class TestAlertActions : public QObject {
    Q_OBJECT
    struct Rig : test::PaneRig {
        AlertActions alerts{context};
        Rig() {
            Ticker& ticker = venue.tickers[MarketId(0)];
            ticker.last = Price::of(150);
            ticker.prices.mark = Price::of(150);
        }
        /// The answer, or "! " and what was wrong.
        QString said(const char* line) {
            QString sentence;
            actions.run(line, [&](const ports::ActionResult& result) {
                sentence = QString::fromStdString(result ? *result : "! " + result.error().detail);
            });
            return sentence;
        }
        QString kept() { return QString::fromStdString(settings.text(ui::setting::kAlerts)); }
    };

  private slots:
    void alertsAreKeptAndDeleted() {
        Rig rig;
        QCOMPARE(rig.said("ALERT sol 155"), "Alert 1: SOL-PERP last at or above 155.");
        QCOMPARE(rig.said("ALERT SOL-PERP 140 mark every NOTE back again"), "Alert 2: SOL-PERP mark at or below 140.");
        QCOMPARE(rig.said("ALERT SOL-PERP BELOW 145"), "Alert 3: SOL-PERP last at or below 145.");
        QCOMPARE(rig.kept(), "1 SOL-PERP ABOVE 155 LAST; 2 SOL-PERP BELOW 140 MARK EVERY NOTE back again; "
                             "3 SOL-PERP BELOW 145 LAST");
        QCOMPARE(rig.said("ALERT DELETE 3"), "Alert 3 is deleted.");
        // One that cannot wait yet does not keep the others from it.
        QCOMPARE(rig.said("ALERT SOL-PERP ABOVE 152"), "Alert 3: SOL-PERP last at or above 152.");
        ui::finishAlert(rig.settings, 3);
        ui::finishAlert(rig.settings, 1);
        rig.venue.tickers[MarketId(0)].last = Price::of(153);
        QCOMPARE(rig.said("ALERT AGAIN ALL"), "! SOL-PERP last at or above 152: it is 153 already.");
        QVERIFY2(rig.kept().startsWith("1 SOL-PERP ABOVE 155 LAST;"), qPrintable(rig.kept()));
        QCOMPARE(rig.said("ALERT DELETE 3"), "Alert 3 is deleted.");
        rig.venue.tickers[MarketId(0)].last = Price::of(150);
        ui::finishAlert(rig.settings, 1);
        QCOMPARE(rig.said("ALERT AGAIN ALL"), "All alerts on prices and studies wait again.");
        QVERIFY(!rig.kept().contains("DONE"));
        QCOMPARE(rig.said("ALERT DELETE all"), "All alerts on prices and studies are deleted.");
        QCOMPARE(rig.kept(), "");
    }
    void alertsOnStudiesAreKeptAndDeleted() {
        Rig rig;
        const auto studies = [&] { return QString::fromStdString(rig.settings.text(ui::setting::kStudyAlerts)); };
        QCOMPARE(rig.said("ALERT SOL-PERP 155"), "Alert 1: SOL-PERP last at or above 155.");
        QCOMPARE(rig.said("ALERT sol 5M rsi above 70 every NOTE hot"),
                 "Alert 2: SOL-PERP 5m RSI 14 closes at or above 70.");
        QCOMPARE(rig.said("ALERT sol 1h EMA cross STUDY EMA 50 TOUCH"), "Alert 3: SOL-PERP 1h EMA 21 crosses EMA 50.");
        QCOMPARE(rig.said("ALERT sol 1m macd line signal below -0.5"),
                 "Alert 4: SOL-PERP 1m MACD 12 26 9 Signal closes at or below -0.5.");
        QCOMPARE(rig.said("ALERT sol 1m supertrend cross PRICE"),
                 "Alert 5: SOL-PERP 1m SUPERTREND 10 3 Stop closes across the price.");
        QCOMPARE(studies(), "2 SOL-PERP 5m RSI 14 ABOVE 70 CLOSE EVERY NOTE hot; "
                            "3 SOL-PERP 1h EMA 21 CROSS STUDY EMA 50 TOUCH; "
                            "4 SOL-PERP 1m MACD 12 26 9 LINE Signal BELOW -0.5 CLOSE; "
                            "5 SOL-PERP 1m SUPERTREND 10 3 LINE Stop CROSS PRICE CLOSE");
        // One space of numbers.
        QCOMPARE(rig.said("ALERT DELETE 3"), "Alert 3 is deleted.");
        QCOMPARE(rig.said("ALERT SOL-PERP 160"), "Alert 3: SOL-PERP last at or above 160.");
        ui::finishStudyAlert(rig.settings, 4);
        ui::finishStudyAlert(rig.settings, 2); // which repeats: it is never done
        QVERIFY2(studies().contains("BELOW -0.5 CLOSE DONE") && studies().count("DONE") == 1, qPrintable(studies()));
        QCOMPARE(rig.said("ALERT AGAIN 4"), "Alert 4 waits again.");
        QVERIFY(!studies().contains("DONE"));
        QCOMPARE(rig.said("ALERT DELETE ALL"), "All alerts on prices and studies are deleted.");
        QCOMPARE(studies(), "");
        QCOMPARE(rig.kept(), "");
    }
    void whatIsNotKnownHereIsKept() {
        Rig rig;
        const char* alien = "7 SOL-PERP 7m NOVEL 3 LINE Odd ABOVE 1 CLOSE DONE";
        QVERIFY(rig.settings.set(ui::setting::kStudyAlerts, alien));
        const QString said = rig.said("ALERT AGAIN 7");
        QVERIFY2(said.contains("There are no bars of 7m"), qPrintable(said));
        QCOMPARE(rig.said("ALERT sol 5m RSI ABOVE 70"), "Alert 1: SOL-PERP 5m RSI 14 closes at or above 70.");
        QVERIFY(rig.settings.text(ui::setting::kStudyAlerts).starts_with(alien));
        std::string many;
        for (std::size_t i = 1; i <= ui::kMostStudyAlerts; ++i) many += std::to_string(i) + " A 5m RSI ABOVE 1;";
        QVERIFY(rig.settings.set(ui::setting::kStudyAlerts, many));
        QCOMPARE(rig.said("ALERT sol 5m RSI ABOVE 70"), "! 50 alerts on studies are kept already; delete one first.");
        QVERIFY(!rig.settings.set(ui::setting::kStudyAlerts, many + "51 A 5m RSI ABOVE 1"));
    }
    void objections_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("nothing") << QByteArray("ALERT") << "ALERT wants a market and a price";
        QTest::newRow("no price") << QByteArray("ALERT SOL-PERP") << "ALERT wants a market and a price";
        QTest::newRow("no market") << QByteArray("ALERT DOGE 1") << "there is no market DOGE";
        QTest::newRow("no number") << QByteArray("ALERT DELETE x") << "\"x\" is no number of an alert";
        QTest::newRow("no such alert") << QByteArray("ALERT DELETE 9") << "There is no alert 9.";
        QTest::newRow("which") << QByteArray("ALERT AGAIN") << "ALERT AGAIN wants the number of an alert, or ALL";
        QTest::newRow("a word") << QByteArray("ALERT SOL-PERP 160 LOUD") << "\"LOUD\" is no word of an alert";
        QTest::newRow("done") << QByteArray("ALERT SOL-PERP 160 DONE") << "an alert is done when its price was reached";
        QTest::newRow("price not known") << QByteArray("ALERT BTC-PERP 1") << "say ABOVE or BELOW";
        QTest::newRow("study") << QByteArray("ALERT sol 5m FOO 3 ABOVE 1") << "There is no study \"FOO\"";
        QTest::newRow("its numbers") << QByteArray("ALERT sol 5m RSI 1 ABOVE 1") << "RSI cannot have \"1\"";
        QTest::newRow("its line") << QByteArray("ALERT sol 5m MACD LINE Upper ABOVE 1")
                                  << "MACD 12 26 9 has no line \"Upper\"; it has MACD, Signal, Histogram.";
        QTest::newRow("length of bars") << QByteArray("ALERT sol 7m RSI ABOVE 1")
                                        << "There are no bars of 7m; there are 1s";
        QTest::newRow("no way") << QByteArray("ALERT sol 5m RSI 14 70")
                                << "After the study comes ABOVE, BELOW or CROSS.";
        QTest::newRow("no level") << QByteArray("ALERT sol 5m RSI 14 ABOVE high") << "is no number that can be reached";
        QTest::newRow("too little") << QByteArray("ALERT sol 5m RSI") << "An alert on a study wants a market";
        QTest::newRow("no price") << QByteArray("ALERT sol 5m RSI CROSS PRICE") << "RSI 14 is no price.";
        QTest::newRow("not of a kind") << QByteArray("ALERT sol 5m RSI CROSS STUDY EMA") << "are not of a kind";
        QTest::newRow("itself") << QByteArray("ALERT sol 5m RSI CROSS STUDY RSI 14") << "RSI 14 does not reach itself.";
        QTest::newRow("no beginning") << QByteArray("ALERT sol 5m OBV ABOVE 1") << "OBV counts from the oldest bar";
        QTest::newRow("a word too many") << QByteArray("ALERT sol 5m RSI ABOVE 70 LOUD")
                                         << "\"LOUD\" is no word of an alert on a study";
        QTest::newRow("a done one") << QByteArray("ALERT sol 5m RSI ABOVE 70 DONE")
                                    << "an alert is done when it was reached";
        QTest::newRow("there already") << QByteArray("ALERT SOL-PERP ABOVE 150") << "it is 150 already";
    }
    void objections() {
        QFETCH(QByteArray, line);
        QFETCH(QString, sentence);
        Rig rig;
        const QString said = rig.said(line.constData());
        QVERIFY2(said.startsWith("! ") && said.contains(sentence), qPrintable(said));
        QCOMPARE(rig.kept(), "");
        QCOMPARE(rig.settings.text(ui::setting::kStudyAlerts), "");
    }
    void completionOffersWhatComesNext() {
        Rig rig;
        (void)rig.said("ALERT SOL-PERP 155");
        const auto offers = [&](const char* line, const char* word) {
            const auto all = rig.actions.complete(line, 100);
            return std::ranges::any_of(all, [&](const std::string& s) { return s.find(word) != std::string::npos; });
        };
        QVERIFY(offers("ALERT ", "SOL-PERP"));
        QVERIFY(offers("ALERT ", "DELETE"));
        QVERIFY(offers("ALERT SOL-PERP ", "BELOW"));
        QVERIFY(offers("ALERT SOL-PERP 155 ", "INDEX"));
        QVERIFY(offers("ALERT DELETE ", "1"));
        QVERIFY(offers("ALERT SOL-PERP ", "15m"));
        QVERIFY(offers("ALERT SOL-PERP 5m ", "MACD"));
        QVERIFY(offers("ALERT SOL-PERP 5m MACD ", "LINE"));
        QVERIFY(offers("ALERT SOL-PERP 5m MACD LINE ", "Signal"));
        QVERIFY(offers("ALERT SOL-PERP 5m MACD LINE Signal ", "CROSS"));
        QVERIFY(offers("ALERT SOL-PERP 5m MACD LINE Signal CROSS ", "STUDY"));
        QVERIFY(offers("ALERT SOL-PERP 5m MACD LINE Signal CROSS STUDY ", "RSI"));
        QVERIFY(offers("ALERT SOL-PERP 5m RSI ABOVE 70 ", "TOUCH"));
        (void)rig.said("ALERT sol 5m RSI ABOVE 70");
        QVERIFY(offers("ALERT AGAIN ", "2"));
    }
};

QD_TEST(TestAlertActions);
#include "TestAlertActions.moc"
