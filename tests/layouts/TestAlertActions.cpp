#include "layouts/workspace/AlertActions.h"
#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/terms/KeptAlerts.h"

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
        QCOMPARE(rig.said("ALERT AGAIN ALL"), "All alerts wait again.");
        QVERIFY(!rig.kept().contains("DONE"));
        QCOMPARE(rig.said("ALERT DELETE all"), "All alerts are deleted.");
        QCOMPARE(rig.kept(), "");
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
        QTest::newRow("there already") << QByteArray("ALERT SOL-PERP ABOVE 150") << "it is 150 already";
    }
    void objections() {
        QFETCH(QByteArray, line);
        QFETCH(QString, sentence);
        Rig rig;
        const QString said = rig.said(line.constData());
        QVERIFY2(said.startsWith("! ") && said.contains(sentence), qPrintable(said));
        QCOMPARE(rig.kept(), "");
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
    }
};

QD_TEST(TestAlertActions);
#include "TestAlertActions.moc"
