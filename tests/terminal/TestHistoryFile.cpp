#include "app/terminal/HistoryFile.h"
#include "layouts/workspace/CommandBar.h"
#include "tests/support/PaneRig.h"
#include "tests/support/TestFolder.h"
#include "tests/support/TestRunner.h"

using namespace qd;
using qd::terminal::HistoryFile;

namespace {

/// A start of the program, with a window in which lines are typed.
struct Program {
    explicit Program(const test::TestFolder& folder)
        : files(folder.path("layouts").toStdString(), saver)
        , workspace(rig.context, {}, {}, files)
        , history(folder.path("commands.txt").toStdString(), workspace, saver)
        , bar(workspace.newWindow()->commandBar()) {}
    ~Program() { history.saveNow(); }
    void type(const QString& line) {
        bar.setText(line);
        QTest::keyClick(&bar, Qt::Key_Return);
    }
    test::PaneRig rig;
    workspace::FileSaver saver;
    workspace::LayoutFiles files;
    workspace::Workspace workspace;
    HistoryFile history;
    workspace::CommandBar& bar;
};

} // namespace

class TestHistoryFile : public QObject {
    Q_OBJECT
    std::unique_ptr<test::TestFolder> m_folder;

  private slots:
    void init() { m_folder = std::make_unique<test::TestFolder>(); }

    void linesSurviveARestart() {
        {
            Program program(*m_folder);
            program.type("CHART SOL-PERP 5m");
            program.type("NOTE größer");
            program.type("NOTE größer"); // once
        }
        Program program(*m_folder);
        QCOMPARE(program.history.notice(), QString());
        QCOMPARE(program.bar.history(), (QStringList{"CHART SOL-PERP 5m", "NOTE größer"}));
        QTest::keyClick(&program.bar, Qt::Key_Up);
        QCOMPARE(program.bar.text(), "NOTE größer");
        program.type("PAUSE");
        QTRY_COMPARE(m_folder->content("commands.txt"),
                     QByteArray("quantdesk commands 1\nCHART SOL-PERP 5m\nNOTE größer\nPAUSE\n"));
    }
    void nothingIsWrittenUntilSomethingIsTyped() {
        {
            Program program(*m_folder);
        }
        QCOMPARE(m_folder->content("commands.txt"), QByteArray("not there"));
    }
    void atMostTwoHundredLines() {
        {
            Program program(*m_folder);
            for (int i = 1; i <= 230; ++i) program.type("SIZE " + QString::number(i));
        }
        Program program(*m_folder);
        QCOMPARE(program.bar.history().size(), 200);
        QCOMPARE(program.bar.history().first(), "SIZE 31");
        QCOMPARE(program.bar.history().last(), "SIZE 230");
    }
    void whatCannotBeReadIsKeptAside_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("used");
        QTest::newRow("empty") << QByteArray() << 0;
        QTest::newRow("foreign") << test::kForeignBytes << 0;
        QTest::newRow("newer") << QByteArray("quantdesk commands 2\nPAUSE\n") << 0;
        QTest::newRow("huge") << QByteArray(2 << 20, 'x') << 0;
        QTest::newRow("a line of rubbish") << QByteArray("quantdesk commands 1\nPAUSE\n\xff\nHELP\n") << 2;
    }
    void whatCannotBeReadIsKeptAside() {
        QFETCH(QByteArray, bytes);
        QFETCH(int, used);
        m_folder->spoil("commands.txt", bytes);
        {
            Program program(*m_folder);
            m_folder->isKeptAside("commands.txt", bytes, program.history.notice());
            QCOMPARE(program.bar.history().size(), used);
        }
        Program again(*m_folder);
        QCOMPARE(again.history.notice(), QString());
        QCOMPARE(again.bar.history().size(), used);
    }
};

QD_TEST(TestHistoryFile);
#include "TestHistoryFile.moc"
