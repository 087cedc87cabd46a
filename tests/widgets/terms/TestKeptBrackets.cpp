#include "tests/support/TestRunner.h"
#include "widgets/terms/KeptBrackets.h"

#include <QObject>

using namespace qd;
using namespace qd::ui;

class TestKeptBrackets : public QObject {
    Q_OBJECT
  private slots:
    void theLaddersBracketIsKnownNoneOrLost_data() {
        QTest::addColumn<QString>("templates");
        QTest::addColumn<QString>("chosen");
        QTest::addColumn<bool>("kept");
        QTest::addColumn<bool>("lost");
        QTest::newRow("none is chosen") << "scalp TP 12t SL 8t" << "" << false << false;
        QTest::newRow("one is") << "scalp TP 12t SL 8t; swing TP 2%" << "swing" << true << false;
        QTest::newRow("in any case") << "scalp TP 12t SL 8t" << "SCALP" << true << false;
        QTest::newRow("it was deleted") << "scalp TP 12t SL 8t" << "swing" << false << true;
        QTest::newRow("there are none") << "" << "scalp" << false << true;
    }
    void theLaddersBracketIsKnownNoneOrLost() {
        QFETCH(QString, templates);
        QFETCH(QString, chosen);
        Settings settings;
        settings.set(setting::kLadderBracket, chosen.toStdString()).value();
        settings.set(setting::kBrackets, templates.toStdString()).value();
        const LadderBracket bracket = ladderBracket(settings);
        QCOMPARE(bracket.name, chosen.toStdString());
        QTEST(bracket.kept.has_value(), "kept");
        QTEST(bracket.lost(), "lost");
    }
    void aDeletedOneIsNotUsedAnyMore() {
        Settings settings;
        settings.set(setting::kBrackets, "scalp TP 12t SL 8t; swing TP 2% SL 1%").value();
        settings.set(setting::kLadderBracket, "swing").value();
        removeTemplate(settings, "Scalp").value();
        QCOMPARE(settings.text(setting::kBrackets), "swing TP 2% SL 1%");
        QCOMPARE(settings.text(setting::kLadderBracket), "swing");
        removeTemplate(settings, "SWING").value();
        QVERIFY(keptTemplates(settings).empty());
        QVERIFY(settings.text(setting::kLadderBracket).empty());
    }
};
QD_TEST(TestKeptBrackets);
#include "TestKeptBrackets.moc"
