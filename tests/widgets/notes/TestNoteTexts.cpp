#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"
#include "widgets/notes/NoteBook.h"

#include <QObject>
#include <QSignalSpy>
#include <QTest>

using namespace qd;
using namespace qd::notes;

namespace {

Note noteOf(std::int64_t number, std::string text, std::string symbol = "SOL-PERP") {
    return {number, UnixNanos(1'710'244'800'000'000'000 + number), std::move(symbol), "long 2 from 148.12",
            std::move(text)};
}

} // namespace

class TestNoteTexts : public QObject {
    Q_OBJECT
  private slots:
    void notesComeBack() {
        const std::vector<Note> notes{noteOf(1, "one\ntwo \\n three\\"), noteOf(7, "\xC3\xA4 = b", ""),
                                      noteOf(8, " x")};
        const std::string text = notesText(notes);
        QCOMPARE(QByteArray::fromStdString(text).count('\n'), 4);
        const NotesRead read = readNotes(text);
        QCOMPARE(read.problem, QString());
        QVERIFY(read.notes == notes);
        QVERIFY(readNotes(notesText({})).problem.isEmpty());
    }
    void whatCannotBeReadHasAReason_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("problem");
        QTest::addColumn<int>("used");
        const QByteArray head("quantdesk notes 1 1\n");
        const QByteArray good("1\t5\tSOL-PERP\t\twords\n");
        QTest::newRow("empty") << QByteArray() << "it is no file of notes" << 0;
        QTest::newRow("foreign") << QByteArray("PNG\n") << "it is no file of notes" << 0;
        QTest::newRow("newer") << QByteArray("quantdesk notes 2 0\n") << "a newer version of the terminal" << 0;
        QTest::newRow("no count") << QByteArray("quantdesk notes 1 x\n") << "its first line makes no sense" << 0;
        QTest::newRow("too many") << QByteArray("quantdesk notes 1 5001\n") << "its first line makes no sense" << 0;
        QTest::newRow("fewer fields") << head + "1\t5\tSOL-PERP\twords\n" << "line 2: a note is five fields" << 0;
        QTest::newRow("more fields") << head + "1\t5\tSOL-PERP\t\ta\tb\n" << "line 2: a note is five fields" << 0;
        QTest::newRow("number") << head + "0\t5\t\t\twords\n" << "line 2: a note begins with its number" << 0;
        QTest::newRow("time") << head + "1\t-5\t\t\twords\n" << "line 2: a note begins with its number" << 0;
        QTest::newRow("symbol") << head + "1\t5\tSOL PERP\t\twords\n" << "line 2: that is no name of a market" << 0;
        QTest::newRow("escape") << head + "1\t5\t\t\ta\\b\n" << "line 2: a backslash" << 0;
        QTest::newRow("no words") << head + "1\t5\t\t\t \\n \n" << "line 2: a note wants words" << 0;
        QTest::newRow("no text") << head + "1\t5\t\t\t\xFF\n" << "line 2: its text holds what is no text" << 0;
        QTest::newRow("control") << head + "1\t5\t\t\ta\x1B\n" << "line 2: its text holds what is no text" << 0;
        QTest::newRow("long") << head + "1\t5\t\t\t" + QByteArray(2'001, 'x') + "\n"
                              << "line 2: a note has at most 2000 characters, this one has 2001" << 0;
        QTest::newRow("long facts") << head + "1\t5\t\t" + QByteArray(301, 'x') + "\twords\n"
                                    << "line 2: its facts are no short line" << 0;
        QTest::newRow("cut") << QByteArray("quantdesk notes 1 2\n") + good + "2\t6\tSO"
                             << "line 3: a note is five fields" << 1;
        QTest::newRow("cut between") << QByteArray("quantdesk notes 1 2\n") + good << "line 2: 2 notes were kept" << 1;
        QTest::newRow("no end") << head + good.chopped(1) << "line 2: the file is cut off" << 1;
        QTest::newRow("more") << head + good + good << "line 3: 1 notes were kept" << 1;
        QTest::newRow("order") << QByteArray("quantdesk notes 1 2\n") + good + good << "line 3: its number" << 1;
    }
    void whatCannotBeReadHasAReason() {
        QFETCH(QByteArray, text);
        QFETCH(QString, problem);
        QFETCH(int, used);
        const NotesRead read = readNotes({text.data(), static_cast<std::size_t>(text.size())});
        QVERIFY2(read.problem.startsWith(problem), qPrintable(read.problem));
        QCOMPARE(read.notes.size(), static_cast<std::size_t>(used));
    }
    /// Every text a note may be is one that its file holds; a time was not looked at.
    void timesBeyondTheFileAreRefused_data() {
        QTest::addColumn<qint64>("at");
        QTest::addColumn<bool>("good");
        QTest::newRow("the first") << qint64{0} << true;
        QTest::newRow("before 1970") << qint64{-1} << false;
        QTest::newRow("the last") << qint64{4'000'000'000'000'000'000} << true;
        QTest::newRow("beyond it") << qint64{4'000'000'000'000'000'001} << false;
    }
    void timesBeyondTheFileAreRefused() {
        QFETCH(qint64, at);
        QFETCH(bool, good);
        Note note = noteOf(1, "words");
        note.at = UnixNanos(at);
        QCOMPARE(!objectionTo(note), good);
        QCOMPARE(readNotes(notesText({note})).problem.isEmpty(), good);
        NoteBook book;
        const auto kept = book.add(note);
        QCOMPARE(kept.has_value(), good);
        if (!good) QCOMPARE(kept.error(), "The note is not kept: its time is not between 1970 and 2096.");
    }
    void draftsComeBack() {
        const std::vector<Draft> drafts{{0, "", "one\ntwo \\n"},
                                        {7, "SOL-PERP", QString(kLongestDraft, 'x').toStdString()}};
        const DraftsRead read = readDrafts(draftsText(drafts));
        QCOMPARE(read.problem, QString());
        QVERIFY(read.drafts == drafts);
    }
    void draftsThatCannotBeReadHaveAReason_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("problem");
        const QByteArray head("quantdesk drafts 1 1\n");
        QTest::newRow("empty") << QByteArray() << "it is no file of notes";
        QTest::newRow("of notes") << QByteArray("quantdesk notes 1 0\n") << "it is no file of notes";
        QTest::newRow("fields") << head + "0\tx\n" << "line 2: what is being written is three fields";
        QTest::newRow("number") << head + "-1\t\tx\n" << "line 2: what is being written begins with the number";
        QTest::newRow("symbol") << head + "0\tSOL PERP\tx\n" << "line 2: that is no name of a market";
        QTest::newRow("no words") << head + "0\t\t \\n\n" << "line 2: its text holds what is no text";
        QTest::newRow("long") << head + "0\t\t" + QByteArray(kLongestDraft + 1, 'x') + "\n"
                              << "line 2: its text holds what is no text";
        QTest::newRow("escape") << head + "0\t\ta\\b\n" << "line 2: a backslash";
    }
    void draftsThatCannotBeReadHaveAReason() {
        QFETCH(QByteArray, text);
        QFETCH(QString, problem);
        const DraftsRead read = readDrafts({text.data(), static_cast<std::size_t>(text.size())});
        QVERIFY2(read.problem.startsWith(problem), qPrintable(read.problem));
        QVERIFY(read.drafts.empty());
    }
    void theFullestJournalCanBeReadBack() {
        std::string longest;
        for (int i = 0; i < kLongestText; ++i) longest += "\xE2\x82\xAC"; // three bytes a character
        std::vector<Note> notes;
        for (std::size_t i = 1; i <= kMostNotes; ++i) notes.push_back(noteOf(static_cast<std::int64_t>(i), longest));
        const std::string text = notesText(notes);
        QVERIFY(text.size() <= kLargestFile);
        const NotesRead read = readNotes(text);
        QCOMPARE(read.problem, QString());
        QVERIFY(read.notes == notes);
        QVERIFY(readNotes(text + std::string(kLargestFile, 'x')).problem.startsWith("it is larger"));
    }
    void typedTextIsTidied() {
        QCOMPARE(tidied(QStringLiteral("a\tb\r\nc\x07 \n\n")), std::string("a b\nc"));
        QCOMPARE(tidied(QStringLiteral("a\u2029b\u2028c")), std::string("a\nb\nc"));
        QCOMPARE(tidied(QStringLiteral(" \n ")), std::string());
    }
    /// Whatever is typed can be kept and read, or is refused with a reason.
    void anyTypedTextComesBackOrIsRefused() {
        QVERIFY(rc::check([] {
            const auto units = *rc::gen::container<std::vector<char16_t>>(rc::gen::arbitrary<char16_t>());
            Note note = noteOf(1, tidied(QString::fromUtf16(units.data(), qsizetype(units.size()))));
            if (objectionTo(note)) return;
            const NotesRead read = readNotes(notesText({note}));
            RC_ASSERT(read.problem.isEmpty());
            RC_ASSERT(read.notes == std::vector{note});
        }));
    }
    void theBookKeepsChangesAndDeletes() {
        NoteBook book;
        const QSignalSpy changed(&book, &NoteBook::changed);
        QCOMPARE(book.add(noteOf(0, "one")).value(), 1);
        QCOMPARE(book.add(noteOf(0, "two")).value(), 2);
        QCOMPARE(changed.size(), 2);
        QVERIFY(book.rewrite(1, "uno").has_value());
        QCOMPARE(book.find(1)->text, std::string("uno"));
        QCOMPARE(book.find(1)->facts, std::string("long 2 from 148.12"));
        QCOMPARE(book.rewrite(9, "x").error(), "There is no note 9.");
        QCOMPARE(book.rewrite(1, "  ").error(), "The note is not kept: a note wants words.");
        QCOMPARE(book.find(1)->text, std::string("uno"));
        QVERIFY(book.remove(2));
        QVERIFY(!book.remove(2));
        QVERIFY(book.find(2) == nullptr);
        QCOMPARE(changed.size(), 4);
        QCOMPARE(book.add(noteOf(0, "three")).value(), 3); // a number is not given twice
        QCOMPARE(book.notes().size(), 2U);
    }
    void aFullBookSaysSo() {
        NoteBook book;
        std::vector<Note> notes;
        for (std::size_t i = 1; i <= kMostNotes; ++i) notes.push_back(noteOf(static_cast<std::int64_t>(i), "x"));
        book.load(notes, {});
        const auto kept = book.add(noteOf(0, "one more"));
        QVERIFY(!kept);
        QVERIFY2(kept.error().contains("5000"), qPrintable(kept.error()));
        QVERIFY(book.remove(17));
        QCOMPARE(book.add(noteOf(0, "one more")).value(), 5'001);
    }
    /// A file whose last number is the last there is left no number for a new note, and said that the journal is full.
    void highNumbersAreGivenAnew() {
        NoteBook book;
        book.load({noteOf(7, "one"), noteOf(kLastNumber, "two")}, {{kLastNumber, "", "two and more"}, {8, "", "gone"}});
        QCOMPARE(book.add(noteOf(0, "three")).value(), 3);
        QCOMPARE(book.find(2)->text, std::string("two"));
        QVERIFY(book.drafts() == (std::vector<Draft>{{2, "", "two and more"}, {0, "", "gone"}}));
    }
    void whatIsBeingWrittenIsOfItsWriter() {
        NoteBook book;
        const QSignalSpy changed(&book, &NoteBook::draftsChanged);
        const int one = 1;
        const int two = 2;
        book.keepDraft(&one, {});
        QCOMPARE(changed.size(), 0);
        book.keepDraft(&one, {0, "SOL-PERP", "a"});
        book.keepDraft(&two, {0, "", "b"});
        book.keepDraft(&one, {0, "SOL-PERP", "ab"});
        book.keepDraft(&one, {0, "SOL-PERP", "ab"});
        QCOMPARE(changed.size(), 3);
        QVERIFY(!book.takeDraft(&two)); // nobody has left
        book.leaveDraft(&one);
        QVERIFY(book.takeDraft(&two) == (Draft{0, "SOL-PERP", "ab"}));
        QVERIFY(!book.takeDraft(&one));
        QCOMPARE(book.drafts().size(), 2U);
    }
    /// Its words are not deleted with the note.
    void changesOfADeletedNoteBecomeANewOne() {
        NoteBook book;
        QCOMPARE(book.add(noteOf(0, "one")).value(), 1);
        const int writer = 0;
        book.keepDraft(&writer, {1, "", "one and more"});
        QVERIFY(book.remove(1));
        QVERIFY(book.drafts() == (std::vector<Draft>{{0, "SOL-PERP", "one and more"}}));
    }
};

QD_TEST(TestNoteTexts);
#include "TestNoteTexts.moc"
