#include "core/domain/Units.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/LimitTexts.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::ui;

class TestLimitTexts : public QObject {
    Q_OBJECT
  private slots:
    void assetLimits_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("count");
        QTest::newRow("none") << "" << 0;
        QTest::newRow("one") << "SOL 50000" << 1;
        QTest::newRow("two, with spaces") << " SOL  50000.5 ,BTC 1 " << 2;
        QTest::newRow("nothing may be held") << "BTC 0" << 1;
    }
    void assetLimits() {
        QFETCH(QString, text);
        const auto read = readAssetLimits(text.toStdString());
        QVERIFY(read.has_value());
        QTEST(static_cast<int>(read->size()), "count");
    }
    void assetsAreInCapitals() {
        const auto read = readAssetLimits("sol 5000.5");
        QVERIFY(read.has_value());
        QVERIFY(read->front() == (AssetNumber{"SOL", Money(5'000'500'000).raw()}));
    }
    void limitsThatAreNone_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("no number") << "SOL 1, BTC" << "\"BTC\" cannot be read";
        QTest::newRow("letters") << "SOL much" << "\"SOL much\" cannot be read";
        QTest::newRow("too precise") << "SOL 0.0000001" << "\"SOL 0.0000001\" cannot be read";
        QTest::newRow("rubbish") << "?! 5" << "\"?! 5\" cannot be read";
        QTest::newRow("below zero") << "BTC 1, SOL -5" << "the limit of SOL is below zero";
        QTest::newRow("others") << "SOL 5, others 10" << "\"others\" is no asset";
        QTest::newRow("others, written large") << "Others 10" << "\"others\" is no asset";
        QTest::newRow("twice") << "SOL 5, sol 6" << "SOL is named twice";
    }
    void limitsThatAreNone() {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto read = readAssetLimits(text.toStdString());
        QVERIFY(!read.has_value());
        QVERIFY2(QString::fromStdString(read.error()).startsWith(says), read.error().c_str());
    }
    void scenarios() {
        const auto read = readScenarios("Crash: sol -40, others -30.5; Rally:BTC 20");
        QVERIFY(read.has_value());
        QCOMPARE(read->size(), 2U);
        QCOMPARE(QString::fromStdString((*read)[0].name), "Crash");
        QVERIFY((*read)[0].moves == (std::vector<AssetNumber>{{"SOL", -400'000}, {"OTHERS", -305'000}}));
        QVERIFY((*read)[1].moves == (std::vector<AssetNumber>{{"BTC", 200'000}}));
        QVERIFY(readScenarios("")->empty());
        QVERIFY(readScenarios("Edge: SOL -99.9999, BTC 1000").has_value());
    }
    void scenariosThatAreNone_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("no name") << ": SOL -40" << "\": SOL -40\" is no scenario";
        QTest::newRow("no colon") << "Crash SOL -40" << "\"Crash SOL -40\" is no scenario";
        QTest::newRow("no move") << "Crash:" << "\"Crash:\" is no scenario";
        QTest::newRow("nothing is left") << "Crash: SOL -100" << "SOL: a price cannot fall by 100 % or more";
        QTest::newRow("less than nothing") << "Crash: SOL -101" << "SOL: a price cannot fall by 100 % or more";
        QTest::newRow("beyond sense") << "Moon: SOL 1001" << "SOL moves by more than 1000 %";
        QTest::newRow("second is wrong") << "A: SOL 1; B: SOL" << "\"SOL\" cannot be read";
        QTest::newRow("twice") << "A: SOL 1, SOL 2" << "SOL is named twice";
    }
    void scenariosThatAreNone() {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto read = readScenarios(text.toStdString());
        QVERIFY(!read.has_value());
        QVERIFY2(QString::fromStdString(read.error()).startsWith(says), read.error().c_str());
    }
};
QD_TEST(TestLimitTexts);
#include "TestLimitTexts.moc"
