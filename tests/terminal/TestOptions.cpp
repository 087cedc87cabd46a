#include "app/terminal/OffscreenDesktop.h"
#include "app/terminal/Options.h"
#include "app/terminal/Profile.h"
#include "tests/support/TestRunner.h"

#include <QFile>
#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace qd::terminal;

namespace {

std::expected<Options, NoRun> parse(std::vector<std::string> words) {
    words.insert(words.begin(), "quantdesk");
    return parseOptions(words);
}

} // namespace

class TestOptions : public QObject {
    Q_OBJECT
  private slots:
    void standardIsTheSimulatedMarket() {
        const auto options = parse({});
        QVERIFY(options.has_value());
        QVERIFY(!options->replay && !options->profile && options->script.empty());
        QCOMPARE(options->seed, 42U);
        QCOMPARE(options->speed, 1.0);
    }
    void everyOptionIsRead() {
        const auto options =
            parse({"--profile", "/tmp/p", "--venue", "replay:a b.jsonl.gz", "--seed", "18446744073709551615", "--speed",
                   "0.1", "--layout", "scalper", "--exec", "CHART SOL; SHOT \"a;b.png\"", "--exec", "QUIT"});
        QVERIFY2(options.has_value(), options ? "" : options.error().text.c_str());
        QCOMPARE(options->profile.value().string(), "/tmp/p");
        QCOMPARE(options->replay.value().string(), "a b.jsonl.gz");
        QCOMPARE(options->seed, 18446744073709551615ULL);
        QCOMPARE(options->speed, 0.1);
        QCOMPARE(options->layout, "scalper");
        QCOMPARE(options->script, (std::vector<std::string>{"CHART SOL", "SHOT \"a;b.png\"", "QUIT"}));
    }
    void optionsOfQtArePassedOn() {
        const auto options = parse({"-platform", "offscreen", "--seed", "7", "-style", "fusion"});
        QVERIFY(options.has_value());
        QCOMPARE(options->seed, 7U);
        QCOMPARE(options->qtArguments,
                 (std::vector<std::string>{"quantdesk", "-platform", "offscreen", "-style", "fusion"}));
    }
    void wrongLinesAreRefusedWithASentence_data() {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("unknown option") << QStringList{"--sede", "7"};
        QTest::newRow("seed is no number") << QStringList{"--seed", "x"};
        QTest::newRow("seed is negative") << QStringList{"--seed", "-1"};
        QTest::newRow("too slow") << QStringList{"--speed", "0.09"};
        QTest::newRow("too fast") << QStringList{"--speed", "1000.5"};
        QTest::newRow("unknown venue") << QStringList{"--venue", "mainnet"};
        QTest::newRow("replay of nothing") << QStringList{"--venue", "replay:"};
        QTest::newRow("script that is not there") << QStringList{"--exec-file", "/nonexistent/x"};
        QTest::newRow("screens without sizes") << QStringList{"--screens", "two"};
        QTest::newRow("screens too small") << QStringList{"--screens", "1920x1080,100x100"};
        QTest::newRow("stray word") << QStringList{"CHART"};
    }
    void wrongLinesAreRefusedWithASentence() {
        QFETCH(QStringList, words);
        std::vector<std::string> given;
        for (const QString& word : words) given.push_back(word.toStdString());
        const auto options = parse(given);
        QVERIFY(!options.has_value());
        QVERIFY(options.error().exitCode != 0);
        QVERIFY(options.error().text.size() > 20);
    }
    void theOffscreenDesktopIsDescribed() {
        const QTemporaryDir folder;
        auto options = parse({"-platform", "offscreen", "--screens", "1920x1080,2560x1440"});
        QVERIFY(options.has_value());
        QCOMPARE(options->screens, (std::vector<ScreenSize>{{1920, 1080}, {2560, 1440}}));
        describeOffscreenDesktop(*options, folder.path().toStdString());
        const std::string file = folder.filePath("offscreen.json").toStdString();
        QCOMPARE(options->qtArguments.back(), "offscreen:configfile=" + file);
        QVERIFY(QFile::exists(QString::fromStdString(file)));
        // A desktop the user described stays.
        auto own = parse({"-platform", "offscreen:configfile=own.json"});
        describeOffscreenDesktop(*own, folder.path().toStdString());
        QCOMPARE(own->qtArguments.back(), "offscreen:configfile=own.json");
    }
    void helpIsNoMistake() {
        const auto options = parse({"--help"});
        QVERIFY(!options.has_value());
        QCOMPARE(options.error().exitCode, 0);
        QVERIFY(options.error().text.find("--exec-file") != std::string::npos);
    }
    void scriptsComeFromFilesToo() {
        QTemporaryDir folder;
        QFile file(folder.filePath("s.qd"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("# a comment\nCHART SOL-PERP\n\nWAIT 5; QUIT\n");
        file.close();
        const auto options = parse({"--exec-file", file.fileName().toStdString()});
        QVERIFY(options.has_value());
        QCOMPARE(options->script, (std::vector<std::string>{"CHART SOL-PERP", "WAIT 5", "QUIT"}));
    }

    void oneTerminalAProfile() {
        const QTemporaryDir folder;
        Options options;
        options.profile = folder.path().toStdString();
        auto first = Profile::open(options);
        QVERIFY(first.has_value());
        const auto second = Profile::open(options);
        QVERIFY(!second.has_value());
        QVERIFY(second.error().detail.find(folder.path().toStdString()) != std::string::npos);
    }
    void everySourceHasAVenueOfItsOwn() {
        const QTemporaryDir folder;
        Options options;
        options.profile = folder.path().toStdString();
        const auto profile = Profile::open(options);
        const auto simulated = profile->venueFolder(options);
        options.seed = 43;
        const auto otherSeed = profile->venueFolder(options);
        options.markets = 50;
        const auto moreMarkets = profile->venueFolder(options);
        options.replay = "/a/day.jsonl.gz";
        const auto replay = profile->venueFolder(options);
        options.replay = "/b/day.jsonl.gz";
        const auto sameName = profile->venueFolder(options);
        QCOMPARE((std::set{simulated, otherSeed, moreMarkets, replay, sameName}).size(), 5U);
        options.replay = "/a/../a/day.jsonl.gz";
        QCOMPARE(profile->venueFolder(options), replay);
        options.replay = "/a/run-1/recording";
        const auto recording = profile->venueFolder(options);
        QVERIFY(recording.filename().string().starts_with("replay-recording-"));
        options.replay = "/a/run-1/recording/";
        QCOMPARE(profile->venueFolder(options), recording);
    }
};
QD_TEST(TestOptions);
#include "TestOptions.moc"
