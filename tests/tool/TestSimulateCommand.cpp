#include "tests/support/Shared.h"
#include "tests/support/TestRunner.h"

#include <QFile>
#include <QObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <string>

using namespace qd::test;
using nlohmann::ordered_json;

namespace {

struct Outcome {
    int code = -1;
    std::string out;
    std::string err;
};

Outcome simulate(const QStringList& arguments) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove("QD_SHARED");
    process.setProcessEnvironment(environment);
    process.start(QString(std::getenv("QD_BIN_DIR")) + "/quantdesk-tool", QStringList{"simulate"} + arguments);
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit) return {};
    return {process.exitCode(), process.readAllStandardOutput().toStdString(),
            process.readAllStandardError().toStdString()};
}

/// Millionths of a decimal text of at most six places.
std::int64_t micros(const ordered_json& text) {
    const auto s = QString::fromStdString(text.get<std::string>());
    const QString fraction = s.section('.', 1).leftJustified(6, '0');
    return (s.section('.', 0, 0) + fraction).toLongLong();
}

} // namespace

class TestSimulateCommand : public QObject {
    Q_OBJECT
  private slots:
    void theSameSeedsAreTheSameAnswer() {
        const QTemporaryDir folder;
        const QString file = folder.filePath("answer.json");
        const Outcome one = simulate({"--seed", "5", "--seeds", "2", "--minutes", "3", "--json", file});
        QCOMPARE(one.code, 0);
        const auto answer = ordered_json::parse(one.out);
        QCOMPARE(answer["seeds"].get<int>(), 2);
        QCOMPARE(answer["state_hash"].get<std::string>().size(), std::size_t{32});
        QVERIFY(answer["accounts"].get<int>() >= 50);
        QVERIFY(answer["commands_per_hour"].get<int>() >= 20'000);
        QVERIFY(answer["failures"].empty());
        QVERIFY(answer["kinds"]["process_crash"].get<int>() > 0);
        QFile kept(file);
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll().toStdString(), one.out);
        QCOMPARE(simulate({"--seed", "5", "--seeds", "2", "--minutes", "3", "--threads", "1"}).out, one.out);
    }

    void aRecordedCrashAddsUp() {
        const auto candles = sharedFile("data/candles/binance-spot_SOLUSDT_1h_pub.csv.gz");
        if (!candles) QSKIP(skipSentence());
        const auto data = std::filesystem::path(*candles).parent_path().parent_path().string();
        const Outcome outcome =
            simulate({"--crash", "sol-2021-05-19", "--data", QString::fromStdString(data), "--accounts", "100"});
        QVERIFY2(outcome.code == 0, outcome.err.c_str());
        const auto report = ordered_json::parse(outcome.out);
        for (const char* when : {"before", "after"}) {
            const auto& equity = report[when]["equity"];
            const auto& conservation = report[when]["conservation"];
            std::int64_t sum = 0;
            for (const char* of : {"traders", "makers", "liquidators", "backstop", "insurance", "fees", "rounding"})
                sum += micros(equity[of]);
            QCOMPARE(sum, micros(equity["sum"]));
            QCOMPARE(sum, micros(conservation["deposited"]));
            QCOMPARE(micros(conservation["cash"]["missing"]), 0);
            QCOMPARE(micros(conservation["claims_on_settled_losses"]["missing"]), 0);
        }
        std::int64_t gains = 0;
        for (const auto& result : report["results"]) gains += micros(result);
        QCOMPARE(gains, 0);
        std::int64_t deficits = 0;
        int accounts = 0;
        for (const auto& interval : report["intervals"]) {
            deficits += micros(interval["deficits"]);
            accounts += interval["accounts_liquidated"].get<int>();
        }
        QCOMPARE(deficits, micros(report["losses"]["deficits"]));
        QCOMPARE(accounts, report["accounts_liquidated"].get<int>());
    }

    void aSeedThatFailsSaysHowToRepeatIt() {
        const Outcome outcome = simulate({"--seed", "7", "--minutes", "2", "--journal", "/proc/nothing/here"});
        QCOMPARE(outcome.code, 1);
        const auto failures = ordered_json::parse(outcome.out)["failures"];
        QCOMPARE(failures.size(), std::size_t{1});
        QCOMPARE(failures[0]["seed"].get<int>(), 7);
        const auto repeat = failures[0]["repeat"].get<std::string>();
        QCOMPARE(repeat, std::string("quantdesk-tool simulate --seed 7 --minutes 2 --journal NEW_FOLDER"));
        QVERIFY2(outcome.err.find(repeat) != std::string::npos, outcome.err.c_str());
    }

    void wrongOptionsAreASentence_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("words");
        QTest::newRow("no number") << QStringList{"--seed", "one"} << "--seed";
        QTest::newRow("no seed at all") << QStringList{"--seeds", "0"} << "--seeds";
        QTest::newRow("no time") << QStringList{"--hours", "0"} << "--hours";
        QTest::newRow("hours and minutes") << QStringList{"--hours", "1", "--minutes", "5"} << "--hours";
        QTest::newRow("a journal where something is") << QStringList{"--journal", "/proc"} << "/proc is there already";
        QTest::newRow("an unknown option") << QStringList{"--sed", "1"} << "--sed";
        QTest::newRow("a crash nobody recorded")
            << QStringList{"--crash", "eth-2016-06-17", "--data", "/nowhere"} << "no recorded crash eth-2016-06-17";
        QTest::newRow("no data") << QStringList{"--crash", "sol-2021-05-19"} << "--data";
        QTest::newRow("data that is not there")
            << QStringList{"--crash", "sol-2021-05-19", "--data", "/nowhere"} << "/nowhere/candles";
        QTest::newRow("a crash by seeds") << QStringList{"--crash", "sol-2021-05-19", "--seeds", "3"} << "--seeds";
        QTest::newRow("accounts without a crash") << QStringList{"--accounts", "3"} << "--crash";
        QTest::newRow("a file that cannot be written")
            << QStringList{"--minutes", "1", "--json", "/proc/nothing/here.json"} << "/proc/nothing";
    }
    void wrongOptionsAreASentence() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, words);
        const Outcome outcome = simulate(arguments);
        QVERIFY(outcome.code > 0);
        QVERIFY(outcome.out.empty());
        QVERIFY2(outcome.err.find(words.toStdString()) != std::string::npos, outcome.err.c_str());
    }
};
QD_TEST(TestSimulateCommand);
#include "TestSimulateCommand.moc"
