#include "tests/support/TestRunner.h"
#include "widgets/settings/SettingRows.h"

#include <QObject>
#include <QTest>

#include <set>

using namespace qd::ui;

namespace {

const SettingInfo& infoOf(const char* key) {
    return *std::ranges::find(Settings::table(), std::string(key), &SettingInfo::key);
}

} // namespace

class TestSettingRows : public QObject {
    Q_OBJECT
  private slots:
    void sectionsHoldWhatPeopleSet() {
        std::set<QString> titles;
        std::set<std::string> keys;
        for (const SettingSection& section : settingSections()) {
            QVERIFY2(titles.insert(section.title).second, qPrintable(section.title)); // not torn apart
            QVERIFY(!section.title.isEmpty());
            QVERIFY(!section.rows.empty());
            for (const SettingInfo* info : section.rows) keys.insert(info->key);
        }
        for (const SettingInfo& info : Settings::table()) QCOMPARE(keys.contains(info.key), !info.hidden);
    }
    void whatPanesKeepIsHidden() {
        for (const char* key : {setting::kLockState, setting::kBrackets, setting::kScenarios, setting::kFirstRunDone})
            QVERIFY(infoOf(key).hidden);
        QVERIFY(!infoOf(setting::kTheme).hidden);
    }
    void kinds() {
        QCOMPARE(kindOf(infoOf(setting::kFlash)), SettingKind::Switch);
        QCOMPARE(kindOf(infoOf(setting::kTheme)), SettingKind::Choice);
        QCOMPARE(kindOf(infoOf(setting::kFontScale)), SettingKind::Number);
        QCOMPARE(kindOf(infoOf(setting::kLargestNotional)), SettingKind::Number);
        QCOMPARE(kindOf(infoOf(setting::kLadderSize1)), SettingKind::Text);
    }
    void finds_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("found");
        QTest::newRow("nothing typed") << "" << true;
        QTest::newRow("key") << "largest_not" << true;
        QTest::newRow("sentence, any case") << "WORTH more" << true;
        QTest::newRow("unit") << "usdc" << true;
        QTest::newRow("heading") << "guards" << true;
        QTest::newRow("words from both") << "guard held" << true;
        QTest::newRow("one word is not there") << "guard ladder" << false;
    }
    void finds() {
        QFETCH(QString, typed);
        QFETCH(bool, found);
        const QStringList words = typed.split(QLatin1Char(' '), Qt::SkipEmptyParts);
        QCOMPARE(holdsWords(infoOf(setting::kLargestNotional), words), found);
    }
    void texts() {
        QCOMPARE(rangeText(infoOf(setting::kFontScale)), "0.8 to 2");
        QCOMPARE(rangeText(infoOf(setting::kLockMinutes)).simplified(), "0 to 100 000");
        QVERIFY(rangeText(infoOf(setting::kTheme)).isEmpty());
        QCOMPARE(valueText(infoOf(setting::kFontScale), "1.05"), "1.05 ×");
        QCOMPARE(valueText(infoOf(setting::kLadderBracket), ""), "none");
        QCOMPARE(valueText(infoOf(setting::kLargestNotional), "100000"), QString::fromUtf8("100\u2009000 USDC"));
        QCOMPARE(stepOf(infoOf(setting::kFontScale)), 50'000);
    }
    /// The standard of every row is a value the row takes, and the step of a number is one.
    void standardsCanBeSet() {
        Settings settings;
        for (const SettingInfo& info : Settings::table()) {
            QVERIFY2(settings.set(info.key, standardOf(info)).has_value(), info.key.c_str());
            QVERIFY(!differs(settings, info));
            QVERIFY(info.step > 0);
        }
        QCOMPARE(countDiffering(settings), 0);
    }
    void typedValues_data() {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("kept"); ///< empty: refused
        QTest::newRow("a number") << QByteArray(setting::kFontScale) << "1.25" << "1.25";
        QTest::newRow("a comma and spaces") << QByteArray(setting::kFontScale) << " 1,25 " << "1.25";
        QTest::newRow("a choice") << QByteArray(setting::kTheme) << "high-contrast" << "high-contrast";
        QTest::newRow("a text") << QByteArray(setting::kAssetLimits) << "SOL 5000" << "SOL 5000";
        QTest::newRow("out of range") << QByteArray(setting::kFontScale) << "5" << "";
        QTest::newRow("no number") << QByteArray(setting::kFontScale) << "," << "";
        QTest::newRow("nothing") << QByteArray(setting::kFontScale) << "" << "";
        QTest::newRow("half a trade") << QByteArray(setting::kSessionTrades) << "1.5" << "";
        QTest::newRow("not a size") << QByteArray(setting::kLadderSize1) << "0" << "";
        QTest::newRow("unreadable limits") << QByteArray(setting::kAssetLimits) << "plenty" << "";
        QTest::newRow("no such template") << QByteArray(setting::kLadderBracket) << "nothere" << "";
    }
    void typedValues() {
        QFETCH(QByteArray, key);
        QFETCH(QString, typed);
        QFETCH(QString, kept);
        Settings settings;
        const auto wrong = setTyped(settings, infoOf(key.constData()), typed);
        QCOMPARE(wrong.has_value(), kept.isEmpty());
        if (wrong) {
            QVERIFY2(wrong->startsWith("Not kept: ") && wrong->endsWith('.'), qPrintable(*wrong));
            QCOMPARE(settings.write(), Settings().write());
        } else {
            QCOMPARE(QString::fromStdString(settings.textOf(key.toStdString())), kept);
            QCOMPARE(countDiffering(settings), 1);
        }
    }
};
QD_TEST(TestSettingRows);
#include "TestSettingRows.moc"
