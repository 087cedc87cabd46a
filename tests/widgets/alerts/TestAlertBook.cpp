#include "tests/support/TestRunner.h"
#include "widgets/alerts/AlertBook.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::ui;

namespace {

PriceAlert alertOf(const char* text, std::uint32_t number = 1) {
    auto alert = parseAlert(text);
    if (!alert) qFatal("%s", qPrintable(alert.error()));
    alert->number = number;
    return *alert;
}

std::vector<std::uint32_t> numbersOf(const std::vector<PriceAlert>& alerts) {
    std::vector<std::uint32_t> numbers;
    for (const PriceAlert& a : alerts) numbers.push_back(a.number);
    return numbers;
}

using Numbers = std::vector<std::uint32_t>;

} // namespace

class TestAlertBook : public QObject {
    Q_OBJECT
  private slots:
    void textsComeBack_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("kept");
        QTest::newRow("short") << "SOL-PERP above 150" << "SOL-PERP ABOVE 150 LAST";
        QTest::newRow("everything") << "SOL-PERP BELOW 0.000001 index every NOTE two  words"
                                    << "SOL-PERP BELOW 0.000001 INDEX EVERY NOTE two words";
        QTest::newRow("done") << "BTC-PERP ABOVE 104238.17 MARK DONE" << "BTC-PERP ABOVE 104238.17 MARK DONE";
    }
    void textsComeBack() {
        QFETCH(QString, typed);
        QFETCH(QString, kept);
        const PriceAlert alert = alertOf(qPrintable(typed), 0);
        QCOMPARE(QString::fromStdString(alertText(alert)), kept);
        QCOMPARE(*parseAlert(alertText(alert)), alert);
    }
    void objections_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("nothing") << "" << "An alert wants a market, ABOVE or BELOW, and a price.";
        QTest::newRow("no way") << "SOL-PERP AT 150" << "An alert wants a market, ABOVE or BELOW, and a price.";
        QTest::newRow("a symbol that would end it") << "SOL;X ABOVE 150" << "An alert wants a market";
        QTest::newRow("no price") << "SOL-PERP ABOVE high" << "\"high\" is no price above zero.";
        QTest::newRow("zero") << "SOL-PERP ABOVE 0" << "\"0\" is no price above zero.";
        QTest::newRow("below zero") << "SOL-PERP ABOVE -1" << "\"-1\" is no price above zero.";
        QTest::newRow("too fine") << "SOL-PERP ABOVE 1.1234567" << "is no price above zero.";
        QTest::newRow("a word") << "SOL-PERP ABOVE 1 LOUD" << "\"LOUD\" is no word of an alert";
        QTest::newRow("an empty note") << "SOL-PERP ABOVE 1 NOTE" << "A note has 1 to 80 bytes";
        QTest::newRow("a long note") << "SOL-PERP ABOVE 1 NOTE " + QString(81, 'x') << "A note has 1 to 80 bytes";
        QTest::newRow("a note that would end it") << "SOL-PERP ABOVE 1 NOTE a;b" << "no semicolon";
        QTest::newRow("done every time") << "SOL-PERP ABOVE 1 EVERY DONE" << "An alert that repeats is never done.";
    }
    void objections() {
        QFETCH(QString, typed);
        QFETCH(QString, sentence);
        const auto read = parseAlert(typed.toStdString());
        QVERIFY(!read.has_value());
        QVERIFY2(read.error().contains(sentence), qPrintable(read.error()));
    }
    void listsComeBack() {
        const std::vector<PriceAlert> alerts{alertOf("SOL-PERP ABOVE 150 NOTE x", 1),
                                             alertOf("BTC-PERP BELOW 1 EVERY", 7)};
        QCOMPARE(*parseAlerts(alertsText(alerts)), alerts);
        QVERIFY(parseAlerts("")->empty());
        QVERIFY(parseAlerts("SOL-PERP ABOVE 1").error().contains("begins with its number"));
        QVERIFY(parseAlerts("0 SOL-PERP ABOVE 1").error().contains("begins with its number"));
        QVERIFY(
            parseAlerts("1 SOL-PERP ABOVE 1; 1 SOL-PERP ABOVE 2").error().contains("Two alerts have the number 1."));
        std::string many;
        for (std::size_t i = 1; i <= kMostAlerts + 1; ++i) many += std::to_string(i) + " SOL-PERP ABOVE 1;";
        QVERIFY(parseAlerts(many).error().contains("At most 100"));
    }
    void oneIsReachedOnce() {
        AlertBook book;
        book.set({alertOf("SOL-PERP ABOVE 150")});
        QVERIFY(book.see("SOL-PERP", TriggerSource::Last, Price(149'999'999)).empty());
        QVERIFY(book.see("BTC-PERP", TriggerSource::Last, Price::of(150)).empty());
        QVERIFY(book.see("SOL-PERP", TriggerSource::Mark, Price::of(150)).empty());
        QCOMPARE(numbersOf(book.see("SOL-PERP", TriggerSource::Last, Price::of(150))), Numbers{1});
        QVERIFY(book.alerts().front().done);
        QVERIFY(book.see("SOL-PERP", TriggerSource::Last, Price::of(149)).empty());
        QVERIFY(book.see("SOL-PERP", TriggerSource::Last, Price::of(151)).empty());
    }
    void oneBelowIsReachedFromAbove() {
        AlertBook book;
        book.set({alertOf("SOL-PERP BELOW 150 MARK")});
        QVERIFY(book.see("SOL-PERP", TriggerSource::Mark, Price(150'000'001)).empty());
        QCOMPARE(numbersOf(book.see("SOL-PERP", TriggerSource::Mark, Price::of(150))), Numbers{1});
    }
    void oneThatRepeatsWaitsForThePriceToGoBack() {
        AlertBook book;
        book.set({alertOf("SOL-PERP ABOVE 150 EVERY", 3)});
        const auto see = [&](int price) { return book.see("SOL-PERP", TriggerSource::Last, Price::of(price)).size(); };
        QCOMPARE(see(149), 0U);
        QCOMPARE(see(150), 1U);
        QVERIFY(book.isBeyond(3));
        QCOMPARE(see(160), 0U);
        QCOMPARE(see(149), 0U);
        QVERIFY(!book.isBeyond(3));
        QCOMPARE(see(150), 1U);
        // Another alert is set meanwhile: this one still knows that it has told.
        book.set({alertOf("SOL-PERP ABOVE 150 EVERY", 3), alertOf("SOL-PERP ABOVE 155", 4)});
        QCOMPARE(numbersOf(book.see("SOL-PERP", TriggerSource::Last, Price::of(156))), Numbers{4});
        // It is another one now: it has told nothing yet.
        book.set({alertOf("SOL-PERP ABOVE 140 EVERY", 3)});
        QCOMPARE(see(139), 0U);
        QCOMPARE(see(150), 1U);
    }
    /// Where the price was when the terminal ended is not kept, but what is beyond has told already.
    void oneThatRepeatsTellsNothingTwiceAtAStart() {
        AlertBook book;
        book.set({alertOf("SOL-PERP ABOVE 150 EVERY", 3), alertOf("SOL-PERP ABOVE 150", 4)});
        const auto see = [&](int price) { return book.see("SOL-PERP", TriggerSource::Last, Price::of(price)); };
        QCOMPARE(numbersOf(see(155)), Numbers{4}); // which has not told: it would be done
        QVERIFY(book.isBeyond(3));
        QVERIFY(see(149).empty());
        QCOMPARE(numbersOf(see(150)), Numbers{3});
        QVERIFY(see(149).empty());
        book.beginAnew();
        QVERIFY(see(151).empty());
        QVERIFY(book.isBeyond(3));
    }
    /// It was set, or moved, beside a price that had not reached it.
    void oneThatRepeatsTellsItsFirstHit() {
        AlertBook book;
        book.set({});
        book.set({alertOf("SOL-PERP ABOVE 150 EVERY", 3)});
        const auto see = [&](int price) { return book.see("SOL-PERP", TriggerSource::Last, Price::of(price)).size(); };
        QCOMPARE(see(151), 1U);
        book.set({alertOf("SOL-PERP ABOVE 160 EVERY", 3)});
        QCOMPARE(see(161), 1U);
        QCOMPARE(see(162), 0U);
    }
};

QD_TEST(TestAlertBook);
#include "TestAlertBook.moc"
