#include "tests/support/TestRunner.h"
#include "widgets/profile/ProfileOptions.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::profile;

namespace {

constexpr UnixNanos kNoon(1'710'244'800'000'000'000); // 2024-03-12 12:00 UTC

ports::ActionWords wordsOf(const QString& typed) {
    ports::ActionWords words;
    for (const QString& word : typed.split(QLatin1Char(' '), Qt::SkipEmptyParts)) words.push_back(word.toStdString());
    return words;
}

} // namespace

class TestProfileOptions : public QObject {
    Q_OBJECT
  private slots:
    void wordsAreRead() {
        const auto read = readWords(wordsOf("hour row 10 AREA 80 SPLIT OFF"), {}, kNoon);
        QVERIFY(read.has_value());
        QVERIFY(read->range == Range::Hour && !read->split);
        QCOMPARE(read->ticks, 10);
        QCOMPARE(read->percent, 80);
        QVERIFY(readWords(wordsOf("VISIBLE ROW AUTO"), *read, kNoon)->ticks == 0);
    }
    void aFixedTimeIsRead() {
        const auto read = readWords(wordsOf("FROM 10:00 TO 11:30"), {}, kNoon);
        QVERIFY(read.has_value() && read->range == Range::Fixed);
        QCOMPARE(read->from, kNoon + -2 * kNanosPerHour);
        QCOMPARE(read->to, kNoon + -30 * kNanosPerMinute);
        const auto open = readWords(wordsOf("FROM 2024-03-11T00:00:00"), {}, kNoon);
        QCOMPARE(open->from, kNoon + -36 * kNanosPerHour);
        QCOMPARE(open->to, kNoon); // until now
    }
    void otherWordsAreNot_data() {
        QTest::addColumn<QString>("typed");
        for (const char* typed :
             {"FIXED", "NOISE", "ROW", "ROW 0", "AREA 0", "AREA 101", "AREA", "SPLIT", "SPLIT x", "FROM", "FROM noon",
              "TO 10:00", "FROM 11:00 TO 10:00", "FROM 13:00", "FROM 2001-01-01T00:00:00"})
            QTest::newRow(typed) << QString::fromLatin1(typed);
    }
    void otherWordsAreNot() {
        QFETCH(QString, typed);
        const auto read = readWords(wordsOf(typed), {}, kNoon);
        QVERIFY(!read);
        QVERIFY(read.error().contains(QStringLiteral("VOLUME")));
    }
    void stateComesBack() {
        ProfileOptions options{Range::Fixed, kNoon, kNoon + kNanosPerHour, 5, 68, false};
        ui::PaneState state;
        writeState(state, options);
        QCOMPARE(readState(state, {}), options);
        options = {};
        options.range = Range::Previous;
        state.clear();
        writeState(state, options);
        QCOMPARE(readState(state, {}), options);
    }
    void damagedStateIsLeftOut() {
        QCOMPARE(readState({{"range", "fixed"}, {"from", "x"}, {"to", "y"}, {"area", "0"}}, {}), ProfileOptions{});
        QCOMPARE(readState({{"range", "ever"}, {"row", "-1"}, {"split", "?"}}, {}), ProfileOptions{});
    }
};

QD_TEST(TestProfileOptions);
#include "TestProfileOptions.moc"
