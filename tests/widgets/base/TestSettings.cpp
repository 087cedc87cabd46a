#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/Settings.h"
#include "widgets/base/Theme.h"

#include <QObject>
#include <QSignalSpy>

using namespace qd::ui;

class TestSettings : public QObject {
    Q_OBJECT
  private slots:
    /// A file begins such a text on its next line, and would read another one.
    void textsAreOneLine() {
        Settings settings;
        for (const char* typed : {"\n5", "5\n", "a\tb", "\x7f"}) {
            const auto set = settings.set(setting::kLockState, typed);
            QVERIFY(!set.has_value());
            QVERIFY(set.error().detail.find("one line") != std::string::npos);
        }
        QVERIFY(settings.set(setting::kLockState, "1 2 3").has_value());
    }

    void standardsHold() {
        const Settings settings;
        QCOMPARE(settings.text(setting::kTheme), "dark");
        QVERIFY(settings.flag(setting::kFlash));
    }
    void whatIsSetIsWrittenAndRead() {
        Settings settings;
        QSignalSpy changed(&settings, &Settings::changed);
        QVERIFY(settings.set("appearance.theme", "light").has_value());
        QVERIFY(settings.set("appearance.font_scale", "1.5").has_value());
        QVERIFY(settings.set("appearance.flash", "off").has_value());
        QVERIFY(settings.set("guard.largest_notional", "5000").has_value());
        QVERIFY(settings.set("appearance.theme", "light").has_value());
        QCOMPARE(changed.count(), 4);
        Settings again;
        QVERIFY(again.read(settings.write(), "test").has_value());
        for (const SettingInfo& info : Settings::table()) QCOMPARE(again.textOf(info.key), settings.textOf(info.key));
    }
    void wrongValuesAreRefused_data() {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("no such key") << QByteArray("appearance.colour") << QByteArray("red");
        QTest::newRow("not a choice") << QByteArray("appearance.theme") << QByteArray("pink");
        QTest::newRow("not a flag") << QByteArray("appearance.flash") << QByteArray("maybe");
        QTest::newRow("too large") << QByteArray("appearance.font_scale") << QByteArray("9");
        QTest::newRow("not a number") << QByteArray("guard.largest_notional") << QByteArray("many");
        QTest::newRow("nan") << QByteArray("guard.usual_size_factor") << QByteArray("nan");
        QTest::newRow("size zero") << QByteArray("ladder.size_1") << QByteArray("0");
        QTest::newRow("no limits of assets") << QByteArray("risk.asset_limits") << QByteArray("plenty");
        QTest::newRow("a limit below zero") << QByteArray("risk.asset_limits") << QByteArray("SOL -1");
        QTest::newRow("no scenarios") << QByteArray("risk.scenarios") << QByteArray("Crash SOL -40");
        QTest::newRow("no templates") << QByteArray("order.brackets") << QByteArray("garbage");
        QTest::newRow("one of two templates") << QByteArray("order.brackets") << QByteArray("a TP 1%; b TP x");
        QTest::newRow("a template without a price") << QByteArray("order.brackets") << QByteArray("a SL 100%");
        QTest::newRow("a template that is none") << QByteArray("order.brackets") << QByteArray("none SL 1%");
        QTest::newRow("a template there is not") << QByteArray("ladder.bracket") << QByteArray("nothere");
        QTest::newRow("a price of nothing") << QByteArray("risk.scenarios") << QByteArray("Crash: SOL -100");
    }
    void wrongValuesAreRefused() {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, value);
        Settings settings;
        const auto set = settings.set(key.toStdString(), value.toStdString());
        QVERIFY(!set.has_value());
        QVERIFY(set.error().detail.find(key.toStdString()) != std::string::npos);
        QCOMPARE(settings.write(), Settings().write());
    }
    void theLaddersBracketIsOneOfTheTemplates() {
        Settings settings;
        QVERIFY(settings.set("order.brackets", "wide TP 5% SL 2%").has_value());
        QVERIFY(settings.set("ladder.bracket", "WIDE").has_value());
        QVERIFY(!settings.set("ladder.bracket", "scalp").has_value());
        QCOMPARE(settings.text(setting::kLadderBracket), "WIDE");
        QVERIFY(settings.set("order.brackets", "").has_value());
        Settings again; // the ladder still knows that it wants a stop
        QVERIFY(again.read(settings.write(), "test").has_value());
        QCOMPARE(again.text(setting::kLadderBracket), "WIDE");
        QVERIFY(settings.set("ladder.bracket", "").has_value());
    }
    void aFileWithoutReadableTemplatesIsRefused() {
        Settings settings;
        const auto read = settings.read("[order]\nbrackets = \"garbage\"\n", "settings.toml");
        QVERIFY(!read.has_value());
        QCOMPARE(read.error().code, SettingsCode::BadValue);
        QVERIFY2(read.error().detail.starts_with("settings.toml: line 2: order.brackets: \"garbage\" is no template. "),
                 read.error().detail.c_str());
        QVERIFY(!read.error().detail.ends_with('.'));
    }
    void brokenFilesNameThePlace() {
        Settings settings;
        QVERIFY(settings.set("appearance.theme", "light").has_value());
        const auto broken = settings.read("[appearance]\ntheme = \n", "settings.toml");
        QVERIFY(!broken.has_value());
        QVERIFY(broken.error().detail.find("settings.toml: line 2") != std::string::npos);
        const auto wrong = settings.read("[appearance]\nfont_scale = \"big\"\n", "settings.toml");
        QVERIFY(wrong.error().detail.find("line 2") != std::string::npos);
        QCOMPARE(settings.text(setting::kTheme), "light"); // nothing was lost
        std::vector<std::string> unknown;
        QVERIFY(settings.read("x = 1\n[future]\nthing = 2\n[appearance]\nflash = false\n", "settings.toml", &unknown)
                    .has_value());
        QCOMPARE(unknown, (std::vector<std::string>{"future.thing", "x"}));
        QVERIFY(!settings.flag(setting::kFlash));
    }
    /// The library takes keys apart by recursion, which ended the program.
    void keyOfAMillionPartsIsRefused() {
        std::string text = "a";
        for (int i = 0; i < 1'000'000; ++i) text += ".a";
        Settings settings;
        const auto read = settings.read("\n" + text + " = 1\n", "settings.toml");
        QVERIFY(!read.has_value());
        QCOMPARE(read.error().code, SettingsCode::Unreadable);
        QCOMPARE(read.error().detail, "settings.toml: line 2: a key has too many parts");
        QCOMPARE(Theme::parse(text + " = 1\n", "x.toml").error().code, ThemeCode::Unreadable);
    }
    void anyTextIsReadOrRefused() {
        QD_PROPERTY("no crash, and a refusal changes nothing", [](const std::string& text) {
            Settings settings;
            const std::string before = settings.write();
            if (!settings.read(text, "x")) RC_ASSERT(settings.write() == before);
        });
    }
};
QD_TEST(TestSettings);
#include "TestSettings.moc"
