#include "layouts/workspace/ScriptText.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd::workspace;

class TestScriptText : public QObject {
    Q_OBJECT
  private slots:
    void splits_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArrayList>("lines");
        QTest::newRow("empty") << QByteArray("") << QByteArrayList{};
        QTest::newRow("one") << QByteArray("DUMP a.json") << QByteArrayList{"DUMP a.json"};
        QTest::newRow("semicolons") << QByteArray("A 1; B 2 ;C") << QByteArrayList{"A 1", "B 2", "C"};
        QTest::newRow("lines") << QByteArray("A\r\n  B\n\n\tC\n") << QByteArrayList{"A", "B", "C"};
        QTest::newRow("only ends") << QByteArray(";;\n;\n") << QByteArrayList{};
        QTest::newRow("quoted semicolon")
            << QByteArray("SHOT \"a;b.png\"; B") << QByteArrayList{"SHOT \"a;b.png\"", "B"};
        QTest::newRow("doubled quote") << QByteArray("A \"x\"\";y\" ; B") << QByteArrayList{"A \"x\"\";y\"", "B"};
        QTest::newRow("quote left open ends with the line")
            << QByteArray("A \"x; y\nB") << QByteArrayList{"A \"x; y", "B"};
        QTest::newRow("comment") << QByteArray("# first\nA\n  # second\nB") << QByteArrayList{"A", "B"};
        QTest::newRow("comment with a semicolon") << QByteArray("# stop; CANCEL ALL\nA") << QByteArrayList{"A"};
        QTest::newRow("comment behind, with a semicolon")
            << QByteArray("A; # then; FLATTEN\nB") << QByteArrayList{"A", "B"};
        QTest::newRow("comment with a quote") << QByteArray("# don\"t\nA;B") << QByteArrayList{"A", "B"};
        QTest::newRow("comment behind a command") << QByteArray("A; # then\nB") << QByteArrayList{"A", "B"};
        QTest::newRow("hash in a command") << QByteArray("NOTE #1") << QByteArrayList{"NOTE #1"};
    }
    void splits() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArrayList, lines);
        const auto got = splitScript(text.toStdString());
        QCOMPARE(static_cast<qsizetype>(got.size()), lines.size());
        for (qsizetype i = 0; i < lines.size(); ++i)
            QCOMPARE(QByteArray::fromStdString(got[static_cast<std::size_t>(i)]), lines[i]);
    }

    void compares_data() {
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("op");
        QTest::addColumn<QString>("right");
        QTest::addColumn<int>("answer"); ///< -1: none
        QTest::newRow("equal") << "2" << "==" << "2.0" << 1;
        QTest::newRow("noughts") << "-0" << "==" << "0.000" << 1;
        QTest::newRow("leading noughts") << "007" << "==" << "7" << 1;
        QTest::newRow("plus") << "+7" << "==" << "7" << 1;
        QTest::newRow("different") << "2" << "!=" << "3" << 1;
        QTest::newRow("as numbers, not as text") << "10" << ">" << "9" << 1;
        QTest::newRow("fractions") << "0.09" << "<" << "0.1" << 1;
        QTest::newRow("negative") << "-3" << "<" << "-2" << 1;
        QTest::newRow("sign") << "-1" << "<" << "0.5" << 1;
        QTest::newRow("at least") << "2" << ">=" << "2" << 1;
        QTest::newRow("at most") << "2.1" << "<=" << "2" << 0;
        QTest::newRow("64 bits and one") << "18446744073709551616" << ">" << "18446744073709551615" << 1;
        QTest::newRow("last decimal") << "10000.000000000000000001" << ">" << "10000" << 1;
        QTest::newRow("text") << "working" << "==" << "working" << 1;
        QTest::newRow("other text") << "working" << "!=" << "filled" << 1;
        QTest::newRow("text and number") << "working" << "==" << "2" << 0;
        QTest::newRow("text in an order") << "a" << "<" << "b" << -1;
        QTest::newRow("unknown operator") << "1" << "=" << "1" << -1;
        QTest::newRow("no operator") << "1" << "" << "1" << -1;
        QTest::newRow("empty") << "" << "==" << "" << 1;
        QTest::newRow("point alone") << "." << "<" << "1" << -1;
        QTest::newRow("exponent is text") << "1e3" << ">" << "1" << -1;
    }
    void compares() {
        QFETCH(QString, left);
        QFETCH(QString, op);
        QFETCH(QString, right);
        QFETCH(int, answer);
        const auto got = compare(left.toStdString(), op.toStdString(), right.toStdString());
        QCOMPARE(got ? int{*got} : -1, answer);
    }
    void numbersAreOrderedAsNumbers() {
        QD_PROPERTY("the order of texts is the order of numbers", [](std::int64_t a, std::int64_t b) {
            RC_ASSERT(compare(std::to_string(a), "<", std::to_string(b)) == (a < b));
            RC_ASSERT(compare(std::to_string(a), "==", std::to_string(b)) == (a == b));
            RC_ASSERT(compare(std::to_string(a), ">=", std::to_string(b)) == (a >= b));
        });
    }
    void anyTextIsSplit() {
        QD_PROPERTY("no line has a line end, and none is empty", [](const std::string& text) {
            for (const std::string& line : splitScript(text))
                RC_ASSERT(!line.empty() && line.find('\n') == std::string::npos);
        });
    }
};
QD_TEST(TestScriptText);
#include "TestScriptText.moc"
