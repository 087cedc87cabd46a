#include "layouts/workspace/HistoryText.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::workspace;

class TestHistoryText : public QObject {
    Q_OBJECT
  private slots:
    void linesComeBack() {
        const std::vector<std::string> lines{"CHART SOL-PERP 5m", "NOTE \"two words\"", "NOTE \xC3\xA4"};
        const HistoryRead read = readHistory(historyText(lines));
        QCOMPARE(read.problem, QString());
        QVERIFY(read.lines == lines);
        QVERIFY(readHistory(historyText({})).problem.isEmpty());
    }
    void whatIsNoLineIsNotKept() {
        QCOMPARE(QByteArray::fromStdString(historyText(
                     {"A", "", "  ", "a\tb", "a\nb", "\xff", "B", std::string(kLongestHistoryLine + 1, 'x')})),
                 QByteArray("quantdesk commands 1\nA\nB\n"));
        QCOMPARE(readHistory(historyText({std::string(kLongestHistoryLine, 'x')})).lines.size(), 1U);
    }
    void theNewestAreKept() {
        std::vector<std::string> lines;
        for (int i = 0; i < 250; ++i) lines.push_back(std::to_string(i));
        const HistoryRead read = readHistory(historyText(lines));
        QCOMPARE(read.lines.size(), kMostHistory);
        QCOMPARE(read.lines.front(), std::string("50"));
        QCOMPARE(read.lines.back(), std::string("249"));
    }
    void whatCannotBeReadHasAReason_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("problem");
        QTest::addColumn<int>("used");
        const QByteArray head("quantdesk commands 1\n");
        QTest::newRow("empty") << QByteArray() << "it is no file of typed commands" << 0;
        QTest::newRow("newer") << QByteArray("quantdesk commands 2\nA\n")
                               << "a newer version of the terminal has written it" << 0;
        QTest::newRow("of tens") << QByteArray("quantdesk commands 10\nA\n") << "it is no file of typed commands" << 0;
        QTest::newRow("an empty line") << head + "A\n\nB\n" << "line 3 is none that was typed" << 2;
        QTest::newRow("control") << head + "A\x1b\n" << "line 2 is none that was typed" << 0;
        QTest::newRow("cut") << head + "A\nB" << "it is cut off" << 2;
        QTest::newRow("too many") << head + QByteArray("A\n").repeated(201) << "line 202 is none that was typed" << 200;
    }
    void whatCannotBeReadHasAReason() {
        QFETCH(QByteArray, text);
        QFETCH(QString, problem);
        QFETCH(int, used);
        const HistoryRead read = readHistory({text.data(), static_cast<std::size_t>(text.size())});
        QCOMPARE(read.problem, problem);
        QCOMPARE(read.lines.size(), static_cast<std::size_t>(used));
    }
    void anyLinesAreKeptOrLeftOut() {
        QD_PROPERTY("what is written is read", [](const std::vector<std::string>& lines) {
            const HistoryRead read = readHistory(historyText(lines));
            RC_ASSERT(read.problem.isEmpty());
            RC_ASSERT(historyText(read.lines) == historyText(lines));
        });
    }
};

QD_TEST(TestHistoryText);
#include "TestHistoryText.moc"
