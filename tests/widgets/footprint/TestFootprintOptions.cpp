#include "tests/support/TestRunner.h"
#include "widgets/footprint/FootprintOptions.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::footprint;

namespace {

ports::ActionWords wordsOf(const QString& typed) {
    ports::ActionWords words;
    for (const QString& word : typed.split(QLatin1Char(' '), Qt::SkipEmptyParts)) words.push_back(word.toStdString());
    return words;
}

} // namespace

class TestFootprintOptions : public QObject {
    Q_OBJECT
  private slots:
    void wordsAreRead() {
        const auto read = readWords(wordsOf("5m delta row 10 RATIO 250 LEAST 2.5 STACK 4 IMBALANCES OFF NAKED off "
                                            "TOTALS OFF"),
                                    {});
        QVERIFY(read.has_value());
        QVERIFY(read->interval == Interval::M5 && read->mode == CellMode::Delta);
        QCOMPARE(read->ticks, 10);
        QCOMPARE(read->rule.percent, 250);
        QCOMPARE(read->rule.least, Quantity(2'500'000'000));
        QCOMPARE(read->rule.stack, 4);
        QVERIFY(!read->imbalances && !read->naked && !read->totals);
        const auto back = readWords(wordsOf("BIDASK ROW AUTO TOTALS ON"), *read);
        QVERIFY(back->mode == CellMode::BidAsk && back->ticks == 0 && back->totals);
        QVERIFY(back->interval == Interval::M5); // what was not typed stays
    }
    void otherWordsAreNot_data() {
        QTest::addColumn<QString>("typed");
        for (const char* typed :
             {"1s", "4h", "ROW", "ROW 0", "ROW -1", "ROW 100001", "RATIO 99", "RATIO 10001", "RATIO x", "LEAST -1",
              "LEAST", "STACK 1", "STACK 21", "NAKED", "NAKED MAYBE", "CANDLES"})
            QTest::newRow(typed) << QString::fromLatin1(typed);
    }
    void otherWordsAreNot() {
        QFETCH(QString, typed);
        const auto read = readWords(wordsOf(typed), {});
        QVERIFY(!read);
        QVERIFY(read.error().contains(typed.section(QLatin1Char(' '), 0, 0)));
    }
    void stateComesBack() {
        FootprintOptions options;
        options.interval = Interval::H1;
        options.mode = CellMode::Volume;
        options.ticks = 25;
        options.rule = {400, Quantity(1'500'000'000), 5};
        options.imbalances = false;
        options.totals = false;
        ui::PaneState state;
        writeState(state, options);
        QCOMPARE(readState(state, {}), options);
    }
    void damagedStateIsLeftOut() {
        const ui::PaneState state{{"interval", "7m"}, {"cells", "?"},    {"row", "-3"},
                                  {"ratio", "1e9"},   {"stack", "many"}, {"totals", "perhaps"}};
        QCOMPARE(readState(state, {}), FootprintOptions{});
        QCOMPARE(readState({}, {}), FootprintOptions{});
    }
};

QD_TEST(TestFootprintOptions);
#include "TestFootprintOptions.moc"
