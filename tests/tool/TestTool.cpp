#include "tests/support/Shared.h"
#include "tests/support/TestRunner.h"

#include <QFile>
#include <QObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <string>
#include <vector>

using namespace qd::test;
using nlohmann::ordered_json;

namespace {

struct Outcome {
    int code = -1;
    std::string out;
    std::string err;
};

QString program() { return QString(std::getenv("QD_BIN_DIR")) + "/quantdesk-tool"; }

Outcome run(const QString& name, const QStringList& arguments) {
    QProcess process;
    process.start(name, arguments);
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit) return {};
    return {process.exitCode(), process.readAllStandardOutput().toStdString(),
            process.readAllStandardError().toStdString()};
}

constexpr const char* kCapture =
    R"({"recv_us":1700000000000000,"ts":null,"kind":"bbo","stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":9,"s":"BTCUSDT","b":"61800.20","B":"2.0","a":"61800.40","A":"1.5"}}
{"recv_us":1700000000001000,"ts":null,"kind":"depth","stream":"btcusdt@depth","data":{"s":"BTCUSDT","U":6,"u":9,"pu":5,"b":[],"a":[["61800.30","0"],["61800.40","1.5"]]}}
{"recv_us":1700000000002000,"ts":null,"kind":"snapshot","stream":"rest","data":{"lastUpdateId":7,"bids":[["61800.20","2.0"]],"asks":[["61800.30","1.0"]]}}
{"recv_us":1700000000003000,"ts":null,"kind":"trade","stream":"btcusdt@trade","data":{"s":"BTCUSDT","t":1,"p":"61800.30","q":"0.006","T":1,"X":"MARKET","m":false}}
{"recv_us":1700000000004000,"ts":null,"kind":"trade","stream":"btcusdt@trade","data":{"s":"BTCUSDT","t":2,"p":"0.0","q":"0.0","T":1,"X":"NA","m":false}}
)";

} // namespace

class TestTool : public QObject {
    Q_OBJECT

    QTemporaryDir m_temporary;
    QString file(const char* name, const QByteArray& bytes) const {
        QFile out(m_temporary.filePath(name));
        (void)out.open(QIODevice::WriteOnly);
        out.write(bytes);
        return out.fileName();
    }

  private slots:
    void bookPrintsOneObject() {
        const Outcome outcome = run(program(), {"book", file("small.jsonl", kCapture)});
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.err.empty());
        const auto report = ordered_json::parse(outcome.out);
        std::vector<std::string> keys;
        for (const auto& [key, value] : report.items()) keys.push_back(key);
        QCOMPARE(keys, (std::vector<std::string>{"events", "depth_updates", "trades", "gaps", "resyncs", "crossed",
                                                 "bbo_compared", "bbo_equal", "best_bid", "best_ask", "bid_levels",
                                                 "ask_levels", "trade_volume", "seconds_cpu"}));
        auto expected = ordered_json::parse(
            R"({"events":5,"depth_updates":1,"trades":1,"gaps":0,"resyncs":0,"crossed":0,"bbo_compared":1,
            "bbo_equal":1,"best_bid":"61800.2","best_ask":"61800.4","bid_levels":1,"ask_levels":1,"trade_volume":"0.006"})");
        expected["seconds_cpu"] = report["seconds_cpu"];
        QCOMPARE(report.dump(), expected.dump());
        QVERIFY(report["seconds_cpu"].is_number());
    }

    void withoutABookTheBestAreNull() {
        const QByteArray lines = QByteArray(kCapture).split('\n').mid(3).join('\n');
        const auto report = ordered_json::parse(run(program(), {"book", file("trades.jsonl", lines)}).out);
        QVERIFY(report["best_bid"].is_null() && report["best_ask"].is_null());
        QCOMPARE(report["trade_volume"].get<std::string>(), std::string("0.006"));
    }

    void wrongInputIsASentence_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("words");
        QTest::newRow("nothing") << QStringList() << "no command given";
        QTest::newRow("an unknown command") << QStringList{"boook"} << "boook";
        QTest::newRow("no file") << QStringList{"book"} << "FILE is required";
        QTest::newRow("a missing file") << QStringList{"book", "/nonexistent.gz"} << "/nonexistent.gz: no such file";
        QTest::newRow("a folder") << QStringList{"book", m_temporary.path()} << "not a regular file";
        QTest::newRow("an empty file") << QStringList{"book", file("empty", "")} << "holds no line";
        QTest::newRow("a foreign file") << QStringList{"book", file("foreign", "hello\n")}
                                        << "line 1: not a JSON object";
        QTest::newRow("damage in the middle")
            << QStringList{"book", file("damaged", QByteArray(kCapture) + "{\"recv_us\":\n")}
            << "line 6: not a JSON object";
    }
    void wrongInputIsASentence() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, words);
        const Outcome outcome = run(program(), arguments);
        QVERIFY(outcome.code > 0);
        QVERIFY(outcome.out.empty());
        QVERIFY2(outcome.err.find(words.toStdString()) != std::string::npos, outcome.err.c_str());
    }

    void helpIsNoMistake() {
        const Outcome outcome = run(program(), {"book", "--help"});
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.out.find("bbo_compared") != std::string::npos);
    }

    void sharedCapture() {
        const auto path = sharedFile("data/depth/binance-coinm_BTCUSD_PERP_20240808.jsonl.gz");
        if (!path) QSKIP(skipSentence());
        const auto report = ordered_json::parse(run(program(), {"book", QString::fromStdString(*path)}).out);
        QCOMPARE(report["bbo_compared"].get<int>(), 1124);
        QCOMPARE(report["bbo_equal"].get<int>(), 1124);
        QCOMPARE(report["crossed"].get<int>(), 0);
        QCOMPARE(report["gaps"].get<int>(), 0);
    }

    void linksNoQt() {
        const Outcome outcome = run("ldd", {program()});
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.out.find("libc.so") != std::string::npos);
        QVERIFY(outcome.out.find("Qt") == std::string::npos);
    }
};
QD_TEST(TestTool);
#include "TestTool.moc"
