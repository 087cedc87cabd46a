#include "tests/support/Shared.h"
#include "tests/support/TestRunner.h"

#include <QFile>
#include <QObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdlib>

using namespace qd::test;

namespace {

struct Outcome {
    int code = -1;
    QString out;
    QString err;
};

Outcome conform(const QStringList& arguments) {
    QProcess process;
    process.start(QString(std::getenv("QD_BIN_DIR")) + "/quantdesk-tool", QStringList{"conform"} + arguments);
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit) return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

Outcome perps(const QStringList& arguments) { return conform(QStringList{"perps"} + arguments); }
Outcome indicators(const QString& file, const QString& bars) { return conform({"indicators", file, "--bars", bars}); }

constexpr const char* kBars = "i,open,high,low,close,volume\n0,1,3,1,2,10\n1,2,4,2,4,20\n2,4,6,3,3,5\n";

constexpr const char* kMet =
    R"({"id":"met","formula":"perp_pnl","inputs":{"base":1000000000,"price":100000000,"quote":-90000000},"expected":10000000})";
constexpr const char* kMissed =
    R"({"id":"missed","formula":"perp_pnl","inputs":{"base":1000000000,"price":100000000,"quote":-90000000},"expected":3})";
constexpr const char* kUnknown = R"({"id":"unknown","formula":"perp_loss","inputs":{},"expected":[1,"2"]})";
constexpr const char* kIncomplete =
    R"({"id":"incomplete","formula":"perp_pnl","inputs":{"base":1,"price":1},"expected":null})";
constexpr const char* kTooLarge =
    R"({"id":"large","formula":"perp_pnl","inputs":{"base":"9007199254740993","price":"9007199254740993","quote":0},"expected":"81129638414606699710187514"})";

QByteArray document(const QList<QByteArray>& entries) { return R"({"meta":{},"vectors":[)" + entries.join(',') + "]}"; }

} // namespace

class TestConformCommand : public QObject {
    Q_OBJECT

    QTemporaryDir m_temporary;
    QString file(const char* name, const QByteArray& bytes) const {
        QFile out(m_temporary.filePath(name));
        (void)out.open(QIODevice::WriteOnly);
        out.write(bytes);
        return out.fileName();
    }

  private slots:
    void allMetIsSuccess() {
        const Outcome outcome = perps({file("met.json", document({kMet}))});
        QCOMPARE(outcome.out, QString("1 passed, 0 failed\n"));
        QVERIFY(outcome.err.isEmpty());
        QCOMPARE(outcome.code, 0);
    }

    void everyMissIsALine() {
        const Outcome outcome =
            perps({file("missed.json", document({kMissed, kUnknown, kMet, kIncomplete, kTooLarge}))});
        QCOMPARE(outcome.out, QString("FAIL missed: expected 3, got 10000000\n"
                                      "FAIL unknown: expected [1,\"2\"], got unknown formula \"perp_loss\"\n"
                                      "FAIL incomplete: expected null, got no input \"quote\"\n"
                                      "FAIL large: expected \"81129638414606699710187514\", got an overflow\n"
                                      "1 passed, 4 failed\n"));
        QVERIFY(outcome.err.isEmpty());
        QCOMPARE(outcome.code, 1);
    }

    void whatCannotBeReadIsASentence_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("words");
        QTest::newRow("a missing file") << QStringList{"/nonexistent.json"} << "/nonexistent.json: ";
        QTest::newRow("a folder") << QStringList{m_temporary.path()} << m_temporary.path() + ": ";
        QTest::newRow("an empty file") << QStringList{file("empty", "")} << "not JSON";
        QTest::newRow("a part of a file") << QStringList{file("part", document({kMet}).chopped(1))} << "not JSON";
        QTest::newRow("a list") << QStringList{file("list", "[]")} << "not an object with \"vectors\"";
        QTest::newRow("no vector") << QStringList{file("none", document({}))} << "holds no vector";
        QTest::newRow("an id twice") << QStringList{file("twice", document({kMet, kMet}))}
                                     << "vectors[1] has the id \"met\" of another";
    }
    void whatCannotBeReadIsASentence() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, words);
        const Outcome outcome = perps(arguments);
        QCOMPARE(outcome.code, 2);
        QVERIFY(outcome.out.isEmpty());
        QVERIFY2(outcome.err.startsWith("quantdesk-tool: ") && outcome.err.contains(words), qPrintable(outcome.err));
        QCOMPARE(outcome.err.count('\n'), 1);
    }

    void helpTellsTheExitCodes() {
        const Outcome outcome = perps({"--help"});
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.out.contains("FILE") && outcome.out.contains("Exit code"));
        QVERIFY(perps({}).err.contains("FILE is required"));
    }

    void columnsThatAreMet() {
        const QString columns = file("columns.csv", "i,obv,sma2\r\n0,10,\r\n1,30,3\r\n2,25,3.5000000001\r\n");
        const Outcome outcome = indicators(columns, file("bars.csv", kBars));
        QVERIFY(outcome.err.isEmpty());
        QCOMPARE(outcome.out, QString("obv          0.00e+00 1.00e-09 pass\n"
                                      "sma2         2.86e-11 1.00e-09 pass\n"
                                      "2 passed, 0 failed\n"));
        QCOMPARE(outcome.code, 0);
    }

    void everyColumnThatIsMissedSaysWhy() {
        const QByteArray columns = "i,obv,sma2,ema2,wma3,sma,sma0,sma1001,sma2x,price,obv2\n"
                                   "0,10,,1,,,,,,,\n1,30,3,3,,,,,,,\n2,25,3.50000001,3,,,,,,,\n";
        const Outcome outcome = indicators(file("missed.csv", columns), file("bars.csv", kBars));
        QCOMPARE(outcome.out, QString("obv          0.00e+00 1.00e-09 pass\n"
                                      "sma2         2.86e-09 1.00e-09 FAIL line 4: expected 3.50000001, got 3.5\n"
                                      "ema2         0.00e+00 1.00e-09 FAIL line 2: no value where one is expected\n"
                                      "wma3         0.00e+00 1.00e-09 FAIL line 4: a value where none is expected\n"
                                      "sma          0.00e+00 0.00e+00 FAIL no such column is known\n"
                                      "sma0         0.00e+00 0.00e+00 FAIL no such column is known\n"
                                      "sma1001      0.00e+00 0.00e+00 FAIL no such column is known\n"
                                      "sma2x        0.00e+00 0.00e+00 FAIL no such column is known\n"
                                      "price        0.00e+00 0.00e+00 FAIL no such column is known\n"
                                      "obv2         0.00e+00 0.00e+00 FAIL no such column is known\n"
                                      "1 passed, 9 failed\n"));
        QCOMPARE(outcome.code, 1);
    }

    void tablesThatCannotBeComparedAreASentence_data() {
        QTest::addColumn<QByteArray>("columns");
        QTest::addColumn<QByteArray>("bars");
        QTest::addColumn<QString>("words");
        const QByteArray good = "i,obv\n0,10\n1,30\n2,25\n";
        const QByteArray bars = kBars;
        QTest::newRow("an empty file") << QByteArray() << bars << "a.csv: line 1: there is no header";
        QTest::newRow("a header alone") << QByteArray("i,obv\n") << bars
                                        << "a.csv: line 2: there is no row below the header";
        QTest::newRow("a column without a name")
            << QByteArray("i,\n0,1\n") << bars << "a.csv: line 1: a column has no name";
        QTest::newRow("a column twice") << QByteArray("obv,obv\n1,1\n") << bars
                                        << "a.csv: line 1: two columns have the name \"obv\"";
        QTest::newRow("a cell too few") << QByteArray("i,obv\n0,10\n1\n2,25\n") << bars
                                        << "a.csv: line 3: 1 cells instead of 2";
        QTest::newRow("a word") << QByteArray("i,obv\n0,10\n1,many\n2,25\n") << bars
                                << "a.csv: line 3: column obv: \"many\" is not a number";
        QTest::newRow("not a number") << QByteArray("i,obv\n0,nan\n1,30\n2,25\n") << bars
                                      << "a.csv: line 2: column obv: \"nan\" is not a number";
        QTest::newRow("only row numbers") << QByteArray("i\n0\n1\n2\n") << bars << "there is no column to be compared";
        QTest::newRow("fewer rows") << QByteArray("i,obv\n0,10\n") << bars << "b.csv: 3 rows, but 1 are to be compared";
        QTest::newRow("other rows") << QByteArray("i,obv\n0,10\n2,30\n3,25\n") << bars
                                    << "b.csv: line 3: column i: 1 instead of 2";
        QTest::newRow("bars without a column")
            << good << QByteArray("i,open\n0,1\n1,1\n2,1\n") << "b.csv: line 1: there is no column \"high\"";
        QTest::newRow("an empty price") << good << QByteArray(bars).replace("4,2,4,20", "4,,4,20")
                                        << "b.csv: line 3: column low: the cell is empty";
    }
    void tablesThatCannotBeComparedAreASentence() {
        QFETCH(QByteArray, columns);
        QFETCH(QByteArray, bars);
        QFETCH(QString, words);
        const Outcome outcome = indicators(file("a.csv", columns), file("b.csv", bars));
        QCOMPARE(outcome.code, 2);
        QVERIFY(outcome.out.isEmpty());
        QVERIFY2(outcome.err.startsWith("quantdesk-tool: ") && outcome.err.contains(words), qPrintable(outcome.err));
        QCOMPARE(outcome.err.count('\n'), 1);
    }

    void missingTablesAreASentence() {
        const QString bars = file("bars.csv", kBars);
        QVERIFY(indicators("/nonexistent.csv", bars).err.contains("/nonexistent.csv: "));
        QCOMPARE(indicators(bars, "/nonexistent.csv").code, 2);
        QVERIFY(conform({"indicators", bars}).err.contains("--bars is required"));
    }

    void columnsOfTaLib() {
        const QString folder = QString::fromStdString(sourceFolder()) + "/tests/vectors/";
        const Outcome outcome = indicators(folder + "indicators_talib_500.csv", folder + "ohlcv_500.csv");
        QVERIFY2(outcome.out.endsWith("\n19 passed, 0 failed\n"), qPrintable(outcome.out));
        QCOMPARE(outcome.code, 0);
    }

    void sharedVectors() {
        const auto path = sharedFile("vectors/perps.json");
        if (!path) QSKIP(skipSentence());
        const Outcome outcome = perps({QString::fromStdString(*path)});
        QCOMPARE(outcome.out, QString("184 passed, 0 failed\n"));
        QCOMPARE(outcome.code, 0);
    }
};
QD_TEST(TestConformCommand);
#include "TestConformCommand.moc"
