#include "tests/support/TestRunner.h"
#include "tests/widgets/notes/NotePaneRig.h"

#include <QComboBox>
#include <QObject>

using namespace qd;
using namespace qd::notes;
using Rig = test::NotePaneRig;

/// What is being written in the journal's pane is never lost without a word.
class TestNoteDrafts : public QObject {
    Q_OBJECT
  private slots:
    /// Editing another note put its words over what was being written.
    void whatIsBeingWrittenIsNotReplacedUnasked() {
        Rig rig;
        rig.write("one");
        rig.write("two");
        rig.text().setPlainText("half a thought");
        rig.edit(0);
        QVERIFY2(rig.asks() && rig.question() == "The note you are writing is not kept yet.",
                 qPrintable(rig.question()));
        QVERIFY(rig.answer("Keep").hasFocus());
        QCOMPARE(rig.text().toPlainText(), "half a thought");
        QTest::keyClick(&rig.answer("Keep"), Qt::Key_Escape);
        QVERIFY(!rig.asks() && rig.text().hasFocus());
        QCOMPARE(rig.text().toPlainText(), "half a thought");
        rig.edit(0);
        rig.answer("Other").click(); // throws it away
        QCOMPARE(rig.text().toPlainText(), "two");
        QCOMPARE(rig.book.notes().size(), 2U);
        rig.edit(1); // nothing was changed: no question
        QVERIFY(!rig.asks());
        QCOMPARE(rig.text().toPlainText(), "one");
        rig.text().setPlainText("uno");
        rig.edit(0);
        QCOMPARE(rig.question(), "What you changed in note 1 is not kept yet.");
        rig.answer("Confirm").click(); // keeps it
        QCOMPARE(rig.book.find(1)->text, std::string("uno"));
        QCOMPARE(rig.text().toPlainText(), "two");
        rig.edit(0); // the same one: goes on
        QVERIFY(!rig.asks() && rig.text().hasFocus());
    }
    void whatCannotBeKeptStays() {
        Rig rig;
        rig.write("one");
        rig.text().setPlainText(QString(2'001, 'x'));
        rig.edit(0);
        rig.answer("Confirm").click();
        QVERIFY2(rig.notice().contains("2001"), qPrintable(rig.notice()));
        QCOMPARE(rig.text().toPlainText().size(), 2'001);
        QCOMPARE(rig.find<QPushButton>("noteSave").text(), "Write note");
    }
    void leavingChangedWordsAsks() {
        Rig rig;
        rig.write("one");
        rig.edit(0);
        QTest::keyClicks(&rig.text(), " more");
        QTest::keyClick(&rig.text(), Qt::Key_Escape);
        QCOMPARE(rig.question(), "Throw away what you changed in note 1?");
        QTest::keyClick(&rig.answer("Keep"), Qt::Key_Return);
        QVERIFY(rig.text().hasFocus());
        QCOMPARE(rig.text().toPlainText(), "one more");
        rig.find<QPushButton>("noteCancel").click();
        QVERIFY(rig.asks());
        rig.answer("Confirm").click();
        QVERIFY(rig.text().toPlainText().isEmpty());
        QCOMPARE(rig.book.find(1)->text, std::string("one"));
    }
    /// Another layout, a closed pane: the next one goes on with it, with the market it was about.
    void whatIsBeingWrittenOutlivesThePane() {
        Rig rig;
        rig.venue.setBook(MarketId(1), Price::of(68'000));
        {
            NotePane other(rig.context, rig.book);
            rig.showActive(other, {640, 560});
            QComboBox& market = test::childOf<QComboBox>(other, "noteMarket");
            market.setCurrentIndex(market.findText("BTC-PERP"));
            QTest::keyClicks(&test::childOf<QPlainTextEdit>(other, "noteText"), "half a thought");
            QCOMPARE(rig.book.drafts().size(), 1U);
        }
        rig.frame(rig.pane);
        QCOMPARE(rig.text().toPlainText(), "half a thought");
        QCOMPARE(rig.find<QComboBox>("noteMarket").currentText(), "BTC-PERP");
        QVERIFY2(rig.notice().contains("not kept yet"), qPrintable(rig.notice()));
        rig.find<QPushButton>("noteSave").click();
        QCOMPARE(rig.book.notes().back().symbol, std::string("BTC-PERP"));
        QVERIFY(rig.book.drafts().empty());
    }
    void changesOfANoteOutliveThePaneToo() {
        Rig rig;
        rig.write("one");
        {
            NotePane other(rig.context, rig.book);
            rig.showActive(other, {640, 560});
            ui::Table& table = test::childOf<ui::Table>(other, "notes");
            table.setFocus();
            table.selectRow(0);
            QTest::keyClick(&table, Qt::Key_Return);
            QTest::keyClicks(&test::childOf<QPlainTextEdit>(other, "noteText"), " more");
        }
        rig.frame(rig.pane);
        QCOMPARE(rig.text().toPlainText(), "one more");
        QCOMPARE(rig.find<QPushButton>("noteSave").text(), "Keep changes");
        // Deleted elsewhere: the words are not.
        QVERIFY(rig.book.remove(1));
        QCOMPARE(rig.text().toPlainText(), "one more");
        QCOMPARE(rig.find<QPushButton>("noteSave").text(), "Write note");
        QVERIFY2(rig.notice().contains("is a new note now"), qPrintable(rig.notice()));
        rig.find<QPushButton>("noteSave").click();
        QCOMPARE(rig.book.notes().back().text, std::string("one more"));
    }
    /// A pane in which somebody writes is not filled with other words.
    void whatWasLeftWaitsForAnEmptyForm() {
        Rig rig;
        rig.text().setPlainText("mine");
        const int gone = 0;
        rig.book.keepDraft(&gone, {0, "", "theirs"});
        rig.book.leaveDraft(&gone);
        rig.frame(rig.pane);
        QCOMPARE(rig.text().toPlainText(), "mine");
        rig.find<QPushButton>("noteSave").click();
        rig.frame(rig.pane);
        QCOMPARE(rig.text().toPlainText(), "theirs");
    }
    void farTooLongWordsAreCutAndThatIsTold() {
        Rig rig;
        rig.text().setPlainText(QString(kLongestDraft + 5, 'x'));
        QCOMPARE(rig.text().toPlainText().size(), kLongestDraft);
        QVERIFY2(rig.notice().contains("left out"), qPrintable(rig.notice()));
        QCOMPARE(rig.book.drafts().front().text.size(), std::size_t(kLongestDraft));
    }
    /// It said that a note is kept while its file could not be written.
    void aJournalThatCannotBeSavedPromisesNothing() {
        Rig rig;
        rig.book.setTrouble("the disk is full");
        QVERIFY2(rig.notice().startsWith("The journal cannot be saved: the disk is full."), qPrintable(rig.notice()));
        rig.write("one");
        QCOMPARE(rig.notice(), "Note 1 about SOL-PERP is in the journal. It is lost when the terminal ends, for the "
                               "journal cannot be saved: the disk is full.");
        rig.book.setTrouble({});
        QCOMPARE(rig.notice(), "The journal is saved.");
        rig.write("two");
        QCOMPARE(rig.notice(), "Note 2 about SOL-PERP is kept.");
    }
    void aNoteThatIsEditedAndDeletedIsNotWrittenAgain() {
        Rig rig;
        rig.write("one");
        rig.table().selectRow(0);
        rig.table().setFocus();
        QTest::keyClick(&rig.table(), Qt::Key_Return);
        rig.table().setFocus();
        QTest::keyClick(&rig.table(), Qt::Key_Delete);
        rig.find<QPushButton>("noteQuestionConfirm").click();
        QVERIFY(rig.text().toPlainText().isEmpty());
        QCOMPARE(rig.find<QPushButton>("noteSave").text(), "Write note");
    }
};

QD_TEST(TestNoteDrafts);
#include "TestNoteDrafts.moc"
