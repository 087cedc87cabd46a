#include "app/terminal/SettingsFile.h"
#include "tests/support/TestRunner.h"

#include <QFile>
#include <QObject>
#include <QTemporaryDir>
#include <QTest>

using namespace qd;
using namespace qd::terminal;

class TestSettingsFile : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    [[nodiscard]] std::filesystem::path path(const char* name) const { return m_folder.filePath(name).toStdString(); }
    static void write(const std::filesystem::path& file, const QByteArray& bytes) {
        QFile out(QString::fromStdString(file.string()));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(bytes);
    }
    static QByteArray content(const std::filesystem::path& file) {
        QFile in(QString::fromStdString(file.string()));
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }

  private slots:
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
        QTest::newRow("foreign") << QByteArray("\x7f"
                                               "ELF\x02\x01\x01");
        QTest::newRow("truncated") << QByteArray("[appearance]\ntheme = \"li");
        QTest::newRow("value out of range") << QByteArray("[appearance]\nfont_scale = 99.0\n");
        QTest::newRow("wrong type") << QByteArray("[appearance]\ntheme = 5\n");
    }
    void whatCannotBeReadIsKeptAside() {
        QFETCH(QByteArray, bytes);
        const auto file = path((QByteArray::number(static_cast<qulonglong>(qHash(bytes))) + ".toml").constData());
        write(file, bytes);
        workspace::FileSaver saver;
        ui::Settings settings;
        SettingsFile kept(file, settings, saver);
        QVERIFY2(kept.notice().contains(QString::fromStdString(file.string())), qPrintable(kept.notice()));
        kept.saveNow();
        saver.flush();
        QCOMPARE(content(file.string() + ".unreadable"), bytes);
    }
    void anUnknownSettingIsToldAndTheRestIsUsed() {
        const auto file = path("unknown.toml");
        write(file, "[appearance]\ntheme = \"light\"\nsparkle = true\n");
        workspace::FileSaver saver;
        ui::Settings settings;
        SettingsFile kept(file, settings, saver);
        QVERIFY(kept.notice().contains("sparkle"));
        QCOMPARE(settings.text("appearance.theme"), "light");
    }
    void anEmptyFileIsTheStandard() {
        const auto file = path("empty.toml");
        write(file, {});
        workspace::FileSaver saver;
        ui::Settings settings;
        SettingsFile kept(file, settings, saver);
        QVERIFY(kept.notice().isEmpty());
        QCOMPARE(settings.text("appearance.theme"), "dark");
    }
};
QD_TEST(TestSettingsFile);
#include "TestSettingsFile.moc"
