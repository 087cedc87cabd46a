#include "layouts/workspace/KeyMap.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

using namespace qd;
using namespace qd::workspace;

class TestKeyMap : public QObject {
    Q_OBJECT
  private slots:
    void keysAreNormalised_data() {
        QTest::addColumn<QByteArray>("typed");
        QTest::addColumn<QByteArray>("kept");
        QTest::newRow("as shown") << QByteArray("Ctrl+Shift+X") << QByteArray("Ctrl+Shift+X");
        QTest::newRow("any case, any order") << QByteArray("shift+ctrl+x") << QByteArray("Ctrl+Shift+X");
        QTest::newRow("function key") << QByteArray("f9") << QByteArray("F9");
        QTest::newRow("letter") << QByteArray("b") << QByteArray("B");
        QTest::newRow("moving key with Ctrl") << QByteArray("Ctrl+Space") << QByteArray("Ctrl+Space");
        QTest::newRow("other keys of the letter") << QByteArray("Ctrl+Shift+C") << QByteArray("Ctrl+Shift+C");
        QTest::newRow("comma") << QByteArray("Ctrl+,") << QByteArray("Ctrl+,");
    }
    void keysAreNormalised() {
        QFETCH(QByteArray, typed);
        QFETCH(QByteArray, kept);
        const auto key = normalisedKey(typed.toStdString());
        QVERIFY2(key.has_value(), key ? "" : key.error().detail.c_str());
        QCOMPARE(QByteArray::fromStdString(*key), kept);
    }
    void wrongKeysAreRefused_data() {
        QTest::addColumn<QByteArray>("typed");
        QTest::addColumn<int>("code");
        for (const char* text : {"", "Ctrl", "Ctrl+", "Hyper+X", "Ctrl+Foo", "hello", "Ctrl+X, Ctrl+Y", "Shift"})
            QTest::newRow(text) << QByteArray(text) << int(KeyMapCode::BadKey);
        QTest::newRow("too long") << QByteArray(500, 'x') << int(KeyMapCode::BadKey);
        for (const char* text : {"Ctrl+C", "ctrl+a", "Ctrl+K", "`", "Tab", "Shift+Tab", "Return", "Enter", "Esc",
                                 "Space", "Up", "Shift+Left", "Backspace", "Del"})
            QTest::newRow(text) << QByteArray(text) << int(KeyMapCode::Reserved);
    }
    void wrongKeysAreRefused() {
        QFETCH(QByteArray, typed);
        QFETCH(int, code);
        const auto key = normalisedKey(typed.toStdString());
        QVERIFY(!key.has_value());
        QCOMPARE(int(key.error().code), code);
        QVERIFY(!key.error().detail.empty());
    }
    void comesBack() {
        KeyMap map;
        QVERIFY(map.choose("FLATTEN", "ctrl+f9").has_value());
        QVERIFY(map.choose("CANCELALL", "").has_value());
        QVERIFY(map.choose("CHART", "Ctrl+\"").has_value());
        QVERIFY(map.choose("close  1/3 \"a b\"", "Ctrl+3").has_value());
        QVERIFY(map.chooseIn("LADDER", "CLOSE", "shift+r").has_value());
        QVERIFY(map.chooseIn("LADDER", "REVERSE", "").has_value());
        const auto again = KeyMap::parse(map.write(), "keys.toml");
        QVERIFY2(again.has_value(), again ? "" : again.error().detail.c_str());
        QCOMPARE(*again == map, true);
        QCOMPARE(again->chosen().at("FLATTEN"), "Ctrl+F9");
        QCOMPARE(again->chosen().at("CLOSE 1/3 \"a b\""), "Ctrl+3");
        QCOMPARE(again->places().at("LADDER").at("CLOSE"), "Shift+R");
        QVERIFY(again->places().at("LADDER").at("REVERSE").empty());
        QVERIFY(again->chosen().at("CANCELALL").empty());
        map.forgetIn("LADDER", "CLOSE");
        map.forgetIn("LADDER", "REVERSE");
        QVERIFY(map.places().empty());
        map.forget("cancelall");
        QVERIFY(!map.chosen().contains("CANCELALL"));
        QVERIFY(KeyMap::parse(KeyMap().write(), "keys.toml")->chosen().empty());
    }
    /// What a later version, or a slip of the hand, calls a place is not lost with the next key that is chosen.
    void otherPlacesAreKept() {
        const auto map = KeyMap::parse("[keys]\nFLATTEN = \"F9\"\n[chart]\nTREND = \"L\"\n", "keys.toml");
        QVERIFY2(map.has_value(), map ? "" : map.error().detail.c_str());
        QCOMPARE(map->places().at("CHART").at("TREND"), "L");
        const auto again = KeyMap::parse(map->write(), "keys.toml");
        QVERIFY(again.has_value());
        QVERIFY(*again == *map);
    }
    /// Panes take a key of the keypad for the same one of the main block.
    void keysOfTheKeypadAreKeptWithoutIt() {
        for (const auto& [typed, kept] : {std::pair("num+1", "1"), {"Shift+Num++", "Shift++"}, {"Num+5", "5"}}) {
            const auto key = normalisedPlaceKey(typed);
            QVERIFY2(key.has_value(), typed);
            QCOMPARE(*key, kept);
        }
        QVERIFY(!normalisedPlaceKey("Num+Enter").has_value());
    }
    void refusedChoicesChangeNothing() {
        KeyMap map;
        QVERIFY(map.choose("FLATTEN", "F9").has_value());
        const KeyMap before = map;
        QVERIFY(!map.choose("FLATTEN", "Ctrl+C").has_value());
        QVERIFY(!map.choose("fl\xc3\xa4tten it", "F8").has_value());
        QVERIFY(!map.choose("CLOSE \xff", "F8").has_value()); // could not be read back
        QVERIFY(map.choose("CLOSE " + std::string(200, 'x'), "F8").error().detail.contains("bytes long"));
        QVERIFY(!map.choose("CLOSE \"a", "F8").has_value());
        QCOMPARE(map.choose("guard pass size", "F8").error().code, KeyMapCode::TypedOnly);
        QVERIFY(!map.chooseIn("LADDER", "CLOSE it", "F8").has_value());
        QVERIFY(!map.chooseIn("LADDER", "CLOSE", "Alt+R").has_value());
        QVERIFY(map == before);
        for (int i = 0; i < 600; ++i) (void)map.choose("A" + std::to_string(i), "F8");
        QCOMPARE(map.chosen().size(), 500U);
        QVERIFY(map.choose("FLATTEN", "F7").has_value()); // what is there may change
    }
    void brokenFilesNameThePlace_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("no TOML") << QByteArray("[keys]\nFLATTEN = ") << int(KeyMapCode::Unreadable) << QByteArray("2");
        QTest::newRow("no table") << QByteArray("keys = 1") << int(KeyMapCode::Malformed) << QByteArray("table");
        QTest::newRow("number") << QByteArray("[keys]\n\nFLATTEN = 9") << int(KeyMapCode::Malformed)
                                << QByteArray("line 3");
        QTest::newRow("no key") << QByteArray("[keys]\nFLATTEN = \"Foo\"") << int(KeyMapCode::BadKey)
                                << QByteArray("line 2");
        QTest::newRow("empty") << QByteArray("[keys]\nFLATTEN = \"\"") << int(KeyMapCode::BadKey) << QByteArray("NONE");
        QTest::newRow("copy") << QByteArray("[keys]\nFLATTEN = \"Ctrl+C\"") << int(KeyMapCode::Reserved)
                              << QByteArray("Ctrl+C");
        QTest::newRow("name") << QByteArray("[keys]\n\"+ b\" = \"F9\"") << int(KeyMapCode::Malformed)
                              << QByteArray("+ b");
        QTest::newRow("ladder") << QByteArray("ladder = 1") << int(KeyMapCode::Malformed) << QByteArray("[ladder]");
        QTest::newRow("ladder's key") << QByteArray("[ladder]\nCLOSE = \"Ctrl+R\"") << int(KeyMapCode::Reserved)
                                      << QByteArray("line 2");
        QTest::newRow("no place") << QByteArray("[\"a b\"]\nCLOSE = \"R\"") << int(KeyMapCode::Malformed)
                                  << QByteArray("line 2");
        QTest::newRow("guard") << QByteArray("[keys]\n\"guard PASS SIZE\" = \"F9\"") << int(KeyMapCode::TypedOnly)
                               << QByteArray("line 2");
        QTest::newRow("too long") << QByteArray(300'000, '#') << int(KeyMapCode::Malformed) << QByteArray("longer");
    }
    void brokenFilesNameThePlace() {
        QFETCH(QByteArray, text);
        QFETCH(int, code);
        QFETCH(QByteArray, says);
        const auto map = KeyMap::parse(text.toStdString(), "keys.toml");
        QVERIFY(!map.has_value());
        QCOMPARE(int(map.error().code), code);
        QVERIFY2(map.error().detail.starts_with("keys.toml: "), map.error().detail.c_str());
        QVERIFY2(map.error().detail.find(says.toStdString()) != std::string::npos, map.error().detail.c_str());
    }
    /// As the program before wrote them.
    void olderFilesAreRead() {
        const auto map = KeyMap::parse("[keys]\nCANCELALL = 'NONE'\nFLATTEN = 'Ctrl+F9'\n", "keys.toml");
        QVERIFY(map.has_value());
        QCOMPARE(map->chosen(), (ports::KeyChoices{{"CANCELALL", ""}, {"FLATTEN", "Ctrl+F9"}}));
        QVERIFY(map->places().empty());
    }
    void theFullestFileIsRead() {
        KeyMap map;
        for (int i = 0; i < 600; ++i)
            (void)map.choose("A" + std::to_string(i) + " " + std::string(100, '\\'), "Ctrl+Shift+Alt+Meta+F12");
        QCOMPARE(map.chosen().size(), 500U);
        QVERIFY(KeyMap::parse(map.write(), "keys.toml").has_value());
    }
    void anyTextIsReadOrRefused() {
        QD_PROPERTY("what is read comes back", [](const std::string& text) {
            const auto map = KeyMap::parse(text, "x");
            if (map) RC_ASSERT(*KeyMap::parse(map->write(), "x") == *map);
        });
        QD_PROPERTY("a line that is kept comes back", [](const std::string& text) {
            KeyMap map;
            if (!map.choose("A " + text, "F9")) return;
            RC_ASSERT(*KeyMap::parse(map.write(), "x") == map);
        });
        QD_PROPERTY("a key that is kept stays as it is", [](const std::string& text) {
            const auto key = normalisedKey(text);
            if (key) RC_ASSERT(*normalisedKey(*key) == *key);
        });
    }
};
QD_TEST(TestKeyMap);
#include "TestKeyMap.moc"
