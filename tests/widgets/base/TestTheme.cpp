#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/HeatMap.h"

#include <QObject>

#include <algorithm>
#include <utility>
#include <vector>

using namespace qd;
using namespace qd::ui;

namespace {

/// A theme and the least contrast of its texts.
constexpr std::pair<const char*, double> kThemes[] = {{"dark", 4.5}, {"light", 4.5}, {"high-contrast", 7}};

constexpr Token kTexts[] = {Token::Text1, Token::Text2, Token::Text3,  Token::Accent, Token::Up,
                            Token::Down,  Token::Warn,  Token::Danger, Token::Sim};

/// What stands behind text and is no bg, and the texts that stand on it.
struct Tint {
    Token token;
    int percent;
    Token under;
    std::vector<Token> texts;
};
const Tint kTints[] = {
    {Token::Up, 12, Token::Bg1, {Token::Up, Token::Text1, Token::Text2, Token::Text3}},     // bids, big prints
    {Token::Down, 12, Token::Bg1, {Token::Down, Token::Text1, Token::Text2, Token::Text3}}, // asks, big prints
    {Token::Text3, 12, Token::Bg1, {Token::Text3}},                                         // a doubtful book
    {Token::Accent, 16, Token::Bg1, {Token::Text1}},                                        // own orders as chips
    {Token::Up, 25, Token::Bg1, {Token::Text1}},                                            // flow of a minute
    {Token::Down, 25, Token::Bg1, {Token::Text1}},
    {Token::UpBlind, HeatMap::kDeepest, Token::Bg1, {Token::Text1}}, // the deepest cells of a heat map
    {Token::DownBlind, HeatMap::kDeepest, Token::Bg1, {Token::Text1}},
    {Token::UpBlind, HeatMap::kDeepestDoubtful, Token::Bg1, {Token::Text3}}, // and doubtful ones
    {Token::DownBlind, HeatMap::kDeepestDoubtful, Token::Bg1, {Token::Text3}},
    {Token::Danger, 40, Token::Bg0, {Token::Text1}}, // the kill switch while it is held
};

} // namespace

class TestTheme : public QObject {
    Q_OBJECT
  private slots:
    void contrastIsEnough_data() {
        QTest::addColumn<QString>("theme");
        QTest::addColumn<bool>("colourBlind");
        QTest::addColumn<double>("least");
        for (const auto& [name, least] : kThemes) {
            QTest::newRow(name) << QString(name) << false << least;
            QTest::newRow(qPrintable(QString(name) + " colour-blind")) << QString(name) << true << least;
        }
    }
    /// Every text colour reads on every background it may stand on.
    void contrastIsEnough() {
        QFETCH(QString, theme);
        QFETCH(bool, colourBlind);
        QFETCH(double, least);
        Theme t = test::themeNamed(theme.toLatin1());
        t.setColourBlind(colourBlind);
        const auto reads = [&](Token text, const QColor& under, const QString& what) {
            const double ratio = contrast(t.color(text), under);
            if (ratio < least) qWarning("token %d on %s: %.2f", int(text), qPrintable(what), ratio);
            return ratio >= least;
        };
        for (const Token text : kTexts) {
            for (const Token under : {Token::Bg0, Token::Bg1, Token::Bg2, Token::Bg3})
                QVERIFY(reads(text, t.color(under), QStringLiteral("bg%1").arg(int(under))));
        }
        for (const Token fill : {Token::Up, Token::Down, Token::Accent})
            QVERIFY(reads(Token::OnFill, t.color(fill), QStringLiteral("fill %1").arg(int(fill))));
        for (const Tint& tint : kTints) {
            const QString what = QStringLiteral("%1 at %2 %").arg(int(tint.token)).arg(tint.percent);
            for (const Token text : tint.texts)
                QVERIFY(reads(text, t.blended(tint.token, tint.percent, tint.under), what));
        }
    }
    void everyThemeOfTheSettingsIsThere() {
        const auto info = std::ranges::find(Settings::table(), std::string(setting::kTheme), &SettingInfo::key);
        QCOMPARE(info->choices.size(), std::size(kThemes));
        for (const auto& [name, least] : kThemes) {
            QVERIFY(std::ranges::find(info->choices, name) != info->choices.end());
            QCOMPARE(test::themeNamed(name).name(), QString(name));
        }
    }
    void brokenThemesAreNamed() {
        QCOMPARE(Theme::parse("name = ", "x.toml").error().code, ThemeCode::Unreadable);
        QVERIFY(Theme::parse("name = \"x\"\n[color]\nbg0 = \"#000000\"\n", "x.toml").error().detail.find("color.bg1") !=
                std::string::npos);
        QVERIFY(Theme::parse("[color]\n", "x.toml").error().detail.find("name") != std::string::npos);
    }
    void sheetHasNoHoles() {
        for (const auto& [name, least] : kThemes)
            QVERIFY(!styleSheet(test::themeNamed(name)).contains(QRegularExpression("\\{[a-z0-9]+\\}")));
    }
    void fontsAreInstalled() {
        const Theme t = test::themeNamed("dark");
        QCOMPARE(QFontInfo(t.font(FontRole::Interface)).family(), "Roboto");
        QCOMPARE(QFontInfo(t.font(FontRole::Dense)).family(), "Roboto Condensed");
        QCOMPARE(QFontInfo(t.font(FontRole::Mono)).family(), "JetBrains Mono");
    }
};
QD_TEST(TestTheme);
#include "TestTheme.moc"
