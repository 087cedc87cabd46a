#include "core/base/Decimal.h"
#include "tests/client/VenueRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <fstream>

using namespace qd;
using namespace qd::test;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

struct Outcome {
    int code = -1;
    std::string out;
    std::string err;
};

Outcome tool(const QStringList& arguments) {
    QProcess process;
    process.start(QString(std::getenv("QD_BIN_DIR")) + "/quantdesk-tool", arguments);
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit) return {};
    return {process.exitCode(), process.readAllStandardOutput().toStdString(),
            process.readAllStandardError().toStdString()};
}

} // namespace

class TestJournalCommands : public QObject {
    Q_OBJECT
    QTemporaryDir m_temporary;
    QString m_folder;
    std::string m_hash;
    std::uint64_t m_commands = 0;
    std::string m_balance;

  private slots:
    void initTestCase() {
        m_folder = m_temporary.filePath("venue");
        RunningVenue running(simulatedVenue(m_folder.toStdString(), 9));
        QVERIFY(running.waitReady());
        const ClientOrderId bought =
            running.venue.session().place(marketOrder(MarketId(0), Side::Buy, Quantity::of(3)));
        QVERIFY(running.waitState(bought, OrderState::Filled));
        running.venue.setPaused(true);
        QVERIFY(running.waitFor([&] { return running.venue.playback().paused; }));
        bool answered = false;
        running.venue.askState([&](StateHash hash, std::shared_ptr<const AccountView> account) {
            m_hash = toHex(hash);
            m_commands = account->commandSequence;
            answered = true;
        });
        QVERIFY(running.waitFor([&] { return answered; }));
        QVERIFY(running.waitFor([&] { return running.venue.session().account()->commandSequence == m_commands; }));
        m_balance = toString(running.venue.session().account()->balance);
    }
    void replayEqualsTheRunningVenue() {
        const Outcome outcome = tool({"journal", "replay", m_folder});
        QCOMPARE(outcome.code, 0);
        const Json json = Json::parse(outcome.out);
        QCOMPARE(json.at("state_hash").get<std::string>(), m_hash);
        QCOMPARE(json.at("commands").get<std::uint64_t>(), m_commands);
        QCOMPARE(json.at("audit").get<std::string>(), "balanced");
        QCOMPARE(json.at("account").at("balance").get<std::string>(), m_balance);
        QCOMPARE(json.at("account").at("positions").at(0).at("base").get<std::string>(), "3");
        QVERIFY(json.at("events").get<std::uint64_t>() > json.at("replayed").get<std::uint64_t>());
        const Json part = Json::parse(tool({"journal", "replay", m_folder, "--until", "40"}).out);
        QCOMPARE(part.at("commands").get<std::uint64_t>(), 40U);
        QVERIFY(part.at("state_hash").get<std::string>() != m_hash);
    }
    void verifyNamesDamage() {
        QCOMPARE(tool({"journal", "verify", m_folder}).code, 0);
        const fs::path copy = m_temporary.filePath("damaged").toStdString();
        fs::copy(m_folder.toStdString(), copy, fs::copy_options::recursive);
        for (const auto& entry : fs::directory_iterator(copy / "run-1")) {
            if (entry.path().extension() != ".qdj" || fs::file_size(entry.path()) < 1'000) continue;
            std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
            file.seekp(500);
            file.put('\x7f');
        }
        const Outcome outcome = tool({"journal", "verify", QString::fromStdString(copy.string())});
        QCOMPARE(outcome.code, 1);
        QVERIFY(outcome.err.find("segment-") != std::string::npos && outcome.err.find("byte") != std::string::npos);
    }
    void wrongFoldersAreSentences() {
        for (const QStringList& arguments : {QStringList{"journal", "verify", "/nowhere/at/all"},
                                             QStringList{"journal"}, QStringList{"journal", "replay"}}) {
            const Outcome outcome = tool(arguments);
            QVERIFY(outcome.code != 0);
            QVERIFY(!outcome.err.empty() || !outcome.out.empty());
        }
    }
};
QD_TEST(TestJournalCommands);
#include "TestJournalCommands.moc"
