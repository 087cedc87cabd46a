#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>

using namespace qd;
using namespace qd::ui;

class TestTheme : public QObject {
    Q_OBJECT
  private slots:
    void contrastIsEnough_data() {
        QTest::addColumn<QString>("theme");
        QTest::addColumn<bool>("colourBlind");
        for (const char* name : {"dark", "light"}) {
            QTest::newRow(name) << QString(name) << false;
            QTest::newRow(qPrintable(QString(name) + " colour-blind")) << QString(name) << true;
        }
    }
    /// Every text colour reads at least 4.5 : 1 on every background it may stand on.
    void contrastIsEnough() {
        QFETCH(QString, theme);
        QFETCH(bool, colourBlind);
        Theme t = test::themeNamed(theme.toLatin1());
        t.setColourBlind(colourBlind);
        for (const Token text : {Token::Text1, Token::Text2, Token::Text3, Token::Accent, Token::Up, Token::Down,
                                 Token::Warn, Token::Danger, Token::Sim}) {
            for (const Token under : {Token::Bg0, Token::Bg1, Token::Bg2, Token::Bg3}) {
                const double ratio = contrast(t.color(text), t.color(under));
                QVERIFY2(ratio >= 4.5,
                         qPrintable(QStringLiteral("token %1 on %2: %3").arg(int(text)).arg(int(under)).arg(ratio)));
            }
        }
        for (const Token fill : {Token::Up, Token::Down, Token::Accent})
            QVERIFY(contrast(t.color(Token::OnFill), t.color(fill)) >= 4.5);
        // Numbers over depth bars.
        for (const Token bar : {Token::Up, Token::Down})
            QVERIFY(contrast(t.color(bar), t.blended(bar, 12, Token::Bg1)) >= 4.5);
    }
    void brokenThemesAreNamed() {
        QCOMPARE(Theme::parse("name = ", "x.toml").error().code, ThemeCode::Unreadable);
        QVERIFY(Theme::parse("name = \"x\"\n[color]\nbg0 = \"#000000\"\n", "x.toml").error().detail.find("color.bg1") !=
                std::string::npos);
        QVERIFY(Theme::parse("[color]\n", "x.toml").error().detail.find("name") != std::string::npos);
    }
    void sheetHasNoHoles() {
        for (const char* name : {"dark", "light"})
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
