#include "app/terminal/NoteFile.h"
#include "tests/support/TestFolder.h"
#include "tests/support/TestRunner.h"

#include <QSignalSpy>

using namespace qd;
using namespace qd::notes;
using qd::terminal::NoteFile;

namespace {

/// A start of the program.
struct Program {
    explicit Program(const QString& file) : notes(file.toStdString(), book, saver) {}
    ~Program() { notes.saveNow(); }
    workspace::FileSaver saver;
    NoteBook book;
    NoteFile notes;

    void write(const char* words) {
        QVERIFY(book.add({0, UnixNanos(5), "SOL-PERP", "long 2 from 148.12", words}).has_value());
    }
};

} // namespace

class TestNoteFile : public QObject {
    Q_OBJECT
    std::unique_ptr<test::TestFolder> m_folder;

    [[nodiscard]] QString path(const char* name = "notes.txt") const { return m_folder->path(name); }
    [[nodiscard]] QByteArray content(const char* name = "notes.txt") const { return m_folder->content(name); }

  private slots:
    void init() { m_folder = std::make_unique<test::TestFolder>(); }

    void notesSurviveARestart() {
        {
            Program program(path());
            QCOMPARE(program.notes.notice(), QString());
            program.write("first\nsecond line");
            program.write("other");
            QVERIFY(program.book.remove(2));
        }
        Program program(path());
        QCOMPARE(program.notes.notice(), QString());
        QCOMPARE(program.book.notes().size(), 1U);
        QCOMPARE(program.book.notes()[0].text, std::string("first\nsecond line"));
        QCOMPARE(program.book.notes()[0].facts, std::string("long 2 from 148.12"));
    }
    void nothingIsWrittenWithoutAChange() {
        {
            Program program(path());
        }
        QCOMPARE(content(), QByteArray("not there"));
    }
    void changesAreWrittenWithoutAWord() {
        Program program(path());
        program.write("words");
        QTRY_COMPARE(content(), QByteArray("quantdesk notes 1 1\n1\t5\tSOL-PERP\tlong 2 from 148.12\twords\n"));
    }
    void whatCannotBeReadIsKeptAside_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("used");
        QTest::newRow("empty") << QByteArray() << 0;
        QTest::newRow("foreign") << test::kForeignBytes << 0;
        QTest::newRow("newer") << QByteArray("quantdesk notes 9 0\n") << 0;
        QTest::newRow("huge") << QByteArray(41 << 20, 'x') << 0;
        QTest::newRow("cut") << QByteArray("quantdesk notes 1 2\n3\t5\t\t\tkept\n4\t6\tSO") << 1;
    }
    void whatCannotBeReadIsKeptAside() {
        QFETCH(QByteArray, bytes);
        QFETCH(int, used);
        m_folder->spoil("notes.txt", bytes);
        {
            Program program(path());
            m_folder->isKeptAside("notes.txt", bytes, program.notes.notice());
            QCOMPARE(program.book.notes().size(), static_cast<std::size_t>(used));
        }
        // What could be read has a file again; a new note comes after it.
        Program again(path());
        QCOMPARE(again.notes.notice(), QString());
        QCOMPARE(again.book.notes().size(), static_cast<std::size_t>(used));
        again.write("after it");
        QCOMPARE(again.book.notes().back().number, used == 0 ? 1 : 4);
    }
    /// What was being written when the program ended, or crashed, is there at the next start.
    void whatWasBeingWrittenSurvivesARestart() {
        const int form = 0;
        {
            Program program(path());
            program.write("first");
            program.book.keepDraft(&form, {1, "", "first, and more\nlines"});
            QTRY_COMPARE(content("notes.txt.drafts"),
                         QByteArray("quantdesk drafts 1 1\n1\t\tfirst, and more\\nlines\n"));
        }
        {
            Program program(path());
            QCOMPARE(program.notes.notice(), QString());
            const auto draft = program.book.takeDraft(&form);
            QVERIFY(draft == (Draft{1, "", "first, and more\nlines"}));
            program.book.keepDraft(&form, {});
        }
        QCOMPARE(content("notes.txt.drafts"), QByteArray("not there"));
        QVERIFY(!Program(path()).book.takeDraft(&form));
    }
    void aBadFileOfDraftsIsKeptAside() {
        const QByteArray bytes("quantdesk drafts 1 2\n0\tSOL-PERP\thalf a thought\n0\tSOL PERP\tx\n");
        m_folder->spoil("notes.txt.drafts", bytes);
        Program program(path());
        m_folder->isKeptAside("notes.txt.drafts", bytes, program.notes.notice());
        QVERIFY(program.book.drafts() == (std::vector{Draft{0, "SOL-PERP", "half a thought"}}));
        QTRY_VERIFY(content("notes.txt.drafts").startsWith("quantdesk drafts 1 1\n"));
    }
    /// The book knows why its notes are in no file, until they are.
    void whatCannotBeSavedIsTold() {
        Program program(path("blocked/notes.txt"));
        m_folder->write("blocked", "x"); // where its folder would be made
        const QSignalSpy told(&program.book, &NoteBook::troubleChanged);
        program.write("first");
        QCOMPARE(program.book.trouble(), QString()); // not known yet
        QTRY_COMPARE(told.size(), 1);
        QVERIFY2(program.book.trouble().contains("blocked"), qPrintable(program.book.trouble()));
        program.write("second");
        program.notes.saveNow();
        QTRY_VERIFY(!program.saver.isBusyWith(path("blocked/notes.txt").toStdString()));
        QCOMPARE(told.size(), 1);
        QVERIFY(QFile::remove(path("blocked")));
        program.notes.saveNow(); // as it does by itself after a while
        QTRY_COMPARE_WITH_TIMEOUT(program.book.trouble(), QString(), 30'000);
        QVERIFY(content("blocked/notes.txt").startsWith("quantdesk notes 1 2\n"));
    }
    void aFolderInItsPlaceIsMovedAway() {
        QVERIFY(QDir().mkpath(path()));
        {
            Program program(path());
            QVERIFY(program.notes.notice().contains("notes.txt.unreadable"));
            program.write("words");
        }
        QVERIFY(content().startsWith("quantdesk notes 1 1\n"));
    }
};

QD_TEST(TestNoteFile);
#include "TestNoteFile.moc"
