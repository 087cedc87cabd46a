#include "tests/support/TestRunner.h"
#include "widgets/alerts/StudyBook.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::ui;

namespace {

StudyAlert alertOf(const char* text, std::uint32_t number = 1) {
    StudyAlert alert = parseStudyAlert(text).value();
    alert.number = number;
    return alert;
}

UnixNanos minute(int n) { return UnixNanos(n * kNanosPerMinute); }

/// Looks at bars that have ended, one after the other, and answers at which values the alert was reached.
QList<double> reachedAt(StudyBook& book, const QList<double>& values) {
    QList<double> reached;
    int n = 0;
    for (const double value : values) {
        if (book.see(1, {minute(++n), value, 70, true})) reached << value;
    }
    return reached;
}

} // namespace

Q_DECLARE_METATYPE(QList<double>)

class TestStudyBook : public QObject {
    Q_OBJECT
  private slots:
    void textsComeBack_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("level") << QByteArray("SOL-PERP 5m RSI 14 ABOVE 70 CLOSE");
        QTest::newRow("below zero") << QByteArray("SOL-PERP 5m MACD 12 26 9 LINE Histogram CROSS -0.00000001 CLOSE");
        QTest::newRow("study") << QByteArray("SOL-PERP 1h EMA 21 CROSS STUDY EMA 50 TOUCH EVERY");
        QTest::newRow("lines") << QByteArray(
            "SOL-PERP 1h ICHIMOKU 9 26 52 26 LINE Span A BELOW STUDY MACD LINE Signal CLOSE");
        QTest::newRow("price") << QByteArray(
            "SOL-PERP 5m SUPERTREND 10 3 LINE Stop CROSS PRICE CLOSE DONE NOTE a CLOSE note");
    }
    void textsComeBack() {
        QFETCH(QByteArray, text);
        const auto alert = parseStudyAlert(text.toStdString());
        QVERIFY2(alert, alert ? "" : qPrintable(alert.error()));
        QCOMPARE(studyAlertText(*alert), text.toStdString());
        const std::vector<StudyAlert> alerts{alertOf(text.constData(), 7), alertOf(text.constData(), 9)};
        QCOMPARE(*parseStudyAlerts(studyAlertsText(alerts)), alerts);
    }
    void wrongTextsSayWhatIsWrong_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no number") << QByteArray("SOL-PERP 5m RSI ABOVE 1") << "begins with its number";
        QTest::newRow("twice") << QByteArray("1 A 5m RSI ABOVE 1; 1 A 5m RSI ABOVE 2")
                               << "Two alerts have the number 1";
        QTest::newRow("no bars") << QByteArray("1 A 5 RSI ABOVE 1") << "the length of bars";
        QTest::newRow("no study") << QByteArray("1 A 5m ABOVE 1 CLOSE") << "wants its name and numbers";
        QTest::newRow("no line") << QByteArray("1 A 5m RSI LINE ABOVE 1") << "LINE wants the name";
        QTest::newRow("too precise") << QByteArray("1 A 5m RSI ABOVE 0.000000001")
                                     << "is no number that can be reached";
        QTest::newRow("done and every") << QByteArray("1 A 5m RSI ABOVE 1 EVERY DONE") << "never done";
        QTest::newRow("empty note") << QByteArray("1 A 5m RSI ABOVE 1 NOTE") << "A note has 1 to 80";
        QTest::newRow("endless study") << "1 A 5m RSI " + QByteArray("14 ").repeated(30) + "ABOVE 1"
                                       << "name and numbers";
    }
    void wrongTextsSayWhatIsWrong() {
        QFETCH(QByteArray, text);
        QFETCH(QString, sentence);
        const auto read = parseStudyAlerts(text.toStdString());
        QVERIFY2(!read && read.error().contains(sentence), read ? "was read" : qPrintable(read.error()));
    }

    void theSideIsWhatCounts_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QList<double>>("values");
        QTest::addColumn<QList<double>>("reached");
        const QList<double> there{60, 65, 71, 75, 70, 69, 70, 72, 60, 71};
        QTest::newRow("above, once") << QByteArray("A 5m RSI ABOVE 70") << there << QList<double>{71};
        QTest::newRow("above, every time")
            << QByteArray("A 5m RSI ABOVE 70 EVERY") << there << QList<double>{71, 70, 71};
        QTest::newRow("above from the level")
            << QByteArray("A 5m RSI ABOVE 70") << QList<double>{70, 71, 69, 70} << QList<double>{70};
        QTest::newRow("below, every time") << QByteArray("A 5m RSI BELOW 70 EVERY") << there << QList<double>{70, 60};
        QTest::newRow("across, once") << QByteArray("A 5m RSI CROSS 70") << there << QList<double>{71};
        QTest::newRow("across, every time")
            << QByteArray("A 5m RSI CROSS 70 EVERY") << there << QList<double>{71, 69, 72, 60, 71};
        QTest::newRow("to the level and back is not across")
            << QByteArray("A 5m RSI CROSS 70 EVERY") << QList<double>{69, 70, 69, 70, 70, 71} << QList<double>{71};
        QTest::newRow("the first look tells nothing")
            << QByteArray("A 5m RSI ABOVE 70") << QList<double>{80, 90, 80} << QList<double>{};
    }
    void theSideIsWhatCounts() {
        QFETCH(QByteArray, text);
        QFETCH(QList<double>, values);
        QFETCH(QList<double>, reached);
        StudyBook book;
        book.set({alertOf(text.constData())});
        QCOMPARE(reachedAt(book, values), reached);
    }
    void aBarIsLookedAtOnceWhenItHasEnded() {
        StudyBook book;
        book.set({alertOf("A 5m RSI ABOVE 70 CLOSE EVERY"), alertOf("A 5m RSI ABOVE 70 TOUCH EVERY", 2)});
        for (const std::uint32_t n : {1U, 2U}) QVERIFY(!book.see(n, {minute(1), 60, 70, true}));
        const auto see = [&](std::uint32_t n, double value, bool ended) {
            return book.see(n, {minute(2), value, 70, ended});
        };
        QVERIFY(!see(1, 75, false));
        QVERIFY(see(2, 75, false));
        QVERIFY(!see(2, 60, false));
        QVERIFY(see(2, 75, false)); // there and back within the bar
        QVERIFY(see(1, 75, true));
        QVERIFY(!see(1, 60, true)); // a trade that came late does not end it again
        QCOMPARE(book.seen(1), minute(2));
        for (const std::uint32_t n : {1U, 2U}) QVERIFY(!book.see(n, {minute(1), 60, 70, true})); // the past
        QVERIFY(book.isBeyond(1));
    }
    void anAlertThatStaysTheSameKnowsWhereItStands() {
        StudyBook book;
        book.set({alertOf("A 5m RSI ABOVE 70")});
        QVERIFY(!book.see(1, {minute(1), 60, 70, true}));
        book.set({alertOf("A 5m RSI ABOVE 70"), alertOf("A 5m RSI ABOVE 65", 2)});
        QVERIFY(book.seen(1));
        QVERIFY(!book.seen(2));
        book.set({alertOf("A 5m RSI ABOVE 55")}); // moved under where it is: it waits for it to go back
        QVERIFY(!book.see(1, {minute(2), 61, 55, true}));
        QVERIFY(book.isBeyond(1));
        QVERIFY(!book.see(1, {minute(3), 54, 55, true}));
        QVERIFY(book.see(1, {minute(4), 56, 55, true}));
        QVERIFY(book.alerts().front().done);
        QVERIFY(!book.see(1, {minute(5), 54, 55, true}));
        QVERIFY(!book.see(1, {minute(6), 56, 55, true}));
    }
    void anotherMarketBeginsAnew() {
        StudyBook book;
        book.set({alertOf("A 5m RSI ABOVE 70")});
        QVERIFY(!book.see(1, {minute(9), 60, 70, true}));
        book.beginAnew();
        QVERIFY(!book.see(1, {minute(1), 75, 70, true}));
        QVERIFY(book.isBeyond(1));
    }
};

QD_TEST(TestStudyBook);
#include "TestStudyBook.moc"
