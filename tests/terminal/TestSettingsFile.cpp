#include "app/terminal/SettingsFile.h"
#include "tests/support/TestFolder.h"
#include "tests/support/TestRunner.h"

using namespace qd;
using namespace qd::terminal;

class TestSettingsFile : public QObject {
    Q_OBJECT

    std::unique_ptr<test::TestFolder> m_folder;
    [[nodiscard]] std::filesystem::path path(const char* name) const { return m_folder->path(name).toStdString(); }

  private slots:
    void init() { m_folder = std::make_unique<test::TestFolder>(); }

    void changesAreKept() {
        const auto file = path("kept.toml");
        workspace::FileSaver saver;
        {
            ui::Settings settings;
            SettingsFile kept(file, settings, saver);
            QVERIFY(kept.notice().isEmpty());
            QVERIFY(settings.set("appearance.theme", "light").has_value());
            kept.saveNow();
            saver.flush();
        }
        ui::Settings settings;
        SettingsFile again(file, settings, saver);
        QCOMPARE(settings.text("appearance.theme"), "light");
        QVERIFY(!chosenTheme(settings).isDark());
    }
    void whatCannotBeReadIsKeptAside_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("foreign") << test::kForeignBytes;
        QTest::newRow("truncated") << QByteArray("[appearance]\ntheme = \"li");
        QTest::newRow("value out of range") << QByteArray("[appearance]\nfont_scale = 99.0\n");
        QTest::newRow("wrong type") << QByteArray("[appearance]\ntheme = 5\n");
    }
    void whatCannotBeReadIsKeptAside() {
        QFETCH(QByteArray, bytes);
        m_folder->spoil("settings.toml", bytes);
        workspace::FileSaver saver;
        ui::Settings settings;
        SettingsFile kept(path("settings.toml"), settings, saver);
        kept.saveNow();
        saver.flush();
        m_folder->isKeptAside("settings.toml", bytes, kept.notice());
        QVERIFY(m_folder->content("settings.toml") != "not there");
    }
    void anUnknownSettingIsToldAndTheRestIsUsed() {
        const auto file = path("unknown.toml");
        m_folder->write("unknown.toml", "[appearance]\ntheme = \"light\"\nsparkle = true\n");
        workspace::FileSaver saver;
        ui::Settings settings;
        SettingsFile kept(file, settings, saver);
        QVERIFY(kept.notice().contains("sparkle"));
        QCOMPARE(settings.text("appearance.theme"), "light");
    }
    void anEmptyFileIsTheStandard() {
        const auto file = path("empty.toml");
        m_folder->write("empty.toml", {});
        workspace::FileSaver saver;
        ui::Settings settings;
        SettingsFile kept(file, settings, saver);
        QVERIFY(kept.notice().isEmpty());
        QCOMPARE(settings.text("appearance.theme"), "dark");
    }
};
QD_TEST(TestSettingsFile);
#include "TestSettingsFile.moc"
