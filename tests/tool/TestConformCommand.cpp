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

Outcome perps(const QStringList& arguments) {
    QProcess process;
    process.start(QString(std::getenv("QD_BIN_DIR")) + "/quantdesk-tool", QStringList{"conform", "perps"} + arguments);
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit) return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

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
