#include "app/terminal/NoteFile.h"
#include "tests/support/TestRunner.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

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
    std::unique_ptr<QTemporaryDir> m_folder;

    [[nodiscard]] QString path(const char* name = "notes.txt") const { return m_folder->filePath(QLatin1String(name)); }
    void write(const char* name, const QByteArray& bytes) const {
        QFile out(path(name));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(bytes);
    }
    [[nodiscard]] QByteArray content(const char* name = "notes.txt") const {
        QFile in(path(name));
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray("not there");
    }

  private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

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
        QTest::newRow("foreign") << QByteArray("\x7f"
                                               "ELF\x02\x01\x01\0\0",
                                               9)
                                 << 0;
        QTest::newRow("newer") << QByteArray("quantdesk notes 9 0\n") << 0;
        QTest::newRow("huge") << QByteArray(41 << 20, 'x') << 0;
        QTest::newRow("cut") << QByteArray("quantdesk notes 1 2\n3\t5\t\t\tkept\n4\t6\tSO") << 1;
    }
    void whatCannotBeReadIsKeptAside() {
        QFETCH(QByteArray, bytes);
        QFETCH(int, used);
        write("notes.txt", bytes);
        write("notes.txt.unreadable", "an older one");
        {
            Program program(path());
            const QString notice = program.notes.notice();
            QVERIFY2(notice.contains(path("notes.txt.unreadable-2")) && notice.endsWith('.'), qPrintable(notice));
            QCOMPARE(program.book.notes().size(), static_cast<std::size_t>(used));
        }
        QCOMPARE(content("notes.txt.unreadable-2"), bytes);
        QCOMPARE(content("notes.txt.unreadable"), QByteArray("an older one"));
        // What could be read has a file again; a new note comes after it.
        Program again(path());
        QCOMPARE(again.notes.notice(), QString());
        QCOMPARE(again.book.notes().size(), static_cast<std::size_t>(used));
        again.write("after it");
        QCOMPARE(again.book.notes().back().number, used == 0 ? 1 : 4);
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
