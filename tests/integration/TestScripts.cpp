// Size: the trading session is told without a cut: each step judges what the one before left.
// The program as a user starts it: run by scripts on an offscreen desktop, judged by its dump, its pictures, its exit
// code and a replay of its journal.
#include "tests/support/Shared.h"
#include "tests/support/TestRunner.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <cstdlib>

using namespace qd::test;
using nlohmann::json;

namespace {

struct Outcome {
    int code = -1;
    QByteArray out;
    QByteArray err;
};

Outcome start(const char* program, const QStringList& arguments) {
    QProcess process;
    process.start(QString(std::getenv("QD_BIN_DIR")) + QLatin1Char('/') + QLatin1String(program), arguments);
    if (!process.waitForFinished(100'000) || process.exitStatus() != QProcess::NormalExit) return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

json read(const QString& file) {
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly)) return {};
    return json::parse(in.readAll().toStdString(), nullptr, false);
}

/// A value as text, so that a comparison that fails shows it.
std::string text(const json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

std::int64_t micro(const json& number) { // "12.345678" -> 12345678
    const std::string s = number.get<std::string>();
    const auto point = s.find('.');
    std::string digits = s.substr(0, point);
    std::string fraction = point == std::string::npos ? "" : s.substr(point + 1);
    fraction.resize(6, '0');
    return std::stoll(digits + fraction);
}

const json* named(const json& list, const char* market) {
    for (const json& item : list) {
        if (item["market"] == market) return &item;
    }
    return nullptr;
}

} // namespace

class TestScripts : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] Outcome quantdesk(const QString& profile, const QString& script, QStringList more = {}) const {
        return start("quantdesk",
                     more + QStringList{"-platform", "offscreen", "--profile", path(profile), "--exec", script});
    }

    /// Numbers of one dump against each other.
    static void judge(const json& dump) {
        const json& account = dump["account"];
        std::int64_t equity = micro(account["collateral"]);
        std::int64_t realised = 0;
        std::int64_t unsettled = 0;
        std::int64_t fills = 0;
        for (const json& p : dump["positions"]) {
            equity += micro(p["unrealised"]) + micro(p["unsettled"]);
            realised += micro(p["realised"]);
            unsettled += micro(p["unsettled"]);
            fills -= micro(p["funding_paid"]);
        }
        QCOMPARE(micro(account["equity"]), equity);
        QCOMPARE(micro(account["total_equity"]), equity); // nothing is isolated
        QCOMPARE(micro(account["balance"]), micro(account["collateral"]) + unsettled);
        QCOMPARE(micro(account["realised"]), realised);
        for (const json& f : dump["fills"]) fills += micro(f["realised"]) - micro(f["fee"]);
        QCOMPARE(fills, realised);
        for (const auto& [symbol, book] : dump["books"].items()) {
            if (book.contains("bids") && !book["bids"].empty() && !book["asks"].empty())
                QVERIFY(micro(book["bids"][0][0]) < micro(book["asks"][0][0]));
        }
    }

  private slots:
    /// Buys at market, places a limit, drags it in the ladder, amends, cancels, flattens; shoots and dumps on the way.
    void aTradingSession() {
        const QString script =
            QStringLiteral("UNTIL feed.live 60000; CHART SOL-PERP 1m; ORDERBOOK SOL-PERP; ORDER BUY 2 SOL-PERP; "
                           "UNTIL positions.count == 1 5000; DUMP %1; PAUSE; DUMP %2; RESUME; "
                           "ORDER BUY 1 SOL-PERP LIMIT 100 ID 77")
                .arg(path("first.json"), path("paused.json"));
        // 100 is far from the market: the guard holds it back, which ends the script with its sentence.
        const Outcome held = quantdesk("trade", script);
        QCOMPARE(held.code, 1);
        QVERIFY2(held.err.contains("GUARD PASS PRICE"), held.err.constData());
        const json first = read(path("first.json"));
        judge(first);
        QCOMPARE(text(first["positions"][0]["base"]), "2");

        // The next start finds everything as it was; now a limit near the market, dragged with the mouse.
        const json paused = read(path("paused.json"));
        const double bid = std::stod(paused["books"]["SOL-PERP"]["best_bid"].get<std::string>());
        const auto price = [&](double below) { return QString::number(bid - below, 'f', 2); };
        const QString second =
            QStringLiteral("UNTIL feed.live 60000; PAUSE; ORDERBOOK SOL-PERP; ARM ON; "
                           "ORDER BUY 1 SOL-PERP LIMIT %1 POST ID 77; UNTIL orders.count >= 1 5000; WAIT 300; "
                           "DUMP %2; DRAG ORDERBOOK 77 %3; WAIT 500; DUMP %4; SHOT %5; SHOT %6 ORDERBOOK; CANCEL 77; "
                           "RESUME; FLATTEN; DUMP %7; QUIT")
                .arg(price(0.05), path("placed.json"), price(0.10), path("dragged.json"), path("all.png"),
                     path("ladder.png"), path("end.json"));
        const Outcome traded = quantdesk("trade", second);
        QVERIFY2(traded.code == 0, traded.err.constData());
        const auto order77 = [](const json& dump) -> json {
            for (const json& o : dump["orders"]) {
                if (o["client_id"] == "77") return o;
            }
            return {};
        };
        const json placed = read(path("placed.json"));
        judge(placed);
        QCOMPARE(text(placed["positions"][0]["base"]), "2"); // kept over the restart
        QCOMPARE(text(order77(placed)["state"]), "working");
        const json dragged = read(path("dragged.json"));
        QCOMPARE(micro(order77(dragged)["price"]), micro(json(price(0.10).toStdString())));
        QCOMPARE(text(order77(dragged)["id"]), text(order77(placed)["id"])); // amended, not placed anew
        const json end = read(path("end.json"));
        judge(end);
        QCOMPARE(text(order77(end)["state"]), "cancelled");
        for (const json& p : end["positions"]) QCOMPARE(text(p["base"]), "0");
        for (const QString& picture : {path("all.png"), path("ladder.png")}) QVERIFY(!QImage(picture).isNull());
        theJournalAgrees(end);
    }

    /// Wrong commands end the program with a sentence that names the line.
    void errorsEndWithASentence_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("unknown command") << "JUMP 5" << QByteArray("JUMP");
        QTest::newRow("unknown market") << "ORDER BUY 1 DOGE-PERP" << QByteArray("DOGE-PERP");
        QTest::newRow("off the step") << "ORDER BUY 0.000000001 SOL-PERP" << QByteArray("ORDER BUY 0.000000001");
        QTest::newRow("no such order") << "CANCEL 123456" << QByteArray("123456");
        QTest::newRow("never so") << "UNTIL positions.count == 9 100" << QByteArray("in time");
        QTest::newRow("no such pane") << "SHOT x.png NOPANE" << QByteArray("NOPANE");
        QTest::newRow("folder that is not there") << "DUMP /nonexistent/a.json" << QByteArray("/nonexistent/a.json");
        QTest::newRow("open quotation") << "SHOT \"a" << QByteArray("quotation");
    }
    void errorsEndWithASentence() {
        QFETCH(QString, line);
        QFETCH(QByteArray, says);
        const Outcome outcome = quantdesk("errors", "UNTIL feed.live 60000; " + line);
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.contains(says), outcome.err.constData());
    }

    void aRecordingIsTradedOnPaper() {
        const auto capture = sharedFile("data/depth/binance-usdm_BTCUSDT_20240808.jsonl.gz");
        if (!capture) QSKIP(skipSentence());
        const QString script =
            QStringLiteral(
                "UNTIL feed.live 60000; ORDER BUY 0.1; UNTIL positions.count == 1 10000; PAUSE; DUMP %1; QUIT")
                .arg(path("replay.json"));
        const Outcome outcome =
            quantdesk("replay", script, {"--venue", "replay:" + QString::fromStdString(*capture), "--speed", "5"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const json dump = read(path("replay.json"));
        judge(dump);
        QCOMPARE(text(dump["status"]["mode"]), "replay");
        QCOMPARE(text(dump["positions"][0]["base"]), "0.1");
        QCOMPARE(text(dump["positions"][0]["mark_estimated"]), "true");
        // Bought from displayed asks: not below the best ask of the moment.
        QVERIFY(!dump["fills"].empty());
    }
    /// Played up to a bar and up to a moment it stands there to the microsecond, with the position that was bought on
    /// the way; back it does not go unasked.
    void aRecordingIsPlayedToABarAndToAMoment() {
        const auto capture = sharedFile("data/depth/binance-usdm_BTCUSDT_20240808.jsonl.gz");
        if (!capture) QSKIP(skipSentence());
        const QString script =
            QStringLiteral("UNTIL feed.live 60000; ORDER BUY 0.1; UNTIL positions.count == 1 10000; REPLAY PAUSE; "
                           "UNTIL status.paused == true 5000; REPLAY STEP 1m; "
                           "UNTIL status.market_time == 2024-08-08T23:55:00.000000Z 20000; REPLAY SPEED 1000; REPLAY "
                           "PLAY; REPLAY TO 23:59:30; UNTIL status.market_time == 2024-08-08T23:59:30.000000Z 20000; "
                           "SHOT %1 REPLAY; DUMP %2; REPLAY TO 23:58")
                .arg(path("stepped.png"), path("stepped.json"));
        const Outcome outcome =
            quantdesk("stepped", script, {"--venue", "replay:" + QString::fromStdString(*capture), "--speed", "0.5"});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.contains("Add CONFIRM"), outcome.err.constData());
        const json dump = read(path("stepped.json"));
        judge(dump);
        QCOMPARE(text(dump["status"]["paused"]), "true");
        QCOMPARE(text(dump["positions"][0]["base"]), "0.1");
        QVERIFY(!QImage(path("stepped.png")).isNull());
    }
    /// What one terminal recorded another one replays: all markets, traded on paper, sought in both ways.
    void whatATerminalRecordedIsReplayed() {
        const Outcome live =
            quantdesk("recorded", "UNTIL feed.live 60000; SPEED 10; ORDER BUY 3 SOL-PERP; WAIT 4000; QUIT");
        QVERIFY2(live.code == 0, live.err.constData());
        const QString script =
            QStringLiteral("UNTIL feed.live 60000; ORDER BUY 2 ETH-PERP; UNTIL positions.count == 1 10000; DUMP %1; "
                           "SPEED 1000; UNTIL status.ended == true 30000; SEEK -5s CONFIRM; "
                           "UNTIL positions.count == 0 10000; UNTIL status.ended == true 30000; DUMP %2; QUIT")
                .arg(path("replayed.json"), path("again.json"));
        const Outcome replay = quantdesk("replayed", script,
                                         {"--venue", "replay:" + path("recorded") + "/venues/sim-42/run-1/recording/"});
        QVERIFY2(replay.code == 0, replay.err.constData());
        const json dump = read(path("replayed.json"));
        judge(dump);
        QCOMPARE(text(dump["status"]["mode"]), "replay");
        QCOMPARE(text(dump["positions"][0]["market"]), "ETH-PERP");
        QCOMPARE(text(dump["positions"][0]["mark_estimated"]), "false");
        const json again = read(path("again.json"));
        QVERIFY(again["positions"].empty() && again["fills"].empty());
        QCOMPARE(text(again["status"]["market_time"]), text(again["status"]["end"]));
        QCOMPARE(text(again["status"]["gaps"]), "0");
    }
    void aFolderWithoutARecordingIsAFault() {
        QVERIFY(QDir().mkpath(path("no-recording")));
        const Outcome outcome =
            quantdesk("nothing", "UNTIL status.fault != null 5000; DUMP " + path("nothing.json") + "; QUIT",
                      {"--venue", "replay:" + path("no-recording")});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const json status = read(path("nothing.json"))["status"];
        QVERIFY(text(status["fault"]).find("no-recording: no recording to replay") != std::string::npos);
        QCOMPARE(text(status["mode"]), "replay");
    }
    void aCaptureThatIsNoneIsAFault() {
        QFile file(path("foreign.jsonl.gz"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("not a capture");
        file.close();
        const Outcome outcome =
            quantdesk("foreign", "UNTIL status.fault != null 5000; DUMP " + path("fault.json") + "; QUIT",
                      {"--venue", "replay:" + file.fileName()});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const std::string fault = read(path("fault.json"))["status"]["fault"].get<std::string>();
        QVERIFY2(fault.find("foreign.jsonl.gz") != std::string::npos, fault.c_str());
    }

  private:
    /// What the tool reads from the journal is what the terminal showed.
    void theJournalAgrees(const json& dump) {
        const Outcome outcome =
            start("quantdesk-tool", {"journal", "replay", path("trade") + "/venues/sim-42", "--until",
                                     QString::fromStdString(dump["account"]["command_sequence"].get<std::string>())});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const json replayed = json::parse(outcome.out.toStdString());
        QCOMPARE(text(replayed["state_hash"]), text(dump["status"]["state_hash"]));
        QCOMPARE(text(replayed["account"]["balance"]), text(dump["account"]["balance"]));
        QCOMPARE(text(replayed["account"]["equity"]), text(dump["account"]["equity"]));
        QCOMPARE(text(replayed["audit"]), "balanced");
        const json* position = named(replayed["account"]["positions"], "SOL-PERP");
        QVERIFY(position != nullptr);
        QCOMPARE(text((*position)["base"]), "0");
    }
};
QD_TEST(TestScripts);
#include "TestScripts.moc"
