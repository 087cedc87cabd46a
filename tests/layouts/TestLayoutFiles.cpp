#include "layouts/workspace/LayoutFiles.h"
#include "tests/support/TestRunner.h"

#include <QFile>
#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace qd;
using namespace qd::workspace;

namespace {

/// A layout of one pane, told apart by its market.
Layout ofMarket(const std::string& market) {
    WindowLayout window;
    window.place = {"Left", QRect(10, 20, 800, 600), false, {}};
    window.root.tabs = {"CHART-1"};
    window.panes = {{"CHART-1", "CHART", {{"market", market}}}};
    return {{}, {window}, {}};
}

std::string marketOf(const Layout& layout) { return layout.windows.at(0).panes.at(0).state.at("market"); }

} // namespace

class TestLayoutFiles : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_profile;

    [[nodiscard]] std::filesystem::path folder() const { return m_profile->path().toStdString(); }
    [[nodiscard]] QString path(const char* name) const { return m_profile->filePath(QLatin1String(name)); }
    void put(const char* name, const QByteArray& bytes) const {
        std::filesystem::create_directories(std::filesystem::path(path(name).toStdString()).parent_path());
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    [[nodiscard]] QByteArray got(const char* name) const {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(absent)");
    }
    /// One run of the program: begins, saves, and ends as it should or crashes before it has come through.
    LayoutFiles::Start run(const std::string& name, const Layout* save, bool crash) {
        FileSaver saver;
        LayoutFiles files(folder(), saver);
        auto start = files.begin(name);
        if (save != nullptr && !files.saveCurrent(*save)) qFatal("the layout was not saved");
        if (!crash) files.started();
        return start;
    }

  private slots:
    void init() { m_profile = std::make_unique<QTemporaryDir>(); }

    void aNewProfileHasNothing() {
        const auto start = run({}, nullptr, false);
        QVERIFY(!start.layout);
        QVERIFY(!start.skipNamed);
        QCOMPARE(start.notice, QString());
    }
    void whatIsSavedComesBack() {
        const Layout layout = ofMarket("SOL-PERP");
        run({}, &layout, false);
        const auto again = run({}, nullptr, false);
        QCOMPARE(again.notice, QString());
        QCOMPARE(again.layout.value(), layout);
        QVERIFY(!QFile::exists(path("starting")));
    }
    void aLayoutThatCrashedTheStartIsKeptAside() {
        const Layout layout = ofMarket("SOL-PERP");
        run({}, &layout, false);
        QVERIFY(run({}, nullptr, true).layout.has_value());
        const auto safe = run({}, nullptr, false);
        QVERIFY(!safe.layout);
        QVERIFY2(safe.notice.contains("did not come through") &&
                     safe.notice.contains("LAYOUT set-aside brings it back"),
                 qPrintable(safe.notice));
        FileSaver saver;
        const LayoutFiles files(folder(), saver);
        QCOMPARE(files.loadNamed("set-aside").value(), layout);
        QVERIFY(!QFile::exists(path("current.toml")));
    }
    /// A second crash must not write over what the first one set aside.
    void everyCrashIsKeptAside() {
        for (const char* market : {"A", "B"}) {
            const Layout layout = ofMarket(market);
            run({}, &layout, false);
            run({}, nullptr, true);
            run({}, nullptr, false);
        }
        FileSaver saver;
        const LayoutFiles files(folder(), saver);
        QCOMPARE(marketOf(files.loadNamed("set-aside").value()), "A");
        QCOMPARE(marketOf(files.loadNamed("set-aside-2").value()), "B");
    }
    void aNamedLayoutThatCrashedTheStartIsSkippedOnce() {
        const Layout current = ofMarket("current");
        run({}, &current, false);
        QVERIFY(!run("heavy", nullptr, true).skipNamed);
        const auto safe = run("heavy", nullptr, false);
        QVERIFY(safe.skipNamed);
        QVERIFY2(safe.notice.contains("LAYOUT heavy shows it"), qPrintable(safe.notice));
        QCOMPARE(safe.layout.value(), current); // which is not to blame
        QVERIFY(!run("heavy", nullptr, false).skipNamed);
    }
    void aCrashOfANamedLayoutDoesNotBlameAnother() {
        const Layout current = ofMarket("current");
        run({}, &current, false);
        run("heavy", nullptr, true);
        const auto other = run("light", nullptr, false);
        QVERIFY(!other.skipNamed);
        QCOMPARE(other.layout.value(), current);
        QCOMPARE(other.notice, QString());
    }

    void unreadable_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("half") << QByteArray("version = 1\n[[window]]\nroot = {");
        QTest::newRow("of a later program") << QByteArray("version = 7\n");
        QTest::newRow("binary") << QByteArray("\x7f"
                                              "ELF\x02\x01\x00\x00",
                                              8);
    }
    void unreadable() {
        QFETCH(QByteArray, text);
        put("current.toml", text);
        const Layout preset = ofMarket("preset");
        const auto start = run({}, &preset, false);
        QVERIFY(!start.layout);
        QVERIFY2(start.notice.contains("current.toml: ") && start.notice.contains("It was kept as "),
                 qPrintable(start.notice));
        QCOMPARE(got("current.toml.unreadable"), text); // nothing is lost
        QCOMPARE(run({}, nullptr, false).layout.value(), preset);
    }
    /// When it can be neither used nor moved away, saving must not destroy it.
    void whatCannotBeSetAsideIsNotOverwritten() {
        QVERIFY(QDir().mkpath(path("current.toml"))); // a folder of that name: no file, and not to be replaced
        put("current.toml/keep", "mine");
        FileSaver saver;
        LayoutFiles files(folder(), saver);
        const auto start = files.begin({});
        QVERIFY(!start.layout);
        QVERIFY(!start.notice.isEmpty());
        (void)files.saveCurrent(ofMarket("preset"));
        saver.flush();
        QVERIFY(got("current.toml.unreadable/keep") == "mine" || got("current.toml/keep") == "mine");
    }
    /// Where a file can be neither used nor moved, no save reaches it, and why is told.
    void protectedFilesStay() {
        put("kept.toml", "mine");
        FileSaver saver;
        const std::filesystem::path file = folder() / "kept.toml";
        saver.protect(file);
        saver.save(file, "other");
        saver.remove(file);
        saver.save(folder() / "free.toml", "text");
        saver.flush();
        QCOMPARE(got("kept.toml"), QByteArray("mine"));
        QVERIFY2(saver.problemOf(file).find("kept.toml") != std::string::npos, saver.problemOf(file).c_str());
        QCOMPARE(saver.problemOf(folder() / "free.toml"), std::string());
        QCOMPARE(got("free.toml"), QByteArray("text"));
    }
    void aFolderThatCannotBeWrittenGivesASentence() {
        put("file", "x");
        FileSaver saver;
        LayoutFiles files(folder() / "file" / "layouts", saver);
        QVERIFY(!files.begin({}).layout);
        QVERIFY(files.saveCurrent(ofMarket("A")).has_value());
        saver.flush();
        QVERIFY2(files.problem().find("file/layouts") != std::string::npos, files.problem().c_str());
        QVERIFY2(files.problem().find("Not a directory") != std::string::npos, files.problem().c_str());
    }
    void aProblemGoesWhenSavingWorksAgain() {
        FileSaver saver;
        put("blocked", "x");
        saver.save(folder() / "blocked" / "a.toml", "1");
        saver.save(folder() / "b.toml", "2"); // of another file: no answer to the first problem
        saver.flush();
        QVERIFY(!saver.problem().empty());
        QVERIFY(QFile::remove(path("blocked")));
        saver.save(folder() / "blocked" / "a.toml", "3");
        saver.flush();
        QCOMPARE(saver.problem(), std::string());
        QCOMPARE(got("blocked/a.toml"), QByteArray("3"));
    }
    void theNewestTextWins() {
        {
            FileSaver saver;
            for (int i = 0; i < 500; ++i) saver.save(folder() / "a.toml", std::to_string(i));
            saver.save(folder() / "gone.toml", "x");
            saver.remove(folder() / "gone.toml");
            saver.remove(folder() / "never.toml");
        }
        QCOMPARE(got("a.toml"), QByteArray("499"));
        QVERIFY(!QFile::exists(path("gone.toml")));
        QVERIFY(!QFile::exists(path("a.toml.tmp"))); // written beside it and renamed
    }

    void namedLayouts() {
        {
            FileSaver saver;
            LayoutFiles files(folder(), saver);
            QVERIFY(files.saveNamed("scalper", ofMarket("A")).has_value());
            QVERIFY(files.saveNamed("my desk-2", ofMarket("B")).has_value());
            QCOMPARE(marketOf(files.loadNamed("scalper").value()), "A"); // at once, before it is on the disk
            files.removeNamed("scalper");
            QVERIFY(!files.has("scalper"));
            QCOMPARE(files.loadNamed("scalper").error().detail, "there is no layout scalper");
        }
        FileSaver saver;
        const LayoutFiles again(folder(), saver);
        QCOMPARE(again.names(), std::vector<std::string>{"my desk-2"});
        QCOMPARE(marketOf(again.loadNamed("my desk-2").value()), "B");
    }
    /// A layout saved under its name would be written over it.
    void aNamedFileOfRubbishIsKeptAside() {
        put("named/bad.toml", "version = ");
        put("named/notes.txt", "no layout");
        put("named/bad name!.toml", "version = 1");
        FileSaver saver;
        LayoutFiles files(folder(), saver);
        QVERIFY(files.names().empty());
        const QString notice = files.begin({}).notice;
        QVERIFY2(notice.startsWith("Layout bad is not used. ") && notice.contains("named/bad.toml: line 1: ") &&
                     notice.endsWith("named/bad.toml.unreadable."),
                 qPrintable(notice));
        QVERIFY(files.saveNamed("bad", ofMarket("A")).has_value());
        saver.flush();
        QCOMPARE(got("named/bad.toml.unreadable"), QByteArray("version = "));
        QCOMPARE(marketOf(files.loadNamed("bad").value()), "A");
        QCOMPARE(got("named/bad name!.toml"), QByteArray("version = 1"));
    }
    void manyBadLayoutsAreFewSentences() {
        for (int i = 0; i < 9; ++i) put(("named/bad" + QByteArray::number(i) + ".toml").constData(), "x");
        FileSaver saver;
        LayoutFiles files(folder(), saver);
        const QString notice = files.begin({}).notice;
        QVERIFY2(notice.endsWith("It is the same with 6 other layouts."), qPrintable(notice));
    }
    void names_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("valid");
        QTest::newRow("letters") << "scalper" << true;
        QTest::newRow("all kinds") << "Desk 2_b-3" << true;
        QTest::newRow("one") << "x" << true;
        QTest::newRow("forty") << QString(40, 'x') << true;
        QTest::newRow("forty-one") << QString(41, 'x') << false;
        QTest::newRow("empty") << "" << false;
        QTest::newRow("space first") << " x" << false;
        QTest::newRow("space last") << "x " << false;
        QTest::newRow("another folder") << "../x" << false;
        QTest::newRow("slash") << "a/b" << false;
        QTest::newRow("point") << "a.b" << false;
        QTest::newRow("umlaut") << "größe" << false;
        QTest::newRow("line end") << "a\nb" << false;
    }
    void names() {
        QFETCH(QString, name);
        QFETCH(bool, valid);
        QCOMPARE(LayoutFiles::validName(name.toStdString()), valid);
        FileSaver saver;
        LayoutFiles files(folder(), saver);
        QCOMPARE(files.saveNamed(name.toStdString(), ofMarket("A")).has_value(), valid);
    }
    /// More panes than a layout may hold were written and could not be read at the next start.
    void whatCouldNotBeReadAgainIsNotSaved() {
        const Layout good = ofMarket("A");
        run({}, &good, false);
        Layout wide = good;
        for (std::size_t i = 0; i < kMostWindows; ++i) wide.windows.push_back({});
        FileSaver saver;
        LayoutFiles files(folder(), saver);
        const auto saved = files.saveCurrent(wide);
        QVERIFY2(saved.error().detail.find("more than 16") != std::string::npos, saved.error().detail.c_str());
        QVERIFY(!files.saveNamed("wide", wide).has_value());
        saver.flush();
        QCOMPARE(readLayout(folder() / "current.toml").value(), good);
    }
};
QD_TEST(TestLayoutFiles);
#include "TestLayoutFiles.moc"
