#include "app/terminal/DrawingFiles.h"
#include "tests/support/TestFolder.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/drawings/FlatPlaces.h"
#include "widgets/drawings/DrawingTexts.h"

using namespace qd;
using namespace qd::drawings;
using qd::terminal::DrawingFiles;

namespace {

Drawing lineAt(int ticks) {
    return test::drawingOf(Tool::Trend, {test::anchorOf(10, ticks), test::anchorOf(90, ticks + 5)});
}

/// A start of the program.
struct Program {
    explicit Program(const QString& folder) : files(folder.toStdString(), book, saver) {}
    ~Program() { files.saveNow(); }
    workspace::FileSaver saver;
    DrawingBook book;
    DrawingFiles files;
};

} // namespace

class TestDrawingFiles : public QObject {
    Q_OBJECT
    std::unique_ptr<test::TestFolder> m_folder;

    [[nodiscard]] QString folder() const { return m_folder->path("drawings"); }
    [[nodiscard]] QString path(const QByteArray& name) const { return m_folder->path("drawings/" + name); }
    void write(const QByteArray& name, const QByteArray& bytes) const { m_folder->write("drawings/" + name, bytes); }
    [[nodiscard]] QByteArray content(const QByteArray& name) const { return m_folder->content("drawings/" + name); }

  private slots:
    void init() { m_folder = std::make_unique<test::TestFolder>(); }

    /// Whatever a venue calls its markets.
    void anyNameOfAMarketComesBack() {
        {
            Program program(folder());
            QVERIFY(program.book.of("@107-SPOT").add(lineAt(1)));
        }
        Program program(folder());
        QCOMPARE(program.files.notice(), QString());
        QCOMPARE(program.book.of("@107-SPOT").all().size(), 1U);
    }
    void drawingsSurviveARestart() {
        {
            Program program(folder());
            QCOMPARE(program.files.notice(), QString());
            QVERIFY(program.book.of("SOL-PERP").add(lineAt(1)));
            QVERIFY(program.book.of("SOL-PERP").add(lineAt(2)));
            QVERIFY(program.book.of("kPEPE/USDC:X").add(lineAt(3)));
        }
        QCOMPARE(QDir(folder()).entryList({"*"}, QDir::Files),
                 (QStringList{"kPEPE%2FUSDC%3AX.drawings", "SOL-PERP.drawings"}));
        {
            Program program(folder());
            QCOMPARE(program.files.notice(), QString());
            QCOMPARE(program.book.of("SOL-PERP").all().size(), 2U);
            QCOMPARE(program.book.of("SOL-PERP").all()[1].points, lineAt(2).points);
            QCOMPARE(program.book.of("kPEPE/USDC:X").all().size(), 1U);
            QVERIFY2(!program.book.of("SOL-PERP").canUndo(), "what was read was not drawn now");
            program.book.of("SOL-PERP").clear();
        }
        QCOMPARE(content("SOL-PERP.drawings"), QByteArray("not there"));
        QVERIFY(Program(folder()).book.of("SOL-PERP").all().empty());
    }
    void changesAreWrittenWithoutAWord() {
        Program program(folder());
        QVERIFY(program.book.of("SOL-PERP").add(lineAt(1)));
        QTRY_VERIFY(content("SOL-PERP.drawings").startsWith("quantdesk drawings 1 SOL-PERP 1\n"));
    }
    /// What could be read of a bad file has a file again, also when the terminal is killed then.
    void whatWasReadOfABadFileIsWritten() {
        write("SOL-PERP.drawings", "quantdesk drawings 1 SOL-PERP 2\nhorizontal accent 1 5@1.5\nhoriz");
        Program program(folder());
        QTRY_VERIFY(content("SOL-PERP.drawings").startsWith("quantdesk drawings 1 SOL-PERP 1\n"));
    }
    void whatCannotBeReadIsKeptAside_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("used");
        QTest::newRow("empty") << QByteArray() << 0;
        QTest::newRow("foreign") << test::kForeignBytes << 0;
        QTest::newRow("newer") << QByteArray("quantdesk drawings 9 SOL-PERP 0\n") << 0;
        QTest::newRow("huge") << QByteArray(3 << 20, 'x') << 0;
        QTest::newRow("cut") << QByteArray("quantdesk drawings 1 SOL-PERP 2\nhorizontal accent 1 5@1.5\nhoriz") << 1;
        QTest::newRow("of another market")
            << QByteArray("quantdesk drawings 1 BTC-PERP 1\nhorizontal accent 1 5@1\n") << 0;
    }
    void whatCannotBeReadIsKeptAside() {
        QFETCH(QByteArray, bytes);
        QFETCH(int, used);
        m_folder->spoil("drawings/SOL-PERP.drawings", bytes);
        {
            Program program(folder());
            m_folder->isKeptAside("drawings/SOL-PERP.drawings", bytes, program.files.notice());
            QCOMPARE(program.book.of("SOL-PERP").all().size(), static_cast<std::size_t>(used));
            QVERIFY(program.book.of("BTC-PERP").all().empty());
        }
        Program again(folder());
        QCOMPARE(again.files.notice(), QString());
        QCOMPARE(again.book.of("SOL-PERP").all().size(), static_cast<std::size_t>(used));
    }
    /// A folder in the place of a file cannot be read, and is moved out of the way; where nothing can be moved nothing
    /// is written either.
    void whatStaysInTheWayIsNotWrittenOver() {
        QVERIFY(QDir().mkpath(path("SOL-PERP.drawings")));
        {
            Program program(folder());
            QVERIFY(program.files.notice().contains("SOL-PERP.drawings.unreadable"));
            QVERIFY(program.book.of("SOL-PERP").add(lineAt(1)));
        }
        QVERIFY(content("SOL-PERP.drawings").startsWith("quantdesk drawings 1 SOL-PERP 1"));
    }
    void manyBadFilesAreFewSentences() {
        for (int i = 0; i < 40; ++i) write("M" + QByteArray::number(i) + ".drawings", "x");
        Program program(folder());
        QVERIFY2(program.files.notice().size() < 1'500 &&
                     program.files.notice().endsWith("37 other files in that folder."),
                 qPrintable(program.files.notice()));
        QCOMPARE(QDir(folder()).entryList({"*.unreadable"}).size(), 40);
    }
};
QD_TEST(TestDrawingFiles);
#include "TestDrawingFiles.moc"
